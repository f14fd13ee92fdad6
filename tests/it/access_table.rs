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
            || [
                "{assignment}",
                "{share}",
                "{evidence}",
                "{comment}",
                "{report}",
                "{import}",
                "{story}",
                "{told}",
                "{drafted}",
                "{inquiry}",
                "{shared}",
                "{list}",
                "{former}",
                "{point}",
            ]
            .iter()
            .any(|name| self.path.contains(name))
    }

    /// Its path names the school, the self-assessment or the round that things stand below.
    pub fn has_parent(&self) -> bool {
        ["{id}", "{school}", "{round}"].iter().any(|name| self.path.contains(name))
    }

    /// Its path or form names something below the target, which must belong to it.
    pub fn has_id_below(&self) -> bool {
        let below = ["{deputy}", "{member}", "{assignment}", "{share}", "{evidence}", "{comment}", "{report}", "{story}"];
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

/// A story that would be taken.
const STORY: &[(&str, &str)] = &[
    ("kind", "practice"),
    ("title", "Lesestund"),
    ("context", "3. trinn, i haust"),
    ("body", "Dei las for kvarandre."),
    ("themes", "resultat"),
    ("consent", "agreed"),
    ("rev", "1"),
    ("save_id", "{save_id}"),
];

/// Those who lead something, and so read what the municipality looks at: their own municipality's.
const LEADS: &str = "eigar foreign leader otherleader rektor outsider";
/// Of a set that only this municipality has.
const LEADS_HERE: &str = "eigar leader otherleader rektor outsider";

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
        post("/skoler/{school}/forventningar/fjerning")
            .with(&[("ar", "2027"), ("indikator", "eu_trivsel"), ("trinn", "7"), ("hva", "why")])
            .sees("rektor deputy eigar leader")
            .forbidden("member"),
        // What people tell: shared at the school (`story`), delivered (`told`), and a member's draft (`drafted`).
        get("/skoler/{school}/forteljingar").sees("rektor deputy member pupil given eigar leader"),
        get("/skoler/{school}/forteljingar/ny").sees("rektor deputy member pupil given").forbidden("eigar leader"),
        post("/skoler/{school}/forteljingar").with(STORY).sees("rektor deputy member pupil given").forbidden("eigar leader"),
        get("/forteljingar/{story}").sees("rektor deputy member pupil given"),
        get("/forteljingar/{told}").case_of("/forteljingar/{story}").sees("rektor deputy member pupil given eigar leader"),
        get("/forteljingar/{drafted}").case_of("/forteljingar/{story}").sees(SCHOOL),
        get("/forteljingar/{drafted}/endring").case_of("/forteljingar/{story}/endring").sees("member").forbidden("rektor deputy"),
        post("/forteljingar/{drafted}").case_of("/forteljingar/{story}").with(STORY).sees("member").forbidden("rektor deputy"),
        post("/forteljingar/{drafted}/deling")
            .case_of("/forteljingar/{story}/deling")
            .with(&[("rev", "1")])
            .sees("rektor")
            .forbidden("deputy member"),
        post("/forteljingar/{story}/utkast").sees("rektor member").forbidden("deputy pupil given"),
        post("/forteljingar/{story}/innsending").sees("rektor deputy").forbidden("member pupil given"),
        post("/forteljingar/{told}/tilbaketrekking")
            .case_of("/forteljingar/{story}/tilbaketrekking")
            .with(&[("reason", "Ein elev kan kjennast att.")])
            .sees("rektor eigar")
            .forbidden("deputy member pupil given leader"),
        // From figures to action: the school's own (`inquiry`), and shown to those who follow it up (`shared`).
        get("/skoler/{school}/kjeder").sees("rektor deputy member eigar leader"),
        get("/skoler/{school}/kjeder/ny?forteljing={story}").case_of("/skoler/{school}/kjeder/ny").sees(SCHOOL),
        post("/skoler/{school}/kjeder").with(&[("forteljing", "{story}"), ("body", "Dei les."), ("save_id", "{save_id}")]).sees(SCHOOL),
        get("/kjeder/{inquiry}").sees(SCHOOL),
        get("/kjeder/{shared}").case_of("/kjeder/{inquiry}").sees("rektor deputy member eigar leader"),
        get("/kjeder/{shared}/steg/ser").case_of("/kjeder/{inquiry}/steg/{step}").sees(SCHOOL).forbidden("eigar leader"),
        post("/kjeder/{shared}/steg/ser")
            .case_of("/kjeder/{inquiry}/steg/{step}")
            .with(&[("rev", "1"), ("body", "Dei les meir.")])
            .sees(SCHOOL)
            .forbidden("eigar leader"),
        post("/kjeder/{shared}/steg/ser/fjerning")
            .case_of("/kjeder/{inquiry}/steg/{step}/fjerning")
            .sees("rektor")
            .forbidden("deputy member eigar leader"),
        post("/kjeder/{inquiry}/vising").sees("rektor").forbidden("deputy member"),
        post("/kjeder/{shared}/vising/oppheving")
            .case_of("/kjeder/{inquiry}/vising/oppheving")
            .sees("rektor")
            .forbidden("deputy member eigar leader"),
        post("/kjeder/{shared}/gjenopning").case_of("/kjeder/{inquiry}/gjenopning").sees(SCHOOL).forbidden("eigar leader"),
        // Talking points.
        get("/samtalepunkt").sees(SIGNED_IN),
        get("/skoler/{school}/samtalepunkt").sees("rektor deputy member eigar leader"),
        post("/samtalepunkt/{point}/syn").with(&[("syn", "Me følgjer det opp.")]).sees("rektor deputy member").forbidden("eigar leader"),
        post("/samtalepunkt/{point}/samtale").with(&[("dato", "2027-02-20")]).sees("rektor deputy member eigar leader"),
        // Rounds and the overview.
        get("/oversikt").sees("eigar leader otherleader foreign"),
        get("/indikatorer").sees("eigar leader otherleader foreign"),
        get("/indikatorer/drift").sees("eigar leader otherleader foreign"),
        get("/indikatorer/oversikt.csv").sees("eigar leader otherleader foreign"),
        get("/indikatorer/oversikt.xlsx").sees("eigar leader otherleader foreign"),
        get("/indikatorer/import").sees("eigar foreign"),
        // A file must be chosen.
        post("/indikatorer/import").answering(400).sees("eigar foreign"),
        get("/indikatorer/import/{import}").sees("eigar"),
        post("/indikatorer/import/{import}/inntak").sees("eigar"),
        post("/indikatorer/import/{import}/forkasting").sees("eigar"),
        post("/indikatorer/import/{import}/tilbaketrekking").with(&[("reason", "")]).answering(422).sees("eigar"),
        // Figures of the municipality's own.
        get("/indikatorer/skjema").sees("eigar foreign"),
        get("/indikatorer/skjema/kartlegging_lesing").case_of("/indikatorer/skjema/{indicator}").sees("eigar foreign"),
        get("/indikatorer/skjema/okonomi/fil").case_of("/indikatorer/skjema/{indicator}/fil").sees("eigar foreign"),
        get("/indikatorer/enkelttal").sees("eigar foreign"),
        post("/indikatorer/enkelttal").answering(422).sees("eigar foreign"),
        get("/indikatorer/kjelder").sees("eigar foreign"),
        post("/indikatorer/kjelder/kartlegging").case_of("/indikatorer/kjelder/{source}").with(&[("minst", "12")]).sees("eigar foreign"),
        // The list of schools.
        get("/skoler/register").sees("eigar foreign"),
        get("/skoler/register/{list}").sees("eigar"),
        // With an older look than the one that is so: it is shown again.
        post("/skoler/register/{list}/inntak").with(&[("plan", "eldre")]).answering(422).sees("eigar"),
        post("/skoler/register/{list}/forkasting").sees("eigar"),
        get("/skoler/nummer?nummer=U90099013").case_of("/skoler/nummer").sees("eigar foreign"),
        post("/skoler/nummer").with(&[("nummer", "U90099013")]).answering(422).sees("eigar foreign"),
        post("/skoler/nummer/{former}/oppheving").sees("eigar"),
        // Sets of indicators: read by those who lead, composed by skoleeier. Every municipality has `leiardialog` from its pack, and one here has `eige`.
        get("/indikatorsett").sees(LEADS),
        get("/indikatorsett/leiardialog").case_of("/indikatorsett/{key}").sees(LEADS),
        get("/indikatorsett/eige/historikk").case_of("/indikatorsett/{key}/historikk").sees(LEADS_HERE),
        get("/indikatorsett/eige/versjon/1").case_of("/indikatorsett/{key}/versjon/{version}").sees(LEADS_HERE),
        get("/indikatorsett/nytt").sees("eigar foreign"),
        post("/indikatorsett")
            .with(&[("namn_nn", "Ro"), ("namn_nb", "Ro"), ("formaal_nn", "Sjå."), ("formaal_nb", "Se."), ("fra", "")])
            .sees("eigar foreign"),
        post("/indikatorsett/leiardialog/flytting")
            .case_of("/indikatorsett/{key}/flytting")
            .with(&[("rev", "0"), ("ned", "eu_trivsel")])
            .sees("eigar foreign"),
        get("/indikatorsett/leiardialog/navn").case_of("/indikatorsett/{key}/navn").sees("eigar foreign"),
        post("/indikatorsett/leiardialog/navn")
            .case_of("/indikatorsett/{key}/navn")
            .with(&[("rev", "0"), ("namn_nn", "Ro"), ("namn_nb", "Ro"), ("formaal_nn", "Sjå."), ("formaal_nb", "Se.")])
            .sees("eigar foreign"),
        get("/indikatorsett/leiardialog/grupper").case_of("/indikatorsett/{key}/grupper").sees("eigar foreign"),
        post("/indikatorsett/leiardialog/grupper")
            .case_of("/indikatorsett/{key}/grupper")
            .with(&[("rev", "0"), ("namn_nn", "Ro"), ("namn_nb", "Ro")])
            .sees("eigar foreign"),
        get("/indikatorsett/leiardialog/grupper/prosess").case_of("/indikatorsett/{key}/grupper/{group}").sees("eigar foreign"),
        post("/indikatorsett/leiardialog/grupper/prosess")
            .case_of("/indikatorsett/{key}/grupper/{group}")
            .with(&[("rev", "0"), ("namn_nn", "Ro"), ("namn_nb", "Ro")])
            .sees("eigar foreign"),
        post("/indikatorsett/leiardialog/grupper/prosess/fjerning")
            .case_of("/indikatorsett/{key}/grupper/{group}/fjerning")
            .with(&[("rev", "0")])
            .sees("eigar foreign"),
        get("/indikatorsett/leiardialog/indikatorer").case_of("/indikatorsett/{key}/indikatorer").sees("eigar foreign"),
        post("/indikatorsett/leiardialog/indikatorer")
            .case_of("/indikatorsett/{key}/indikatorer")
            .with(&[("rev", "0"), ("gruppe", "prosess"), ("indikator", "ungdata_fornoyd")])
            .sees("eigar foreign"),
        get("/indikatorsett/leiardialog/indikatorer/eu_trivsel")
            .case_of("/indikatorsett/{key}/indikatorer/{indicator}")
            .sees("eigar foreign"),
        post("/indikatorsett/leiardialog/indikatorer/eu_trivsel")
            .case_of("/indikatorsett/{key}/indikatorer/{indicator}")
            .with(&[("rev", "0"), ("gruppe", "prosess"), ("fra", "7"), ("til", "10"), ("maal-7-2026", "4,4")])
            .sees("eigar foreign"),
        post("/indikatorsett/leiardialog/indikatorer/eu_trivsel/fjerning")
            .case_of("/indikatorsett/{key}/indikatorer/{indicator}/fjerning")
            .with(&[("rev", "0")])
            .sees("eigar foreign"),
        get("/indikatorsett/leiardialog/pakke").case_of("/indikatorsett/{key}/pakke").sees("eigar foreign"),
        post("/indikatorsett/leiardialog/pakke").case_of("/indikatorsett/{key}/pakke").with(&[("rev", "0")]).sees("eigar foreign"),
        get("/indikatorsett/eige/ibruktaking").case_of("/indikatorsett/{key}/ibruktaking").sees("eigar"),
        post("/indikatorsett/eige/ibruktaking")
            .case_of("/indikatorsett/{key}/ibruktaking")
            .with(&[("rev", "1"), ("version", "1"), ("note", "")])
            .sees("eigar"),
        post("/indikatorsett/eige/forkasting")
            .case_of("/indikatorsett/{key}/forkasting")
            .with(&[("rev", "1"), ("version", "1")])
            .sees("eigar"),
        post("/indikatorsett/eige/uttak").case_of("/indikatorsett/{key}/uttak").with(&[("rev", "1"), ("version", "1")]).sees("eigar"),
        post("/indikatorsett/eige/gjeninntak")
            .case_of("/indikatorsett/{key}/gjeninntak")
            .with(&[("rev", "1"), ("version", "1")])
            .sees("eigar"),
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
