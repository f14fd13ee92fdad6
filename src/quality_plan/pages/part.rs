//! `/kvalitetsplan/{plan}/del/{part}`: a part of the plan as it is written.
use std::collections::HashMap;

use askama::Template;
use axum::extract::State as Extract;
use axum::response::{IntoResponse, Response};

use super::{Side, crumbs, opened_by_owner, side};
use crate::App;
use crate::access::Actor;
use crate::database::Tx;
use crate::error::{AppError, Result};
use crate::ids::QualityPlanId;
use crate::quality_plan::check::short;
use crate::quality_plan::compose::{self, Words};
use crate::quality_plan::field::{self, Field, Takes, fields_of, kinds, name_field, own_fields, part_title, parts};
use crate::quality_plan::model::{Item, Kind, Piece, Plan, SourceKind, Structure};
use crate::text::{dates, text, text_with};
use crate::web::extract::Path;
use crate::web::page::{self, Page};
use crate::web::routes::Routes;
use crate::writing::autosave::{self, FieldView, Rejected};
use crate::writing::{self, FieldText};

/// Routes of this file.
pub fn routes() -> Routes {
    Routes::new().get("/kvalitetsplan/{plan}/del/{part}", show)
}

/// Something chosen beside the words that was not taken.
pub struct Beside {
    /// What was typed.
    pub typed: String,
    /// What is wrong with it; empty when that is said at another field.
    pub sentence: String,
}

/// What was sent and not taken.
#[derive(Default)]
pub struct Refused {
    /// Fields.
    pub fields: HashMap<String, Rejected>,
    /// What is chosen beside words, by the name of its field.
    pub beside: HashMap<String, Beside>,
}

/// A field with its label and hint.
struct FieldBlock {
    view: FieldView,
    label: &'static str,
    hint: &'static str,
    /// It takes a long text.
    long: bool,
}

/// What is typed beside the words: a day, a link.
struct InputBlock {
    name: String,
    kind: &'static str,
    label: &'static str,
    value: String,
    error: Option<String>,
}

/// What is chosen beside the words.
struct ChoiceBlock {
    name: String,
    label: &'static str,
    /// Value, words, chosen.
    options: Vec<(String, String, bool)>,
}

/// A piece and those below it.
struct Block {
    piece: Piece,
    legend: String,
    /// What stands above when it is written on another page.
    about: String,
    fields: Vec<FieldBlock>,
    inputs: Vec<InputBlock>,
    choices: Vec<ChoiceBlock>,
    below: Vec<Block>,
    /// It can be moved and taken out here.
    own: bool,
    first: bool,
    /// The button that adds one below it: what it sends.
    add: Option<String>,
}

/// Words of the buttons of a part.
struct Buttons {
    add: &'static str,
    add_below: &'static str,
}

#[derive(Template)]
#[template(path = "quality_plan/part.html")]
struct PartPage {
    cx: Page,
    side: Option<Side>,
    crumbs: Vec<(String, String)>,
    title: String,
    lead: String,
    fields: Vec<FieldBlock>,
    blocks: Vec<Block>,
    buttons: Option<Buttons>,
    /// The button that adds one at the top: what it sends.
    add: Option<String>,
    /// What was taken out: the button that brings it back, and the words.
    removed: Vec<(String, String)>,
    writable: bool,
    href: String,
    front: String,
    errors: Vec<(String, String)>,
    since: i64,
    next: Option<(String, String)>,
}

async fn show(Extract(app): Extract<App>, actor: Actor, Path((id, part)): Path<(QualityPlanId, String)>) -> Result<Response> {
    let mut tx = app.database.read(&actor.scope()).await?;
    let page = draw(&app, &mut tx, &actor, id, &part, &Refused::default()).await?;
    tx.commit().await?;
    Ok(page)
}

/// Draws the part, with what was refused if something was.
pub async fn draw(app: &App, tx: &mut Tx, actor: &Actor, id: QualityPlanId, part: &str, refused: &Refused) -> Result<Response> {
    let (plan, structure) = opened_by_owner(app, tx, actor, id).await?;
    let texts = writing::fields(tx, plan.document, None).await?;
    let page = build(actor, &plan, &structure, part, (&texts, refused))?;
    let right = refused.fields.is_empty() && page.errors.is_empty();
    let response = page::html(&page)?;
    Ok((autosave::status(&refused.fields, right), response).into_response())
}

/// What the blocks are made of.
struct Made<'a> {
    actor: &'a Actor,
    plan: &'a Plan,
    structure: &'a Structure,
    texts: &'a [FieldText],
    words: Words<'a>,
    refused: &'a Refused,
    part: &'a str,
}

impl Made<'_> {
    fn t(&self, key: &str) -> String {
        text(self.actor.lang, key).into_owned()
    }

    fn field(&self, field: Field) -> FieldBlock {
        let stored = self.texts.iter().find(|text| text.field == field.key);
        let history = if stored.is_some() { format!("{}/felt/{}/historikk", self.plan.href(), field.key) } else { String::new() };
        let refused = self.refused.fields.get(&field.key);
        let view = FieldView::of(self.actor, field.key, field.takes.longest(), history, stored, refused);
        FieldBlock { view, label: field.label, hint: field.hint, long: field.takes == Takes::Text }
    }

    /// What a piece is known by.
    fn name(&self, piece: Piece) -> String {
        let words = self.words.get(name_field(piece).as_str()).map_or_else(String::new, |words| short(words));
        if words.is_empty() { self.t("quality-without-words") } else { words }
    }

    fn input(&self, piece: Piece, (name, kind, label): (&str, &'static str, &'static str), stored: String) -> InputBlock {
        let name = format!("{name}-{piece}");
        let refused = self.refused.beside.get(&name);
        InputBlock {
            value: refused.map_or(stored, |one| one.typed.clone()),
            error: refused.map(|one| one.sentence.clone()).filter(|sentence| !sentence.is_empty()),
            name,
            kind,
            label,
        }
    }

    /// The ones of a kind, numbered, to choose among.
    fn options(&self, among: Vec<(String, Piece)>, chosen: Option<i64>, none: &str) -> Vec<(String, String, bool)> {
        let one =
            |(number, piece): (String, Piece)| (piece.id.to_string(), format!("{number} {}", self.name(piece)), chosen == Some(piece.id));
        std::iter::once((String::new(), self.t(none), chosen.is_none())).chain(among.into_iter().map(one)).collect()
    }

    fn beside(&self, item: &Item) -> (Vec<InputBlock>, Vec<ChoiceBlock>) {
        let piece = item.piece;
        let day = |day: Option<time::Date>| day.map(dates::for_form).unwrap_or_default();
        match piece.kind {
            Kind::Source => {
                let goal = item.parent.unwrap_or_default();
                let number = self.structure.of(Kind::Goal).position(|one| one.piece.id == goal).map_or(0, |at| at + 1);
                let priorities = self.structure.below(Kind::Priority, goal).enumerate();
                let among = priorities.map(|(at, one)| (format!("{number}.{}", at + 1), one.piece)).collect();
                let kinds = SourceKind::ALL.map(|kind| (kind.key().to_owned(), self.t(kind.text_key()), kind == item.source));
                let choices = vec![
                    ChoiceBlock { name: format!("slag-{piece}"), label: "quality-source-kind", options: kinds.into() },
                    ChoiceBlock {
                        name: format!("satsing-{piece}"),
                        label: "quality-source-of",
                        options: self.options(among, item.of, "quality-of-goal"),
                    },
                ];
                (vec![self.input(piece, ("lenkje", "url", "quality-field-link"), item.link.clone())], choices)
            }
            Kind::Period => {
                let days = [("fra", "quality-field-from", item.starts_on), ("til", "quality-field-to", item.ends_on)];
                (days.map(|(name, label, stored)| self.input(piece, (name, "date", label), day(stored))).into(), Vec::new())
            }
            Kind::Step => {
                let among = self.structure.of(Kind::Action).enumerate().map(|(at, one)| ((at + 1).to_string(), one.piece)).collect();
                let options = self.options(among, item.of, "quality-of-no-action");
                (Vec::new(), vec![ChoiceBlock { name: format!("tiltak-{piece}"), label: "quality-action", options }])
            }
            _ => (Vec::new(), Vec::new()),
        }
    }

    fn block(&self, item: &Item, number: &str, first: bool, below: Option<Kind>) -> Block {
        let piece = item.piece;
        let own = piece.kind.part() == self.part;
        let key = match piece.kind {
            Kind::Goal => "quality-goal-number",
            Kind::Priority => "quality-priority-number",
            Kind::Source => "quality-source-number",
            Kind::Action => "quality-action-number",
            Kind::Point => "quality-point-number",
            Kind::Period => "quality-period-number",
            Kind::Step => "quality-step-number",
        };
        let (inputs, choices) = if own { self.beside(item) } else { (Vec::new(), Vec::new()) };
        let children = below.into_iter().flat_map(|kind| self.structure.below(kind, piece.id)).enumerate();
        Block {
            piece,
            legend: text_with(self.actor.lang, key, &[("number", &number)]),
            about: if own { String::new() } else { self.name(piece) },
            fields: fields_of(piece, self.part).into_iter().map(|field| self.field(field)).collect(),
            inputs,
            choices,
            below: children.map(|(at, one)| self.block(one, &format!("{number}.{}", at + 1), at == 0, None)).collect(),
            own,
            first,
            add: below.map(|kind| format!("ny:{}:{}", kind.letter(), piece.id)),
        }
    }
}

fn buttons(part: &str) -> Option<Buttons> {
    let (add, add_below) = match part {
        field::GOALS => ("quality-add-goal", "quality-add-priority"),
        field::KNOWLEDGE => ("", "quality-add-source"),
        field::ACTIONS => ("quality-add-action", "quality-add-point"),
        field::PROGRESS => ("quality-add-period", "quality-add-step"),
        _ => return None,
    };
    Some(Buttons { add, add_below })
}

fn lead(plan: &Plan, part: &str, actor: &Actor) -> Result<String> {
    let key = match part {
        field::VISION => "quality-lead-vision",
        field::GOALS => "quality-lead-goals",
        field::KNOWLEDGE => "quality-lead-knowledge",
        field::ACTIONS => "quality-lead-actions",
        field::PROGRESS => "quality-lead-progress",
        _ => return Ok(plan.template()?.section(part).map_or_else(String::new, |section| section.help.get(actor.lang).to_owned())),
    };
    Ok(text(actor.lang, key).into_owned())
}

fn errors_of(block: &Block, actor: &Actor, errors: &mut Vec<(String, String)>) {
    for field in &block.fields {
        errors.extend(field.view.sentence(actor.lang).map(|sentence| (field.view.id.clone(), sentence)));
    }
    for input in &block.inputs {
        errors.extend(input.error.clone().map(|sentence| (input.name.clone(), sentence)));
    }
    for one in &block.below {
        errors_of(one, actor, errors);
    }
}

fn build(actor: &Actor, plan: &Plan, structure: &Structure, part: &str, (texts, refused): (&[FieldText], &Refused)) -> Result<PartPage> {
    let lang = actor.lang;
    let template = plan.template()?;
    let title = part_title(template, part, lang).ok_or(AppError::NotFound)?;
    let made = Made { actor, plan, structure, texts, words: compose::words(texts), refused, part };
    let fields: Vec<FieldBlock> = own_fields(template, part).into_iter().map(|field| made.field(field)).collect();
    let kinds = kinds(part);
    let above = kinds.into_iter().flat_map(|(above, below)| structure.of(above).map(move |item| (item, below))).enumerate();
    let blocks: Vec<Block> = above.map(|(at, (item, below))| made.block(item, &(at + 1).to_string(), at == 0, Some(below))).collect();
    let mut errors = Vec::new();
    for field in &fields {
        errors.extend(field.view.sentence(lang).map(|sentence| (field.view.id.clone(), sentence)));
    }
    for block in &blocks {
        errors_of(block, actor, &mut errors);
    }
    let writable = plan.rights.writes;
    let removed = structure.removed.iter().filter(|item| writable && item.piece.kind.part() == part);
    let filled: Vec<String> = texts.iter().filter(|text| !text.value.is_empty()).map(|text| text.field.clone()).collect();
    let next = parts(template).into_iter().skip_while(|key| key != part).nth(1);
    Ok(PartPage {
        cx: Page::new(actor, format!("{title} – {}", plan.title(lang)?)).refused_when(!errors.is_empty()),
        side: side(plan, structure, &filled, actor, &format!("del/{part}"))?,
        crumbs: crumbs(plan, actor, Some((plan.part_href(part), title.clone())))?,
        lead: lead(plan, part, actor)?,
        add: kinds.filter(|(above, _)| above.part() == part).map(|(above, _)| format!("ny:{}", above.letter())),
        buttons: buttons(part),
        removed: removed.map(|item| (format!("inn:{}", item.piece), made.name(item.piece))).collect(),
        writable,
        href: plan.part_href(part),
        front: plan.href(),
        since: actor.now.unix_timestamp() - 10,
        next: next.and_then(|key| Some((key.clone(), part_title(template, &key, lang)?))),
        fields,
        blocks,
        errors,
        title,
    })
}
