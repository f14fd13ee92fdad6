//! What is delivered of a self-assessment, what is said of it, and what should not have been written.
use super::Outcome::{Forbidden, Sees};
use super::When::{Delivered, HasDelivery};
use super::{KNOWS, Route, SCHOOL, get, post};

/// The lines.
pub fn routes() -> Vec<Route> {
    vec![
        get("/egenvurdering/{id}/levert/{version}").when(HasDelivery, Sees, "rektor deputy member shown eigar leader"),
        get("/egenvurdering/{id}/levert/{version}/kontroll").when(HasDelivery, Sees, "rektor deputy member eigar leader").when(
            HasDelivery,
            Forbidden,
            "shown",
        ),
        post("/egenvurdering/{id}/levert/{version}/kommentarer")
            .with(&[("question", "lesing"), ("body", "Godt sagt."), ("save_id", "{save_id}")])
            .when(HasDelivery, Forbidden, "rektor deputy member shown")
            .when(HasDelivery, Sees, "eigar leader"),
        post("/kommentarer/{comment}/svar")
            .case_of("/kommentarer/{id}/svar")
            .with(&[("body", "Takk."), ("save_id", "{save_id}")])
            .when(HasDelivery, Sees, SCHOOL)
            .when(HasDelivery, Forbidden, "eigar leader"),
        post("/kommentarer/{comment}/lukking").case_of("/kommentarer/{id}/lukking").when(HasDelivery, Sees, SCHOOL).when(
            HasDelivery,
            Forbidden,
            "eigar leader",
        ),
        // What should not have been written.
        get("/egenvurdering/{id}/fjerning").sees("rektor deputy member pupil given shown").forbidden("eigar leader").when(
            HasDelivery,
            Sees,
            "eigar leader",
        ),
        post("/egenvurdering/{id}/fjerning/sok")
            .with(&[("passage", "står ingen stad"), ("reason", "Namn på elev.")])
            .answering(422)
            .sees("rektor deputy")
            .forbidden("member pupil given shown leader eigar")
            .when(HasDelivery, Sees, "eigar"),
        post("/egenvurdering/{id}/fjerning")
            .with(&[("passage", "står ingen stad"), ("reason", "Namn på elev.")])
            .sees("rektor deputy")
            .forbidden("member pupil given shown leader eigar")
            .when(HasDelivery, Sees, "eigar"),
        post("/egenvurdering/{id}/fjerning/melding")
            .with(&[("message", "I del 2 står det eit namn.")])
            .sees("rektor deputy member pupil given shown")
            .forbidden("eigar leader")
            .when(HasDelivery, Sees, "eigar leader"),
        post("/fjerningsmeldinger/{report}/lukking").sees("rektor deputy").forbidden("member").when(HasDelivery, Sees, "eigar"),
        post("/egenvurdering/{id}/gjenapningsonske").with(&[("reason", "Feil tal.")]).forbidden(KNOWS).when(
            Delivered,
            Sees,
            "rektor deputy",
        ),
        post("/egenvurdering/{id}/gjenapning").with(&[("reason", "Feil tal.")]).forbidden(KNOWS).when(HasDelivery, Sees, "eigar"),
    ]
}
