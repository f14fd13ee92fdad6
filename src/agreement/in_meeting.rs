//! What the page of a meeting shows of agreements: those made in it with the forms that make them, and the open ones from before.
use std::collections::HashSet;

use sqlx::PgConnection;
use time::Date;
use uuid::Uuid;

use super::model::{Agreement, By, Candidate, Errors, Giver, State, Typed};
use super::queries::{self, Wanted};
use crate::access::Actor;
use crate::access::rules::CanAgree;
use crate::error::Result;
use crate::ids::{AgreementId, MeetingId, MeetingPointId};
use crate::meeting::{self, Meeting, Point};
use crate::text::{Lang, dates, text};
use crate::web::extract::Pairs;

/// An agreement on a page.
pub struct Row {
    /// Its page.
    pub href: String,
    /// What.
    pub what: String,
    /// Who.
    pub who: String,
    /// The day.
    pub day: String,
    /// How far away it is, while somebody waits for it.
    pub distance: Option<String>,
    /// The day, and how far away it is while somebody waits for it, as a sentence.
    pub when: String,
    /// How it stands.
    pub state: State,
    /// The point of the agenda it came from; may be empty.
    pub point: String,
    /// It is the promise of the meeting's school, of one of several, or of the owner.
    pub giver: Giver,
    /// The meeting it was made in.
    pub meeting: MeetingId,
    /// The day is past, and somebody still waits.
    pub overdue: bool,
}

impl Row {
    /// The row of an agreement.
    pub fn of(agreement: &Agreement, point: String, today: Date, lang: Lang) -> Self {
        Self {
            href: agreement.href(),
            what: agreement.words(lang),
            who: agreement.who(lang),
            day: dates::long(agreement.due),
            distance: agreement.state.is_open().then(|| dates::days_away((agreement.due - today).whole_days(), lang)),
            when: agreement.when(today, lang),
            state: agreement.state,
            point,
            giver: agreement.giver,
            meeting: agreement.meeting,
            overdue: agreement.is_overdue(today),
        }
    }
}

/// What the names of an agreement begin with when it goes with the form of the minutes.
const CARRIED: &str = "avtale.";

impl Typed {
    /// What is typed of an agreement beside the minutes.
    pub fn carried(sent: &Pairs) -> Self {
        let field = |name: &str| sent.get(&format!("{CARRIED}{name}")).unwrap_or_default().to_owned();
        Self {
            kva: field("kva"),
            kven: field("kven"),
            frist: field("frist"),
            punkt: field("punkt"),
            save_id: field("save_id"),
            versjon: String::new(),
        }
    }
}

/// Something to choose in a form.
pub struct Choice {
    /// What is sent.
    pub value: String,
    /// What it says.
    pub name: String,
    /// It is chosen.
    pub chosen: bool,
}

/// What was typed in one of the forms of a meeting and not taken; nothing as they are first shown.
#[derive(Default)]
pub struct Refused {
    /// What was typed.
    pub typed: Typed,
    /// What is wrong with it.
    pub errors: Errors,
    /// It is a request.
    pub asking: bool,
}

/// «Avtalt oppfølging»: what was agreed in a meeting, and the forms.
pub struct Agreed {
    /// The meeting's page.
    pub href: String,
    /// What was agreed, as far as the actor reads it.
    pub rows: Vec<Row>,
    /// The actor makes agreements.
    pub makes: bool,
    /// The actor asks the owner for support.
    pub asks: bool,
    /// Whose promise it can be: the sides, and who takes part on them.
    pub who: Vec<Choice>,
    /// Points it can come from.
    pub points: Vec<Choice>,
    /// Points that something which stands came from.
    pub tied: HashSet<MeetingPointId>,
    /// What was typed and not taken.
    pub refused: Refused,
    /// For an agreement.
    pub save_id: String,
    /// For a request.
    pub ask_id: String,
    /// What is typed goes with the form of the minutes on the same page, so that neither is lost when the other is sent.
    pub carried: bool,
}

impl Agreed {
    /// There is something to show.
    pub fn is_shown(&self) -> bool {
        self.makes || self.asks || !self.rows.is_empty()
    }

    /// What a field of the form that makes an agreement is called when it is sent.
    pub fn sent_as(&self, field: &str) -> String {
        if self.carried { format!("{CARRIED}{field}") } else { field.to_owned() }
    }

    /// What is wrong with a field of the form that makes an agreement.
    pub fn error(&self, field: &str) -> Option<String> {
        if self.refused.asking { None } else { self.found(field) }
    }

    /// What is wrong with a field of the form that asks.
    pub fn ask_error(&self, field: &str) -> Option<String> {
        if self.refused.asking { self.found(field) } else { None }
    }

    fn found(&self, field: &str) -> Option<String> {
        self.refused.errors.iter().find(|(known, _)| *known == field).map(|(_, sentence)| sentence.clone())
    }

    /// What was typed in the form that makes an agreement.
    pub fn typed(&self, field: &str) -> &str {
        if self.refused.asking { "" } else { self.value(field) }
    }

    /// What was typed in the form that asks.
    pub fn asked(&self, field: &str) -> &str {
        if self.refused.asking { self.value(field) } else { "" }
    }

    fn value(&self, field: &str) -> &str {
        match field {
            "kva" => &self.refused.typed.kva,
            "frist" => &self.refused.typed.frist,
            _ => "",
        }
    }
}

/// What was agreed in a meeting, for its page; `points` in the order of the page ([`meeting::agenda`]), `typed` what stood in its form when the minutes it goes
/// with were refused. `carried`: the page has the form of the minutes.
pub async fn in_meeting(
    connection: &mut PgConnection,
    actor: &Actor,
    meeting: &Meeting,
    points: &[Point],
    (typed, carried): (Typed, bool),
) -> Result<Agreed> {
    let agreed = with_form(connection, actor, meeting, points, Refused { typed, ..Refused::default() }).await?;
    Ok(Agreed { carried, ..agreed })
}

/// The same, with what was typed and not taken.
pub async fn with_form(
    connection: &mut PgConnection,
    actor: &Actor,
    meeting: &Meeting,
    points: &[Point],
    refused: Refused,
) -> Result<Agreed> {
    let (lang, rights, typed) = (actor.lang, &meeting.rights, &refused.typed);
    let (makes, asks) = (CanAgree::make(actor, rights).is_ok(), CanAgree::ask(actor, rights).is_ok());
    let wanted = Wanted { meeting: Some(meeting.id), ..Wanted::default() };
    let mut made = if rights.reads_agreements { queries::agreements(&mut *connection, actor, wanted).await? } else { Vec::new() };
    made.sort_by_key(|agreement| agreement.id);
    let candidates = if makes { queries::candidates(connection, actor, meeting.id).await? } else { Vec::new() };
    let kind = meeting.kind()?;
    let heading = |agreement: &Agreement| {
        let point = points.iter().find(|point| Some(point.id) == agreement.point);
        point.map_or_else(String::new, |point| point.heading(kind, lang))
    };
    Ok(Agreed {
        href: meeting.href(),
        rows: made.iter().map(|agreement| Row::of(agreement, heading(agreement), actor.today, lang)).collect(),
        makes,
        asks,
        who: who(meeting, &candidates, &typed.kven, lang),
        points: points
            .iter()
            .map(|point| {
                let value = point.id.to_string();
                Choice { chosen: typed.punkt == value, name: point.heading(kind, lang), value }
            })
            .collect(),
        tied: made.iter().filter(|agreement| agreement.state.stands()).filter_map(|agreement| agreement.point).collect(),
        refused,
        save_id: Uuid::new_v4().to_string(),
        ask_id: Uuid::new_v4().to_string(),
        carried: false,
    })
}

/// Whose promise an agreement made in a meeting can be, as its form shows it.
pub async fn choices(connection: &mut PgConnection, actor: &Actor, meeting: &Meeting, chosen: &str) -> Result<Vec<Choice>> {
    let candidates = queries::candidates(connection, actor, meeting.id).await?;
    Ok(who(meeting, &candidates, chosen, actor.lang))
}

/// How these agreements of a meeting stand now, as far as the actor reads them, in the order they were made.
pub async fn made_in(connection: &mut PgConnection, actor: &Actor, meeting: MeetingId, only: &[AgreementId]) -> Result<Vec<Row>> {
    if only.is_empty() {
        return Ok(Vec::new());
    }
    let mut made = queries::agreements(connection, actor, Wanted { meeting: Some(meeting), ..Wanted::default() }).await?;
    made.retain(|agreement| only.contains(&agreement.id));
    made.sort_by_key(|agreement| agreement.id);
    Ok(made.iter().map(|agreement| Row::of(agreement, String::new(), actor.today, actor.lang)).collect())
}

/// Whose promise it can be. Nobody is chosen beforehand, so that nobody promises by oversight.
pub fn who(meeting: &Meeting, candidates: &[Candidate], chosen: &str, lang: Lang) -> Vec<Choice> {
    let mut choices = Vec::new();
    for giver in Giver::ALL {
        let name = match (giver, &meeting.school) {
            (Giver::School, Some((_, name))) => name.clone(),
            (Giver::School, None) => text(lang, "agreement-side-schools").into_owned(),
            (Giver::Owner, _) => text(lang, giver.text_key()).into_owned(),
        };
        choices.push(Choice { value: giver.key().to_owned(), name, chosen: chosen == giver.key() });
        for one in candidates.iter().filter(|one| one.giver == giver) {
            let value = By { giver, school: one.school, person: Some((one.person, String::new())) }.key();
            choices.push(Choice { chosen: chosen == value, name: one.name.clone(), value });
        }
    }
    choices
}

/// «Sidan sist»: what both sides still owe each other when they meet.
pub struct Since {
    /// The owner's.
    pub owner: Vec<Row>,
    /// The school's, or the schools'.
    pub school: Vec<Row>,
    /// There are several schools.
    pub several: bool,
}

impl Since {
    /// Nothing is open.
    pub fn is_empty(&self) -> bool {
        self.owner.is_empty() && self.school.is_empty()
    }

    /// Those that were made in one of these meetings.
    #[must_use]
    pub fn made_in(mut self, meetings: &HashSet<MeetingId>) -> Self {
        self.owner.retain(|row| meetings.contains(&row.meeting));
        self.school.retain(|row| meetings.contains(&row.meeting));
        self
    }
}

/// The open agreements of both sides from before a meeting, as far as the actor reads them; nothing when the meeting is over, since how they stand then is
/// another matter.
pub async fn since_last(connection: &mut PgConnection, actor: &Actor, meeting: &Meeting) -> Result<Since> {
    let several = meeting.school.is_none();
    let ahead = matches!(meeting.state, meeting::State::Booked | meeting::State::Held | meeting::State::Commenting);
    if !ahead || !meeting.rights.reads_agreements {
        return Ok(Since { owner: Vec::new(), school: Vec::new(), several });
    }
    let wanted = Wanted { before: Some(meeting.id), open: true, ..Wanted::default() };
    let open = queries::agreements(connection, actor, wanted).await?;
    let rows = open.iter().map(|agreement| Row::of(agreement, String::new(), actor.today, actor.lang));
    let (owner, school) = rows.partition(|row| row.giver == Giver::Owner);
    Ok(Since { owner, school, several })
}
