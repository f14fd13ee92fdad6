//! What stands on somebody's desk: what waits for them, what they wait for others to do, and what comes soon. By day, never by school or figure: what has
//! waited longest needs somebody most.
use sqlx::PgConnection;

use crate::App;
use crate::access::Actor;
use crate::access::rules::FollowedSchools;
use crate::adviser;
use crate::agreement::Overdue;
use crate::between_meetings;
use crate::desk::{Item, Piles, in_order};
use crate::development_plan;
use crate::error::Result;
use crate::expectation;
use crate::handover;
use crate::inquiry;
use crate::internal_control;
use crate::meeting;
use crate::quality_plan;
use crate::self_assessment::{self, PartState};
use crate::support;
use crate::text::{dates, text, text_with};
use crate::tilstandsrapport;
use crate::written_agreement;

/// So many lines of what waits for oneself stand open.
const MINE_AT_ONCE: usize = 8;
/// And of each of the other two.
const OTHERS_AT_ONCE: usize = 5;

/// A line as it is drawn.
pub struct Line {
    /// Where.
    pub href: String,
    /// What.
    pub what: String,
    /// Beside it; may be empty.
    pub when: String,
}

/// Lines in order: those that stand open, and those that unfold.
#[derive(Default)]
pub struct Pile {
    /// What stands open.
    pub first: Vec<Line>,
    /// The rest.
    pub more: Vec<Line>,
}

/// The three piles.
#[derive(Default)]
pub struct Desk {
    /// What waits for this person.
    pub mine: Pile,
    /// What this person waits for others to do.
    pub others: Pile,
    /// What comes within some weeks.
    pub soon: Pile,
}

impl Pile {
    fn of(items: Vec<Item>, at_once: usize, actor: &Actor) -> Self {
        let line = |item: Item| Line { when: item.when(actor.today, actor.lang), href: item.href, what: item.what };
        let mut first: Vec<Line> = in_order(items).into_iter().map(line).collect();
        // One line more is no reason to fold.
        let more = if first.len() > at_once + 1 { first.split_off(at_once) } else { Vec::new() };
        Self { first, more }
    }

    /// Nothing lies in it.
    pub fn is_empty(&self) -> bool {
        self.first.is_empty()
    }
}

/// The desk of `actor`; what was promised in meetings is given, since it stands at the top of the page too.
///
/// # Errors
///
/// When the database does not answer.
pub async fn load(app: &App, connection: &mut PgConnection, actor: &Actor, promised: Option<&mut Overdue>) -> Result<Desk> {
    let mut piles = meeting::waiting(app, &mut *connection, actor).await?;
    if let Some(promised) = promised {
        piles.add(std::mem::take(&mut promised.piles));
    }
    piles.mine.extend(tilstandsrapport::waiting_for(&mut *connection, actor).await?);
    piles.mine.extend(development_plan::waiting(app, &mut *connection, actor).await?);
    piles.mine.extend(quality_plan::waiting(&mut *connection, actor).await?);
    piles.mine.extend(meeting::empty_preparations(app, &mut *connection, actor).await?);
    piles.mine.extend(expectation::soon(&mut *connection, actor).await?);
    piles.add(self_assessments(app, &mut *connection, actor).await?);
    if !actor.rektor_schools().is_empty() {
        piles.mine.extend(inquiry::due(&mut *connection, actor).await?);
    }
    if written_agreement::waits(&mut *connection, actor).await? {
        // One line, whatever it is and however many there are: others may stand beside the screen.
        piles.mine.push(Item::by("/skriftlege-avtalar", text(actor.lang, "start-written-waits"), None));
    }
    piles.add(adviser::desk(&mut *connection, actor).await?);
    piles.add(support::desk(&mut *connection, actor).await?);
    piles.add(between_meetings::desk(app, &mut *connection, actor).await?);
    piles.add(internal_control::desk(&mut *connection, actor).await?);
    piles.add(handover::desk(app, &mut *connection, actor).await?);
    Ok(Desk {
        mine: Pile::of(piles.mine, MINE_AT_ONCE, actor),
        others: Pile::of(piles.others, OTHERS_AT_ONCE, actor),
        soon: Pile::of(piles.soon, OTHERS_AT_ONCE, actor),
    })
}

/// What self-assessments ask: one's own parts, parts that others hold or have handed in, comments of both sides, and schools that ask to open theirs again.
async fn self_assessments(app: &App, connection: &mut PgConnection, actor: &Actor) -> Result<Piles> {
    let mut piles = Piles::default();
    if !actor.own_schools().is_empty() {
        piles.mine.extend(own_parts(app, &mut *connection, actor).await?);
    }
    if !actor.rektor_schools().is_empty() {
        piles.add(given_parts(app, &mut *connection, actor).await?);
        for comments in self_assessment::open_comments(&mut *connection, actor).await? {
            let href = format!("/egenvurdering/{}/levert/{}", comments.id, comments.version);
            piles.mine.push(Item::by(href, text_with(actor.lang, "start-comments", &[("count", &comments.count)]), None));
        }
    }
    if let Ok(followed) = FollowedSchools::of(actor) {
        for asked in self_assessment::comments_asked(&mut *connection, actor, &followed).await? {
            let since = dates::norwegian_date(asked.since);
            piles.others.push(Item {
                href: format!("/egenvurdering/{}/levert/{}", asked.id, asked.version),
                what: text_with(actor.lang, "start-comments-asked", &[("school", &asked.school), ("count", &asked.count)]),
                day: Some(since),
                beside: text_with(actor.lang, "start-asked-on", &[("date", &dates::near(since, actor.today))]),
            });
        }
        for request in self_assessment::requests_to_reopen(connection, actor).await? {
            let since = dates::norwegian_date(request.at);
            piles.mine.push(Item {
                href: format!("/egenvurdering/{}", request.id),
                what: text_with(actor.lang, "start-request", &[("school", &request.school)]),
                day: Some(since),
                beside: dates::long(since),
            });
        }
    }
    Ok(piles)
}

/// The parts that were given to the actor.
async fn own_parts(app: &App, connection: &mut PgConnection, actor: &Actor) -> Result<Vec<Item>> {
    let lang = actor.lang;
    let parts = self_assessment::my_parts(app, connection, actor).await?;
    let open = parts.into_iter().filter(|part| part.state != PartState::HandedIn);
    Ok(open
        .map(|part| {
            let deadline = text_with(lang, "deadline-line", &[("date", &dates::long(part.deadline))]);
            let beside = if part.state == PartState::Returned {
                text_with(lang, "start-part-returned", &[("note", &part.note), ("deadline", &deadline)])
            } else {
                deadline
            };
            Item { href: part.href, what: text_with(lang, "start-my-part", &[("part", &part.part)]), day: Some(part.deadline), beside }
        })
        .collect())
}

/// The parts that the actor gave to others: handed in they wait for the actor, until then the actor waits for them.
async fn given_parts(app: &App, connection: &mut PgConnection, actor: &Actor) -> Result<Piles> {
    let mut piles = Piles::default();
    for held in self_assessment::parts_held(&mut *connection, actor).await? {
        let pack = app.packs.load(&mut *connection, actor.municipality, held.pack).await?;
        let part = pack.template(&held.template).and_then(|template| template.part(&held.part));
        let Some(part) = part else { continue };
        let title = part.title.get(actor.lang);
        let href = format!("/egenvurdering/{}/fordeling", held.id);
        let words = |key: &'static str| text_with(actor.lang, key, &[("part", &title), ("who", &held.name)]);
        match held.handed_in_at {
            Some(at) => piles.mine.push(Item {
                href,
                what: words("start-handed-in"),
                day: Some(dates::norwegian_date(at)),
                beside: dates::lately(at, actor.today, actor.lang),
            }),
            None => piles.others.push(Item::by(href, words("start-given-part"), Some(held.deadline))),
        }
    }
    Ok(piles)
}
