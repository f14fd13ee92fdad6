//! The pages of the voice slice: those of the school's own people, and those of whoever has a code.
mod answer;
mod ask;
mod came;
mod lead;
mod list;
mod write;

pub use came::frozen;

use crate::access::Actor;
use crate::access::rules::CanAskVoices;
use crate::error::Result;
use crate::ids::{MeetingId, SchoolId, SelfAssessmentId};
use crate::text::text;
use crate::voice::model::Round;
use crate::web::routes::Routes;

/// The pages of this slice.
pub fn router() -> Routes {
    Routes::new()
        .merge(list::routes())
        .merge(ask::routes())
        .merge(lead::routes())
        .merge(write::routes())
        .merge(came::routes())
        .merge(answer::routes())
}

fn may_ask(actor: &Actor, school: SchoolId) -> bool {
    actor.pack.as_ref().is_some_and(|pack| !pack.voices.is_empty()) && CanAskVoices::of(actor, school).is_ok()
}

/// The link to asking people without an account for a self-assessment, for those who may.
pub fn asks_for_self_assessment(actor: &Actor, school: SchoolId, id: SelfAssessmentId) -> Option<String> {
    may_ask(actor, school).then(|| format!("/roystar/ny?til=eigenvurdering:{id}"))
}

/// The same for a meeting.
pub fn asks_for_meeting(actor: &Actor, school: SchoolId, id: MeetingId) -> Option<String> {
    may_ask(actor, school).then(|| format!("/roystar/ny?til=mote:{id}"))
}

/// Where a page of a round is: the rounds, the round, and the page itself when it is another.
fn crumbs(actor: &Actor, round: &Round, page: Option<(&str, String)>) -> Vec<(String, String)> {
    let mut steps = vec![
        ("/".to_owned(), text(actor.lang, "nav-start").into_owned()),
        ("/roystar".to_owned(), text(actor.lang, "voices").into_owned()),
        (round.href(), round.words.name.get(actor.lang).to_owned()),
    ];
    if let Some((address, name)) = page {
        steps.push((format!("{}/{address}", round.href()), name));
    }
    steps
}

/// The field of one of a round's texts, and what stands in it.
fn stored<'a>(texts: &'a [crate::writing::FieldText], field: &str) -> Option<&'a crate::writing::FieldText> {
    texts.iter().find(|text| text.field == field)
}

/// The texts of a round.
async fn texts(tx: &mut crate::database::Tx, round: &Round) -> Result<Vec<crate::writing::FieldText>> {
    crate::writing::fields(tx, round.document, Some(&[crate::voice::model::PART.to_owned()])).await
}
