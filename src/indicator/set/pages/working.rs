//! A set with all that is known of it, and the one way in which it is changed.
use std::sync::Arc;

use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};

use super::super::difference::{Change, difference};
use super::super::edit::Edit;
use super::super::model::{Content, StandingSet};
use super::super::queries::{self, Draft, DraftState, SetVersion};
use super::super::words;
use crate::App;
use crate::access::Actor;
use crate::access::rules::CanComposeSets;
use crate::database::Tx;
use crate::error::{AppError, Result};
use crate::ids::ModelPackId;
use crate::model_pack::{self, Pack};
use crate::text::{Lang, dates, text_with};
use crate::web::extract::Pairs;
use crate::web::flash::{self, Flash};

/// A set as skoleeier works with it.
pub struct Working {
    /// Key.
    pub key: String,
    /// The newest version of the municipality's own.
    pub newest: Option<SetVersion>,
    /// The newest save, whatever became of it.
    pub draft: Option<Draft>,
    /// The pack's set as it is today.
    of_pack: Option<Content>,
    /// The newest pack.
    pub pack: Option<ModelPackId>,
}

impl Working {
    /// What there is of a set; `NotFound` when it is in no pack, has no version and nobody works on it.
    pub async fn load(tx: &mut Tx, actor: &Actor, can: CanComposeSets, key: &str) -> Result<Self> {
        let newest = queries::versions(tx, can.municipality(), key, 1).await?.pop();
        let draft = queries::draft(tx, can, key, None).await?;
        let pack = model_pack::newest(tx, can.municipality()).await?;
        let of_pack = of_pack(actor.pack.as_deref(), key);
        let open = draft.as_ref().is_some_and(|draft| draft.content.is_some());
        if newest.is_none() && of_pack.is_none() && !open {
            return Err(AppError::NotFound);
        }
        Ok(Self { key: key.to_owned(), newest, draft, of_pack, pack })
    }

    /// The same, for a change: `Conflict` for a set that is out of use.
    pub async fn to_change(tx: &mut Tx, actor: &Actor, can: CanComposeSets, key: &str) -> Result<Self> {
        let working = Self::load(tx, actor, can, key).await?;
        if working.retired() { Err(AppError::Conflict("error-set-retired")) } else { Ok(working) }
    }

    /// The save that the next one builds on.
    pub fn revision(&self) -> i32 {
        self.draft.as_ref().map_or(0, |draft| draft.revision)
    }

    /// The number of the version that stands, or stood last; 0 for the pack's.
    pub fn version(&self) -> i32 {
        self.newest.as_ref().map_or(0, |version| version.version)
    }

    /// It is out of use.
    pub fn retired(&self) -> bool {
        self.newest.as_ref().is_some_and(|version| version.retired)
    }

    /// It has never stood.
    pub fn is_new(&self) -> bool {
        self.newest.is_none() && self.of_pack.is_none()
    }

    /// What stands, or stood last; an empty set for one that never has.
    pub fn standing(&self) -> Content {
        let version = self.newest.as_ref().map(|version| version.content.0.clone());
        version.or_else(|| self.of_pack.clone()).unwrap_or_else(|| {
            let mut content = self.content();
            (content.set.groups, content.goals) = (Vec::new(), Vec::new());
            content
        })
    }

    fn open(&self) -> Option<&Content> {
        self.draft.as_ref().and_then(|draft| draft.content.as_ref()).map(|content| &content.0)
    }

    /// What is worked on: the save that waits, else what stands.
    pub fn content(&self) -> Content {
        self.open().cloned().unwrap_or_else(|| self.standing())
    }

    /// The pack that this was set beside last.
    pub fn beside(&self) -> Option<ModelPackId> {
        let open = self.draft.as_ref().filter(|draft| draft.content.is_some());
        match (open, &self.newest) {
            (Some(draft), _) => draft.pack,
            (None, Some(version)) => version.pack,
            (None, None) => self.pack.filter(|_| self.of_pack.is_some()),
        }
    }

    /// What waits to be taken into use.
    pub fn changes(&self) -> Vec<Change> {
        self.open().map_or_else(Vec::new, |open| difference(&self.standing(), open))
    }

    /// The pack's set then, when this was set beside it, and now. `None` when there is no newer pack.
    pub async fn packs(&self, app: &App, tx: &mut Tx, actor: &Actor) -> Result<Option<(Content, Option<Content>)>> {
        let (Some(then), Some(now)) = (self.beside(), self.pack) else { return Ok(None) };
        if then == now {
            return Ok(None);
        }
        let then: Arc<Pack> = app.packs.load(tx, actor.municipality, then).await?;
        Ok(of_pack(Some(&then), &self.key).map(|then| (then, self.of_pack.clone())))
    }
}

/// A set of the pack as a content.
pub fn of_pack(pack: Option<&Pack>, key: &str) -> Option<Content> {
    pack.and_then(|pack| pack.indicator_set(key)).map(|set| StandingSet::of_pack(set).content)
}

/// What somebody else did to the set meanwhile.
pub struct Told {
    /// Who and when, as a sentence.
    pub sentence: String,
    /// What.
    pub changes: Vec<String>,
}

/// What somebody else has done since revision `seen`, when somebody has.
pub async fn told(tx: &mut Tx, actor: &Actor, can: CanComposeSets, working: &Working, seen: i32) -> Result<Option<Told>> {
    let Some(newest) = working.draft.as_ref().filter(|newest| newest.revision != seen) else { return Ok(None) };
    let before = queries::draft(tx, can, &working.key, Some(seen)).await?.and_then(|draft| draft.content).map(|content| content.0);
    let changes = difference(&before.unwrap_or_else(|| working.standing()), &working.content());
    let key = match newest.state {
        DraftState::Open => "set-told-saved",
        DraftState::Taken => "set-told-taken",
        DraftState::GivenUp => "set-told-given-up",
    };
    let when = dates::lately(newest.at, actor.today, actor.lang);
    Ok(Some(Told {
        sentence: text_with(actor.lang, key, &[("who", &newest.by), ("when", &when)]),
        changes: sentences(&changes, actor.lang),
    }))
}

/// Changes as sentences.
pub fn sentences(changes: &[Change], lang: Lang) -> Vec<String> {
    changes.iter().map(|change| words::change(change, lang)).collect()
}

/// Saves a content as what is worked on. Nothing is saved when nothing is different.
pub async fn save(
    tx: &mut Tx,
    actor: &Actor,
    can: CanComposeSets,
    working: &Working,
    content: &Content,
    pack: Option<ModelPackId>,
) -> Result<()> {
    if *content == working.content() && pack == working.beside() {
        return Ok(());
    }
    let by = actor.name_and_title();
    let what = (DraftState::Open, Some(content));
    let saved = queries::save_draft(tx, can, (&working.key, working.revision()), what, pack, (&by, actor.now)).await?;
    if saved { Ok(()) } else { Err(AppError::Conflict("error-set-changed")) }
}

/// Carries out a step and leads on; `NotFound` when what it is about is not there.
pub async fn carry_out(mut tx: Tx, actor: &Actor, can: CanComposeSets, working: &Working, edit: &Edit, href: &str) -> Result<Response> {
    let next = working.content().with(edit).ok_or(AppError::NotFound)?;
    save(&mut tx, actor, can, working, &next, working.beside()).await?;
    tx.commit().await?;
    Ok(flash::redirect(href, Flash::SetSaved))
}

/// The revision that a form was drawn with. A name that the form does not have is refused; one of `fields` that ends with `-` stands for all that begin so.
pub fn seen(pairs: &Pairs, fields: &[&str]) -> Result<i32> {
    let known =
        |name: &str| name == "rev" || fields.iter().any(|field| name == *field || (field.ends_with('-') && name.starts_with(field)));
    if !pairs.0.iter().all(|(name, _)| known(name)) {
        return Err(AppError::BadRequest("error-bad-form"));
    }
    pairs.get("rev").and_then(|rev| rev.parse().ok()).ok_or(AppError::BadRequest("error-bad-form"))
}

/// What is wrong, by the id of the field.
pub type Errors = Vec<(String, String)>;

/// What is wrong with a form: errors by the id of their field, or that somebody else was there before.
#[derive(Default)]
pub struct Refusal {
    /// Id of the field and the sentence.
    pub errors: Errors,
    /// What somebody else did.
    pub told: Option<Told>,
}

impl Refusal {
    /// Only that somebody else was there before.
    pub fn told(told: Told) -> Self {
        Self { errors: Vec::new(), told: Some(told) }
    }

    /// Something is refused.
    pub fn is_one(&self) -> bool {
        !self.errors.is_empty() || self.told.is_some()
    }

    /// The sentence of a field.
    pub fn of(&self, field: &str) -> Option<String> {
        self.errors.iter().find(|(id, _)| id == field).map(|(_, sentence)| sentence.clone())
    }

    /// The page with the status that says so: 409, 422, or 200.
    pub fn answer(&self, page: Response) -> Response {
        if self.told.is_some() {
            (StatusCode::CONFLICT, page).into_response()
        } else if self.errors.is_empty() {
            page
        } else {
            (StatusCode::UNPROCESSABLE_ENTITY, page).into_response()
        }
    }
}
