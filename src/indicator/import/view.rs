//! What the page of one import shows: what was recognised, what it would change or has changed, and what was not understood.
mod told;
mod words;

use askama::Template;

use super::Summary;
use super::pages::Refused;
use super::plan::{Choice, Choices, Here, Plan, Planned, Standing, Where};
use super::queries::{BroughtRow, ChangeRow, ImportKind, ImportRow};
use crate::access::{Actor, session};
use crate::indicator::catalogue::{Catalogue, catalogue};
use crate::indicator::reading::Reading;
use crate::indicator::talking_point::Effects;
use crate::indicator::{Breakdown, Cell};
use crate::jobs;
use crate::text::{Lang, dates, text, text_with};
use crate::web::page::Page;
use told::{problems, unrecognised};
pub(super) use words::{place, shown, what, why_held};

/// The most lines of a list that a page shows.
pub(super) const AT_ONCE: usize = 100;

/// A value in a list.
pub(super) struct ValueLine {
    pub(super) mark: String,
    pub(super) why: String,
    pub(super) place: String,
    pub(super) what: String,
    pub(super) text: String,
    pub(super) before: String,
    pub(super) after: String,
    pub(super) likely: Option<String>,
    pub(super) chosen: Choice,
    pub(super) row: usize,
    pub(super) source: String,
}

/// Held values that a page does not show, and what is chosen of them together.
pub(super) struct Rest {
    pub(super) values: usize,
    /// Some of them can be corrected.
    pub(super) can_be_corrected: bool,
    pub(super) chosen: Choice,
}

/// A count with its name.
pub(super) struct Count {
    pub(super) name: String,
    pub(super) number: usize,
}

pub(super) struct Unrecognised {
    pub(super) what: String,
    pub(super) values: usize,
    pub(super) why: String,
    /// What can be done about it.
    pub(super) join: Option<String>,
}

/// What followed when the figures had been taken in or withdrawn.
pub(super) struct EffectsView {
    /// How it stands with what is worked out from them; `None` when there is nothing to work out.
    pub(super) standing: Option<jobs::Standing>,
    pub(super) points: Vec<Effects>,
    /// Self-assessments that are not delivered and have new figures beside their questions.
    pub(super) drafts: i64,
}

#[derive(Template)]
#[template(path = "indicator/import.html")]
pub(super) struct ImportPage {
    pub(super) cx: Page,
    pub(super) title: String,
    pub(super) href: String,
    pub(super) name: String,
    pub(super) by_hand: bool,
    pub(super) waiting: bool,
    pub(super) withdrawn: Option<String>,
    pub(super) committed: bool,
    pub(super) by: String,
    pub(super) hash: String,
    pub(super) facts: Vec<(String, String)>,
    pub(super) values: usize,
    pub(super) counts: Vec<Count>,
    pub(super) same_file: Option<String>,
    pub(super) fingerprint: String,
    pub(super) held: Vec<ValueLine>,
    pub(super) held_in_all: usize,
    /// What is chosen of those that are held and not shown; none when all are shown.
    pub(super) rest: Option<Rest>,
    pub(super) changed: Vec<ValueLine>,
    pub(super) changed_in_all: usize,
    pub(super) effects: Option<EffectsView>,
    pub(super) unrecognised: Vec<Unrecognised>,
    pub(super) unrecognised_in_all: usize,
    pub(super) problems: Vec<String>,
    pub(super) problems_in_all: usize,
    pub(super) nothing_new: bool,
    pub(super) summary_line: String,
    pub(super) nlod: bool,
    pub(super) reason: String,
    pub(super) reason_hint: Option<String>,
    pub(super) error: Option<String>,
    pub(super) errors: Vec<(String, String)>,
}

/// What is told of an import whatever its state.
pub(super) fn frame(actor: &Actor, row: &ImportRow, summary: &Summary, refused: Option<Refused>) -> ImportPage {
    let lang = actor.lang;
    let waiting = row.state == "waiting";
    let by_hand = row.kind == ImportKind::ByHand;
    let title = match (waiting, by_hand) {
        (true, false) => "import-look-title",
        (true, true) => "hand-look-title",
        (false, false) => "import-done-title",
        (false, true) => "hand-done-title",
    };
    let title = text(lang, title).into_owned();
    let mut errors = Vec::new();
    let (reason, error) = match refused {
        Some(Refused::Reason(reason, error)) => {
            errors.push(("reason".to_owned(), error.clone()));
            (reason, Some(error))
        }
        Some(Refused::TakingIn(_, (id, error))) => {
            errors.push((id.to_owned(), error));
            (String::new(), None)
        }
        None => (String::new(), None),
    };
    let sources = catalogue_sources(catalogue(), summary, lang);
    ImportPage {
        cx: Page::new(actor, title.clone()).refused_when(!errors.is_empty()),
        title,
        by_hand,
        href: format!("/indikatorer/import/{}", row.id),
        name: row.file_name.clone(),
        waiting,
        committed: row.state == "committed",
        withdrawn: row.withdrawn.as_ref().map(|(reason, by, at)| {
            text_with(lang, "import-withdrawn-line", &[("who", by), ("when", &dates::moment(*at)), ("reason", reason)])
        }),
        by: row.decided.as_ref().map_or_else(
            || text_with(lang, "import-by", &[("who", &row.uploaded_by), ("when", &dates::moment(row.uploaded_at))]),
            |(who, at)| text_with(lang, "import-taken-in-by", &[("who", who), ("when", &dates::moment(*at))]),
        ),
        hash: session::hex(row.sha256.get(..8).unwrap_or_default()),
        facts: facts(summary, &sources.0, lang),
        values: if waiting { summary.values } else { usize::try_from(row.values).unwrap_or(0) },
        counts: Vec::new(),
        same_file: None,
        fingerprint: String::new(),
        held: Vec::new(),
        held_in_all: 0,
        rest: None,
        changed: Vec::new(),
        changed_in_all: 0,
        effects: None,
        unrecognised: Vec::new(),
        unrecognised_in_all: 0,
        problems: Vec::new(),
        problems_in_all: 0,
        nothing_new: false,
        summary_line: String::new(),
        nlod: sources.1,
        reason,
        reason_hint: Some(text(lang, "import-withdraw-hint").into_owned()),
        errors,
        error,
    }
}

/// The sources of a file's indicators, and whether Udir's licence line belongs to any of them.
pub(super) fn catalogue_sources(catalogue: &Catalogue, summary: &Summary, lang: Lang) -> (Vec<String>, bool) {
    let known = || summary.indicators.keys().filter_map(|key| catalogue.get(key));
    let mut names: Vec<String> = known().map(|indicator| indicator.source.name.get(lang).to_owned()).collect();
    names.sort();
    names.dedup();
    (names, known().any(|indicator| indicator.source.nlod))
}

/// «Slik las vi fila»: name and what was found.
pub(super) fn facts(summary: &Summary, sources: &[String], lang: Lang) -> Vec<(String, String)> {
    let t = |key: &str| text(lang, key).into_owned();
    let shape = |shape: &String| match shape.as_str() {
        "wide" => t("import-shape-wide"),
        "long" => t("import-shape-long"),
        "form" => t("import-shape-form"),
        _ => t("import-shape-unknown"),
    };
    let encoding = summary.encoding.as_deref().map_or_else(|| t("import-encoding-workbook"), encoding_name);
    let delimiter = match summary.delimiter {
        Some('\t') => format!(", {}", t("import-delimiter-tab")),
        Some(delimiter) => format!(", «{delimiter}»"),
        None => String::new(),
    };
    let level = |key: &str, stored: &str| summary.levels.get(stored).map(|rows| text_with(lang, key, &[("rows", rows)]));
    let levels = [
        level("import-level-country", "country"),
        level("import-level-county", "county"),
        level("import-level-municipality", "municipality"),
        level("import-level-school", "school"),
    ];
    let mut facts = vec![
        (t("import-fact-source"), sources.join("; ")),
        (t("import-fact-shape"), summary.shapes.iter().map(shape).collect::<Vec<_>>().join("; ")),
        (t("import-fact-encoding"), format!("{encoding}{delimiter}")),
        (t("import-fact-years"), summary.years.join(", ")),
        (t("import-fact-indicators"), summary.indicators.len().to_string()),
        (t("import-fact-levels"), levels.into_iter().flatten().collect::<Vec<_>>().join(", ")),
    ];
    facts.retain(|(_, fact)| !fact.is_empty());
    facts
}

/// An encoding as people write it: `utf16_le_bom` is «UTF-16LE».
pub(super) fn encoding_name(stored: &str) -> String {
    match stored.split('_').next().unwrap_or_default() {
        "utf8" => "UTF-8".to_owned(),
        "utf16" | "utf16le" | "utf16be" => "UTF-16".to_owned(),
        "windows" | "windows1252" => "Windows-1252".to_owned(),
        other => other.to_uppercase(),
    }
}

/// What taking the file in would do, and what has been chosen of its doubtful values.
pub(super) fn fill(
    page: &mut ImportPage,
    (plan, choices): (&Plan, &Choices),
    here: &Here,
    reading: &Reading,
    summary: &Summary,
    lang: Lang,
) {
    let hidden = plan.all().filter(|value| value.says.cell == Cell::Suppressed).count();
    let unknown: usize = plan.unknown_schools.values().chain(plan.unknown_indicators.values()).sum();
    let count = |key: &str, number: usize| Count { name: text(lang, key).into_owned(), number };
    page.counts = vec![
        count("import-count-new", plan.new.len()),
        count("import-count-changed", plan.changed.len()),
        count("import-count-same", plan.same),
        count("import-count-hidden", hidden),
        count("import-count-elsewhere", plan.elsewhere),
        count("import-count-held", plan.held.len()),
        count("import-count-unknown", unknown),
    ];
    page.fingerprint = plan.fingerprint();
    page.held_in_all = plan.held.len();
    page.held =
        plan.held.iter().take(AT_ONCE).map(|value| ValueLine { chosen: choices.of(value), ..value_line(value, here, lang) }).collect();
    page.rest = plan.held.get(AT_ONCE..).filter(|rest| !rest.is_empty()).map(|rest| Rest {
        values: rest.len(),
        can_be_corrected: rest.iter().any(|value| value.likely.is_some()),
        chosen: choices.rest,
    });
    page.changed_in_all = plan.changed.len();
    page.changed = plan.changed.iter().take(AT_ONCE).map(|value| value_line(value, here, lang)).collect();
    page.unrecognised = unrecognised(plan, reading, &page.href, lang);
    page.unrecognised_in_all = page.unrecognised.len();
    page.unrecognised.truncate(AT_ONCE);
    (page.problems, page.problems_in_all) = problems(reading, AT_ONCE, lang);
    page.nothing_new = plan.is_empty();
    page.summary_line =
        text_with(lang, "import-summary-line", &[("new", &plan.new.len()), ("changed", &plan.changed.len()), ("hidden", &hidden)]);
    page.values = summary.values;
}

pub(super) fn value_line(value: &Planned, here: &Here, lang: Lang) -> ValueLine {
    let indicator = &value.slot.indicator;
    ValueLine {
        mark: value.mark(),
        why: why_held(value, lang),
        place: place(&value.slot.place, here, lang),
        what: what(indicator, value.slot.breakdown, value.slot.year, lang),
        text: if value.text.is_empty() { shown(indicator, value.says.cell, lang) } else { value.text.clone() },
        before: value.before.map_or_else(String::new, |before| shown(indicator, before.cell, lang)),
        after: shown(indicator, value.says.cell, lang),
        likely: value.likely.and_then(|likely| Some(catalogue().get(indicator)?.format(likely))),
        chosen: Choice::Hold,
        row: value.row,
        source: String::new(),
    }
}

pub(super) fn change_line(change: &ChangeRow, here: &Here, lang: Lang) -> ValueLine {
    ValueLine {
        mark: String::new(),
        why: String::new(),
        place: place(&change.place(), here, lang),
        what: what(&change.indicator, change.breakdown, change.year, lang),
        text: String::new(),
        before: shown(&change.indicator, change.before, lang),
        after: shown(&change.indicator, change.after, lang),
        likely: None,
        chosen: Choice::Hold,
        row: 0,
        source: before_source(change, lang),
    }
}

/// Where the value that was replaced is from.
pub(super) fn before_source(change: &ChangeRow, lang: Lang) -> String {
    text_with(
        lang,
        "import-before-source",
        &[("file", &change.before_file), ("who", &change.before_by), ("when", &dates::moment(change.before_at))],
    )
}

/// The one figure that somebody wrote, before it is taken in.
pub(super) fn planned_facts(plan: &Plan, here: &Here, lang: Lang) -> Vec<(String, String)> {
    let Some(value) = plan.all().chain(&plan.held).next() else { return Vec::new() };
    let slot = &value.slot;
    figure_facts(&slot.indicator, place(&slot.place, here, lang), slot.breakdown, slot.year, &value.says, lang)
}

/// The one figure that somebody wrote.
pub(super) fn brought_facts(row: &BroughtRow, here: &Here, lang: Lang) -> Vec<(String, String)> {
    let of = row.school.map_or_else(|| Where::Municipality(String::new()), Where::School);
    figure_facts(&row.indicator, place(&of, here, lang), row.breakdown, row.year, &row.says, lang)
}

fn figure_facts(
    indicator: &str,
    place: String,
    breakdown: Breakdown,
    year: crate::indicator::SchoolYear,
    says: &Standing,
    lang: Lang,
) -> Vec<(String, String)> {
    let t = |key: &str| text(lang, key).into_owned();
    let known = catalogue().get(indicator);
    let mut value = shown(indicator, says.cell, lang);
    if let (Some(known), Some(uncertainty)) = (known, says.uncertainty) {
        value = format!("{value} ± {}", known.format_uncertainty(uncertainty));
    }
    let count = says.count.amount().map(|count| (count.0 / 1000).to_string());
    let mut facts =
        vec![(t("hand-fact-what"), what(indicator, breakdown, year, lang)), (t("hand-fact-where"), place), (t("hand-fact-value"), value)];
    facts.extend(count.map(|count| (t("hand-fact-count"), count)));
    facts
}
