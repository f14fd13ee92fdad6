//! Points in words.
use super::model::{Basis, Figure, Rule};
use super::queries::{self, PointRow};
use crate::access::Actor;
use crate::access::rules::PointRights;
use crate::error::Result;
use crate::ids::SchoolId;
use crate::indicator::catalogue::{Dimension, Direction, Indicator, catalogue};
use crate::text::{Lang, text_with};
use crate::web::page::capital;

/// A point where there is little room.
#[derive(Debug, Clone)]
pub struct Line {
    /// At which school.
    pub school: SchoolId,
    /// «Trivsel på 7. trinn: ned tre år på rad».
    pub short: String,
    /// Where it stands with all that belongs to it.
    pub href: String,
    /// It is in a figure for named roles alone.
    pub named: bool,
}

/// The points of these schools (`None`: of every one) that the actor sees, in the order of the catalogue's names: there is no other.
///
/// # Errors
///
/// When the database does not answer.
pub async fn lines_of(connection: &mut sqlx::PgConnection, actor: &Actor, only: Option<&[SchoolId]>) -> Result<Vec<Line>> {
    let rows = queries::of_schools(connection, actor.municipality, only, actor.today).await?;
    let seen = rows.into_iter().filter(|row| PointRights::of(actor, row.school).is_ok_and(|rights| rights.sees_circle(&row.circle)));
    let mut lines: Vec<Line> = seen.filter_map(|row| line(&row, actor.lang)).collect();
    lines.sort_by(|one, other| one.short.cmp(&other.short));
    Ok(lines)
}

fn line(row: &PointRow, lang: Lang) -> Option<Line> {
    let indicator = catalogue().get(&row.indicator)?;
    let name = subject(indicator, row.grade, lang);
    let short = match (row.rule, indicator.direction) {
        (Rule::Falling, Direction::Lower) => text_with(lang, "point-rising-short", &[("what", &name)]),
        (Rule::Falling, _) => text_with(lang, "point-falling-short", &[("what", &name)]),
        (Rule::Outside, Direction::Lower) => text_with(lang, "point-above-short", &[("what", &name)]),
        (Rule::Outside, _) => text_with(lang, "point-below-short", &[("what", &name)]),
        (Rule::Goal, _) => text_with(lang, "point-goal-short", &[("what", &name)]),
    };
    Some(Line {
        school: row.school,
        short,
        href: format!("/skoler/{}/samtalepunkt#punkt-{}", row.school, row.id),
        named: row.circle == "named",
    })
}

/// «Trivsel på 7. trinn».
pub fn subject(indicator: &Indicator, grade: Option<u8>, lang: Lang) -> String {
    let name = indicator.name.get(lang);
    match grade.filter(|_| indicator.breakdowns.contains(&Dimension::Grade)) {
        Some(grade) => text_with(lang, "point-of-grade", &[("name", &name), ("grade", &grade)]),
        None => name.to_owned(),
    }
}

/// What a point says, made from the figures it stands on: «Trivsel på 7. trinn har gått ned tre år på rad: 4,4 – 4,2 – 4,1 – 3,9.»
#[must_use]
pub fn sentence(indicator: &Indicator, grade: Option<u8>, rule: Rule, basis: &Basis, lang: Lang) -> String {
    let what = capital(&subject(indicator, grade, lang));
    let own = basis.own.last();
    let year = own.map_or_else(String::new, |figure| figure.year.to_string());
    let sure = |figure: Option<&Figure>| figure.map_or_else(String::new, |figure| with_uncertainty(indicator, figure));
    let lower = indicator.direction == Direction::Lower;
    match rule {
        Rule::Falling => {
            let numbers = basis.own.iter().map(|figure| indicator.format(figure.amount)).collect::<Vec<_>>().join(" – ");
            text_with(
                lang,
                if lower { "point-rising" } else { "point-falling" },
                &[("what", &what), ("numbers", &numbers), ("year", &year)],
            )
        }
        Rule::Outside => {
            let (own, municipality) = (sure(own), sure(basis.municipality.as_ref()));
            let key = if lower { "point-above" } else { "point-below" };
            text_with(lang, key, &[("what", &what), ("own", &own), ("municipality", &municipality), ("year", &year)])
        }
        Rule::Goal => {
            let goal = basis.goal.map_or_else(String::new, |goal| indicator.format(goal));
            text_with(lang, "point-goal", &[("what", &what), ("own", &sure(own)), ("goal", &goal), ("year", &year)])
        }
    }
}

/// «46 ± 2,1».
fn with_uncertainty(indicator: &Indicator, figure: &Figure) -> String {
    let number = indicator.format(figure.amount);
    match figure.uncertainty {
        Some(uncertainty) => format!("{number} ± {}", indicator.format_uncertainty(uncertainty)),
        None => number,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::indicator::{Amount, SchoolYear};

    fn figures(amounts: &[i64]) -> Vec<Figure> {
        let years = (2022..).map(SchoolYear);
        years.zip(amounts).map(|(year, amount)| Figure { year, amount: Amount(*amount), uncertainty: None, reckoned: false }).collect()
    }

    #[test]
    fn a_sentence_says_the_figures_it_stands_on() {
        let trivsel = catalogue().get("eu_trivsel").unwrap();
        let basis = Basis { own: figures(&[4_400, 4_200, 4_100, 3_900]), municipality: None, goal: None };
        assert_eq!(
            sentence(trivsel, Some(7), Rule::Falling, &basis, Lang::Nn),
            "Trivsel på 7. trinn har gått ned tre år på rad: 4,4 – 4,2 – 4,1 – 3,9."
        );
        let lesing = catalogue().get("np_lesing_5").unwrap();
        let sure = |amount: i64, unsure: i64| Figure { uncertainty: Some(Amount(unsure)), ..figures(&[amount])[0] };
        let basis = Basis { own: vec![sure(46_000, 2_100)], municipality: Some(sure(51_000, 1_000)), goal: None };
        let words = sentence(lesing, None, Rule::Outside, &basis, Lang::Nb);
        assert!(words.ends_with("ligger under kommunen med mer enn usikkerheten i tallene: 46 ± 2,1 mot 51 ± 1 i 2022-23."), "{words}");
        let basis = Basis { own: vec![sure(46_000, 2_100)], municipality: None, goal: Some(Amount(50_000)) };
        assert!(sentence(lesing, None, Rule::Goal, &basis, Lang::Nn).ends_with("har ikkje nådd målet på 50: 46 ± 2,1 i 2022-23."));
    }
}
