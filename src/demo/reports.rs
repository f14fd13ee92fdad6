//! The reports of the demo: last year's, sent, decided on and followed up; and this year's, just begun.
use time::{Duration, Month};

use super::chance::Chance;
use super::people::{at, become_actor};
use super::town::{Days, Town};
use crate::database::Tx;
use crate::indicator::SchoolYear;
use crate::model_pack::{ChapterKind, Pack, ReportChapter, Topic};
use crate::tilstandsrapport::making::{self, NewProposal};

/// What a chapter's text is called in the pool.
fn text_key(chapter: &ReportChapter) -> Option<&'static str> {
    match (chapter.kind, chapter.topic) {
        (ChapterKind::Summary, _) => Some("summary"),
        (ChapterKind::SinceLast, _) => Some("since_last"),
        (ChapterKind::Involvement, _) => Some("involvement"),
        (ChapterKind::FollowUp, _) => Some("follow_up"),
        (ChapterKind::Proposals, _) => None,
        (ChapterKind::Text, Some(Topic::LearningEnvironment)) => Some("learning_environment"),
        (ChapterKind::Text, Some(Topic::Results)) => Some("results"),
        (ChapterKind::Text, Some(Topic::Completion)) => Some("completion"),
        (ChapterKind::Text, Some(Topic::InternalControl)) => Some("internal_control"),
        (ChapterKind::Text, None) => Some("other"),
    }
}

/// Last year's report, as it went to the council in June, and what became of its decisions; and this year's, begun in autumn.
pub(super) async fn make(tx: &mut Tx, town: &Town<'_>, pack: &Pack) -> anyhow::Result<()> {
    let Some(template) = pack.report() else { return Ok(()) };
    let (days, app, texts) = (town.days, town.app, &town.pool.reports);
    let mut chance = Chance::new(&format!("{} report", town.setting.name));
    let council = Days::on(days.year, Month::June, 17, 10);
    let writer = at(&town.skoleeier, council - Duration::days(50));
    become_actor(tx, &writer).await?;
    let (last, _) = making::begin(app, tx, &writer, SchoolYear(days.year - 1), council.date()).await?;
    let mut used = Vec::new();
    for chapter in &template.chapters {
        let Some(key) = text_key(chapter) else { continue };
        // Two chapters on the same topic do not say the same.
        let seen = used.iter().filter(|known| **known == key).count();
        used.push(key);
        let Some(text) = texts.chapters.get(key).and_then(|all| all.get(seen)) else { continue };
        making::write_chapter(app, tx, &writer, last, &chapter.key, text).await?;
    }
    for proposal in &texts.proposals {
        let new =
            NewProposal { body: proposal.words.clone(), cost: proposal.cost, responsible: proposal.responsible.clone(), person: None };
        making::propose(app, tx, &writer, last, &new, chance.save_id()).await?;
    }
    let sender = at(&town.skoleeier, council - Duration::days(9));
    become_actor(tx, &sender).await?;
    making::send_to_council(app, tx, &sender, last, &texts.legal).await?;
    let after = at(&town.skoleeier, council + Duration::days(1));
    become_actor(tx, &after).await?;
    let due = Days::on(days.year + 1, Month::May, 1, 8).date();
    let case = format!("41/{:02}", days.year.rem_euclid(100));
    making::adopt_all(app, tx, &after, last, (council.date(), &case, &texts.questions, due)).await?;
    let now = at(&town.skoleeier, days.since_opening(600));
    become_actor(tx, &now).await?;
    for (number, proposal) in texts.proposals.iter().enumerate() {
        if !proposal.became.is_empty() {
            let said = (number + 1, proposal.done, proposal.became.as_str());
            making::follow_up(app, tx, &now, last, said, chance.save_id()).await?;
        }
    }
    // This year's is begun when autumn's meetings are under way.
    let begun = Days::on(days.year, Month::November, 2, 9);
    if days.now > begun + Duration::days(1) {
        let owner = at(&town.skoleeier, begun);
        become_actor(tx, &owner).await?;
        making::begin(app, tx, &owner, SchoolYear(days.year), Days::on(days.year + 1, Month::June, 16, 10).date()).await?;
    }
    Ok(())
}
