//! What a person should know of, kept until marked as read. A notification says what happened and where, never what was written.
use axum::extract::State;
use axum::response::Response;
use serde::Deserialize;
use serde_json::Value;
use sqlx::PgConnection;
use time::OffsetDateTime;

use crate::App;
use crate::access::Actor;
use crate::error::Result;
use crate::ids::{MunicipalityId, PersonId};
use crate::text::{InBoth, Lang, dates, text_with};
use crate::web::flash::{self, Flash};
use crate::web::routes::Routes;

/// The pages of this slice.
pub fn router() -> Routes {
    Routes::new().post("/varsler/lest", mark_read)
}

macro_rules! notices {
    ($($(#[$doc:meta])* $name:ident = $stored:literal, $key:literal),+ $(,)?) => {
        /// What can be told.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum Notice { $($(#[$doc])* $name),+ }

        impl Notice {
            fn stored(self) -> &'static str {
                match self { $(Self::$name => $stored),+ }
            }

            fn sentence(stored: &str, lang: Lang, who: &str, what: &str) -> Option<String> {
                match stored { $($stored => Some(text_with(lang, $key, &[("who", &who), ("what", &what)])),)+ _ => None }
            }
        }
    };
}

notices! {
    /// A round was opened.
    RoundOpened = "round_opened", "notice-round-opened",
    /// A part was given to you.
    PartGiven = "part_given", "notice-part-given",
    /// A part you gave was handed in.
    PartHandedIn = "part_handed_in", "notice-part-handed-in",
    /// A part you handed in was returned.
    PartReturned = "part_returned", "notice-part-returned",
    /// A part of a draft is shown to you.
    DraftShared = "draft_shared", "notice-draft-shared",
    /// A self-assessment you follow up was delivered.
    Delivered = "delivered", "notice-delivered",
    /// The municipality delivered its own self-assessment.
    OwnerDelivered = "owner_delivered", "notice-owner-delivered",
    /// Something that should not have been written was taken away.
    Redacted = "redacted", "notice-redacted",
    /// Somebody reports that something should be taken away.
    SlipReported = "slip_reported", "notice-slip-reported",
    /// A school asks for reopening.
    ReopeningRequested = "reopening_requested", "notice-reopening-requested",
    /// The self-assessment was reopened.
    Reopened = "reopened", "notice-reopened",
    /// Somebody commented on your school's answer.
    Commented = "commented", "notice-commented",
    /// Your comment was answered.
    Answered = "answered", "notice-answered",
    /// A story you wrote is shared at your school.
    StoryShared = "story_shared", "notice-story-shared",
    /// A story of a school was delivered.
    StoryDelivered = "story_delivered", "notice-story-delivered",
    /// The words of a story were taken away.
    StoryWithdrawn = "story_withdrawn", "notice-story-withdrawn",
    /// A chain from figures to action is shown to you.
    InquiryShown = "inquiry_shown", "notice-inquiry-shown",
    /// Rules have found talking points in new figures, or let some go. `who` is the file.
    TalkingPoints = "talking_points", "notice-talking-points",
    /// The same, where figures were withdrawn. `who` is the file.
    TalkingPointsWithdrawn = "talking_points_withdrawn", "notice-talking-points-withdrawn",
    /// The same, where no new figures have come: limits, goals or schools are others.
    TalkingPointsRenewed = "talking_points_renewed", "notice-talking-points-renewed",
    /// New figures give reason for a meeting. `who` is the file.
    MeetingProposed = "meeting_proposed", "notice-meeting-proposed",
    /// They do not stand any more, and nobody had acted on it. `who` is the file.
    MeetingNotProposed = "meeting_not_proposed", "notice-meeting-not-proposed",
    /// You are asked to a meeting.
    MeetingBooked = "meeting_booked", "notice-meeting-booked",
    /// It has another time or place.
    MeetingMoved = "meeting_moved", "notice-meeting-moved",
    /// Somebody else leads it.
    MeetingTakenOver = "meeting_taken_over", "notice-meeting-taken-over",
    /// You need not come after all.
    MeetingUnasked = "meeting_unasked", "notice-meeting-unasked",
    /// You are no longer among those who were there.
    MeetingTakenOff = "meeting_taken_off", "notice-meeting-taken-off",
    /// It will not be.
    MeetingCancelled = "meeting_cancelled", "notice-meeting-cancelled",
    /// Somebody wants another time, or does not come.
    MeetingAnswered = "meeting_answered", "notice-meeting-answered",
    /// Somebody sends a deputy.
    MeetingDeputy = "meeting_deputy", "notice-meeting-deputy",
    /// Somebody added a topic.
    MeetingTopic = "meeting_topic", "notice-meeting-topic",
    MinutesWithdrawn = "minutes_withdrawn", "notice-minutes-withdrawn",
    /// What both sides have prepared is shown to both. Nobody did it (`who` is empty).
    PreparationRevealed = "preparation_revealed", "notice-preparation-revealed",
    /// The draft of minutes is yours to comment on.
    MinutesSent = "minutes_sent", "notice-minutes-sent",
    /// Somebody commented on a draft of minutes.
    MinutesCommented = "minutes_commented", "notice-minutes-commented",
    /// The school wrote a note to the minutes.
    ProtocolNote = "protocol_note", "notice-protocol-note",
    /// Minutes were approved.
    MinutesApproved = "minutes_approved", "notice-minutes-approved",
    /// You promised something in a meeting, by name.
    AgreementGiven = "agreement_given", "notice-agreement-given",
    /// The other side says how far an agreement has come, or puts it off.
    AgreementMoved = "agreement_moved", "notice-agreement-moved",
    /// A school asks its owner for support.
    SupportAsked = "support_asked", "notice-support-asked",
    /// The owner answered what a school asked for.
    SupportAnswered = "support_answered", "notice-support-answered",
    /// What a school said of a talking point was taken away.
    PointWordsRemoved = "point_words_removed", "notice-point-words-removed",
    /// The wheel of a school year is published for the first time. `what` is the school year.
    WheelPublished = "wheel_published", "notice-wheel-published",
    /// Something in it is changed. `what` says what.
    WheelChanged = "wheel_changed", "notice-wheel-changed",
    /// The days of a segment went by and nothing is arranged. `who` is the school.
    WheelStepOpen = "wheel_step_open", "notice-wheel-step-open",
    /// The other side asks to move or skip a segment.
    WheelAsked = "wheel_asked", "notice-wheel-asked",
    /// What was asked is answered, or decided.
    WheelAnswered = "wheel_answered", "notice-wheel-answered",
    /// A chapter of the report was given to you.
    ChapterGiven = "chapter_given", "notice-chapter-given",
    /// The report asks to quote your school.
    QuoteAsked = "quote_asked", "notice-quote-asked",
    /// The report is yours to read before it is public.
    ReportToRead = "report_to_read", "notice-report-to-read",
    /// A school says what it makes of the report. `what` is the school.
    ReportAnswered = "report_answered", "notice-report-answered",
    /// The report was sent to the council.
    ReportSent = "report_sent", "notice-report-sent",
    /// The plan of a school that you follow up was delivered.
    PlanDelivered = "plan_delivered", "notice-plan-delivered",
    /// Somebody has arranged a talk with you that you two alone read.
    SealedArranged = "sealed_arranged", "notice-sealed-arranged",
    /// There is something about such a talk; what, is not said.
    SealedMoved = "sealed_moved", "notice-sealed-moved",
    /// Somebody else was let into it.
    SealedLetIn = "sealed_let_in", "notice-sealed-let-in",
    /// It was handed over.
    SealedHandedOver = "sealed_handed_over", "notice-sealed-handed-over",
    /// A written agreement waits for you; which, and by whom, is not said.
    WrittenWaits = "written_waits", "notice-written-waits",
    /// There is something new in one.
    WrittenMoved = "written_moved", "notice-written-moved",
    /// Somebody helps a school for a time. `what` is the school.
    AdviserGiven = "adviser_given", "notice-adviser-given",
    /// Its last day was moved.
    AdviserMoved = "adviser_moved", "notice-adviser-moved",
    /// It was ended, with what came of it.
    AdviserEnded = "adviser_ended", "notice-adviser-ended",
    /// A school delivered what it worked on between two meetings. `what` is which.
    BetweenDelivered = "between_delivered", "notice-between-delivered",
    /// An inspection found something that you put right, or that your school does.
    FindingGiven = "finding_given", "notice-finding-given",
    /// It is said to be put right.
    FindingMended = "finding_mended", "notice-finding-mended",
    /// You are named in a handover that is prepared.
    HandoverBegun = "handover_begun", "notice-handover-begun",
    /// A handover waits for you.
    HandoverWaits = "handover_waits", "notice-handover-waits",
    /// There is something new in one.
    HandoverMoved = "handover_moved", "notice-handover-moved",
    /// You are somebody's mentor.
    HandoverMentor = "handover_mentor", "notice-handover-mentor",
    /// A school asks for help; which, and what for, is not said.
    SupportWaits = "support_waits", "notice-support-waits",
    /// There is something new about help to your school.
    SupportMoved = "support_moved", "notice-support-moved",
    /// You are to help a school.
    SupportHelps = "support_helps", "notice-support-helps",
    /// A judgement of follow-up is written to your school.
    FollowUpJudged = "follow_up_judged", "notice-follow-up-judged",
    /// There is something new about a school's follow-up.
    FollowUpMoved = "follow_up_moved", "notice-follow-up-moved",
    /// You were named deputy.
    DeputyNamed = "deputy_named", "notice-deputy-named",
}

/// Something to tell.
#[derive(Debug)]
pub struct Message<'a> {
    /// What.
    pub notice: Notice,
    /// Who did it, by name.
    pub who: &'a str,
    /// A name or title that fills the sentence.
    pub what: &'a InBoth,
    /// Where it leads.
    pub href: &'a str,
}

/// Tells several people the same; nobody is told of what they did themselves (`but`).
pub async fn tell(
    connection: &mut PgConnection,
    municipality: MunicipalityId,
    at: OffsetDateTime,
    people: &[PersonId],
    but: Option<PersonId>,
    message: &Message<'_>,
) -> Result<()> {
    let people: Vec<i64> = people.iter().filter(|person| Some(**person) != but).map(|person| person.0).collect();
    sqlx::query!(
        "select tell($1, $2, $3, $4, $5, $6)",
        municipality.0,
        &people,
        message.notice.stored(),
        serde_json::json!({ "who": message.who, "what": message.what }),
        message.href,
        at
    )
    .fetch_one(connection)
    .await?;
    Ok(())
}

/// A line on the start page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// What, as a sentence.
    pub sentence: String,
    /// Where it leads.
    pub href: String,
    /// When, as written.
    pub when: String,
}

/// What the actor has not read, newest first, at most twenty.
pub async fn unread(connection: &mut PgConnection, actor: &Actor) -> Result<Vec<Line>> {
    let rows = sqlx::query!(
        r#"select kind, detail as "detail!: Value", href, created_at from notification
           where municipality_id = $1 and person_id = $2 and read_at is null order by id desc limit 20"#,
        actor.municipality.0,
        actor.person.0
    )
    .fetch_all(connection)
    .await?;
    Ok(rows
        .into_iter()
        .filter_map(|row| {
            let who = row.detail.get("who").and_then(Value::as_str).unwrap_or_default();
            let what = row.detail.get("what").map_or_else(InBoth::default, |what| InBoth::deserialize(what).unwrap_or_default());
            let sentence = Notice::sentence(&row.kind, actor.lang, who, what.get(actor.lang))?;
            Some(Line { sentence, href: row.href, when: dates::recent(row.created_at, actor.today) })
        })
        .collect())
}

/// The actor has seen to what a notice led to.
pub async fn seen(connection: &mut PgConnection, actor: &Actor, notice: Notice, href: &str) -> Result<()> {
    sqlx::query!(
        "update notification set read_at = $5 where municipality_id = $1 and person_id = $2 and kind = $3 and href = $4 and read_at is null",
        actor.municipality.0,
        actor.person.0,
        notice.stored(),
        href,
        actor.now
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// The actor has read all that there is.
pub async fn read_all(connection: &mut PgConnection, actor: &Actor) -> Result<()> {
    sqlx::query!(
        "update notification set read_at = $3 where municipality_id = $1 and person_id = $2 and read_at is null and created_at <= $3",
        actor.municipality.0,
        actor.person.0,
        actor.now
    )
    .execute(connection)
    .await?;
    Ok(())
}

async fn mark_read(State(app): State<App>, actor: Actor) -> Result<Response> {
    let mut tx = app.database.write(&actor.scope()).await?;
    read_all(&mut tx, &actor).await?;
    tx.commit().await?;
    Ok(flash::redirect("/", Flash::NoticesRead))
}
