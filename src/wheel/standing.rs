//! How far each school has come with what the segments of a wheel ask of it: read from meetings, deliveries and exceptions.
use super::model::{Days, Met, Move, Placed, Wheel, Wish, nearest, standing_move};
use super::queries::{self, Assessed};
use crate::error::Result;
use crate::ids::{MeetingId, MunicipalityId, SchoolId, SelfAssessmentId};
use crate::meeting::State;
use crate::model_pack::{Respondent, Setting};
use crate::municipality::School;
use crate::text::dates;
use sqlx::PgConnection;

/// What has happened in the year.
#[derive(Debug, Clone)]
pub struct Happened {
    meetings: Vec<Met>,
    assessed: Vec<Assessed>,
    moves: Vec<Move>,
}

/// What a segment asks of each school.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Asks<'a> {
    /// A meeting of this kind, of the school alone or with others.
    Meeting(&'a str, Setting),
    /// The self-assessment of this template.
    Delivery(&'a str),
}

/// How far a school has come with a segment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Standing {
    /// Left out this year.
    Skipped,
    /// Nothing is arranged, or delivered; the self-assessment, where there is one.
    Open(Option<SelfAssessmentId>),
    /// A meeting is booked.
    Booked(MeetingId),
    /// It was held.
    Held(MeetingId),
    /// It is delivered.
    Delivered(SelfAssessmentId),
}

impl Happened {
    /// What the actor may know of it.
    pub async fn load(connection: &mut PgConnection, municipality: MunicipalityId, wheel: &Wheel) -> Result<Self> {
        let meetings = queries::meetings(connection, municipality, wheel.year).await?;
        let assessed = match wheel.whole() {
            Some(whole) => queries::assessed(connection, municipality, whole.from, whole.to).await?,
            None => Vec::new(),
        };
        Ok(Self { meetings, assessed, moves: queries::moves(connection, wheel.year).await? })
    }

    /// The meeting's page, when the actor may open it.
    pub fn page_of(&self, id: MeetingId) -> Option<String> {
        self.meeting(id).filter(|met| met.opens).map(|_| format!("/moter/{id}"))
    }

    /// The meeting with this id.
    pub fn meeting(&self, id: MeetingId) -> Option<&Met> {
        self.meetings.iter().find(|met| met.id == id)
    }

    /// What a school has to do with a segment.
    pub fn of(&self, wheel: &Wheel, placed: Placed<'_>, school: &School) -> Option<Standing> {
        let asks = asks(wheel, placed)?;
        let found = match asks {
            Asks::Meeting(kind, _) => self.met(wheel, placed, kind, school).map(|met| match met.state {
                State::Booked => Standing::Booked(met.id),
                _ => Standing::Held(met.id),
            }),
            Asks::Delivery(template) => {
                let own = self.assessed.iter().rfind(|one| one.school == Some(school.id) && one.template == template);
                own.map(|one| if one.delivered { Standing::Delivered(one.id) } else { Standing::Open(Some(one.id)) })
            }
        };
        // What was done is done, also where it was said that it need not be.
        match found {
            Some(done @ (Standing::Booked(_) | Standing::Held(_) | Standing::Delivered(_))) => Some(done),
            other if !self.is_skipped(placed, Some(school.id)) => Some(other.unwrap_or(Standing::Open(None))),
            _ => Some(Standing::Skipped),
        }
    }

    /// The days that hold for a school.
    pub fn days(&self, placed: Placed<'_>, school: SchoolId) -> Days {
        self.moved(placed, Some(school))
    }

    /// The days that hold where a school has none of its own.
    pub fn days_for_all(&self, placed: Placed<'_>) -> Days {
        self.moved(placed, None)
    }

    fn moved(&self, placed: Placed<'_>, school: Option<SchoolId>) -> Days {
        match standing_move(&self.moves, &placed.segment.key, school).map(|one| one.wish) {
            Some(Wish::Move(day)) => placed.days.moved_to(day),
            _ => placed.days,
        }
    }

    /// What holds for all schools, where skoleeier has moved or skipped it.
    pub fn for_all(&self, placed: Placed<'_>) -> Option<&Move> {
        standing_move(&self.moves, &placed.segment.key, None)
    }

    /// Whether it is left out this year: at a school, or for all.
    pub fn is_skipped(&self, placed: Placed<'_>, school: Option<SchoolId>) -> bool {
        standing_move(&self.moves, &placed.segment.key, school).is_some_and(|one| one.wish == Wish::Skip)
    }

    /// The meeting that meets the segment: the one that has come farthest, then the first.
    fn met(&self, wheel: &Wheel, placed: Placed<'_>, kind: &str, school: &School) -> Option<&Met> {
        let all = wheel.placed();
        let same_kind = || {
            let same = all.iter().filter(|other| other.segment.dialogue.as_deref() == Some(kind));
            same.map(|other| (other.segment.key.as_str(), other.days))
        };
        let with_school = |met: &&Met| match met.school {
            Some(id) => id == school.id,
            None => met.area.is_none_or(|group| school.belongs_to(group)),
        };
        let of_kind = self.meetings.iter().filter(|met| met.kind == kind).filter(with_school);
        let of_segment =
            of_kind.filter(|met| nearest(same_kind(), dates::norwegian_date(met.starts_at)) == Some(placed.segment.key.as_str()));
        of_segment.min_by_key(|met| (met.state == State::Booked, met.starts_at))
    }
}

/// What a segment asks of each school; nothing where the municipality alone has something to do.
pub fn asks<'a>(wheel: &'a Wheel, placed: Placed<'a>) -> Option<Asks<'a>> {
    if let Some(key) = placed.segment.dialogue.as_deref() {
        return Some(Asks::Meeting(key, wheel.pack.dialogue(key)?.setting));
    }
    let template = wheel.pack.template(placed.segment.self_assessment.as_deref()?)?;
    (template.respondent == Respondent::School).then_some(Asks::Delivery(&template.key))
}
