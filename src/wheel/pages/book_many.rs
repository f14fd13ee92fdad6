//! `/arshjul/{segment}/avtaling`: the schools that have no meeting in a segment yet, each with a proposed time, booked together.
use std::collections::HashMap;

use askama::Template;
use axum::extract::State as Extract;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use sqlx::PgConnection;
use time::{Date, Duration};
use uuid::Uuid;

use super::{Wanted, crumbs, only, year_of_form};
use crate::App;
use crate::access::Actor;
use crate::access::rules::CanBook;
use crate::error::{AppError, Result};
use crate::ids::{PersonId, SchoolId};
use crate::meeting::{self, Booking, Busy, Errors, Times, TypedTime};
use crate::model_pack::{Dialogue, Setting};
use crate::municipality::{self, School};
use crate::self_assessment::school_year;
use crate::text::{dates, text, text_with};
use crate::web::extract::{Pairs, Path, Query};
use crate::web::flash::{self, Flash};
use crate::web::page::{self, Page};
use crate::web::routes::Routes;
use crate::wheel::flag::Calendar;
use crate::wheel::loading;
use crate::wheel::model::{Days, Placed, Wheel};
use crate::wheel::queries;
use crate::wheel::spread::{Needs, Span, spread};
use crate::wheel::standing::{Asks, Happened, Standing, asks};

/// Routes of this file.
pub fn routes() -> Routes {
    Routes::new().get("/arshjul/{segment}/avtaling", show).post("/arshjul/{segment}/avtaling", book)
}

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
}

#[derive(Template)]
#[template(path = "wheel/book_many.html")]
struct BookManyPage {
    cx: Page,
    crumbs: Vec<(String, String)>,
    heading: String,
    days: String,
    length: String,
    why: String,
    action: String,
    back: String,
    year: i32,
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

/// What a segment and its schools are.
struct Segment<'a> {
    wheel: &'a Wheel,
    placed: Placed<'a>,
    kind: &'a Dialogue,
    /// The schools that the actor follows up and that nothing is booked with, by name, with the days that hold for them.
    schools: Vec<(School, Days)>,
    calendar: Calendar,
    /// When the actor and the schools' rektors are in other meetings.
    busy: Vec<Busy>,
    /// The rektors of each school.
    leaders: HashMap<SchoolId, Vec<PersonId>>,
}

impl<'a> Segment<'a> {
    async fn load(connection: &mut PgConnection, actor: &Actor, wheel: &'a Wheel, key: &str) -> Result<Self> {
        let placed = wheel.segment(key)?;
        let Some(Asks::Meeting(kind, Setting::School)) = asks(wheel, placed) else { return Err(AppError::NotFound) };
        let kind = wheel.pack.dialogue(kind).ok_or(AppError::NotFound)?;
        let happened = Happened::load(connection, actor.municipality, wheel).await?;
        let schools = municipality::schools(connection, actor.municipality).await?.into_iter().filter(|school| {
            let open = || matches!(happened.of(wheel, placed, school), Some(Standing::Open(_)));
            school.takes_part(actor.today) && actor.oversees(school.id) && open()
        });
        let schools = schools.map(|school| {
            let days = happened.days(placed, school.id);
            (school, days)
        });
        let schools: Vec<(School, Days)> = schools.collect();
        let whole = wheel.whole().ok_or(AppError::NotFound)?;
        let calendar = queries::calendar(connection, actor.municipality, whole).await?;
        let (from, to) = (whole.from - Duration::DAY, whole.to + Duration::DAY * 2);
        let moment = |day: Date| dates::moment_of(day, 0, 0).unwrap_or(actor.now);
        let leaders = municipality::leaders_of_all(connection, actor.municipality, actor.today).await?;
        let mut people: Vec<PersonId> = schools.iter().filter_map(|(school, _)| leaders.get(&school.id)).flatten().copied().collect();
        people.push(actor.person);
        let busy = meeting::busy(connection, actor, &people, (moment(from), moment(to)), None).await?;
        Ok(Self { wheel, placed, kind, schools, calendar, busy, leaders })
    }

    /// When the rektors of a school are in other meetings.
    fn busy_at(&self, school: SchoolId) -> impl Iterator<Item = &Busy> {
        let leaders = self.leaders.get(&school).map_or(&[][..], Vec::as_slice);
        self.busy.iter().filter(|one| leaders.contains(&one.person))
    }

    /// A proposed time for each school: spread over those of its days that are left, on school days, where the actor and the school's rektor are free.
    fn proposals(&self, actor: &Actor) -> Vec<TypedTime> {
        let first = self.schools.iter().map(|(_, days)| days.from).min().unwrap_or(self.placed.days.from).max(actor.today + Duration::DAY);
        let last = self.schools.iter().map(|(_, days)| days.to).max().unwrap_or(self.placed.days.to);
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
}

async fn show(Extract(app): Extract<App>, actor: Actor, Path(key): Path<String>, Query(wanted): Query<Wanted>) -> Result<Response> {
    CanBook::any(&actor)?;
    let year = wanted.year(actor.today)?;
    let mut tx = app.database.read(&actor.scope()).await?;
    let wheel = loading::wheel(&app, &mut tx, actor.municipality, year).await?.ok_or(AppError::NotFound)?;
    let segment = Segment::load(&mut tx, &actor, &wheel, &key).await?;
    tx.commit().await?;
    let typed = segment.proposals(&actor);
    let rows = segment.schools.iter().zip(typed).map(|((school, _), typed)| (school.clone(), typed, Uuid::new_v4().to_string())).collect();
    draw(&actor, &segment, rows, Errors::new())
}

async fn book(Extract(app): Extract<App>, actor: Actor, Path(key): Path<String>, sent: Pairs) -> Result<Response> {
    CanBook::any(&actor)?;
    only(&sent, &["ar", "skole", "likevel"], &["dato-", "fra-", "til-", "stad-", "save-"])?;
    let year = year_of_form(sent.get("ar").unwrap_or_default())?;
    let mut tx = app.database.write(&actor.scope()).await?;
    let asked: Vec<SchoolId> = sent.all("skole").filter_map(|id| id.parse().ok()).map(SchoolId).filter(|id| actor.oversees(*id)).collect();
    queries::hold_schools(&mut tx, actor.municipality, &asked).await?;
    let wheel = loading::wheel(&app, &mut tx, actor.municipality, year).await?.ok_or(AppError::NotFound)?;
    let segment = Segment::load(&mut tx, &actor, &wheel, &key).await?;
    let (mut rows, mut errors, mut ready) = (Vec::new(), Errors::new(), Vec::new());
    for (school, _) in &segment.schools {
        let typed = typed(&sent, school.id);
        let save_id = sent.get(&format!("save-{}", school.id)).unwrap_or_default().to_owned();
        if !typed.dato.trim().is_empty() {
            match check(&segment, &actor, &typed) {
                Ok(times) => ready.push((school.clone(), times, save_id.clone())),
                Err(wrong) => errors.extend(wrong.into_iter().map(|(field, sentence)| (format!("{field}-{}", school.id), sentence))),
            }
        }
        rows.push((school.clone(), typed, save_id));
    }
    // Somebody booked one of them meanwhile. The very form sent again is no news.
    let mut again = false;
    for id in asked.iter().filter(|id| !segment.schools.iter().any(|(school, _)| school.id == **id)) {
        let save_id = sent.get(&format!("save-{id}")).and_then(|id| Uuid::try_parse(id).ok());
        let same = match save_id {
            Some(save_id) => queries::was_booked(&mut tx, actor.municipality, save_id).await?,
            None => false,
        };
        again |= same;
        if !same && !typed(&sent, *id).dato.trim().is_empty() {
            errors.push(("many".to_owned(), text(actor.lang, "error-wheel-booked-meanwhile").into_owned()));
        }
    }
    if errors.is_empty() && ready.is_empty() && !again {
        errors.push(("many".to_owned(), text(actor.lang, "error-wheel-nothing-filled").into_owned()));
    }
    let spans: Vec<(SchoolId, Span)> =
        ready.iter().map(|(school, times, _)| (school.id, Span { from: times.starts_at, to: times.ends_at })).collect();
    let collide = spans.iter().any(|(school, span)| !collisions(&segment, &spans, *school, *span, &actor).is_empty());
    if collide && sent.get("likevel") != Some("ja") {
        errors.push(("likevel".to_owned(), text(actor.lang, "error-wheel-collides").into_owned()));
    }
    if !errors.is_empty() {
        return draw(&actor, &segment, rows, errors);
    }
    for (school, times, save_id) in ready {
        let save_id = Uuid::try_parse(&save_id).map_err(|_| AppError::BadRequest("error-bad-form"))?;
        let can = CanBook::of(&actor, Some(school.id))?;
        let booking = Booking { kind: segment.kind, pack: wheel.pack_id, area: None, with: &school.name, times, save_id };
        meeting::book(&mut tx, &actor, can, &booking).await?;
    }
    tx.commit().await?;
    Ok(flash::redirect(&format!("/arshjul?ar={year}"), Flash::MeetingsBooked))
}

fn typed(sent: &Pairs, school: SchoolId) -> TypedTime {
    let field = |name: &str| sent.get(&format!("{name}-{school}")).unwrap_or_default().to_owned();
    TypedTime { dato: field("dato"), fra: field("fra"), til: field("til"), stad: field("stad") }
}

/// The times, in the wheel's school year: a meeting in another one would not be of this segment.
fn check(segment: &Segment<'_>, actor: &Actor, typed: &TypedTime) -> Result<Times, Errors> {
    let whole = segment.wheel.whole();
    let times = typed.check(whole.map_or(actor.today, |whole| whole.from), actor.now, actor.lang)?;
    if whole.is_none_or(|whole| whole.distance(dates::norwegian_date(times.starts_at)) > 0) {
        let sentence = text_with(actor.lang, "error-wheel-outside", &[("year", &school_year(segment.wheel.year))]);
        return Err(vec![("dato".to_owned(), sentence)]);
    }
    Ok(times)
}

fn span(busy: &Busy) -> Span {
    Span { from: busy.from, to: busy.to }
}

/// What is at the same time: other meetings of the actor and of the school's rektor, and other lines of the form.
fn collisions(segment: &Segment<'_>, lines: &[(SchoolId, Span)], school: SchoolId, at: Span, actor: &Actor) -> Vec<String> {
    let name = |id: SchoolId| segment.schools.iter().find(|(school, _)| school.id == id).map_or("", |(school, _)| school.name.as_str());
    let own = segment.busy.iter().filter(|one| one.person == actor.person);
    let elsewhere = own.chain(segment.busy_at(school)).filter(|one| at.meets(span(one))).map(|one| one.sentence(actor));
    let others = lines.iter().filter(|(id, other)| *id != school && at.meets(*other)).map(|(id, other)| {
        let time = format!("{}–{}", dates::time_of_day(other.from), dates::time_of_day(other.to));
        text_with(actor.lang, "wheel-collision", &[("time", &time), ("with", &name(*id))])
    });
    elsewhere.chain(others).collect()
}

fn draw(actor: &Actor, segment: &Segment<'_>, rows: Vec<(School, TypedTime, String)>, errors: Errors) -> Result<Response> {
    let (lang, year, key) = (actor.lang, segment.wheel.year, &segment.placed.segment.key);
    let spans: Vec<(SchoolId, Span)> = rows
        .iter()
        .filter_map(|(school, typed, _)| {
            let times = check(segment, actor, typed).ok()?;
            Some((school.id, Span { from: times.starts_at, to: times.ends_at }))
        })
        .collect();
    let rows: Vec<Row> = rows
        .into_iter()
        .map(|(school, typed, save_id)| {
            let span = spans.iter().find(|(id, _)| *id == school.id);
            let collisions = span.map_or_else(Vec::new, |(id, span)| collisions(segment, &spans, *id, *span, actor));
            let days = segment.schools.iter().find(|(known, days)| known.id == school.id && *days != segment.placed.days);
            Row { school: school.id, name: school.name, days: days.map(|(_, days)| days.words()), typed, save_id, collisions }
        })
        .collect();
    let heading = text_with(lang, "wheel-book-title", &[("name", &segment.kind.name.get(lang))]);
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let here = format!("/arshjul/{key}/avtaling");
    let minutes = segment.kind.minutes;
    let length = if minutes.from == minutes.to { minutes.from.to_string() } else { format!("{}–{}", minutes.from, minutes.to) };
    let page = BookManyPage {
        cx: Page::new(actor, heading.clone()).refused_when(!errors.is_empty()),
        crumbs: crumbs(lang, year, [(format!("{here}?ar={year}"), heading.clone())]),
        heading,
        days: segment.placed.days.words(),
        length: text_with(lang, "meeting-about-minutes", &[("minutes", &length)]),
        why: segment.placed.segment.why.get(lang).to_owned(),
        action: here,
        back: format!("/arshjul?ar={year}"),
        year,
        collides: rows.iter().any(|row| !row.collisions.is_empty()),
        rows,
        errors,
    };
    Ok((status, page::html(&page)?).into_response())
}
