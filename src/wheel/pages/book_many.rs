//! `/arshjul/{segment}/avtaling`: the schools that have no meeting in a segment yet, each with a proposed time, booked together.
use axum::extract::State as Extract;
use axum::response::Response;
use sqlx::PgConnection;

use super::{Wanted, crumbs, year_of_form};
use crate::App;
use crate::access::Actor;
use crate::access::rules::CanBook;
use crate::error::{AppError, Result};
use crate::model_pack::Setting;
use crate::municipality::{self, School};
use crate::self_assessment::school_year;
use crate::text::{text, text_with};
use crate::web::extract::{Pairs, Path, Query};
use crate::web::flash::{self, Flash};
use crate::web::routes::Routes;
use crate::wheel::loading;
use crate::wheel::many::{self, Head, Many};
use crate::wheel::model::{Days, Wheel};
use crate::wheel::standing::{Asks, Happened, Standing, asks};

/// Routes of this file.
pub fn routes() -> Routes {
    Routes::new().get("/arshjul/{segment}/avtaling", show).post("/arshjul/{segment}/avtaling", book)
}

/// The schools that the actor follows up and that nothing is booked with in a segment, by name, with the days that hold for them.
async fn of_segment<'a>(connection: &mut PgConnection, actor: &Actor, wheel: &'a Wheel, key: &str) -> Result<(Many<'a>, Head)> {
    let placed = wheel.segment(key)?;
    let Some(Asks::Meeting(kind, Setting::School)) = asks(wheel, placed) else { return Err(AppError::NotFound) };
    let kind = wheel.pack.dialogue(kind).ok_or(AppError::NotFound)?;
    let happened = Happened::load(&mut *connection, actor.municipality, wheel).await?;
    let schools = municipality::schools(&mut *connection, actor.municipality).await?.into_iter().filter(|school| {
        let open = || matches!(happened.of(wheel, placed, school), Some(Standing::Open(_)));
        school.takes_part(actor.today) && actor.oversees(school.id) && open()
    });
    let schools: Vec<(School, Days)> = schools
        .map(|school| {
            let days = happened.days(placed, school.id);
            (school, days)
        })
        .collect();
    // A meeting in another school year would not be of this segment.
    let whole = wheel.whole().ok_or(AppError::NotFound)?;
    let (lang, year) = (actor.lang, wheel.year);
    let outside = text_with(lang, "error-wheel-outside", &[("year", &school_year(year))]);
    let many = Many::load(connection, actor, (kind, wheel.pack_id), placed.days, schools, Some((whole, outside))).await?;
    let heading = text_with(lang, "wheel-book-title", &[("name", &kind.name.get(lang))]);
    let here = format!("/arshjul/{key}/avtaling");
    let head = Head {
        crumbs: crumbs(lang, year, [(format!("{here}?ar={year}"), heading.clone())]),
        heading,
        why: placed.segment.why.get(lang).to_owned(),
        action: here,
        hidden: vec![("ar", year.to_string())],
        none: text(lang, "wheel-book-none").into_owned(),
        back: (format!("/arshjul?ar={year}"), text(lang, "wheel-back").into_owned()),
    };
    Ok((many, head))
}

async fn show(Extract(app): Extract<App>, actor: Actor, Path(key): Path<String>, Query(wanted): Query<Wanted>) -> Result<Response> {
    CanBook::any(&actor)?;
    let year = wanted.year(actor.today)?;
    let mut tx = app.database.read(&actor.scope()).await?;
    let wheel = loading::wheel(&app, &mut tx, actor.municipality, year).await?.ok_or(AppError::NotFound)?;
    let (many, head) = of_segment(&mut tx, &actor, &wheel, &key).await?;
    tx.commit().await?;
    many.show(&actor, head)
}

async fn book(Extract(app): Extract<App>, actor: Actor, Path(key): Path<String>, sent: Pairs) -> Result<Response> {
    CanBook::any(&actor)?;
    many::only_ours(&sent, &["ar"])?;
    let year = year_of_form(sent.get("ar").unwrap_or_default())?;
    let mut tx = app.database.write(&actor.scope()).await?;
    many::hold(&mut tx, &actor, &sent).await?;
    let wheel = loading::wheel(&app, &mut tx, actor.municipality, year).await?.ok_or(AppError::NotFound)?;
    let (many, head) = of_segment(&mut tx, &actor, &wheel, &key).await?;
    if let Some(refused) = many.book(&mut tx, &actor, &sent).await? {
        return many.draw(&actor, head, refused);
    }
    tx.commit().await?;
    Ok(flash::redirect(&format!("/arshjul?ar={year}"), Flash::MeetingsBooked))
}
