//! Makes the report: one composition for every reader and every format. What differs between the versions for a school, the owner and everybody is decided
//! in the figures (`indicator::published`) and in a handful of lines here.
use std::collections::HashMap;

use sqlx::PgConnection;
use time::{Date, OffsetDateTime};

use super::around::{follow_up, involvement};
use super::attachment::{self, Attachment};
use super::decision::{Outcome, Progress, Proposal, Question};
use super::model::{ChapterRow, Quote, QuoteState, Report};
use super::queries::{self, Around, QuotesWanted};
use crate::access::Actor;
use crate::document::content::{Block, Cell, Document, Look, Table, TableRow};
use crate::error::Result;
use crate::ids::SchoolId;
use crate::indicator::published::{self, Audience, Neighbour, Published, Wanted};
use crate::indicator::set;
use crate::indicator::suppression::Limits;
use crate::model_pack::{ChapterKind, IndicatorMember, ReportChapter};
use crate::text::{Lang, dates, text, text_with};
use crate::web::page::capital;
use crate::writing;

/// What a report is made from, read once for whatever is shown of it.
pub struct Sources {
    /// Texts by field.
    pub texts: HashMap<String, String>,
    /// How far each chapter has come.
    pub chapters: Vec<ChapterRow>,
    /// Words of schools.
    pub quotes: Vec<Quote>,
    /// What the council is asked.
    pub proposals: Vec<Proposal>,
    /// What it decided last time.
    pub decided: Vec<Proposal>,
    /// And what it asked.
    pub asked: Vec<Question>,
    /// The year in numbers.
    pub around: Around,
    /// The figures.
    pub published: Published,
    /// What is laid beside it.
    pub attachments: Vec<Attachment>,
    /// The municipality's own look.
    pub look: Look,
}

/// For whom a document is, and as what.
#[derive(Debug, Clone)]
pub struct Edition {
    /// For whom.
    pub audience: Audience,
    /// The school's name, when it is for one.
    pub school: Option<String>,
    /// Its number when it is sent; `None` for a draft.
    pub number: Option<i32>,
    /// When.
    pub at: OffsetDateTime,
    /// The day, in Norway.
    pub today: Date,
}

/// The indicators of a report.
pub fn members(report: &Report) -> Result<Vec<IndicatorMember>> {
    Ok(report.template()?.chapters.iter().flat_map(|chapter| chapter.figures.clone()).collect())
}

/// The figures of some indicators of a report, for somebody.
pub async fn figures(
    connection: &mut PgConnection,
    report: &Report,
    (members, audience): (&[IndicatorMember], Audience),
) -> Result<Published> {
    let smallest = report.template()?.smallest;
    let limits = Limits::raised(smallest.pupils.into(), smallest.staff.into());
    let municipality = report.document.municipality;
    let sets = set::standing(&mut *connection, municipality, Some(&report.pack)).await?;
    let wanted = Wanted { audience, members, year: report.year, limits, sets: &sets };
    published::load(connection, municipality, &wanted).await
}

/// What a neighbour could work out of each indicator of the version for everybody.
pub async fn neighbours(connection: &mut PgConnection, report: &Report, lang: Lang) -> Result<Vec<Neighbour>> {
    let members = members(report)?;
    let smallest = report.template()?.smallest;
    let limits = Limits::raised(smallest.pupils.into(), smallest.staff.into());
    let wanted = Wanted { audience: Audience::Public, members: &members, year: report.year, limits, sets: &[] };
    let mut found = Vec::new();
    for member in &members {
        found.push(published::neighbour(&mut *connection, report.document.municipality, &wanted, &member.indicator, lang).await?);
    }
    Ok(found)
}

/// Reads all of it, as skoleeier or as an operator's command; `today` says which answers have come in time.
pub async fn gather(connection: &mut PgConnection, report: &Report, audience: Audience, today: Date) -> Result<Sources> {
    let municipality = report.document.municipality;
    let texts = writing::fields(&mut *connection, report.document, None).await?;
    let (decided, asked) = queries::decided_before(&mut *connection, municipality, report.year).await?;
    Ok(Sources {
        texts: texts.into_iter().map(|text| (text.field, text.value)).collect(),
        chapters: queries::chapters(&mut *connection, report).await?,
        quotes: queries::quotes(&mut *connection, municipality, QuotesWanted::Of(report.id)).await?,
        proposals: queries::proposals(&mut *connection, municipality, report.id).await?,
        decided,
        asked,
        around: queries::around(&mut *connection, municipality, report.year, today).await?,
        attachments: queries::attachments(&mut *connection, municipality, report.id).await?,
        look: queries::look(&mut *connection, municipality).await?,
        published: figures(connection, report, (&members(report)?, audience)).await?,
    })
}

/// What the report itself adds to a chapter, for the page where it is written.
pub async fn made(connection: &mut PgConnection, actor: &Actor, report: &Report, chapter: &ReportChapter) -> Result<Vec<Block>> {
    let around = queries::around(connection, actor.municipality, report.year, actor.today).await?;
    Ok(match chapter.kind {
        ChapterKind::Involvement => involvement(report, &around, Audience::Owner, actor.lang),
        ChapterKind::FollowUp => follow_up(&around, actor.lang),
        ChapterKind::Text | ChapterKind::Summary | ChapterKind::SinceLast | ChapterKind::Proposals => Vec::new(),
    })
}

impl Edition {
    /// Key of what it is called.
    fn text_key(&self) -> &'static str {
        match self.audience {
            Audience::School(_) => "report-edition-school",
            Audience::Owner => "report-edition-owner",
            Audience::Public => "report-edition-public",
        }
    }

    /// «Offentleg versjon», «For Fjordvik skule».
    pub fn name(&self, lang: Lang) -> String {
        text_with(lang, self.text_key(), &[("school", &self.school.clone().unwrap_or_default())])
    }

    /// As stored.
    pub fn key(&self) -> &'static str {
        match self.audience {
            Audience::School(_) => "school",
            Audience::Owner => "owner",
            Audience::Public => "public",
        }
    }

    /// The school, when it is for one.
    pub fn school_id(&self) -> Option<SchoolId> {
        match self.audience {
            Audience::School(school) => Some(school),
            Audience::Owner | Audience::Public => None,
        }
    }
}

/// The whole document.
pub fn document(report: &Report, sources: &Sources, edition: &Edition, municipality: &str) -> Result<Document> {
    let lang = report.lang;
    let council = report.pack.terms.council.get(lang);
    let day = dates::long(report.council_on);
    let maker = Maker { report, sources, edition, lang };
    let mut blocks = Vec::new();
    for (place, chapter) in report.template()?.chapters.iter().enumerate() {
        blocks.push(Block::Heading { level: 1, text: format!("{}. {}", place + 1, chapter.title.get(lang)) });
        blocks.extend(maker.chapter(chapter));
    }
    blocks.extend(attachment::blocks(&sources.attachments, edition, lang));
    blocks.push(Block::Heading { level: 1, text: text(lang, "report-about").into_owned() });
    blocks.push(Block::Text { text: text_with(lang, "report-about-text", &[("council", &capital(council))]) });
    let name = edition.name(lang);
    let mark = match edition.number {
        Some(number) => text_with(lang, "report-mark-sent", &[("number", &number), ("edition", &name)]),
        None => text_with(lang, "report-mark-draft", &[("day", &dates::long(edition.today)), ("edition", &name)]),
    };
    Ok(Document {
        title: report.title(lang)?,
        subtitle: text_with(
            lang,
            "report-subtitle",
            &[("year", &report.year.to_string()), ("council", &council), ("day", &day), ("edition", &name)],
        ),
        municipality: municipality.to_owned(),
        lang,
        made_at: edition.at,
        mark: Some(mark),
        look: sources.look.clone(),
        blocks,
    })
}

/// One chapter's blocks, without its heading.
pub struct Maker<'a> {
    /// The report.
    pub report: &'a Report,
    /// What it is made from.
    pub sources: &'a Sources,
    /// For whom.
    pub edition: &'a Edition,
    /// In which written form.
    pub lang: Lang,
}

impl Maker<'_> {
    fn t(&self, key: &str) -> String {
        text(self.lang, key).into_owned()
    }

    /// What a chapter says.
    pub fn chapter(&self, chapter: &ReportChapter) -> Vec<Block> {
        let mut blocks = Vec::new();
        match chapter.kind {
            ChapterKind::SinceLast => blocks.extend(self.since_last()),
            ChapterKind::Involvement => blocks.extend(involvement(self.report, &self.sources.around, self.edition.audience, self.lang)),
            ChapterKind::FollowUp => blocks.extend(follow_up(&self.sources.around, self.lang)),
            ChapterKind::Text | ChapterKind::Summary | ChapterKind::Proposals => {}
        }
        blocks.extend(self.written(chapter, &format!("{}.text", chapter.key), chapter.kind != ChapterKind::Proposals));
        for member in &chapter.figures {
            blocks.extend(self.sources.published.blocks(&member.indicator, 2, self.lang));
            blocks.extend(self.quotes(chapter, Some(&member.indicator)));
            blocks.extend(self.written(chapter, &format!("{}.{}", chapter.key, member.indicator), false));
        }
        let quotes = self.quotes(chapter, None);
        if !quotes.is_empty() {
            blocks.push(Block::Heading { level: 2, text: self.t("report-quotes-heading") });
            blocks.extend(quotes);
        }
        if chapter.kind == ChapterKind::Proposals {
            blocks.extend(self.proposals());
        }
        blocks
    }

    /// A field's text. What nobody has gone through since last year is not this year's, and what is missing is said where a text is expected.
    fn written(&self, chapter: &ReportChapter, field: &str, expected: bool) -> Vec<Block> {
        let carried = self.sources.chapters.iter().any(|row| row.chapter == chapter.key && row.carried.iter().any(|name| name == field));
        let words = self.sources.texts.get(field).map(|words| words.trim()).unwrap_or_default();
        match (carried, words.is_empty()) {
            (true, _) => vec![Block::Notice { text: self.t("report-not-gone-through-here") }],
            (false, true) if expected => vec![Block::Notice { text: self.t("report-no-text") }],
            (false, true) => Vec::new(),
            (false, false) => vec![Block::Text { text: words.to_owned() }],
        }
    }

    /// What schools have agreed to be quoted with, beside a figure or at the chapter's end; at a school's level that school's.
    fn quotes(&self, chapter: &ReportChapter, figure: Option<&str>) -> Vec<Block> {
        let wanted = |quote: &&Quote| {
            quote.chapter == chapter.key
                && quote.beside(chapter) == figure
                && quote.state(self.edition.today) == QuoteState::Agreed
                && self.edition.school_id().is_none_or(|school| school == quote.school)
        };
        let quotes = self.sources.quotes.iter().filter(wanted);
        quotes
            .map(|quote| Block::Quote { text: quote.body.clone(), by: format!("{}, {}", quote.school_name, quote.source_words) })
            .collect()
    }

    /// «Dette vedtok de, dette skjedde», and what they asked with the answers.
    fn since_last(&self) -> Vec<Block> {
        if self.sources.decided.is_empty() && self.sources.asked.is_empty() {
            return vec![Block::Small { text: self.t("report-nothing-decided") }];
        }
        let row = |proposal: &Proposal| {
            let outcome = proposal.outcome.map_or_else(String::new, |outcome| self.t(outcome.text_key()));
            TableRow {
                total: false,
                cells: vec![
                    Cell::Text { text: format!("{}. {}", proposal.number, proposal.words()) },
                    Cell::Text { text: outcome },
                    Cell::Text { text: became(proposal, self.lang) },
                ],
            }
        };
        let answered = |question: &Question| {
            let answer = question.answer.as_ref().map_or_else(|| self.t("report-question-open"), |(answer, ..)| answer.clone());
            TableRow { total: false, cells: vec![Cell::Text { text: question.body.clone() }, Cell::Text { text: answer }] }
        };
        let decided = Table {
            caption: self.t("report-decided-caption"),
            header: ["report-decided-what", "report-decided-outcome", "report-decided-since"].map(|key| self.t(key)).to_vec(),
            rows: self.sources.decided.iter().map(row).collect(),
            notes: Vec::new(),
        };
        let asked = Table {
            caption: self.t("report-asked-caption"),
            header: ["report-asked-what", "report-asked-answer"].map(|key| self.t(key)).to_vec(),
            rows: self.sources.asked.iter().map(answered).collect(),
            notes: Vec::new(),
        };
        [decided, asked].into_iter().filter(|table| !table.rows.is_empty()).map(Block::Table).collect()
    }

    fn proposals(&self) -> Vec<Block> {
        if self.sources.proposals.is_empty() {
            return vec![Block::Notice { text: self.t("report-no-proposals") }];
        }
        let line = |proposal: &Proposal| {
            let cost = proposal.cost_words(self.lang);
            text_with(
                self.lang,
                "report-proposal-line",
                &[("words", &proposal.body), ("cost", &cost), ("responsible", &proposal.responsible)],
            )
        };
        vec![Block::List { numbered: true, items: self.sources.proposals.iter().map(line).collect() }]
    }
}

/// What became of a decision, in words.
pub fn became(proposal: &Proposal, lang: Lang) -> String {
    match (&proposal.progress, proposal.outcome) {
        (Some((state, words, at)), _) => {
            let day = dates::long(dates::norwegian_date(*at));
            let said = text_with(lang, "report-became", &[("state", &text(lang, state.text_key())), ("day", &day)]);
            if words.is_empty() { said } else { format!("{said} {words}") }
        }
        (None, Some(outcome)) if outcome.is_a_task() => text(lang, Progress::NotStarted.text_key()).into_owned(),
        (None, Some(Outcome::Postponed)) => text(lang, "report-comes-again").into_owned(),
        (None, _) => String::new(),
    }
}
