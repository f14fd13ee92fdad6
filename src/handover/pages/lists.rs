//! The plan of the first months, which the mentor reads too, and the list of what is done before the leaver goes. Of a talk stands that it was held, and nothing
//! of what was said.
use axum::extract::State as Extract;
use axum::response::Response;
use time::Date;

use super::front::{self, Typed};
use super::{enter_held, on, tell};
use crate::App;
use crate::access::Actor;
use crate::database::Tx;
use crate::error::{AppError, Result};
use crate::handover::model::{Handover, List, Ticks};
use crate::handover::queries;
use crate::ids::HandoverId;
use crate::model_pack::{HandoverEntry, entries_for};
use crate::notification::Notice;
use crate::text::{dates, text, text_with};
use crate::web::extract::{Form, Path};
use crate::web::flash::{self, Flash};
use crate::web::routes::Routes;

/// Routes of this file.
pub fn routes() -> Routes {
    Routes::new()
        .post("/overleveringar/{handover}/mentor", name_mentor)
        .post("/overleveringar/{handover}/samtale/{talk}", set_talk)
        .post("/overleveringar/{handover}/plan/{entry}", tick_plan)
        .post("/overleveringar/{handover}/avslutning/{entry}", tick_exit)
}

/// A talk of mentor and successor.
pub struct TalkView {
    /// Its key.
    pub key: String,
    /// «Samtale etter 30 dagar».
    pub name: String,
    /// The day it is, as written.
    pub day: String,
    /// The same for the form, or as it was typed.
    pub typed_day: String,
    /// The day it was held for the form; empty: not held.
    pub held: String,
    /// «Halden 2. september 2027», and who said so; empty: not held.
    pub said: String,
    /// What was typed was not taken.
    pub failed: bool,
}

/// An entry of a list.
pub struct EntryView {
    /// Its key.
    pub key: String,
    /// What.
    pub text: String,
    /// By when.
    pub day: String,
    /// Who has ticked it, and when; empty: nobody.
    pub done: String,
}

/// The plan of the first months.
pub struct PlanView {
    /// Who usually is mentor.
    pub usually: String,
    /// Who is; empty: nobody.
    pub mentor: String,
    /// Those who can be, for whoever names one.
    pub choices: Vec<(String, String, bool)>,
    /// Names the mentor.
    pub names: bool,
    /// Ticks.
    pub ticks: bool,
    /// The talks.
    pub talks: Vec<TalkView>,
    /// The list.
    pub entries: Vec<EntryView>,
}

/// Something that the program knows by itself.
pub struct KnownView {
    /// It is as it should be.
    pub is_so: bool,
    /// What, in a sentence.
    pub words: String,
    /// Where it is seen to: address and words.
    pub link: Option<(String, String)>,
}

/// The list of what is done before the leaver goes.
pub struct ExitView {
    /// What the program knows; nothing for whoever does not read the school or the area any more.
    pub known: Vec<KnownView>,
    /// The list.
    pub entries: Vec<EntryView>,
    /// For the leaver alone: that what is between two named people is handed over by themselves.
    pub between_two: bool,
}

fn entry_view(actor: &Actor, handover: &Handover, entry: &HandoverEntry, ticks: &Ticks) -> EntryView {
    let done = ticks.get(&entry.key).map_or_else(String::new, |(who, at)| {
        text_with(actor.lang, "handover-ticked", &[("who", who), ("day", &dates::long(dates::norwegian_date(*at)))])
    });
    EntryView {
        key: entry.key.clone(),
        text: entry.text.get(actor.lang).to_owned(),
        day: text_with(actor.lang, "handover-by", &[("day", &dates::long(handover.day_after(entry.day)))]),
        done,
    }
}

/// The plan, with what was typed of a talk and not taken.
pub async fn plan(tx: &mut Tx, actor: &Actor, handover: &Handover, typed: Option<&(String, String, String)>) -> Result<PlanView> {
    let lang = actor.lang;
    let template = handover.template()?;
    let rows = queries::talks(&mut *tx, actor, handover).await?;
    let ticks = queries::ticks(&mut *tx, actor, handover, List::Start).await?;
    let names = handover.rights.can_name_mentor().is_ok();
    let chosen = handover.rights.facts().mentor;
    let people = if names { queries::mentors(tx, actor, handover).await? } else { Vec::new() };
    let mut choices: Vec<(String, String, bool)> =
        people.into_iter().map(|(person, name)| (person.to_string(), name, chosen == Some(person))).collect();
    // A mentor who holds no such role any more stays one until somebody says otherwise.
    if let Some(mentor) = chosen.filter(|_| names && !choices.iter().any(|(.., is)| *is)) {
        choices.push((mentor.to_string(), handover.mentor.clone(), true));
    }
    let talks = template.talks.iter().map(|talk| {
        let row = rows.get(&talk.key);
        let day = row.and_then(|row| row.day).unwrap_or_else(|| handover.day_after(talk.day));
        let held = row.and_then(|row| row.held_on);
        let failed = typed.filter(|(key, ..)| *key == talk.key);
        TalkView {
            key: talk.key.clone(),
            name: talk.name.get(lang).to_owned(),
            day: dates::long(day),
            typed_day: failed.map_or_else(|| dates::for_form(day), |(_, typed, _)| typed.clone()),
            held: failed.map_or_else(|| held.map_or_else(String::new, dates::for_form), |(.., typed)| typed.clone()),
            said: held
                .zip(row)
                .map_or_else(String::new, |(held, row)| text_with(lang, "handover-held", &[("day", &dates::long(held)), ("who", &row.by)])),
            failed: failed.is_some(),
        }
    });
    Ok(PlanView {
        usually: template.mentor.get(lang).to_owned(),
        mentor: handover.mentor.clone(),
        choices,
        names,
        ticks: handover.rights.can_tick_plan().is_ok(),
        talks: talks.collect(),
        entries: entries_for(&template.start, handover.what()).map(|entry| entry_view(actor, handover, entry, &ticks)).collect(),
    })
}

/// The exit list, for those who tick it.
pub async fn exit(tx: &mut Tx, actor: &Actor, handover: &Handover) -> Result<Option<ExitView>> {
    if handover.rights.can_tick_exit().is_err() {
        return Ok(None);
    }
    let template = handover.template()?;
    let ticks = queries::ticks(&mut *tx, actor, handover, List::Exit).await?;
    let known = if handover.rights.gathers { known(tx, actor, handover).await? } else { Vec::new() };
    Ok(Some(ExitView {
        known,
        entries: entries_for(&template.exit, handover.what()).map(|entry| entry_view(actor, handover, entry, &ticks)).collect(),
        between_two: handover.rights.leaves && handover.pack.sealed_talks.iter().any(|kind| kind.passes_on),
    }))
}

async fn known(tx: &mut Tx, actor: &Actor, handover: &Handover) -> Result<Vec<KnownView>> {
    let lang = actor.lang;
    let schools: Vec<_> = queries::schools_of(&mut *tx, actor, handover).await?.into_iter().map(|(id, _)| id).collect();
    let left = queries::left(tx, actor, handover, &schools).await?;
    let place = handover.rights.facts().place;
    let t = |key: &str| text(lang, key).into_owned();
    let counted = |count: i64, none: &str, some: &str, link: (String, String)| KnownView {
        is_so: count == 0,
        words: if count == 0 { t(none) } else { text_with(lang, some, &[("count", &count)]) },
        link: (count > 0).then_some(link),
    };
    let ledger = place.school().map_or_else(|| "/avtalar".to_owned(), |school| format!("/skoler/{school}/avtalar"));
    let mut known = vec![
        KnownView {
            is_so: left.role_ends,
            words: t(if left.role_ends { "handover-exit-role-ends" } else { "handover-exit-role-runs" }),
            link: None,
        },
        counted(
            left.meetings,
            "handover-exit-no-meetings",
            "handover-exit-meetings",
            ("/moter".to_owned(), t("handover-exit-see-meetings")),
        ),
        counted(left.promises, "handover-exit-no-promises", "handover-exit-promises", (ledger, t("handover-exit-see-promises"))),
    ];
    if let Some(parts) = left.parts {
        let link = ("/egenvurdering".to_owned(), t("handover-exit-see-parts"));
        known.push(counted(parts, "handover-exit-no-parts", "handover-exit-parts", link));
    }
    if let Some(school) = place.school() {
        let link = (format!("/skoler/{school}"), t("handover-exit-see-deputies"));
        known.push(counted(left.deputies, "handover-exit-no-deputies", "handover-exit-deputies", link));
    }
    Ok(known)
}

/// Who is mentor.
#[derive(Debug, Clone, Default, serde::Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Mentor {
    mentor: String,
}

async fn name_mentor(Extract(app): Extract<App>, actor: Actor, Path(id): Path<HandoverId>, Form(sent): Form<Mentor>) -> Result<Response> {
    let (mut tx, handover) = enter_held(&app, &actor, id).await?;
    let can = handover.rights.can_name_mentor()?;
    let stands = handover.rights.facts().mentor;
    let people = queries::mentors(&mut tx, &actor, &handover).await?;
    let known = people.into_iter().map(|(person, _)| person).chain(stands).find(|person| person.to_string() == sent.mentor);
    if known.is_none() && !sent.mentor.is_empty() {
        let errors = on(&actor, "mentor", "error-handover-no-mentor");
        return front::draw(&app, tx, &actor, &handover, (Typed::default(), errors)).await;
    }
    if known != stands {
        queries::name_mentor(&mut tx, can, known).await?;
        if let Some(person) = known {
            tell(&mut tx, &actor, &handover, &[person], Notice::HandoverMentor).await?;
        }
    }
    tx.commit().await?;
    Ok(flash::redirect(&format!("{}#plan-h", handover.href()), Flash::Saved))
}

/// When a talk is, and when it was held.
#[derive(Debug, Clone, Default, serde::Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Talk {
    dag: String,
    halden: String,
}

/// The day a talk is moved to: about the time that the plan is for.
fn talk_day(typed: &str, handover: &Handover) -> Option<Date> {
    dates::from_form(typed).filter(|day| *day >= handover.day_after(-30) && *day <= handover.day_after(500))
}

async fn set_talk(
    Extract(app): Extract<App>,
    actor: Actor,
    Path((id, key)): Path<(HandoverId, String)>,
    Form(sent): Form<Talk>,
) -> Result<Response> {
    let (mut tx, handover) = enter_held(&app, &actor, id).await?;
    let can = handover.rights.can_tick_plan()?;
    let planned = handover.day_after(handover.template()?.talk(&key).ok_or(AppError::NotFound)?.day);
    let day = talk_day(&sent.dag, &handover);
    let held = dates::from_form(&sent.halden).filter(|day| *day <= actor.today && *day >= handover.day_after(-30));
    let mut errors = Vec::new();
    if day.is_none() {
        errors.extend(on(&actor, &format!("dag-{key}"), "error-handover-talk-day"));
    }
    if held.is_none() && !sent.halden.trim().is_empty() {
        errors.extend(on(&actor, &format!("halden-{key}"), "error-handover-held"));
    }
    if !errors.is_empty() {
        let typed = Typed { talk: Some((key, sent.dag, sent.halden)), ..Typed::default() };
        return front::draw(&app, tx, &actor, &handover, (typed, errors)).await;
    }
    // On the day that the plan says it follows the change when that is moved.
    queries::set_talk(&mut tx, &actor, can, (&key, day.filter(|day| *day != planned), held)).await?;
    tx.commit().await?;
    Ok(flash::redirect(&format!("{}#samtale-{key}", handover.href()), Flash::Saved))
}

/// Whether it is done.
#[derive(Debug, Clone, serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Tick {
    gjort: String,
}

impl Tick {
    fn is_done(&self) -> Result<bool> {
        match self.gjort.as_str() {
            "ja" => Ok(true),
            "nei" => Ok(false),
            _ => Err(AppError::BadRequest("error-bad-form")),
        }
    }
}

async fn tick_plan(
    Extract(app): Extract<App>,
    actor: Actor,
    Path((id, key)): Path<(HandoverId, String)>,
    Form(sent): Form<Tick>,
) -> Result<Response> {
    let (mut tx, handover) = enter_held(&app, &actor, id).await?;
    let can = handover.rights.can_tick_plan()?;
    let mut list = entries_for(&handover.template()?.start, handover.what());
    if !list.any(|entry| entry.key == key) {
        return Err(AppError::NotFound);
    }
    queries::tick(&mut tx, &actor, can, (List::Start, &key, sent.is_done()?)).await?;
    tx.commit().await?;
    Ok(flash::redirect(&format!("{}#plan-{key}", handover.href()), Flash::Saved))
}

async fn tick_exit(
    Extract(app): Extract<App>,
    actor: Actor,
    Path((id, key)): Path<(HandoverId, String)>,
    Form(sent): Form<Tick>,
) -> Result<Response> {
    let (mut tx, handover) = enter_held(&app, &actor, id).await?;
    let can = handover.rights.can_tick_exit()?;
    let mut list = entries_for(&handover.template()?.exit, handover.what());
    if !list.any(|entry| entry.key == key) {
        return Err(AppError::NotFound);
    }
    queries::tick(&mut tx, &actor, can, (List::Exit, &key, sent.is_done()?)).await?;
    tx.commit().await?;
    Ok(flash::redirect(&format!("{}#avslutning-{key}", handover.href()), Flash::Saved))
}
