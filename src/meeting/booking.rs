//! Booking a meeting: what a form must say, and whom a kind asks to come.
use sqlx::PgConnection;
use time::{Date, Duration, OffsetDateTime};
use uuid::Uuid;

use super::model::{Meeting, title};
use super::queries::{self, NewMeeting};
use super::{note, preparation};
use crate::access::Actor;
use crate::access::rules::{CanBook, CanMove, NOTES_KEPT};
use crate::calendar::school_year_of;
use crate::error::Result;
use crate::ids::{AreaId, MeetingId, ModelPackId, PersonId, SchoolId};
use crate::invitation::{self, Told, What};
use crate::model_pack::{Dialogue, Invited, LeadingRole};
use crate::municipality::{self, Member};
use crate::notification::{self, Message, Notice};
use crate::text::{InBoth, Lang, dates, text};
use crate::writing::{self, Belongs, Side};

/// The most characters of a place.
pub const LONGEST_PLACE: usize = 120;
/// A meeting can be booked so far ahead.
const FARTHEST: Duration = Duration::days(730);

/// Somebody to ask.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    /// The side they come on.
    pub side: Side,
    /// The school they come from.
    pub school: Option<SchoolId>,
    /// Who; `None` for one who does not sign in.
    pub person: Option<PersonId>,
    /// That one in words; else empty.
    pub words: String,
}

/// Whom a kind asks of a school with these members.
pub fn asked_of_school(kind: &Dialogue, school: SchoolId, members: &[Member], lang: Lang) -> Vec<Asked> {
    let mut asked: Vec<Asked> = Vec::new();
    for invited in &kind.participants {
        let people: Vec<PersonId> = members.iter().filter(|member| is_asked(invited, member)).map(|member| member.person).collect();
        for person in people {
            if !asked.iter().any(|one| one.person == Some(person)) {
                asked.push(Asked { side: Side::School, school: Some(school), person: Some(person), words: String::new() });
            }
        }
        if let Some(words) = &invited.words {
            asked.push(Asked { side: Side::School, school: Some(school), person: None, words: words.get(lang).to_owned() });
        }
    }
    asked
}

fn is_asked(invited: &Invited, member: &Member) -> bool {
    match (invited.role, &invited.function) {
        (Some(LeadingRole::Rektor), _) => member.role == "rektor",
        (None, Some(function)) => member.role != "rektor" && member.function.as_ref() == Some(function),
        (Some(LeadingRole::Owner), _) | (None, None) => false,
    }
}

/// Time and place as typed.
#[derive(Debug, Clone, Default, serde::Deserialize)]
pub struct TypedTime {
    /// Day.
    #[serde(default)]
    pub dato: String,
    /// From.
    #[serde(default)]
    pub fra: String,
    /// To.
    #[serde(default)]
    pub til: String,
    /// Where.
    #[serde(default)]
    pub stad: String,
}

/// Time and place as they can be stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Times {
    /// Start.
    pub starts_at: OffsetDateTime,
    /// End.
    pub ends_at: OffsetDateTime,
    /// Where; may be empty.
    pub place: String,
}

impl Times {
    /// Those that stand.
    pub fn standing(meeting: &Meeting) -> Self {
        Self { starts_at: meeting.starts_at, ends_at: meeting.ends_at, place: meeting.place.clone() }
    }
}

/// Field and sentence.
pub type Errors = Vec<(String, String)>;

impl TypedTime {
    /// What the form starts with: nine o'clock on a day, as long as the kind takes.
    pub fn proposed(kind: &Dialogue, day: Date, place: &str) -> Self {
        let ends = 9 * 60 + u32::from(kind.minutes.from);
        let time = |minutes: u32| format!("{:02}:{:02}", (minutes / 60).min(23), minutes % 60);
        Self { dato: dates::for_form(day), fra: time(9 * 60), til: time(ends), stad: place.to_owned() }
    }

    /// The time that stands.
    pub fn standing(meeting: &Meeting) -> Self {
        Self {
            dato: dates::for_form(dates::norwegian_date(meeting.starts_at)),
            fra: dates::time_for_form(meeting.starts_at),
            til: dates::time_for_form(meeting.ends_at),
            stad: meeting.place.clone(),
        }
    }

    /// The times, or what is wrong with each field. `earliest` is the first day that can be chosen: a meeting that was held on paper is entered afterwards.
    pub fn check(&self, earliest: Date, now: OffsetDateTime, lang: Lang) -> Result<Times, Errors> {
        let mut errors = Errors::new();
        let mut wrong = |field: &str, key: &str| errors.push((field.to_owned(), text(lang, key).into_owned()));
        let latest = dates::norwegian_date(now + FARTHEST);
        let day = dates::from_form(&self.dato).filter(|day| (earliest..=latest).contains(day));
        let (from, to) = (dates::time_from_form(&self.fra), dates::time_from_form(&self.til));
        if day.is_none() {
            wrong("dato", if self.dato.trim().is_empty() { "error-meeting-no-date" } else { "error-meeting-date" });
        }
        if from.is_none() {
            wrong("fra", "error-meeting-time");
        }
        if to.is_none() {
            wrong("til", "error-meeting-time");
        }
        if let (Some(from), Some(to)) = (from, to)
            && to <= from
        {
            wrong("til", "error-meeting-ends-first");
        }
        let place =
            if self.stad.trim().is_empty() { Ok(String::new()) } else { writing::short_text(&self.stad, LONGEST_PLACE, "".into(), lang) };
        if let Err(sentence) = &place {
            errors.push(("stad".to_owned(), sentence.clone()));
        }
        let moment =
            |day: Option<Date>, time: Option<(u8, u8)>| day.zip(time).and_then(|(day, (hour, minute))| dates::moment_of(day, hour, minute));
        match (moment(day, from), moment(day, to), place) {
            (Some(starts_at), Some(ends_at), Ok(place)) if errors.is_empty() => Ok(Times { starts_at, ends_at, place }),
            _ => Err(errors),
        }
    }
}

/// What to book.
#[derive(Debug, Clone)]
pub struct Booking<'a> {
    /// The kind.
    pub kind: &'a Dialogue,
    /// The pack version it is of.
    pub pack: ModelPackId,
    /// The area or the network, for several schools; `None` with no school: all of them.
    pub area: Option<AreaId>,
    /// Name of the school or the area, for what people are told.
    pub with: &'a str,
    /// Time and place.
    pub times: Times,
    /// Made with the form.
    pub save_id: Uuid,
}

/// Books a meeting with everything that its kind brings: people, agenda, the draft of its minutes; and tells those who are asked. The same form again gives
/// the meeting it made then.
pub async fn book(connection: &mut PgConnection, actor: &Actor, can: CanBook, booking: &Booking<'_>) -> Result<MeetingId> {
    let (kind, times) = (booking.kind, &booking.times);
    // One that has been is entered afterwards: nobody prepares it any more.
    let reveals_at = preparation::reveals_at(kind, times.starts_at, actor.now).filter(|at| *at > actor.now);
    let new = NewMeeting {
        kind: &kind.key,
        pack: booking.pack,
        access: kind.access,
        school_year: school_year_of(dates::norwegian_date(times.starts_at)),
        area: booking.area,
        starts_at: times.starts_at,
        ends_at: times.ends_at,
        place: &times.place,
        reveals_at,
        save_id: booking.save_id,
    };
    let id = match queries::book(connection, can, &new, actor.now).await? {
        Ok(id) => id,
        Err(before) => return Ok(before),
    };
    let asked = whom_to_ask(connection, actor, can, booking).await?;
    let added = queries::add_participants(connection, can.municipality(), id, &asked, can.by(), actor.now).await?;
    queries::add_points(connection, can, id, kind, &actor.name, actor.now).await?;
    writing::create_document(connection, can.municipality(), "minutes", Belongs::Meeting(id, None)).await?;
    preparation::arrange(connection, actor, id, reveals_at).await?;
    note::forget_at(connection, actor, id, times.ends_at + NOTES_KEPT).await?;
    tell(connection, actor, id, kind, booking.with, Notice::MeetingBooked, &added).await?;
    Ok(id)
}

/// Moves a meeting, with what hangs on its time, and tells everybody who is asked. What is revealed stays revealed. False when somebody moved it meanwhile
/// (`sequence`).
pub async fn move_to(
    connection: &mut PgConnection,
    actor: &Actor,
    can: CanMove,
    meeting: &Meeting,
    sequence: i32,
    times: &Times,
) -> Result<bool> {
    let reveals_at = match meeting.revealed_at {
        Some(_) => meeting.reveals_at,
        None => preparation::reveals_at(meeting.kind()?, times.starts_at, actor.now),
    };
    let Some(people) = queries::move_to(connection, can, sequence, times, reveals_at, actor.now).await? else { return Ok(false) };
    preparation::arrange(connection, actor, meeting.id, reveals_at).await?;
    note::forget_at(connection, actor, meeting.id, times.ends_at + NOTES_KEPT).await?;
    tell_of_move(connection, actor, meeting, &people).await?;
    Ok(true)
}

/// The actor, who leads it, and whom the kind asks of the school, or the rektors of several.
async fn whom_to_ask(connection: &mut PgConnection, actor: &Actor, can: CanBook, booking: &Booking<'_>) -> Result<Vec<Asked>> {
    let mut asked = vec![Asked { side: Side::Owner, school: None, person: Some(can.by()), words: String::new() }];
    if let Some(school) = can.school() {
        let members = municipality::members_of(connection, can.municipality(), school, actor.today).await?;
        asked.extend(asked_of_school(booking.kind, school, &members, actor.lang));
        return Ok(asked);
    }
    let rektors = municipality::leaders_of_all(connection, can.municipality(), actor.today).await?;
    for school in municipality::schools(connection, can.municipality()).await? {
        if school.takes_part(actor.today) && booking.area.is_none_or(|group| school.belongs_to(group)) {
            let people = rektors.get(&school.id).into_iter().flatten();
            asked.extend(people.map(|person| Asked {
                side: Side::School,
                school: Some(school.id),
                person: Some(*person),
                words: String::new(),
            }));
        }
    }
    Ok(asked)
}

/// Tells people something about the meeting, except the one who did it: on their first page, and by mail where that is for mail.
pub async fn tell(
    connection: &mut PgConnection,
    actor: &Actor,
    id: MeetingId,
    kind: &Dialogue,
    with: &str,
    notice: Notice,
    people: &[PersonId],
) -> Result<()> {
    let what = match notice {
        Notice::MeetingBooked => Some(What::Invitation),
        Notice::MeetingMoved => Some(What::Moved),
        Notice::MeetingCancelled => Some(What::Cancelled),
        Notice::MeetingUnasked => Some(What::Unasked),
        Notice::MinutesSent => Some(What::Minutes),
        _ => None,
    };
    if let Some(what) = what {
        invitation::told(connection, actor, Told { meeting: id, what, people: people.to_vec(), was: None }).await?;
    }
    notify(connection, actor, id, kind, with, notice, people).await
}

/// Tells them that it has another time than `meeting` says, as it was before: somebody may be on the way to the earlier one.
async fn tell_of_move(connection: &mut PgConnection, actor: &Actor, meeting: &Meeting, people: &[PersonId]) -> Result<()> {
    let was = Some(meeting.starts_at.unix_timestamp());
    invitation::told(connection, actor, Told { meeting: meeting.id, what: What::Moved, people: people.to_vec(), was }).await?;
    notify(connection, actor, meeting.id, meeting.kind()?, meeting.with(), Notice::MeetingMoved, people).await
}

async fn notify(
    connection: &mut PgConnection,
    actor: &Actor,
    id: MeetingId,
    kind: &Dialogue,
    with: &str,
    notice: Notice,
    people: &[PersonId],
) -> Result<()> {
    let what = InBoth::each(|lang| title(kind, with, lang));
    // Whoever need not come may not open it any more.
    let href = match notice {
        Notice::MeetingUnasked | Notice::MeetingTakenOff => "/moter".to_owned(),
        Notice::MinutesApproved => format!("/moter/{id}/referat"),
        _ => format!("/moter/{id}"),
    };
    let message = Message { notice, who: &actor.name_and_title(), what: &what, href: &href };
    notification::tell(connection, actor.municipality, actor.now, people, Some(actor.person), &message).await
}

#[cfg(test)]
mod tests {
    use time::macros::{date, datetime};

    use super::*;
    use crate::model_pack::{parse, shipped};

    fn kind() -> Dialogue {
        parse(shipped("kvam").unwrap()).unwrap().dialogue("leiardialog_1").unwrap().clone()
    }

    fn member(person: i64, role: &str, function: Option<&str>) -> Member {
        Member {
            person: PersonId(person),
            name: String::new(),
            title: String::new(),
            role: role.to_owned(),
            function: function.map(str::to_owned),
            acting: false,
            reads_drafts: true,
            writes_drafts: true,
        }
    }

    #[test]
    fn a_kind_asks_those_it_names_and_each_once() {
        let members = [
            member(1, "rektor", None),
            member(2, "utviklingsgruppe", Some("avdelingsleiar")),
            member(3, "utviklingsgruppe", Some("foresett")),
        ];
        let people: Vec<_> =
            asked_of_school(&kind(), SchoolId(9), &members, Lang::Nn).into_iter().filter_map(|asked| asked.person).collect();
        assert_eq!(people, [PersonId(1), PersonId(2)]);
    }

    #[test]
    fn each_field_says_what_is_wrong_with_it() {
        let now = datetime!(2026-08-10 08:00 UTC);
        let typed =
            |dato: &str, fra: &str, til: &str| TypedTime { dato: dato.into(), fra: fra.into(), til: til.into(), stad: "Vik skule".into() };
        let fields = |typed: TypedTime| -> Vec<String> {
            typed.check(date!(2026 - 08 - 01), now, Lang::Nn).err().unwrap_or_default().into_iter().map(|(field, _)| field).collect()
        };
        assert!(fields(typed("2026-09-01", "09:00", "12:00")).is_empty());
        assert_eq!(fields(typed("", "9", "12:00")), ["dato", "fra"]);
        assert_eq!(fields(typed("2026-07-01", "09:00", "12:00")), ["dato"]);
        assert_eq!(fields(typed("2036-09-01", "09:00", "12:00")), ["dato"]);
        assert_eq!(fields(typed("2026-09-01", "12:00", "12:00")), ["til"]);
        let long = TypedTime { stad: "a".repeat(LONGEST_PLACE + 1), ..typed("2026-09-01", "09:00", "12:00") };
        assert_eq!(fields(long), ["stad"]);
    }
}
