//! The one query of the figures beside questions.
use std::collections::{BTreeMap, HashMap};

use sqlx::PgConnection;
use time::OffsetDateTime;

use super::model::{Standing, Subject};
use crate::error::Result;
use crate::ids::MunicipalityId;
use crate::indicator::catalogue::catalogue;
use crate::indicator::import::queries::{breakdown, value_cell};
use crate::indicator::profile::model::{Row, Whose};
use crate::indicator::set::{self, Aim, Order};
use crate::indicator::{Amount, SchoolYear};
use crate::model_pack::Pack;

/// What stands now of these indicators, by key, as everybody in the municipality may see it, whoever asks; indicators that may not stand beside a question,
/// or of which nothing is known, are left out. Goals are those of the municipality's own sets (a pack has none); of several, the first one's, in the order that `pack` gives. One statement.
///
/// # Errors
///
/// When the database does not answer.
pub async fn standing(
    connection: &mut PgConnection,
    municipality: MunicipalityId,
    pack: Option<&Pack>,
    subject: Subject,
    indicators: &[&str],
) -> Result<BTreeMap<String, Standing>> {
    let known = indicators.iter().filter_map(|key| catalogue().get(key)).filter(|indicator| subject.may_stand(indicator));
    let asked: BTreeMap<&str, _> = known.map(|indicator| (indicator.key.as_str(), indicator)).collect();
    if asked.is_empty() {
        return Ok(BTreeMap::new());
    }
    let keys: Vec<String> = asked.keys().map(|key| (*key).to_owned()).collect();
    let school = match subject {
        Subject::School(school, _) => Some(school.0),
        Subject::Municipality => None,
    };
    // Level 0 is a goal, in the file's place the key of its set, in the row's the first of the set's versions. A municipality's figures stand under the number it has now, else one it had.
    let rows = sqlx::query!(
        r#"select f.indicator as "indicator!", f.year as "year!", f.level as "level!", f.grade as "grade!", f.part as "part!", f.state as "state!",
             f.amount, f.uncertainty, f.count, f.file_name as "file!",
             f.at as "at: OffsetDateTime", f.by_hand as "by_hand!", f.id as "id!"
           from (select distinct on (v.indicator, v.year, v.level, v.grade, v.part) v.indicator, v.year, v.level, v.grade, v.part, v.state, v.amount,
               v.uncertainty, v.count, i.file_name, coalesce(i.decided_at, i.uploaded_at) as at,
               i.kind = 'by_hand' as by_hand, v.id
             from indicator_figure v
             join indicator_import i on i.municipality_id = v.municipality_id and i.id = v.import_id
             join municipality m on m.id = v.municipality_id
             where v.municipality_id = $1 and v.indicator = any ($2) and v.sex = 0 and v.circle = 'public' and (v.school_id = $3 or v.level in (1, 3))
             order by v.indicator, v.year, v.level, v.grade, v.part, v.place = m.number desc, v.id desc) f
           union all
           select goal.indicator, goal.year, 0::smallint, coalesce(goal.grade, 0::smallint), 0::smallint, 'published', goal.amount, null, null, s.key, null, false, s.made
           from (select distinct on (key) key, content, retired, min(id) over (partition by key) as made
             from indicator_set where municipality_id = $1 order by key, version desc) s
           cross join lateral jsonb_to_recordset(s.content -> 'goals') as goal (indicator text, grade smallint, year integer, amount bigint)
           where not s.retired and goal.indicator = any ($2)"#,
        municipality.0,
        &keys,
        school
    )
    .fetch_all(connection)
    .await?;
    let mut values: HashMap<String, Vec<Row>> = HashMap::new();
    let mut goals: HashMap<String, BTreeMap<Order, Vec<Aim>>> = HashMap::new();
    for row in rows {
        let breakdown = breakdown(row.grade, 0, row.part);
        let whose = match row.level {
            0 => {
                let aims = goals.entry(row.indicator).or_default().entry(Order::of(pack, &row.file, row.id)).or_default();
                aims.extend(row.amount.map(|amount| Aim { grade: breakdown.grade, year: SchoolYear(row.year), amount: Amount(amount) }));
                continue;
            }
            1 => Whose::Country,
            3 => Whose::Municipality,
            _ => Whose::School,
        };
        let Some(at) = row.at else { continue };
        values.entry(row.indicator.clone()).or_default().push(Row {
            indicator: row.indicator,
            whose,
            year: SchoolYear(row.year),
            breakdown,
            cell: value_cell(&row.state, row.amount),
            uncertainty: row.uncertainty.map(Amount),
            count: row.count,
            file: row.file,
            by_hand: row.by_hand,
            at,
        });
    }
    let standing = asked.into_iter().filter_map(|(key, indicator)| {
        let rows = values.remove(key)?;
        let goals = set::aims(goals.remove(key).unwrap_or_default().into_values());
        Some((key.to_owned(), Standing::of(indicator, subject, rows, goals)?))
    });
    Ok(standing.collect())
}
