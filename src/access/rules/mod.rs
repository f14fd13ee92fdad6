//! Every rule of who may do what: the auditor's folder, a file for each kind of object. A rule is a pure function of the actor and of facts about the
//! object; it gives **capabilities**, values that only this folder can make and that writes demand. Templates ask the same functions, so a button and
//! its handler cannot disagree. `docs/roles.md` says the same in words.
mod indicator;
mod municipality;
mod municipality_wide;
mod overview;
mod self_assessment;

pub use indicator::{CanReadSets, SchoolFigures};
pub use municipality::{CanNameDeputy, SchoolRights};
pub use municipality_wide::{CanComposeSets, CanImport, CanOpenRound};
pub use overview::FollowedSchools;
pub use self_assessment::{
    AssessmentFacts, AssessmentRights, CanAnswer, CanComment, CanDeliver, CanHandIn, CanLead, CanRedact, CanReopen, CanReport,
    CanRequestReopening, CanShow, CanWrite, Parts, may_be_shown_drafts_of,
};
