//! The number of a unit in Enhetsregisteret: nine digits, the last of them a control digit.
//!
//! Schools and municipalities are known by it. It is checked when it comes in, so that a typing error never becomes another unit.

use std::fmt;

/// Modulus 11 with these weights for the first eight digits, as Brønnøysundregistrene describes the number.
const WEIGHTS: [u32; 8] = [3, 2, 7, 6, 5, 4, 3, 2];

/// A number whose control digit is right.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct OrganisationNumber(u32);

/// Why something is no organisation number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OrganisationNumberError {
    /// Not nine digits, apart from white space.
    NotNineDigits,
    /// Nine digits, but mistyped: the last one does not fit the others.
    WrongCheckDigit,
}

impl OrganisationNumber {
    /// Reads a number. White space may stand anywhere in it, as it is written in groups of three, with an ordinary space or a no-break space.
    ///
    /// # Errors
    ///
    /// See [`OrganisationNumberError`].
    pub fn parse(text: &str) -> Result<Self, OrganisationNumberError> {
        let mut digits = [0; 9];
        let mut count = 0;
        for c in text.chars().filter(|c| !c.is_whitespace()) {
            let digit = c.to_digit(10).ok_or(OrganisationNumberError::NotNineDigits)?;
            *digits.get_mut(count).ok_or(OrganisationNumberError::NotNineDigits)? = digit;
            count += 1;
        }
        if count != digits.len() {
            return Err(OrganisationNumberError::NotNineDigits);
        }
        let sum: u32 = digits.iter().zip(WEIGHTS).map(|(digit, weight)| digit * weight).sum();
        // A rest of 1 would need the control digit 10; such numbers are not given out.
        if (11 - sum % 11) % 11 != digits[8] {
            return Err(OrganisationNumberError::WrongCheckDigit);
        }
        Ok(Self(digits.iter().fold(0, |number, digit| number * 10 + digit)))
    }

    /// As people read it, in groups of three: `973 953 990`. The spaces are no-break spaces, so that a line never ends inside the number.
    #[must_use]
    pub fn grouped(self) -> String {
        let (first, middle, last) = (self.0 / 1_000_000, self.0 / 1000 % 1000, self.0 % 1000);
        format!("{first:03}\u{a0}{middle:03}\u{a0}{last:03}")
    }
}

/// Nine digits and nothing else: what is stored and stands in addresses.
impl fmt::Display for OrganisationNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:09}", self.0)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn numbers_of_real_units_are_read() {
        for number in ["874738352", "986171096", "974222078", "974309424", "973953990"] {
            assert_eq!(OrganisationNumber::parse(number).unwrap().to_string(), number);
        }
    }

    #[test]
    fn spaces_of_any_kind_may_stand_inside() {
        let number = OrganisationNumber::parse("973953990").unwrap();
        for text in [" 973 953 990 ", "973\u{a0}953\u{a0}990", "97395 3990\t"] {
            assert_eq!(OrganisationNumber::parse(text), Ok(number));
        }
        assert_eq!(number.grouped(), "973\u{a0}953\u{a0}990");
    }

    #[test]
    fn what_is_not_nine_digits_is_refused() {
        for text in ["", "97395399", "9739539900", "973-953-990", "NO973953990", "97395399x", "٩٧٣٩٥٣٩٩٠"] {
            assert_eq!(OrganisationNumber::parse(text), Err(OrganisationNumberError::NotNineDigits), "{text}");
        }
    }

    proptest! {
        #[test]
        fn a_number_is_read_back_as_itself(number in 0..1_000_000_000_u32) {
            let text = format!("{number:09}");
            match OrganisationNumber::parse(&text) {
                Ok(read) => {
                    prop_assert_eq!(read.to_string(), text);
                    prop_assert_eq!(OrganisationNumber::parse(&read.grouped()), Ok(read));
                }
                Err(error) => prop_assert_eq!(error, OrganisationNumberError::WrongCheckDigit),
            }
        }

        #[test]
        fn one_wrong_digit_or_two_neighbours_exchanged_are_seen(start in 0..1_000_000_000_u32, at in 0..9_usize, other in 1..10_u8) {
            let valid = (start..start + 100).map(|number| format!("{number:09}")).find(|text| OrganisationNumber::parse(text).is_ok()).unwrap();
            prop_assume!(valid.len() == 9);
            let mut digits = valid.clone().into_bytes();
            digits[at] = b'0' + (digits[at] - b'0' + other) % 10;
            prop_assert!(OrganisationNumber::parse(&String::from_utf8(digits).unwrap()).is_err());
            let mut digits = valid.clone().into_bytes();
            if at < 8 && digits[at] != digits[at + 1] {
                digits.swap(at, at + 1);
                prop_assert!(OrganisationNumber::parse(&String::from_utf8(digits).unwrap()).is_err());
            }
        }
    }
}
