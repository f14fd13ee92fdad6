//! `/mellomarbeid/{between}`: the work as the actor reads it: the school all of it, the owner how far it has come until it is delivered.
use askama::Template;
use axum::extract::State as Extract;
use axum::response::Response;

use super::{crumbs, enter, kinds};
use crate::App;
use crate::access::Actor;
use crate::access::rules::knows_of_plans;
use crate::between_meetings::model::{Frozen, FrozenStep, Package, Progress, StepState};
use crate::between_meetings::queries;
use crate::database::Tx;
use crate::error::Result;
use crate::ids::{BetweenId, MeetingId};
use crate::model_pack::Product;
use crate::text::{dates, text, text_with};
use crate::web::extract::Path;
use crate::web::page::{self, Page, capital};
use crate::web::routes::Routes;
use crate::writing::grouped_hash;

/// Routes of this file.
pub fn routes() -> Routes {
    Routes::new().get("/mellomarbeid/{between}", show)
}

/// What was typed of a step and not taken: its number, the day, the note.
#[derive(Debug, Clone, Default)]
pub struct Typed {
    /// The number.
    pub number: i32,
    /// The day.
    pub day: String,
    /// What was said.
    pub note: String,
}

/// A step. Of the words there is nothing for those who do not read them.
pub struct StepView {
    number: i32,
    title: String,
    what: String,
    who: String,
    day: String,
    done: bool,
    late: bool,
    /// «Gjort 3. oktober 2026. Kari Nordås».
    said: String,
    note: String,
}

/// What came out of it.
struct ProductView {
    name: String,
    words: String,
    link: String,
    /// The school's plans, for those who may know of them.
    plans: Option<String>,
}

/// What the actor may do, as buttons.
struct Buttons {
    writes: bool,
    delivers: bool,
}

#[derive(Template)]
#[template(path = "between_meetings/one.html")]
struct OnePage {
    cx: Page,
    crumbs: Vec<(String, String)>,
    title: String,
    href: String,
    purpose: String,
    reads_words: bool,
    delivered: Option<String>,
    sum: String,
    due: String,
    late: bool,
    /// Kind of meeting with the meeting itself, when it is named: words, what it is, address.
    meetings: Vec<(String, String, Option<String>)>,
    done: String,
    steps: Vec<StepView>,
    product: ProductView,
    buttons: Buttons,
    typed: Typed,
    today: String,
    today_form: String,
    errors: Vec<(String, String)>,
}

impl OnePage {
    fn error(&self, field: &str) -> Option<String> {
        page::error_on(&self.errors, field)
    }

    fn error_of(&self, field: &str, number: i32) -> Option<String> {
        self.error(&format!("{field}-{number}"))
    }

    fn failed(&self, number: i32) -> bool {
        !self.errors.is_empty() && self.typed.number == number
    }

    fn day_of(&self, number: i32) -> &str {
        if self.failed(number) { &self.typed.day } else { &self.today_form }
    }

    fn note_of(&self, number: i32) -> &str {
        if self.failed(number) { &self.typed.note } else { "" }
    }
}

/// The steps for those who read the words.
fn steps(actor: &Actor, package: &Package, content: &Frozen, numbers: &[i32], said: &[Progress]) -> Vec<StepView> {
    let lang = actor.lang;
    let numbers = numbers.iter().copied().chain(std::iter::repeat(0));
    let view = |(index, (step, number)): (usize, (&FrozenStep, i32))| {
        let functions = step.functions.iter().map(|name| name.get(lang).to_owned());
        let who = functions.chain(Some(step.who.clone()).filter(|who| !who.is_empty())).collect::<Vec<_>>().join(", ");
        let again = said.iter().find(|one| one.number == number && !one.done);
        let done = step.done_on.map(|day| text_with(lang, "between-done-by", &[("day", &dates::long(day)), ("who", &step.done_by)]));
        let undone = again.map(|one| text_with(lang, "between-undone-by", &[("day", &dates::long(one.day)), ("who", &one.by)]));
        StepView {
            number,
            title: text_with(lang, "between-step-nr", &[("number", &(index + 1))]),
            what: step.what.clone(),
            who,
            day: step.day.map_or_else(String::new, dates::long),
            done: step.done_on.is_some(),
            late: package.delivered_at.is_none() && step.done_on.is_none() && step.day.is_some_and(|day| day < actor.today),
            said: done.or(undone).unwrap_or_default(),
            note: if step.done_on.is_some() { step.note.clone() } else { again.map_or_else(String::new, |one| one.note.clone()) },
        }
    };
    content.steps.iter().zip(numbers).enumerate().map(view).collect()
}

/// The steps for those who see how far they have come.
fn bare(actor: &Actor, package: &Package) -> Vec<StepView> {
    let view = |(index, step): (usize, &StepState)| StepView {
        number: step.number,
        title: text_with(actor.lang, "between-step-nr", &[("number", &(index + 1))]),
        what: String::new(),
        who: String::new(),
        day: String::new(),
        done: step.done,
        late: false,
        said: String::new(),
        note: String::new(),
    };
    package.steps.iter().enumerate().map(view).collect()
}

/// The meetings it stands between: what the kind is called, and the meeting when it is named and the actor may know of it.
async fn around(app: &App, tx: &mut Tx, actor: &Actor, package: &Package) -> Result<Vec<(String, String, Option<String>)>> {
    let (kinds, lang) = (kinds(package)?, actor.lang);
    let known = queries::meetings(app, tx, actor, (package.rights.facts().school, package.school_year), &kinds).await?;
    let named = queries::by_id(&known);
    let view = |((kind, meeting), label): ((&String, Option<MeetingId>), &str)| {
        let name = package.pack.dialogue(kind).map_or_else(String::new, |kind| capital(kind.name.get(lang)));
        let found = meeting.and_then(|id| named.get(&id).map(|words| (id, (*words).to_owned())));
        let (words, address) = found.map_or((name, None), |(id, words)| (words, Some(format!("/moter/{id}"))));
        (text(lang, label).into_owned(), words, address)
    };
    Ok(kinds.iter().zip(package.meetings).zip(["between-from", "between-to"]).map(view).collect())
}

/// The page; `errors` are of one of its forms.
pub async fn draw(
    app: &App,
    mut tx: Tx,
    actor: &Actor,
    package: &Package,
    (typed, errors): (Typed, Vec<(String, String)>),
) -> Result<Response> {
    let (lang, template) = (actor.lang, package.template()?);
    let delivered = queries::delivered(&mut tx, actor, package).await?;
    let live = if delivered.is_none() { queries::live(&mut tx, actor, package).await? } else { None };
    let meetings = around(app, &mut tx, actor, package).await?;
    tx.commit().await?;
    let (content, views) = match (&delivered, &live) {
        (Some(delivered), _) => {
            let views = steps(actor, package, &delivered.content, &[], &[]);
            (Some(delivered.content.clone()), views)
        }
        (None, Some((live, said))) => {
            let content = Frozen::of(&package.pack, &live.content, said);
            let numbers: Vec<i32> = live.content.steps.iter().map(|step| step.number).collect();
            let views = steps(actor, package, &content, &numbers, said);
            (Some(content), views)
        }
        (None, None) => (None, bare(actor, package)),
    };
    let (done, all) = package.counted();
    let school = package.rights.facts().school;
    let plans = template.product == Product::DevelopmentPlan && knows_of_plans(actor, school);
    let title = package.title(lang)?;
    let page = OnePage {
        cx: Page::new(actor, title.clone()).refused_when(!errors.is_empty()),
        crumbs: crumbs(actor, package, None)?,
        href: package.href(),
        purpose: template.purpose.get(lang).to_owned(),
        reads_words: content.is_some(),
        delivered: delivered.as_ref().map(|one| {
            let at = dates::moment(one.at);
            text_with(lang, "between-delivered-by", &[("who", &one.by), ("at", &at)])
        }),
        sum: delivered.as_ref().map_or_else(String::new, |one| grouped_hash(&one.sha256)),
        due: dates::long(package.due),
        late: package.is_late(actor.today),
        meetings,
        done: text_with(lang, "between-counted", &[("done", &done), ("all", &all)]),
        steps: views,
        product: ProductView {
            name: capital(template.product_name.get(lang)),
            words: content.as_ref().map_or_else(String::new, |content| content.product.clone()),
            link: content.as_ref().map_or_else(String::new, |content| content.link.clone()),
            plans: plans.then(|| format!("/skoler/{school}/planar")),
        },
        buttons: Buttons { writes: package.rights.can_write().is_ok(), delivers: package.rights.can_deliver().is_ok() },
        typed,
        today: dates::long(actor.today),
        today_form: dates::for_form(actor.today),
        title,
        errors,
    };
    page::answered(&page, &page.errors)
}

async fn show(Extract(app): Extract<App>, actor: Actor, Path(id): Path<BetweenId>) -> Result<Response> {
    let (tx, package) = enter(&app, &actor, id).await?;
    draw(&app, tx, &actor, &package, (Typed::default(), Vec::new())).await
}
