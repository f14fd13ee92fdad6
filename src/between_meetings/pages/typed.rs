//! The form of the words, as it is typed: what it says, and what is wrong with it.
use time::{Date, Duration};

use crate::between_meetings::model::{Content, LONGEST_LINK, LONGEST_PRODUCT, LONGEST_STEP, LONGEST_WHO, MOST_STEPS, Package, Step};
use crate::between_meetings::queries::Between;
use crate::error::Result;
use crate::ids::MeetingId;
use crate::text::{Lang, dates, text};
use crate::web::extract::Pairs;
use crate::writing::short_text;

/// So many empty steps stand below those that are filled in.
const EMPTY: usize = 2;
/// A day further away than this is a slip of the pen.
const FAR: Duration = Duration::days(3 * 366);

/// A step of the form.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Line {
    /// What its fields begin with: `s-1`.
    pub name: String,
    /// Its number; empty for a new one.
    pub number: String,
    /// What is done.
    pub what: String,
    /// Keys of functions.
    pub functions: Vec<String>,
    /// Who else.
    pub who: String,
    /// The day.
    pub day: String,
}

impl Line {
    /// This function takes part.
    pub fn takes_part(&self, key: &str) -> bool {
        self.functions.iter().any(|chosen| chosen == key)
    }

    /// Nothing is typed in it.
    pub fn is_empty(&self) -> bool {
        [&self.what, &self.who, &self.day].iter().all(|typed| typed.trim().is_empty()) && self.functions.is_empty()
    }
}

/// The form.
#[derive(Debug, Clone, Default)]
pub struct Typed {
    /// The revision that it was made from.
    pub rev: String,
    /// What it was made with.
    pub save_id: String,
    /// The meeting it comes from; empty: none is named.
    pub from: String,
    /// The one it goes to.
    pub to: String,
    /// When the product is to be there.
    pub due: String,
    /// The steps.
    pub steps: Vec<Line>,
    /// What came out of it.
    pub product: String,
    /// Where it stands.
    pub link: String,
}

/// Those that say something, and a few more to write in.
fn lines(filled: impl Iterator<Item = Line>) -> Vec<Line> {
    let mut lines: Vec<Line> = filled.filter(|line| !line.is_empty()).take(MOST_STEPS).collect();
    let free = EMPTY.min(MOST_STEPS - lines.len());
    lines.extend(std::iter::repeat_with(Line::default).take(free));
    for (index, line) in lines.iter_mut().enumerate() {
        line.name = format!("s-{}", index + 1);
    }
    lines
}

impl Typed {
    /// What stands there, to be written on.
    pub fn of(package: &Package, content: &Content, rev: i32, save_id: String) -> Self {
        let line = |step: &Step| Line {
            name: String::new(),
            number: step.number.to_string(),
            what: step.what.clone(),
            functions: step.functions.clone(),
            who: step.who.clone(),
            day: step.day.map_or_else(String::new, dates::for_form),
        };
        let [from, to] = package.meetings.map(|meeting| meeting.map_or_else(String::new, |id| id.to_string()));
        Self {
            rev: rev.to_string(),
            save_id,
            from,
            to,
            due: dates::for_form(package.due),
            steps: lines(content.steps.iter().map(line)),
            product: content.product.clone(),
            link: content.link.clone(),
        }
    }

    /// What was sent.
    ///
    /// # Errors
    ///
    /// A name that the form does not have.
    pub fn sent(pairs: &Pairs) -> Result<Self> {
        pairs.only(&["rev", "save_id", "fra", "til", "frist", "produkt", "lenke", "meir"], &["s-"])?;
        let get = |name: &str| pairs.get(name).unwrap_or_default().to_owned();
        let line = |index: usize| Line {
            name: String::new(),
            number: get(&format!("s-{index}-nr")),
            what: get(&format!("s-{index}-kva")),
            functions: pairs.all(&format!("s-{index}-funk")).map(str::to_owned).collect(),
            who: get(&format!("s-{index}-kven")),
            day: get(&format!("s-{index}-dag")),
        };
        Ok(Self {
            rev: get("rev"),
            save_id: get("save_id"),
            from: get("fra"),
            to: get("til"),
            due: get("frist"),
            steps: lines((1..=MOST_STEPS).map(line)),
            product: get("produkt"),
            link: get("lenke"),
        })
    }
}

/// What a form is held against.
#[derive(Debug, Clone, Copy)]
pub struct Against<'a> {
    /// The work as it stands.
    pub package: &'a Package,
    /// The meetings that it can stand between.
    pub meetings: &'a [Between],
    /// The words that stood there.
    pub stood: &'a Content,
    /// The highest number that any step has had.
    pub highest: i32,
    /// The written form of what is said.
    pub lang: Lang,
    /// Today.
    pub today: Date,
}

/// What a form says.
#[derive(Debug)]
pub struct Read {
    /// The words.
    pub content: Content,
    /// When the product is to be there.
    pub due: Date,
    /// The meetings.
    pub meetings: [Option<MeetingId>; 2],
}

/// What is wrong, by field.
type Errors = Vec<(String, String)>;

struct Reader<'a> {
    against: Against<'a>,
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
            self.wrong(field, "error-between-far");
        }
        day
    }

    /// A meeting of the list, or the one that stood there.
    fn meeting(&mut self, field: &str, typed: &str, stood: Option<MeetingId>) -> Option<MeetingId> {
        if typed.is_empty() {
            return None;
        }
        let found = self.against.meetings.iter().map(|meeting| meeting.id).chain(stood).find(|id| id.to_string() == typed);
        if found.is_none() {
            self.wrong(field, "error-between-meeting");
        }
        found
    }

    fn steps(&mut self, lines: &[Line]) -> Vec<Step> {
        let mut stood: Vec<i32> = self.against.stood.steps.iter().map(|step| step.number).collect();
        let mut highest = self.against.highest;
        let mut steps = Vec::new();
        for line in lines.iter().filter(|line| !line.is_empty()) {
            let field = |name: &str| format!("{}-{name}", line.name);
            let what = self.words(&field("kva"), &line.what, LONGEST_STEP);
            if line.what.trim().is_empty() {
                self.wrong(&field("kva"), "error-between-step");
            }
            let pack = &self.against.package.pack;
            let functions = line.functions.iter().filter(|key| pack.function(key).is_some()).cloned().collect();
            let who = self.words(&field("kven"), &line.who, LONGEST_WHO);
            let day = self.day(&field("dag"), &line.day);
            let number = line.number.parse().ok().filter(|number| stood.contains(number)).unwrap_or_else(|| {
                highest += 1;
                highest
            });
            // Sent twice, a number is the first step's.
            stood.retain(|one| *one != number);
            steps.push(Step { number, what, functions, who, day });
        }
        // The owner sees them by number.
        steps.sort_by_key(|step| step.number);
        steps
    }
}

/// Reads a form.
///
/// # Errors
///
/// What is wrong, by field.
pub fn read(typed: &Typed, against: Against<'_>) -> Result<Read, Errors> {
    let mut reader = Reader { against, errors: Vec::new() };
    let [from, to] = against.package.meetings;
    let meetings = [reader.meeting("fra", &typed.from, from), reader.meeting("til", &typed.to, to)];
    let due = reader.day("frist", &typed.due);
    if typed.due.trim().is_empty() {
        reader.wrong("frist", "error-between-due");
    }
    let steps = reader.steps(&typed.steps);
    if steps.is_empty() {
        reader.wrong("s-1-kva", "error-between-no-step");
    }
    let product = reader.words("produkt", &typed.product, LONGEST_PRODUCT);
    let link = reader.words("lenke", &typed.link, LONGEST_LINK);
    if !link.is_empty() && (!link.starts_with("https://") || link.contains(char::is_whitespace)) {
        reader.wrong("lenke", "error-between-link");
    }
    match due {
        Some(due) if reader.errors.is_empty() => Ok(Read { content: Content { steps, product, link }, due, meetings }),
        _ => Err(reader.errors),
    }
}
