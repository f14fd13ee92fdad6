//! What is an identity number in a text, and what is not.

use proptest::prelude::*;

use super::find;

fn control(digits: &[u32], weights: &[u32], rest: u32) -> Option<u32> {
    let sum: u32 = digits.iter().zip(weights).map(|(digit, weight)| digit * weight).sum();
    let control = (11 + rest - sum % 11) % 11;
    (control < 10).then_some(control)
}

/// The whole number for a date and individual digits, with the first control digit leaving this rest; `None` where it would be 10.
fn number(day: u32, month: u32, year: u32, individual: u32, rest: u32) -> Option<String> {
    let mut digits: Vec<u32> = format!("{day:02}{month:02}{year:02}{individual:03}").chars().filter_map(|c| c.to_digit(10)).collect();
    digits.push(control(&digits, &[3, 7, 6, 1, 8, 9, 4, 5, 2], rest)?);
    digits.push(control(&digits, &[5, 4, 3, 2, 7, 6, 5, 4, 3, 2], 0)?);
    Some(digits.iter().map(ToString::to_string).collect())
}

fn valid_numbers() -> impl Strategy<Value = String> {
    let day = (1..=28_u32, prop_oneof![Just(0_u32), Just(40)]).prop_map(|(day, more)| day + more);
    let month = (1..=12_u32, prop_oneof![Just(0_u32), Just(40), Just(65), Just(80)]).prop_map(|(month, more)| month + more);
    (day, month, 0..100_u32, 0..1000_u32, 0..4_u32)
        .prop_filter_map("a control digit of 10", |(day, month, year, individual, rest)| number(day, month, year, individual, rest))
}

/// One number that is valid, made and not taken from anyone: a test number of Tenor's kind.
fn sample() -> String {
    (0..1000).find_map(|individual| number(1, 81, 1, individual, 0)).unwrap()
}

fn hit(text: &str) -> bool {
    find(text).is_some()
}

#[test]
fn a_number_is_found_where_it_stands() {
    let number = sample();
    let text = format!("Eleven (f. {number}) går på 7. trinn.");
    assert_eq!(&text[find(&text).unwrap()], number);
    let spelled = format!("{} – {}", &number[..6], &number[6..]);
    let text = format!("Æ {spelled}.");
    assert_eq!(&text[find(&text).unwrap()], spelled);
}

#[test]
fn a_number_is_found_beside_other_numbers() {
    let number = sample();
    let (date, person) = number.split_at(6);
    let dotted = format!("{}.{}.{}", &date[..2], &date[2..4], &date[4..]);
    for text in [
        format!("I 2024 2025 {number} 12 34 56 78"),
        format!("I 2024 2025 {date} {person} 12 34 56 78"),
        format!("7. {dotted} {person} 2024/2025"),
        format!("55 56 60 00\n0{}\n{} 12\n{number}", &number[..3], &number[3..5]),
        format!("1234567890 1\n{} {} {}\n22 33 44 55", &number[..4], &number[4..8], &number[8..]),
        format!("4 år {} {} {} 7 år", &number[..4], &number[4..8], &number[8..]),
        format!("7 {} {} {}", &number[..4], &number[4..8], &number[8..]),
        format!("x{number}y"),
        format!("1,{number},2"),
    ] {
        assert!(hit(&text), "{text:?}");
    }
}

#[test]
fn test_numbers_that_are_published_are_found() {
    // Dolly and Tenor, as Nav gives them (https://github.com/navikt/fnrvalidator/issues/116): fødselsnummer and D-nummer, 29 February too.
    for number in ["15507600333", "55507608360", "29422059278", "69422056629", "17912099997", "57912075186", "29822099635", "45840375084"] {
        assert!(hit(number), "{number}");
    }
}

#[test]
fn a_column_of_numbers_is_found() {
    let numbers: Vec<_> = (0..50).filter_map(|individual| number(12, 3, 14, individual, 0)).collect();
    for parted in ["\n", "\r\n", " ", "\n\n", " - "] {
        assert!(hit(&numbers.join(parted)), "{parted:?}");
    }
    let grouped: Vec<_> = numbers.iter().map(|number| format!("{} {}", &number[..6], &number[6..])).collect();
    assert!(hit(&grouped.join(" ")));
}

#[test]
fn digits_that_go_on_are_no_identity_number() {
    let number = sample();
    for text in [format!("9{number}"), format!("{number}9"), format!("9\u{200b}{number}"), format!("{number}{number}")] {
        assert!(!hit(&text), "{text:?}");
    }
}

#[test]
fn one_wrong_control_digit_is_enough_to_be_something_else() {
    let number = sample();
    let last = number.chars().last().and_then(|c| c.to_digit(10)).unwrap();
    for other in (0..10).filter(|other| *other != last) {
        assert!(!hit(&format!("{}{other}", &number[..10])));
    }
}

#[test]
fn a_date_that_does_not_exist_is_no_identity_number() {
    for (day, month, year) in
        [(0, 1, 1), (32, 1, 1), (31, 4, 1), (30, 2, 0), (29, 2, 1), (72, 1, 1), (1, 0, 1), (1, 13, 1), (1, 60, 1), (1, 93, 1)]
    {
        for number in (0..200).filter_map(|individual| number(day, month, year, individual, 0)) {
            assert!(!hit(&number), "{number}");
        }
    }
    assert!((0..200).filter_map(|individual| number(29, 2, 0, individual, 0)).all(|number| hit(&number)));
}

#[test]
fn what_a_school_writes_otherwise_is_not_taken_for_one() {
    for text in [
        "Ring 55 56 60 00 eller +47 412 34 567.",
        "412 34 567 900 12 345 481 23 456\n900 11 222",
        "Org.nr. 973 953 990, 874 738 352 og 986 171 096",
        "973953990\n874738352\n986171096\n974222078",
        "ISBN 978-82-02-12345-6 og 9788202123456",
        "Fra 15.08.2024 til 24.06.2025, møte 01.02.2025 kl. 12.30-14.00",
        "Skoleårene 2022/23, 2023/24, 2024/25 og 2025/26",
        "3,4 3,6 3,8 4,0 på skalaen; 12 av 14, 86 %",
        "550e8400-e29b-41d4-a716-446655440000",
        "",
        "Ingen tall.",
    ] {
        assert!(!hit(text), "{text:?}");
    }
}

#[test]
fn a_table_of_small_numbers_is_not_taken_for_one() {
    let table: Vec<String> = (0..4000_u32).map(|n| (n * 7919 % 97).to_string()).collect();
    let lines: Vec<String> = table.chunks(12).map(|line| line.join(" ")).collect();
    assert!(!hit(&table.join(" ")));
    // Lines of exactly eleven digits are read; what is left then is chance, and far from one line in ten.
    let hits = lines.iter().filter(|line| hit(line)).count();
    assert!(hits * 10 < lines.len(), "{hits} of {}", lines.len());
}

#[test]
fn few_account_numbers_are_taken_for_one() {
    let weights = [5, 4, 3, 2, 7, 6, 5, 4, 3, 2];
    let accounts: Vec<String> = (0..20_000_u64)
        .filter_map(|n| {
            let digits: Vec<u32> = format!("{:010}", n * 4_999_999_937 % 10_000_000_000).chars().filter_map(|c| c.to_digit(10)).collect();
            let last = control(&digits, &weights, 0)?;
            Some(digits.iter().chain([&last]).map(ToString::to_string).collect())
        })
        .collect();
    let hits = accounts.iter().filter(|account| hit(account)).count();
    assert!(hits * 7 < accounts.len(), "{hits} of {}", accounts.len());
}

/// How the digits of a number may be written.
fn scripts() -> impl Strategy<Value = u32> {
    prop_oneof![Just(0x30_u32), Just(0xff10), Just(0x660), Just(0x6f0), Just(0x1d7ce)]
}

proptest! {
    #[test]
    fn every_valid_number_is_found_in_every_spelling(
        number in valid_numbers(),
        gaps in proptest::collection::vec("[ \u{a0}\u{2009}\u{202f}\\-–—−‐./\u{200b}\u{feff}\u{ad}\r\n\t]{0,3}", 10),
        zero in scripts(),
        before in "([a-zæøå ,:(]{0,8}[a-zæøå,:(])?",
        after in "([a-zæøå,;)][a-zæøå ,;)]{0,8})?",
    ) {
        let mut spelled = String::new();
        for (index, c) in number.chars().enumerate() {
            if index > 0 {
                spelled.push_str(&gaps[index - 1]);
            }
            spelled.push(char::from_u32(zero + c.to_digit(10).unwrap()).unwrap());
        }
        let text = format!("{before}{spelled}{after}");
        let found = find(&text);
        prop_assert_eq!(found.clone().map(|range| &text[range]), Some(spelled.as_str()));
    }

    #[test]
    fn a_text_without_eleven_digits_in_a_row_is_never_hit(words in proptest::collection::vec("[a-zæøå,;:]{1,5}[0-9 ./–-]{0,10}", 0..40)) {
        prop_assert!(!hit(&words.concat()));
    }

    #[test]
    fn a_longer_run_of_digits_is_never_hit(digits in "[0-9]{12,40}") {
        prop_assert!(!hit(&digits));
    }

    #[test]
    fn any_text_is_read_without_fault(text in "(?s).{0,200}") {
        if let Some(range) = find(&text) {
            prop_assert!(text.get(range).is_some());
        }
    }
}
