//! The draw: simple enough to be done again by anybody who has the seed and the school's list.
use sha2::{Digest, Sha256};

use crate::error::Result;

/// The most cases that a draw is among.
pub const MOST_CASES: u16 = 999;
/// Bytes of a seed.
const SEED: usize = 6;

/// A seed of twelve hexadecimal digits, which nobody can choose or foresee.
///
/// # Errors
///
/// When the operating system gives no random bytes.
pub fn new_seed() -> Result<String> {
    let mut bytes = [0; SEED];
    getrandom::fill(&mut bytes).map_err(|error| anyhow::anyhow!("no random bytes: {error}"))?;
    Ok(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
}

/// The numbers that are drawn among 1 to `cases`, in order: those whose SHA-256 of «seed:number» comes first; all of them when there are no more than `wanted`.
#[must_use]
pub fn drawn(seed: &str, cases: u16, wanted: u8) -> Vec<u16> {
    let mut all: Vec<([u8; 32], u16)> =
        (1..=cases.min(MOST_CASES)).map(|number| (Sha256::digest(format!("{seed}:{number}").as_bytes()).into(), number)).collect();
    all.sort_unstable();
    let mut drawn: Vec<u16> = all.into_iter().take(usize::from(wanted)).map(|(_, number)| number).collect();
    drawn.sort_unstable();
    drawn
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_draw_is_what_a_command_line_gives() {
        // for n in $(seq 1 12); do printf 'a1b2c3d4e5f6:%s' $n | sha256sum | sed "s/-/$n/"; done | sort | head -3
        assert_eq!(drawn("a1b2c3d4e5f6", 12, 3), [3, 9, 11]);
    }

    #[test]
    fn a_seed_is_twelve_hexadecimal_digits_and_another_each_time() {
        let seeds: HashSet<String> = (0..50).map(|_| new_seed().unwrap()).collect();
        assert_eq!(seeds.len(), 50);
        assert!(seeds.iter().all(|seed| seed.len() == 12 && seed.chars().all(|c| c.is_ascii_hexdigit() && !c.is_ascii_uppercase())));
    }

    #[test]
    fn every_case_is_drawn_about_as_often_as_another() {
        let (cases, wanted, draws) = (20_u16, 3_u8, 4_000_u32);
        let mut times = [0_u32; 20];
        for at in 0..draws {
            for number in drawn(&format!("{at:012x}"), cases, wanted) {
                times[usize::from(number) - 1] += 1;
            }
        }
        // 600 each is expected; the standard deviation is less than 23.
        assert!(times.iter().all(|count| (480..=720).contains(count)), "{times:?}");
    }

    proptest::proptest! {
        #[test]
        fn as_many_different_numbers_of_the_list_are_drawn_as_are_wanted(seed in "[0-9a-f]{12}", cases in 0_u16..=MOST_CASES, wanted in 0_u8..=5) {
            let numbers = drawn(&seed, cases, wanted);
            prop_assert_eq!(numbers.len(), usize::from(wanted).min(usize::from(cases)));
            prop_assert!(numbers.is_sorted() && numbers.iter().all(|number| (1..=cases).contains(number)));
            prop_assert_eq!(numbers.iter().collect::<HashSet<_>>().len(), numbers.len());
            prop_assert_eq!(drawn(&seed, cases, wanted), numbers);
        }

        #[test]
        fn one_case_more_on_the_list_changes_at_most_one_of_those_drawn(seed in "[0-9a-f]{12}", cases in 3_u16..200) {
            let (before, after) = (drawn(&seed, cases, 3), drawn(&seed, cases + 1, 3));
            let same = before.iter().filter(|number| after.contains(number)).count();
            prop_assert!(same == 3 || (same == 2 && after.contains(&(cases + 1))));
        }
    }
}
