//! What happened, to what, by whom, when: one table, one function. Events are read as plain sentences by both sides, or by the school alone while
//! something is its own draft. They never hold text that somebody wrote.
use serde::Deserialize;
use serde_json::Value;
use sqlx::PgConnection;
use time::OffsetDateTime;

use crate::access::Actor;
use crate::error::Result;
use crate::ids::{MunicipalityId, PersonId, SchoolId, SelfAssessmentId};
use crate::text::{InBoth, Lang, dates, text_with};

/// Who may read an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Audience {
    /// The school and those who follow it up.
    Both,
    /// The school alone.
    School,
}

macro_rules! kinds {
    ($($(#[$doc:meta])* $name:ident = $stored:literal, $key:literal),+ $(,)?) => {
        /// What can happen.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum Kind { $($(#[$doc])* $name),+ }

        impl Kind {
            fn stored(self) -> &'static str {
                match self { $(Self::$name => $stored),+ }
            }

            /// The sentence, with `detail`'s `what` filled in.
            fn sentence(stored: &str, lang: Lang, what: &str) -> Option<String> {
                match stored { $($stored => Some(text_with(lang, $key, &[("what", &what)])),)+ _ => None }
            }
        }
    };
}

kinds! {
    /// A round was opened for all schools.
    RoundOpened = "round_opened", "event-round-opened",
    /// The first text was written.
    Started = "started", "event-started",
    /// A part was given to a member.
    PartGiven = "part_given", "event-part-given",
    /// A member handed a part in.
    PartHandedIn = "part_handed_in", "event-part-handed-in",
    /// A part was returned to a member.
    PartReturned = "part_returned", "event-part-returned",
    /// A part was taken back.
    PartWithdrawn = "part_withdrawn", "event-part-withdrawn",
    /// A part of the draft was shown to somebody.
    DraftShared = "draft_shared", "event-draft-shared",
    /// The draft is no longer shown.
    DraftUnshared = "draft_unshared", "event-draft-unshared",
    /// A link was added as evidence.
    EvidenceAdded = "evidence_added", "event-evidence-added",
    /// A link was taken away.
    EvidenceRemoved = "evidence_removed", "event-evidence-removed",
    /// Something that should not have been written was taken away.
    Redacted = "redacted", "event-redacted",
    /// What a school said of a talking point was taken away.
    PointWordsRemoved = "point_words_removed", "event-point-words-removed",
    /// An older text was restored.
    Restored = "restored", "event-restored",
    /// A version was delivered.
    Delivered = "delivered", "event-delivered",
    /// The school asked for reopening.
    ReopeningRequested = "reopening_requested", "event-reopening-requested",
    /// The owner reopened.
    Reopened = "reopened", "event-reopened",
    /// Somebody commented on a delivered answer.
    Commented = "commented", "event-commented",
    /// The school answered a comment.
    Answered = "answered", "event-answered",
    /// The school closed a comment.
    CommentClosed = "comment_closed", "event-comment-closed",
    /// A deputy was named.
    DeputyNamed = "deputy_named", "event-deputy-named",
    /// A deputy was revoked.
    DeputyRevoked = "deputy_revoked", "event-deputy-revoked",
}

/// Something that happened, ready to be stored.
#[derive(Debug)]
pub struct Happening<'a> {
    /// What.
    pub kind: Kind,
    /// Who may read it.
    pub audience: Audience,
    /// At which school.
    pub school: Option<SchoolId>,
    /// To which self-assessment.
    pub object: Option<SelfAssessmentId>,
    /// A name or title that fills the sentence: a part, a person, a version. Never what somebody wrote.
    pub what: &'a InBoth,
}

/// Stores what the actor did, in the transaction that does it.
pub async fn record(connection: &mut PgConnection, actor: &Actor, happening: &Happening<'_>) -> Result<()> {
    record_as(connection, actor.municipality, Some(actor.person), &actor.name_and_title(), actor.now, happening).await
}

/// Stores what somebody did: a person, or an operator's command by its name.
pub async fn record_as(
    connection: &mut PgConnection,
    municipality: MunicipalityId,
    person: Option<PersonId>,
    name: &str,
    at: OffsetDateTime,
    happening: &Happening<'_>,
) -> Result<()> {
    sqlx::query!(
        "insert into event (municipality_id, at, person_id, person_name, kind, audience, school_id, object_id, detail) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        municipality.0,
        at,
        person.map(|id| id.0),
        name,
        happening.kind.stored(),
        match happening.audience {
            Audience::Both => "both",
            Audience::School => "school",
        },
        happening.school.map(|id| id.0),
        happening.object.map(|id| id.0),
        serde_json::json!({ "what": happening.what }),
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// A line of history.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// When, as written.
    pub when: String,
    /// Who, by name and title as they were.
    pub who: String,
    /// What, as a sentence.
    pub what: String,
}

/// The history of a self-assessment, newest first: all of it for the school (`own`), what both sides see for others.
pub async fn of_self_assessment(connection: &mut PgConnection, actor: &Actor, id: SelfAssessmentId, own: bool) -> Result<Vec<Line>> {
    let rows = sqlx::query!(
        r#"select at, person_name, kind, detail as "detail!: Value" from event
           where municipality_id = $1 and object_id = $2 and (audience = 'both' or $3) order by id desc limit 500"#,
        actor.municipality.0,
        id.0,
        own
    )
    .fetch_all(connection)
    .await?;
    Ok(rows
        .into_iter()
        .filter_map(|row| {
            let what = row.detail.get("what").map_or_else(InBoth::default, |what| InBoth::deserialize(what).unwrap_or_default());
            let what = Kind::sentence(&row.kind, actor.lang, what.get(actor.lang))?;
            Some(Line { when: dates::moment(row.at), who: row.person_name, what })
        })
        .collect())
}
