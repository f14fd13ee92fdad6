//! `/skoler/{school}/indikatorer/samanlikning`: subjects of one grade, grades, or girls and boys set beside each other, of one school. Never teachers,
//! classes or pupils, and no other school.
mod beside;
mod choice;
mod pages;

pub use pages::routes;
