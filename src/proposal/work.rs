//! The work after an import: meetings are proposed, or proposed no longer.
use std::collections::BTreeMap;

use sqlx::PgConnection;

use super::model::{Proposal, deadline, new_figures};
use super::queries::{self, Import, Reason, Wanted};
use crate::App;
use crate::access::Role;
use crate::error::Result;
use crate::ids::{ImportId, MunicipalityId, PersonId, SchoolId};
use crate::jobs::FiguresChanged;
use crate::model_pack::{self, AfterFigures, Dialogue};
use crate::municipality::{self, School};
use crate::notification::{self, Message, Notice};
use crate::text::{InBoth, dates, text_with};

/// Proposes the meetings that the figures of an import give reason for, once for each kind; or takes back those that nobody has acted on, when it was
/// withdrawn. Done twice, the second time changes nothing and tells nobody. The transaction acts as the municipality's operator.
///
/// # Errors
///
/// When the database does not answer.
pub async fn after_figures(app: &App, connection: &mut PgConnection, municipality: MunicipalityId, changed: &FiguresChanged) -> Result<()> {
    let Some(id) = changed.import else { return Ok(()) };
    let Some(import) = queries::import(&mut *connection, municipality, id).await? else { return Ok(()) };
    if import.withdrawn {
        take_back(app, connection, municipality, id).await
    } else {
        propose(app, connection, municipality, id, &import).await
    }
}

/// A kind with what it comes after.
fn of_kinds(pack: &model_pack::Pack) -> impl Iterator<Item = (&Dialogue, &AfterFigures)> {
    pack.dialogues.iter().filter_map(|kind| Some((kind, kind.after_figures.as_ref()?)))
}

async fn propose(app: &App, connection: &mut PgConnection, municipality: MunicipalityId, id: ImportId, import: &Import) -> Result<()> {
    let Some(pack_id) = model_pack::newest(&mut *connection, municipality).await? else { return Ok(()) };
    let pack = app.packs.load(&mut *connection, municipality, pack_id).await?;
    let taken_in = dates::norwegian_date(import.since);
    let fresh = |after: &AfterFigures| deadline(after, import.since) >= app.clock.today();
    for (kind, after) in of_kinds(&pack).filter(|(_, after)| fresh(after)) {
        let reason = Reason { import: id, kind: &kind.key, since: import.since, figures: new_figures(after, taken_in) };
        let open = queries::without_meeting(&mut *connection, municipality, &[reason], false).await?;
        let schools = taking_part(app, &mut *connection, municipality, &open).await?;
        if schools.is_empty() {
            continue;
        }
        let made =
            queries::make(&mut *connection, municipality, id, (pack_id, &kind.key), deadline(after, import.since), app.clock.now()).await?;
        if let Some(proposal) = made {
            tell(
                app,
                &mut *connection,
                municipality,
                Notice::MeetingProposed,
                (kind, &import.file),
                &schools,
                &format!("/forslag/{proposal}"),
            )
            .await?;
        }
    }
    Ok(())
}

/// Tells those who had not acted on what an import gave reason for that it does so no longer.
async fn take_back(app: &App, connection: &mut PgConnection, municipality: MunicipalityId, import: ImportId) -> Result<()> {
    for proposal in queries::proposals(&mut *connection, municipality, Wanted::Of(import)).await? {
        let pack = app.packs.load(&mut *connection, municipality, proposal.pack).await?;
        if let Some(kind) = pack.dialogue(&proposal.kind) {
            let open = queries::without_meeting(&mut *connection, municipality, &reason(&proposal, kind), true).await?;
            let schools = taking_part(app, &mut *connection, municipality, &open).await?;
            tell(app, &mut *connection, municipality, Notice::MeetingNotProposed, (kind, &proposal.file), &schools, "/moter").await?;
        }
        queries::withdraw(&mut *connection, municipality, proposal.id, app.clock.now()).await?;
    }
    Ok(())
}

/// What a proposal is about; nothing when its kind comes after no figures.
pub(super) fn reason<'a>(proposal: &'a Proposal, kind: &'a Dialogue) -> Vec<Reason<'a>> {
    let reason = kind.after_figures.as_ref().map(|after| Reason {
        import: proposal.import,
        kind: &proposal.kind,
        since: proposal.since,
        figures: new_figures(after, dates::norwegian_date(proposal.since)),
    });
    reason.into_iter().collect()
}

async fn taking_part(
    app: &App,
    connection: &mut PgConnection,
    municipality: MunicipalityId,
    open: &[(usize, SchoolId)],
) -> Result<Vec<School>> {
    if open.is_empty() {
        return Ok(Vec::new());
    }
    let schools = municipality::schools(connection, municipality).await?.into_iter();
    Ok(schools.filter(|school| school.takes_part(app.clock.today()) && open.iter().any(|(_, id)| *id == school.id)).collect())
}

/// One notice to each who would book with these schools: the leaders of their areas, skoleeier for those without one.
async fn tell(
    app: &App,
    connection: &mut PgConnection,
    municipality: MunicipalityId,
    notice: Notice,
    (kind, file): (&Dialogue, &str),
    schools: &[School],
    href: &str,
) -> Result<()> {
    let mut told: BTreeMap<PersonId, Vec<&str>> = BTreeMap::new();
    for school in schools {
        let followers = municipality::followers_of(&mut *connection, municipality, school.id, app.clock.today()).await?;
        let leads = followers.iter().any(|(.., role)| *role == Role::Omradeleder);
        for (person, ..) in followers.iter().filter(|(.., role)| !leads || *role == Role::Omradeleder) {
            told.entry(*person).or_default().push(&school.name);
        }
    }
    for (person, schools) in told {
        let what = InBoth::each(|lang| {
            let first = schools.first().copied().unwrap_or_default();
            text_with(lang, "proposal-of", &[("kind", &kind.name.get(lang)), ("count", &schools.len()), ("first", &first)])
        });
        let message = Message { notice, who: file, what: &what, href };
        notification::tell(&mut *connection, municipality, app.clock.now(), &[person], None, &message).await?;
    }
    Ok(())
}
