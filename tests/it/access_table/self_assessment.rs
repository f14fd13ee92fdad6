//! A self-assessment's draft.
use super::Outcome::{BadRequest, Conflict, Forbidden, Sees};
use super::When::{Delivered, HasDelivery, NotStarted, Open};
use super::{KNOWS, Outcome, Route, SCHOOL, SIGNED_IN, When, get, post};

/// For the rektor, while it is open.
fn leading(route: Route) -> Route {
    route.when(Open, Sees, "rektor").when(Open, Forbidden, "deputy member given shown").when(Delivered, Conflict, "rektor deputy").when(
        Delivered,
        Forbidden,
        "member given shown",
    )
}

/// For the rektor, while it is open; those who do not read the whole draft do not know of it.
fn known_to_the_school(route: Route) -> Route {
    leading(route).when(When::Always, Outcome::NotFound, "given shown")
}

/// For the rektor, delivered or not.
fn showing(route: Route) -> Route {
    route.sees("rektor").forbidden("deputy member given shown")
}

/// For those who write the part, while it is open.
fn writing(route: Route) -> Route {
    route.when(Open, Sees, "rektor deputy member given").when(Open, Forbidden, "shown").when(
        Delivered,
        Conflict,
        "rektor deputy member given shown",
    )
}

/// The lines.
pub fn routes() -> Vec<Route> {
    vec![
        get("/egenvurdering").sees(SIGNED_IN),
        get("/egenvurdering/{id}").sees(KNOWS),
        get("/egenvurdering/{id}/tema/{theme}").sees("rektor deputy member given shown").when(HasDelivery, Sees, "eigar leader"),
        get("/egenvurdering/{id}/del/{part}").sees("rektor deputy member given shown"),
        get("/egenvurdering/{id}/del/laeringsmiljo").case_of("/egenvurdering/{id}/del/{part}").sees(SCHOOL),
        get("/egenvurdering/{id}/del/{part}/straum").sees("rektor deputy member given shown"),
        get("/egenvurdering/{id}/del/laeringsmiljo/straum").case_of("/egenvurdering/{id}/del/{part}/straum").sees(SCHOOL),
        post("/egenvurdering/{id}/felt")
            .with(&[("field", "dugleikar.helps"), ("value", "Me reknar."), ("rev", "0"), ("save_id", "{save_id}")])
            .when(Open, Sees, "rektor deputy member given")
            .when(Open, Forbidden, "shown")
            .when(Delivered, Conflict, "rektor deputy member given shown"),
        post("/egenvurdering/{id}/del/{part}")
            .with(&[("rev:dugleikar.helps", "0"), ("dugleikar.helps", "Me reknar."), ("neste", "bli")])
            .when(Open, Sees, "rektor deputy member given")
            .when(Open, Forbidden, "shown")
            .when(Delivered, Conflict, "rektor deputy member given shown"),
        post("/egenvurdering/{id}/del/{part}/naervaer")
            .with(&[("field", "dugleikar.helps")])
            .when(Open, Sees, "rektor deputy member given")
            .when(Open, Forbidden, "shown")
            .when(Delivered, Conflict, "rektor deputy member given shown"),
        // Parts given to members and shown to others.
        showing(get("/egenvurdering/{id}/fordeling")),
        leading(post("/egenvurdering/{id}/deler/{part}/tildelinger").with(&[("person", "{member}")])),
        known_to_the_school(post("/tildelinger/{assignment}/retur").with(&[("note", "Sjå på siste avsnitt.")])),
        known_to_the_school(post("/tildelinger/{assignment}/tilbaketrekking")),
        showing(post("/egenvurdering/{id}/deler/{part}/delinger").with(&[("readers", "ja")])),
        post("/delinger/{share}/oppheving").sees("rektor").forbidden("deputy member"),
        // Links that a sign leans on.
        get("/egenvurdering/{id}/grunnlag/{question}/{sign}").sees("rektor deputy member given shown"),
        writing(
            post("/egenvurdering/{id}/grunnlag/{question}/{sign}")
                .with(&[("title", "Lesetest"), ("address", "https://eksempel.no/lesetest")]),
        ),
        writing(post("/grunnlag/{evidence}/fjerning")),
        // Before delivery: the whole, who took part, and the delivery.
        get("/egenvurdering/{id}/innsending").sees(SCHOOL),
        post("/egenvurdering/{id}/deltaking")
            .with(&[("_.participation", "Heile personalet."), ("rev:_.participation", "0")])
            .when(Open, Sees, SCHOOL)
            .when(Delivered, Conflict, SCHOOL),
        // What is missing is told with 422.
        post("/egenvurdering/{id}/innsending").answering(422).forbidden("member pupil given shown eigar leader").sees("rektor deputy"),
        get("/egenvurdering/{id}/felt/{field}/historikk").sees("rektor deputy member given shown"),
        get("/egenvurdering/{id}/felt/trygt_og_godt.text/historikk").case_of("/egenvurdering/{id}/felt/{field}/historikk").sees(SCHOOL),
        post("/egenvurdering/{id}/felt/{field}/gjenoppretting")
            .with(&[("rev", "1"), ("base", "1")])
            .when(Open, Sees, "rektor deputy member given")
            .when(Open, Forbidden, "shown")
            .when(Delivered, Conflict, "rektor deputy member given shown")
            .when(NotStarted, BadRequest, "rektor deputy member given"),
        get("/egenvurdering/{id}/hendelser").sees(KNOWS),
    ]
}
