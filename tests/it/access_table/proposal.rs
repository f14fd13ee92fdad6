//! What those who book meetings have of a week and of new figures.
use super::{Route, get, post};

/// The lines.
pub fn routes() -> Vec<Route> {
    vec![
        // Whoever books has the page; those who follow up no school with such figures have nothing on it.
        get("/forslag/{proposal}").sees("eigar leader otherleader"),
        post("/forslag/{proposal}").answering(422).sees("eigar leader otherleader"),
        // Nothing is chosen: told so on its field.
        post("/moter/saker")
            .with(&[("veke", "2027-W09"), ("tittel", "Lesing"), ("save_id", "{save_id}")])
            .answering(422)
            .sees("eigar leader otherleader foreign"),
    ]
}
