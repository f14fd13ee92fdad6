//! Booking a kind of meeting with several schools at once: each with a proposed time, all in one form, in one transaction.
use std::collections::HashMap;

use askama::Template;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use sqlx::PgConnection;
use time::{Date, Duration};
use uuid::Uuid;

use super::flag::Calendar;
pub use super::model::Days;
use super::queries;
use super::spread::{Needs, Span, spread};
use crate::access::Actor;
use crate::access::rules::CanBook;
use crate::error::{AppError, Result};
use crate::ids::{ModelPackId, PersonId, SchoolId};
use crate::meeting::{self, Booking, Busy, Errors, Times, TypedTime};
use crate::model_pack::Dialogue;
use crate::municipality::{self, School};
use crate::text::{dates, text, text_with};
use crate::web::extract::Pairs;
use crate::web::page::{self, Page};

/// A school's line of the form.
struct Row {
    school: SchoolId,
    name: String,
    /// The days that hold for it, where they are others.
    days: Option<String>,
    typed: TypedTime,
    save_id: String,
    /// What stands in the way at that time.
    collisions: Vec<String>,
    /// Figures that come after it.
    early: Vec<String>,
}

/// What stands around the form.
pub struct Head {
    /// Where the page is.
    pub crumbs: Vec<(String, String)>,
    /// Heading.
    pub heading: String,
    /// Why these schools are asked.
    pub why: String,
    /// Where the form goes.
    pub action: String,
    /// What goes with it: name and value.
    pub hidden: Vec<(&'static str, String)>,
    /// What is said when there is no school left.
    pub none: String,
    /// Where one goes instead: address and name.
    pub back: (String, String),
}

#[derive(Template)]
#[template(path = "wheel/book_many.html")]
struct BookManyPage {
    cx: Page,
    head: Head,
    days: String,
    length: String,
    rows: Vec<Row>,
    /// Something stands in the way: it must be said that it is to be booked all the same.
    collides: bool,
    errors: Errors,
}

impl BookManyPage {
    fn error(&self, field: &str, school: SchoolId) -> Option<String> {
        page::error_on(&self.errors, &format!("{field}-{school}"))
    }
}

/// A form that was not taken: its lines, and what is wrong.
pub struct Refused {
    rows: Vec<(School, TypedTime, String)>,
    errors: Errors,
}

/// A kind and the schools it is to be booked with.
pub struct Many<'a> {
    kind: &'a Dialogue,
    pack: ModelPackId,
    /// When, as a rule.
    days: Days,
    /// The schools by name, with the days that hold for each.
    schools: Vec<(School, Days)>,
    /// The days that can be chosen at all, and what is said of others.
    within: Option<(Days, String)>,
    calendar: Calendar,
    /// When the actor and the schools' rektors are in other meetings.
    busy: Vec<Busy>,
    /// The rektors of each school.
    leaders: HashMap<SchoolId, Vec<PersonId>>,
}

impl<'a> Many<'a> {
    /// With who is elsewhere when.
    pub async fn load(
        connection: &mut PgConnection,
        actor: &Actor,
        (kind, pack): (&'a Dialogue, ModelPackId),
        days: Days,
        schools: Vec<(School, Days)>,
        within: Option<(Days, String)>,
    ) -> Result<Self> {
        let whole = within.as_ref().map_or(days, |(whole, _)| *whole);
        let calendar = queries::calendar(&mut *connection, actor.municipality, whole).await?;
        let (from, to) = (whole.from - Duration::DAY, whole.to + Duration::DAY * 2);
        let moment = |day: Date| dates::moment_of(day, 0, 0).unwrap_or(actor.now);
        let leaders = municipality::leaders_of_all(&mut *connection, actor.municipality, actor.today).await?;
        let mut people: Vec<PersonId> = schools.iter().filter_map(|(school, _)| leaders.get(&school.id)).flatten().copied().collect();
        people.push(actor.person);
        let busy = meeting::busy(connection, actor, &people, (moment(from), moment(to)), None).await?;
        Ok(Self { kind, pack, days, schools, within, calendar, busy, leaders })
    }

    /// When the rektors of a school are in other meetings.
    fn busy_at(&self, school: SchoolId) -> impl Iterator<Item = &Busy> {
        let leaders = self.leaders.get(&school).map_or(&[][..], Vec::as_slice);
        self.busy.iter().filter(|one| leaders.contains(&one.person))
    }

    /// A proposed time for each school: spread over those of its days that are left, on school days, where the actor and the school's rektor are free.
    pub fn proposals(&self, actor: &Actor) -> Vec<TypedTime> {
        let first = self.schools.iter().map(|(_, days)| days.from).min().unwrap_or(self.days.from).max(actor.today + Duration::DAY);
        let last = self.schools.iter().map(|(_, days)| days.to).max().unwrap_or(self.days.to);
        let days: Vec<Date> = std::iter::successors(Some(first), |day| day.next_day())
            .take_while(|day| *day <= last)
            .filter(|day| self.calendar.is_school_day(*day))
            .collect();
        let taken: Vec<Span> = self.busy.iter().filter(|one| one.person == actor.person).map(span).collect();
        let wanted = self.schools.iter().map(|(school, days)| Needs { days: *days, busy: self.busy_at(school.id).map(span).collect() });
        let times = spread(&wanted.collect::<Vec<_>>(), &days, self.kind.minutes.from, &taken);
        let typed = self.schools.iter().zip(times).map(|((school, _), span)| {
            span.map_or_else(
                || TypedTime { stad: school.name.clone(), ..TypedTime::default() },
                |span| TypedTime {
                    dato: dates::for_form(dates::norwegian_date(span.from)),
                    fra: dates::time_for_form(span.from),
                    til: dates::time_for_form(span.to),
                    stad: school.name.clone(),
                },
            )
        });
        typed.collect()
    }

    /// The form with the proposed times.
    pub fn show(&self, actor: &Actor, head: Head) -> Result<Response> {
        let typed = self.proposals(actor);
        let rows = self.schools.iter().zip(typed).map(|((school, _), typed)| (school.clone(), typed, Uuid::new_v4().to_string())).collect();
        self.draw(actor, head, Refused { rows, errors: Errors::new() })
    }

    /// Books what was sent, in the caller's transaction; or what is wrong with it, and then nothing.
    pub async fn book(&self, connection: &mut PgConnection, actor: &Actor, sent: &Pairs) -> Result<Option<Refused>> {
        let (mut rows, mut errors, mut ready) = (Vec::new(), Errors::new(), Vec::new());
        for (school, _) in &self.schools {
            let typed = typed(sent, school.id);
            let save_id = sent.get(&format!("save-{}", school.id)).unwrap_or_default().to_owned();
            if !typed.dato.trim().is_empty() {
                match self.check(actor, &typed) {
                    Ok(times) => ready.push((school.clone(), times, save_id.clone())),
                    Err(wrong) => errors.extend(wrong.into_iter().map(|(field, sentence)| (format!("{field}-{}", school.id), sentence))),
                }
            }
            rows.push((school.clone(), typed, save_id));
        }
        let again = self.booked_meanwhile(&mut *connection, actor, sent, &mut errors).await?;
        if errors.is_empty() && ready.is_empty() && !again {
            errors.push(("many".to_owned(), text(actor.lang, "error-wheel-nothing-filled").into_owned()));
        }
        let spans: Vec<(SchoolId, Span)> =
            ready.iter().map(|(school, times, _)| (school.id, Span { from: times.starts_at, to: times.ends_at })).collect();
        let collide = spans.iter().any(|(school, span)| !self.collisions(&spans, *school, *span, actor).is_empty());
        if collide && sent.get("likevel") != Some("ja") {
            errors.push(("likevel".to_owned(), text(actor.lang, "error-wheel-collides").into_owned()));
        }
        if !errors.is_empty() {
            return Ok(Some(Refused { rows, errors }));
        }
        for (school, times, save_id) in ready {
            let save_id = Uuid::try_parse(&save_id).map_err(|_| AppError::BadRequest("error-bad-form"))?;
            let can = CanBook::of(actor, Some(school.id))?;
            let booking = Booking { kind: self.kind, pack: self.pack, area: None, with: &school.name, times, save_id };
            meeting::book(&mut *connection, actor, can, &booking).await?;
        }
        Ok(None)
    }

    /// Whether a line is the very one that was sent before, which is no news. A school that somebody else booked meanwhile is an error.
    async fn booked_meanwhile(&self, connection: &mut PgConnection, actor: &Actor, sent: &Pairs, errors: &mut Errors) -> Result<bool> {
        let mut again = false;
        let gone = asked(sent, actor).into_iter().filter(|id| !self.schools.iter().any(|(school, _)| school.id == *id));
        for id in gone {
            let save_id = sent.get(&format!("save-{id}")).and_then(|id| Uuid::try_parse(id).ok());
            let same = match save_id {
                Some(save_id) => queries::was_booked(&mut *connection, actor.municipality, save_id).await?,
                None => false,
            };
            again |= same;
            if !same && !typed(sent, id).dato.trim().is_empty() {
                errors.push(("many".to_owned(), text(actor.lang, "error-wheel-booked-meanwhile").into_owned()));
            }
        }
        Ok(again)
    }

    /// The times, on days that can be chosen.
    fn check(&self, actor: &Actor, typed: &TypedTime) -> Result<Times, Errors> {
        let earliest = self.within.as_ref().map_or(actor.today, |(whole, _)| whole.from);
        let times = typed.check(earliest, actor.now, actor.lang)?;
        match &self.within {
            Some((whole, sentence)) if whole.distance(dates::norwegian_date(times.starts_at)) > 0 => {
                Err(vec![("dato".to_owned(), sentence.clone())])
            }
            _ => Ok(times),
        }
    }

    /// What is at the same time: other meetings of the actor and of the school's rektor, and other lines of the form.
    fn collisions(&self, lines: &[(SchoolId, Span)], school: SchoolId, at: Span, actor: &Actor) -> Vec<String> {
        let name = |id: SchoolId| self.schools.iter().find(|(school, _)| school.id == id).map_or("", |(school, _)| school.name.as_str());
        let own = self.busy.iter().filter(|one| one.person == actor.person);
        let elsewhere = own.chain(self.busy_at(school)).filter(|one| at.meets(span(one))).map(|one| one.sentence(actor));
        let others = lines.iter().filter(|(id, other)| *id != school && at.meets(*other)).map(|(id, other)| {
            let time = format!("{}–{}", dates::time_of_day(other.from), dates::time_of_day(other.to));
            text_with(actor.lang, "wheel-collision", &[("time", &time), ("with", &name(*id))])
        });
        elsewhere.chain(others).collect()
    }

    /// The form with these lines.
    pub fn draw(&self, actor: &Actor, head: Head, Refused { rows, errors }: Refused) -> Result<Response> {
        let lang = actor.lang;
        let spans: Vec<(SchoolId, Span)> = rows
            .iter()
            .filter_map(|(school, typed, _)| {
                let times = self.check(actor, typed).ok()?;
                Some((school.id, Span { from: times.starts_at, to: times.ends_at }))
            })
            .collect();
        let rows: Vec<Row> = rows
            .into_iter()
            .map(|(school, typed, save_id)| {
                let span = spans.iter().find(|(id, _)| *id == school.id);
                let collisions = span.map_or_else(Vec::new, |(id, span)| self.collisions(&spans, *id, *span, actor));
                let early = span
                    .map_or_else(Vec::new, |(_, span)| meeting::too_early(self.kind, dates::norwegian_date(span.from), actor.today, lang));
                let days = self.schools.iter().find(|(known, days)| known.id == school.id && *days != self.days);
                Row { school: school.id, name: school.name, days: days.map(|(_, days)| days.words()), typed, save_id, collisions, early }
            })
            .collect();
        let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
        let minutes = self.kind.minutes;
        let length = if minutes.from == minutes.to { minutes.from.to_string() } else { format!("{}–{}", minutes.from, minutes.to) };
        let page = BookManyPage {
            cx: Page::new(actor, head.heading.clone()).refused_when(!errors.is_empty()),
            head,
            days: self.days.words(),
            length: text_with(lang, "meeting-about-minutes", &[("minutes", &length)]),
            collides: rows.iter().any(|row| !row.collisions.is_empty()),
            rows,
            errors,
        };
        Ok((status, page::html(&page)?).into_response())
    }
}

/// The schools of the form that the actor follows up.
fn asked(sent: &Pairs, actor: &Actor) -> Vec<SchoolId> {
    sent.all("skole")
        .flat_map(|list| list.split(','))
        .filter_map(|id| id.parse().ok())
        .map(SchoolId)
        .filter(|id| actor.oversees(*id))
        .collect()
}

/// Holds the schools of the form, so that of two who book with the same one the second learns of it.
pub async fn hold(connection: &mut PgConnection, actor: &Actor, sent: &Pairs) -> Result<()> {
    queries::hold_schools(connection, actor.municipality, &asked(sent, actor)).await
}

/// Nothing but the fields of the form, and those that go `with` it.
pub fn only_ours(sent: &Pairs, with: &[&str]) -> Result<()> {
    let names: Vec<&str> = ["skole", "likevel"].iter().chain(with).copied().collect();
    sent.only(&names, &["dato-", "fra-", "til-", "stad-", "save-"])
}

fn typed(sent: &Pairs, school: SchoolId) -> TypedTime {
    let field = |name: &str| sent.get(&format!("{name}-{school}")).unwrap_or_default().to_owned();
    TypedTime { dato: field("dato"), fra: field("fra"), til: field("til"), stad: field("stad") }
}

fn span(busy: &Busy) -> Span {
    Span { from: busy.from, to: busy.to }
}
