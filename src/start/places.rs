//! The ways from the start page to what has no place in the menu: those that this person has, whether there is anything there or not.
use crate::access::Actor;
use crate::access::rules::{
    FollowedSchools, begins_handovers, has_follow_up, has_support, has_voices, has_written_agreements, knows_of_between, reads_cards,
    reads_trace,
};
use crate::sealed_talk;
use crate::text::text;

/// A way: address and name.
pub type Place = (&'static str, String);

/// The ways of `actor`, in the order of the school year: what is worked on, what is promised, who helps, what is between two people, what is kept in order.
pub fn places(actor: &Actor) -> Vec<Place> {
    let follows = FollowedSchools::of(actor).is_ok();
    let leads = !actor.rektor_schools().is_empty();
    let (talks, breaks_seals) = sealed_talk::links(actor);
    let ways: [(&'static str, &'static str, bool); 14] = [
        ("/forventningar", "expectation-link", follows),
        ("/planar", "plan-overview-link", follows),
        ("/mellomarbeid", "between", knows_of_between(actor) && (follows || !actor.draft_schools().is_empty())),
        ("/roystar", "voices", has_voices(actor)),
        ("/avtalar", "agreements-link", follows),
        ("/skriftlege-avtalar", "written-agreements", has_written_agreements(actor)),
        ("/stotte", "support-link", has_support(actor) && (follows || leads)),
        ("/prioritering", "priority-title", has_follow_up(actor) && (follows || leads)),
        ("/radgjeving", "adviser-title", follows || leads || !actor.advised.is_empty()),
        ("/overleveringar", "handovers", begins_handovers(actor)),
        ("/internkontroll", "control", reads_trace(actor)),
        ("/kontaktkort", "card-link", reads_cards(actor)),
        ("/samtalar", "sealed-talks", talks),
        ("/samtalar/nodopning", "sealed-breaking", breaks_seals),
    ];
    ways.into_iter().filter(|(.., has)| *has).map(|(href, key, _)| (href, text(actor.lang, key).into_owned())).collect()
}
