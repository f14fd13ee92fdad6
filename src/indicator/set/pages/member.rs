//! An indicator of a set: under which heading, which grades, and what the municipality aims at.
use askama::Template;
use axum::extract::State as Extract;
use axum::response::Response;

use super::super::edit::Edit;
use super::super::goal::{self, BadGoal, NoGoal, can_have_goal};
use super::super::model::{Aim, Content};
use super::super::words;
use super::describe::crumbs;
use super::working::{Errors, Refusal, Told, Working, carry_out, seen, told};
use crate::App;
use crate::access::Actor;
use crate::access::rules::CanComposeSets;
use crate::error::{AppError, Result};
use crate::indicator::SchoolYear;
use crate::indicator::catalogue::{Dimension, Direction, Indicator, catalogue};
use crate::model_pack::{IndicatorMember, check_member};
use crate::text::{Lang, text, text_with};
use crate::web::extract::{Pairs, Path};
use crate::web::page::{self, Page};
use crate::web::routes::Routes;

/// Routes of this file.
pub fn routes() -> Routes {
    Routes::new().get("/indikatorsett/{key}/indikatorer/{indicator}", form).post("/indikatorsett/{key}/indikatorer/{indicator}", save)
}

struct Choice {
    value: String,
    name: String,
    chosen: bool,
}

struct Field {
    id: String,
    label: String,
    year: String,
    value: String,
    error: Option<String>,
}

struct Row {
    name: String,
    fields: Vec<Field>,
}

#[derive(Template)]
#[template(path = "indicator/set_member.html")]
struct MemberPage<'a> {
    cx: Page,
    crumbs: Vec<(String, String)>,
    href: String,
    back: String,
    revision: i32,
    source: &'static str,
    explanation: &'static str,
    named: bool,
    groups: Vec<Choice>,
    /// First and last grade; none where there is no choice.
    grades: Option<(Vec<Choice>, Vec<Choice>)>,
    years: Vec<String>,
    /// A row of fields for each grade; none when it can have no goal.
    rows: Vec<Row>,
    /// What a goal can be, or why there is none.
    about_goals: String,
    refusal: &'a Refusal,
    told: Option<&'a Told>,
}

/// A form: what stands in its fields by name.
type Fields = Vec<(String, String)>;

fn value<'a>(fields: &'a Fields, name: &str) -> &'a str {
    fields.iter().find(|(known, _)| known == name).map_or("", |(_, value)| value)
}

fn goal_field(grade: Option<u8>, year: SchoolYear) -> String {
    format!("maal-{}-{}", grade.unwrap_or_default(), year.0)
}

/// The form of an indicator as it stands.
fn as_it_stands(content: &Content, member: &IndicatorMember, indicator: &Indicator) -> Fields {
    let group = content.group_of(&member.indicator).map_or_else(String::new, |group| group.key.clone());
    let (from, to) = member.grades.map_or_else(Default::default, |[from, to]| (from.to_string(), to.to_string()));
    let mut fields = vec![("gruppe".to_owned(), group), ("fra".to_owned(), from), ("til".to_owned(), to)];
    for aim in content.aims(&member.indicator) {
        fields.push((goal_field(aim.grade, aim.year), goal::in_field(indicator, aim.amount)));
    }
    fields
}

async fn form(Extract(app): Extract<App>, actor: Actor, Path((key, indicator)): Path<(String, String)>) -> Result<Response> {
    let can = CanComposeSets::of(&actor)?;
    let mut tx = app.database.read(&actor.scope()).await?;
    let working = Working::to_change(&mut tx, &actor, can, &key).await?;
    tx.commit().await?;
    let content = working.content();
    let (member, known) = find(&content, &indicator)?;
    draw(&actor, &working, (member, known), &as_it_stands(&content, member, known), &Refusal::default())
}

fn find<'a>(content: &'a Content, indicator: &str) -> Result<(&'a IndicatorMember, &'static Indicator)> {
    content.member(indicator).zip(catalogue().get(indicator)).ok_or(AppError::NotFound)
}

fn draw(
    actor: &Actor,
    working: &Working,
    (member, known): (&IndicatorMember, &'static Indicator),
    fields: &Fields,
    refusal: &Refusal,
) -> Result<Response> {
    let (lang, content) = (actor.lang, working.content());
    let title = known.name.get(lang);
    let href = format!("/indikatorsett/{}/indikatorer/{}", working.key, known.key);
    let years = goal::years(actor.today, &content.aims(&known.key));
    let goals = can_have_goal(known);
    let row = |grade: Option<u8>| row(known, grade, &years, fields, refusal, lang);
    let group = content.set.groups.iter().map(|group| choice(&group.key, group.name.get(lang), value(fields, "gruppe")));
    let page = MemberPage {
        cx: Page::new(actor, title).refused_when(refusal.is_one()),
        crumbs: crumbs(actor, working, (&href, title)),
        href,
        back: format!("/indikatorsett/{}#i-{}", working.key, known.key),
        revision: working.revision(),
        source: known.source.name.get(lang),
        explanation: known.explanation.get(lang),
        named: known.restricted_to_named_roles,
        groups: group.collect(),
        grades: grade_choices(known, fields, lang),
        years: years.iter().map(ToString::to_string).collect(),
        rows: if goals.is_ok() { goal::grades(known, member).into_iter().map(row).collect() } else { Vec::new() },
        about_goals: about_goals(known, goals, lang),
        refusal,
        told: refusal.told.as_ref(),
    };
    Ok(refusal.answer(page::html(&page)?))
}

fn row(known: &Indicator, grade: Option<u8>, years: &[SchoolYear], fields: &Fields, refusal: &Refusal, lang: Lang) -> Row {
    let by_grade = known.breakdowns.contains(&Dimension::Grade);
    let name = if by_grade { page::capital(&words::grade(grade, lang)) } else { text(lang, "set-goal").into_owned() };
    let field = |year: &SchoolYear| {
        let (id, year_name) = (goal_field(grade, *year), year.to_string());
        Field {
            label: text_with(lang, "set-goal-label", &[("grade", &name), ("year", &year_name)]),
            value: value(fields, &id).to_owned(),
            error: refusal.of(&id),
            year: year_name,
            id,
        }
    };
    Row { fields: years.iter().map(field).collect(), name }
}

fn choice(value: &str, name: &str, chosen: &str) -> Choice {
    Choice { value: value.to_owned(), name: name.to_owned(), chosen: value == chosen }
}

fn grade_choices(known: &Indicator, fields: &Fields, lang: Lang) -> Option<(Vec<Choice>, Vec<Choice>)> {
    if !known.breakdowns.contains(&Dimension::Grade) {
        return None;
    }
    let choices = |field: &str| {
        let chosen = value(fields, field);
        let all = choice("", &text(lang, "set-all-grades"), chosen);
        let each = known.grades.iter().map(|grade| choice(&grade.to_string(), &words::grade(Some(*grade), lang), chosen));
        std::iter::once(all).chain(each).collect::<Vec<_>>()
    };
    Some((choices("fra"), choices("til")))
}

fn about_goals(known: &Indicator, goals: Result<(), NoGoal>, lang: Lang) -> String {
    let bare = |amount| goal::in_field(known, amount);
    let key = match goals {
        Ok(()) if known.direction == Direction::Lower => "set-goal-lower",
        Ok(()) => "set-goal-higher",
        Err(NoGoal::Neither) => return text(lang, "set-goal-neither").into_owned(),
        Err(NoGoal::YesNo) => return text(lang, "set-goal-yes-no").into_owned(),
        Err(NoGoal::Levels) => return text(lang, "set-goal-levels").into_owned(),
    };
    text_with(lang, key, &[("low", &bare(known.range.0)), ("high", &bare(known.range.1)), ("decimals", &known.decimals)])
}

/// What was typed, as it may be kept.
///
/// # Errors
///
/// Each field that is wrong, with its sentence.
fn read(known: &Indicator, fields: &Fields, lang: Lang) -> Result<(IndicatorMember, Vec<Aim>), Errors> {
    let mut errors = Vec::new();
    let grades = match (value(fields, "fra"), value(fields, "til")) {
        ("", "") => None,
        (from, to) => Some([from, to].map(|grade| grade.parse().unwrap_or(0))),
    };
    let member = IndicatorMember { indicator: known.key.clone(), grades };
    if check_member(&member).is_err() {
        errors.push(("fra".to_owned(), text(lang, "set-grades-wrong").into_owned()));
    }
    let mut aims = Vec::new();
    for (name, typed) in fields {
        let Some((grade, year)) = name.strip_prefix("maal-").and_then(|rest| rest.split_once('-')) else { continue };
        let place = grade.parse::<u8>().ok().zip(year.parse::<i32>().ok()).filter(|_| can_have_goal(known).is_ok());
        let place = place.map(|(grade, year)| ((grade != 0).then_some(grade), SchoolYear(year)));
        let Some((grade, year)) = place.filter(|(grade, _)| grade.is_none_or(|grade| known.grades.contains(&grade))) else {
            errors.push((name.clone(), text(lang, "error-bad-form").into_owned()));
            continue;
        };
        match goal::typed(known, typed) {
            Ok(Some(amount)) => aims.push(Aim { grade, year, amount }),
            Ok(None) => {}
            Err(bad) => errors.push((name.clone(), bad_goal(known, bad, lang))),
        }
    }
    if errors.is_empty() { Ok((member, aims)) } else { Err(errors) }
}

fn bad_goal(known: &Indicator, bad: BadGoal, lang: Lang) -> String {
    let bare = |amount| goal::in_field(known, amount);
    match bad {
        BadGoal::NotANumber => text(lang, "set-goal-no-number").into_owned(),
        BadGoal::TooExact => text_with(lang, "set-goal-too-exact", &[("decimals", &known.decimals)]),
        BadGoal::OutOfRange => text_with(lang, "set-goal-out-of-range", &[("low", &bare(known.range.0)), ("high", &bare(known.range.1))]),
    }
}

async fn save(Extract(app): Extract<App>, actor: Actor, Path((key, indicator)): Path<(String, String)>, pairs: Pairs) -> Result<Response> {
    let can = CanComposeSets::of(&actor)?;
    let mut tx = app.database.write(&actor.scope()).await?;
    let working = Working::to_change(&mut tx, &actor, can, &key).await?;
    let told = told(&mut tx, &actor, can, &working, seen(&pairs, &["gruppe", "fra", "til", "maal-"])?).await?;
    let content = working.content();
    let (member, known) = match find(&content, &indicator) {
        Err(_) if told.is_some() => return Err(AppError::Conflict("error-set-changed")),
        found => found?,
    };
    let mut read = read(known, &pairs.0, actor.lang);
    let group = value(&pairs.0, "gruppe").to_owned();
    if content.group(&group).is_none() {
        let error = ("gruppe".to_owned(), text(actor.lang, "error-not-a-choice").into_owned());
        read = Err(read.err().into_iter().flatten().chain([error]).collect());
    }
    match (read, told) {
        (Ok((member, aims)), None) => {
            let edit = Edit::Arrange { member, group, aims };
            carry_out(tx, &actor, can, &working, &edit, &format!("/indikatorsett/{key}#i-{indicator}")).await
        }
        (read, told) => {
            let refusal = Refusal { errors: read.err().unwrap_or_default(), told };
            draw(&actor, &working, (member, known), &pairs.0, &refusal)
        }
    }
}
