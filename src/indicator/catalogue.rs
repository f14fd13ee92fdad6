//! The catalogue of indicators: what each of them measures, and how its figures are to be read, kept and shown.
//!
//! It is data (`catalogue.toml`, explained in docs/indicators.md), built into the program and read once. Keys stand in model packs and in rows of values,
//! so a key is never given another meaning and never taken away.
mod calendar;
mod format;
mod model;
mod read;
#[cfg(test)]
mod tests;

use std::collections::HashMap;
use std::sync::LazyLock;

pub use model::{
    Break, CohortStep, Computed, Dimension, Direction, DistributionLevel, Indicator, National, People, Quality, Source, Unit, UnitLevel,
    Window,
};
pub use read::CatalogueError;

/// The catalogue that is built in.
static BUILT_IN: LazyLock<Catalogue> = LazyLock::new(|| {
    // A test reads the same text, so a program that was built has a catalogue that is whole; without one it would show no figures rather than wrong ones.
    Catalogue::parse(include_str!("catalogue.toml")).unwrap_or_else(|error| {
        tracing::error!(%error, "the built-in catalogue of indicators is not whole");
        Catalogue::default()
    })
});

/// The catalogue of indicators that is built into the program.
#[must_use]
pub fn catalogue() -> &'static Catalogue {
    &BUILT_IN
}

/// All indicators there are, in the order of the file.
#[derive(Debug, Clone, Default)]
pub struct Catalogue {
    indicators: Vec<Indicator>,
    by_key: HashMap<String, usize>,
}

impl Catalogue {
    /// Reads a catalogue from TOML; what is returned is whole.
    ///
    /// # Errors
    ///
    /// The first fault found, with the indicator it is in.
    pub fn parse(text: &str) -> Result<Self, CatalogueError> {
        let indicators = read::indicators(text)?;
        let by_key = indicators.iter().enumerate().map(|(index, indicator)| (indicator.key.clone(), index)).collect();
        Ok(Self { indicators, by_key })
    }

    /// The indicator with this key.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Indicator> {
        self.by_key.get(key).and_then(|index| self.indicators.get(*index))
    }

    /// All of them, in the order of the file: tests first, then surveys, staff and resources.
    #[must_use]
    pub fn indicators(&self) -> &[Indicator] {
        &self.indicators
    }
}
