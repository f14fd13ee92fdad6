//! Rolling a round to the next year, also onto a newer version of the pack. Nothing is carried silently: the plan says what is copied, what starts anew
//! and what is left behind, and rolling does what the plan says and keeps it.
//!
//! | | |
//! |---|---|
//! | copied | who has which part, when the person still belongs to the school and the part still exists |
//! | shown beside | the delivered answer to the same question, from the newest year that was delivered |
//! | starts anew | state, texts, judgements, done marks, what is shown to whom, deadline |
//! | left behind | questions and parts that are gone (readable in the year they were delivered), drafts that were never delivered |
use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use sqlx::PgConnection;
use time::{Date, OffsetDateTime};

use super::model::{NewRound, Round};
use super::queries;
use crate::App;
use crate::access::rules::CanOpenRound;
use crate::error::{AppError, Result};
use crate::ids::{ModelPackId, PersonId, RoundId, SchoolId};
use crate::model_pack::{self, Aspect, Change, FieldKey, Pack, SchoolProfile, Template, mark_changed_questions};
use crate::self_assessment::State;

/// A part somebody has at a school.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GivenPart {
    /// Key of the part.
    pub part: String,
    /// Who has it.
    pub person: PersonId,
    /// The person still holds a role at the school.
    pub still_there: bool,
}

/// What a school delivered last.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Delivered {
    /// The school year it looked back on.
    pub year: i32,
    /// The newest version of that year.
    pub version: i32,
    /// The pack version it was answered with.
    pub pack: ModelPackId,
    /// The fields that hold something.
    pub fields: Vec<String>,
}

/// What rolling asks about a school, or about the municipality when it answers itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SchoolFacts {
    /// The school; `None` for the municipality.
    pub school: Option<SchoolId>,
    /// Its name.
    pub name: String,
    /// What conditions ask about.
    pub profile: SchoolProfile,
    /// Public and open: takes part in the new round.
    pub takes_part: bool,
    /// The state in the round that is rolled; `None` when it was not in it.
    pub state: Option<State>,
    /// What it delivered last.
    pub delivered: Option<Delivered>,
    /// Who has which part.
    pub given: Vec<GivenPart>,
}

/// Everything the plan is made from.
#[derive(Debug, Clone)]
pub struct Facts {
    /// The round that is rolled.
    pub round: Round,
    /// The version it rolls onto.
    pub pack: ModelPackId,
    /// Every pack version that somebody answered with, the round's own and the new one.
    pub packs: HashMap<ModelPackId, Arc<Pack>>,
    /// The schools, by name.
    pub schools: Vec<SchoolFacts>,
}

/// What rolling does. Made before, shown, done, and kept as it was shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RollPlan {
    /// The round that is rolled.
    pub from: RoundId,
    /// The version of the pack that the new round gets.
    pub pack: ModelPackId,
    /// The school year that the new round looks back on.
    pub looks_back_year: i32,
    /// Questions that are in both versions.
    pub kept: Vec<String>,
    /// Among them, those whose scale is another, so that last year's judgement is not shown beside.
    pub judged_anew: Vec<String>,
    /// Questions that last year did not have.
    pub new: Vec<String>,
    /// Questions that the new version does not have.
    pub dropped_questions: Vec<String>,
    /// Parts that the new version does not have.
    pub dropped_parts: Vec<String>,
    /// The schools, by name.
    pub schools: Vec<SchoolPlan>,
}

/// What rolling does for a school.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own that the page tells")]
pub struct SchoolPlan {
    /// The school; `None` for the municipality.
    pub school: Option<SchoolId>,
    /// Its name.
    pub name: String,
    /// Gets a self-assessment in the new round; a school that closed does not.
    pub takes_part: bool,
    /// It was in the round that is rolled.
    pub was_in: bool,
    /// It was in it and has never delivered in it.
    pub late: bool,
    /// A draft that was not delivered is left behind.
    pub draft_left: bool,
    /// The school year whose delivered answers are shown beside the same questions.
    pub beside_year: Option<i32>,
    /// Those questions.
    pub beside: Vec<String>,
    /// Delivered answers that are only read in the year they were delivered.
    pub only_read_back: usize,
    /// Parts that stay with the one who had them.
    pub copied: Vec<(String, PersonId)>,
    /// How many are not copied because the person has left the school.
    pub left_school: usize,
    /// How many are not copied because the part is gone, or is not for this school.
    pub part_gone: usize,
}

impl RollPlan {
    /// Tells two plans apart: the form carries it, so that what is done is what was shown.
    pub fn fingerprint(&self) -> Result<String> {
        let text = serde_json::to_string(self).map_err(anyhow::Error::from)?;
        Ok(crate::access::session::hex(&Sha256::digest(text.as_bytes())))
    }

    /// Parts that are copied, with their schools.
    fn copied(&self) -> Vec<(SchoolId, &str, PersonId)> {
        let mut parts = Vec::new();
        for plan in &self.schools {
            if let Some(school) = plan.school {
                parts.extend(plan.copied.iter().map(|(part, person)| (school, part.as_str(), *person)));
            }
        }
        parts
    }
}

fn template(facts: &Facts, pack: ModelPackId) -> Option<&Template> {
    facts.packs.get(&pack)?.template(&facts.round.template)
}

/// Makes the plan. `Conflict` when the newest version of the pack does not have the template, or lets somebody else answer it.
pub fn plan(facts: &Facts) -> Result<RollPlan> {
    let old =
        template(facts, facts.round.pack).ok_or_else(|| AppError::Internal(anyhow::anyhow!("round {} has no template", facts.round.id)))?;
    let new = template(facts, facts.pack)
        .filter(|new| new.respondent == facts.round.respondent)
        .ok_or(AppError::Conflict("error-round-template-gone"))?;
    let changes = mark_changed_questions(old, new);
    let is_dropped = |key: &str, aspect| changes.contains(&Change::Dropped(FieldKey::new(key, aspect)));
    let mut plan = RollPlan {
        from: facts.round.id,
        pack: facts.pack,
        looks_back_year: facts.round.looks_back_year + 1,
        kept: Vec::new(),
        judged_anew: Vec::new(),
        new: Vec::new(),
        dropped_questions: Vec::new(),
        dropped_parts: old.parts.iter().filter(|part| new.part(&part.key).is_none()).map(|part| part.key.clone()).collect(),
        schools: facts.schools.iter().map(|school| of_school(facts, new, school)).collect(),
    };
    for (_, question) in old.questions() {
        if new.question(&question.key).is_none() {
            plan.dropped_questions.push(question.key.clone());
            continue;
        }
        plan.kept.push(question.key.clone());
        if is_dropped(&question.key, Aspect::Judgement) {
            plan.judged_anew.push(question.key.clone());
        }
    }
    plan.new =
        changes.iter().filter_map(|change| if let Change::New { question, .. } = change { Some(question.clone()) } else { None }).collect();
    Ok(plan)
}

fn of_school(facts: &Facts, new: &Template, school: &SchoolFacts) -> SchoolPlan {
    let applied = if school.school.is_some() { new.for_school(&school.profile) } else { new.for_owner() };
    let mut plan = SchoolPlan {
        school: school.school,
        name: school.name.clone(),
        takes_part: school.takes_part,
        was_in: school.state.is_some(),
        late: matches!(school.state, Some(State::NotStarted | State::InProgress)),
        draft_left: matches!(school.state, Some(State::InProgress | State::Reopened)),
        beside_year: None,
        beside: Vec::new(),
        only_read_back: 0,
        copied: Vec::new(),
        left_school: 0,
        part_gone: 0,
    };
    if let Some(delivered) = &school.delivered {
        let kept: Vec<FieldKey> = template(facts, delivered.pack).map_or_else(Vec::new, |old| {
            mark_changed_questions(old, new)
                .into_iter()
                .filter_map(|change| if let Change::Kept(field) = change { Some(field) } else { None })
                .collect()
        });
        let (mut beside, mut back) = (BTreeSet::new(), BTreeSet::new());
        for field in delivered.fields.iter().filter_map(|field| FieldKey::parse(field)) {
            // What a page shows beside the question: the level and the words.
            if !matches!(field.aspect(), Aspect::Judgement | Aspect::Text) {
                continue;
            }
            let there = school.takes_part && applied.field(&field.to_string()).is_some() && kept.contains(&field);
            if there { &mut beside } else { &mut back }.insert(field.of().to_owned());
        }
        plan.only_read_back = back.difference(&beside).count();
        plan.beside = beside.into_iter().collect();
        plan.beside_year = (!plan.beside.is_empty()).then_some(delivered.year);
    }
    for given in &school.given {
        if !school.takes_part || applied.part(&given.part).is_none() {
            plan.part_gone += 1;
        } else if given.still_there {
            plan.copied.push((given.part.clone(), given.person));
        } else {
            plan.left_school += 1;
        }
    }
    plan
}

/// Loads what the plan is made from.
pub async fn facts(app: &App, connection: &mut PgConnection, can: CanOpenRound, round: Round, today: Date) -> Result<Facts> {
    let pack = model_pack::newest(&mut *connection, can.municipality()).await?.ok_or(AppError::Conflict("error-no-pack"))?;
    let schools = queries::facts(&mut *connection, can, &round, today).await?;
    let mut packs = HashMap::new();
    let answered_with = schools.iter().filter_map(|school| school.delivered.as_ref().map(|delivered| delivered.pack));
    for id in answered_with.chain([pack, round.pack]) {
        packs.insert(id, app.packs.load(&mut *connection, can.municipality(), id).await?);
    }
    Ok(Facts { round, pack, packs, schools })
}

/// Opens the next year's round as the plan says, and keeps the plan. `Conflict` when the round was rolled before or the next year's is open.
pub async fn execute(
    connection: &mut PgConnection,
    can: CanOpenRound,
    facts: &Facts,
    plan: &RollPlan,
    deadline: Date,
    now: OffsetDateTime,
    today: Date,
) -> Result<RoundId> {
    let pack = facts.packs.get(&plan.pack).ok_or(AppError::NotFound)?;
    let new = NewRound {
        template: &facts.round.template,
        pack: plan.pack,
        looks_back_year: plan.looks_back_year,
        deadline,
        rolled_from: Some(plan.from),
    };
    let round = super::open(&mut *connection, can, pack, &new, now, today).await?;
    let parts = plan.copied();
    let copied = queries::copy_parts(&mut *connection, plan.from, round, &parts, today, now).await?;
    if usize::try_from(copied).ok() != Some(parts.len()) {
        // Somebody left, or gave a part back, between the reading and the writing.
        return Err(AppError::Conflict("error-round-changed-meanwhile"));
    }
    queries::keep_plan(connection, can, round, plan).await?;
    Ok(round)
}

#[cfg(test)]
mod tests;
