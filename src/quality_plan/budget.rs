//! The budget of a plan: lines of school year, theme and money, and their sums. What is within the frame asks for no money: it counts zero, and the sums say
//! how many such lines there are.
use serde::{Deserialize, Serialize};

/// What a line asks for, in whole kroner.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "money", content = "kroner", rename_all = "snake_case")]
pub enum Money {
    /// Nothing: it is done within the frame.
    Within,
    /// This much, and there is money for it.
    Funded(i64),
    /// This much, and there is no money for it yet.
    Unfunded(i64),
}

impl Money {
    /// As stored: its kind, and the kroner.
    pub fn columns(self) -> (&'static str, Option<i64>) {
        match self {
            Self::Within => ("within", None),
            Self::Funded(kroner) => ("funded", Some(kroner)),
            Self::Unfunded(kroner) => ("unfunded", Some(kroner)),
        }
    }

    /// The one stored so.
    pub fn of_columns(kind: &str, kroner: Option<i64>) -> Option<Self> {
        match (kind, kroner) {
            ("within", None) => Some(Self::Within),
            ("funded", Some(kroner)) => Some(Self::Funded(kroner)),
            ("unfunded", Some(kroner)) => Some(Self::Unfunded(kroner)),
            _ => None,
        }
    }

    /// The kroner it counts in a sum.
    pub fn kroner(self) -> i64 {
        match self {
            Self::Within => 0,
            Self::Funded(kroner) | Self::Unfunded(kroner) => kroner,
        }
    }
}

/// A line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    /// Its id.
    pub id: i64,
    /// The school year, by the year it starts.
    pub school_year: i32,
    /// What the money is for.
    pub theme: String,
    /// How much.
    #[serde(flatten)]
    pub money: Money,
}

/// What some lines come to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Sum {
    /// Kroner that there are.
    pub funded: i64,
    /// Kroner that there are not.
    pub unfunded: i64,
    /// Both together.
    pub total: i64,
    /// How many lines are within the frame.
    pub within: usize,
}

impl Sum {
    /// With one line more; `None` when that is more than can be counted.
    fn with(self, money: Money) -> Option<Self> {
        let mut sum = self;
        match money {
            Money::Within => sum.within += 1,
            Money::Funded(kroner) => sum.funded = sum.funded.checked_add(kroner)?,
            Money::Unfunded(kroner) => sum.unfunded = sum.unfunded.checked_add(kroner)?,
        }
        sum.total = sum.total.checked_add(money.kroner())?;
        Some(sum)
    }
}

/// The sums of a budget.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sums {
    /// Of each school year, the first first.
    pub years: Vec<(i32, Sum)>,
    /// Of each theme, in the order they are met.
    pub themes: Vec<(String, Sum)>,
    /// Of a theme in a school year: places in the two above.
    pub cells: Vec<((usize, usize), Sum)>,
    /// Of all.
    pub all: Sum,
}

impl Sums {
    /// The sum of a theme in a school year, by their places; `None` when there is no line.
    pub fn cell(&self, theme: usize, year: usize) -> Option<&Sum> {
        self.cells.iter().find(|(place, _)| *place == (theme, year)).map(|(_, sum)| sum)
    }
}

fn same_theme(one: &str, other: &str) -> bool {
    one.trim().to_lowercase() == other.trim().to_lowercase()
}

/// The sums of some lines; `None` when they come to more than can be counted.
pub fn sums(lines: &[Line]) -> Option<Sums> {
    let mut sums = Sums::default();
    let mut years: Vec<i32> = lines.iter().map(|line| line.school_year).collect();
    years.sort_unstable();
    years.dedup();
    sums.years = years.into_iter().map(|year| (year, Sum::default())).collect();
    for line in lines {
        let year = sums.years.iter().position(|(year, _)| *year == line.school_year)?;
        let theme = sums.themes.iter().position(|(theme, _)| same_theme(theme, &line.theme)).unwrap_or_else(|| {
            sums.themes.push((line.theme.trim().to_owned(), Sum::default()));
            sums.themes.len() - 1
        });
        let cell = sums.cells.iter().position(|(place, _)| *place == (theme, year)).unwrap_or_else(|| {
            sums.cells.push(((theme, year), Sum::default()));
            sums.cells.len() - 1
        });
        let (year, theme, cell) = (sums.years.get_mut(year)?, sums.themes.get_mut(theme)?, sums.cells.get_mut(cell)?);
        for sum in [&mut year.1, &mut theme.1, &mut cell.1, &mut sums.all] {
            *sum = sum.with(line.money)?;
        }
    }
    Some(sums)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn money(kroner: impl Strategy<Value = i64> + Clone) -> impl Strategy<Value = Money> {
        prop_oneof![Just(Money::Within), kroner.clone().prop_map(Money::Funded), kroner.prop_map(Money::Unfunded)]
    }

    fn lines(kroner: impl Strategy<Value = i64> + Clone) -> impl Strategy<Value = Vec<Line>> {
        let line = (2024_i32..2029, 0_u8..5, money(kroner));
        proptest::collection::vec(line, 0..40).prop_map(|all| {
            let line = |(school_year, theme, money)| Line { id: 1, school_year, theme: format!("Tema {theme}"), money };
            all.into_iter().map(line).collect()
        })
    }

    fn added<'a>(all: impl Iterator<Item = &'a Sum>) -> Sum {
        all.fold(Sum::default(), |one, other| Sum {
            funded: one.funded + other.funded,
            unfunded: one.unfunded + other.unfunded,
            total: one.total + other.total,
            within: one.within + other.within,
        })
    }

    proptest! {
        #[test]
        fn years_themes_and_cells_come_to_the_same(lines in lines(1_i64..=10_000_000_000)) {
            let sums = sums(&lines).unwrap();
            let all = sums.all;
            prop_assert_eq!(added(sums.years.iter().map(|(_, sum)| sum)), all);
            prop_assert_eq!(added(sums.themes.iter().map(|(_, sum)| sum)), all);
            prop_assert_eq!(added(sums.cells.iter().map(|(_, sum)| sum)), all);
            for (place, (_, sum)) in sums.themes.iter().enumerate() {
                prop_assert_eq!(added(sums.cells.iter().filter(|((theme, _), _)| *theme == place).map(|(_, sum)| sum)), *sum);
            }
            for (place, (_, sum)) in sums.years.iter().enumerate() {
                prop_assert_eq!(added(sums.cells.iter().filter(|((_, year), _)| *year == place).map(|(_, sum)| sum)), *sum);
            }
            prop_assert_eq!(all.funded + all.unfunded, all.total);
            prop_assert_eq!(all.total, lines.iter().map(|line| line.money.kroner()).sum::<i64>());
            prop_assert_eq!(all.within, lines.iter().filter(|line| line.money == Money::Within).count());
        }

        #[test]
        fn a_sum_is_right_or_there_is_none(lines in lines(any::<i64>())) {
            let exact: i128 = lines.iter().map(|line| i128::from(line.money.kroner())).sum();
            match sums(&lines) {
                Some(sums) => prop_assert_eq!(i128::from(sums.all.total), exact),
                None => prop_assert!(lines.iter().any(|line| line.money.kroner().unsigned_abs() > 1 << 50), "small numbers have a sum"),
            }
        }
    }

    #[test]
    fn what_is_within_the_frame_counts_nothing_and_is_told_of() {
        let line = |year, theme: &str, money| Line { id: 1, school_year: year, theme: theme.to_owned(), money };
        let lines = [
            line(2025, "Lesing", Money::Unfunded(400_000)),
            line(2024, "lesing ", Money::Funded(200_000)),
            line(2024, "Nettverk", Money::Within),
        ];
        let sums = sums(&lines).unwrap();
        assert_eq!(sums.years.iter().map(|(year, sum)| (*year, sum.total)).collect::<Vec<_>>(), [(2024, 200_000), (2025, 400_000)]);
        assert_eq!(sums.themes.len(), 2, "a theme is known by its words, however they are typed");
        assert_eq!(sums.all, Sum { funded: 200_000, unfunded: 400_000, total: 600_000, within: 1 });
        assert_eq!(sums.cell(1, 0).map(|sum| (sum.total, sum.within)), Some((0, 1)));
        assert_eq!(sums.cell(1, 1), None);
    }

    #[test]
    fn a_line_is_stored_as_words_that_others_can_read() {
        let line = Line { id: 7, school_year: 2024, theme: "Lesing".to_owned(), money: Money::Unfunded(5) };
        let json = serde_json::json!({"id": 7, "school_year": 2024, "theme": "Lesing", "money": "unfunded", "kroner": 5});
        assert_eq!(serde_json::to_value(&line).unwrap(), json);
        assert_eq!(serde_json::from_value::<Line>(json).unwrap(), line);
        let within = serde_json::json!({"id": 7, "school_year": 2024, "theme": "Lesing", "money": "within"});
        assert_eq!(serde_json::from_value::<Line>(within).unwrap().money, Money::Within);
    }
}
