//! The day's look at the wheels: when the days of a segment went by and nothing was arranged, both sides are told so, alike and once.
use std::collections::BTreeMap;

use sqlx::PgConnection;
use time::{Date, OffsetDateTime};

use super::loading;
use super::model::whole_year;
use super::queries;
use super::standing::{Asks, Happened, Standing, asks};
use crate::App;
use crate::error::Result;
use crate::ids::{MunicipalityId, PersonId};
use crate::jobs::{self, Order, Progress, Step, Work};
use crate::model_pack::Setting;
use crate::municipality::{self, School};
use crate::notification::{self, Message, Notice};
use crate::text::{InBoth, dates, text_with};

/// The hour of the day at which it is looked.
const HOUR: u8 = 6;
/// So many schools are named in one notice; more are counted.
const NAMED: usize = 4;

/// Queues the next day's look, unless it waits already.
pub async fn begin_days(connection: &mut PgConnection, municipality: MunicipalityId, now: OffsetDateTime) -> Result<()> {
    let today = dates::norwegian_date(now);
    let Some(tomorrow) = today.next_day() else { return Ok(()) };
    let at = dates::moment_of(tomorrow, HOUR, 0).unwrap_or(now + time::Duration::DAY);
    jobs::queue(connection, municipality, Order::new(&Work::WheelDay, at).once(&dates::for_form(tomorrow)), now).await?;
    Ok(())
}

/// Queues the next look, as long as a published wheel's school year is not over; and, in a step of its own, tells what went by since the last. The next look
/// is kept whatever becomes of this one: one that fails too often must not be the last.
pub async fn look_at_the_day(app: &App, connection: &mut PgConnection, municipality: MunicipalityId, progress: Progress) -> Result<Step> {
    let (now, today) = (app.clock.now(), app.clock.today());
    let years = queries::published_years(connection, municipality).await?;
    if progress.done == 0 {
        // The day after the last day is still to be looked at.
        if years.iter().filter_map(|(year, _)| whole_year(*year)).any(|whole| today <= whole.to) {
            begin_days(connection, municipality, now).await?;
        }
        return Ok(Step::Further(Progress { done: 1, total: Some(2) }));
    }
    for (year, since) in years {
        let Some(whole) = whole_year(year) else { continue };
        if today >= whole.from && (today - whole.to).whole_days() <= 7 {
            tell_of(app, connection, municipality, year, dates::norwegian_date(since)).await?;
        }
    }
    Ok(Step::Last)
}

/// Tells of the segments of one year. What was over before the wheel was published first is nobody's step.
async fn tell_of(app: &App, connection: &mut PgConnection, municipality: MunicipalityId, year: i32, since: Date) -> Result<()> {
    let Some(wheel) = loading::wheel(app, connection, municipality, year).await? else { return Ok(()) };
    let (now, today) = (app.clock.now(), app.clock.today());
    let happened = Happened::load(connection, municipality, &wheel).await?;
    let schools: Vec<School> =
        municipality::schools(connection, municipality).await?.into_iter().filter(|school| school.takes_part(today)).collect();
    for placed in wheel.placed() {
        // A gathering of many schools has no two sides that let it pass.
        if !matches!(asks(&wheel, placed), Some(Asks::Meeting(_, Setting::School) | Asks::Delivery(_))) {
            continue;
        }
        let mut people: BTreeMap<PersonId, Vec<&str>> = BTreeMap::new();
        for school in &schools {
            let last = happened.days(placed, school.id).to;
            let open = matches!(happened.of(&wheel, placed, school), Some(Standing::Open(_)));
            if !open || last >= today || last < since {
                continue;
            }
            if queries::told_once(connection, municipality, year, &placed.segment.key, school.id, now).await? {
                let mut told = municipality::leaders_of(connection, municipality, school.id, today).await?;
                let followers = municipality::followers_of(connection, municipality, school.id, today).await?;
                told.extend(followers.into_iter().map(|(person, ..)| person));
                told.sort_unstable();
                told.dedup();
                for person in told {
                    people.entry(person).or_default().push(&school.name);
                }
            }
        }
        let what = InBoth::each(|lang| placed.segment.name.get(lang).to_owned());
        for (person, schools) in people {
            let href = format!("/arshjul?ar={year}#{}", placed.segment.key);
            let message = Message { notice: Notice::WheelStepOpen, who: &named(&schools), what: &what, href: &href };
            notification::tell(connection, municipality, now, &[person], None, &message).await?;
        }
    }
    Ok(())
}

/// «Vik skule, Nes skule», or the first and how many more; numbers read alike in both written forms.
fn named(schools: &[&str]) -> String {
    let first = schools.iter().take(NAMED).copied().collect::<Vec<_>>().join(", ");
    match schools.len().saturating_sub(NAMED) {
        0 => first,
        more => text_with(crate::text::Lang::Nn, "wheel-and-more", &[("first", &first), ("count", &more)]),
    }
}
