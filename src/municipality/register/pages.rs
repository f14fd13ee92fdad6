//! `/skoler/register`: the schools as they are known here, and the lists that were sent in.
mod list;

use std::collections::HashMap;

use askama::Template;
use axum::extract::State as Extract;
use axum::response::Response;
use time::Date;

use super::queries::{self, FormerIdentity};
use crate::App;
use crate::access::Actor;
use crate::access::rules::CanKeepSchools;
use crate::error::Result;
use crate::ids::{FormerIdentityId, SchoolListId};
use crate::municipality::{self, School};
use crate::text::{Lang, dates, text, text_with};
use crate::web::page::{self, Page};
use crate::web::routes::Routes;

/// Routes of this file.
pub fn routes() -> Routes {
    Routes::new().get("/skoler/register", overview).merge(list::routes())
}

struct SchoolLine {
    name: String,
    number: String,
    facts: String,
    /// «Privat», «Lagd ned 31. juli 2025».
    states: Vec<String>,
    /// What it was before.
    before: Vec<String>,
}

struct JoinedLine {
    id: FormerIdentityId,
    sentence: String,
    by: String,
    number: String,
}

struct ListLine {
    href: String,
    name: String,
    by: String,
    state: &'static str,
    state_text: String,
}

#[derive(Template)]
#[template(path = "municipality/register.html")]
struct RegisterPage {
    cx: Page,
    crumbs: Vec<(String, String)>,
    address: String,
    schools: Vec<SchoolLine>,
    lists: Vec<ListLine>,
    joined: Vec<JoinedLine>,
}

async fn overview(Extract(app): Extract<App>, actor: Actor) -> Result<Response> {
    let can = CanKeepSchools::of(&actor)?;
    let mut tx = app.database.read(&actor.scope()).await?;
    let schools = municipality::schools(&mut tx, can.municipality()).await?;
    let former = queries::former_identities(&mut tx, can).await?;
    let lists = queries::lists(&mut tx, can).await?;
    let (number, _) = municipality::known_as(&mut tx, can.municipality()).await?;
    tx.commit().await?;
    let lang = actor.lang;
    let names: HashMap<_, _> = schools.iter().map(|school| (school.id, school.name.clone())).collect();
    let joined = former.iter().filter_map(|identity| {
        let (joined, by, at) = identity.joined.as_ref()?;
        let arguments: [(&'static str, &dyn crate::text::ToArgument); 3] =
            [("number", joined), ("school", names.get(&identity.school)?), ("date", &dates::long(identity.until))];
        let key = if *joined == identity.number { "register-joined-before" } else { "register-joined-since" };
        let by = text_with(lang, "import-by", &[("who", by), ("when", &dates::moment(*at))]);
        Some(JoinedLine { id: identity.id, sentence: text_with(lang, key, &arguments), by, number: joined.clone() })
    });
    let list = |(id, name, by, at, state): (SchoolListId, String, String, _, String)| ListLine {
        href: format!("/skoler/register/{id}"),
        name,
        by: text_with(lang, "import-by", &[("who", &by), ("when", &dates::recent(at, actor.today))]),
        state: if state == "waiting" { "part" } else { "ok" },
        state_text: text(lang, if state == "waiting" { "import-state-waiting" } else { "register-state-done" }).into_owned(),
    };
    let page = RegisterPage {
        cx: Page::new(&actor, text(lang, "register-title")),
        crumbs: crumbs(lang, None),
        address: format!("https://data-nsr.udir.no/v4/enheter/kommune/{number}"),
        joined: joined.collect(),
        lists: lists.into_iter().map(list).collect(),
        schools: schools.iter().map(|school| school_line(school, &former, &actor)).collect(),
    };
    page::html(&page)
}

fn crumbs(lang: Lang, here: Option<(String, String)>) -> Vec<(String, String)> {
    let mut steps = vec![
        ("/indikatorer/import".to_owned(), text(lang, "imports-title").into_owned()),
        ("/skoler/register".to_owned(), text(lang, "register-title").into_owned()),
    ];
    steps.extend(here);
    steps
}

fn school_line(school: &School, former: &[FormerIdentity], actor: &Actor) -> SchoolLine {
    let lang = actor.lang;
    let mut states = Vec::new();
    if school.ownership == "private" {
        states.push(text(lang, "register-private").into_owned());
    }
    states.extend(closing(school, actor.today, lang));
    let of_school = former.iter().filter(|identity| identity.school == school.id);
    let before = of_school.map(|identity| {
        let until = dates::long(identity.until);
        let name = if identity.name.is_empty() { &school.name } else { &identity.name };
        text_with(lang, "register-before", &[("name", name), ("number", &identity.number), ("date", &until)])
    });
    SchoolLine {
        name: school.name.clone(),
        number: school.organisation_number.clone(),
        facts: facts(school, lang),
        states,
        before: before.collect(),
    }
}

/// «Lagd ned 31. juli 2025»: its last day, gone or to come; none for a school that is open.
pub fn closing(school: &School, today: Date, lang: Lang) -> Option<String> {
    let last = school.closed_on?.previous_day()?;
    Some(text_with(lang, if last < today { "register-closed" } else { "register-will-close" }, &[("date", &dates::long(last))]))
}

/// «1.–7. trinn, Nord».
fn facts(school: &School, lang: Lang) -> String {
    let grades = grades((school.grade_from, school.grade_to), lang);
    school.area_name.as_ref().map_or(grades.clone(), |area| format!("{grades}, {area}"))
}

fn grades((from, to): (i16, i16), lang: Lang) -> String {
    if from == to {
        text_with(lang, "import-grade", &[("grade", &from)])
    } else {
        text_with(lang, "register-grades", &[("from", &from), ("to", &to)])
    }
}
