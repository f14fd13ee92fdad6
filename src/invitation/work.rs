//! The work behind a mail (`docs/jobs.md`), as the municipality's operator.
use std::sync::Arc;

use sqlx::PgConnection;
use time::OffsetDateTime;

use super::ics::{Event, Party};
use super::mailer::{Delivered, Mailer};
use super::message::Letter;
use super::model::{self, Choice, MailId, Told, WeeklyMail, What, address_of, is_urgent, working_hours};
use super::queries::{self, Ended, Known, Mail, NewMail};
use crate::App;
use crate::error::{AppError, Result};
use crate::ids::{MeetingId, MunicipalityId, PersonId};
use crate::jobs::{self, Order, Work};
use crate::meeting::{State, title};
use crate::text::{Lang, dates};

/// Makes a mail for each who wants one and can get it.
pub async fn spread(app: &App, connection: &mut PgConnection, municipality: MunicipalityId, told: &Told) -> Result<()> {
    let now = app.clock.now();
    if app.settings.mail.is_none() {
        return Ok(());
    }
    let Some(meeting) = queries::meeting(connection, municipality, told.meeting).await? else { return Ok(()) };
    // One that was held on paper and entered afterwards.
    if meeting.ends_at < now && told.what != What::Minutes {
        return Ok(());
    }
    let was = told.was.and_then(|at| OffsetDateTime::from_unix_timestamp(at).ok());
    // Somebody may be on the way to the earlier time.
    let first = was.map_or(meeting.starts_at, |was| was.min(meeting.starts_at));
    let urgent = is_urgent(told.what, now, meeting.starts_at, was);
    for person in &told.people {
        let Some(to) = recipient(connection, *person, meeting.id, now).await? else { continue };
        let (due_at, weekly) = model::due(told.what, to.choice, now, first, urgent);
        let new = NewMail { meeting: &meeting, person: *person, what: told.what, urgent, weekly, due_at };
        let Some(mail) = queries::add_mail(connection, municipality, &new, now).await? else { continue };
        if weekly {
            let key = format!("{person}:{}", due_at.unix_timestamp());
            let work = Work::WeeklyMail(WeeklyMail { person: *person });
            jobs::queue(connection, municipality, Order::new(&work, due_at).once(&key), now).await?;
        } else {
            jobs::queue(connection, municipality, Order::new(&Work::Mail(MailId { mail }), due_at), now).await?;
        }
    }
    Ok(())
}

/// Sends one mail, when what it says still holds.
pub async fn send(app: &App, connection: &mut PgConnection, municipality: MunicipalityId, id: MailId) -> Result<()> {
    let now = app.clock.now();
    let Some(mail) = queries::mail(connection, municipality, id.mail).await? else { return Ok(()) };
    let Some(known) = queries::meeting(connection, municipality, mail.meeting).await? else { return Ok(()) };
    let asked = queries::asked_to(connection, mail.meeting, mail.person, dates::norwegian_date(now)).await?;
    let to = if holds(&mail, &known, asked, now) { recipient(connection, mail.person, mail.meeting, now).await? } else { None };
    let (Some(mailer), Some(to)) = (&app.settings.mail, to) else {
        return queries::end(connection, municipality, &[mail.id], Ended::Dropped, now).await;
    };
    // A node that was away, or a server that said «later»: then it is evening.
    let at = working_hours(now);
    if !mail.urgent && !is_urgent(mail.what, now, known.starts_at, None) && at > now {
        queries::put_off(connection, municipality, mail.id, at).await?;
        jobs::queue(connection, municipality, Order::new(&Work::Mail(id), at), now).await?;
        return Ok(());
    }
    let event = event(app, connection, municipality, &known, to.lang).await?;
    let id = format!("{municipality}.{}.{}", mail.id, &event.uid.get(..16).unwrap_or_default());
    let message = letter(mailer, &to, &id, now, &choices(app)).of(mail.what, &event)?;
    let ended = deliver(mailer, message).await?;
    queries::end(connection, municipality, &[mail.id], ended, now).await
}

/// Sends the mail of the week to somebody: a link to each meeting there was something about.
pub async fn send_weekly(app: &App, connection: &mut PgConnection, municipality: MunicipalityId, weekly: WeeklyMail) -> Result<()> {
    let now = app.clock.now();
    let (mails, gone): (Vec<_>, Vec<_>) =
        queries::of_the_week(connection, municipality, weekly.person, now).await?.into_iter().partition(|mail| mail.holds);
    let gone: Vec<_> = gone.iter().map(|mail| mail.id).collect();
    queries::end(connection, municipality, &gone, Ended::Dropped, now).await?;
    let all: Vec<_> = mails.iter().map(|mail| mail.id).collect();
    let Some(first) = mails.first() else { return Ok(()) };
    let to = recipient(connection, weekly.person, first.meeting, now).await?;
    let (Some(mailer), Some(to)) = (&app.settings.mail, to) else {
        return queries::end(connection, municipality, &all, Ended::Dropped, now).await;
    };
    let at = working_hours(now);
    if at > now {
        let key = format!("{}:{}", weekly.person, at.unix_timestamp());
        jobs::queue(connection, municipality, Order::new(&Work::WeeklyMail(weekly), at).once(&key), now).await?;
        return Ok(());
    }
    let mut links: Vec<String> = mails.iter().map(|mail| link(app, mail.meeting)).collect();
    links.sort();
    links.dedup();
    let links: Vec<&str> = links.iter().map(String::as_str).collect();
    let id = format!("{municipality}.{}.week", first.id);
    let message = letter(mailer, &to, &id, now, &choices(app)).of_the_week(&links)?;
    let ended = deliver(mailer, message).await?;
    queries::end(connection, municipality, &all, ended, now).await
}

async fn deliver(mailer: &Mailer, message: lettre::Message) -> Result<Ended> {
    Ok(match mailer.send(message).await? {
        Delivered::Sent => Ended::Sent,
        Delivered::Refused => Ended::Refused,
    })
}

/// Whether what a mail says is still so: a later move or a cancellation has a mail of its own, and of what is over there are only minutes to tell.
fn holds(mail: &Mail, known: &Known, asked: Option<bool>, now: OffsetDateTime) -> bool {
    let is_asked = asked == Some(true);
    if known.ends_at < now && mail.what != What::Minutes {
        return false;
    }
    match mail.what {
        What::Invitation => is_asked && known.state == State::Booked,
        What::Moved => is_asked && known.state == State::Booked && known.sequence == mail.sequence,
        What::Cancelled => is_asked && known.state == State::Cancelled,
        What::Minutes => is_asked && known.state == State::Commenting,
        What::Unasked => asked == Some(false),
    }
}

/// Whom a mail is to.
struct Recipient {
    name: String,
    address: lettre::Address,
    lang: Lang,
    choice: Choice,
}

/// Where a mail to somebody goes; `None` when it cannot, or they want none.
async fn recipient(connection: &mut PgConnection, person: PersonId, meeting: MeetingId, now: OffsetDateTime) -> Result<Option<Recipient>> {
    let Some(row) = queries::recipient(connection, person, meeting, dates::norwegian_date(now)).await? else { return Ok(None) };
    let (lang, choice) = (Lang::parse(&row.language).unwrap_or(Lang::Nb), Choice::parse(&row.choice).unwrap_or(Choice::AtOnce));
    let Some(address) = address_of(&row.login).filter(|_| choice != Choice::None) else { return Ok(None) };
    Ok(Some(Recipient { name: row.name, address, lang, choice }))
}

fn letter<'a>(mailer: &'a Mailer, to: &'a Recipient, id: &'a str, now: OffsetDateTime, choices: &'a str) -> Letter<'a> {
    Letter { from: mailer.from(), to: (&to.name, &to.address), lang: to.lang, id, now, choices }
}

fn link(app: &App, meeting: MeetingId) -> String {
    format!("{}/moter/{meeting}", app.settings.public_url)
}

fn choices(app: &App) -> String {
    format!("{}{}", app.settings.public_url, super::pages::OWN)
}

/// The meeting as it stands in a calendar.
pub(super) async fn event(
    app: &App,
    connection: &mut PgConnection,
    municipality: MunicipalityId,
    known: &Known,
    lang: Lang,
) -> Result<Event> {
    let pack: Arc<crate::model_pack::Pack> = app.packs.load(connection, municipality, known.pack).await?;
    let kind = pack.dialogue(&known.kind);
    let kind = kind.ok_or_else(|| AppError::Internal(anyhow::anyhow!("the pack {} has no dialogue {}", pack.key, known.kind)))?;
    Ok(Event {
        uid: known.uid(municipality),
        sequence: known.sequence,
        starts_at: known.starts_at,
        ends_at: known.ends_at,
        summary: title(kind, known.with.as_deref().unwrap_or_default(), lang),
        place: known.place.clone(),
        url: link(app, known.id),
        cancelled: known.state == State::Cancelled,
        private: known.private,
        organizer: Party {
            name: known.leader_name.clone(),
            address: app.settings.mail.as_ref().map(|mailer| mailer.from().email.to_string()),
        },
    })
}
