//! What every route answers to whom: one line for each, read as «these see it, those are forbidden, for all others it is not found». Whoever is not
//! signed in, or has been disabled, is asked to sign in.
//!
//! Who: `rektor`, `deputy`, `member` (writes), `pupil` (reads what is shown), `given` (a part), `shown` (a part), `outsider` (a role elsewhere in the
//! municipality), `eigar` (skoleeier), `leader` (the area's), `otherleader`, `norole`, `admin`, `foreign` (skoleeier of another municipality).
use crate::access_world::{Actor, Standing, State, Target};

/// What an answer amounts to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// The page, or the change was made.
    Sees,
    /// 403
    Forbidden,
    /// 404
    NotFound,
    /// 400: it makes no sense, and nothing is done.
    BadRequest,
    /// 409
    Conflict,
    /// 401, or sent to the sign-in.
    SignIn,
}

/// In which states a rule holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum When {
    /// In all.
    Always,
    /// Until delivered, and after reopening.
    Open,
    /// Delivered and not reopened.
    Delivered,
    /// There is a delivered version, reopened or not.
    HasDelivery,
    /// Nobody has written.
    NotStarted,
}

impl When {
    fn holds(self, state: State) -> bool {
        match self {
            Self::Always => true,
            Self::Open => state != State::Delivered,
            Self::Delivered => state == State::Delivered,
            Self::HasDelivery => matches!(state, State::Delivered | State::Reopened),
            Self::NotStarted => state == State::NotStarted,
        }
    }
}

/// A line of the table.
#[derive(Debug, Clone)]
pub struct Route {
    /// `GET` or `POST`.
    pub method: &'static str,
    /// The declared path, or one with a place-holder replaced by a value.
    pub path: &'static str,
    pattern: &'static str,
    /// A form that would be taken. Place-holders are filled as in the path.
    pub form: &'static [(&'static str, &'static str)],
    /// A status that counts as seeing, when it is neither 200, 204 nor a redirect.
    pub answers: u16,
    public: bool,
    rules: Vec<(When, Outcome, &'static str)>,
}

impl Route {
    fn new(method: &'static str, path: &'static str) -> Self {
        Self { method, path, pattern: path, form: &[], answers: 200, public: false, rules: Vec::new() }
    }

    fn with(mut self, form: &'static [(&'static str, &'static str)]) -> Self {
        self.form = form;
        self
    }

    /// The declared path this line is one case of.
    fn case_of(mut self, pattern: &'static str) -> Self {
        self.pattern = pattern;
        self
    }

    fn answering(mut self, status: u16) -> Self {
        self.answers = status;
        self
    }

    /// Also for somebody who is not signed in.
    fn public(mut self) -> Self {
        self.public = true;
        self.sees(EVERYBODY)
    }

    fn sees(self, who: &'static str) -> Self {
        self.when(When::Always, Outcome::Sees, who)
    }

    fn forbidden(self, who: &'static str) -> Self {
        self.when(When::Always, Outcome::Forbidden, who)
    }

    fn when(mut self, when: When, outcome: Outcome, who: &'static str) -> Self {
        self.rules.push((when, outcome, who));
        self
    }

    /// The declared path.
    pub fn pattern(&self) -> &'static str {
        self.pattern
    }

    /// It is about a school, a self-assessment or a round.
    pub fn has_target(&self) -> bool {
        self.has_parent()
            || ["{assignment}", "{share}", "{evidence}", "{comment}", "{report}", "{import}"].iter().any(|name| self.path.contains(name))
    }

    /// Its path names the school, the self-assessment or the round that things stand below.
    pub fn has_parent(&self) -> bool {
        ["{id}", "{school}", "{round}"].iter().any(|name| self.path.contains(name))
    }

    /// Its path or form names something below the target, which must belong to it.
    pub fn has_id_below(&self) -> bool {
        let below = ["{deputy}", "{member}", "{assignment}", "{share}", "{evidence}", "{comment}", "{report}"];
        let form = self.form.iter().map(|(_, value)| *value);
        self.has_parent() && std::iter::once(self.path).chain(form).any(|text| below.iter().any(|name| text.contains(name)))
    }

    /// Somebody to whom the table gives it in some state.
    pub fn somebody_who_may(&self) -> Actor {
        let sees = |actor: &Actor| {
            self.rules.iter().any(|(_, outcome, who)| {
                *outcome == Outcome::Sees && who.split(' ').any(|name| actor.standing(Target::Own).is_called(name))
            })
        };
        [Actor::Rektor, Actor::Skoleeier, Actor::Member, Actor::GivenAPart].into_iter().find(sees).expect("nobody may")
    }

    /// What the table says.
    pub fn expected(&self, standing: Standing, target: Target, state: State) -> Outcome {
        if matches!(standing, Standing::Anonymous | Standing::Disabled) && !self.public {
            return Outcome::SignIn;
        }
        if !target.exists_in_the_municipality() {
            return Outcome::NotFound;
        }
        let said = self.rules.iter().rev().find(|(when, _, who)| when.holds(state) && who.split(' ').any(|name| standing.is_called(name)));
        said.map_or(Outcome::NotFound, |(_, outcome, _)| *outcome)
    }
}

const EVERYBODY: &str = "anonymous disabled rektor deputy member pupil given shown outsider eigar leader otherleader norole admin foreign";
const SIGNED_IN: &str = "rektor deputy member pupil given shown outsider eigar leader otherleader norole admin foreign";
/// Read the whole draft.
const SCHOOL: &str = "rektor deputy member";
/// May know that a school's self-assessment exists.
const KNOWS: &str = "rektor deputy member pupil given shown eigar leader";

use Outcome::{BadRequest, Conflict, Forbidden, Sees};
use When::{Delivered, HasDelivery, NotStarted, Open};

fn get(path: &'static str) -> Route {
    Route::new("GET", path)
}

fn post(path: &'static str) -> Route {
    Route::new("POST", path)
}

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

/// The table.
#[expect(clippy::too_many_lines, reason = "it is one table, read as one")]
pub fn routes() -> Vec<Route> {
    vec![
        // For anybody.
        get("/helse").public(),
        get("/klar").public(),
        get("/static/{file}").public(),
        get("/tilgjenge").public(),
        get("/personvern").public(),
        get("/hjelp").public(),
        post("/sprak").with(&[("sprak", "nn"), ("tilbake", "/hjelp")]).public(),
        get("/logg-inn").public(),
        post("/logg-inn").with(&[("login", "ingen@eksempel.no"), ("password", "feil")]).answering(422).public(),
        post("/logg-ut").public(),
        get("/passord/{token}").public(),
        post("/passord/{token}").with(&[("password", "kort")]).answering(422).public(),
        // One's own.
        get("/konto").sees(SIGNED_IN),
        post("/konto/passord").with(&[("current", "feil"), ("new", "ein blå båt på havet")]).answering(422).sees(SIGNED_IN),
        post("/konto/okter/{session}/avslutning"),
        post("/konto/kommune")
            .with(&[("kommune", "{municipality}")])
            .sees("rektor deputy member pupil given shown outsider eigar leader otherleader norole admin"),
        post("/varsler/lest").sees(SIGNED_IN),
        get("/").sees(SIGNED_IN),
        get("/velkommen").sees("rektor outsider"),
        post("/velkommen").sees("rektor outsider"),
        // A school.
        get("/skoler/{school}").sees("rektor deputy member pupil given eigar leader admin"),
        post("/skoler/{school}/stedfortredere")
            .with(&[("person", "{member}")])
            .sees("rektor")
            .forbidden("deputy member pupil given eigar leader admin"),
        post("/skoler/{school}/stedfortredere/{deputy}/oppheving").sees("rektor").forbidden("deputy member pupil given eigar leader admin"),
        get("/skoler/{school}/indikatorer").sees("rektor deputy member pupil given eigar leader admin"),
        get("/skoler/{school}/indikatorer/eu_trivsel.csv")
            .case_of("/skoler/{school}/indikatorer/{file}")
            .sees("rektor deputy member pupil given eigar leader admin"),
        // What only named roles see.
        get("/skoler/{school}/indikatorer/ti_faktor_1.csv").case_of("/skoler/{school}/indikatorer/{file}").sees("rektor eigar leader"),
        get("/skoler/{school}/indikatorer/samanlikning").sees("rektor deputy member pupil given eigar leader admin"),
        get("/skoler/{school}/indikatorer/samanlikning.csv?hva=fag.np_5")
            .case_of("/skoler/{school}/indikatorer/samanlikning.csv")
            .sees("rektor deputy member pupil given eigar leader admin"),
        // What is expected of the figures.
        get("/forventningar").sees("eigar leader otherleader foreign"),
        get("/skoler/{school}/forventningar").sees("rektor deputy member eigar leader"),
        get("/skoler/{school}/forventningar/ny").sees("rektor deputy member eigar leader"),
        post("/skoler/{school}/forventningar")
            .with(&[("ar", "2027"), ("indikator", "np_lesing_5"), ("slag", "as_last"), ("grunn", "Same lag."), ("versjon", "0")])
            .sees("rektor deputy member eigar leader"),
        post("/skoler/{school}/forventningar/tilbaketrekking")
            .with(&[("ar", "2027"), ("indikator", "eu_trivsel"), ("trinn", "7"), ("versjon", "1")])
            .sees("rektor deputy member eigar leader"),
        post("/skoler/{school}/forventningar/etterord")
            .with(&[("ar", "2026"), ("indikator", "np_lesing_5"), ("trinn", ""), ("versjon", "0"), ("tekst", "At fleire las godt.")])
            .sees("rektor deputy member eigar leader"),
        // Rounds and the overview.
        get("/oversikt").sees("eigar leader otherleader foreign"),
        get("/indikatorer/import").sees("eigar foreign"),
        // A file must be chosen.
        post("/indikatorer/import").answering(400).sees("eigar foreign"),
        get("/indikatorer/import/{import}").sees("eigar"),
        post("/indikatorer/import/{import}/inntak").sees("eigar"),
        post("/indikatorer/import/{import}/forkasting").sees("eigar"),
        post("/indikatorer/import/{import}/tilbaketrekking").with(&[("reason", "")]).answering(422).sees("eigar"),
        get("/runder").sees("eigar foreign"),
        get("/runder/ny").sees("eigar foreign"),
        post("/runder")
            .with(&[("template", "eigenvurdering"), ("looks_back_year", "2027"), ("deadline", "2028-03-15")])
            .sees("eigar foreign"),
        get("/runder/{round}/rulling").sees("eigar"),
        // With an older preview than the one that is so: it is shown again.
        post("/runder/{round}/rulling").with(&[("deadline", "2028-03-15"), ("plan", "eldre")]).answering(422).sees("eigar"),
        // A self-assessment's draft.
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
        // What is delivered.
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
