//! What schools of the demo work on between two meetings, and what one of them asks for.
use time::Duration;

use super::chance::Chance;
use super::people::{at, become_actor};
use super::town::Town;
use crate::between_meetings::making;
use crate::database::Tx;
use crate::model_pack::Pack;
use crate::support;
use crate::text::Lang;

/// The first three schools have come so far with this year's work.
const DONE: [usize; 3] = [3, 1, 5];

/// Where the pack has such work; and a question for a jurist from the first school.
pub(super) async fn make(tx: &mut Tx, town: &Town<'_>, pack: &Pack) -> anyhow::Result<()> {
    let mut chance = Chance::new(&format!("{} between", town.setting.name));
    for (school, done) in town.schools.iter().zip(DONE) {
        let Some((rektor, kind)) = school.rektor.as_ref().zip(pack.between_meetings.first()) else { continue };
        let begins = at(rektor, town.days.since_opening(300));
        become_actor(tx, &begins).await?;
        let id = making::begin(town.app, tx, &begins, school.id, &kind.key, chance.save_id()).await?;
        let says = at(rektor, town.days.since_opening(800));
        become_actor(tx, &says).await?;
        making::say_done(town.app, tx, &says, id, done).await?;
    }
    let Some((school, rektor)) = town.schools.iter().find_map(|school| Some((school, school.rektor.as_ref()?))) else { return Ok(()) };
    let asks = at(rektor, town.days.since_opening(950));
    become_actor(tx, &asks).await?;
    let words = match town.setting.lang {
        Lang::Nb => "Hvordan vi skriver vedtak, så foresatte forstår dem",
        Lang::Nn => "Korleis vi skriv vedtak, så føresette forstår dei",
    };
    if pack.support.as_ref().is_some_and(|support| support.kind("jurist").is_some()) {
        support::ask(tx, &asks, school.id, ("jurist", words, asks.today + Duration::days(14))).await?;
    }
    Ok(())
}
