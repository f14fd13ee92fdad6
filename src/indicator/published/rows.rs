//! The figures of a report as the rows of a workbook's sheet: one a figure, no more exact than what is told.
use super::Audience;
use super::model::{Figure, Place, Published, Shown, Slot};
use crate::document::table::{Table, Value};
use crate::indicator::Cell;
use crate::indicator::profile::{amount_value, state_words, uncertainty_value};
use crate::text::{Lang, text};

/// Below the schools.
const OTHERS: [Place; 3] = [Place::Municipality, Place::County, Place::Country];

impl Published {
    /// Every figure of the report: by indicator, grade and place (schools by name), the years ascending.
    #[must_use]
    pub fn rows(&self, lang: Lang) -> Table {
        let t = |key: &str| text(lang, key).into_owned();
        let mut rows = Vec::new();
        for shown in &self.shown {
            for grade in shown.grades() {
                for place in self.schools.iter().map(|school| Place::School(school.id)).chain(OTHERS) {
                    let of = shown.figures.iter().filter(|(slot, _)| slot.grade == grade && slot.place == place);
                    rows.extend(of.map(|(slot, figure)| self.line(shown, *slot, figure, lang)));
                }
            }
        }
        Table {
            title: t("published-sheet"),
            header: [
                "figures-column-indicator",
                "figures-column-place",
                "profile-year",
                "profile-column-grade",
                "profile-column-level",
                "profile-column-value",
                "profile-column-uncertainty",
                "profile-column-state",
                "profile-column-count",
                "published-column-source",
                "published-column-file",
            ]
            .map(t)
            .into(),
            rows,
            notes: self.licence(lang).into_iter().collect(),
        }
    }

    fn line(&self, shown: &Shown, slot: Slot, figure: &Figure, lang: Lang) -> Vec<Value> {
        let indicator = shown.indicator;
        let small = |number: Option<u8>| number.map_or(Value::Empty, |number| Value::Number { number: f64::from(number), decimals: 0 });
        let count = figure.count.and_then(|count| i32::try_from(count).ok());
        let state = match figure.cell {
            Cell::Published(_) => Value::Empty,
            Cell::Preliminary(_) => Value::Text(text(lang, "profile-csv-preliminary").into_owned()),
            other => Value::Text(state_words(other, lang)),
        };
        vec![
            Value::Text(indicator.name.get(lang).to_owned()),
            Value::Text(self.name(slot.place, lang)),
            Value::Text(slot.year.to_string()),
            small(slot.grade),
            small(slot.level),
            amount_value(indicator, figure.cell.amount()),
            uncertainty_value(indicator, figure.uncertainty),
            state,
            count.map_or(Value::Empty, |count| Value::Number { number: f64::from(count), decimals: 0 }),
            Value::Text(indicator.source.name.get(lang).to_owned()),
            // What somebody called a file, or wrote of where a number is from, is the municipality's own.
            if self.audience == Audience::Public { Value::Empty } else { Value::Text(figure.file.clone()) },
        ]
    }
}
