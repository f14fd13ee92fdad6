//! What every route answers to whom: one line for each, read as «these see it, those are forbidden, for all others it is not found». Whoever is not
//! signed in, or has been disabled, is asked to sign in.
//!
//! Who: `rektor`, `deputy`, `member` (writes), `pupil` (reads what is shown), `given` (a part), `shown` (a part), `outsider` (a role elsewhere in the
//! municipality), `eigar` (skoleeier), `leader` (the area's), `otherleader`, `norole`, `admin`, `foreign` (skoleeier of another municipality).
//!
//! A new route is a line in the file of its slice. What its place-holders mean for a target is said in `access_world::arranged`.
mod access;
mod adviser;
mod agreement;
mod between;
mod control;
mod delivered;
mod expectation;
mod handover;
mod indicator;
mod indicator_set;
mod inquiry;
mod invitation;
mod meeting;
mod municipality;
mod plan;
mod preparation;
mod proposal;
mod quality_plan;
mod report;
mod round;
mod sealed;
mod search;
mod self_assessment;
mod spot_check;
mod story;
mod support;
mod talking_point;
mod voice;
mod wheel;
mod written;

use crate::access_world::{Actor, Standing, State, Target, is_id};

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

    /// Its path names something that belongs to a municipality.
    pub fn has_target(&self) -> bool {
        placeholders(self.path).any(is_id)
    }

    /// Its path names the school, the self-assessment or the round that things stand below.
    pub fn has_parent(&self) -> bool {
        placeholders(self.path).any(|name| PARENTS.contains(&name))
    }

    /// Its path or form names something below the target, which must belong to it.
    pub fn has_id_below(&self) -> bool {
        let all = std::iter::once(self.path).chain(self.form.iter().map(|(_, value)| *value)).flat_map(placeholders);
        self.has_parent() && all.filter(|name| is_id(name)).any(|name| !PARENTS.contains(&name))
    }

    /// Somebody to whom the table gives it in some state; `None` for what is served elsewhere only.
    pub fn somebody_who_may(&self) -> Option<Actor> {
        let sees = |actor: &Actor| {
            self.rules.iter().any(|(_, outcome, who)| {
                *outcome == Outcome::Sees && who.split(' ').any(|name| actor.standing(Target::Own).is_called(name))
            })
        };
        [Actor::Rektor, Actor::Skoleeier, Actor::Member, Actor::GivenAPart, Actor::AreaLeader].into_iter().find(sees)
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

/// What things stand below.
const PARENTS: [&str; 5] = ["id", "school", "round", "plan", "quality"];

/// The names of `{names}`.
fn placeholders(text: &'static str) -> impl Iterator<Item = &'static str> {
    text.split('{').skip(1).filter_map(|rest| rest.split_once('}')).map(|(name, _)| name)
}

const EVERYBODY: &str = "anonymous disabled rektor deputy member pupil given shown outsider eigar leader otherleader norole admin foreign";
const SIGNED_IN: &str = "rektor deputy member pupil given shown outsider eigar leader otherleader norole admin foreign";
/// Read the whole draft.
const SCHOOL: &str = "rektor deputy member";
/// May know that a school's self-assessment exists.
const KNOWS: &str = "rektor deputy member pupil given shown eigar leader";

fn get(path: &'static str) -> Route {
    Route::new("GET", path)
}

fn post(path: &'static str) -> Route {
    Route::new("POST", path)
}

/// The table.
pub fn routes() -> Vec<Route> {
    [
        access::routes(),
        municipality::routes(),
        indicator::routes(),
        indicator_set::routes(),
        talking_point::routes(),
        expectation::routes(),
        story::routes(),
        inquiry::routes(),
        meeting::routes(),
        meeting::beside(),
        preparation::routes(),
        invitation::routes(),
        round::routes(),
        self_assessment::routes(),
        delivered::routes(),
        adviser::routes(),
        agreement::routes(),
        proposal::routes(),
        report::routes(),
        plan::routes(),
        quality_plan::routes(),
        wheel::routes(),
        sealed::routes(),
        voice::routes(),
        spot_check::routes(),
        written::routes(),
        between::routes(),
        control::routes(),
        handover::routes(),
        support::routes(),
        search::routes(),
    ]
    .concat()
}
