//! What stands on somebody's desk: the words that every slice gives the start page, so that it can put them in order by day.
use time::Date;

use crate::text::{Lang, dates, text_with};

/// Something that one person has to do, or that they wait for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// Where it is done.
    pub href: String,
    /// What, as a sentence without a full stop, in the reader's language.
    pub what: String,
    /// The day it is to be done by, or the day it happens; `None` where no day was set.
    pub day: Option<Date>,
    /// What stands beside it when the day alone does not say enough; empty for the day and how far away it is.
    pub beside: String,
}

impl Item {
    /// With a day.
    pub fn by(href: impl Into<String>, what: impl Into<String>, day: Option<Date>) -> Self {
        Self { href: href.into(), what: what.into(), day, beside: String::new() }
    }

    /// «26. februar 2027, om 6 dagar»; what was given instead; or nothing.
    pub fn when(&self, today: Date, lang: Lang) -> String {
        if !self.beside.is_empty() {
            return self.beside.clone();
        }
        self.day.map_or_else(String::new, |day| {
            let distance = dates::days_away((day - today).whole_days(), lang);
            text_with(lang, "desk-when", &[("date", &dates::long(day)), ("distance", &distance)])
        })
    }
}

/// What a slice has for somebody's desk.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Piles {
    /// What waits for this person.
    pub mine: Vec<Item>,
    /// What this person waits for others to do.
    pub others: Vec<Item>,
    /// What comes within some weeks.
    pub soon: Vec<Item>,
}

impl Piles {
    /// Puts another slice's on top of what lies there.
    pub fn add(&mut self, other: Self) {
        self.mine.extend(other.mine);
        self.others.extend(other.others);
        self.soon.extend(other.soon);
    }
}

/// First what has waited longest; what has no day stands last, as it came.
pub fn in_order(mut items: Vec<Item>) -> Vec<Item> {
    items.sort_by_key(|item| (item.day.is_none(), item.day));
    items
}

#[cfg(test)]
mod tests {
    use time::macros::date;

    use super::*;

    #[test]
    fn what_has_waited_longest_comes_first_and_what_has_no_day_last() {
        let item = |what: &str, day| Item::by("/", what, day);
        let (old, new) = (date!(2027 - 02 - 20), date!(2027 - 03 - 10));
        let items = vec![item("a", None), item("b", Some(new)), item("c", None), item("d", Some(old))];
        assert_eq!(in_order(items).into_iter().map(|item| item.what).collect::<Vec<_>>(), ["d", "b", "a", "c"]);
    }

    #[test]
    fn a_day_is_said_with_how_far_away_it_is_unless_other_words_stand_there() {
        let today = date!(2027 - 03 - 01);
        let mut item = Item::by("/", "x", Some(date!(2027 - 03 - 07)));
        assert_eq!(item.when(today, Lang::Nn), "7. mars 2027, om 6 dagar");
        "i dag kl. 9.00".clone_into(&mut item.beside);
        assert_eq!(item.when(today, Lang::Nn), "i dag kl. 9.00");
        assert_eq!(Item::by("/", "x", None).when(today, Lang::Nn), "");
    }
}
