//! `/skriftlege-avtalar/{written}/versjon/{version}/avtale.pdf`: a version that both have signed, on paper and for the archive, by the same words as the page. Of the
//! one in force also what came of it. It is made when it is asked for and kept nowhere.
use std::borrow::Cow;

use axum::extract::State as Extract;
use axum::response::Response;
use serde::Serialize;

use super::enter;
use super::front::EndView;
use super::shown::{Shown, shown, signed};
use super::version::{find, is_intact};
use crate::App;
use crate::access::Actor;
use crate::document::pdf::{Meta, Template};
use crate::error::{AppError, Result};
use crate::ids::WrittenAgreementId;
use crate::text::{Lang, dates, text, text_with};
use crate::web::extract::Path;
use crate::web::pdf;
use crate::web::routes::Routes;
use crate::writing::grouped_hash;
use crate::written_agreement::model::{Seen, VersionState};
use crate::written_agreement::queries;

/// Routes of this file.
pub fn routes() -> Routes {
    Routes::new().get("/skriftlege-avtalar/{written}/versjon/{version}/avtale.pdf", show)
}

/// What `written.typ` draws.
#[derive(Debug, Serialize)]
struct Paper {
    about: Vec<String>,
    /// A warning: the content is not what was signed.
    changed: Option<Cow<'static, str>>,
    text: Shown,
    signatures: Vec<Signed>,
    seen: Vec<SeenLine>,
    /// How it ended, when it has.
    end: Option<Ended>,
    legal: String,
    seal: String,
    words: Words,
}

#[derive(Debug, Serialize)]
struct Signed {
    line: String,
    sum: String,
}

#[derive(Debug, Serialize)]
struct SeenLine {
    day: String,
    note: String,
    by: String,
}

#[derive(Debug, Serialize)]
struct Ended {
    outcome: String,
    words: String,
    by: String,
    read: String,
    view: String,
}

/// Headings.
#[derive(Debug, Serialize)]
struct Words {
    areas: Cow<'static, str>,
    found: Cow<'static, str>,
    meeting: Cow<'static, str>,
    goals: Cow<'static, str>,
    what: Cow<'static, str>,
    due: Cow<'static, str>,
    state: Cow<'static, str>,
    reviews: Cow<'static, str>,
    why: Cow<'static, str>,
    signatures: Cow<'static, str>,
    seen: Cow<'static, str>,
    end: Cow<'static, str>,
    view: Cow<'static, str>,
    legal: Cow<'static, str>,
}

impl Words {
    fn of(lang: Lang) -> Self {
        let t = |key| text(lang, key);
        Self {
            areas: t("written-areas"),
            found: t("written-found"),
            meeting: t("written-from-meeting"),
            goals: t("written-goals"),
            what: t("written-what"),
            due: t("written-day"),
            state: t("written-how"),
            reviews: t("written-reviews"),
            why: t("written-why"),
            signatures: t("written-signatures"),
            seen: t("written-seen"),
            end: t("written-ended"),
            view: t("written-view"),
            legal: t("written-legal"),
        }
    }
}

fn seen_line(one: Seen, lang: Lang) -> SeenLine {
    let by = text_with(lang, "written-seen-by", &[("who", &one.by.0), ("at", &dates::moment(one.by.1))]);
    SeenLine { day: dates::long(one.day), note: one.note, by }
}

fn ended(view: EndView) -> Ended {
    let (read, own) = view.answer.unwrap_or_default();
    Ended { outcome: view.outcome, words: view.words, by: view.by, read, view: own }
}

async fn show(Extract(app): Extract<App>, actor: Actor, Path((id, number)): Path<(WrittenAgreementId, i32)>) -> Result<Response> {
    let lang = actor.lang;
    let (mut tx, agreement) = enter(&app, &actor, id).await?;
    let version = find(&mut tx, &actor, &agreement, number).await?;
    if version.state != VersionState::InForce {
        return Err(AppError::NotFound);
    }
    let signatures = queries::signatures(&mut tx, &actor, &agreement).await?;
    // What came of it belongs to the version that stands.
    let current = agreement.rights.facts().in_force == Some(number);
    let (entries, seen, end) = if current {
        let entries = queries::entries(&mut tx, &actor, &agreement).await?;
        let seen = queries::seen(&mut tx, &actor, &agreement).await?;
        (Some(entries), seen, queries::end_of(&mut tx, &actor, &agreement).await?)
    } else {
        (None, Vec::new(), None)
    };
    tx.commit().await?;
    let shown = shown(&actor, &agreement, &version.content, (entries.as_deref(), None))?;
    let since = version.in_force_at.map_or_else(String::new, |at| dates::long(dates::norwegian_date(at)));
    let title = agreement.title(lang)?;
    let paper = Paper {
        about: vec![
            text_with(lang, "written-holds", &[("period", &shown.period)]),
            text_with(lang, "written-since", &[("version", &number), ("day", &since)]),
        ],
        changed: (!is_intact(&agreement, &version)?).then(|| text(lang, "written-not-intact")),
        text: shown,
        signatures: signed(&actor, &signatures, number)
            .into_iter()
            .map(|(line, sum)| Signed { line, sum: text_with(lang, "sign-sum", &[("hash", &sum)]) })
            .collect(),
        seen: seen.into_iter().map(|one| seen_line(one, lang)).collect(),
        end: end.map(|end| ended(EndView::of(&end, lang))),
        legal: agreement.template()?.legal.get(lang).to_owned(),
        seal: text_with(lang, "sign-sum", &[("hash", &grouped_hash(version.sha256.as_deref().unwrap_or_default()))]),
        words: Words::of(lang),
    };
    let meta = Meta { title: title.clone(), lang, municipality: actor.municipality_name.clone(), made_at: actor.now };
    let name = format!("{title} {}", text_with(lang, "written-version", &[("version", &number)]));
    Ok(pdf::shown(&name, app.pdf.render(Template::Written, &paper, &meta).await?))
}
