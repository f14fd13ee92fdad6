//! `/skriftlege-avtalar/{written}`: how an agreement stands, what is in force, how promises go, what was seen, and how it ended.
use askama::Template;
use axum::extract::State as Extract;
use axum::response::Response;

use super::shown::{Shown, shown, signed};
use super::{crumbs, enter};
use crate::App;
use crate::access::Actor;
use crate::access::rules::{ChainSide, WrittenRights};
use crate::database::Tx;
use crate::error::{AppError, Result};
use crate::ids::WrittenAgreementId;
use crate::text::{Lang, dates, text, text_with};
use crate::web::extract::Path;
use crate::web::page::{self, Page};
use crate::web::routes::Routes;
use crate::writing::grouped_hash;
use crate::written_agreement::model::{Agreement, End, PromiseState, Seen, Stage, Version, VersionState};
use crate::written_agreement::queries::{self, SchoolMeeting};

/// Routes of this file.
pub fn routes() -> Routes {
    Routes::new().get("/skriftlege-avtalar/{written}", show)
}

/// What was typed in one of the page's forms and not taken.
#[derive(Debug, Clone, Default)]
pub struct Typed {
    /// Of a promise: its number, how it goes, the note.
    pub promise: Option<(i32, String, String)>,
    /// Of what was seen: the day of the agreement, the day, the meeting, the words.
    pub seen: Option<[String; 4]>,
    /// Where it stands in the archive.
    pub reference: Option<String>,
}

/// What was seen.
struct SeenView {
    day: String,
    about: String,
    note: String,
    meeting: Option<(String, String)>,
}

/// The version that is being written or signed.
struct OpenView {
    number: i32,
    state: String,
    signatures: Vec<(String, String)>,
}

/// What the actor may do, as buttons.
struct Buttons {
    writes: bool,
    readies: bool,
    opens: bool,
    signs: bool,
    withdraws: bool,
    drops: bool,
    changes: bool,
    ends: bool,
    answers: bool,
    archives: bool,
    follows: bool,
}

impl Buttons {
    fn of(rights: &WrittenRights) -> Self {
        Self {
            writes: rights.can_write().is_ok(),
            readies: rights.can_turn(VersionState::Ready).is_ok(),
            opens: rights.can_turn(VersionState::Draft).is_ok(),
            signs: rights.can_sign().is_ok(),
            withdraws: rights.can_withdraw().is_ok(),
            drops: rights.can_drop().is_ok(),
            changes: rights.can_change().is_ok(),
            ends: rights.can_end().is_ok(),
            answers: rights.can_answer_end().is_ok(),
            archives: rights.can_archive().is_ok(),
            follows: rights.can_follow().is_ok(),
        }
    }
}

/// How it ended.
pub struct EndView {
    /// What came of it.
    pub outcome: String,
    /// In words.
    pub words: String,
    /// By whom, and when.
    pub by: String,
    /// The sum of that.
    pub sum: String,
    /// Who has read it, and their view (empty: none).
    pub answer: Option<(String, String)>,
}

impl EndView {
    /// How it ended, in words.
    pub fn of(end: &End, lang: Lang) -> Self {
        let line = |key: &str, who: &String, at| text_with(lang, key, &[("who", who), ("at", &dates::moment(at))]);
        Self {
            outcome: text(lang, end.outcome.text_key()).into_owned(),
            words: end.words.clone(),
            by: line("written-ended-by", &end.by, end.at),
            sum: grouped_hash(&end.sha256),
            answer: end.answer.as_ref().map(|answer| (line("written-read-by", &answer.by, answer.at), answer.view.clone())),
        }
    }
}

#[derive(Template)]
#[template(path = "written_agreement/front.html")]
struct FrontPage {
    cx: Page,
    crumbs: Vec<(String, String)>,
    title: String,
    href: String,
    stage: Stage,
    about: String,
    readers: Vec<(String, String)>,
    elsewhere: String,
    legal: String,
    shown: Shown,
    /// The version that is shown, when both have signed it.
    in_force: Option<i32>,
    signatures: Vec<(String, String)>,
    open: Option<OpenView>,
    buttons: Buttons,
    seen: Vec<SeenView>,
    reviews: Vec<(String, String)>,
    meetings: Vec<(String, String)>,
    end: Option<EndView>,
    kept: Option<String>,
    archived: Option<String>,
    versions: Vec<(i32, String)>,
    promise: Option<(i32, String, String)>,
    typed_seen: [String; 4],
    reference: String,
    today: String,
    errors: Vec<(String, String)>,
}

impl FrontPage {
    fn error(&self, field: &str) -> Option<String> {
        page::error_on(&self.errors, field)
    }

    fn error_of(&self, field: &str, number: i32) -> Option<String> {
        self.error(&format!("{field}-{number}"))
    }

    /// How a promise goes in its form: as typed, or as it stands.
    fn chosen(&self, number: i32, stands: &str, state: PromiseState) -> bool {
        match &self.promise {
            Some((typed, chosen, _)) if *typed == number => chosen == state.key(),
            _ => stands == state.key(),
        }
    }

    fn note_of(&self, number: i32) -> &str {
        self.promise.as_ref().filter(|(typed, ..)| *typed == number).map_or("", |(_, _, note)| note.as_str())
    }

    fn promise_failed(&self, number: i32) -> bool {
        self.promise.as_ref().is_some_and(|(typed, ..)| *typed == number)
    }

    fn seen_is(&self, index: usize, value: &str) -> bool {
        self.typed_seen.get(index).is_some_and(|typed| typed == value)
    }

    fn seen_failed(&self) -> bool {
        ["dato", "sett", "mote", "oppfolging"].iter().any(|field| self.error(field).is_some())
    }
}

/// Who reads it today, side by side.
async fn readers(tx: &mut Tx, actor: &Actor, agreement: &Agreement) -> Result<Vec<(String, String)>> {
    let mut readers = Vec::new();
    for (side, key) in [(ChainSide::School, "written-readers-school"), (ChainSide::Owner, "written-readers-owner")] {
        let people = queries::people(tx, actor, agreement.rights.facts().school, side).await?;
        let names: Vec<String> = people.into_iter().map(|(_, name)| name).collect();
        let names = if names.is_empty() { text(actor.lang, "written-nobody").into_owned() } else { names.join("; ") };
        readers.push((text(actor.lang, key).into_owned(), names));
    }
    Ok(readers)
}

fn seen_view(actor: &Actor, one: Seen, version: &Version, meetings: &[SchoolMeeting]) -> SeenView {
    let lang = actor.lang;
    let planned = one.line.and_then(|line| version.content.reviews.iter().find(|review| review.number == line));
    let planned = planned.map(|review| text_with(lang, "written-seen-planned", &[("day", &dates::long(review.day))]));
    let by = text_with(lang, "written-seen-by", &[("who", &one.by.0), ("at", &dates::moment(one.by.1))]);
    let named = queries::by_id(meetings);
    SeenView {
        day: dates::long(one.day),
        about: [planned, Some(by)].into_iter().flatten().collect::<Vec<_>>().join(" "),
        note: one.note,
        meeting: one.meeting.map(|id| {
            let words = named.get(&id).map_or_else(|| text(lang, "written-meeting").into_owned(), |words| (*words).to_owned());
            (format!("/moter/{id}"), words)
        }),
    }
}

/// «Gjeld frå … til …. Versjon 2, i kraft frå …»
fn about(lang: Lang, version: &Version, shown: &Shown) -> String {
    let since = version.in_force_at.map(|at| {
        let day = dates::long(dates::norwegian_date(at));
        text_with(lang, "written-since", &[("version", &version.number), ("day", &day)])
    });
    let period = Some(shown.period.clone()).filter(|words| !words.is_empty());
    let period = period.map(|words| text_with(lang, "written-holds", &[("period", &words)]));
    [period, since].into_iter().flatten().collect::<Vec<_>>().join(" ")
}

/// The page; `errors` are of one of its forms.
pub async fn draw(
    app: &App,
    mut tx: Tx,
    actor: &Actor,
    agreement: &Agreement,
    (typed, errors): (Typed, Vec<(String, String)>),
) -> Result<Response> {
    let (lang, rights) = (actor.lang, agreement.rights);
    let versions = queries::versions(&mut tx, actor, agreement).await?;
    let signatures = queries::signatures(&mut tx, actor, agreement).await?;
    let entries = queries::entries(&mut tx, actor, agreement).await?;
    let seen = queries::seen(&mut tx, actor, agreement).await?;
    let end = queries::end_of(&mut tx, actor, agreement).await?;
    let archived = queries::archived(&mut tx, actor, agreement).await?;
    let meetings = queries::meetings(app, &mut tx, actor, agreement).await?;
    let readers = readers(&mut tx, actor, agreement).await?;
    tx.commit().await?;
    let template = agreement.template()?;
    let facts = rights.facts();
    let newest = versions.first().ok_or(AppError::NotFound)?;
    let current = versions.iter().find(|version| facts.in_force == Some(version.number)).unwrap_or(newest);
    let keeps = rights.can_follow().ok().map(|_| rights.own);
    let followed = (facts.in_force.is_some().then_some(entries.as_slice()), keeps);
    let shown = shown(actor, agreement, &current.content, followed)?;
    let stage = agreement.stage();
    let open = (newest.state != VersionState::InForce).then(|| OpenView {
        number: newest.number,
        state: text(lang, if newest.state == VersionState::Draft { "written-open-draft" } else { "written-open-ready" }).into_owned(),
        signatures: signed(actor, &signatures, newest.number),
    });
    let title = agreement.title(lang)?;
    let reference = typed.reference.unwrap_or_else(|| archived.as_ref().map_or_else(String::new, |one| one.reference.clone()));
    let page = FrontPage {
        cx: Page::new(actor, title.clone()).refused_when(!errors.is_empty()),
        crumbs: crumbs(actor, agreement, None),
        href: agreement.href(),
        stage,
        about: about(lang, current, &shown),
        readers,
        elsewhere: template.elsewhere.get(lang).to_owned(),
        legal: template.legal.get(lang).to_owned(),
        in_force: facts.in_force,
        signatures: if facts.in_force.is_some() { signed(actor, &signatures, current.number) } else { Vec::new() },
        open,
        buttons: Buttons::of(&rights),
        seen: seen.into_iter().map(|one| seen_view(actor, one, current, &meetings)).collect(),
        reviews: current.content.reviews.iter().map(|review| (review.number.to_string(), dates::long(review.day))).collect(),
        meetings: meetings.into_iter().map(|one| (one.id.to_string(), one.words)).collect(),
        end: end.as_ref().map(|end| EndView::of(end, lang)),
        kept: agreement.keep_until.map(|day| text_with(lang, "written-kept", &[("day", &dates::long(day))])),
        archived: archived.map(|one| {
            let at = dates::moment(one.by.1);
            text_with(lang, "written-archived", &[("reference", &one.reference), ("who", &one.by.0), ("at", &at)])
        }),
        versions: versions
            .iter()
            .filter_map(|version| {
                let day = dates::long(dates::norwegian_date(version.in_force_at?));
                Some((version.number, text_with(lang, "written-version-line", &[("version", &version.number), ("day", &day)])))
            })
            .collect(),
        promise: typed.promise,
        typed_seen: typed.seen.unwrap_or_else(|| [String::new(), dates::for_form(actor.today), String::new(), String::new()]),
        reference,
        today: dates::long(actor.today),
        shown,
        title,
        errors,
    };
    page::answered(&page, &page.errors)
}

async fn show(Extract(app): Extract<App>, actor: Actor, Path(id): Path<WrittenAgreementId>) -> Result<Response> {
    let (tx, agreement) = enter(&app, &actor, id).await?;
    draw(&app, tx, &actor, &agreement, (Typed::default(), Vec::new())).await
}
