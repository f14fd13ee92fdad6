//! The ways on from a school's page: what there is about the school that this person reads, whether there is anything there or not.
use crate::access::Actor;
use crate::access::rules::{
    CardRights, ChainSide, ExpectationRights, FollowUpRights, Ledger, SchoolInquiries, SchoolStories, begins_handover_of, has_support,
    has_written_agreements, knows_of_between, knows_of_plans, reads_routines,
};
use crate::municipality::School;
use crate::text::text;

/// Address and name of each way that `actor` has.
pub fn ways(actor: &Actor, school: &School) -> Vec<(String, String)> {
    let id = school.id;
    let in_chain = ChainSide::of(actor, id).is_some();
    let reads_drafts = actor.draft_schools().contains(&id);
    let own = |page: &str| format!("/skoler/{id}/{page}");
    let ways: [(String, &'static str, bool); 15] = [
        (own("indikatorer"), "profile-link", true),
        (own("forteljingar"), "story-link", SchoolStories::of(actor, id).is_ok()),
        (own("kjeder"), "inquiry-name", SchoolInquiries::of(actor, id).is_ok()),
        (own("forventningar"), "expectation-link", school.ownership == "public" && ExpectationRights::of(actor, id).is_ok()),
        (own("planar"), "plan-link", knows_of_plans(actor, id)),
        (format!("/mellomarbeid#skule-{id}"), "between", knows_of_between(actor) && (actor.oversees(id) || reads_drafts)),
        (own("avtalar"), "agreements-link", Ledger::of_school(actor, id).is_ok()),
        ("/skriftlege-avtalar".to_owned(), "written-agreements", has_written_agreements(actor) && in_chain),
        ("/stotte".to_owned(), "support-link", has_support(actor) && in_chain),
        (format!("/prioritering/skole/{id}"), "priority-link", FollowUpRights::of(actor, id).is_ok()),
        ("/radgjeving".to_owned(), "adviser-title", actor.oversees(id) || reads_drafts),
        ("/overleveringar".to_owned(), "handovers", begins_handover_of(actor, id)),
        ("/internkontroll/tilsyn".to_owned(), "control-inspections", in_chain),
        ("/internkontroll/rutinar".to_owned(), "control-routines", reads_routines(actor)),
        (format!("/kontaktkort/{id}"), "card-link", CardRights::of(actor, Some(id)).is_ok()),
    ];
    ways.into_iter().filter(|(.., has)| *has).map(|(href, key, _)| (href, text(actor.lang, key).into_owned())).collect()
}
