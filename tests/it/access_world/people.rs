//! Who asks for what, and what they are to it.

/// Who asks. Where nothing else is said, the person belongs to Vik skule.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Actor {
    Anonymous,
    Skoleeier,
    AreaLeader,
    OtherAreaLeader,
    Rektor,
    Deputy,
    Member,
    Pupil,
    GivenAPart,
    ShownAPart,
    RektorOfAnotherSchool,
    WithoutRole,
    Disabled,
    Administrator,
    SkoleeierElsewhere,
}

/// What somebody is to the target.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    Anonymous,
    Disabled,
    Rektor,
    Deputy,
    Member,
    Pupil,
    Given,
    Shown,
    Outsider,
    Owner,
    Leader,
    OtherLeader,
    WithoutRole,
    Administrator,
    Foreign,
}

impl Standing {
    /// Its name in the table.
    pub fn is_called(self, name: &str) -> bool {
        let own = match self {
            Self::Anonymous => "anonymous",
            Self::Disabled => "disabled",
            Self::Rektor => "rektor",
            Self::Deputy => "deputy",
            Self::Member => "member",
            Self::Pupil => "pupil",
            Self::Given => "given",
            Self::Shown => "shown",
            Self::Outsider => "outsider",
            Self::Owner => "eigar",
            Self::Leader => "leader",
            Self::OtherLeader => "otherleader",
            Self::WithoutRole => "norole",
            Self::Administrator => "admin",
            Self::Foreign => "foreign",
        };
        own == name
    }
}

impl Actor {
    /// Everybody.
    pub const ALL: [Self; 15] = [
        Self::Anonymous,
        Self::Skoleeier,
        Self::AreaLeader,
        Self::OtherAreaLeader,
        Self::Rektor,
        Self::Deputy,
        Self::Member,
        Self::Pupil,
        Self::GivenAPart,
        Self::ShownAPart,
        Self::RektorOfAnotherSchool,
        Self::WithoutRole,
        Self::Disabled,
        Self::Administrator,
        Self::SkoleeierElsewhere,
    ];

    /// What the actor is to the target.
    pub fn standing(self, target: Target) -> Standing {
        let at_vik = target != Target::OtherSchool;
        match self {
            Self::Anonymous => Standing::Anonymous,
            Self::Skoleeier => Standing::Owner,
            Self::AreaLeader => Standing::Leader,
            Self::OtherAreaLeader => Standing::OtherLeader,
            Self::Rektor if at_vik => Standing::Rektor,
            Self::Deputy if at_vik => Standing::Deputy,
            Self::Member if at_vik => Standing::Member,
            Self::Pupil if at_vik => Standing::Pupil,
            Self::GivenAPart if at_vik => Standing::Given,
            Self::ShownAPart if at_vik => Standing::Shown,
            Self::RektorOfAnotherSchool if !at_vik => Standing::Rektor,
            Self::Rektor
            | Self::Deputy
            | Self::Member
            | Self::Pupil
            | Self::GivenAPart
            | Self::ShownAPart
            | Self::RektorOfAnotherSchool => Standing::Outsider,
            Self::WithoutRole => Standing::WithoutRole,
            Self::Disabled => Standing::Disabled,
            Self::Administrator => Standing::Administrator,
            Self::SkoleeierElsewhere => Standing::Foreign,
        }
    }
}

/// What is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Target {
    /// Vik skule's.
    Own,
    /// Nes skule's, in the same area.
    OtherSchool,
    /// A third municipality's.
    OtherMunicipality,
    /// Ids that are nobody's.
    Missing,
    /// Vik's id first, and below it ids of Nes.
    Mixed,
}

impl Target {
    /// There is such a thing where the actors work.
    pub fn exists_in_the_municipality(self) -> bool {
        matches!(self, Self::Own | Self::OtherSchool)
    }
}

/// How far the self-assessments have come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    NotStarted,
    InProgress,
    Delivered,
    Reopened,
}
