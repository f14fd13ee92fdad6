//! What the report tells of the year by itself, in numbers that `queries::around` counts: who delivered, met and told, and what became of promises and actions.
use super::model::Report;
use super::queries::{Around, Promises};
use crate::document::content::{Block, Cell, Table, TableRow};
use crate::indicator::published::Audience;
use crate::text::kroner::grouped;
use crate::text::{Lang, text, text_with};

/// Who delivered, who met, who took part and who told.
pub fn involvement(report: &Report, around: &Around, audience: Audience, lang: Lang) -> Vec<Block> {
    let mut items = Vec::new();
    if around.asked > 0 {
        items.push(text_with(lang, "report-delivered-count", &[("delivered", &around.delivered), ("asked", &around.asked)]));
    }
    if around.described > 0 {
        items.push(text_with(lang, "report-described-count", &[("count", &around.described), ("delivered", &around.delivered)]));
    }
    let kind = |key: &str| report.pack.dialogue(key).map_or_else(|| key.to_owned(), |kind| kind.name.get(lang).to_owned());
    items.extend(around.meetings.iter().map(|(key, count, schools)| {
        text_with(lang, "report-meetings-count", &[("kind", &kind(key)), ("count", count), ("schools", schools)])
    }));
    let name = |function: &Option<String>| match function {
        Some(key) => report.pack.function(key).map(|function| function.name.get(lang).to_owned()),
        None => Some(text(lang, "role-rektor").into_owned()),
    };
    let from = |(function, schools): &(Option<String>, i64)| {
        Some(text_with(lang, "report-took-part-one", &[("who", &name(function)?), ("schools", schools)]))
    };
    let took_part: Vec<String> = around.took_part.iter().filter_map(from).collect();
    if !took_part.is_empty() {
        items.push(text_with(lang, "report-took-part", &[("list", &took_part.join(", "))]));
    }
    let (stories, schools, by_readers) = around.stories;
    if stories > 0 {
        items.push(text_with(lang, "report-stories-count", &[("count", &stories), ("schools", &schools), ("readers", &by_readers)]));
    }
    // Who is late is between the school and its owner.
    if audience == Audience::Owner {
        items.extend(around.not_delivered.iter().map(|school| text_with(lang, "report-not-delivered", &[("school", school)])));
    }
    if items.is_empty() { Vec::new() } else { vec![Block::List { numbered: false, items }] }
}

/// What became of promises and actions.
pub fn follow_up(around: &Around, lang: Lang) -> Vec<Block> {
    let (actions, schools, ended) = around.actions;
    let said = text_with(lang, "report-actions-count", &[("count", &actions), ("schools", &schools), ("ended", &ended)]);
    let actions = (actions > 0).then(|| Block::List { numbered: false, items: vec![said] });
    std::iter::once(promises(around, lang)).chain(actions).collect()
}

fn promises(around: &Around, lang: Lang) -> Block {
    let t = |key: &str| text(lang, key).into_owned();
    if around.owner_promises.made + around.school_promises.made == 0 {
        return Block::Small { text: t("report-no-promises") };
    }
    let number =
        |count: i64| Cell::Number { shown: grouped(count), number: f64::from(i32::try_from(count).unwrap_or(i32::MAX)), decimals: 0 };
    let row = |key: &str, one: Promises| TableRow {
        total: false,
        cells: vec![
            Cell::Text { text: t(key) },
            number(one.made),
            number(one.done),
            number(one.ahead()),
            number(one.late),
            number(one.given_up),
        ],
    };
    Block::Table(Table {
        caption: t("report-promises-caption"),
        header: [
            "report-promises-side",
            "report-promises-made",
            "report-promises-done",
            "report-promises-ahead",
            "report-promises-late",
            "report-promises-given-up",
        ]
        .map(t)
        .to_vec(),
        rows: vec![row("report-promises-owner", around.owner_promises), row("report-promises-schools", around.school_promises)],
        notes: vec![t("report-promises-note")],
    })
}
