//! An adviser of the demo, who helps the second school now and helped the third last spring.
use time::Duration;

use super::people::{Cast, Given, at, become_actor};
use super::setting::Setting;
use super::town::Town;
use crate::access::{Actor, Role};
use crate::adviser::{self, Period};
use crate::database::Tx;
use crate::model_pack::Pack;
use crate::text::{Lang, dates};

/// What is said of it: as what, the two tasks, the closing note.
fn words(lang: Lang) -> (&'static str, [&'static str; 2], &'static str) {
    match lang {
        Lang::Nb => (
            "kvalitetsrådgiver",
            ["Lesing på mellomtrinnet: fra tall til felles undervisning", "Skolens kollektive analyse av elevundersøkelsen"],
            "Gruppen leste svarene trinn for trinn i fire møter, og valgte to tiltak. Skolen leder nå møtene selv.",
        ),
        Lang::Nn => (
            "kvalitetsrådgjevar",
            ["Lesing på mellomtrinnet: frå tal til felles undervisning", "Skulen les elevundersøkinga saman"],
            "Gruppa las svara trinn for trinn i fire møte, og valde to tiltak. Skulen leier no møta sjølv.",
        ),
    }
}

/// The first part of the login, and the title.
pub(super) fn sign_in(setting: &Setting) -> (&'static str, &'static str) {
    let (title, ..) = words(setting.lang);
    let login = match setting.lang {
        Lang::Nb => "radgiver",
        Lang::Nn => "radgjevar",
    };
    (login, title)
}

/// Somebody with that function in the municipality, where the pack has it.
pub(super) async fn cast(tx: &mut Tx, cast: &mut Cast<'_>, pack: &Pack, since: time::Date) -> anyhow::Result<Option<Actor>> {
    let (login, title) = sign_in(cast.setting);
    let function = pack.functions.iter().find(|function| function.key.starts_with("kvalitetsradg")).map(|function| function.key.as_str());
    let Some(function) = function else { return Ok(None) };
    let given = Given { function: Some(function), ..Given::new(Role::Utviklingsgruppe, since) };
    Ok(Some(cast.add(tx, login, title, &given).await?))
}

/// Gives the help, and ends what is over.
pub(super) async fn make(tx: &mut Tx, town: &Town<'_>, adviser: &Actor) -> anyhow::Result<()> {
    let (as_what, tasks, note) = words(town.setting.lang);
    let mut rest = town.schools.iter().skip(1);
    if let Some(school) = rest.next() {
        let giver = at(&town.skoleeier, town.days.since_opening(600));
        become_actor(tx, &giver).await?;
        let last = dates::norwegian_date(town.days.now) + Duration::days(80);
        adviser::arrange(tx, &giver, school.id, adviser.person, Period { as_what, task: tasks[0], days: (giver.today, last) }).await?;
    }
    if let Some(school) = rest.next() {
        let giver = at(&town.skoleeier, town.days.last_spring(20, 9));
        become_actor(tx, &giver).await?;
        let days = (giver.today, giver.today + Duration::days(90));
        let id = adviser::arrange(tx, &giver, school.id, adviser.person, Period { as_what, task: tasks[1], days }).await?;
        let ended = at(adviser, town.days.last_spring(88, 13));
        become_actor(tx, &ended).await?;
        adviser::close(tx, &ended, id, note).await?;
    }
    Ok(())
}
