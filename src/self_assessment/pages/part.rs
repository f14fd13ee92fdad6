//! One part of the draft: its questions with help, last year's answer, fields and saved state. The same page is drawn again with what was typed when a
//! form is refused ([`Rejected`]).
use std::collections::HashMap;

use askama::Template;
use axum::extract::State as Extract;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use sqlx::PgConnection;

use super::beside::QuestionFigures;
use super::field::{
    Aid, Choice, ChoiceField, EvidenceView, ForcesView, HolderView, LastYearView, MineView, QuestionView, SignView, field_view,
};
use super::side::{self, Side};
use crate::App;
use crate::access::Actor;
use crate::access::rules::Parts;
use crate::error::{AppError, Result};
use crate::ids::SelfAssessmentId;
use crate::indicator::beside::card;
use crate::model_pack::{AppliedPart, AppliedQuestion, AppliedTemplate, Aspect, FieldKey, Pack, judged_alike};
use crate::self_assessment::beside::{self, Figures};
use crate::self_assessment::model::{Assessment, State};
use crate::self_assessment::queries::{self, LastYear};
use crate::self_assessment::sharing::PartState;
use crate::self_assessment::sharing_queries::{self, AssignmentRow};
use crate::text::{Lang, dates, text, text_with};
use crate::web::extract::Path;
use crate::web::page::{self, Page};
use crate::web::routes::Routes;
use crate::writing::autosave::{FieldView, Rejected, element_id};
use crate::writing::{self, FieldText};

/// Routes of this file.
pub fn routes() -> Routes {
    Routes::new().get("/egenvurdering/{id}/del/{part}", show)
}

#[derive(Template)]
#[template(path = "self_assessment/part.html")]
struct PartPage {
    cx: Page,
    mine: Option<MineView>,
    holders: Vec<HolderView>,
    distribution: Option<String>,
    side: Side,
    number: usize,
    count: usize,
    minutes: u16,
    title: String,
    introduction: String,
    theme: Option<(String, String)>,
    questions: Vec<QuestionView>,
    nlod: bool,
    /// The questions ask about figures that everybody may see, and there are none yet.
    no_figures: bool,
    forces: Option<ForcesView>,
    done: Option<FieldView>,
    writable: bool,
    owner_answers: bool,
    href: String,
    front: String,
    crumb: String,
    crumb_href: String,
    previous: Option<(String, String)>,
    next: Option<(String, String, usize)>,
    errors: Vec<(String, String)>,
    since: i64,
    budget: Option<String>,
    shown_to_actor: bool,
}

/// Everything the page is built from.
struct Source<'a> {
    assessment: &'a Assessment,
    actor: &'a Actor,
    texts: HashMap<String, FieldText>,
    rejected: &'a HashMap<String, Rejected>,
    last: LastYear,
    last_pack: Option<std::sync::Arc<Pack>>,
    /// What stood beside last year's answers.
    last_figures: Figures,
    figures: Figures,
    evidence: Vec<queries::EvidenceRow>,
    assignments: Vec<AssignmentRow>,
}

async fn show(Extract(app): Extract<App>, actor: Actor, Path((id, part)): Path<(SelfAssessmentId, String)>) -> Result<Response> {
    let mut tx = app.database.read(&actor.scope()).await?;
    let assessment = queries::load(&app, &mut tx, &actor, id).await?;
    assessment.rights.check_reads_draft(&part)?;
    let response = draw(&app, &mut tx, &actor, &assessment, &part, &HashMap::new()).await?;
    tx.commit().await?;
    Ok(response)
}

/// Draws the part, with what was refused if something was.
pub async fn draw(
    app: &App,
    connection: &mut PgConnection,
    actor: &Actor,
    assessment: &Assessment,
    part: &str,
    rejected: &HashMap<String, Rejected>,
) -> Result<Response> {
    let applied = assessment.applied()?;
    let applied_part = applied.part(part).ok_or(AppError::NotFound)?;
    let (texts, filled) = writing::fields_and_filled(&mut *connection, assessment.document, part).await?;
    let fields: Vec<String> = applied_part.fields().iter().map(ToString::to_string).collect();
    let indicators: Vec<String> = applied_part.questions.iter().flat_map(|question| question.question.indicators.clone()).collect();
    let last = queries::last_year(&mut *connection, assessment, &fields, &indicators).await?;
    let last_pack = match last.pack {
        Some(id) => Some(app.packs.load(&mut *connection, actor.municipality, id).await?),
        None => None,
    };
    // Delivered, the figures stand in the version, as they were; live ones beside the same text would say something else.
    let figures = match assessment.state {
        State::Delivered => Figures::new(),
        _ => beside::live(&mut *connection, actor, assessment, applied_part.questions.iter()).await?,
    };
    let evidence = queries::evidence(&mut *connection, assessment.document, part).await?;
    // Who holds the part is for those who read the whole draft; others know of what they hold themselves.
    let holder = if assessment.rights.reads_draft == Parts::All { None } else { Some(actor.person) };
    let assignments = sharing_queries::assignments(connection, assessment.document, Some(part), holder, actor.today).await?;
    let texts = texts.into_iter().map(|text| (text.field.clone(), text)).collect();
    let last_figures = beside::then(&last.figures)?;
    let source = Source { assessment, actor, texts, rejected, last, last_pack, last_figures, figures, evidence, assignments };
    let page = build(&source, &applied, applied_part, side::side(assessment, &applied, actor, &filled, Some(part))?);
    let failed = !rejected.is_empty();
    let response = page::html(&page)?;
    Ok(if failed { (StatusCode::UNPROCESSABLE_ENTITY, response).into_response() } else { response })
}

fn build(source: &Source<'_>, applied: &AppliedTemplate<'_>, part: &AppliedPart<'_>, side: Side) -> PartPage {
    let (assessment, lang) = (source.assessment, source.actor.lang);
    let key = &part.part.key;
    let readable: Vec<&AppliedPart<'_>> =
        applied.parts.iter().filter(|other| assessment.rights.reads_draft.include(&other.part.key)).collect();
    let at = readable.iter().position(|other| other.part.key == *key).unwrap_or_default();
    let link = |other: &&AppliedPart<'_>| (assessment.part_href(&other.part.key), other.part.title.get(lang).to_owned());
    let title = part.part.title.get(lang).to_owned();
    let writable = assessment.rights.writes.include(key);
    let questions: Vec<QuestionView> = part.questions.iter().map(|question| source.question(question)).collect();
    let errors = source.errors(part);
    let cx = Page::new(source.actor, format!("{title} – {}", side.title)).refused_when(!errors.is_empty());
    let (mine, others): (Vec<_>, Vec<_>) = source.assignments.iter().partition(|row| row.person == source.actor.person);
    PartPage {
        mine: mine.first().filter(|_| writable).map(|row| MineView {
            state: row.state,
            when: dates::recent(row.since, source.actor.today),
            note: row.note.clone(),
        }),
        holders: others.into_iter().map(|row| HolderView { name: row.name.clone(), state: row.state }).collect(),
        distribution: assessment.rights.leads.then(|| format!("{}/fordeling", assessment.href())),
        number: part.number,
        count: applied.parts.len(),
        minutes: part.part.minutes,
        introduction: part.part.introduction.get(lang).to_owned(),
        theme: part
            .part
            .theme
            .as_ref()
            .and_then(|key| assessment.pack.theme(key))
            .map(|theme| (format!("{}/tema/{}", assessment.href(), theme.key), theme.title.get(lang).to_owned())),
        no_figures: writable && source.no_figures(part),
        nlod: questions.iter().any(|question| question.figures.nlod),
        questions,
        forces: part.part.helps_hinders.then(|| ForcesView {
            helps: source.field(&FieldKey::new(key, Aspect::Helps), 4000),
            ours: source.field(&FieldKey::new(key, Aspect::HindersOurs), 4000),
            owner: source.field(&FieldKey::new(key, Aspect::HindersOwner), 4000),
        }),
        done: writable.then(|| source.field(&FieldKey::new(key, Aspect::Done), 0)),
        writable,
        owner_answers: assessment.school.is_none(),
        href: assessment.part_href(key),
        front: assessment.href(),
        crumb: assessment.school.as_ref().map_or_else(|| source.actor.municipality_name.clone(), |school| school.name.clone()),
        crumb_href: assessment.school.as_ref().map_or_else(|| "/".to_owned(), |school| format!("/skoler/{}", school.id)),
        previous: at.checked_sub(1).and_then(|before| readable.get(before)).map(link),
        next: readable.get(at + 1).map(|other| (other.part.key.clone(), other.part.title.get(lang).to_owned(), other.number)),
        errors,
        since: source.actor.now.unix_timestamp() - 10,
        budget: applied.template.print_pages.map(|pages| text_with(lang, "print-budget", &[("pages", &i64::from(pages))])),
        shown_to_actor: !writable && !assessment.rights.own_side,
        cx,
        side,
        title,
    }
}

impl Source<'_> {
    fn lang(&self) -> Lang {
        self.actor.lang
    }

    fn field(&self, key: &FieldKey, max: usize) -> FieldView {
        let name = key.to_string();
        field_view(self.actor, self.assessment, self.texts.get(&name), self.rejected.get(&name), name, max)
    }

    fn question(&self, applied: &AppliedQuestion<'_>) -> QuestionView {
        let (question, lang) = (applied.question, self.lang());
        let judgement = question.scale.as_ref().filter(|_| question.answer.has_judgement()).map(|scale| {
            let field = self.field(&FieldKey::new(&question.key, Aspect::Judgement), 0);
            let choices = scale.levels.iter().map(|level| Choice {
                value: level.value.to_string(),
                name: level.name.get(lang).to_owned(),
                description: level.description.get(lang).to_owned(),
                checked: field.value == level.value.to_string(),
            });
            ChoiceField { choices: choices.collect(), field: field.clone() }
        });
        let basis = (judgement.is_some() && !question.sources.is_empty()).then(|| {
            let field = self.field(&FieldKey::new(&question.key, Aspect::Basis), 0);
            let choices = question.sources.iter().map(|source| Choice {
                value: source.key.clone(),
                name: page::capital(source.name.get(lang)),
                description: String::new(),
                checked: field.value.split(',').any(|key| key == source.key),
            });
            ChoiceField { choices: choices.collect(), field: field.clone() }
        });
        let aid = |title: &crate::model_pack::Words, text: &crate::model_pack::Words| Aid {
            title: title.get(lang).to_owned(),
            text: text.get(lang).to_owned(),
        };
        let aids = |tools: &[crate::model_pack::Tool], faq: &[crate::model_pack::Faq]| -> Vec<Aid> {
            let tools = tools.iter().map(|tool| aid(&tool.title, &tool.text));
            tools.chain(faq.iter().map(|faq| aid(&faq.question, &faq.answer))).collect()
        };
        QuestionView {
            key: question.key.clone(),
            number: applied.numbering(),
            title: question.title.get(lang).to_owned(),
            help: question.help.get(lang).to_owned(),
            required: question.required,
            frame: question.frame.iter().map(|opening| opening.get(lang).to_owned()).collect(),
            signs: question
                .signs
                .iter()
                .map(|sign| {
                    let evidence: Vec<EvidenceView> = self
                        .evidence
                        .iter()
                        .filter(|row| row.question == question.key && row.sign == sign.key)
                        .map(|row| EvidenceView { id: row.id.0, title: row.title.clone(), address: row.address.clone() })
                        .collect();
                    SignView {
                        key: sign.key.clone(),
                        text: sign.text.get(lang).to_owned(),
                        aids: aids(&sign.tools, &sign.faq),
                        room: evidence.len() < 3,
                        evidence,
                    }
                })
                .collect(),
            aids: aids(&question.tools, &question.faq),
            text: question.answer.has_text().then(|| self.field(&FieldKey::new(&question.key, Aspect::Text), question.max_characters)),
            last_year: self.last_year(question),
            figures: self.figures(question),
            judgement,
            basis,
        }
    }

    fn no_figures(&self, part: &AppliedPart<'_>) -> bool {
        let about = beside::subject(self.assessment);
        let mut asked = part.questions.iter().flat_map(|question| beside::asked(question.question, about));
        self.figures.is_empty() && asked.any(|indicator| about.may_stand(indicator))
    }

    /// The figures beside the question, and whether they came after what is written.
    fn figures(&self, question: &crate::model_pack::Question) -> QuestionFigures {
        if self.assessment.state == State::Delivered {
            return QuestionFigures::default();
        }
        let aspects = [Aspect::Judgement, Aspect::Basis, Aspect::Text].into_iter();
        let texts = aspects.filter_map(|aspect| self.texts.get(&FieldKey::new(&question.key, aspect).to_string()));
        let written = texts.filter(|text| !text.value.is_empty()).map(|text| text.saved_at).max();
        QuestionFigures::live(question, &self.figures, self.assessment, self.actor, written)
    }

    fn last_year(&self, question: &crate::model_pack::Question) -> Option<LastYearView> {
        let value = |aspect| self.last.values.get(&FieldKey::new(&question.key, aspect).to_string()).filter(|value| !value.is_empty());
        let text = value(Aspect::Text).cloned().unwrap_or_default();
        let judgement = value(Aspect::Judgement).and_then(|value| {
            let old = self.last_pack.as_ref()?.template(&self.assessment.template_key)?.question(&question.key)?.1;
            // A level of another scale would say something else here: rolling told that it was dropped.
            if !judged_alike(old, question) {
                return None;
            }
            let level = old.scale.as_ref()?.level(value.parse().ok()?)?;
            Some(level.name.get(self.lang()).to_owned())
        });
        (judgement.is_some() || !text.is_empty()).then(|| LastYearView {
            year: crate::self_assessment::model::school_year(self.last.year),
            judgement,
            text,
            figures: self.last_figures_of(question),
        })
    }

    /// What stood beside last year's answer, in one sentence; empty when nothing did.
    fn last_figures_of(&self, question: &crate::model_pack::Question) -> String {
        let lines = question.indicators.iter().filter_map(|key| self.last_figures.get(key));
        let lines: Vec<String> = lines.map(|standing| card(standing, self.lang()).line).collect();
        if lines.is_empty() { String::new() } else { text_with(self.lang(), "beside-last-year", &[("figures", &lines.join("; "))]) }
    }

    /// The page's list of errors: id of the field, sentence.
    fn errors(&self, part: &AppliedPart<'_>) -> Vec<(String, String)> {
        let conflict = || text(self.lang(), "conflict-summary").into_owned();
        part.fields()
            .iter()
            .map(ToString::to_string)
            .filter_map(|name| {
                let rejected = self.rejected.get(&name)?;
                let sentence = rejected.error.clone().or_else(|| rejected.conflict.as_ref().map(|_| conflict()))?;
                Some((element_id(&name), sentence))
            })
            .collect()
    }
}
