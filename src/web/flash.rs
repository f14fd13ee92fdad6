//! One sentence carried over a redirect, by name in a cookie: never text from a user.
use axum::http::HeaderValue;
use axum::response::{IntoResponse, Redirect, Response};

use crate::text::{Lang, text};

/// Name of the cookie.
pub const COOKIE: &str = "melding";

macro_rules! flashes {
    ($($(#[$doc:meta])* $name:ident = $key:literal),+ $(,)?) => {
        /// What can be said after a redirect.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum Flash { $($(#[$doc])* $name),+ }

        impl Flash {
            fn key(self) -> &'static str {
                match self { $(Self::$name => $key),+ }
            }

            /// The flash a cookie names.
            pub fn parse(value: &str) -> Option<Self> {
                match value { $($key => Some(Self::$name),)+ _ => None }
            }

            /// The sentence.
            pub fn sentence(self, lang: Lang) -> String {
                match self { $(Self::$name => text(lang, $key).into_owned()),+ }
            }
        }
    };
}

flashes! {
    /// The whole form was saved.
    Saved = "flash-saved",
    /// Nothing differed from what was stored.
    NothingChanged = "flash-nothing-changed",
    /// Text written before the session ended was saved after sign-in.
    SavedAfterSignIn = "flash-saved-after-sign-in",
    /// The secret address of one's calendar is gone.
    CalendarClosed = "flash-calendar-closed",
    /// Somebody comes instead.
    DeputySent = "flash-deputy-sent",
    /// It is noted who comes instead.
    DeputyInWords = "flash-deputy-in-words",
    /// They need not come after all.
    DeputyTakenBack = "flash-deputy-taken-back",
    /// The password was changed and other sessions ended.
    PasswordChanged = "flash-password-changed",
    /// A session was ended.
    SessionEnded = "flash-session-ended",
    /// The self-assessment was delivered.
    Delivered = "flash-delivered",
    /// The self-assessment was reopened.
    Reopened = "flash-reopened",
    /// The school asked for reopening.
    ReopeningRequested = "flash-reopening-requested",
    /// A comment was added.
    Commented = "flash-commented",
    /// A comment was answered.
    Answered = "flash-answered",
    /// A comment was closed.
    CommentClosed = "flash-comment-closed",
    /// A part was given to a member.
    PartGiven = "flash-part-given",
    /// A part was handed in.
    PartHandedIn = "flash-part-handed-in",
    /// A part was returned.
    PartReturned = "flash-part-returned",
    /// A part was taken back.
    PartWithdrawn = "flash-part-withdrawn",
    /// A part is shown to somebody.
    Shared = "flash-shared",
    /// A part is no longer shown.
    ShareRevoked = "flash-share-revoked",
    /// A year's report was begun.
    ReportBegun = "flash-report-begun",
    /// A chapter can be read.
    ChapterReady = "flash-chapter-ready",
    /// A chapter is written on again.
    ChapterReopened = "flash-chapter-reopened",
    /// The actor has read a chapter up to now.
    ChapterRead = "flash-chapter-read",
    /// A school is asked for a quote.
    QuoteAsked = "flash-quote-asked",
    /// A quote is taken out.
    QuoteTakenOut = "flash-quote-taken-out",
    /// The school agrees to be quoted.
    QuoteAgreed = "flash-quote-agreed",
    /// It does not.
    QuoteRefused = "flash-quote-refused",
    /// The school has said what it makes of the report.
    ReportAnswered = "flash-report-answered",
    /// A file beside the report is taken away.
    AttachmentRemoved = "flash-attachment-removed",
    /// A proposal to the council is taken away.
    ProposalRemoved = "flash-proposal-removed",
    /// What the council decided is written down.
    ReportDecided = "flash-report-decided",
    /// The schools have the report to read.
    ReportToSchools = "flash-report-to-schools",
    /// The report was sent to the council.
    ReportSent = "flash-report-sent",
    /// A plan is begun.
    PlanBegun = "flash-plan-begun",
    /// The whole school reads it.
    PlanShared = "flash-plan-shared",
    /// No longer.
    PlanUnshared = "flash-plan-unshared",
    /// A department's goal stands in the school's plan.
    PlanRolledUp = "flash-plan-rolled-up",
    /// It stands with the department.
    PlanRolledBack = "flash-plan-rolled-back",
    /// It is said how an action goes.
    PlanActionTold = "flash-plan-told",
    /// A plan was delivered.
    PlanDelivered = "flash-plan-delivered",
    /// It was opened again.
    PlanReopened = "flash-plan-reopened",
    /// A quality plan was begun.
    QualityBegun = "flash-quality-begun",
    /// Everybody reads it.
    QualityHeard = "flash-quality-heard",
    /// Nobody else reads it any more.
    QualityTakenBack = "flash-quality-taken-back",
    /// It was adopted.
    QualityAdopted = "flash-quality-adopted",
    /// It is written in again.
    QualityReopened = "flash-quality-reopened",
    /// It is over.
    QualityClosed = "flash-quality-closed",
    /// A list of what has no money was made.
    QualityListed = "flash-quality-listed",
    /// Something was taken away for good.
    Redacted = "flash-redacted",
    /// A slip was reported.
    SlipReported = "flash-slip-reported",
    /// A report of a slip was closed.
    ReportClosed = "flash-report-closed",
    /// Figures were taken in.
    FiguresTakenIn = "flash-figures-taken-in",
    /// A file with figures was not taken in.
    ImportGivenUp = "flash-import-given-up",
    /// An import was withdrawn.
    ImportWithdrawn = "flash-import-withdrawn",
    /// What somebody expects of a figure was noted.
    ExpectationNoted = "flash-expectation-noted",
    /// It was taken back.
    ExpectationWithdrawn = "flash-expectation-withdrawn",
    /// The words of it, or of what surprised, are gone.
    ExpectationCleared = "flash-expectation-cleared",
    /// What surprised was noted.
    AfterwordNoted = "flash-afterword-noted",
    /// A smallest group was set.
    SmallestGroupSet = "flash-smallest-group-set",
    /// A list of schools was carried out.
    SchoolListCarriedOut = "flash-school-list-carried-out",
    /// A list of schools was given up.
    SchoolListGivenUp = "flash-school-list-given-up",
    /// A number was joined to a school.
    NumberJoined = "flash-number-joined",
    /// A number is no longer a school's.
    NumberParted = "flash-number-parted",
    /// Talking points that could not be worked out are worked out again.
    PointsTriedAgain = "flash-points-tried-again",
    /// What a school says of a talking point was saved.
    PointViewSaved = "flash-point-view-saved",
    /// What a school says of a talking point was taken away.
    PointWordsRemoved = "flash-point-words-removed",
    /// It was noted that a talking point was talked about.
    PointTalkedAbout = "flash-point-talked",
    /// A change of a set of indicators was kept.
    SetSaved = "flash-set-saved",
    /// A set of indicators was taken into use.
    SetTaken = "flash-set-taken",
    /// What was changed in a set of indicators was given up.
    SetGivenUp = "flash-set-given-up",
    /// A set of indicators is not looked at any more.
    SetRetired = "flash-set-retired",
    /// A set of indicators is looked at again.
    SetRestored = "flash-set-restored",
    /// A newer pack was set beside a set of indicators.
    SetBesidePack = "flash-set-beside-pack",
    /// An older text was restored.
    Restored = "flash-restored",
    /// Evidence was added.
    EvidenceAdded = "flash-evidence-added",
    /// Evidence was removed.
    EvidenceRemoved = "flash-evidence-removed",
    /// A meeting was booked.
    MeetingBooked = "flash-meeting-booked",
    /// A meeting has another time or place.
    MeetingMoved = "flash-meeting-moved",
    /// Why a meeting was moved is gone.
    ReasonTakenBack = "flash-reason-taken-back",
    /// A meeting is led by the actor.
    MeetingTakenOver = "flash-meeting-taken-over",
    /// The demo is at another day.
    Travelled = "flash-travelled",
    /// A meeting will not be.
    MeetingCancelled = "flash-meeting-cancelled",
    /// Whether somebody comes was answered.
    MeetingAnswered = "flash-meeting-answered",
    /// People were asked to come.
    MeetingAsked = "flash-meeting-asked",
    /// Somebody need not come.
    MeetingUnasked = "flash-meeting-unasked",
    /// A topic was taken off the agenda.
    MeetingTopicGone = "flash-meeting-topic-gone",
    /// A topic waits for the next meeting.
    TopicBrought = "flash-topic-brought",
    /// Approved minutes are withdrawn.
    MinutesWithdrawn = "flash-minutes-withdrawn",
    /// It is noted how a request to see minutes is answered.
    AccessJudged = "flash-access-judged",
    /// A meeting was held.
    MeetingHeld = "flash-meeting-held",
    /// The draft of minutes was sent round.
    MinutesSent = "flash-minutes-sent",
    /// Minutes were approved.
    MinutesApproved = "flash-minutes-approved",
    /// Minutes were read.
    SaidRead = "flash-said-read",
    /// A later version of minutes is open.
    MinutesReopened = "flash-minutes-reopened",
    /// An agreement was made.
    AgreementMade = "flash-agreement-made",
    /// The owner was asked for support.
    SupportAsked = "flash-support-asked",
    /// An agreement was changed.
    AgreementMoved = "flash-agreement-moved",
    /// The words of an agreement are gone.
    AgreementWordsRemoved = "flash-agreement-words-removed",
    /// The days of the wheel were saved.
    WheelSaved = "flash-wheel-saved",
    /// The wheel was published.
    WheelPublished = "flash-wheel-published",
    /// What was changed in the wheel was given up.
    WheelGivenUp = "flash-wheel-given-up",
    /// Something was added to the calendar.
    CalendarAdded = "flash-calendar-added",
    /// Something was taken out of the calendar.
    CalendarRemoved = "flash-calendar-removed",
    /// A question was put on the agenda of several meetings.
    QuestionAsked = "flash-question-asked",
    /// Several meetings were booked.
    MeetingsBooked = "flash-meetings-booked",
    /// It was asked for a segment to be moved or skipped.
    WheelAsked = "flash-wheel-asked",
    /// A segment is moved or skipped.
    WheelDecided = "flash-wheel-decided",
    /// What the other side asked was answered.
    WheelAnswered = "flash-wheel-answered",
    /// What came of a segment was taken away.
    WheelNoteRemoved = "flash-wheel-note-removed",
    /// A deputy was named.
    DeputyNamed = "flash-deputy-named",
    /// A deputy was revoked.
    DeputyRevoked = "flash-deputy-revoked",
    /// A round was opened.
    RoundOpened = "flash-round-opened",
    /// A round was rolled to the next year.
    RoundRolled = "flash-round-rolled",
    /// A story is shared at the school.
    StoryShared = "flash-story-shared",
    /// A story is a draft again.
    StoryTakenBack = "flash-story-taken-back",
    /// A story was delivered.
    StoryDelivered = "flash-story-delivered",
    /// The words of a story are gone.
    StoryWithdrawn = "flash-story-withdrawn",
    /// A chain was begun.
    InquiryStarted = "flash-inquiry-started",
    /// A chain is shown to those who follow the school up.
    InquiryShown = "flash-inquiry-shown",
    /// A chain is no longer shown.
    InquiryHidden = "flash-inquiry-hidden",
    /// A chain is closed.
    InquiryClosed = "flash-inquiry-closed",
    /// A chain is open again.
    InquiryReopened = "flash-inquiry-reopened",
    /// What was written in a step is gone.
    StepCleared = "flash-step-cleared",
    /// A talk between two people was arranged.
    SealedArranged = "flash-sealed-arranged",
    /// What one has prepared for it is opened to the other.
    SealedOpened = "flash-sealed-opened",
    /// It was held.
    SealedHeld = "flash-sealed-held",
    /// It is signed.
    SealedSigned = "flash-sealed-signed",
    /// A signature is withdrawn.
    SealedWithdrawn = "flash-sealed-withdrawn",
    /// The employer's document is handed over.
    SealedHandedOver = "flash-sealed-handed-over",
    /// A round in which people without an account answer was made.
    VoicesMade = "flash-voices-made",
    /// It is over.
    VoicesOver = "flash-voices-over",
    /// What was said is put in another text.
    VoicesPut = "flash-voices-put",
    /// What came of it is shown to those who answered.
    VoicesPublished = "flash-voices-published",
    /// It is no longer shown.
    VoicesWithdrawn = "flash-voices-withdrawn",
    /// A draw of a spot check is begun: the seed is there.
    CheckBegun = "flash-check-begun",
    /// Cases were drawn.
    CasesDrawn = "flash-cases-drawn",
    /// There is no case to draw.
    NothingToDraw = "flash-nothing-to-draw",
    /// A note of a spot check is gone.
    CheckNoteCleared = "flash-check-note-cleared",
    /// A written agreement was begun.
    WrittenBegun = "flash-written-begun",
    /// It can be signed.
    WrittenReady = "flash-written-ready",
    /// It is written in again.
    WrittenOpened = "flash-written-opened",
    /// One side has signed it.
    WrittenSigned = "flash-written-signed",
    /// Both have: it is in force.
    WrittenInForce = "flash-written-in-force",
    /// A signature is withdrawn.
    WrittenWithdrawn = "flash-written-withdrawn",
    /// A change of it was begun.
    WrittenChanging = "flash-written-changing",
    /// What was being written is given up.
    WrittenDropped = "flash-written-dropped",
    /// It was ended.
    WrittenEnded = "flash-written-ended",
    /// The school's leader has read that.
    WrittenAnswered = "flash-written-answered",
    /// It stands in the archive.
    WrittenArchived = "flash-written-archived",
    /// Somebody was given the time to help a school.
    AdviserGiven = "flash-adviser-given",
    /// That is over.
    AdviserEnded = "flash-adviser-ended",
    /// Work between two meetings was begun.
    BetweenBegun = "flash-between-begun",
    /// It was delivered.
    BetweenDelivered = "flash-between-delivered",
    /// An inspection is entered.
    InspectionMade = "flash-inspection-made",
    /// It is closed.
    InspectionClosed = "flash-inspection-closed",
    /// A routine is revised.
    RoutineRevised = "flash-routine-revised",
    /// A handover was begun.
    HandoverBegun = "flash-handover-begun",
    /// It is handed over.
    HandoverDone = "flash-handover-done",
    /// It is received.
    HandoverReceived = "flash-handover-received",
    /// The successor asks.
    HandoverAsked = "flash-handover-asked",
    /// That is answered.
    HandoverAnswered = "flash-handover-answered",
    /// One that was prepared is given up.
    HandoverDropped = "flash-handover-dropped",
    /// A school's request for support is sent.
    SupportSent = "flash-support-sent",
    /// A school is told how it is followed up, and why.
    FollowUpJudged = "flash-follow-up-judged",
    /// Criteria are published.
    CriteriaPublished = "flash-criteria-published",
    /// Notices were marked as read.
    NoticesRead = "flash-notices-read",
}

fn cookie(flash: Flash) -> HeaderValue {
    HeaderValue::from_str(&format!("{COOKIE}={}; Path=/; HttpOnly; SameSite=Lax; Max-Age=60", flash.key())).unwrap_or_else(|_| clear())
}

/// The `Set-Cookie` value that forgets the flash once it was shown.
pub fn clear() -> HeaderValue {
    HeaderValue::from_static("melding=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0")
}

/// A redirect (303) that says something on the next page.
pub fn redirect(to: &str, flash: Flash) -> Response {
    let mut response = Redirect::to(to).into_response();
    response.headers_mut().append(axum::http::header::SET_COOKIE, cookie(flash));
    response
}
