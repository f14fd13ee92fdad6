//! A year of internal control as a document, in the order of kommuneloven § 25-1 third paragraph, for the report to the council that § 25-2 asks for.
use super::model::Routine;
use super::trace::{Kind, Traced, Year};
use crate::access::Actor;
use crate::document::content::{Block, Cell, Document, Look, Table, TableRow};
use crate::text::{dates, text, text_with};
use crate::web::page::capital;

fn cell(words: &str) -> Cell {
    if words.is_empty() { Cell::Empty } else { Cell::Text { text: words.to_owned() } }
}

fn table(actor: &Actor, caption: &str, header: &[&str], rows: Vec<Vec<Cell>>) -> Block {
    Block::Table(Table {
        caption: text(actor.lang, caption).into_owned(),
        header: header.iter().map(|key| text(actor.lang, key).into_owned()).collect(),
        rows: rows.into_iter().map(|cells| TableRow { total: false, cells }).collect(),
        notes: Vec::new(),
    })
}

/// What was checked, of some kinds, as a table; a sentence when there is nothing.
fn lines(actor: &Actor, caption: &str, found: &[&Traced]) -> Block {
    if found.is_empty() {
        return Block::Text { text: text_with(actor.lang, "control-none-of", &[("what", &text(actor.lang, caption).to_lowercase())]) };
    }
    let row = |line: &&Traced| {
        let school = if line.school.is_empty() { actor.municipality_name.as_str() } else { line.school.as_str() };
        vec![cell(&line.what), cell(&dates::long(line.day)), cell(school), cell(&line.found), cell(&line.mended)]
    };
    let header = ["control-what", "control-when", "control-where", "control-found", "control-mended"];
    table(actor, caption, &header, found.iter().map(row).collect())
}

fn routines(actor: &Actor, all: &[Routine]) -> Block {
    if all.is_empty() {
        return Block::Text { text: text(actor.lang, "control-no-routine").into_owned() };
    }
    let row = |routine: &Routine| {
        vec![
            cell(&routine.name),
            cell(&routine.purpose),
            cell(&routine.place),
            cell(&routine.owner.words(actor.pack.as_deref(), actor.lang)),
            cell(&routine.revised_on.map_or_else(String::new, dates::long)),
            cell(&dates::long(routine.revise_on)),
        ]
    };
    let header =
        ["control-routine", "control-purpose", "control-place", "control-routine-owner", "control-revised-on", "control-revise-on"];
    table(actor, "control-routines", &header, all.iter().map(row).collect())
}

/// The dialogues that the pack has, with what each is for.
fn organisation(actor: &Actor) -> Vec<Block> {
    let Some(pack) = &actor.pack else { return Vec::new() };
    let dialogues = pack.dialogues.iter().map(|kind| format!("{}: {}", capital(kind.name.get(actor.lang)), kind.purpose.get(actor.lang)));
    vec![Block::Text { text: text(actor.lang, "control-a-text").into_owned() }, Block::List { numbered: false, items: dialogues.collect() }]
}

/// The document.
pub fn document(actor: &Actor, year: &Year) -> Document {
    let lang = actor.lang;
    let t = |key: &str| text(lang, key).into_owned();
    let of = |kinds: &[Kind]| year.lines.iter().filter(|line| kinds.contains(&line.kind)).collect::<Vec<&Traced>>();
    let heading = |key: &str| Block::Heading { level: 1, text: t(key) };
    let mut blocks = vec![Block::Notice { text: t("control-access") }, Block::Small { text: t("control-law") }];
    blocks.push(heading("control-a"));
    blocks.extend(organisation(actor));
    blocks.push(heading("control-b"));
    blocks.push(routines(actor, &year.routines));
    blocks.push(heading("control-c"));
    blocks.push(lines(actor, "control-inspections", &of(&[Kind::Inspection])));
    blocks.push(lines(actor, "control-checks", &of(&[Kind::SpotCheck, Kind::Agreement])));
    blocks.push(Block::Small { text: t("control-checks-note") });
    blocks.push(heading("control-d"));
    blocks.push(lines(actor, "control-dialogues", &of(&[Kind::Dialogue])));
    blocks.push(lines(actor, "control-assessments", &of(&[Kind::SelfAssessment])));
    blocks.push(heading("control-e"));
    blocks.push(lines(actor, "control-revisions", &of(&[Kind::Routine])));
    let years = format!("{}–{}", year.starts, year.starts + 1);
    let scope = if actor.is_owner() { "control-all-schools" } else { "control-own-schools" };
    Document {
        title: text_with(lang, "control-title-year", &[("year", &years)]),
        subtitle: t(scope),
        municipality: actor.municipality_name.clone(),
        lang,
        made_at: actor.now,
        mark: Some(t("control-mark")),
        look: Look::default(),
        blocks,
    }
}
