//! `/moter/{meeting}/innsyn`: what the meeting is called to everybody, and how a request to see its minutes is answered; judged for this meeting, each
//! judgement kept.
use askama::Template;
use axum::extract::State as Extract;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};

use super::course::LONGEST_LINE;
use super::crumbs;
use super::remarks::LONGEST_REMARK;
use crate::App;
use crate::access::Actor;
use crate::error::{AppError, Result};
use crate::ids::MeetingId;
use crate::meeting::model::Meeting;
use crate::meeting::queries::{self, Judged};
use crate::text::{Lang, dates, name_and_title, text, text_with};
use crate::web::extract::{Form, Path};
use crate::web::flash::{self, Flash};
use crate::web::page::{self, Page};
use crate::web::routes::Routes;
use crate::writing::short_text;

/// Routes of this file.
pub fn routes() -> Routes {
    Routes::new().get("/moter/{meeting}/innsyn", show).post("/moter/{meeting}/innsyn", judge)
}

/// How a request is answered: as stored, with the key of its name.
const ANSWERS: [(&str, &str); 3] = [("whole", "disclosure-whole"), ("partly", "disclosure-partly"), ("withheld", "disclosure-withheld")];

#[derive(Debug, Clone, Default, serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Typed {
    #[serde(default)]
    tittel: String,
    #[serde(default)]
    svar: String,
    #[serde(default)]
    grunn: String,
}

struct Choice {
    value: &'static str,
    name: String,
    chosen: bool,
}

#[derive(Template)]
#[template(path = "meeting/disclosure.html")]
struct DisclosurePage {
    cx: Page,
    crumbs: Vec<(String, String)>,
    heading: String,
    href: String,
    /// How the municipality answers as a rule, of the kind.
    rule: Option<String>,
    /// What was judged last, as a sentence.
    judged: Option<String>,
    choices: Vec<Choice>,
    typed: Typed,
    errors: Vec<(String, String)>,
}

impl DisclosurePage {
    fn error(&self, field: &str) -> Option<String> {
        page::error_on(&self.errors, field)
    }
}

/// «Kan givast ut i sin heilskap. Vurdert av Eva Eide, skulesjef, 3. mars 2027.»
pub fn sentence(judged: &Judged, lang: Lang) -> String {
    let key = ANSWERS.into_iter().find(|(value, _)| *value == judged.answer).map_or("disclosure-withheld", |(_, key)| key);
    let answer = text(lang, key);
    let (who, when) = (name_and_title(&judged.by_name, &judged.by_title), dates::long(dates::norwegian_date(judged.at)));
    text_with(lang, "disclosure-judged", &[("answer", &answer), ("who", &who), ("when", &when)])
}

fn draw(actor: &Actor, meeting: &Meeting, last: Option<&Judged>, typed: Typed, errors: Vec<(String, String)>) -> Result<Response> {
    let lang = actor.lang;
    let title = text(lang, "disclosure-title").into_owned();
    let mut steps = crumbs(actor, meeting)?;
    steps.push((format!("{}/innsyn", meeting.href()), title.clone()));
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let page = DisclosurePage {
        cx: Page::new(actor, title).refused_when(!errors.is_empty()),
        crumbs: steps,
        heading: meeting.title(lang)?,
        href: meeting.href(),
        rule: meeting.kind()?.legal.as_ref().map(|words| words.get(lang).to_owned()),
        judged: last.map(|judged| sentence(judged, lang)),
        choices: ANSWERS
            .into_iter()
            .map(|(value, key)| Choice { value, name: text(lang, key).into_owned(), chosen: value == typed.svar })
            .collect(),
        typed,
        errors,
    };
    Ok((status, page::html(&page)?).into_response())
}

async fn show(Extract(app): Extract<App>, actor: Actor, Path(id): Path<MeetingId>) -> Result<Response> {
    let mut tx = app.database.read(&actor.scope()).await?;
    let meeting = queries::load(&app, &mut tx, &actor, id).await?;
    let _ = meeting.rights.can_judge_access()?;
    let last = queries::judged(&mut tx, actor.municipality, id).await?;
    tx.commit().await?;
    let typed = match &last {
        Some(last) => Typed { tittel: last.public_title.clone(), svar: last.answer.clone(), grunn: last.basis.clone() },
        // The kind and the year say nothing of what was talked about.
        None => Typed { tittel: meeting.title(actor.lang)?, ..Typed::default() },
    };
    draw(&actor, &meeting, last.as_ref(), typed, Vec::new())
}

async fn judge(Extract(app): Extract<App>, actor: Actor, Path(id): Path<MeetingId>, Form(typed): Form<Typed>) -> Result<Response> {
    let lang = actor.lang;
    let mut tx = app.database.write(&actor.scope()).await?;
    let meeting = queries::load(&app, &mut tx, &actor, id).await?;
    let can = meeting.rights.can_judge_access()?;
    let mut errors = Vec::new();
    let mut refuse = |field: &str, sentence: String| errors.push((field.to_owned(), sentence));
    let title =
        short_text(&typed.tittel, LONGEST_LINE, text(lang, "error-disclosure-title"), lang).map_err(|error| refuse("tittel", error));
    let answer = ANSWERS.into_iter().map(|(value, _)| value).find(|value| *value == typed.svar);
    if answer.is_none() {
        refuse("svar", text(lang, "error-disclosure-answer").into_owned());
    }
    // The whole needs no reason.
    let basis = if answer == Some("whole") && typed.grunn.trim().is_empty() {
        Ok(String::new())
    } else {
        short_text(&typed.grunn, LONGEST_REMARK, text(lang, "error-disclosure-basis"), lang).map_err(|error| refuse("grunn", error))
    };
    let (Ok(title), Some(answer), Ok(basis)) = (title, answer, basis) else {
        let last = queries::judged(&mut tx, actor.municipality, id).await?;
        return draw(&actor, &meeting, last.as_ref(), typed, errors);
    };
    if meeting.version.is_none() {
        return Err(AppError::NotFound);
    }
    queries::judge(&mut tx, &actor, can, (&title, answer, &basis)).await?;
    tx.commit().await?;
    Ok(flash::redirect(&format!("{}/referat", meeting.href()), Flash::AccessJudged))
}
