//! Every id is its own type, so that a school's id cannot stand where an assessment's should.

/// Makes a newtype over the `bigint` that PostgreSQL hands out.
macro_rules! id {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize, sqlx::Type)]
        #[serde(transparent)]
        #[sqlx(transparent)]
        pub struct $name(pub i64);

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }
    )+};
}

id! {
    /// A municipality; a surrogate, never the municipality number.
    MunicipalityId,
    /// An area within a municipality, or a network of schools.
    AreaId,
    /// A topic that waits for a meeting of many schools.
    WaitingTopicId,
    /// A school; a surrogate, never the organisation number.
    SchoolId,
    /// Somebody in one municipality.
    PersonId,
    /// Somebody who signs in, perhaps in several municipalities.
    AccountId,
    /// One stored version of a model pack.
    ModelPackId,
    /// A round of self-assessments.
    RoundId,
    /// One school's (or the municipality's) self-assessment in a round.
    SelfAssessmentId,
    /// A text that several people write.
    DocumentId,
    /// One frozen version of a self-assessment.
    DeliveryId,
    /// A comment on a delivered answer.
    CommentId,
    /// A part given to a member.
    PartAssignmentId,
    /// A part shown to somebody.
    DraftShareId,
    /// A link that supports a sign of good practice.
    EvidenceId,
    /// A report that something should be taken away.
    SlipReportId,
    /// An import of figures.
    ImportId,
    /// One version of a set of indicators.
    IndicatorSetId,
    /// What one side noted of a figure, in one version.
    ExpectationId,
    /// Something that somebody at a school tells.
    StoryId,
    /// A chain from a figure to action.
    InquiryId,
    /// A meeting between owner and schools.
    MeetingId,
    /// Somebody asked to come to a meeting.
    ParticipantId,
    /// A point of a meeting's agenda.
    MeetingPointId,
    /// `meeting_proposal`.
    ProposalId,
    /// A mail about a meeting to one person.
    MeetingMailId,
    /// An approved version of a meeting's minutes.
    MeetingMinutesId,
    /// What a school asks for, or is offered.
    SupportId,
    /// What one school gets of follow-up, and why.
    JudgementId,
    /// By what schools are given more follow-up.
    CriterionId,
    /// A promise that one side of a dialogue gave.
    AgreementId,
    /// A list of schools that was sent in.
    SchoolListId,
    /// What a school was called and numbered before.
    FormerIdentityId,
    /// A talking point.
    TalkingPointId,
    /// A piece of work that is done after the request that caused it.
    JobId,
    /// A named deputy of a rektor.
    DeputyId,
    /// Days without school.
    FreeDayId,
    /// A meeting of the council.
    CouncilDateId,
    /// A year's report to the council.
    ReportId,
    /// A comment on a chapter of it.
    ReportCommentId,
    /// Words of a school that a report asks to quote.
    ReportQuoteId,
    /// Something that the council is asked to decide.
    ReportProposalId,
    /// Something that the council asked when it had the report.
    ReportQuestionId,
    /// A report as it was sent.
    ReportVersionId,
    /// A file of a report that somebody asked for.
    ReportFileId,
    /// A file that is laid beside a report.
    ReportAttachmentId,
    /// A segment of the wheel that is asked to be moved or skipped, or is.
    WheelExceptionId,
    /// A department of a school.
    DepartmentId,
    /// A school's development plan.
    PlanId,
    /// A goal of it.
    PlanGoalId,
    /// An action towards a goal.
    PlanActionId,
    /// What an action came from, or a goal is watched by.
    PlanWhyId,
    /// A milestone of an action.
    PlanMilestoneId,
    /// Somebody's involvement in a plan.
    PlanInvolvementId,
    /// The municipality's quality plan.
    QualityPlanId,
    /// A goal of it.
    QualityGoalId,
    /// A priority of a goal; the same in every version of the plan.
    QualityPriorityId,
    /// An action that serves priorities.
    QualityActionId,
    /// A step of its progress plan.
    QualityStepId,
    /// A line of its budget.
    QualityBudgetLineId,
    /// A remark of the council.
    QualityRemarkId,
    /// An evaluation of the plan.
    QualityEvaluationId,
    /// What an evaluation found.
    QualityEvaluationEntryId,
    /// A list of what had no money.
    QualityUnfundedId,
    /// A line of that list.
    QualityUnfundedLineId,
    /// A talk between two people.
    SealedTalkId,
    /// What is to be done after it.
    SealedPointId,
    /// That somebody else was let into it.
    SealedOpeningId,
    /// A round in which people without an account answer.
    VoiceRoundId,
    /// A written agreement about a critical area at a school.
    WrittenAgreementId,
    /// Somebody who helps a school for a time.
    AdviserId,
    /// Work of a school between two meetings.
    BetweenId,
    /// That somebody looked at how schools or the municipality do something: tilsyn, forvaltningsrevisjon.
    InspectionId,
    /// What they found.
    FindingId,
    /// A routine of the municipality.
    RoutineId,
    /// The handover of a school or an area.
    HandoverId,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_written_as_its_number() {
        assert_eq!(SchoolId(7).to_string(), "7");
        assert_eq!(serde_json::to_string(&SchoolId(7)).unwrap(), "7");
    }
}
