//! What paper and files need, and nothing of the domain.
pub mod content;
pub mod pdf;
pub mod table;
