//! What paper and files need, and nothing of the domain.
pub mod content;
pub mod docx;
mod fonts;
mod layout;
pub mod logo;
pub mod pdf;
pub mod table;
