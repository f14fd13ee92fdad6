//! A plan as a document: page, PDF, DOCX and workbook are made from the same blocks, so that they say the same.
use super::budget::{self, Money, Sum};
use super::differing::money_words;
use super::follow::Followed;
use super::frozen::{Content, Goal, Remark, Step};
use super::model::{Plan, SourceKind};
use crate::access::Actor;
use crate::document::content::{Block, Cell, Document, Look, Table, TableRow};
use crate::error::Result;
use crate::indicator::SchoolYear;
use crate::model_pack::QualityPlace;
use crate::text::kroner::grouped;
use crate::text::{Lang, dates, text, text_with};

fn cell(words: String) -> Cell {
    if words.is_empty() { Cell::Empty } else { Cell::Text { text: words } }
}

fn row(cells: Vec<Cell>) -> TableRow {
    TableRow { total: false, cells }
}

/// An amount in a table: a number, so that a workbook can count with it.
fn amount(kroner: i64) -> Cell {
    // Kroner of a municipality are far below what this cannot hold.
    #[expect(clippy::cast_precision_loss, reason = "below 2^53")]
    let number = kroner as f64;
    Cell::Number { shown: grouped(kroner), number, decimals: 0 }
}

struct Made<'a> {
    content: &'a Content,
    followed: &'a Followed,
    lang: Lang,
    blocks: Vec<Block>,
}

impl Made<'_> {
    fn t(&self, key: &str) -> String {
        text(self.lang, key).into_owned()
    }

    fn heading(&mut self, level: u8, words: String) {
        self.blocks.push(Block::Heading { level, text: words });
    }

    fn text(&mut self, words: &str) {
        if !words.is_empty() {
            self.blocks.push(Block::Text { text: words.to_owned() });
        }
    }

    fn or_missing(&self, words: &str) -> String {
        if words.is_empty() { self.t("quality-without-words") } else { words.to_owned() }
    }

    fn remarks(&mut self, about: impl Fn(&Remark) -> bool) {
        let remarks = self.content.resolution.iter().flat_map(|one| &one.remarks).filter(|remark| about(remark));
        let notices: Vec<Block> = remarks
            .map(|remark| Block::Notice { text: text_with(self.lang, "quality-remark-of-council", &[("words", &remark.words)]) })
            .collect();
        self.blocks.extend(notices);
    }

    fn goal(&mut self, number: usize, goal: &Goal) {
        self.heading(2, text_with(self.lang, "quality-goal-line", &[("number", &number), ("goal", &self.or_missing(&goal.goal))]));
        let priorities = goal.priorities.iter().enumerate().map(|(at, priority)| {
            let number = format!("{number}.{}", at + 1);
            text_with(self.lang, "quality-priority-line", &[("number", &number), ("priority", &self.or_missing(&priority.text))])
        });
        let items: Vec<String> = priorities.collect();
        if !items.is_empty() {
            self.blocks.push(Block::List { numbered: false, items });
        }
        self.text(&goal.text);
        self.remarks(|remark| remark.goal == Some(goal.id));
    }

    fn knowledge(&mut self, number: usize, goal: &Goal) {
        if goal.knowledge.is_empty() && goal.sources.is_empty() {
            return;
        }
        self.heading(2, text_with(self.lang, "quality-knowledge-of", &[("number", &number), ("goal", &self.or_missing(&goal.goal))]));
        self.text(&goal.knowledge);
        if goal.sources.is_empty() {
            return;
        }
        let source = |source: &super::frozen::Source| {
            let kind = SourceKind::parse(&source.kind).unwrap_or_default();
            let of = source.priority.and_then(|id| self.content.priority_number(id));
            let title = if source.link.is_empty() { source.title.clone() } else { format!("{} ({})", source.title, source.link) };
            let of = of.map_or_else(
                || text_with(self.lang, "quality-goal-number", &[("number", &number)]),
                |of| text_with(self.lang, "quality-priority-number", &[("number", &of)]),
            );
            row(vec![cell(self.t(kind.text_key())), cell(title), cell(of), cell(source.why.clone())])
        };
        let table = Table {
            caption: text_with(self.lang, "quality-sources-of", &[("number", &number)]),
            header: ["quality-source-kind", "quality-field-source", "quality-source-of", "quality-field-why"].map(|key| self.t(key)).into(),
            rows: goal.sources.iter().map(source).collect(),
            notes: Vec::new(),
        };
        self.blocks.push(Block::Table(table));
    }

    fn actions(&mut self) {
        let content = self.content;
        for (at, action) in content.actions.iter().enumerate() {
            let number = at + 1;
            self.heading(
                2,
                text_with(self.lang, "quality-action-line", &[("number", &number), ("action", &self.or_missing(&action.title))]),
            );
            let serves: Vec<String> = action.serves.iter().filter_map(|id| content.priority_number(*id)).collect();
            if !serves.is_empty() {
                let words = text_with(self.lang, "quality-serves", &[("priorities", &serves.join(", "))]);
                self.blocks.push(Block::Small { text: words });
            }
            let items: Vec<String> = action.points.iter().map(|point| self.or_missing(&point.text)).collect();
            if !items.is_empty() {
                self.blocks.push(Block::List { numbered: false, items });
            }
            self.text(&action.text);
            self.remarks(|remark| remark.action == Some(action.id));
        }
    }

    fn matrix(&mut self) {
        let content = self.content;
        if content.actions.is_empty() || content.goals.is_empty() {
            return;
        }
        let mut header = vec![self.t("quality-priority")];
        header.extend((1..=content.actions.len()).map(|number| text_with(self.lang, "quality-action-number", &[("number", &number)])));
        let yes = self.t("quality-serves-yes");
        let rows = content.priorities().map(|(number, priority)| {
            let mut cells = vec![cell(format!("{number} {}", self.or_missing(&priority.text)))];
            let serves = |action: &super::frozen::Action| action.serves.contains(&priority.id);
            cells.extend(content.actions.iter().map(|action| cell(if serves(action) { yes.clone() } else { String::new() })));
            row(cells)
        });
        let table = Table { caption: self.t("quality-matrix-caption"), header, rows: rows.collect(), notes: Vec::new() };
        self.heading(2, self.t("quality-matrix"));
        self.blocks.push(Block::Table(table));
    }

    fn step(&self, step: &Step) -> TableRow {
        let action = step.action.and_then(|id| self.content.action_number(id)).map_or_else(String::new, |number| number.to_string());
        let said = self.followed.step(step.id).map_or_else(String::new, |entry| match entry.told.words.as_str() {
            "" => entry.state_words(self.lang),
            words => format!("{}. {words}", entry.state_words(self.lang)),
        });
        let when = if step.when.is_empty() { self.t("quality-step-without-time") } else { step.when.clone() };
        row([when, self.or_missing(&step.what), step.who.clone(), step.responsible.clone(), action, said].map(cell).into())
    }

    fn progress(&mut self) {
        let content = self.content;
        if content.periods.is_empty() {
            return;
        }
        self.heading(1, self.t("quality-part-progress"));
        for period in &content.periods {
            let name = if period.name.is_empty() { self.t("quality-period-without-name") } else { period.name.clone() };
            let days = match (period.starts_on, period.ends_on) {
                (Some(from), Some(to)) => format!("{name}, {} – {}", dates::long(from), dates::long(to)),
                _ => name.clone(),
            };
            self.heading(2, days);
            let mut keys = vec![
                "quality-field-when",
                "quality-field-what",
                "quality-field-who",
                "quality-field-responsible",
                "quality-action",
                "quality-step-stands",
            ];
            let mut rows: Vec<TableRow> = period.steps.iter().map(|step| self.step(step)).collect();
            // Nothing has been said yet: no empty column.
            if period.steps.iter().all(|step| self.followed.step(step.id).is_none()) {
                keys.pop();
                for row in &mut rows {
                    row.cells.pop();
                }
            }
            let header = keys.into_iter().map(|key| self.t(key)).collect();
            let caption = text_with(self.lang, "quality-steps-of", &[("period", &name)]);
            self.blocks.push(Block::Table(Table { caption, header, rows, notes: Vec::new() }));
        }
    }

    fn evaluations(&mut self) {
        let content = self.content;
        if content.evaluations.is_empty() {
            return;
        }
        self.heading(1, self.t("quality-evaluations"));
        let header = ["quality-evaluation-kind", "quality-field-responsible", "quality-evaluation-planned", "quality-evaluation-done"]
            .map(|key| self.t(key))
            .into();
        let rows = content.evaluations.iter().map(|one| {
            let done = self.followed.of_evaluation(one.id).next().map_or_else(String::new, |entry| dates::long(entry.told.done_on));
            row([self.t(evaluation_key(&one.kind)), one.responsible.clone(), dates::long(one.planned_on), done].map(cell).into())
        });
        let table = Table { caption: self.t("quality-evaluations-caption"), header, rows: rows.collect(), notes: Vec::new() };
        self.blocks.push(Block::Table(table));
        for one in &content.evaluations {
            for entry in self.followed.of_evaluation(one.id) {
                let (kind, day) = (self.t(evaluation_key(&one.kind)), dates::long(entry.told.done_on));
                self.heading(2, format!("{kind}, {day}"));
                self.text(&entry.told.found);
                if !entry.told.changed.is_empty() {
                    self.text(&text_with(self.lang, "quality-evaluation-changes", &[("words", &entry.told.changed)]));
                }
                let laid = entry.laid.as_ref().filter(|laid| !laid.removed).map(super::follow::Laid::words);
                let small = laid.into_iter().chain([format!("{}, {}", entry.by, dates::long(dates::norwegian_date(entry.at)))]);
                self.blocks.push(Block::Small { text: small.collect::<Vec<_>>().join(". ") });
            }
        }
    }

    fn resolution(&mut self) {
        let Some(one) = &self.content.resolution else { return };
        self.heading(1, self.t("quality-resolution"));
        let about = [one.body.clone(), dates::long(one.decided_on), text_with(self.lang, "quality-case", &[("number", &one.case_number)])];
        self.blocks.push(Block::Small { text: about.join(", ") });
        self.text(&one.words);
        if one.remarks.is_empty() {
            return;
        }
        let about = |remark: &Remark| {
            let goal = remark.goal.and_then(|id| self.content.goal_number(id)).map(|number| ("quality-goal-number", number));
            let action = remark.action.and_then(|id| self.content.action_number(id)).map(|number| ("quality-action-number", number));
            goal.or(action).map(|(key, number)| text_with(self.lang, key, &[("number", &number)]))
        };
        let items = one.remarks.iter().map(|remark| match about(remark) {
            Some(about) => format!("{about}: {}", remark.words),
            None => remark.words.clone(),
        });
        let items = items.collect();
        self.heading(2, self.t("quality-remarks"));
        self.blocks.push(Block::List { numbered: false, items });
    }
}

/// Key of the name of an evaluation's kind.
pub fn evaluation_key(kind: &str) -> &'static str {
    if kind == "final" { "quality-evaluation-final" } else { "quality-evaluation-underway" }
}

/// «Av dette manglar det pengar til 400 000 kr …» below a budget's tables.
fn sum_notes(sum: &Sum, lang: Lang) -> Vec<String> {
    let with = |key: &str, kroner: i64| text_with(lang, key, &[("kroner", &grouped(kroner))]);
    let mut notes = vec![with("quality-sum-funded", sum.funded), with("quality-sum-unfunded", sum.unfunded)];
    if sum.within > 0 {
        notes.push(text_with(lang, "quality-sum-within", &[("count", &sum.within)]));
    }
    notes
}

/// The budget as two tables: line by line with the sum of each school year, and theme by theme. `None` when it has no lines.
pub fn budget_tables(lines: &[budget::Line], lang: Lang) -> Option<[Table; 2]> {
    if lines.is_empty() {
        return None;
    }
    let t = |key: &str| text(lang, key).into_owned();
    let sums = budget::sums(lines)?;
    let mut rows = Vec::new();
    for (year, sum) in &sums.years {
        let name = SchoolYear(*year).to_string();
        for line in lines.iter().filter(|line| line.school_year == *year) {
            let (kroner, words) = match line.money {
                Money::Within => (Cell::Empty, t("quality-within")),
                Money::Funded(kroner) => (amount(kroner), t("quality-is-funded")),
                Money::Unfunded(kroner) => (amount(kroner), t("quality-is-unfunded")),
            };
            rows.push(row(vec![cell(name.clone()), cell(line.theme.clone()), kroner, cell(words)]));
        }
        let cells = vec![cell(text_with(lang, "quality-sum-of", &[("year", &name)])), Cell::Empty, amount(sum.total), Cell::Empty];
        rows.push(TableRow { total: true, cells });
    }
    rows.push(TableRow { total: true, cells: vec![cell(t("quality-sum-all")), Cell::Empty, amount(sums.all.total), Cell::Empty] });
    let by_line = Table {
        caption: t("quality-budget-lines"),
        header: ["quality-school-year", "quality-theme", "quality-amount", "quality-money"].map(t).into(),
        rows,
        notes: sum_notes(&sums.all, lang),
    };
    let mut header = vec![t("quality-theme")];
    header.extend(sums.years.iter().map(|(year, _)| SchoolYear(*year).to_string()));
    header.push(t("quality-sum"));
    let place = |sum: Option<&Sum>| match sum {
        None => Cell::Empty,
        Some(sum) if sum.total == 0 => cell(t("quality-within")),
        Some(sum) => amount(sum.total),
    };
    let theme = |(at, (name, sum)): (usize, &(String, Sum))| {
        let mut cells = vec![cell(name.clone())];
        cells.extend((0..sums.years.len()).map(|year| place(sums.cell(at, year))));
        cells.push(place(Some(sum)));
        row(cells)
    };
    let mut rows: Vec<TableRow> = sums.themes.iter().enumerate().map(theme).collect();
    let mut all = vec![cell(t("quality-sum-all"))];
    all.extend(sums.years.iter().map(|(_, sum)| amount(sum.total)));
    all.push(amount(sums.all.total));
    rows.push(TableRow { total: true, cells: all });
    let by_theme = Table { caption: t("quality-budget-themes"), header, rows, notes: Vec::new() };
    Some([by_line, by_theme])
}

/// The lines without money, in one sentence each.
pub fn unfunded_items(content: &Content, lang: Lang) -> Vec<String> {
    content
        .unfunded()
        .map(|(line, _)| format!("{}, {}: {}", line.theme, SchoolYear(line.school_year), money_words(line.money, lang)))
        .collect()
}

/// The plan as it is read; `mark` says that it is a draft, or has the seal of what was adopted.
///
/// # Errors
///
/// When the pack has no plan.
pub fn document(
    plan: &Plan,
    (content, followed): (&Content, &Followed),
    (subtitle, mark): (String, Option<String>),
    actor: &Actor,
) -> Result<Document> {
    let lang = actor.lang;
    let template = plan.template()?;
    let mut made = Made { content, followed, lang, blocks: Vec::new() };
    let sections = |made: &mut Made<'_>, place: QualityPlace| {
        for section in template.at(place) {
            let words = content.sections.iter().find(|one| one.key == section.key).map_or("", |one| one.text.as_str());
            if !words.is_empty() {
                made.heading(1, section.title.get(lang).to_owned());
                made.text(words);
            }
        }
    };
    sections(&mut made, QualityPlace::First);
    made.heading(1, made.t("quality-part-vision"));
    if content.vision.is_empty() {
        made.blocks.push(Block::Small { text: made.t("quality-nothing-written") });
    } else {
        made.blocks.push(Block::Notice { text: content.vision.clone() });
    }
    made.text(&content.vision_text);
    if !content.goals.is_empty() {
        made.heading(1, made.t("quality-part-goals"));
        for (at, goal) in content.goals.iter().enumerate() {
            made.goal(at + 1, goal);
        }
        if content.goals.iter().any(|goal| !goal.knowledge.is_empty() || !goal.sources.is_empty()) {
            made.heading(1, made.t("quality-part-knowledge"));
            for (at, goal) in content.goals.iter().enumerate() {
                made.knowledge(at + 1, goal);
            }
        }
    }
    sections(&mut made, QualityPlace::Actions);
    if !content.actions.is_empty() {
        made.heading(1, made.t("quality-part-actions"));
        made.actions();
        made.matrix();
    }
    made.progress();
    if let Some(tables) = budget_tables(&content.budget, lang) {
        made.heading(1, made.t("quality-budget"));
        let unfunded = unfunded_items(content, lang);
        made.blocks.extend(tables.map(Block::Table));
        if !unfunded.is_empty() {
            made.heading(2, made.t("quality-unfunded-title"));
            made.blocks.push(Block::List { numbered: false, items: unfunded });
        }
    }
    sections(&mut made, QualityPlace::Last);
    made.resolution();
    made.evaluations();
    Ok(Document {
        title: plan.title(lang)?,
        subtitle,
        municipality: actor.municipality_name.clone(),
        lang,
        made_at: actor.now,
        mark,
        look: Look::default(),
        blocks: made.blocks,
    })
}
