use time::macros::{date, datetime};

use super::*;
use crate::indicator::Cell;
use crate::indicator::catalogue::catalogue;
use crate::indicator::copied::CopiedCell;

fn indicator(key: &str) -> &'static Indicator {
    catalogue().get(key).unwrap()
}

/// A chain from nasjonale prøver of 2026-27.
fn inquiry() -> Inquiry {
    let figure = CopiedFigure {
        year: SchoolYear(2026),
        cells: vec![CopiedCell { level: None, cell: Cell::Published(Amount(47_000)) }],
        uncertainty: None,
        count: Some(24),
        file: "np.csv".to_owned(),
        at: datetime!(2026-11-20 08:00 UTC),
    };
    Inquiry {
        id: InquiryId(1),
        municipality: MunicipalityId(1),
        school: SchoolId(1),
        named: false,
        origin: Some((indicator("np_lesing_5"), None, figure)),
        story: None,
        check_on: None,
        measured_on: None,
        started: (datetime!(2027-03-01 08:00 UTC), "Kari Nordås, rektor".to_owned()),
        shown: None,
        closed: None,
        newer: None,
    }
}

#[test]
fn every_step_is_found_by_its_address_and_by_what_is_stored() {
    for step in Step::ALL {
        assert_eq!(Step::parse(step.key()), Some(*step));
        assert_eq!(Step::from_slug(step.slug()).unwrap(), *step);
    }
    assert!(Step::from_slug("kven").is_err());
}

#[test]
fn the_next_figure_is_looked_for_when_its_source_publishes_unless_somebody_says_another_day() {
    let mut chain = inquiry();
    assert_eq!(chain.measured_from(), Some(date!(2027 - 11 - 15)));
    chain.measured_on = Some(date!(2027 - 09 - 15));
    assert_eq!(chain.measured_from(), Some(date!(2027 - 09 - 15)));
}

#[test]
fn the_next_day_is_one_that_has_come_else_the_nearest_ahead() {
    let mut chain = inquiry();
    chain.check_on = Some(date!(2027 - 06 - 01));
    assert_eq!(chain.next_day(date!(2027 - 03 - 01)), Some(date!(2027 - 06 - 01)));
    assert_eq!(chain.next_day(date!(2027 - 06 - 02)), Some(date!(2027 - 06 - 01)));
    assert_eq!(Inquiry { check_on: None, ..chain.clone() }.next_day(date!(2028 - 01 - 01)), Some(date!(2027 - 11 - 15)));
    assert_eq!(Inquiry { origin: None, check_on: None, ..chain }.next_day(date!(2027 - 03 - 01)), None);
}

#[test]
fn it_is_time_when_a_day_has_come_or_a_new_figure_and_never_for_a_closed_chain() {
    let today = date!(2027 - 06 - 01);
    let chain = inquiry();
    assert_eq!(chain.due(today), None);
    assert_eq!(Inquiry { check_on: Some(today), ..chain.clone() }.due(today), Some(Reason::Check(today)));
    assert_eq!(Inquiry { measured_on: Some(today), ..chain.clone() }.due(today), Some(Reason::Measured(today)));
    let gone_by = Inquiry { check_on: Some(date!(2027 - 05 - 20)), measured_on: Some(date!(2027 - 09 - 01)), ..chain.clone() };
    assert_eq!(gone_by.due(today).and_then(Reason::day), Some(date!(2027 - 05 - 20)), "the day that has come, not one ahead");
    let arrived = Inquiry { newer: Some(SchoolYear(2027)), check_on: Some(today), ..chain };
    assert_eq!(arrived.due(today), Some(Reason::NewFigure));
    assert_eq!(Reason::NewFigure.day(), None);
    assert_eq!(Inquiry { closed: Some(arrived.started.clone()), ..arrived }.due(today), None);
}

#[test]
fn that_the_catalogue_awaits_a_figure_is_no_reason_to_look_before_it_is_there() {
    assert_eq!(inquiry().due(date!(2028 - 01 - 01)), None);
}

#[test]
fn each_step_keeps_what_belongs_to_it_and_nothing_else() {
    let typed = Typed {
        body: "Me les meir.".to_owned(),
        explanations: vec!["Lite lesetid".to_owned(), " ".to_owned(), "Nye lærebøker".to_owned()],
        who: "Trinnteamet".to_owned(),
        day: "2027-06-01".to_owned(),
        amount: "50".to_owned(),
        ..Typed::default()
    };
    let of = |step| typed.check(step, Some(indicator("np_lesing_5")), Lang::Nn).unwrap();
    assert_eq!(of(Step::Seen), Content { body: "Me les meir.".to_owned(), ..Content::default() });
    assert_eq!(of(Step::Why).explanations, ["Lite lesetid", "Nye lærebøker"]);
    assert_eq!((of(Step::Action).who.as_str(), of(Step::Action).day), ("Trinnteamet", Some(date!(2027 - 06 - 01))));
    assert_eq!((of(Step::Expectation).amount, of(Step::Expectation).day), (Some(Amount(50_000)), None));
}

#[test]
fn what_cannot_be_right_is_told_on_its_field() {
    let typed = Typed { day: "i haust".to_owned(), amount: "500".to_owned(), body: "Ring 130972 48022".to_owned(), ..Typed::default() };
    let wrong =
        |step| typed.check(step, Some(indicator("np_lesing_5")), Lang::Nb).unwrap_err().iter().map(|(id, _)| *id).collect::<Vec<_>>();
    assert_eq!(wrong(Step::Action), ["body", "day"]);
    assert_eq!(wrong(Step::Expectation), ["body", "amount"]);
    assert_eq!(wrong(Step::Outcome), ["body"]);
}

#[test]
fn a_step_can_be_emptied() {
    assert!(Typed::default().check(Step::Action, None, Lang::Nn).unwrap().is_empty());
}

#[test]
fn what_is_stored_reads_as_it_was_and_what_was_cleared_is_empty() {
    let content = Content { day: Some(date!(2027 - 06 - 01)), amount: Some(Amount(4_200)), body: "Meir.".to_owned(), ..Content::default() };
    assert_eq!(serde_json::from_value::<Content>(serde_json::to_value(&content).unwrap()).unwrap(), content);
    assert!(serde_json::from_str::<Content>("{}").unwrap().is_empty());
}
