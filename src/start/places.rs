//! The ways from the start page to what has no place in the menu: those that this person has, whether there is anything there or not.
use crate::access::Actor;
use crate::access::rules::{FollowedSchools, has_voices, has_written_agreements};
use crate::sealed_talk;
use crate::text::text;

/// A way: address and name.
pub type Place = (&'static str, String);

/// The ways of `actor`, in the order of the school year: what is worked on, what is promised, who helps, what is between two people, what is kept in order.
pub fn places(actor: &Actor) -> Vec<Place> {
    let follows = FollowedSchools::of(actor).is_ok();
    let leads = !actor.rektor_schools().is_empty();
    let (talks, breaks_seals) = sealed_talk::links(actor);
    let ways: [(&'static str, &'static str, bool); 8] = [
        ("/forventningar", "expectation-link", follows),
        ("/planar", "plan-overview-link", follows),
        ("/roystar", "voices", has_voices(actor)),
        ("/avtalar", "agreements-link", follows),
        ("/skriftlege-avtalar", "written-agreements", has_written_agreements(actor)),
        ("/radgjeving", "adviser-title", follows || leads || !actor.advised.is_empty()),
        ("/samtalar", "sealed-talks", talks),
        ("/samtalar/nodopning", "sealed-breaking", breaks_seals),
    ];
    ways.into_iter().filter(|(.., has)| *has).map(|(href, key, _)| (href, text(actor.lang, key).into_owned())).collect()
}
