use time::macros::date;

use super::*;

fn school(id: i64, number: &str, name: &str) -> School {
    School {
        id: SchoolId(id),
        organisation_number: number.to_owned(),
        name: name.to_owned(),
        ownership: "public".to_owned(),
        area: Some(AreaId(1)),
        area_name: Some("Nord".to_owned()),
        network: None,
        network_name: None,
        grade_from: 1,
        grade_to: 7,
        has_sfo: true,
        closed_on: None,
    }
}

fn unit(number: &str, name: &str) -> RegisterSchool {
    RegisterSchool {
        organisation_number: number.to_owned(),
        name: name.to_owned(),
        municipality_number: Some("4622".to_owned()),
        municipality: None,
        grade_from: Some(1),
        grade_to: Some(7),
        private: Some(false),
        active: true,
        closed_on: None,
        written_form: None,
        not_for_children: None,
    }
}

fn known() -> Known {
    Known {
        municipality_numbers: BTreeSet::from(["4622".to_owned(), "1238".to_owned()]),
        schools: vec![school(1, "973953990", "Vik skule"), school(2, "974222078", "Nes skule")],
        former: HashMap::from([("874738352".to_owned(), SchoolId(2))]),
    }
}

fn planned(units: Vec<RegisterSchool>) -> Plan {
    plan(&Listed::of(units, &known()), &known(), date!(2026 - 05 - 02))
}

fn closed(number: &str, day: Option<&str>) -> RegisterSchool {
    RegisterSchool { active: false, closed_on: day.map(str::to_owned), not_for_children: Some(NotForChildren::Closed), ..unit(number, "X") }
}

#[test]
fn what_is_as_the_list_has_it_is_left_alone() {
    let plan = planned(vec![unit("973953990", "Vik skule"), unit("974222078", "Kvam kommune - Nes skule")]);
    assert_eq!((plan.lines.len(), plan.same, plan.not_listed.len()), (0, 2, 0));
}

#[test]
fn names_grades_owners_and_closures_are_brought_in_line_and_nothing_else() {
    let renamed = RegisterSchool { grade_to: Some(10), private: Some(true), ..unit("973953990", "Vik barne- og ungdomsskule") };
    let plan = planned(vec![renamed, closed("974222078", Some("2025-07-31"))]);
    let [vik, nes] = plan.lines.as_slice() else { panic!("{plan:?}") };
    assert_eq!(
        vik.differences,
        [
            Difference::Name("Vik skule".to_owned(), "Vik barne- og ungdomsskule".to_owned()),
            Difference::Grades((1, 7), (1, 10)),
            Difference::BecamePrivate,
        ]
    );
    assert_eq!((vik.after.area, vik.after.has_sfo), (Some(AreaId(1)), true));
    assert_eq!(nes.differences, [Difference::Closed(Day(date!(2025 - 07 - 31)))]);
    assert_eq!((nes.after.closed_on, nes.after.name.as_str()), (Some(date!(2025 - 08 - 01)), "Nes skule"));
    let after: Vec<School> = plan.lines.iter().map(|line| line.after.clone()).collect();
    let again = Known { schools: after, ..known() };
    let units = vec![
        RegisterSchool { grade_to: Some(10), private: Some(true), ..unit("973953990", "Vik barne- og ungdomsskule") },
        closed("974222078", Some("2025-07-31")),
    ];
    assert_eq!(super::plan(&Listed { units, elsewhere: 0 }, &again, date!(2026 - 05 - 02)).lines, [], "the same list changes nothing");
}

#[test]
fn a_closed_school_that_opens_is_not_chosen_for_anybody() {
    let mut known = known();
    known.schools[0].closed_on = Some(date!(2025 - 08 - 01));
    let plan = plan(&Listed::of(vec![unit("973953990", "Vik skule")], &known), &known, date!(2026 - 05 - 02));
    assert_eq!(plan.lines[0].differences, [Difference::Open]);
    assert!(!plan.lines[0].is_safe());
}

#[test]
fn a_new_school_is_added_with_what_the_list_says_of_it() {
    let plan = planned(vec![
        RegisterSchool { private: Some(true), ..unit("986171096", "Montessori i Kvam") },
        RegisterSchool { grade_from: None, grade_to: None, ..unit("U90099013", "Fjell ungdomsskule") },
    ]);
    let [montessori, fjell] = plan.lines.as_slice() else { panic!("{plan:?}") };
    assert_eq!((montessori.after.ownership.as_str(), montessori.grades_guessed, montessori.is_safe()), ("private", false, true));
    assert_eq!((fjell.after.grade_from, fjell.after.grade_to, fjell.grades_guessed), (8, 10, true));
    assert_eq!(plan.not_listed, ["Vik skule", "Nes skule"]);
}

#[test]
fn what_is_no_school_for_children_is_passed_over_with_its_reason() {
    let with = |number: &str, why| RegisterSchool { not_for_children: Some(why), ..unit(number, "Y") };
    let plan = planned(vec![
        with("986171096", NotForChildren::OtherBusiness),
        with("986171097", NotForChildren::NotCompulsory),
        closed("986171098", Some("2011-07-31")),
        closed("973953990", None),
        unit("974309425", "Skrivefeil skule"),
        unit("874738352", "Gamle Nes"),
        RegisterSchool { municipality_number: Some("4601".to_owned()), ..unit("974309424", "Ein skule i Bergen") },
        RegisterSchool { municipality_number: None, ..unit("974309424", "Ein skule utan kommune") },
    ]);
    assert_eq!(
        plan.passed.keys().copied().collect::<Vec<_>>(),
        [Passed::NotCompulsory, Passed::OtherBusiness, Passed::ClosedBefore, Passed::NoClosingDay, Passed::BadNumber, Passed::FormerNumber]
    );
    assert_eq!(plan.passed[&Passed::FormerNumber], ["Gamle Nes (Nes skule)"]);
    assert_eq!((plan.lines.len(), plan.elsewhere), (0, 2));
}

#[test]
fn a_new_number_with_the_name_of_a_school_here_is_not_chosen_for_anybody() {
    let plan = planned(vec![unit("986171096", "VIK SKULE"), unit("974222078", "Nes skule")]);
    assert_eq!(plan.lines[0].same_name.as_deref(), Some("Vik skule"));
    assert!(!plan.lines[0].is_safe());
}

#[test]
fn the_owner_before_a_name_is_taken_away_and_nothing_else() {
    assert_eq!(plain_name("Lillesand kommune - Borkedalen skole"), "Borkedalen skole");
    assert_eq!(plain_name("Kvam herad \u{2013} Vik skule"), "Vik skule");
    assert_eq!(plain_name("Árran - Tysfjord skole"), "Árran - Tysfjord skole");
    assert_eq!(plain_name("Vik kommune - "), "Vik kommune - ");
}

#[test]
fn a_number_is_nine_digits_that_fit_or_a_letter_and_eight() {
    assert_eq!(["973953990", "U90099013"].map(is_number), [true; 2]);
    assert_eq!(["973953991", "u90099013", "U9009901", "", "97395399A"].map(is_number), [false; 5]);
}

#[test]
fn a_plan_has_another_name_when_something_else_would_be_done() {
    let one = planned(vec![unit("986171096", "Montessori i Kvam")]);
    assert_eq!(one.fingerprint(), planned(vec![unit("986171096", "Montessori i Kvam")]).fingerprint());
    assert_ne!(one.fingerprint(), planned(vec![unit("986171096", "Montessori")]).fingerprint());
}
