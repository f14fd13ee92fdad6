//! A document as what it says, in the order it is read. Page, PDF, DOCX and workbook are made from the same [`Document`], so that they cannot say different
//! things. It can be kept as JSON and be read again: what was sent is kept that way.
use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

use crate::text::Lang;
use crate::web::charts::Svg;

/// A whole document.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Document {
    /// Its title; stands once, above everything.
    pub title: String,
    /// What stands under the title: for whom it is, and when. May be empty.
    pub subtitle: String,
    /// Whose it is: name of the municipality.
    pub municipality: String,
    /// The written form of all its texts.
    pub lang: Lang,
    /// When it was made.
    #[serde(with = "time::serde::rfc3339")]
    pub made_at: OffsetDateTime,
    /// What stands on every page beside the page's number: that it is a draft, or the seal of what was sent.
    pub mark: Option<String>,
    /// How it looks.
    #[serde(default)]
    pub look: Look,
    /// What it says.
    pub blocks: Vec<Block>,
}

/// The municipality's own look.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Look {
    /// Colour of headings as `#rrggbb`, dark enough to be read on white; the house's own when there is none.
    pub colour: Option<String>,
    /// The municipality's mark, on the first page.
    pub logo: Option<Logo>,
}

impl Look {
    /// The colour, when it is one.
    pub fn colour(&self) -> Option<&str> {
        let is_one =
            |colour: &&str| colour.strip_prefix('#').is_some_and(|hex| hex.len() == 6 && hex.bytes().all(|b| b.is_ascii_hexdigit()));
        self.colour.as_deref().filter(is_one)
    }
}

/// A picture that stands for the municipality.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Logo {
    /// Its kind.
    pub kind: LogoKind,
    /// The file, in base64. Known to be such a picture of a sensible size.
    pub base64: String,
}

/// Kinds of picture that every format can hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LogoKind {
    /// PNG.
    Png,
    /// JPEG.
    Jpeg,
}

/// A piece of a document.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Block {
    /// A heading. Levels begin at 1 and none is skipped on the way down.
    Heading {
        /// 1–3.
        level: u8,
        /// Its words; never empty.
        text: String,
    },
    /// What somebody has written: paragraphs parted by empty lines, and lines.
    Text {
        /// The words.
        text: String,
    },
    /// A few quiet words: a source, a note.
    Small {
        /// The words.
        text: String,
    },
    /// Something to be seen before the rest.
    Notice {
        /// The words.
        text: String,
    },
    /// A list.
    List {
        /// Whether its items have numbers, from 1.
        numbered: bool,
        /// One paragraph each.
        items: Vec<String>,
    },
    /// Somebody's own words.
    Quote {
        /// The words, without quotation marks.
        text: String,
        /// Whose they are, and where they stand.
        by: String,
    },
    /// A table.
    Table(Table),
    /// A chart.
    Chart(Chart),
}

/// A table whose first column holds the headers of its rows.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Table {
    /// What it shows; never empty.
    pub caption: String,
    /// Headers of all columns; never empty.
    pub header: Vec<String>,
    /// The rows, each as long as the header.
    pub rows: Vec<TableRow>,
    /// Lines below: source, licence, what hidden figures mean.
    pub notes: Vec<String>,
}

/// A row.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TableRow {
    /// It stands for all the others: the municipality.
    pub total: bool,
    /// Its cells; the first is its header.
    pub cells: Vec<Cell>,
}

/// A cell.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Cell {
    /// Nothing.
    Empty,
    /// Words.
    Text {
        /// The words.
        text: String,
    },
    /// A number.
    Number {
        /// As people read it: «3,7», «12 %».
        shown: String,
        /// The number that is shown: no finer than `decimals`.
        number: f64,
        /// Decimals shown.
        decimals: u8,
    },
    /// There is a figure, and it is hidden.
    Hidden {
        /// «Skjerma».
        text: String,
    },
}

impl Cell {
    /// What people read.
    #[must_use]
    pub fn words(&self) -> &str {
        match self {
            Self::Empty => "",
            Self::Text { text } | Self::Hidden { text } => text,
            Self::Number { shown, .. } => shown,
        }
    }
}

/// A chart, beside a table with the same figures or a description that holds them.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Chart {
    /// What it shows.
    pub title: String,
    /// What a colleague would say that it shows, with the figures: for those who do not see it. Never empty.
    pub description: String,
    /// The chart.
    pub svg: Svg,
    /// What stands under it. May be empty.
    pub caption: String,
}

impl Table {
    /// The columns that have numbers, from 0: their words stand where the numbers do.
    pub fn number_columns(&self) -> Vec<usize> {
        let is_number = |cell: &Cell| matches!(cell, Cell::Number { .. } | Cell::Hidden { .. });
        let has = |place: &usize| self.rows.iter().any(|row| row.cells.get(*place).is_some_and(is_number));
        (0..self.header.len()).filter(has).collect()
    }

    /// The headers in order, each with whether numbers stand below it.
    pub fn columns(&self) -> impl Iterator<Item = (&str, bool)> {
        let numbers = self.number_columns();
        self.header.iter().enumerate().map(move |(place, name)| (name.as_str(), numbers.contains(&place)))
    }
}

impl Document {
    /// Its tables, in order.
    pub fn tables(&self) -> impl Iterator<Item = &Table> {
        self.blocks.iter().filter_map(|block| match block {
            Block::Table(table) => Some(table),
            _ => None,
        })
    }
}
