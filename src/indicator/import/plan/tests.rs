use super::*;
use crate::indicator::reading::{Context, read};

fn here() -> Here {
    let schools = [("974222078", "Vik skule", 1), ("874738352", "Nes skule", 2)];
    Here {
        numbers: BTreeSet::from(["4622".to_owned()]),
        counties: BTreeSet::from(["46".to_owned()]),
        by_number: schools.iter().map(|(number, _, id)| ((*number).to_owned(), SchoolId(*id))).collect(),
        by_name: schools.iter().map(|(_, name, id)| (folded(name), SchoolId(*id))).collect(),
        ..Here::default()
    }
}

/// Skoleporten's long form, which has names and no numbers.
fn by_name(names: &[&str]) -> Reading {
    let mut text =
        "Enhetsnavn;Skoletype;Vurderingsområde;Statistikk;Indikator/delskår;Periode;Eierform;Trinn;Kjønn;Verdi;Måleenhet\r\n".to_owned();
    for name in names {
        text += &format!(
            "{name};Grunnskole;Læringsresultater;Nasjonale prøver;Lesing;2020-2021;Alle eierformer;5. årstrinn;Begge kjønn;50;Skalapoeng\r\n"
        );
    }
    read(text.as_bytes(), &Context::default()).unwrap()
}

fn schools_of(names: &[&str]) -> (usize, usize) {
    let plan = plan(&by_name(names), &here(), &HashMap::new(), &Choices::default());
    (plan.new.len(), plan.elsewhere)
}

#[test]
fn names_alone_count_when_most_of_them_are_schools_here() {
    assert_eq!(schools_of(&["Vik skule", "NES  skule"]), (2, 0));
    assert_eq!(schools_of(&["Vik skule", "Nes skule", "Ein ny skule"]), (2, 0));
    assert_eq!(schools_of(&["Nes skule", "Eiganes skole", "Storhaug skole"]), (0, 3));
}

#[test]
fn what_stands_already_is_neither_new_nor_changed() {
    let reading = by_name(&["Vik skule"]);
    let first = plan(&reading, &here(), &HashMap::new(), &Choices::default());
    let standing: HashMap<Slot, Standing> = first.all().map(|value| (value.slot.clone(), value.says)).collect();
    let second = plan(&reading, &here(), &standing, &Choices::default());
    assert!(second.is_empty());
    assert_eq!(second.same, 1);
    assert_ne!(second.fingerprint(), first.fingerprint());
}

/// A file by number, with scores of Vik skule and Nes skule that are hard to believe: one that has lost its comma, and one that nothing can be made of.
fn doubtful() -> Reading {
    let text = "EnhetNivaa;Kommunekode;Organisasjonsnummer;EnhetNavn;2024-25.Alle eierformer.Alle kjønn.Grunnskolepoeng\n\
                4;4622;974222078;Vik skule;412\n4;4622;874738352;Nes skule;900\n";
    read(text.as_bytes(), &Context::default()).unwrap()
}

#[test]
fn what_is_not_shown_one_by_one_is_decided_together() {
    let reading = doubtful();
    let with = |choices: &Choices| plan(&reading, &here(), &HashMap::new(), choices);
    let held = with(&Choices::default());
    assert_eq!((held.held.len(), held.new.len()), (2, 0));
    let all = with(&Choices { rest: Choice::Take, ..Choices::default() });
    assert_eq!((all.held.len(), all.new.len()), (0, 2));
    let but_one = Choices { one_by_one: HashMap::from([(held.held[0].mark(), Choice::Hold)]), rest: Choice::Take };
    assert_eq!(with(&but_one).held, held.held[..1]);
    let likely = held.held.iter().filter(|value| value.likely.is_some()).count();
    let corrected = with(&Choices { rest: Choice::Correct, ..Choices::default() });
    assert_eq!((corrected.new.len(), corrected.held.len()), (likely, 2 - likely), "what cannot be corrected is held out");
}

#[test]
fn a_plan_is_named_by_what_it_does_and_not_by_what_is_chosen_of_it() {
    let plan_with = |stands: Option<i64>| {
        let reading = by_name(&["Vik skule"]);
        let first = plan(&reading, &here(), &HashMap::new(), &Choices::default());
        let says = |amount: i64| Standing { cell: Cell::Published(Amount(amount)), ..first.new[0].says };
        let standing = stands.map(|amount| (first.new[0].slot.clone(), says(amount))).into_iter().collect();
        plan(&reading, &here(), &standing, &Choices::default()).fingerprint()
    };
    assert_eq!(plan_with(None), plan_with(None));
    assert_eq!(plan_with(Some(48_000)), plan_with(Some(48_000)));
    let all = [plan_with(None), plan_with(Some(48_000)), plan_with(Some(49_000)), plan_with(Some(50_000))];
    assert_eq!(BTreeSet::from(all).len(), 4);
}
