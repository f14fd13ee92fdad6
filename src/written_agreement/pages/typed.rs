//! The form of a version's text, as it is typed: what it says, and what is wrong with it. A draft may lack anything; what must be there is asked for when it is
//! said to be ready.
use time::{Date, Duration};

use super::super::model::{Content, LONGEST, LONGEST_PROMISE, MOST_LINES, Origin, Promise, Review, prefix};
use super::super::queries::SchoolMeeting;
use crate::access::rules::ChainSide;
use crate::error::Result;
use crate::model_pack::WrittenAgreementTemplate;
use crate::text::{Lang, dates, text};
use crate::web::extract::Pairs;
use crate::writing::short_text;

/// So many empty lines stand below those that are filled in.
const EMPTY_LINES: usize = 2;
/// A day further away than this is a slip of the pen.
const FAR: Duration = Duration::days(6 * 366);

/// A line of the form: its number (empty: a new one), the words (none in a day of follow-up), the day.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Line {
    /// What its fields begin with: `s-1`.
    pub name: String,
    /// Its number.
    pub number: String,
    /// The words.
    pub what: String,
    /// The day.
    pub day: String,
}

impl Line {
    fn is_empty(&self) -> bool {
        self.what.trim().is_empty() && self.day.trim().is_empty()
    }
}

/// The form.
#[derive(Debug, Clone, Default)]
pub struct Typed {
    /// The revision that it was made from.
    pub rev: String,
    /// What it was made with.
    pub save_id: String,
    /// Keys of areas.
    pub areas: Vec<String>,
    /// What was found.
    pub found: String,
    /// The meeting it came from; empty: none.
    pub meeting: String,
    /// What is to be reached.
    pub goals: String,
    /// Promises of the school and of the owner.
    pub sides: [Vec<Line>; 2],
    /// Days of follow-up.
    pub reviews: Vec<Line>,
    /// The first day.
    pub from: String,
    /// The last one.
    pub to: String,
    /// Why it is changed.
    pub why: String,
}

/// The beginnings of names of lines.
const LINES: [&str; 3] = ["s-", "e-", "o-"];

/// Those that say something, and a few more to write in.
fn lines(prefix: &str, filled: impl Iterator<Item = Line>) -> Vec<Line> {
    let mut lines: Vec<Line> = filled.filter(|line| !line.is_empty()).take(MOST_LINES).collect();
    let free = EMPTY_LINES.min(MOST_LINES - lines.len());
    lines.extend(std::iter::repeat_with(Line::default).take(free));
    for (index, line) in lines.iter_mut().enumerate() {
        line.name = format!("{prefix}-{}", index + 1);
    }
    lines
}

fn day(day: Option<Date>) -> String {
    day.map_or_else(String::new, dates::for_form)
}

impl Typed {
    /// What stands there, to be written on.
    pub fn of(content: &Content, rev: i32, save_id: String) -> Self {
        let line = |number: i32, what: &str, due: Option<Date>| Line {
            name: String::new(),
            number: number.to_string(),
            what: what.to_owned(),
            day: day(due),
        };
        let sides = ChainSide::ALL
            .map(|side| lines(prefix(side), content.promises_of(side).map(|promise| line(promise.number, &promise.what, promise.due))));
        Self {
            rev: rev.to_string(),
            save_id,
            areas: content.areas.clone(),
            found: content.found.clone(),
            meeting: content.meeting.as_ref().map_or_else(String::new, |meeting| meeting.id.to_string()),
            goals: content.goals.clone(),
            sides,
            reviews: lines("o", content.reviews.iter().map(|review| line(review.number, "", Some(review.day)))),
            from: day(content.from),
            to: day(content.to),
            why: content.why.clone(),
        }
    }

    /// What was sent.
    ///
    /// # Errors
    ///
    /// A name that the form does not have.
    pub fn sent(pairs: &Pairs) -> Result<Self> {
        pairs.only(&["rev", "save_id", "omrade", "funn", "mote", "mal", "fra", "til", "kvifor", "meir"], &LINES)?;
        let get = |name: &str| pairs.get(name).unwrap_or_default().to_owned();
        let line = |prefix: &str, index: usize| Line {
            name: String::new(),
            number: get(&format!("{prefix}-{index}-nr")),
            what: get(&format!("{prefix}-{index}-kva")),
            day: get(&format!("{prefix}-{index}-dag")),
        };
        let sent = |prefix: &'static str| lines(prefix, (1..=MOST_LINES).map(|index| line(prefix, index)));
        Ok(Self {
            rev: get("rev"),
            save_id: get("save_id"),
            areas: pairs.all("omrade").map(str::to_owned).collect(),
            found: get("funn"),
            meeting: get("mote"),
            goals: get("mal"),
            sides: ChainSide::ALL.map(|side| sent(prefix(side))),
            reviews: sent("o"),
            from: get("fra"),
            to: get("til"),
            why: get("kvifor"),
        })
    }
}

/// What a form is held against.
#[derive(Debug, Clone, Copy)]
pub struct Against<'a> {
    /// The areas that there are.
    pub template: &'a WrittenAgreementTemplate,
    /// The meetings it can come from.
    pub meetings: &'a [SchoolMeeting],
    /// What stood there.
    pub stood: &'a Content,
    /// The highest number that any version has used.
    pub highest: i32,
    /// The written form of what is said.
    pub lang: Lang,
    /// Today.
    pub today: Date,
}

/// What is wrong, by field.
type Errors = Vec<(String, String)>;

/// Reads a form, field by field.
struct Reader<'a> {
    against: Against<'a>,
    highest: i32,
    errors: Errors,
}

impl Reader<'_> {
    fn wrong(&mut self, field: &str, key: &str) {
        self.errors.push((field.to_owned(), text(self.against.lang, key).into_owned()));
    }

    /// A text that may be empty.
    fn words(&mut self, field: &str, typed: &str, longest: usize) -> String {
        if typed.trim().is_empty() {
            return String::new();
        }
        short_text(typed, longest, "".into(), self.against.lang).unwrap_or_else(|sentence| {
            self.errors.push((field.to_owned(), sentence));
            String::new()
        })
    }

    /// A day that may be empty.
    fn day(&mut self, field: &str, typed: &str) -> Option<Date> {
        if typed.trim().is_empty() {
            return None;
        }
        let day = dates::from_form(typed).filter(|day| (*day - self.against.today).abs() < FAR);
        if day.is_none() {
            self.wrong(field, "error-written-day");
        }
        day
    }

    /// The number of a line: its own, when such a line stood there, or the next one.
    fn number(&mut self, typed: &str, stood: &[i32]) -> i32 {
        typed.parse().ok().filter(|number| stood.contains(number)).unwrap_or_else(|| {
            self.highest += 1;
            self.highest
        })
    }

    fn promises(&mut self, side: ChainSide, lines: &[Line]) -> Vec<Promise> {
        let mut stood: Vec<i32> = self.against.stood.promises_of(side).map(|promise| promise.number).collect();
        let mut promises = Vec::new();
        for line in lines.iter().filter(|line| !line.is_empty()) {
            let what = self.words(&format!("{}-kva", line.name), &line.what, LONGEST_PROMISE);
            let due = self.day(&format!("{}-dag", line.name), &line.day);
            if line.what.trim().is_empty() {
                self.wrong(&format!("{}-kva", line.name), "error-written-promise");
            }
            let number = self.number(&line.number, &stood);
            // Sent twice, a number is the first line's.
            stood.retain(|one| *one != number);
            promises.push(Promise { number, side, what, due });
        }
        promises
    }

    fn reviews(&mut self, lines: &[Line]) -> Vec<Review> {
        let mut stood: Vec<i32> = self.against.stood.reviews.iter().map(|review| review.number).collect();
        let mut reviews = Vec::new();
        for line in lines.iter().filter(|line| !line.day.trim().is_empty()) {
            if let Some(day) = self.day(&format!("{}-dag", line.name), &line.day) {
                let number = self.number(&line.number, &stood);
                stood.retain(|one| *one != number);
                reviews.push(Review { number, day });
            }
        }
        reviews.sort_by_key(|review| (review.day, review.number));
        reviews
    }

    /// The meeting that was chosen; one that stood there stays as it was.
    fn meeting(&mut self, typed: &str) -> Option<Origin> {
        if typed.is_empty() {
            return None;
        }
        let stood = self.against.stood.meeting.as_ref().filter(|meeting| meeting.id.to_string() == typed).cloned();
        let found = self.against.meetings.iter().find(|meeting| meeting.id.to_string() == typed);
        let chosen = stood.or_else(|| found.map(|one| Origin { id: one.id, kind: one.kind.clone(), day: one.day }));
        if chosen.is_none() {
            self.wrong("mote", "error-written-meeting");
        }
        chosen
    }
}

/// The text that a form says.
///
/// # Errors
///
/// What is wrong with it, by field and in the user's language.
pub fn read(typed: &Typed, against: Against<'_>) -> std::result::Result<Content, Errors> {
    let mut reader = Reader { against, highest: against.highest, errors: Vec::new() };
    let why = reader.words("kvifor", &typed.why, LONGEST);
    let areas = against.template.areas.iter().map(|area| area.key.clone()).filter(|key| typed.areas.contains(key)).collect();
    let found = reader.words("funn", &typed.found, LONGEST);
    let meeting = reader.meeting(&typed.meeting);
    let goals = reader.words("mal", &typed.goals, LONGEST);
    let mut promises = Vec::new();
    for (side, lines) in ChainSide::ALL.into_iter().zip(&typed.sides) {
        promises.extend(reader.promises(side, lines));
    }
    let reviews = reader.reviews(&typed.reviews);
    let (from, to) = (reader.day("fra", &typed.from), reader.day("til", &typed.to));
    if let (Some(from), Some(to)) = (from, to)
        && to <= from
    {
        reader.wrong("til", "error-written-to-before");
    }
    if reader.errors.is_empty() {
        Ok(Content { areas, found, meeting, goals, promises, reviews, from, to, why })
    } else {
        Err(reader.errors)
    }
}
