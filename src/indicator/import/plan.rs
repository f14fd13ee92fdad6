//! What an import would do: each value of a file set against what stands here. Nothing is stored by planning, so the preview is the plan that is carried out.
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::access::session;
use crate::ids::SchoolId;
use crate::indicator::catalogue::catalogue;
use crate::indicator::reading::{Place, Reading, SheetReading, Source, SuspicionKind, Value};
use crate::indicator::{Amount, Breakdown, Cell, SchoolYear};

/// The municipality that figures are brought into, as files know it.
#[derive(Debug, Clone, Default)]
pub struct Here {
    /// Its number today and before.
    pub numbers: BTreeSet<String>,
    /// Its name today and before, folded.
    pub names: BTreeSet<String>,
    /// The county's two digits: the first two of the number.
    pub counties: BTreeSet<String>,
    /// Its schools by organisation number, today's and former ones.
    pub by_number: HashMap<String, SchoolId>,
    /// Its schools by folded name; a name that several have is not in it.
    pub by_name: HashMap<String, SchoolId>,
    /// Names for people.
    pub school_names: HashMap<SchoolId, String>,
    /// The last school year of the schools that are closed, or will be.
    pub last_years: HashMap<SchoolId, SchoolYear>,
}

/// Where a stored value belongs.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Where {
    /// Norway.
    Country,
    /// The county, by its two digits.
    County(String),
    /// The municipality, by the number it has in the file.
    Municipality(String),
    /// One of its schools.
    School(SchoolId),
}

/// What a value is the value of.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Slot {
    /// Where.
    pub place: Where,
    /// Key in the catalogue.
    pub indicator: Arc<str>,
    /// School year.
    pub year: SchoolYear,
    /// Of whom.
    pub breakdown: Breakdown,
}

/// What stands in a slot.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standing {
    /// The value.
    pub cell: Cell,
    /// ±, as its source gives it.
    pub uncertainty: Option<Amount>,
    /// Standard deviation.
    pub deviation: Option<Amount>,
    /// How many people.
    pub count: Cell,
}

/// A value to store.
#[derive(Debug, Clone, PartialEq)]
pub struct Planned {
    /// Where it goes.
    pub slot: Slot,
    /// What it says.
    pub says: Standing,
    /// What stands there now, when it says something else.
    pub before: Option<Standing>,
    /// Divided here from two published counts.
    pub computed: bool,
    /// A warning is about it.
    pub suspect: bool,
    /// The warning.
    pub warning: Option<SuspicionKind>,
    /// What it most likely was, when the warning can say.
    pub likely: Option<Amount>,
    /// As it stands in the file, when a warning is about it.
    pub text: String,
    /// Sheet of the file; empty when there is none.
    pub sheet: String,
    /// Row, from 1.
    pub row: usize,
    /// Header of the column.
    pub column: Arc<str>,
    /// The organisation number that the school has in the file; empty when it has none.
    pub unit_number: String,
}

/// What somebody decides about a value that a warning is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Choice {
    /// It is held out.
    #[default]
    Hold,
    /// It is taken in as it stands.
    Take,
    /// It is taken in as what it most likely was.
    Correct,
}

/// What somebody decided of values that a warning is about.
#[derive(Debug, Clone, Default)]
pub struct Choices {
    /// By the mark of the cell ([`Planned::mark`]).
    pub one_by_one: HashMap<String, Choice>,
    /// Of all others.
    pub rest: Choice,
}

impl Choices {
    /// What is to be done with a value; one that cannot be corrected is held out.
    #[must_use]
    pub fn of(&self, value: &Planned) -> Choice {
        match self.one_by_one.get(&value.mark()).copied().unwrap_or(self.rest) {
            Choice::Correct if value.likely.is_none() => Choice::Hold,
            choice => choice,
        }
    }
}

impl Planned {
    /// Names the cell of the file in a form, the same for the same bytes.
    #[must_use]
    pub fn mark(&self) -> String {
        let cell = format!("{}\n{}\n{}", self.sheet, self.row, self.column);
        let hash = Sha256::digest(cell.as_bytes());
        session::hex(hash.get(..8).unwrap_or_default())
    }

    /// Becomes what it most likely was.
    fn correct(&mut self) {
        let Some(likely) = self.likely else { return };
        self.says.cell = match self.says.cell {
            Cell::Published(_) => Cell::Published(likely),
            Cell::Preliminary(_) => Cell::Preliminary(likely),
            Cell::Restricted(_) => Cell::Restricted(likely),
            other => other,
        };
    }
}

/// What an import would do.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Plan {
    /// Values for slots that are empty.
    pub new: Vec<Planned>,
    /// Values for slots in which something else stands.
    pub changed: Vec<Planned>,
    /// Values that a warning is about and nobody has chosen to take in; they are held out.
    pub held: Vec<Planned>,
    /// Values that stand there already.
    pub same: usize,
    /// Values of other municipalities and counties.
    pub elsewhere: usize,
    /// Blank cells of schools for years after they were closed: nothing is missing, and nothing is stored.
    pub after_closing: usize,
    /// Schools of this municipality that do not exist here, with the number of their values.
    pub unknown_schools: BTreeMap<(String, String), usize>,
    /// Values of indicators that the catalogue does not have.
    pub unknown_indicators: BTreeMap<String, usize>,
}

/// A name as it is compared: letters and digits in lower case, single spaces.
#[must_use]
pub fn folded(name: &str) -> String {
    let lower = name.to_lowercase();
    let kept: String = lower.chars().map(|letter| if letter.is_alphanumeric() { letter } else { ' ' }).collect();
    kept.split_whitespace().collect::<Vec<_>>().join(" ")
}

enum Found {
    Here(Where),
    Elsewhere,
    Unknown { number: String, name: String },
}

impl Here {
    /// Whether a value says that there is none, of a school for a year in which it was no more.
    fn was_closed(&self, school: SchoolId, value: &Value) -> bool {
        let closed = self.last_years.get(&school).is_some_and(|last| value.year > *last);
        closed && matches!(value.cell, Cell::Missing | Cell::NotApplicable)
    }

    /// Whether a file whose schools have names and no numbers is about this municipality: when most of the names are its schools'. Nes skule is to be found
    /// in several municipalities, and a figure at the wrong school is worse than none.
    fn knows_most_names_of(&self, reading: &Reading) -> bool {
        let places = reading.sheets.iter().flat_map(|sheet| &sheet.values).map(|value| &*value.place);
        let names: BTreeSet<String> = places
            .filter_map(|place| match place {
                Place::School { number: None, name, municipality: None } => Some(folded(name)),
                _ => None,
            })
            .collect();
        names.iter().filter(|name| self.by_name.contains_key(*name)).count() * 2 > names.len()
    }

    /// Finds a place. In a form that was made here, every school is of this municipality (`own_form`).
    fn find(&self, place: &Place, by_names: bool, own_form: bool) -> Found {
        match place {
            Place::Country => Found::Here(Where::Country),
            Place::County { code, .. } => match code {
                Some(code) if self.counties.contains(code) => Found::Here(Where::County(code.clone())),
                _ => Found::Elsewhere,
            },
            Place::Municipality { number, name } => {
                let known = number.as_ref().map_or_else(|| self.names.contains(&folded(name)), |number| self.numbers.contains(number));
                let number = number.clone().or_else(|| self.numbers.iter().next_back().cloned());
                if known { Found::Here(Where::Municipality(number.unwrap_or_default())) } else { Found::Elsewhere }
            }
            Place::School { number, name, municipality } => {
                let by_number = number.as_ref().and_then(|number| self.by_number.get(number));
                let ours = municipality.as_ref().map_or(by_names, |number| self.numbers.contains(number));
                let by_name = || self.by_name.get(&folded(name)).filter(|_| number.is_none() && ours);
                match by_number.or_else(by_name) {
                    Some(school) => Found::Here(Where::School(*school)),
                    None if own_form || (ours && (municipality.is_some() || number.is_none())) => {
                        Found::Unknown { number: number.clone().unwrap_or_default(), name: name.clone() }
                    }
                    None => Found::Elsewhere,
                }
            }
        }
    }
}

/// Sets what was read against what stands here. Of several values for one slot in the same file the last one counts: the readings are of one source, and
/// its later table is the one with the finer words; contradicting rows are no values at all, the reading has listed them.
#[must_use]
pub fn plan(reading: &Reading, here: &Here, standing: &HashMap<Slot, Standing>, choices: &Choices) -> Plan {
    let mut plan = Plan::default();
    let mut taken: HashMap<Slot, Planned> = HashMap::new();
    let by_names = here.knows_most_names_of(reading);
    for sheet in &reading.sheets {
        let name = sheet.name.clone().unwrap_or_default();
        for value in &sheet.values {
            if catalogue().get(&value.indicator).is_none() {
                *plan.unknown_indicators.entry(value.indicator.to_string()).or_default() += 1;
                continue;
            }
            match here.find(&value.place, by_names, sheet.source == Source::Local) {
                Found::Elsewhere => plan.elsewhere += 1,
                Found::Unknown { number, name } => *plan.unknown_schools.entry((number, name)).or_default() += 1,
                Found::Here(Where::School(id)) if here.was_closed(id, value) => plan.after_closing += 1,
                Found::Here(place) => {
                    let mut planned = planned(value, place, sheet, &name);
                    if planned.suspect {
                        match choices.of(&planned) {
                            Choice::Hold => {
                                plan.held.push(planned);
                                continue;
                            }
                            Choice::Correct => planned.correct(),
                            Choice::Take => {}
                        }
                    }
                    taken.insert(planned.slot.clone(), planned);
                }
            }
        }
    }
    for (slot, mut planned) in taken {
        match standing.get(&slot) {
            None => plan.new.push(planned),
            Some(stands) if *stands == planned.says => plan.same += 1,
            Some(stands) => {
                planned.before = Some(*stands);
                plan.changed.push(planned);
            }
        }
    }
    plan.held.sort_by(|a, b| a.slot.cmp(&b.slot));
    plan.new.sort_by(|a, b| a.slot.cmp(&b.slot));
    plan.changed.sort_by(|a, b| a.slot.cmp(&b.slot));
    plan
}

fn planned(value: &Value, place: Where, sheet: &SheetReading, name: &str) -> Planned {
    let warning = || sheet.suspicions.iter().find(|suspicion| suspicion.row == value.row && *suspicion.column == *value.column);
    let warning = if value.suspect { warning() } else { None };
    Planned {
        slot: Slot { place, indicator: value.indicator.clone(), year: value.year, breakdown: value.breakdown },
        says: Standing { cell: value.cell, uncertainty: value.uncertainty, deviation: value.deviation, count: value.count },
        before: None,
        computed: value.computed,
        suspect: value.suspect,
        warning: warning.map(|warning| warning.kind).or_else(|| if value.suspect { out_of_range(value) } else { None }),
        likely: warning.and_then(|warning| match warning.kind {
            SuspicionKind::LostDecimal { likely } | SuspicionKind::MixedScale { likely } => Some(likely),
            _ => None,
        }),
        text: warning.map_or_else(String::new, |warning| warning.text.clone()),
        sheet: name.to_owned(),
        row: value.row,
        column: value.column.clone(),
        unit_number: match &*value.place {
            Place::School { number: Some(number), .. } => number.clone(),
            _ => String::new(),
        },
    }
}

/// A reading lists so many warnings and no more; that a value is out of its range can be seen of the value itself.
fn out_of_range(value: &Value) -> Option<SuspicionKind> {
    let (min, max) = catalogue().get(&value.indicator)?.range;
    let amount = value.cell.amount()?;
    (amount < min || amount > max).then_some(SuspicionKind::OutOfRange { min, max })
}

impl Plan {
    /// Nothing would change.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.new.is_empty() && self.changed.is_empty()
    }

    /// Names what would be done, so that what is carried out is what somebody has looked at.
    #[must_use]
    pub fn fingerprint(&self) -> String {
        let mut hash = Sha256::new();
        for (name, values) in [("new", &self.new), ("changed", &self.changed), ("held", &self.held)] {
            hash.update(name);
            for value in values {
                hash.update(format!("{:?}\n", (&value.slot, value.says, value.before, value.likely)));
            }
        }
        session::hex(hash.finalize().get(..8).unwrap_or_default())
    }

    /// Everything that would be stored.
    pub fn all(&self) -> impl Iterator<Item = &Planned> {
        self.new.iter().chain(&self.changed)
    }
}

#[cfg(test)]
mod tests;
