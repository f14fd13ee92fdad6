//! Reads files of indicators: bytes in, recognised values out. It knows no database and no web.
mod grid;

pub use grid::{Grid, GridCell};
