//! What a judgement of a sign of good practice can lean on: up to three links for each sign. Links, not uploads: what the school has already written
//! stays where it is kept, under the access it has there.
use askama::Template;
use axum::extract::State as Extract;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use sqlx::PgConnection;
use url::Url;

use super::field::EvidenceView;
use super::save;
use super::side::{self, Side};
use crate::App;
use crate::access::Actor;
use crate::error::{AppError, Result};
use crate::event::{self, Audience, Happening, Kind};
use crate::ids::{EvidenceId, SelfAssessmentId};
use crate::model_pack::normalised_text;
use crate::self_assessment::evidence_queries::{self, Added, MOST_LINKS, NewLink};
use crate::self_assessment::model::Assessment;
use crate::self_assessment::queries;
use crate::text::{InBoth, Lang, text, text_with};
use crate::web::extract::{Form, Nothing, Path};
use crate::web::flash::{self, Flash};
use crate::web::page::{self, Page};
use crate::web::routes::Routes;
use crate::writing::{self, national_identity};

/// Routes of this file.
pub fn routes() -> Routes {
    Routes::new()
        .get("/egenvurdering/{id}/grunnlag/{question}/{sign}", show)
        .post("/egenvurdering/{id}/grunnlag/{question}/{sign}", add)
        .post("/grunnlag/{evidence}/fjerning", remove)
}

/// The most characters of a title.
const LONGEST_TITLE: usize = 120;
/// The most characters of an address.
const LONGEST_ADDRESS: usize = 2000;

/// What was typed and refused.
#[derive(Default)]
struct Refused {
    title: String,
    address: String,
    title_error: Option<String>,
    address_error: Option<String>,
}

#[derive(Template)]
#[template(path = "self_assessment/evidence.html")]
struct EvidencePage {
    cx: Page,
    side: Side,
    crumbs: Vec<(String, String)>,
    href: String,
    back: String,
    part_title: String,
    question: String,
    sign: String,
    links: Vec<EvidenceView>,
    writable: bool,
    room: bool,
    title_hint: Option<String>,
    address_hint: Option<String>,
    refused: Refused,
    errors: Vec<(String, String)>,
}

fn address_of(assessment: &Assessment, question: &str, sign: &str) -> String {
    format!("{}/grunnlag/{question}/{sign}", assessment.href())
}

/// The key of the part that the question stands in, when question and sign apply here.
fn part_of(assessment: &Assessment, question: &str, sign: &str) -> Result<String> {
    let applied = assessment.applied()?;
    let (part, question) = applied.question(question).ok_or(AppError::NotFound)?;
    question.question.signs.iter().find(|known| known.key == sign).ok_or(AppError::NotFound)?;
    Ok(part.part.key.clone())
}

async fn show(
    Extract(app): Extract<App>,
    actor: Actor,
    Path((id, question, sign)): Path<(SelfAssessmentId, String, String)>,
) -> Result<Response> {
    let mut tx = app.database.read(&actor.scope()).await?;
    let assessment = queries::load(&app, &mut tx, &actor, id).await?;
    assessment.rights.check_reads_draft(&part_of(&assessment, &question, &sign)?)?;
    let response = draw(&mut tx, &actor, &assessment, &question, &sign, Refused::default()).await?;
    tx.commit().await?;
    Ok(response)
}

async fn draw(
    connection: &mut PgConnection,
    actor: &Actor,
    assessment: &Assessment,
    question: &str,
    sign: &str,
    refused: Refused,
) -> Result<Response> {
    let lang = actor.lang;
    let applied = assessment.applied()?;
    let (part, asked) = applied.question(question).ok_or(AppError::NotFound)?;
    let known = asked.question.signs.iter().find(|known| known.key == sign).ok_or(AppError::NotFound)?;
    let filled = writing::filled_fields(&mut *connection, assessment.document).await?;
    let rows = evidence_queries::of_sign(connection, assessment.document, question, sign).await?;
    let key = &part.part.key;
    let side = side::side(assessment, &applied, actor, &filled, Some(key))?;
    let error = |id: &str, error: &Option<String>| error.clone().map(|sentence| (id.to_owned(), sentence));
    let errors: Vec<_> = error("title", &refused.title_error).into_iter().chain(error("address", &refused.address_error)).collect();
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let heading = text(lang, "evidence-title").into_owned();
    let cx = Page::new(actor, format!("{heading} – {}", side.title)).refused_when(!errors.is_empty());
    let (place_href, place) = assessment.school.as_ref().map_or_else(
        || ("/".to_owned(), actor.municipality_name.clone()),
        |school| (format!("/skoler/{}", school.id), school.name.clone()),
    );
    let part_title = part.part.title.get(lang).to_owned();
    let href = address_of(assessment, question, sign);
    let page = EvidencePage {
        crumbs: vec![
            (place_href, place),
            (assessment.href(), side.title.clone()),
            (assessment.part_href(key), part_title.clone()),
            (href.clone(), heading),
        ],
        back: format!("{}#q-{question}", assessment.part_href(key)),
        part_title,
        question: format!("{} {}", asked.numbering(), asked.question.title.get(lang)),
        sign: known.text.get(lang).to_owned(),
        writable: assessment.rights.writes.include(key),
        room: rows.len() < MOST_LINKS,
        links: rows.into_iter().map(|row| EvidenceView { id: row.id.0, title: row.title, address: row.address }).collect(),
        title_hint: Some(text_with(lang, "evidence-link-title-hint", &[("max", &LONGEST_TITLE)])),
        address_hint: Some(text(lang, "evidence-link-address-hint").into_owned()),
        refused,
        errors,
        href,
        cx,
        side,
    };
    Ok((status, page::html(&page)?).into_response())
}

fn too_long(lang: Lang, max: usize, length: usize) -> String {
    text_with(lang, "error-too-long", &[("max", &max), ("over", &(length - max))])
}

/// A title on one line, or what is wrong with it.
fn check_title(typed: &str, lang: Lang) -> Result<String, String> {
    let title = normalised_text(typed).split_whitespace().collect::<Vec<_>>().join(" ");
    let length = title.chars().count();
    if title.is_empty() {
        return Err(text(lang, "evidence-error-title-missing").into_owned());
    }
    if length > LONGEST_TITLE {
        return Err(too_long(lang, LONGEST_TITLE, length));
    }
    if national_identity::find(&title).is_some() {
        return Err(text(lang, "error-national-identity").into_owned());
    }
    Ok(title)
}

/// An http(s) address as a browser reads it, or what is wrong with it. One that carries a password is none to share.
fn check_address(typed: &str, lang: Lang) -> Result<String, String> {
    let typed = typed.trim();
    let length = typed.chars().count();
    if typed.is_empty() {
        return Err(text(lang, "evidence-error-address-missing").into_owned());
    }
    if length > LONGEST_ADDRESS {
        return Err(too_long(lang, LONGEST_ADDRESS, length));
    }
    let url = Url::parse(typed)
        .ok()
        .filter(|url| matches!(url.scheme(), "http" | "https") && url.has_host() && url.username().is_empty() && url.password().is_none());
    let url = url.map(String::from).ok_or_else(|| text(lang, "evidence-error-address").into_owned())?;
    if national_identity::find(typed).is_some() || national_identity::find(&url).is_some() {
        return Err(text(lang, "error-national-identity").into_owned());
    }
    Ok(url)
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct LinkForm {
    title: String,
    address: String,
}

async fn add(
    Extract(app): Extract<App>,
    actor: Actor,
    Path((id, question, sign)): Path<(SelfAssessmentId, String, String)>,
    Form(form): Form<LinkForm>,
) -> Result<Response> {
    let mut tx = app.database.write(&actor.scope()).await?;
    let assessment = queries::load(&app, &mut tx, &actor, id).await?;
    let part = part_of(&assessment, &question, &sign)?;
    let can = assessment.rights.can_write(&part)?;
    let (title, address) = (check_title(&form.title, actor.lang), check_address(&form.address, actor.lang));
    let (title_error, address_error) = match (title, address) {
        (Ok(title), Ok(address)) => {
            let link = NewLink { part: &part, question: &question, sign: &sign, title: &title, address: &address };
            match evidence_queries::add(&mut tx, &actor, &can, &link).await? {
                Added::Full => (Some(text(actor.lang, "evidence-error-full").into_owned()), None),
                added => {
                    if added == Added::Now {
                        save::note_started(&mut tx, &actor, &assessment).await?;
                        happened(&mut tx, &actor, &assessment, Kind::EvidenceAdded, &question).await?;
                    }
                    tx.commit().await?;
                    return Ok(flash::redirect(&address_of(&assessment, &question, &sign), Flash::EvidenceAdded));
                }
            }
        }
        (title, address) => (title.err(), address.err()),
    };
    let refused = Refused { title: form.title, address: form.address, title_error, address_error };
    draw(&mut tx, &actor, &assessment, &question, &sign, refused).await
}

/// Stores that a link came or went, with the question it stands by, for the school alone to read.
async fn happened(connection: &mut PgConnection, actor: &Actor, assessment: &Assessment, kind: Kind, question: &str) -> Result<()> {
    let applied = assessment.applied()?;
    let (_, asked) = applied.question(question).ok_or(AppError::NotFound)?;
    let what = InBoth::each(|lang| format!("{} {}", asked.numbering(), asked.question.title.get(lang)));
    let school = assessment.document.school();
    event::record(connection, actor, &Happening { kind, audience: Audience::School, school, object: Some(assessment.id), what: &what })
        .await
}

async fn remove(Extract(app): Extract<App>, actor: Actor, Path(id): Path<EvidenceId>, Form(Nothing {}): Form<Nothing>) -> Result<Response> {
    let mut tx = app.database.write(&actor.scope()).await?;
    let place = evidence_queries::place(&mut tx, &actor, id).await?.ok_or(AppError::NotFound)?;
    let assessment = queries::load(&app, &mut tx, &actor, place.assessment).await?;
    let can = assessment.rights.can_write(&place.part)?;
    if evidence_queries::remove(&mut tx, &actor, &can, id).await? {
        happened(&mut tx, &actor, &assessment, Kind::EvidenceRemoved, &place.question).await?;
    }
    tx.commit().await?;
    Ok(flash::redirect(&address_of(&assessment, &place.question, &place.sign), Flash::EvidenceRemoved))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_addresses_that_a_browser_opens_are_taken() {
        let ok = |typed: &str| check_address(typed, Lang::Nn);
        assert_eq!(ok(" https://kommunen.no/plan?side=2 ").unwrap(), "https://kommunen.no/plan?side=2");
        assert_eq!(ok("HTTP://Kommunen.no").unwrap(), "http://kommunen.no/");
        assert_eq!(ok("https://blåbær.no/").unwrap(), "https://xn--blbr-roah.no/");
        for typed in [
            "",
            "kommunen.no",
            "javascript:alert(1)",
            "file:///etc/passwd",
            "https://",
            "https://kari:hemmeleg@kommunen.no/",
            "data:text/html,x",
        ] {
            assert!(ok(typed).is_err(), "{typed}");
        }
        assert!(ok(&format!("https://kommunen.no/{}", "a".repeat(LONGEST_ADDRESS))).is_err());
    }

    #[test]
    fn a_title_is_one_short_line() {
        assert_eq!(check_title("  Plan \r\n for lesing ", Lang::Nb).unwrap(), "Plan for lesing");
        assert!(check_title(" \n", Lang::Nb).is_err());
        assert!(check_title(&"a".repeat(LONGEST_TITLE + 1), Lang::Nb).is_err());
    }
}
