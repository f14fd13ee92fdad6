//! Figures beside a question as the pages show them: cards on the screen, one line in print.
use time::OffsetDateTime;

use crate::access::Actor;
use crate::access::rules::{SchoolFigures, SchoolRights};
use crate::indicator::beside::{Card, card, source_line};
use crate::indicator::catalogue::Indicator;
use crate::model_pack::Question;
use crate::self_assessment::beside::{Figures, asked, subject};
use crate::self_assessment::model::Assessment;
use crate::text::{Lang, dates, text_with};

/// A card on the page.
#[derive(Debug, Clone)]
pub struct FigureCard {
    /// What it shows.
    pub card: Card,
    /// The figure came after what is written here.
    pub new: Option<String>,
}

/// What stands beside a question.
#[derive(Debug, Clone, Default)]
pub struct QuestionFigures {
    /// Those that there are figures of, in the pack's order.
    pub cards: Vec<FigureCard>,
    /// All of them in one line, for print; empty when there are none.
    pub line: String,
    /// Where they are from.
    pub source: String,
    /// They are published under NLOD.
    pub nlod: bool,
    /// They are those of the delivery.
    pub frozen: bool,
    /// All of them came after what is written here, on the same day: said once.
    pub new: Option<String>,
    /// Where the actor reads more.
    pub more: Option<String>,
}

impl QuestionFigures {
    /// The figures beside a question; `frozen` says that they are those of the delivery.
    pub fn of(question: &Question, figures: &Figures, frozen: bool, lang: Lang) -> Self {
        let standing: Vec<_> = question.indicators.iter().filter_map(|key| figures.get(key)).collect();
        let cards: Vec<Card> = standing.iter().map(|standing| card(standing, lang)).collect();
        let lines: Vec<&str> = cards.iter().map(|card| card.line.as_str()).collect();
        let line = match (lines.is_empty(), frozen) {
            (true, _) => String::new(),
            (false, true) => text_with(lang, "beside-line-frozen", &[("figures", &lines.join("; "))]),
            (false, false) => text_with(lang, "beside-line", &[("figures", &lines.join("; "))]),
        };
        Self {
            line,
            source: source_line(&cards),
            nlod: standing.iter().any(|standing| standing.indicator.source.nlod),
            cards: cards.into_iter().map(|card| FigureCard { card, new: None }).collect(),
            frozen,
            new: None,
            more: None,
        }
    }

    /// The same on the page where the answer is written or its draft is read: with what came since it was written, and the way to more for those who have
    /// one.
    pub fn live(question: &Question, figures: &Figures, assessment: &Assessment, actor: &Actor, written: Option<OffsetDateTime>) -> Self {
        let lang = actor.lang;
        let mut beside = Self::of(question, figures, false, lang);
        for shown in &mut beside.cards {
            let came = shown.card.newest_at.filter(|at| written.is_some_and(|written| written < *at));
            shown.new = came.map(|at| dates::short(dates::norwegian_date(at)));
        }
        let days: Vec<Option<String>> = beside.cards.iter().map(|shown| shown.new.clone()).collect();
        if let [Some(first), others @ ..] = days.as_slice()
            && !others.is_empty()
            && others.iter().all(|other| other.as_ref() == Some(first))
        {
            beside.new = Some(text_with(lang, "beside-new-all", &[("date", first)]));
            beside.cards.iter_mut().for_each(|shown| shown.new = None);
        }
        for shown in &mut beside.cards {
            shown.new = shown.new.take().map(|day| text_with(lang, "beside-new", &[("date", &day)]));
        }
        beside.more = more(question, assessment, actor, &beside);
        beside
    }
}

/// The school's page of figures, for somebody who sees it and finds something there: what stands beside the question, and what may not stand beside it
/// because others than the actor read it too. A link that says nothing of which those are: the page may be looked at by several people at once.
fn more(question: &Question, assessment: &Assessment, actor: &Actor, beside: &QuestionFigures) -> Option<String> {
    let school = assessment.school.as_ref()?.id;
    SchoolRights::of(actor, school).ok()?;
    let sees = SchoolFigures::of(actor, school).ok()?;
    let about = subject(assessment);
    let there = |indicator: &Indicator| {
        if about.may_stand(indicator) {
            !beside.cards.is_empty()
        } else if indicator.restricted_to_named_roles {
            actor.is_rektor_of(school)
        } else {
            sees.sees_circle("school")
        }
    };
    let indicator = asked(question, about).find(|indicator| there(indicator))?;
    let sets = actor.pack.iter().flat_map(|pack| &pack.indicator_sets);
    let mut groups = sets.flat_map(|set| set.groups.iter().map(move |group| (set, group)));
    let group = groups.find(|(_, group)| group.members.iter().any(|member| member.indicator == indicator.key));
    let group = group.map_or_else(String::new, |(set, group)| format!("?gruppe={}.{}", set.key, group.key));
    Some(format!("/skoler/{school}/indikatorer{group}"))
}
