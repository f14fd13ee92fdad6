//! `/forslag/{proposal}`: the schools with new figures that have not met about them, each with a proposed time, booked together.
use std::sync::Arc;

use axum::extract::State as Extract;
use axum::response::Response;
use sqlx::PgConnection;
use time::Duration;

use super::model::Proposal;
use super::queries::{self, Reason, Wanted};
use super::work::reason;
use crate::App;
use crate::access::Actor;
use crate::access::rules::CanBook;
use crate::error::{AppError, Result};
use crate::ids::ProposalId;
use crate::model_pack::{Dialogue, Pack};
use crate::municipality::{self, School};
use crate::text::{dates, text, text_with};
use crate::web::extract::{Pairs, Path};
use crate::web::flash::{self, Flash};
use crate::web::routes::Routes;
use crate::wheel::many::{self, Days, Head, Many};

/// The pages of this slice.
pub fn router() -> Routes {
    Routes::new().get("/forslag/{proposal}", show).post("/forslag/{proposal}", book)
}

/// A proposal with its kind and the schools that the actor follows up and that have not met.
struct Open {
    proposal: Proposal,
    pack: Arc<Pack>,
    schools: Vec<School>,
}

impl Open {
    async fn load(app: &App, connection: &mut PgConnection, actor: &Actor, id: ProposalId) -> Result<Self> {
        CanBook::any(actor)?;
        let found = queries::proposals(&mut *connection, actor.municipality, Wanted::One(id)).await?;
        let proposal = found.into_iter().next().ok_or(AppError::NotFound)?;
        let pack = app.packs.load(&mut *connection, actor.municipality, proposal.pack).await?;
        let kind = pack.dialogue(&proposal.kind).ok_or(AppError::NotFound)?;
        let open = queries::without_meeting(&mut *connection, actor.municipality, &reason(&proposal, kind), false).await?;
        let all = municipality::schools(connection, actor.municipality).await?;
        let theirs = |school: &School| school.takes_part(actor.today) && actor.oversees(school.id);
        let schools = all.into_iter().filter(|school| theirs(school) && open.iter().any(|(_, id)| *id == school.id)).collect();
        Ok(Self { proposal, pack, schools })
    }

    fn kind(&self) -> Result<&Dialogue> {
        self.pack.dialogue(&self.proposal.kind).ok_or(AppError::NotFound)
    }

    /// From tomorrow to its last day; when that is past, the next two weeks.
    fn days(&self, actor: &Actor) -> Days {
        let from = actor.today.saturating_add(Duration::DAY);
        Days { from, to: if self.proposal.deadline > from { self.proposal.deadline } else { from.saturating_add(Duration::days(14)) } }
    }

    async fn many(&self, connection: &mut PgConnection, actor: &Actor) -> Result<Many<'_>> {
        let days = self.days(actor);
        let schools = self.schools.iter().map(|school| (school.clone(), days)).collect();
        Many::load(connection, actor, (self.kind()?, self.proposal.pack), days, schools, None).await
    }

    fn head(&self, actor: &Actor) -> Result<Head> {
        let (lang, kind) = (actor.lang, self.kind()?.name.get(actor.lang));
        let heading = text_with(lang, "wheel-book-title", &[("name", &kind)]);
        let here = format!("/forslag/{}", self.proposal.id);
        let taken_in = dates::long(dates::norwegian_date(self.proposal.since));
        let key = if self.proposal.stands { "proposal-why" } else { "proposal-withdrawn" };
        Ok(Head {
            crumbs: vec![("/moter".to_owned(), text(lang, "meetings-title").into_owned()), (here.clone(), heading.clone())],
            heading,
            why: text_with(lang, key, &[("file", &self.proposal.file), ("day", &taken_in), ("kind", &kind)]),
            action: here,
            hidden: Vec::new(),
            none: text(lang, "proposal-none").into_owned(),
            back: ("/moter".to_owned(), text(lang, "meetings-title").into_owned()),
        })
    }
}

async fn show(Extract(app): Extract<App>, actor: Actor, Path(id): Path<ProposalId>) -> Result<Response> {
    let mut tx = app.database.read(&actor.scope()).await?;
    let open = Open::load(&app, &mut tx, &actor, id).await?;
    let many = open.many(&mut tx, &actor).await?;
    tx.commit().await?;
    many.show(&actor, open.head(&actor)?)
}

async fn book(Extract(app): Extract<App>, actor: Actor, Path(id): Path<ProposalId>, sent: Pairs) -> Result<Response> {
    CanBook::any(&actor)?;
    many::only_ours(&sent, &[])?;
    let mut tx = app.database.write(&actor.scope()).await?;
    many::hold(&mut tx, &actor, &sent).await?;
    let open = Open::load(&app, &mut tx, &actor, id).await?;
    let many = open.many(&mut tx, &actor).await?;
    if let Some(refused) = many.book(&mut tx, &actor, &sent).await? {
        return many.draw(&actor, open.head(&actor)?, refused);
    }
    tx.commit().await?;
    Ok(flash::redirect("/moter", Flash::MeetingsBooked))
}

/// A proposal in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// Where it is booked.
    pub href: String,
    /// «Resultatmøte med 3 skular».
    pub what: String,
    /// Why, and until when.
    pub why: String,
}

/// The proposals that stand and that the actor has not acted on; for those who book.
///
/// # Errors
///
/// When the database does not answer.
pub async fn standing(app: &App, connection: &mut PgConnection, actor: &Actor) -> Result<Vec<Line>> {
    if CanBook::any(actor).is_err() {
        return Ok(Vec::new());
    }
    let proposals = queries::proposals(&mut *connection, actor.municipality, Wanted::Standing(actor.today)).await?;
    if proposals.is_empty() {
        return Ok(Vec::new());
    }
    let packs: Vec<_> = proposals.iter().map(|proposal| proposal.pack).collect();
    let packs = app.packs.load_all(&mut *connection, actor.municipality, &packs).await?;
    let kinds: Vec<(&Proposal, &Dialogue)> =
        proposals.iter().filter_map(|proposal| Some((proposal, packs.get(&proposal.pack)?.dialogue(&proposal.kind)?))).collect();
    let reasons: Vec<Reason<'_>> = kinds.iter().flat_map(|(proposal, kind)| reason(proposal, kind)).collect();
    let open = queries::without_meeting(&mut *connection, actor.municipality, &reasons, false).await?;
    let schools = municipality::schools(connection, actor.municipality).await?;
    let schools: Vec<&School> = schools.iter().filter(|school| school.takes_part(actor.today) && actor.oversees(school.id)).collect();
    let line = |(place, (proposal, kind)): (usize, &(&Proposal, &Dialogue))| {
        let theirs: Vec<&str> = open
            .iter()
            .filter(|(of, _)| *of == place)
            .filter_map(|(_, id)| schools.iter().find(|school| school.id == *id))
            .map(|school| school.name.as_str())
            .collect();
        let first = *theirs.first()?;
        let lang = actor.lang;
        Some(Line {
            href: format!("/forslag/{}", proposal.id),
            what: text_with(lang, "proposal-of", &[("kind", &kind.name.get(lang)), ("count", &theirs.len()), ("first", &first)]),
            why: text_with(lang, "proposal-line", &[("file", &proposal.file), ("day", &dates::short(proposal.deadline))]),
        })
    };
    Ok(kinds.iter().enumerate().filter_map(line).collect())
}
