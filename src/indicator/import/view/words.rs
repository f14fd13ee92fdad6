//! A value of an import in words: where, of what, how much, and why it is hard to believe.
use crate::indicator::catalogue::catalogue;
use crate::indicator::import::plan::{Here, Planned, Where};
use crate::indicator::reading::SuspicionKind;
use crate::indicator::{Breakdown, Cell, Sex};
use crate::text::{Lang, text, text_with};

pub(in crate::indicator::import) fn place(place: &Where, here: &Here, lang: Lang) -> String {
    match place {
        Where::Country => text(lang, "import-place-country").into_owned(),
        Where::County(code) => text_with(lang, "import-place-county", &[("code", code)]),
        Where::Municipality(_) => text(lang, "import-place-municipality").into_owned(),
        Where::School(id) => here.school_names.get(id).cloned().unwrap_or_default(),
    }
}

/// «Nasjonale prøvar, lesing, 5. trinn, jenter, 2025-26».
pub(in crate::indicator::import) fn what(indicator: &str, breakdown: Breakdown, year: impl std::fmt::Display, lang: Lang) -> String {
    let mut parts = vec![catalogue().get(indicator).map_or_else(|| indicator.to_owned(), |known| known.name.get(lang).to_owned())];
    if let Some(grade) = breakdown.grade {
        parts.push(text_with(lang, "import-grade", &[("grade", &grade)]));
    }
    match breakdown.sex {
        Sex::All => {}
        Sex::Girls => parts.push(text(lang, "import-girls").into_owned()),
        Sex::Boys => parts.push(text(lang, "import-boys").into_owned()),
    }
    if let Some(level) = breakdown.level {
        parts.push(text_with(lang, "import-part", &[("level", &level)]));
    }
    parts.push(year.to_string());
    parts.join(", ")
}

/// A cell in words.
pub(in crate::indicator::import) fn shown(indicator: &str, cell: Cell, lang: Lang) -> String {
    let t = |key: &str| text(lang, key).into_owned();
    match cell {
        Cell::Published(amount) | Cell::Restricted(amount) => {
            catalogue().get(indicator).map_or_else(|| amount.0.to_string(), |known| known.format(amount))
        }
        Cell::Preliminary(amount) => {
            let number = catalogue().get(indicator).map_or_else(|| amount.0.to_string(), |known| known.format(amount));
            text_with(lang, "import-cell-preliminary", &[("number", &number)])
        }
        Cell::Suppressed => t("import-cell-suppressed"),
        Cell::NotApplicable => t("import-cell-not-applicable"),
        Cell::Missing => t("import-cell-missing"),
    }
}

/// Why a value is hard to believe.
pub(in crate::indicator::import) fn why_held(value: &Planned, lang: Lang) -> String {
    match value.warning {
        Some(SuspicionKind::OutOfRange { min, max }) => {
            let format = |amount| catalogue().get(&value.slot.indicator).map_or_else(String::new, |known| known.format(amount));
            text_with(lang, "import-held-range", &[("min", &format(min)), ("max", &format(max))])
        }
        Some(SuspicionKind::LostDecimal { .. }) => text(lang, "import-held-decimal").into_owned(),
        Some(SuspicionKind::MixedScale { .. }) => text(lang, "import-held-scale").into_owned(),
        _ => text(lang, "import-held-other").into_owned(),
    }
}
