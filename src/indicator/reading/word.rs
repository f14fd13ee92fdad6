//! What the words of headers and cells mean, before it is known which indicator they name together.
use super::super::{SchoolYear, Sex};

/// What a phrase says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Word {
    /// Of which school year.
    Year(SchoolYear),
    /// Before the count was final.
    Preliminary,
    /// Whom it is about.
    Sex(Sex),
    /// Who runs the schools it is about.
    Owner(Owner),
    /// Which grades it is about.
    Grades(Grades),
    /// Which of the yearly statistics it belongs to.
    Kind(Kind),
    /// A subject, as it stands in keys: `lesing`, `norsk_sidemal`.
    Subject(&'static str),
    /// The subject's code is of the curriculum that was replaced (LK06).
    OlderCurriculum,
    /// An index or question of Elevundersøkelsen, by its key: `eu_trivsel`.
    Survey(&'static str),
    /// All questions of a survey's group together, which is its index.
    WholeGroup,
    /// What is measured.
    Measure(Measure),
    /// Of which year of accounts.
    AccountYear(i32),
    /// Of which function of a municipality's accounts.
    Function(u16),
    /// Running costs without income.
    NetCosts,
    /// Divided by the number of pupils.
    PerPupil,
    /// Known, and says nothing that has to be kept («Grunnskole», «Brudd»).
    Nothing,
    /// Known, and about something that the catalogue does not hold.
    Outside(Outside),
}

/// Who runs schools.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Owner {
    /// Everyone.
    All,
    /// Municipalities, counties and the state.
    Public,
    /// Anyone else.
    Private,
}

/// Grades.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Grades {
    /// All of them.
    All,
    /// One, 1–13.
    One(u8),
    /// From and to.
    Span(u8, u8),
}

/// A yearly statistic.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// Nasjonale prøver, in scale points.
    Tests,
    /// Nasjonale prøver of before 2014, as the mean of levels.
    OldTests,
    /// Marks for the year's work.
    Standpoint,
    /// Marks of written examinations.
    WrittenExam,
    /// Marks of oral examinations.
    OralExam,
    /// Elevundersøkelsen.
    Survey,
    /// Absence.
    Absence,
}

/// What is measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Measure {
    /// Only that it is a value («Verdi»); another column tells of what.
    Generic,
    /// Scale points.
    ScaleScore,
    /// ± of scale points.
    Uncertainty,
    /// Pupils who took a test.
    Participants,
    /// Pupils: behind a value, or the number itself.
    Pupils,
    /// Share on a level of mastery.
    MasteryShare(u8),
    /// Pupils on a level of mastery.
    MasteryCount(u8),
    /// Mean of levels, before 2014.
    MeanLevel,
    /// Share that took part in a test, or answered.
    TookPart,
    /// Share that was exempt from a test.
    Exempt,
    /// Share that neither took a test nor was exempt.
    StayedAway,
    /// Mean of marks.
    AverageMark,
    /// Share with a mark.
    MarkShare(u8),
    /// Score of an index.
    Score,
    /// Standard deviation of a score.
    Deviation,
    /// People who answered.
    Answers,
    /// People who were asked.
    Invited,
    /// Share that is bullied.
    BulliedShare,
    /// Share that chose an answer.
    AnswerShare(u8),
    /// People who chose an answer.
    AnswerCount(u8),
    /// A share of something that another word names.
    Share,
    /// A mean of something that another word names.
    Mean,
    /// A number of something that another word names.
    Count,
    /// An indicator of its own, by its key.
    Own(&'static str),
}

/// Why something that is understood is not kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Outside {
    /// The pupils counted at the school that they came from («avgiverskole»): another indicator than the school's own.
    FeederSchool,
    /// A number that no indicator of the catalogue is made of.
    NotInCatalogue,
}
