//! Every rule of who may do what: the auditor's folder, a file for each kind of object. A rule is a pure function of the actor and of facts about the
//! object; it gives **capabilities**, values that only this folder can make and that writes demand. Templates ask the same functions, so a button and
//! its handler cannot disagree. `docs/roles.md` says the same in words.
mod adviser;
mod agreement;
mod backlog;
mod between_meetings;
mod booking;
mod contact_card;
mod development_plan;
mod expectation;
mod handover;
mod indicator;
mod inquiry;
mod internal_control;
mod meeting;
mod municipality;
mod municipality_wide;
mod overview;
mod preparation;
mod priority;
mod quality_plan;
mod report;
mod sealed_talk;
mod search;
mod self_assessment;
mod spot_check;
mod story;
mod support;
mod talking_point;
mod urgent_move;
mod voice;
mod wheel;
mod written_agreement;

pub use adviser::{AdviserFacts, AdviserRights, CanEndAdviser, CanGiveAdviser, CanMoveAdviser};
pub use agreement::{AgreementFacts, AgreementRights, CanAgree, CanMoveAgreement, CanRemoveAgreementWords, Ledger};
pub use backlog::CanBring;
pub use between_meetings::{BetweenFacts, BetweenRights, CanDeliverBetween, CanMakeBetween, CanWriteBetween, knows_of_between};
pub use booking::CanBook;
pub use contact_card::{CanReviseCard, CardRights, reads_cards};
pub use development_plan::{
    CanDeliverPlan, CanLeadPlan, CanMakePlan, CanReopenPlan, CanShapePlan, CanTellOfAction, PlanFacts, PlanRights, knows_of_plans,
};
pub use expectation::{CanClearExpectation, CanExpect, ExpectationRights};
pub use handover::{
    CanAnswerHandover, CanArrangeHandover, CanBeginHandover, CanPrepareHandover, CanReceiveHandover, CanTickHandover, HandoverFacts,
    HandoverPlace, HandoverRights, begins_handover_of, begins_handovers,
};
pub use indicator::{CanReadSets, FiguresOfSchools, SchoolFigures};
pub use inquiry::{CanClearStep, CanShowInquiry, CanStartInquiry, CanWriteInquiry, InquiryFacts, InquiryRights, SchoolInquiries};
pub use internal_control::{
    CanKeepInspections, CanKeepRoutines, CanMendFinding, CanReviseRoutine, FindingFacts, FindingRights, RoutineFacts, RoutineRights,
    reads_inspections, reads_routines, reads_trace,
};
pub use meeting::{
    CanAddPoint, CanAnswerInvitation, CanApprove, CanArrange, CanHold, CanJudgeAccess, CanRemark, CanRemoveFromMinutes, CanReopenMinutes,
    CanSayRead, CanSendDeputy, CanSendDraft, CanTakeOff, CanTakeOver, CanWithdrawMinutes, MeetingFacts, MeetingRights, takes_part_as,
};
pub use municipality::{CanNameDeputy, SchoolRights};
pub use municipality_wide::{CanComposeSets, CanImport, CanKeepSchools, CanKeepWheel, CanLimitGroups, CanOpenRound};
pub use overview::FollowedSchools;
pub use preparation::{CanKeepNote, CanRemoveFromPreparation, NOTES_KEPT, PreparationFacts, PreparationRights};
pub use priority::{
    CanAnswerJudgement, CanCloseJudgement, CanJudgeSchool, CanWriteCriteria, CriteriaRights, FollowUpRights, JudgementFacts, has_follow_up,
};
pub use quality_plan::{
    CanFollowQualityPlan, CanKeepQualityPlan, CanMakeQualityPlan, CanShapeQualityPlan, CanTurnQualityPlan, QualityFacts, QualityRights,
    reads_quality_plans,
};
pub use report::{
    CanAnswerReport, CanArrangeReport, CanFollowChapter, CanFollowUpDecision, CanMakeReport, CanTakeReportFile, ReportFacts, ReportRights,
    knows_of_reports,
};
pub use sealed_talk::{
    CanArrangeTalk, CanBreakSeal, CanFollowTalk, CanHandOverTalk, CanHoldTalk, CanSignTalk, CanWriteTalk, Party, Place, TalkFacts,
    TalkRights, has_talks,
};
pub use search::searches;
pub use self_assessment::{
    AssessmentFacts, AssessmentRights, CanAnswer, CanComment, CanDeliver, CanHandIn, CanLead, CanRedact, CanReopen, CanReport,
    CanRequestReopening, CanShow, CanWrite, Parts, may_be_shown_drafts_of,
};
pub use spot_check::{CanClearCheckNote, CanDrawCases, CanWriteCheck, SpotCheckRights};
pub use story::{
    CanDeliverStory, CanEditStory, CanShareStory, CanTakeBackStory, CanWithdrawStory, CanWriteStory, SchoolStories, StoryFacts, StoryRights,
};
pub use support::{CanAskSupport, CanMoveSupport, SupportFacts, SupportReader, SupportRights, has_support};
pub use talking_point::{CanNoteTalk, CanRemoveWords, CanSayHowWeSee, PointRights};
pub use urgent_move::{CanMove, ReasonReader};
pub use voice::{CanAskVoices, CanLeadVoices, VoiceFacts, VoiceRights, has_voices};
pub use wheel::{CanAnswerException, CanAskException, CanRemoveWheelNote, CanWriteWheelNote, SchoolWheel, reads_wheel};
pub use written_agreement::{
    CanBeginAgreement, CanChangeAgreement, CanEndAgreement, CanFollowAgreement, CanSignAgreement, CanTurnAgreement, CanWriteAgreement,
    ChainSide, WrittenFacts, WrittenRights, has_written_agreements,
};

/// A capability, or that the actor may not.
fn or_refused<T>(may: bool, capability: T) -> crate::error::Result<T> {
    if may { Ok(capability) } else { Err(crate::error::AppError::Forbidden) }
}
