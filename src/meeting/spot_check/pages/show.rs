//! `/moter/{meeting}/stikkprove`: the draws of a check, what was seen, what it became, and the year's other check beside it.
use askama::Template;
use axum::extract::State as Extract;
use axum::response::Response;
use uuid::Uuid;

use super::{enter, known, steps};
use crate::App;
use crate::access::Actor;
use crate::access::rules::SpotCheckRights;
use crate::agreement::{self, Choice, Row};
use crate::database::Tx;
use crate::error::{AppError, Result};
use crate::ids::{MeetingId, SchoolId};
use crate::meeting::model::{Meeting, Participant, State};
use crate::meeting::queries as meetings;
use crate::meeting::spot_check::model::{Again, Check, Draw, standing};
use crate::meeting::spot_check::queries;
use crate::meeting::spot_check::view::{self, Beside, DrawView, Other};
use crate::text::{dates, text, text_with};
use crate::web::extract::Path;
use crate::web::page::{self, Page};
use crate::web::routes::Routes;
use crate::writing::{Side, possible_names};

/// Routes of this file.
pub fn routes() -> Routes {
    Routes::new().get("/moter/{meeting}/stikkprove", show)
}

/// What was typed in one of the forms and not taken.
#[derive(Debug, Clone, Default)]
pub struct Typed {
    /// How many cases there are.
    pub cases: String,
    /// Who says that there is none.
    pub who: String,
    /// Why it is drawn again.
    pub again: String,
    /// An agreement.
    pub agreement: agreement::Typed,
    /// Field and sentence of what is wrong.
    pub errors: Vec<(String, String)>,
}

#[derive(Template)]
#[template(path = "meeting/spot_check.html")]
struct CheckPage {
    cx: Page,
    crumbs: Vec<(String, String)>,
    heading: String,
    href: String,
    meeting_href: String,
    purpose: String,
    law: String,
    rights: SpotCheckRights,
    /// The steps with what to look for, and the fields of the plan.
    look_for: Vec<(String, String)>,
    plan: Vec<String>,
    wanted: u8,
    /// Why nothing can be drawn now.
    closed: Option<&'static str>,
    /// The newest first.
    draws: Vec<DrawView>,
    /// A draw waits for the number of cases.
    waits: bool,
    /// Number of the newest draw.
    newest: i32,
    said_by: Vec<Choice>,
    again: Vec<Choice>,
    typed: Typed,
    named: Vec<(String, String)>,
    agreements: Vec<Row>,
    who: Vec<Choice>,
    save_id: String,
    /// A draw came to something.
    made: bool,
    for_minutes: Option<String>,
    others: Vec<Other>,
    columns: Vec<String>,
    beside: Vec<Beside>,
}

impl CheckPage {
    fn error(&self, field: &str) -> Option<String> {
        page::error_on(&self.typed.errors, field)
    }
}

async fn show(Extract(app): Extract<App>, actor: Actor, Path(id): Path<MeetingId>) -> Result<Response> {
    let mut tx = app.database.read(&actor.scope()).await?;
    let check = enter(&app, &mut tx, &actor, id).await?;
    let page = draw(&app, &mut tx, &actor, &check, Typed::default()).await?;
    tx.commit().await?;
    Ok(page)
}

/// The page, with what was typed and not taken.
pub async fn draw(app: &App, tx: &mut Tx, actor: &Actor, check: &Check, typed: Typed) -> Result<Response> {
    let lang = actor.lang;
    let (meeting, rights) = (&check.meeting, check.rights);
    let school = meeting.school.as_ref().map(|(school, _)| *school).ok_or(AppError::NotFound)?;
    let draws = queries::draws(tx, actor.municipality, meeting.id, rights.reads_count).await?;
    let participants = meetings::participants(tx, actor.municipality, meeting.id).await?;
    let tied = queries::agreements(tx, actor.municipality, meeting.id).await?;
    let agreements = agreement::made_in(tx, actor, meeting.id, &tied).await?;
    let who = if rights.writes { agreement::choices(tx, actor, meeting, &typed.agreement.kven).await? } else { Vec::new() };
    let others = others(app, tx, actor, (check, school)).await?;
    let named = if rights.writes { named(actor, check, &draws, &agreements, &participants) } else { Vec::new() };
    let (columns, beside) = beside(actor, (check, &draws), &others)?;
    let views = others.into_iter().map(|other| view::other(actor, &other.check, &other.draws, other.agreements, other.before));
    let day = dates::norwegian_date(meeting.starts_at);
    let law = check.template.law(day);
    let short = law.map_or("", |law| law.short.get(lang));
    let law = law.map_or_else(String::new, |law| law.words(lang));
    let newest = draws.last();
    let page = CheckPage {
        cx: Page::new(actor, check.title(lang)).refused_when(!typed.errors.is_empty()),
        crumbs: steps(actor, check, None)?,
        heading: meeting.title(lang)?,
        href: check.href(),
        meeting_href: meeting.href(),
        purpose: check.template.purpose.get(lang).to_owned(),
        law: text_with(lang, "check-law", &[("day", &dates::long(day)), ("law", &law)]),
        rights,
        look_for: check.template.steps.iter().map(|step| (step.name.get(lang).to_owned(), step.look_for.get(lang).to_owned())).collect(),
        plan: check.template.plan.iter().map(|field| field.name.get(lang).to_owned()).collect(),
        wanted: check.template.cases,
        closed: closed(meeting),
        waits: newest.is_some_and(|draw| draw.outcome.is_none()),
        newest: newest.map_or(0, |draw| draw.number),
        said_by: said_by(&participants, &typed.who),
        again: Again::ALL.map(|again| choice(again.key(), text(lang, again.text_key()).into_owned(), &typed.again)).into(),
        made: standing(&draws).is_some(),
        for_minutes: standing(&draws)
            .filter(|_| rights.writes)
            .and_then(|draw| view::sentence_for_minutes(draw, agreements.len()))
            .map(|key| text_with(lang, key, &[("law", &short)])),
        draws: draws.iter().rev().map(|one| view::draw(actor, check, one, Some(one) == newest)).collect(),
        named,
        agreements,
        who,
        save_id: if typed.agreement.save_id.is_empty() { Uuid::new_v4().to_string() } else { typed.agreement.save_id.clone() },
        typed,
        others: views.collect::<Result<_>>()?,
        columns,
        beside,
    };
    page::answered(&page, &page.typed.errors)
}

/// Key of the sentence that says why nothing is drawn.
fn closed(meeting: &Meeting) -> Option<&'static str> {
    match meeting.state {
        State::Booked => Some("check-ahead"),
        State::Held if meeting.rights.reads_minutes => Some("check-over"),
        State::Held => None,
        State::Commenting => Some("check-commenting"),
        State::Approved | State::Cancelled => Some("check-over"),
    }
}

fn choice(value: &str, name: String, chosen: &str) -> Choice {
    Choice { value: value.to_owned(), name, chosen: value == chosen }
}

/// Those of the school who can say that there is no case.
fn said_by(participants: &[Participant], chosen: &str) -> Vec<Choice> {
    let school = participants.iter().filter(|one| one.side == Side::School && one.person.is_some());
    school.map(|one| choice(&one.id.to_string(), one.name.clone(), chosen)).collect()
}

/// Where somebody may be named: in a note, or in an agreement that came of one.
fn named(actor: &Actor, check: &Check, draws: &[Draw], agreements: &[Row], participants: &[Participant]) -> Vec<(String, String)> {
    let known = known(actor, check, participants);
    let mut named = view::named(actor, check, draws, &known);
    for row in agreements {
        let names = possible_names(&row.what, &known);
        if !names.is_empty() {
            let quoted = names.iter().map(|name| format!("«{name}»")).collect::<Vec<_>>().join(", ");
            let sentence = text_with(actor.lang, "meeting-named", &[("words", &quoted), ("where", &text(actor.lang, "check-agreements"))]);
            named.push((row.href.clone(), sentence));
        }
    }
    named
}

/// Another check of the year, as the actor reads it.
struct Found {
    check: Check,
    draws: Vec<Draw>,
    agreements: Vec<Row>,
    before: bool,
}

/// The other checks of the same kind of the school in the year, as far as the actor reads them: each is loaded as its own page loads it.
async fn others(app: &App, tx: &mut Tx, actor: &Actor, (check, school): (&Check, SchoolId)) -> Result<Vec<Found>> {
    let own = &check.meeting;
    let mut found = Vec::new();
    for id in queries::others(tx, actor.municipality, (school, own.school_year, own.id)).await? {
        let other = match enter(app, tx, actor, id).await {
            Ok(other) if other.template.key == check.template.key => other,
            Ok(_) | Err(AppError::NotFound) => continue,
            Err(error) => return Err(error),
        };
        let draws = queries::draws(tx, actor.municipality, id, false).await?;
        let tied = queries::agreements(tx, actor.municipality, id).await?;
        let agreements = agreement::made_in(tx, actor, id, &tied).await?;
        let before = (other.meeting.starts_at, other.meeting.id.0) < (own.starts_at, own.id.0);
        found.push(Found { check: other, draws, agreements, before });
    }
    Ok(found)
}

/// What was seen in the checks before this one and in this, in columns; nothing when there was none before.
type Columns = (Vec<String>, Vec<Beside>);

fn beside(actor: &Actor, (check, draws): (&Check, &[Draw]), others: &[Found]) -> Result<Columns> {
    let mut checks: Vec<(&Check, &[Draw])> =
        others.iter().filter(|other| other.before).map(|other| (&other.check, other.draws.as_slice())).collect();
    if checks.is_empty() {
        return Ok((Vec::new(), Vec::new()));
    }
    checks.push((check, draws));
    let columns = checks.iter().map(|(one, _)| view::column(actor, one)).collect::<Result<Vec<_>>>()?;
    let beside = view::beside(actor, &checks, &columns);
    Ok((columns, beside))
}
