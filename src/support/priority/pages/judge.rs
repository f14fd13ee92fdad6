//! `/prioritering/skole/{school}/ny`: a new judgement of one school, by criteria that are published, with a reason that the school reads.
use askama::Template;
use axum::extract::State as Extract;
use axum::response::Response;

use super::model::{Criterion, LONGEST_REASON, school_year, year_name};
use super::school::{name_of, tell};
use super::{crumbs, queries};
use crate::App;
use crate::access::Actor;
use crate::access::rules::{CanAskSupport, ChainSide, CriteriaRights, FollowUpRights};
use crate::database::Tx;
use crate::error::{AppError, Result};
use crate::ids::{CriterionId, PersonId, SchoolId, SupportId};
use crate::model_pack::{self, FollowUpTemplate};
use crate::notification::Notice;
use crate::support::request::{Offer, offer};
use crate::support::typed::{Errors, Help, LONGEST_LINE, TypedHelp, helpers, words};
use crate::text::{beginning, text, text_with};
use crate::web::extract::{Pairs, Path, save_id};
use crate::web::flash::{self, Flash};
use crate::web::page::{self, Page};
use crate::web::routes::Routes;

/// Routes of this file.
pub fn routes() -> Routes {
    Routes::new().get("/prioritering/skole/{school}/ny", show).post("/prioritering/skole/{school}/ny", make)
}

/// The names of the form's fields.
const FIELDS: [&str; 10] = ["niva", "kriterium", "grunn", "sikker", "hjelpar", "hjelpar_ord", "fra", "til", "stotte", "save_id"];

/// As typed.
#[derive(Debug, Clone, Default)]
struct Typed {
    level: String,
    criteria: Vec<String>,
    reason: String,
    sure: String,
    help: TypedHelp,
    /// The kind of support that the help is written down as; empty: it is not.
    support: String,
}

impl Typed {
    fn sent(pairs: &Pairs) -> Self {
        let of = |name: &str| pairs.get(name).unwrap_or_default().to_owned();
        Self {
            level: of("niva"),
            criteria: pairs.all("kriterium").map(ToOwned::to_owned).collect(),
            reason: of("grunn"),
            sure: of("sikker"),
            help: TypedHelp { person: of("hjelpar"), name: of("hjelpar_ord"), from: of("fra"), to: of("til") },
            support: of("stotte"),
        }
    }
}

struct Choice {
    value: String,
    name: String,
    help: String,
    chosen: bool,
}

#[derive(Template)]
#[template(path = "support/judge.html")]
struct JudgePage {
    cx: Page,
    crumbs: Vec<(String, String)>,
    kicker: String,
    heading: String,
    href: String,
    back: String,
    levels: Vec<Choice>,
    criteria: Vec<Choice>,
    year_name: String,
    reason: String,
    people: Vec<(PersonId, String)>,
    help: TypedHelp,
    kinds: Vec<Choice>,
    errors: Errors,
}

impl JudgePage {
    fn error(&self, field: &str) -> Option<String> {
        page::error_on(&self.errors, field)
    }
}

/// What can be chosen for one school.
struct At {
    school: SchoolId,
    name: String,
    year: i32,
    criteria: Vec<Criterion>,
    people: Vec<(PersonId, String)>,
}

fn template(actor: &Actor) -> Result<&FollowUpTemplate> {
    actor.pack.as_ref().and_then(|pack| pack.follow_up.as_ref()).ok_or(AppError::NotFound)
}

async fn at(tx: &mut Tx, actor: &Actor, school: SchoolId) -> Result<At> {
    let year = school_year(None, actor.today).ok_or(AppError::NotFound)?;
    let mut criteria = queries::criteria(tx, actor, &CriteriaRights::of(actor)?, year).await?;
    criteria.retain(|criterion| criterion.published.is_some());
    Ok(At { school, name: name_of(tx, actor, school).await?, year, criteria, people: helpers(tx, actor).await? })
}

fn draw(actor: &Actor, at: At, typed: Typed, errors: Errors) -> Result<Response> {
    let lang = actor.lang;
    let levels = template(actor)?.levels.iter().map(|level| Choice {
        value: level.key.clone(),
        name: level.name.get(lang).to_owned(),
        help: level.help.get(lang).to_owned(),
        chosen: level.key == typed.level,
    });
    let criteria = at.criteria.iter().map(|criterion| {
        let value = criterion.id.to_string();
        Choice { chosen: typed.criteria.contains(&value), value, name: criterion.name.clone(), help: criterion.words.clone() }
    });
    let support = actor.pack.as_ref().and_then(|pack| pack.support.as_ref());
    let kinds = support.map_or(&[][..], |support| &support.kinds).iter().map(|kind| Choice {
        value: kind.key.clone(),
        name: kind.name.get(lang).to_owned(),
        help: String::new(),
        chosen: kind.key == typed.support,
    });
    let heading = text(lang, "priority-judge").into_owned();
    let back = format!("/prioritering/skole/{}", at.school);
    let href = format!("{back}/ny");
    let page = JudgePage {
        cx: Page::new(actor, format!("{heading} – {}", at.name)).refused_when(!errors.is_empty()),
        crumbs: crumbs(actor, [(back.clone(), at.name.clone()), (href.clone(), heading.clone())]),
        levels: levels.collect(),
        criteria: criteria.collect(),
        kinds: kinds.collect(),
        kicker: at.name,
        heading,
        href,
        back,
        year_name: year_name(at.year),
        reason: typed.reason,
        people: at.people,
        help: typed.help,
        errors,
    };
    page::answered(&page, &page.errors)
}

async fn show(Extract(app): Extract<App>, actor: Actor, Path(school): Path<SchoolId>) -> Result<Response> {
    let _ = FollowUpRights::of(&actor, school)?.can_judge()?;
    let mut tx = app.database.read(&actor.scope()).await?;
    let at = at(&mut tx, &actor, school).await?;
    tx.commit().await?;
    draw(&actor, at, Typed { help: TypedHelp::from_today(&actor), ..Typed::default() }, Errors::new())
}

/// What the form says, when nothing is wrong with it.
struct Taken {
    level: String,
    criteria: Vec<CriterionId>,
    reason: String,
    help: Help,
    kind: Option<String>,
}

fn checked(actor: &Actor, at: &At, typed: &Typed) -> Result<Result<Taken, Errors>> {
    let on = |field: &str, key: &str| (field.to_owned(), text(actor.lang, key).into_owned());
    let level = template(actor)?.level(&typed.level).map(|level| level.key.clone());
    let known = |id: &String| at.criteria.iter().map(|criterion| criterion.id).find(|known| known.to_string() == *id);
    let criteria: Option<Vec<CriterionId>> = typed.criteria.iter().map(known).collect();
    let criteria = criteria.filter(|chosen| !chosen.is_empty()).map(|mut chosen| {
        chosen.sort_unstable();
        chosen.dedup();
        chosen
    });
    let reason = words(actor, &typed.reason, LONGEST_REASON, "error-priority-reason", (&at.name, &typed.sure));
    let help = typed.help.checked(actor, &at.people);
    let support = actor.pack.as_ref().and_then(|pack| pack.support.as_ref());
    let kind = support.and_then(|support| support.kind(&typed.support)).map(|kind| kind.key.clone());
    let mut errors: Errors = [
        level.is_none().then(|| on("niva", "error-priority-level")),
        criteria
            .is_none()
            .then(|| on("kriterium", if at.criteria.is_empty() { "error-priority-not-published" } else { "error-priority-criteria" })),
        reason.as_ref().err().map(|sentence| ("grunn".to_owned(), sentence.clone())),
        (kind.is_none() && !typed.support.is_empty()).then(|| on("stotte", "error-support-kind")),
    ]
    .into_iter()
    .flatten()
    .collect();
    errors.extend(help.as_ref().err().cloned().unwrap_or_default());
    Ok(match (level, criteria, reason, help) {
        (Some(level), Some(criteria), Ok(reason), Ok(help)) if errors.is_empty() => Ok(Taken { level, criteria, reason, help, kind }),
        _ => Err(errors),
    })
}

async fn make(Extract(app): Extract<App>, actor: Actor, Path(school): Path<SchoolId>, pairs: Pairs) -> Result<Response> {
    let can = FollowUpRights::of(&actor, school)?.can_judge()?;
    pairs.only(&FIELDS, &[])?;
    let save_id = save_id(pairs.get("save_id").unwrap_or_default())?;
    let typed = Typed::sent(&pairs);
    let back = format!("/prioritering/skole/{school}");
    let mut tx = app.database.write(&actor.scope()).await?;
    if queries::is_judged(&mut tx, &actor, school, save_id).await? {
        return Ok(flash::redirect(&back, Flash::FollowUpJudged));
    }
    let at = at(&mut tx, &actor, school).await?;
    let taken = match checked(&actor, &at, &typed)? {
        Ok(taken) => taken,
        Err(errors) => return draw(&actor, at, typed, errors),
    };
    let pack = model_pack::newest(&mut tx, actor.municipality).await?.ok_or(AppError::NotFound)?;
    let support: Option<SupportId> = match &taken.kind {
        Some(kind) => {
            let level = template(&actor)?.level(&taken.level).map_or("", |level| level.name.get(actor.lang));
            let line = text_with(actor.lang, "priority-support-words", &[("level", &level)]);
            // The form of the help is this one; its own id makes it one row however often it is sent.
            let new = Offer { pack, kind, words: beginning(&line, LONGEST_LINE), help: &taken.help, save_id };
            Some(offer(&mut tx, &actor, CanAskSupport::of(&actor, school)?, &new).await?)
        }
        None => None,
    };
    let new =
        queries::New { pack, level: &taken.level, criteria: &taken.criteria, reason: &taken.reason, help: &taken.help, support, save_id };
    queries::judge(&mut tx, &actor, can, &new).await?;
    tell(&mut tx, &actor, (school, ChainSide::School), Notice::FollowUpJudged).await?;
    tx.commit().await?;
    Ok(flash::redirect(&back, Flash::FollowUpJudged))
}
