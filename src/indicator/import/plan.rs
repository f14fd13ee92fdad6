//! What an import would do: each value of a file set against what stands here. Nothing is stored by planning, so the preview is the plan that is carried out.
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::ids::SchoolId;
use crate::indicator::catalogue::catalogue;
use crate::indicator::reading::{Place, Reading, Value};
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
    /// Sheet of the file; empty when there is none.
    pub sheet: String,
    /// Row, from 1.
    pub row: usize,
    /// Header of the column.
    pub column: Arc<str>,
}

/// What an import would do.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Plan {
    /// Values for slots that are empty.
    pub new: Vec<Planned>,
    /// Values for slots in which something else stands.
    pub changed: Vec<Planned>,
    /// Values that stand there already.
    pub same: usize,
    /// Values of other municipalities and counties.
    pub elsewhere: usize,
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
    fn find(&self, place: &Place) -> Found {
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
                // A name alone says which school only in a file about this municipality, or one that does not say where it is from.
                let ours = municipality.as_ref().is_none_or(|number| self.numbers.contains(number));
                let by_name = || self.by_name.get(&folded(name)).filter(|_| number.is_none() && ours);
                match by_number.or_else(by_name) {
                    Some(school) => Found::Here(Where::School(*school)),
                    None if municipality.is_some() && ours => {
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
pub fn plan(reading: &Reading, here: &Here, standing: &HashMap<Slot, Standing>) -> Plan {
    let mut plan = Plan::default();
    let mut taken: HashMap<Slot, Planned> = HashMap::new();
    for sheet in &reading.sheets {
        let name = sheet.name.clone().unwrap_or_default();
        for value in &sheet.values {
            if catalogue().get(&value.indicator).is_none() {
                *plan.unknown_indicators.entry(value.indicator.to_string()).or_default() += 1;
                continue;
            }
            match here.find(&value.place) {
                Found::Elsewhere => plan.elsewhere += 1,
                Found::Unknown { number, name } => *plan.unknown_schools.entry((number, name)).or_default() += 1,
                Found::Here(place) => {
                    let planned = planned(value, place, &name);
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
    plan.new.sort_by(|a, b| a.slot.cmp(&b.slot));
    plan.changed.sort_by(|a, b| a.slot.cmp(&b.slot));
    plan
}

fn planned(value: &Value, place: Where, sheet: &str) -> Planned {
    Planned {
        slot: Slot { place, indicator: value.indicator.clone(), year: value.year, breakdown: value.breakdown },
        says: Standing { cell: value.cell, uncertainty: value.uncertainty, deviation: value.deviation, count: value.count },
        before: None,
        computed: value.computed,
        suspect: value.suspect,
        sheet: sheet.to_owned(),
        row: value.row,
        column: value.column.clone(),
    }
}

impl Plan {
    /// Nothing would change.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.new.is_empty() && self.changed.is_empty()
    }

    /// Everything that would be stored.
    pub fn all(&self) -> impl Iterator<Item = &Planned> {
        self.new.iter().chain(&self.changed)
    }
}
