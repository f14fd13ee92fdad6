//! What the municipality's plan asks of skoleeier at two times of the year: in the autumn, what has no money is listed for the budget; in the winter, what came
//! of it is written down.
use sqlx::PgConnection;
use time::{Date, Month};

use super::queries;
use crate::access::Actor;
use crate::desk::Item;
use crate::error::Result;
use crate::text::text_with;

/// What a day of the year asks for; the years are the first of the budget in question.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Season {
    /// The budget is being made.
    List(i32),
    /// The budget is decided.
    Outcome(i32),
}

/// Municipalities make their budgets from the end of summer, and the council decides before the year is out (kommuneloven § 14-3).
fn season(day: Date) -> Option<Season> {
    match day.month() {
        Month::August | Month::September | Month::October => Some(Season::List(day.year() + 1)),
        Month::December => Some(Season::Outcome(day.year() + 1)),
        Month::January | Month::February => Some(Season::Outcome(day.year())),
        _ => None,
    }
}

/// What waits for skoleeier; nothing for anybody else.
///
/// # Errors
///
/// When the database does not answer.
pub async fn waiting(connection: &mut PgConnection, actor: &Actor) -> Result<Option<Item>> {
    let Some(season) = season(actor.today).filter(|_| actor.is_owner()) else { return Ok(None) };
    let (Season::List(year) | Season::Outcome(year)) = season;
    let Some(money) = queries::money_of_the_year(connection, actor.municipality, year).await? else { return Ok(None) };
    let page = format!("/kvalitetsplan/{}/udekt", money.plan);
    let (first, last) = (year.to_string(), (year + 3).to_string());
    let words = |key: &str| text_with(actor.lang, key, &[("year", &first), ("last", &last)]);
    Ok(match (season, money.list, money.open) {
        (Season::List(_), None, _) if money.lacking => Some(Item::by(page, words("quality-list-waits"), None)),
        (Season::Outcome(_), Some(list), true) => Some(Item::by(format!("{page}/{list}"), words("quality-outcome-waits"), None)),
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use time::macros::date;

    use super::*;

    #[test]
    fn the_list_is_asked_for_in_the_autumn_and_its_outcome_when_the_council_has_decided() {
        assert_eq!(season(date!(2026 - 09 - 15)), Some(Season::List(2027)));
        assert_eq!(season(date!(2026 - 11 - 15)), None, "what is to be in the budget is in it");
        assert_eq!(season(date!(2026 - 12 - 15)), Some(Season::Outcome(2027)));
        assert_eq!(season(date!(2027 - 01 - 15)), Some(Season::Outcome(2027)));
        assert_eq!(season(date!(2027 - 03 - 01)), None);
    }
}
