//! Kinds of dialogue and the wheel of the year: which meetings owner and schools have, when, with whom, about what, and what must have been said before
//! one is over. Nothing in the code asks which kind a meeting is of.

use serde::Deserialize;
use time::{Date, Month};

use super::model::{Pack, Words};
use super::spot_check::SpotCheckOfKind;

/// A kind of meeting.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Dialogue {
    /// Unique in the pack.
    pub key: String,
    /// What it is called: «Leiardialog 1».
    pub name: Words,
    /// What the name does not say: «retning».
    pub subtitle: Option<Words>,
    /// What it is for, in a sentence or two.
    pub purpose: Words,
    /// Who meets.
    pub setting: Setting,
    /// Whom a meeting of many schools gathers.
    pub gathers: Option<Gathers>,
    /// When in the school year; `None` for one that is held when there is need.
    pub window: Option<Window>,
    /// How long it takes.
    pub minutes: Duration,
    /// Who reads its approved minutes.
    pub access: Access,
    /// How the municipality answers when somebody asks to see the minutes; dated, as the law changes.
    pub legal: Option<Words>,
    /// The kind whose conclusions and agreements this one opens with.
    pub follows: Option<String>,
    /// The kind that this one is the later part of, with its own people, time and minutes.
    pub part_of: Option<String>,
    /// The figures it is proposed after; `None` for one that no file gives reason for.
    pub after_figures: Option<AfterFigures>,
    /// The routine that cases are drawn for; `None` for one without.
    pub spot_check: Option<SpotCheckOfKind>,
    /// What its folder shows.
    #[serde(default)]
    pub folder: FolderContent,
    /// Who is asked to come.
    #[serde(default)]
    pub participants: Vec<Invited>,
    /// What both sides do before; `None` for one that nobody prepares in writing.
    pub preparation: Option<Preparation>,
    /// Questions to choose among; the first three are suggested.
    #[serde(default)]
    pub questions: Vec<Words>,
    /// The course of the meeting, in order.
    #[serde(default)]
    pub phases: Vec<MeetingPhase>,
    /// Whether each point must end with a decision, an agreement or «not now».
    #[serde(default)]
    pub outcomes: Demand,
    /// The fixed points, in order; at least one.
    #[serde(default)]
    pub agenda: Vec<AgendaPoint>,
    /// What is written down before it is over.
    #[serde(default)]
    pub conclusions: Vec<Conclusion>,
    /// Asked at the end.
    #[serde(default)]
    pub evaluation: Vec<Words>,
}

/// When new figures are reason to meet.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AfterFigures {
    /// Keys of the sources in the catalogue whose figures they are; at least one.
    pub sources: Vec<String>,
    /// Days after they were taken in within which the meeting is held, 7–120.
    pub within_days: u16,
}

/// What the folder of a kind shows.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FolderContent {
    /// Keys of the parts of schools' self-assessments that it shows, none when there are none; `None`: all of them.
    pub self_assessment: Option<Vec<String>>,
}

impl FolderContent {
    /// Whether it shows a part.
    #[must_use]
    pub fn shows(&self, part: &str) -> bool {
        self.self_assessment.as_ref().is_none_or(|parts| parts.iter().any(|shown| shown == part))
    }

    /// Whether it shows any part at all.
    #[must_use]
    pub fn shows_any(&self) -> bool {
        self.self_assessment.as_ref().is_none_or(|parts| !parts.is_empty())
    }
}

/// Who meets.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Setting {
    /// One school and those who follow it up.
    School,
    /// Several schools: an area, a network, all.
    Schools,
}

/// Which schools a meeting of many gathers. Where the municipality has no networks it is the areas, and where it has no areas all schools.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Gathers {
    /// Those of an area.
    Area,
    /// Those of a network.
    Network,
    /// All.
    All,
}

/// Who reads approved minutes. Those who took part and, for their schools, rektor, area leader and skoleeier always do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Access {
    /// Nobody else.
    Participants,
    /// The school's draft readers too.
    School,
    /// Everybody who belongs to the school.
    Group,
}

/// Whether something must be there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Demand {
    /// Without it the minutes are not approved.
    Required,
    /// It is pointed out when it is missing.
    #[default]
    Suggested,
}

/// From a day to a day, both with it, in a school year that starts in August.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Window {
    /// First day.
    pub from: DayOfYear,
    /// Last day; not before the first.
    pub to: DayOfYear,
}

/// A day that exists in every year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DayOfYear {
    /// 1–12.
    pub month: u8,
    /// 1–31, as the month allows; never 29 February.
    pub day: u8,
}

/// First month of a school year.
const FIRST_MONTH: u8 = 8;

impl DayOfYear {
    /// The day in the school year that starts in `year`: August to December in that year, January to July in the next. `None` for a day that is none,
    /// which a checked pack does not hold.
    #[must_use]
    pub fn in_school_year(self, year: i32) -> Option<Date> {
        let year = if self.month >= FIRST_MONTH { year } else { year + 1 };
        Date::from_calendar_date(year, Month::try_from(self.month).ok()?, self.day).ok()
    }

    /// Its place in a school year, to compare days by.
    #[must_use]
    pub const fn order(self) -> (u8, u8) {
        ((self.month + 12 - FIRST_MONTH) % 12, self.day)
    }
}

/// Minutes, from the shortest to the longest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Duration {
    /// More than 0.
    pub from: u16,
    /// Not less than `from`.
    pub to: u16,
}

/// Somebody who is asked to come: exactly one of the three.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Invited {
    /// Whoever leads.
    pub role: Option<LeadingRole>,
    /// Everybody with this function at the school, or in the municipality.
    pub function: Option<String>,
    /// Somebody who does not sign in, in words: «elevrådet, to representantar».
    pub words: Option<Words>,
}

/// A role that leads something.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LeadingRole {
    /// Whoever books it for the owner: an area leader, or skoleeier.
    Owner,
    /// The school's rektor.
    Rektor,
}

/// What both sides do before a meeting, each for itself.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Preparation {
    /// Working days before the meeting on which both texts are shown to both; 0 = on the day itself.
    pub workdays_before: u8,
    /// What the school is asked; at least one.
    pub school: Vec<Words>,
    /// What the owner is asked; at least one.
    pub owner: Vec<Words>,
}

/// A phase of the meeting.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MeetingPhase {
    /// Unique in the kind.
    pub key: String,
    /// Heading.
    pub title: Words,
    /// How to go about it: short sentences, each a point.
    pub guidance: Vec<Words>,
    /// Time set off; 0 for what is done before the meeting.
    pub minutes: u16,
}

/// A fixed point of the agenda.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AgendaPoint {
    /// Unique among the points and conclusions of the kind.
    pub key: String,
    /// Heading.
    pub title: Words,
    /// What to think of.
    pub help: Option<Words>,
    /// Time set off; more than 0.
    pub minutes: u16,
    /// Who opens it.
    pub opened_by: OpenedBy,
    /// Key of the phase it belongs to.
    pub phase: String,
    /// Keys of the indicator catalogue whose figures the folder shows with it.
    #[serde(default)]
    pub indicators: Vec<String>,
    /// Key of the template whose questions are read with it.
    pub template: Option<String>,
    /// It is about those of the school year that the meeting is in: before they are out, that is said, and pointed out when it is booked.
    #[serde(default)]
    pub this_year: bool,
}

/// Who speaks first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OpenedBy {
    /// The school.
    School,
    /// The owner.
    Owner,
    /// Everybody has a turn.
    All,
}

/// Something that is written down before a meeting is over.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Conclusion {
    /// Unique among the points and conclusions of the kind.
    pub key: String,
    /// What is to be said.
    pub title: Words,
    /// What to think of.
    pub help: Option<Words>,
    /// Whether it must be there.
    pub demand: Demand,
}

/// A time of the year with something to do in it.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Segment {
    /// Unique in the pack's wheel.
    pub key: String,
    /// Whose year.
    pub lane: Lane,
    /// For people.
    pub name: Words,
    /// Why it stands here.
    pub why: Words,
    /// First day.
    pub from: DayOfYear,
    /// Last day, which is the deadline.
    pub to: DayOfYear,
    /// Key of the kind of dialogue that each school has in it.
    pub dialogue: Option<String>,
    /// Key of the self-assessment that each school delivers in it.
    pub self_assessment: Option<String>,
    /// What is made in it goes to the council, and must be there with the papers.
    #[serde(default)]
    pub to_council: bool,
}

/// School years that belong together: a plan's preparation, its periods, its evaluations.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Period {
    /// Unique in the pack.
    pub key: String,
    /// For people.
    pub name: Words,
    /// The first school year, by the year it starts.
    pub from_year: i32,
    /// The last school year, by the year it starts; not before the first.
    pub to_year: i32,
    /// What the period is for, in a sentence or two.
    pub text: Words,
}

impl Period {
    /// Whether the school year that starts in `year` is in it.
    #[must_use]
    pub const fn has(&self, year: i32) -> bool {
        self.from_year <= year && year <= self.to_year
    }
}

/// Whose year a segment belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Lane {
    /// Schools and owner.
    Dialogue,
    /// Parents and pupils' councils.
    Families,
    /// Results that are published, and the council.
    Council,
}

impl Pack {
    /// The kind of dialogue with this key.
    #[must_use]
    pub fn dialogue(&self, key: &str) -> Option<&Dialogue> {
        self.dialogues.iter().find(|dialogue| dialogue.key == key)
    }
}

impl Dialogue {
    /// Name and subtitle: «Leiardialog 1 – retning».
    #[must_use]
    pub fn full_name(&self, lang: crate::text::Lang) -> String {
        let name = self.name.get(lang);
        self.subtitle.as_ref().map_or_else(|| name.to_owned(), |subtitle| format!("{name} – {}", subtitle.get(lang)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_from_august_is_in_the_year_the_school_year_starts_and_others_in_the_next() {
        let day = |month, day| DayOfYear { month, day }.in_school_year(2026).unwrap().to_string();
        assert_eq!(day(8, 1), "2026-08-01");
        assert_eq!(day(12, 31), "2026-12-31");
        assert_eq!(day(1, 1), "2027-01-01");
        assert_eq!(day(7, 31), "2027-07-31");
        assert!(DayOfYear { month: 2, day: 30 }.in_school_year(2026).is_none());
    }

    #[test]
    fn days_are_in_order_from_august_to_july() {
        let order = |month, day| DayOfYear { month, day }.order();
        assert!(order(8, 1) < order(12, 31) && order(12, 31) < order(1, 1) && order(1, 1) < order(7, 31));
    }
}
