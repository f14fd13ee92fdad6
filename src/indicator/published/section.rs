//! An indicator (of one grade) as pieces of a document.
use super::Audience;
use super::draw::Wanted;
use super::model::{Published, Shown};
use super::tables::marks;
use super::words::source;
use crate::document::content::{Block, Table};
use crate::indicator::SchoolYear;
use crate::indicator::catalogue::{Dimension, Indicator, UnitLevel};
use crate::indicator::profile::counted;
use crate::indicator::sentence::breaks_within;
use crate::text::{Lang, text, text_with};

/// What a report says of an indicator, or of one grade of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Section {
    /// Key of the indicator.
    pub indicator: &'static str,
    /// Of which grade; `None` for all of them together, and where the key names it.
    pub grade: Option<u8>,
    /// Its heading.
    pub heading: String,
    /// The newest year shown.
    pub newest: SchoolYear,
    /// What can be said of the newest figure; also the caption of the chart, or a paragraph where there is none.
    pub sentence: String,
    /// What stands under the heading: definition, chart and tables with their source.
    pub blocks: Vec<Block>,
}

impl Published {
    /// The sections of an indicator, one for each grade that is looked at; none when nothing is known.
    #[must_use]
    pub fn sections(&self, indicator: &str, lang: Lang) -> Vec<Section> {
        let Some(shown) = self.of(indicator) else { return Vec::new() };
        let section = |grade: Option<u8>| self.section(shown, grade, lang);
        shown.grades().into_iter().filter_map(section).collect()
    }

    /// The same as blocks, each section under a heading of this level (1–3). An indicator that nothing is known of says so.
    #[must_use]
    pub fn blocks(&self, indicator: &str, level: u8, lang: Lang) -> Vec<Block> {
        let sections = self.sections(indicator, lang);
        if sections.is_empty() {
            let Some(shown) = self.of(indicator) else { return Vec::new() };
            let none = text_with(lang, "published-none", &[("year", &self.year.to_string())]);
            return vec![Block::Heading { level, text: heading(shown.indicator, None, lang) }, Block::Text { text: none }];
        }
        let with_heading = |section: Section| std::iter::once(Block::Heading { level, text: section.heading }).chain(section.blocks);
        sections.into_iter().flat_map(with_heading).collect()
    }

    /// All indicators that there are figures of, in order, and at the end the licence where it must stand.
    #[must_use]
    pub fn chapter(&self, level: u8, lang: Lang) -> Vec<Block> {
        let blocks = self.indicators().flat_map(|indicator| self.blocks(&indicator.key, level, lang));
        let licence = self.licence(lang).map(|text| Block::Small { text });
        blocks.chain(licence).collect()
    }

    /// The words of the licence that some of the figures are under: they stand once wherever such figures do.
    #[must_use]
    pub fn licence(&self, lang: Lang) -> Option<String> {
        self.indicators().any(|indicator| indicator.source.nlod).then(|| text(lang, "profile-nlod").into_owned())
    }

    fn section(&self, shown: &Shown, grade: Option<u8>, lang: Lang) -> Option<Section> {
        let years = shown.years(grade);
        let newest = *years.last()?;
        let heading = heading(shown.indicator, grade, lang);
        let is_distribution = !shown.indicator.levels.is_empty();
        let sentence =
            if is_distribution { self.sentence_of_levels(shown, grade, &years, lang) } else { self.sentence(shown, grade, lang) };
        let wanted = Wanted { shown, grade, years: &years, title: &heading, sentence: &sentence };
        let (chart, first, second) = if is_distribution {
            (self.stacked(&wanted, lang), self.levels_over_years(&wanted, lang), self.levels_by_school(&wanted, lang))
        } else {
            let tables = (self.over_years(shown, grade, &years, &heading, lang), self.by_school(shown, grade, &years, &heading, lang));
            (self.chart(&wanted, lang), tables.0, tables.1)
        };
        let mut blocks = vec![Block::Text { text: shown.indicator.explanation.get(lang).to_owned() }];
        match chart {
            Some(chart) => blocks.push(Block::Chart(chart)),
            None => blocks.push(Block::Text { text: sentence.clone() }),
        }
        let mut tables: Vec<Table> = std::iter::once(first).chain(second).filter(|table| !table.rows.is_empty()).collect();
        let notes = self.notes(shown, grade, &years, &tables, lang);
        match tables.last_mut() {
            Some(last) => last.notes = notes,
            None => blocks.extend(notes.into_iter().map(|text| Block::Small { text })),
        }
        blocks.extend(tables.into_iter().map(Block::Table));
        Some(Section { indicator: &shown.indicator.key, grade, heading, newest, sentence, blocks })
    }

    /// Below the last table: how many people, breaks, what marks mean, and where the figures are from.
    fn notes(&self, shown: &Shown, grade: Option<u8>, years: &[SchoolYear], tables: &[Table], lang: Lang) -> Vec<String> {
        let mut notes: Vec<String> = self.people(shown, grade, years, lang).into_iter().collect();
        for broken in breaks_within(shown.indicator, years) {
            let reason = broken.reason.get(lang);
            notes.push(text_with(lang, "profile-break-before", &[("year", &broken.year.to_string()), ("reason", &reason)]));
        }
        if shown.indicator.lowest == UnitLevel::Municipality {
            notes.push(text(lang, "profile-municipality-only").into_owned());
        } else if self.audience == Audience::Public && (shown.indicator.local || !shown.indicator.public_for_school) {
            notes.push(text(lang, "published-municipality-only").into_owned());
        }
        let (hidden, missing) = marks(&tables.iter().collect::<Vec<_>>());
        notes.extend(hidden.then(|| text(lang, "published-hidden").into_owned()));
        notes.extend(missing.then(|| text(lang, "published-missing").into_owned()));
        notes.push(source(shown, grade, years, self.audience != Audience::Public, lang));
        notes
    }

    /// «Kommunen i 2026-27: 281 elevar.», where that may be shown.
    fn people(&self, shown: &Shown, grade: Option<u8>, years: &[SchoolYear], lang: Lang) -> Option<String> {
        let newest = *years.last()?;
        let level = shown.indicator.levels.first().map(|level| level.level);
        let count = shown.figure(self.own(), newest, grade, level)?.count?;
        let counted = counted(shown.indicator, count, lang)?;
        let name = self.name(self.own(), lang);
        Some(text_with(lang, "published-people", &[("whose", &name), ("year", &newest.to_string()), ("counted", &counted)]))
    }
}

/// The indicator's name, with the grade when it is broken down by that.
pub(super) fn heading(indicator: &'static Indicator, grade: Option<u8>, lang: Lang) -> String {
    let name = indicator.name.get(lang);
    match grade.filter(|_| indicator.breakdowns.contains(&Dimension::Grade)) {
        Some(grade) => text_with(lang, "profile-name-grade", &[("name", &name), ("grade", &grade)]),
        None => name.to_owned(),
    }
}

#[cfg(test)]
mod tests;
