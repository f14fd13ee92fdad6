//! What search finds in self-assessments: in drafts for those who read them, in the newest delivered version for those who read that, part by part.
use std::collections::{BTreeMap, HashMap, HashSet};

use sqlx::PgConnection;

use super::model::{State, school_year};
use super::queries::searched::{self, Searched};
use crate::App;
use crate::access::Actor;
use crate::access::rules::Parts;
use crate::error::{AppError, Result};
use crate::model_pack::{AppliedTemplate, Aspect, FieldKey, Pack, SchoolProfile};
use crate::search::{Asked, Found, Kind, Passage};
use crate::text::{Lang, text, text_with};

/// What the actor finds.
///
/// # Errors
///
/// When the database does not answer.
pub async fn search(app: &App, connection: &mut PgConnection, actor: &Actor, asked: &Asked) -> Result<Vec<Found>> {
    let all = searched::searched(&mut *connection, actor, asked).await?;
    let drafts: Vec<(i64, Parts)> =
        all.iter().map(|one| (one.document.0, readable_draft(one))).filter(|(_, parts)| !parts.is_empty()).collect();
    let readable = |one: &Searched| Some((one.delivered.as_ref()?.id.0, one.rights.reads_delivered.clone()));
    let delivered: Vec<(i64, Parts)> = all.iter().filter_map(readable).filter(|(_, parts)| !parts.is_empty()).collect();
    let mut found = Vec::new();
    if !drafts.is_empty() {
        let of: HashMap<i64, &Searched> = all.iter().map(|one| (one.document.0, one)).collect();
        for holds in searched::drafts(&mut *connection, actor, asked, &drafts).await? {
            let Some(one) = of.get(&holds.of.0).filter(|one| readable_draft(one).include(&holds.part)) else { continue };
            let Some(at) = holds.at else { continue };
            let pack = app.packs.load(&mut *connection, actor.municipality, one.pack).await?;
            let draft = Within { one, pack: &pack, profile: one.profile.as_ref(), version: None, lang: actor.lang };
            found.extend(draft.found(actor, &holds.part, &holds.content, at, holds.rank)?);
        }
    }
    if !delivered.is_empty() {
        let of: HashMap<i64, &Searched> = all.iter().filter_map(|one| Some((one.delivered.as_ref()?.id.0, one))).collect();
        for holds in searched::delivered(&mut *connection, actor, asked, &delivered).await? {
            let Some(one) = of.get(&holds.of.0).filter(|one| one.rights.reads_delivered.include(&holds.part)) else { continue };
            let Some(version) = &one.delivered else { continue };
            let pack = app.packs.load(&mut *connection, actor.municipality, one.pack).await?;
            let whole = Within { one, pack: &pack, profile: version.profile.as_ref(), version: Some(version.version), lang: actor.lang };
            found.extend(whole.found(actor, &holds.part, &holds.content, version.at, holds.rank)?);
        }
    }
    Ok(found)
}

/// The parts whose draft is worth searching: what was delivered says the same, to those who read that.
fn readable_draft(one: &Searched) -> Parts {
    let reads = &one.rights.reads_draft;
    match (one.state, reads) {
        (State::NotStarted, _) => Parts::none(),
        (State::Delivered, _) if one.rights.reads_delivered == Parts::All => Parts::none(),
        (State::Delivered, Parts::Only(parts)) => Parts::Only(
            parts.iter().filter(|part| !one.rights.reads_delivered.include(part)).cloned().collect::<HashSet<_>>().into_iter().collect(),
        ),
        (_, Parts::Only(parts)) => Parts::Only(parts.iter().cloned().collect::<HashSet<_>>().into_iter().collect()),
        (_, Parts::All) => Parts::All,
    }
}

/// A text that something was found in: the draft, or a version.
struct Within<'a> {
    one: &'a Searched,
    pack: &'a Pack,
    profile: Option<&'a SchoolProfile>,
    version: Option<i32>,
    lang: Lang,
}

impl Within<'_> {
    fn found(
        &self,
        actor: &Actor,
        part: &str,
        content: &BTreeMap<String, String>,
        at: time::OffsetDateTime,
        rank: f32,
    ) -> Result<Option<Found>> {
        let one = self.one;
        let template = self.pack.template(&one.template);
        let template = template.ok_or_else(|| AppError::Internal(anyhow::anyhow!("pack {} has no template {}", one.pack, one.template)))?;
        let applied = self.profile.map_or_else(|| template.for_owner(), |profile| template.for_school(profile));
        // What does not apply to the school is on none of its pages.
        let fields = applied.fields().into_iter().filter_map(|key| Some((content.get(&key.to_string())?, key)));
        let passages = fields.filter_map(|(words, key)| self.passage(&applied, part, &key, words)).collect::<Vec<_>>();
        let lang = self.lang;
        Ok((!passages.is_empty()).then(|| Found {
            kind: Kind::Assessment,
            title: format!("{} {}", template.title.get(lang), school_year(one.looks_back_year)),
            place: one.school.clone().unwrap_or_else(|| actor.municipality_name.clone()),
            year: school_year(one.looks_back_year),
            state: match self.version {
                None => Some(text(lang, "search-draft").into_owned()),
                Some(version) if version > 1 => Some(text_with(lang, "search-version", &[("number", &version)])),
                Some(_) => None,
            },
            at,
            rank,
            passages,
        }))
    }

    fn passage(&self, applied: &AppliedTemplate<'_>, part: &str, key: &FieldKey, words: &str) -> Option<Passage> {
        let lang = self.lang;
        if !key.aspect().is_written() || words.trim().is_empty() {
            return None;
        }
        let front = format!("/egenvurdering/{}", self.one.id);
        let (heading, delivered, draft) = match key.aspect() {
            // The draft of it stands on the page of whoever delivers.
            Aspect::Participation => (text(lang, "deliver-participation").into_owned(), "deltaking".to_owned(), None),
            Aspect::Text => {
                let (_, question) = applied.question(key.of())?;
                let heading = format!("{} {}", question.numbering(), question.question.title.get(lang));
                (heading, format!("sp-{}", key.of()), Some(format!("#q-{}", key.of())))
            }
            _ => {
                let of = applied.part(key.of())?;
                (of.part.title.get(lang).to_owned(), format!("del-{}", key.of()), Some(String::new()))
            }
        };
        let href = match self.version {
            Some(version) => format!("{front}/levert/{version}#{delivered}"),
            None => format!("{front}/del/{part}{}", draft?),
        };
        Some(Passage { heading, text: words.to_owned(), href })
    }
}
