//! The fields of a chapter, with what stands around each: figures above, quotes, last year's text, comments.
use std::collections::HashMap;

use super::quotes::places;
use crate::access::Actor;
use crate::document::content::Block;
use crate::error::{AppError, Result};
use crate::ids::{ReportCommentId, ReportQuoteId};
use crate::indicator::catalogue::catalogue;
use crate::indicator::published::Published;
use crate::model_pack::ReportChapter;
use crate::text::{Lang, dates, text, text_with};
use crate::tilstandsrapport::model::{LONGEST, Quote, QuoteState, Report, stands_in};
use crate::tilstandsrapport::queries::{self, Carried};
use crate::writing::FieldText;
use crate::writing::autosave::{FieldView, Rejected};

/// A field with what stands around it.
pub struct FieldBlock {
    /// Figures above it.
    pub blocks: Vec<Block>,
    /// What it is called.
    pub label: String,
    pub field: FieldView,
    /// Words of schools that stand beside the figures.
    pub quotes: Vec<QuoteView>,
    /// Where more of them are picked.
    pub pick: Option<String>,
    /// Last year's text, when nobody has gone through it yet.
    pub waiting: bool,
    /// Last year's text, to read beside.
    pub last: Option<String>,
    pub comments: Vec<CommentView>,
    /// A comment as it was typed, and what is wrong with it.
    pub comment: Option<RefusedComment>,
}

/// What somebody says of a field.
pub struct CommentView {
    pub id: ReportCommentId,
    /// The passage it is about; empty when it is about all of the field.
    pub passage: String,
    /// The passage stands there no more.
    pub changed: bool,
    pub body: String,
    pub by: String,
}

/// Words of a school, with how far the question has come.
pub struct QuoteView {
    pub id: ReportQuoteId,
    pub body: String,
    pub from: String,
    pub href: String,
    pub state: String,
    pub tag: (&'static str, &'static str),
    pub refused: bool,
    /// The figures beside which it can be placed, while the school has not answered.
    pub places: Vec<(String, String, bool)>,
}

/// What was sent and not taken.
#[derive(Default)]
pub struct Refused {
    /// Fields.
    pub fields: HashMap<String, Rejected>,
    /// A comment.
    pub comment: Option<RefusedComment>,
}

/// A comment that was not taken.
#[derive(Debug, Clone)]
pub struct RefusedComment {
    /// Its field.
    pub field: String,
    /// As it was typed.
    pub body: String,
    /// The passage it is about, as it was typed.
    pub passage: String,
    /// What is wrong with the one and the other.
    pub errors: (Option<String>, Option<String>),
}

/// What stands around the fields.
pub struct Beside<'a> {
    pub texts: &'a [FieldText],
    pub carried: &'a [Carried],
    pub comments: &'a [queries::Comment],
    pub quotes: &'a [&'a Quote],
    pub may_pick: bool,
    pub published: &'a Published,
    pub refused: &'a Refused,
}

impl Beside<'_> {
    /// Those beside a figure, or at the chapter's end.
    pub fn quotes_at(&self, chapter: &ReportChapter, figure: Option<&str>, actor: &Actor) -> Vec<QuoteView> {
        let there = self.quotes.iter().filter(|quote| quote.beside(chapter) == figure);
        there.map(|quote| quote_view(quote, chapter, self.may_pick, actor)).collect()
    }
}

/// All of them, the chapter's own text first.
pub fn fields(actor: &Actor, report: &Report, chapter: &ReportChapter, beside: &Beside<'_>) -> Vec<FieldBlock> {
    let lang = actor.lang;
    let field = |name: String, figure: Option<&str>, blocks: Vec<Block>| {
        let stored = beside.texts.iter().find(|text| text.field == name);
        let history = stored.map_or_else(String::new, |_| format!("{}/felt/{name}/historikk", report.href()));
        let carried = beside.carried.iter().find(|carried| carried.field == name);
        let comments = beside.comments.iter().filter(|comment| comment.field == name);
        FieldBlock {
            blocks,
            quotes: figure.map_or_else(Vec::new, |_| beside.quotes_at(chapter, figure, actor)),
            pick: figure.filter(|_| beside.may_pick).map(|key| format!("{}/sitat?ved={key}", report.chapter_href(&chapter.key))),
            label: if name.rsplit_once('.').is_some_and(|(_, of)| of == "text") {
                text(lang, "report-text-label").into_owned()
            } else {
                field_name(chapter, &name, lang)
            },
            waiting: carried.is_some_and(|carried| carried.waiting),
            last: carried.filter(|carried| !carried.waiting).map(|carried| carried.value.clone()),
            comments: comments
                .map(|comment| CommentView {
                    id: comment.id,
                    changed: !stands_in(stored.map_or("", |text| text.value.as_str()), &comment.passage),
                    passage: comment.passage.clone(),
                    body: comment.body.clone(),
                    by: format!("{}, {}", comment.author, dates::recent(comment.at, actor.today)),
                })
                .collect(),
            comment: beside.refused.comment.as_ref().filter(|comment| comment.field == name).cloned(),
            field: FieldView::of(actor, name.clone(), LONGEST, history, stored, beside.refused.fields.get(&name)),
        }
    };
    let own = std::iter::once(field(format!("{}.text", chapter.key), None, Vec::new()));
    let assessed = chapter.figures.iter().map(|member| {
        let blocks = beside.published.blocks(&member.indicator, 2, lang);
        field(format!("{}.{}", chapter.key, member.indicator), Some(&member.indicator), blocks)
    });
    own.chain(assessed).collect()
}

/// The chapter that a field belongs to; not found for a field that the report does not have.
pub fn parse_field<'a>(report: &'a Report, field: &str) -> Result<&'a ReportChapter> {
    let chapters = &report.template()?.chapters;
    chapters.iter().find(|chapter| chapter.fields().iter().any(|name| name == field)).ok_or(AppError::NotFound)
}

/// What a field is called: the chapter, or the indicator that it assesses.
pub fn field_name(chapter: &ReportChapter, field: &str, lang: Lang) -> String {
    let indicator = field.split_once('.').and_then(|(_, key)| catalogue().get(key));
    indicator.map_or_else(|| chapter.title.get(lang).to_owned(), |indicator| indicator.name.get(lang).to_owned())
}

fn quote_view(quote: &Quote, chapter: &ReportChapter, may_pick: bool, actor: &Actor) -> QuoteView {
    let lang = actor.lang;
    let state = quote.state(actor.today);
    let day = dates::near(quote.answer_by, actor.today);
    let (key, tag) = match state {
        QuoteState::Agreed => ("report-quote-agreed", ("ok", "check")),
        QuoteState::Refused => ("report-quote-refused", ("none", "ring")),
        QuoteState::Waiting => ("report-quote-waiting", ("part", "prog")),
        QuoteState::Late => ("report-quote-late", ("none", "ring")),
        QuoteState::Gone => ("report-quote-gone", ("none", "ring")),
    };
    let answered = quote.answer.as_ref().map_or_else(String::new, |(_, at, _)| dates::near(dates::norwegian_date(*at), actor.today));
    QuoteView {
        id: quote.id,
        body: quote.body.clone(),
        from: format!("{}, {}", quote.school_name, quote.source_words),
        href: quote.source_href.clone(),
        state: text_with(lang, key, &[("day", &day), ("answered", &answered)]),
        tag,
        places: if may_pick && quote.answer.is_none() && quote.still_said {
            places(chapter, quote.beside(chapter).unwrap_or_default(), lang)
        } else {
            Vec::new()
        },
        refused: matches!(state, QuoteState::Refused | QuoteState::Gone),
    }
}
