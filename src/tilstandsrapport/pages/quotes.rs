//! Picking words of schools for a chapter, asking for them, and taking them out again. Only what was delivered, approved or published to the owner can be
//! picked, and only as it stands there.
use askama::Template;
use axum::extract::State as Extract;
use axum::response::Response;
use sqlx::PgConnection;

use super::side;
use crate::App;
use crate::access::Actor;
use crate::calendar;
use crate::error::{AppError, Result};
use crate::ids::{ReportId, ReportQuoteId, SchoolId};
use crate::indicator::catalogue::catalogue;
use crate::meeting;
use crate::model_pack::ReportChapter;
use crate::municipality;
use crate::notification::{self, Message, Notice};
use crate::self_assessment;
use crate::story;
use crate::text::{InBoth, Lang, dates, text, text_with};
use crate::tilstandsrapport::model::{DAYS_TO_ANSWER, Quote, QuoteState, Report, Source, paragraphs};
use crate::tilstandsrapport::queries::{self, NewQuote, QuotesWanted};
use crate::web::extract::{Form, Nothing, Path, Query, save_id};
use crate::web::flash::{self, Flash};
use crate::web::page::{self, Page};
use crate::web::routes::Routes;

/// Routes of this file.
pub fn routes() -> Routes {
    Routes::new()
        .get("/tilstandsrapport/{report}/sitat", all)
        .get("/tilstandsrapport/{report}/kapittel/{chapter}/sitat", show)
        .post("/tilstandsrapport/{report}/kapittel/{chapter}/sitat", ask)
        .post("/tilstandsrapport/{report}/sitat/{quote}/plassering", place)
        .post("/tilstandsrapport/{report}/sitat/{quote}/uttak", take_out)
}

/// The longest paragraph that can be quoted.
const LONGEST: usize = 2000;

/// Words that can be picked, and where they stand.
struct Candidate {
    source: Source,
    id: i64,
    words: String,
    href: String,
    body: String,
    /// The indicators that a story is about.
    about: Vec<String>,
}

/// A heading with the paragraphs below it.
struct Group {
    title: String,
    href: String,
    /// It is about the figure beside which it is to stand.
    about: bool,
    /// Number among all of them, the words, and whether they are asked for already.
    paragraphs: Vec<(usize, String, bool)>,
}

#[derive(Template)]
#[template(path = "tilstandsrapport/pick.html")]
struct PickPage {
    cx: Page,
    crumbs: Vec<(String, String)>,
    title: String,
    schools: Vec<(SchoolId, String, bool)>,
    school: String,
    chosen: Option<SchoolId>,
    /// The figures beside which it can stand, and which is chosen.
    places: Vec<(String, String, bool)>,
    /// The one chosen; empty for the chapter's end.
    place: String,
    groups: Vec<Group>,
    days: u8,
    here: String,
}

#[derive(serde::Deserialize)]
struct Chosen {
    skule: Option<SchoolId>,
    #[serde(default)]
    ved: String,
}

/// The figures of a chapter beside which a quote can stand, with the one that is chosen.
pub fn places(chapter: &ReportChapter, chosen: &str, lang: Lang) -> Vec<(String, String, bool)> {
    let name = |key: &str| catalogue().get(key).map_or_else(|| key.to_owned(), |indicator| indicator.name.get(lang).to_owned());
    chapter.figures.iter().map(|member| (member.indicator.clone(), name(&member.indicator), member.indicator == chosen)).collect()
}

/// Where a quote stands: «Læringsresultat», «Læringsresultat, ved lesing».
pub fn place_name(chapter: &ReportChapter, quote: &Quote, lang: Lang) -> String {
    let title = chapter.title.get(lang);
    let beside = quote.beside(chapter).and_then(|key| catalogue().get(key));
    beside.map_or_else(
        || title.to_owned(),
        |indicator| text_with(lang, "report-quote-beside", &[("chapter", &title), ("what", &indicator.name.get(lang))]),
    )
}

/// The figure chosen in a form; nothing for the chapter's end.
fn chosen_place<'a>(chapter: &'a ReportChapter, typed: &str) -> Result<Option<&'a str>> {
    if typed.is_empty() {
        return Ok(None);
    }
    let found = chapter.figures.iter().find(|member| member.indicator == typed);
    found.map(|member| Some(member.indicator.as_str())).ok_or(AppError::BadRequest("error-bad-form"))
}

/// All that a school has said to the owner in the year: its newest delivered self-assessment, approved minutes, delivered stories. In that order.
async fn candidates(
    app: &App,
    connection: &mut PgConnection,
    actor: &Actor,
    report: &Report,
    school: SchoolId,
) -> Result<Vec<(String, Candidate)>> {
    let lang = actor.lang;
    let mut found = Vec::new();
    if let Some(excerpt) = self_assessment::newest_delivered(app, &mut *connection, actor, school).await? {
        let source = |part: &str, href: &str, paragraph: &str| Candidate {
            source: Source::SelfAssessment,
            id: excerpt.delivery.0,
            words: text_with(report.lang, "report-source-assessment", &[("title", &excerpt.title), ("part", &part)]),
            href: href.to_owned(),
            body: paragraph.to_owned(),
            about: Vec::new(),
        };
        for part in &excerpt.parts {
            for answer in &part.answers {
                for paragraph in paragraphs(&answer.text) {
                    found.push((answer.question.clone(), source(&part.title, &part.href, paragraph)));
                }
            }
        }
        // Who took part is of no part.
        for paragraph in paragraphs(&excerpt.participation) {
            let part = text(report.lang, "deliver-participation");
            found.push((text(lang, "deliver-participation").into_owned(), source(&part, &excerpt.href, paragraph)));
        }
    }
    for minutes in meeting::approved_of(&mut *connection, actor.municipality, school, report.year).await? {
        let day = dates::long(dates::norwegian_date(minutes.starts_at));
        for (title, said) in minutes.said {
            for paragraph in paragraphs(&said) {
                found.push((
                    format!("{}: {title}", minutes.title),
                    Candidate {
                        source: Source::Minutes,
                        id: minutes.id.0,
                        words: text_with(report.lang, "report-source-minutes", &[("title", &minutes.title), ("day", &day)]),
                        href: format!("/moter/{}", minutes.meeting),
                        body: paragraph.to_owned(),
                        about: Vec::new(),
                    },
                ));
            }
        }
    }
    let stories = story::of_school(connection, actor, school).await?;
    for (story, _) in stories.into_iter().filter(|(story, _)| story.state == story::State::Delivered) {
        let (id, title, about) = (story.id, story.words.title, story.words.indicators);
        for paragraph in paragraphs(&story.words.body) {
            found.push((
                text_with(lang, "report-story", &[("title", &title)]),
                Candidate {
                    source: Source::Story,
                    id: id.0,
                    words: text_with(report.lang, "report-source-story", &[("title", &title)]),
                    href: format!("/forteljingar/{id}"),
                    body: paragraph.to_owned(),
                    about: about.clone(),
                },
            ));
        }
    }
    found.retain(|(_, candidate)| candidate.body.chars().count() <= LONGEST);
    Ok(found)
}

async fn show(
    Extract(app): Extract<App>,
    actor: Actor,
    Path((id, key)): Path<(ReportId, String)>,
    Query(chosen): Query<Chosen>,
) -> Result<Response> {
    let lang = actor.lang;
    let mut tx = app.database.read(&actor.scope()).await?;
    let report = queries::load(&app, &mut tx, &actor, id).await?;
    let _can = report.rights.can_arrange()?;
    let (_, chapter) = report.chapter(&key)?;
    let schools = municipality::schools(&mut tx, actor.municipality).await?;
    let schools: Vec<_> = schools.into_iter().filter(|school| school.takes_part(actor.today)).collect();
    let asked = queries::quotes(&mut tx, actor.municipality, QuotesWanted::Of(report.id)).await?;
    let mut groups: Vec<Group> = Vec::new();
    let school = schools.iter().find(|school| Some(school.id) == chosen.skule);
    if let Some(school) = school {
        for (place, (title, candidate)) in candidates(&app, &mut tx, &actor, &report, school.id).await?.into_iter().enumerate() {
            let known = asked.iter().any(|quote| quote.school == school.id && quote.body == candidate.body);
            match groups.last_mut().filter(|group| group.title == title && group.href == candidate.href) {
                Some(group) => group.paragraphs.push((place, candidate.body, known)),
                None => groups.push(Group {
                    title,
                    about: candidate.about.contains(&chosen.ved),
                    href: candidate.href,
                    paragraphs: vec![(place, candidate.body, known)],
                }),
            }
        }
        groups.sort_by_key(|group| !group.about);
    }
    tx.commit().await?;
    let title = text(lang, "report-pick-title").into_owned();
    let here = format!("{}/sitat", report.chapter_href(&key));
    let places = places(chapter, &chosen.ved, lang);
    let mut crumbs = side::crumbs(&report, &actor, Some((report.chapter_href(&key), chapter.title.get(lang).to_owned())))?;
    crumbs.push((here.clone(), title.clone()));
    page::html(&PickPage {
        cx: Page::new(&actor, format!("{title} – {}", chapter.title.get(lang))),
        crumbs,
        title,
        school: school.map_or_else(String::new, |school| school.name.clone()),
        chosen: school.map(|school| school.id),
        schools: schools.iter().map(|school| (school.id, school.name.clone(), Some(school.id) == chosen.skule)).collect(),
        place: places.iter().find(|(.., chosen)| *chosen).map_or_else(String::new, |(key, ..)| key.clone()),
        places,
        groups,
        days: DAYS_TO_ANSWER,
        here,
    })
}

#[derive(Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct AskForm {
    skule: SchoolId,
    avsnitt: usize,
    /// The words as they were shown: they may be others by now.
    tekst: String,
    /// The figure beside which it is to stand.
    #[serde(default)]
    ved: String,
    save_id: String,
}

async fn ask(
    Extract(app): Extract<App>,
    actor: Actor,
    Path((id, key)): Path<(ReportId, String)>,
    Form(form): Form<AskForm>,
) -> Result<Response> {
    let save_id = save_id(&form.save_id)?;
    let mut tx = app.database.write(&actor.scope()).await?;
    let report = queries::load(&app, &mut tx, &actor, id).await?;
    let can = report.rights.can_arrange()?;
    let indicator = chosen_place(report.chapter(&key)?.1, &form.ved)?;
    report.check_open()?;
    let school = municipality::schools(&mut tx, actor.municipality).await?.into_iter().find(|school| school.id == form.skule);
    let school = school.filter(|school| school.takes_part(actor.today)).ok_or(AppError::NotFound)?;
    let found = candidates(&app, &mut tx, &actor, &report, school.id).await?.into_iter().nth(form.avsnitt);
    // Forms send lines with CRLF.
    let shown = form.tekst.replace("\r\n", "\n");
    let Some((_, candidate)) = found.filter(|(_, candidate)| candidate.body == shown) else {
        return Err(AppError::Conflict("error-report-quote-changed"));
    };
    let answer_by = calendar::workdays_after(actor.today, DAYS_TO_ANSWER);
    let new = NewQuote {
        chapter: &key,
        indicator,
        school: school.id,
        source: candidate.source,
        source_id: candidate.id,
        source_words: &candidate.words,
        source_href: &candidate.href,
        body: &candidate.body,
        answer_by,
    };
    let asked = queries::ask(&mut tx, &actor, can, &new, save_id).await?;
    if asked {
        let answering = municipality::answering_for_all(&mut tx, actor.municipality, actor.today).await?.remove(&school.id);
        let what = InBoth::try_each(|lang: Lang| report.title(lang))?;
        let href = format!("{}/sporsmal", report.href());
        let message = Message { notice: Notice::QuoteAsked, who: &actor.name, what: &what, href: &href };
        notification::tell(&mut tx, actor.municipality, actor.now, &answering.unwrap_or_default(), Some(actor.person), &message).await?;
    }
    tx.commit().await?;
    let flash = if asked { Flash::QuoteAsked } else { Flash::NothingChanged };
    Ok(flash::redirect(&format!("{}/sitat?skule={}&ved={}", report.chapter_href(&key), school.id, form.ved), flash))
}

#[derive(Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct PlaceForm {
    #[serde(default)]
    ved: String,
}

async fn place(
    Extract(app): Extract<App>,
    actor: Actor,
    Path((id, quote)): Path<(ReportId, ReportQuoteId)>,
    Form(form): Form<PlaceForm>,
) -> Result<Response> {
    let mut tx = app.database.write(&actor.scope()).await?;
    let report = queries::load(&app, &mut tx, &actor, id).await?;
    let can = report.rights.can_arrange()?;
    report.check_open()?;
    let quotes = queries::quotes(&mut tx, actor.municipality, QuotesWanted::Of(report.id)).await?;
    let quote = quotes.into_iter().find(|one| one.id == quote).ok_or(AppError::NotFound)?;
    let indicator = chosen_place(report.chapter(&quote.chapter)?.1, &form.ved)?;
    if !queries::place(&mut tx, can, quote.id, indicator).await? {
        return Err(AppError::Conflict("error-report-quote-answered"));
    }
    tx.commit().await?;
    Ok(flash::redirect(&format!("{}#sitat-{}", report.chapter_href(&quote.chapter), quote.id), Flash::Saved))
}

async fn take_out(
    Extract(app): Extract<App>,
    actor: Actor,
    Path((id, quote)): Path<(ReportId, ReportQuoteId)>,
    Form(Nothing {}): Form<Nothing>,
) -> Result<Response> {
    let mut tx = app.database.write(&actor.scope()).await?;
    let report = queries::load(&app, &mut tx, &actor, id).await?;
    let can = report.rights.can_arrange()?;
    let quotes = queries::quotes(&mut tx, actor.municipality, QuotesWanted::Of(report.id)).await?;
    let chapter = quotes.into_iter().find(|one| one.id == quote).ok_or(AppError::NotFound)?.chapter;
    if !queries::take_out(&mut tx, can, quote, actor.now).await? {
        return Err(AppError::NotFound);
    }
    tx.commit().await?;
    Ok(flash::redirect(&format!("{}#sitat", report.chapter_href(&chapter)), Flash::QuoteTakenOut))
}

/// A quote in the list of all.
struct Row {
    school: String,
    chapter: String,
    href: String,
    state: String,
    body: String,
}

#[derive(Template)]
#[template(path = "tilstandsrapport/quotes.html")]
struct QuotesPage {
    cx: Page,
    crumbs: Vec<(String, String)>,
    title: String,
    waiting: Vec<Row>,
    others: Vec<Row>,
}

async fn all(Extract(app): Extract<App>, actor: Actor, Path(id): Path<ReportId>) -> Result<Response> {
    let lang = actor.lang;
    let mut tx = app.database.read(&actor.scope()).await?;
    let report = queries::load(&app, &mut tx, &actor, id).await?;
    let _can = report.rights.can_arrange()?;
    let quotes = queries::quotes(&mut tx, actor.municipality, QuotesWanted::Of(report.id)).await?;
    tx.commit().await?;
    let (mut waiting, mut others) = (Vec::new(), Vec::new());
    for quote in quotes {
        let state = quote.state(actor.today);
        let key = match state {
            QuoteState::Agreed => "report-quote-agreed",
            QuoteState::Refused => "report-quote-refused",
            QuoteState::Waiting => "report-quote-waiting",
            QuoteState::Late => "report-quote-late",
            QuoteState::Gone => "report-quote-gone",
        };
        let answered = quote.answer.as_ref().map_or_else(String::new, |(_, at, _)| dates::near(dates::norwegian_date(*at), actor.today));
        let day = dates::near(quote.answer_by, actor.today);
        let row = Row {
            chapter: report.template()?.chapter(&quote.chapter).map_or_else(String::new, |chapter| place_name(chapter, &quote, lang)),
            href: format!("{}#sitat", report.chapter_href(&quote.chapter)),
            state: text_with(lang, key, &[("day", &day), ("answered", &answered)]),
            body: if matches!(state, QuoteState::Refused | QuoteState::Gone) { String::new() } else { quote.body },
            school: quote.school_name,
        };
        if state == QuoteState::Waiting { waiting.push(row) } else { others.push(row) }
    }
    let title = text(lang, "report-quotes-title").into_owned();
    page::html(&QuotesPage {
        cx: Page::new(&actor, title.clone()),
        crumbs: side::crumbs(&report, &actor, Some((format!("{}/sitat", report.href()), title.clone())))?,
        title,
        waiting,
        others,
    })
}
