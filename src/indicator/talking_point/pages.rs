//! `/skoler/{school}/samtalepunkt`: a school's points, how the school sees them, and when they were talked about. `/samtalepunkt`: the rules.
use askama::Template;
use axum::extract::State as Extract;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use time::{Date, Duration};

use super::model::Rule;
use super::queries::{self, PointRow, Saying};
use super::view::sentence;
use crate::App;
use crate::access::Actor;
use crate::access::rules::PointRights;
use crate::error::{AppError, Result};
use crate::event::{self, Audience, Happening, Kind};
use crate::ids::{SchoolId, TalkingPointId};
use crate::indicator::catalogue::catalogue;
use crate::municipality;
use crate::notification::{self, Message, Notice};
use crate::text::{InBoth, dates, text, text_with};
use crate::web::extract::{Form, Nothing, Path};
use crate::web::flash::{self, Flash};
use crate::web::page::{self, Page};
use crate::web::routes::Routes;
use crate::writing::short_text;

/// The pages of this slice.
pub fn router() -> Routes {
    Routes::new()
        .get("/samtalepunkt", rules)
        .get("/skoler/{school}/samtalepunkt", show)
        .post("/samtalepunkt/{point}/syn", say)
        .post("/samtalepunkt/{point}/syn/fjerning", remove)
        .post("/samtalepunkt/{point}/samtale", talked)
}

/// The most characters of «slik ser vi det».
const LONGEST: usize = 1000;
/// So long before a point was found can it have been talked about.
const TALKED_BEFORE: Duration = Duration::days(365);

/// A point on the page.
struct PointView {
    id: TalkingPointId,
    sentence: String,
    /// The rule, in words.
    rule: &'static str,
    reckoned: bool,
    named: bool,
    since: String,
    /// What the school says: words, or none where they were taken away; who and when. The newest first.
    sayings: Vec<(Option<String>, String)>,
    /// There are words to take away, and the actor may.
    removable: bool,
    talks: Vec<String>,
    typed: String,
    date: String,
    /// The first and the last day a talk can be noted on.
    days: (String, String),
    error: Option<String>,
    date_error: Option<String>,
}

#[derive(Template)]
#[template(path = "indicator/talking_points.html")]
struct PointsPage {
    cx: Page,
    crumbs: Vec<(String, String)>,
    points: Vec<PointView>,
    says: bool,
    errors: Vec<(String, String)>,
}

#[derive(Template)]
#[template(path = "indicator/talking_point_rules.html")]
struct RulesPage {
    cx: Page,
}

/// What was refused, to be drawn again as it was typed.
struct Refused {
    point: TalkingPointId,
    field: &'static str,
    typed: String,
    error: String,
}

async fn rules(actor: Actor) -> Result<Response> {
    page::html(&RulesPage { cx: Page::new(&actor, text(actor.lang, "points-rules-title")) })
}

async fn show(Extract(app): Extract<App>, actor: Actor, Path(id): Path<SchoolId>) -> Result<Response> {
    draw(&app, &actor, id, None).await
}

async fn draw(app: &App, actor: &Actor, id: SchoolId, refused: Option<Refused>) -> Result<Response> {
    let rights = PointRights::of(actor, id)?;
    let mut tx = app.database.read(&actor.scope()).await?;
    let school = municipality::school(&mut tx, actor.municipality, id).await?.ok_or(AppError::NotFound)?;
    let rows = queries::of_schools(&mut tx, actor.municipality, Some(&[id]), actor.today).await?;
    let mut sayings = queries::sayings(&mut tx, actor.municipality, id).await?;
    let mut talks = queries::talks(&mut tx, actor.municipality, id).await?;
    tx.commit().await?;
    let lang = actor.lang;
    let seen = rows.iter().filter(|row| rights.sees_circle(&row.circle));
    let points = seen.filter_map(|row| {
        let (said, talked) = (sayings.remove(&row.id).unwrap_or_default(), talks.remove(&row.id).unwrap_or_default());
        view(row, rights, said, talked, refused.as_ref().filter(|refused| refused.point == row.id), actor)
    });
    let points: Vec<PointView> = points.collect();
    let errors = refused.iter().map(|refused| (format!("{}-{}", refused.field, refused.point), refused.error.clone())).collect();
    let page = PointsPage {
        cx: Page::new(actor, text_with(lang, "points-title", &[("school", &school.name)])).refused_when(refused.is_some()),
        crumbs: vec![
            (format!("/skoler/{id}"), school.name),
            (format!("/skoler/{id}/indikatorer"), text(lang, "profile-crumb").into_owned()),
            (format!("/skoler/{id}/samtalepunkt"), text(lang, "points-crumb").into_owned()),
        ],
        points,
        says: rights.says,
        errors,
    };
    let response = page::html(&page)?;
    Ok(if refused.is_some() { (StatusCode::UNPROCESSABLE_ENTITY, response).into_response() } else { response })
}

fn view(
    row: &PointRow,
    rights: PointRights,
    said: Vec<Saying>,
    talked: Vec<(Date, String)>,
    refused: Option<&Refused>,
    actor: &Actor,
) -> Option<PointView> {
    let lang = actor.lang;
    let indicator = catalogue().get(&row.indicator)?;
    let by = |who: &str, when: &str| text_with(lang, "points-by", &[("who", &who), ("when", &when)]);
    let of = |field: &str| refused.filter(|refused| refused.field == field);
    let newest = said.first().and_then(|saying| saying.body.clone()).unwrap_or_default();
    Some(PointView {
        id: row.id,
        sentence: sentence(indicator, row.grade, row.rule, &row.basis, lang),
        rule: rule_key(row.rule),
        reckoned: row.basis.own.iter().chain(&row.basis.municipality).any(|figure| figure.reckoned),
        named: row.circle == "named",
        since: dates::long(dates::norwegian_date(row.found_at)),
        removable: rights.removes && said.iter().any(|saying| saying.body.is_some()),
        sayings: said.into_iter().map(|saying| (saying.body, by(&saying.by, &dates::recent(saying.at, actor.today)))).collect(),
        talks: talked
            .into_iter()
            .map(|(day, who)| text_with(lang, "points-talked", &[("date", &dates::long(day)), ("who", &who)]))
            .collect(),
        typed: of("syn").map_or(newest, |refused| refused.typed.clone()),
        date: of("dato").map_or_else(|| dates::for_form(actor.today), |refused| refused.typed.clone()),
        days: (dates::for_form(earliest_talk(row)), dates::for_form(actor.today)),
        error: of("syn").map(|refused| refused.error.clone()),
        date_error: of("dato").map(|refused| refused.error.clone()),
    })
}

/// Figures are talked about before a rule finds them; a date of another year is mistyped.
fn earliest_talk(point: &PointRow) -> Date {
    let found = dates::norwegian_date(point.found_at);
    found.checked_sub(TALKED_BEFORE).unwrap_or(found)
}

fn rule_key(rule: Rule) -> &'static str {
    match rule {
        Rule::Falling => "points-rule-falling",
        Rule::Outside => "points-rule-outside",
        Rule::Goal => "points-rule-goal",
    }
}

/// A point that the actor sees, with what they may do with it.
async fn found(connection: &mut sqlx::PgConnection, actor: &Actor, id: TalkingPointId) -> Result<(PointRow, PointRights)> {
    let point = queries::point(connection, actor.municipality, id, actor.today).await?.ok_or(AppError::NotFound)?;
    let rights = PointRights::of(actor, point.school)?;
    if rights.sees_circle(&point.circle) { Ok((point, rights)) } else { Err(AppError::NotFound) }
}

fn href(point: &PointRow) -> String {
    format!("/skoler/{}/samtalepunkt#punkt-{}", point.school, point.id)
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct WordsForm {
    syn: String,
}

async fn say(Extract(app): Extract<App>, actor: Actor, Path(id): Path<TalkingPointId>, Form(form): Form<WordsForm>) -> Result<Response> {
    let mut tx = app.database.write(&actor.scope()).await?;
    let (point, rights) = found(&mut tx, &actor, id).await?;
    let can = rights.can_say()?;
    let body = match short_text(&form.syn, LONGEST, text(actor.lang, "points-view-missing"), actor.lang) {
        Ok(body) => body,
        Err(error) => {
            drop(tx);
            return draw(&app, &actor, point.school, Some(Refused { point: id, field: "syn", typed: form.syn, error })).await;
        }
    };
    queries::say(&mut tx, can, &point, &body, (&actor.name_and_title(), actor.now)).await?;
    tx.commit().await?;
    Ok(flash::redirect(&href(&point), Flash::PointViewSaved))
}

/// The words go, and the school is told when somebody else took them away; those who wrote them too.
async fn remove(
    Extract(app): Extract<App>,
    actor: Actor,
    Path(id): Path<TalkingPointId>,
    Form(Nothing {}): Form<Nothing>,
) -> Result<Response> {
    let mut tx = app.database.write(&actor.scope()).await?;
    let (point, rights) = found(&mut tx, &actor, id).await?;
    let by = actor.name_and_title();
    let mut people = queries::remove(&mut tx, rights.can_remove()?, &point, (&by, actor.now)).await?;
    if !people.is_empty() {
        people.extend(municipality::leaders_of(&mut tx, actor.municipality, point.school, actor.today).await?);
        people.sort_unstable();
        people.dedup();
        let names = municipality::school_names(&mut tx, actor.municipality, &[point.school]).await?;
        let school = InBoth::name(names.get(&point.school).map_or("", String::as_str));
        let happening =
            Happening { kind: Kind::PointWordsRemoved, audience: Audience::Both, school: Some(point.school), object: None, what: &school };
        event::record(&mut tx, &actor, &happening).await?;
        let message = Message { notice: Notice::PointWordsRemoved, who: &by, what: &school, href: &href(&point) };
        notification::tell(&mut tx, actor.municipality, actor.now, &people, Some(actor.person), &message).await?;
    }
    tx.commit().await?;
    Ok(flash::redirect(&href(&point), Flash::PointWordsRemoved))
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct DateForm {
    dato: String,
}

async fn talked(Extract(app): Extract<App>, actor: Actor, Path(id): Path<TalkingPointId>, Form(form): Form<DateForm>) -> Result<Response> {
    let mut tx = app.database.write(&actor.scope()).await?;
    let (point, rights) = found(&mut tx, &actor, id).await?;
    let earliest = earliest_talk(&point);
    let day = match dates::from_form(&form.dato).filter(|day| *day <= actor.today) {
        Some(day) if day >= earliest => Ok(day),
        Some(_) => Err(text_with(actor.lang, "points-date-early", &[("date", &dates::long(earliest))])),
        None => Err(text(actor.lang, "points-date-wrong").into_owned()),
    };
    let day = match day {
        Ok(day) => day,
        Err(error) => {
            drop(tx);
            return draw(&app, &actor, point.school, Some(Refused { point: id, field: "dato", typed: form.dato, error })).await;
        }
    };
    queries::note_talk(&mut tx, rights.can_note_talk(), &point, day, (&actor.name_and_title(), actor.now)).await?;
    tx.commit().await?;
    Ok(flash::redirect(&href(&point), Flash::PointTalkedAbout))
}
