//! What those who follow schools up see first: how many have delivered, and which schools lack a rektor.
use sqlx::PgConnection;

use crate::App;
use crate::access::Actor;
use crate::access::rules::FollowedSchools;
use crate::error::Result;
use crate::ids::SchoolId;
use crate::municipality;
use crate::self_assessment::{self, school_year};
use crate::text::{dates, text_with};

/// A round, as far as the followed schools have come in it.
pub struct RoundView {
    /// Title with the school year.
    pub title: String,
    /// How many have delivered.
    pub delivered: i64,
    /// How many there are.
    pub count: i64,
    /// «8 av 12 skoler har levert».
    pub progress: String,
    /// «Frist mandag 15. mars 2027, om 11 dager».
    pub deadline: String,
    /// The overview of that year.
    pub href: String,
}

/// What somebody who follows schools up sees.
pub struct Followed {
    /// The newest round of each template.
    pub rounds: Vec<RoundView>,
    /// Schools without rektor; for skoleeier.
    pub unfilled: Vec<(SchoolId, String)>,
    /// For skoleeier.
    pub is_owner: bool,
}

/// What `actor` follows; `None` for somebody who follows nothing.
pub async fn load(app: &App, connection: &mut PgConnection, actor: &Actor) -> Result<Option<Followed>> {
    let Ok(schools) = FollowedSchools::of(actor) else { return Ok(None) };
    let mut rounds = Vec::new();
    for round in self_assessment::followed_rounds(&mut *connection, actor, &schools).await? {
        let pack = app.packs.load(&mut *connection, actor.municipality, round.pack).await?;
        let title = pack.template(&round.template).map_or("", |template| template.title.get(actor.lang));
        let deadline = dates::with_weekday(round.deadline, actor.lang);
        let distance = dates::days_away((round.deadline - actor.today).whole_days(), actor.lang);
        rounds.push(RoundView {
            title: format!("{title} {}", school_year(round.year)),
            delivered: round.delivered,
            count: round.count,
            progress: text_with(actor.lang, "start-schools-delivered", &[("delivered", &round.delivered), ("count", &round.count)]),
            deadline: text_with(actor.lang, "start-deadline", &[("date", &deadline), ("distance", &distance)]),
            href: format!("/oversikt?ar={}&mal={}", round.year, round.template),
        });
    }
    let unfilled =
        if schools.all() { municipality::unfilled_schools(connection, actor.municipality, actor.today).await? } else { Vec::new() };
    Ok(Some(Followed { rounds, unfilled, is_owner: schools.all() }))
}
