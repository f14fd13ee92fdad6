//! The text of a version: one value, as it is stored, hashed and signed.
use serde::{Deserialize, Serialize};
use time::Date;

use crate::access::rules::ChainSide;
use crate::ids::MeetingId;

time::serde::format_description!(iso_date, Date, "[year]-[month]-[day]");

/// The most characters of a text.
pub const LONGEST: usize = 6000;
/// The most characters of a promise.
pub const LONGEST_PROMISE: usize = 600;
/// The most promises of a side, and the most days of follow-up.
pub const MOST_LINES: usize = 15;

/// All that is written in a version. The names are those of the stored JSON, which is hashed: none is changed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Content {
    /// Keys of the areas that are critical, in the pack's order.
    pub areas: Vec<String>,
    /// What was found.
    pub found: String,
    /// The meeting that it came from.
    pub meeting: Option<Origin>,
    /// What is to be reached.
    pub goals: String,
    /// What each side does.
    pub promises: Vec<Promise>,
    /// When they meet to follow it up.
    pub reviews: Vec<Review>,
    /// The first day that it holds for.
    #[serde(with = "iso_date::option")]
    pub from: Option<Date>,
    /// The last one.
    #[serde(with = "iso_date::option")]
    pub to: Option<Date>,
    /// Why it was changed; empty in the first version.
    pub why: String,
}

/// The meeting that an agreement came from, as it was then.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Origin {
    /// Which.
    pub id: MeetingId,
    /// Key of its kind.
    pub kind: String,
    /// The day it was.
    #[serde(with = "iso_date")]
    pub day: Date,
}

/// What a side does.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Promise {
    /// The same through the versions.
    pub number: i32,
    /// Whose it is.
    pub side: ChainSide,
    /// The words.
    pub what: String,
    /// By when.
    #[serde(with = "iso_date::option")]
    pub due: Option<Date>,
}

/// A day on which the two look at it together.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Review {
    /// The same through the versions.
    pub number: i32,
    /// The day.
    #[serde(with = "iso_date")]
    pub day: Date,
}

/// Something that must be there before it can be signed: where, and the key of the sentence.
pub type Lacks = (String, &'static str);

impl Content {
    /// Promises of a side, in order.
    pub fn promises_of(&self, side: ChainSide) -> impl Iterator<Item = &Promise> {
        self.promises.iter().filter(move |promise| promise.side == side)
    }

    /// The highest number of a promise or a day of follow-up.
    pub fn highest(&self) -> i32 {
        let promises = self.promises.iter().map(|promise| promise.number);
        promises.chain(self.reviews.iter().map(|review| review.number)).max().unwrap_or(0)
    }

    /// What must be there before it is signed, by the field that it belongs in.
    pub fn lacks(&self, version: i32) -> Vec<Lacks> {
        let mut lacks: Vec<Lacks> = Vec::new();
        let mut when = |missing: bool, field: String, key: &'static str| {
            if missing {
                lacks.push((field, key));
            }
        };
        when(version > 1 && self.why.is_empty(), "kvifor".to_owned(), "error-written-why");
        when(self.areas.is_empty(), "omrade".to_owned(), "error-written-area");
        when(self.found.is_empty(), "funn".to_owned(), "error-written-found");
        when(self.goals.is_empty(), "mal".to_owned(), "error-written-goals");
        for (side, missing) in [(ChainSide::School, "error-written-no-school"), (ChainSide::Owner, "error-written-no-owner")] {
            let prefix = prefix(side);
            when(self.promises_of(side).next().is_none(), format!("{prefix}-1-kva"), missing);
            for (index, promise) in self.promises_of(side).enumerate() {
                when(promise.due.is_none(), format!("{prefix}-{}-dag", index + 1), "error-written-promise-day");
            }
        }
        when(self.reviews.is_empty(), "o-1-dag".to_owned(), "error-written-no-review");
        when(self.from.is_none(), "fra".to_owned(), "error-written-from");
        when(self.to.is_none(), "til".to_owned(), "error-written-to");
        lacks
    }
}

/// What the names of a side's lines begin with in the form.
pub fn prefix(side: ChainSide) -> &'static str {
    match side {
        ChainSide::School => "s",
        ChainSide::Owner => "e",
    }
}

#[cfg(test)]
mod tests {
    use time::macros::date;

    use super::*;

    fn whole() -> Content {
        let promise = |number, side| Promise { number, side, what: "Eit tiltak".to_owned(), due: Some(date!(2027 - 05 - 01)) };
        Content {
            areas: vec!["miljo".to_owned()],
            found: "Funn".to_owned(),
            meeting: None,
            goals: "Mål".to_owned(),
            promises: vec![promise(1, ChainSide::School), promise(2, ChainSide::Owner)],
            reviews: vec![Review { number: 3, day: date!(2027 - 06 - 01) }],
            from: Some(date!(2027 - 04 - 01)),
            to: Some(date!(2027 - 12 - 01)),
            why: String::new(),
        }
    }

    #[test]
    fn both_sides_promise_something_with_a_day_before_it_is_signed() {
        assert_eq!(whole().lacks(1), []);
        assert_eq!(whole().lacks(2), [("kvifor".to_owned(), "error-written-why")]);
        let mut without = whole();
        without.promises.pop();
        if let Some(promise) = without.promises.first_mut() {
            promise.due = None;
        }
        let fields: Vec<_> = without.lacks(1).into_iter().map(|(field, _)| field).collect();
        assert_eq!(fields, ["s-1-dag", "e-1-kva"]);
        assert_eq!(Content::default().lacks(1).len(), 8);
    }

    #[test]
    fn days_are_stored_as_days() {
        let stored = serde_json::to_value(whole()).unwrap();
        assert_eq!((&stored["promises"][0]["due"], &stored["reviews"][0]["day"]), (&"2027-05-01".into(), &"2027-06-01".into()));
        assert_eq!(serde_json::from_value::<Content>(stored).unwrap(), whole());
        assert_eq!(whole().highest(), 3);
    }
}
