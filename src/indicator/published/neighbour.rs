//! What a neighbour could work out of a public report: asked for on request, one indicator and its newest year at a time.
use std::collections::HashSet;

use serde::{Deserialize, Serialize};
use sqlx::PgConnection;

use super::model::Published;
use super::{Audience, Place, Wanted, load, public};
use crate::error::Result;
use crate::ids::MunicipalityId;
use crate::indicator::catalogue::{Indicator, catalogue};
use crate::indicator::local::{self, SmallestGroups};
use crate::indicator::suppression::stored::{self, StoredRow};
use crate::indicator::suppression::{Cap, Limits, Measure, NotComputed, Possible, what_is_possible};
use crate::indicator::{Amount, SchoolYear, Sex};
use crate::model_pack::IndicatorMember;
use crate::text::Lang;

/// What could be worked out of one indicator's newest year.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Neighbour {
    /// Key of the indicator.
    pub indicator: String,
    /// The year.
    pub year: SchoolYear,
    /// Each figure that is not shown, schools by name; or why there is nothing.
    pub learnt: std::result::Result<Vec<Learnt>, NothingComputed>,
}

/// A figure that is not shown, and what it can be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Learnt {
    /// Whose.
    pub place: Place,
    /// Its name.
    pub name: String,
    /// Of which grade.
    pub grade: Option<u8>,
    /// Of a distribution: which level.
    pub level: Option<u8>,
    /// The least it can be, given everything shown, as people read it.
    pub least: String,
    /// The greatest; `None` when nothing says how much.
    pub greatest: Option<String>,
    /// The least, given public figures alone.
    pub least_without_us: String,
    /// The greatest, given public figures alone.
    pub greatest_without_us: Option<String>,
    /// The report adds something to what public sources tell already.
    pub adds: bool,
    /// It could be shown by itself, and is hidden for the sake of others.
    pub for_others: bool,
}

/// Why nothing was computed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NothingComputed {
    /// There are no figures of it.
    NoFigures,
    /// It does not add up (a median, money, a ratio): no sum leads from what is shown to what is not.
    DoesNotAddUp,
    /// There are too many figures for it to be computed while somebody waits.
    TooMuch,
    /// The numbers that are shown contradict each other, so nothing follows from them.
    Contradiction,
    /// The computation gave up.
    Unsolved,
}

/// What somebody who knows the municipality could work out about an indicator's newest year in the public report that `wanted` asks for.
///
/// # Errors
///
/// [`NotFound`](crate::error::AppError::NotFound) for those who do not see every row; when the database does not answer.
pub async fn neighbour(
    connection: &mut PgConnection,
    municipality: MunicipalityId,
    wanted: &Wanted<'_>,
    indicator: &str,
    lang: Lang,
) -> Result<Neighbour> {
    let members: Vec<IndicatorMember> = wanted.members.iter().filter(|member| member.indicator == indicator).cloned().collect();
    let only = Wanted { audience: Audience::Public, members: &members, ..*wanted };
    let published = load(&mut *connection, municipality, &only).await?;
    let nothing = |year, why| Ok(Neighbour { indicator: indicator.to_owned(), year, learnt: Err(why) });
    let (Some(known), Some(year)) = (catalogue().get(indicator), published.newest_year(indicator)) else {
        return nothing(wanted.year, NothingComputed::NoFigures);
    };
    if stored::kind(known).measure == Measure::Other {
        return nothing(year, NothingComputed::DoesNotAddUp);
    }
    let key = [indicator.to_owned()];
    let rows = stored::standing(&mut *connection, municipality, &key, &[year.0]).await?;
    let smallest = local::smallest_groups(&mut *connection, municipality).await?;
    // Public sources' figures are known to everybody, wherever they stand; of ours what the report shows.
    let shown: HashSet<i64> =
        if known.local { published.used().into_iter().map(|used| used.value).collect() } else { rows.iter().map(|row| row.id).collect() };
    let asked = Asked { indicator: known, rows, shown, smallest, limits: wanted.limits };
    let learnt = match tokio::task::spawn_blocking(move || asked.learnt(&published, lang)).await {
        Ok(learnt) => learnt,
        Err(_) => Err(NothingComputed::Unsolved),
    };
    Ok(Neighbour { indicator: indicator.to_owned(), year, learnt })
}

struct Asked {
    indicator: &'static Indicator,
    rows: Vec<StoredRow>,
    /// Ids of the values that the report shows.
    shown: HashSet<i64>,
    smallest: SmallestGroups,
    limits: Limits,
}

impl Asked {
    fn learnt(&self, published: &Published, lang: Lang) -> std::result::Result<Vec<Learnt>, NothingComputed> {
        let rows: Vec<&StoredRow> = self.rows.iter().collect();
        let units: Vec<Vec<u64>> = rows.iter().map(|row| stored::unit(row.place)).collect();
        let asked = public::problem(&rows, &units, &self.shown);
        let kind = stored::kind(self.indicator);
        let limits = public::limits_of(self.indicator, &self.smallest, self.limits);
        let possible = what_is_possible(&asked, |_| Some(kind), limits, Cap::default()).map_err(NothingComputed::from)?;
        let mut learnt: Vec<(usize, Learnt)> =
            possible.into_iter().filter_map(|possible| self.of_row(rows[possible.row], &possible, published, lang)).collect();
        learnt.sort_by(|(at, one), (other_at, other)| (at, one.grade, one.level).cmp(&(other_at, other.grade, other.level)));
        Ok(learnt.into_iter().map(|(_, learnt)| learnt).collect())
    }

    /// Of girls and boys together, of those that have a name in the report.
    fn of_row(&self, row: &StoredRow, possible: &Possible, published: &Published, lang: Lang) -> Option<(usize, Learnt)> {
        if row.breakdown.sex != Sex::All {
            return None;
        }
        let (place, at) = match row.place {
            stored::Place::Own(school) => {
                let at = published.schools.iter().position(|known| u64::try_from(known.id.0).ok() == Some(school))?;
                (Place::School(published.schools.get(at)?.id), at)
            }
            stored::Place::Municipality => (Place::Municipality, usize::MAX),
            stored::Place::Private(_) | stored::Place::Shadowed => return None,
        };
        let say = |amount: Amount| self.indicator.format(amount);
        let learnt = Learnt {
            place,
            name: published.name(place, lang),
            grade: row.breakdown.grade,
            level: row.breakdown.level,
            least: say(possible.now.0),
            greatest: possible.now.1.map(say),
            least_without_us: say(possible.public.0),
            greatest_without_us: possible.public.1.map(say),
            adds: possible.narrowed,
            for_others: published.for_others.contains(&row.id),
        };
        Some((at, learnt))
    }
}

impl From<NotComputed> for NothingComputed {
    fn from(why: NotComputed) -> Self {
        match why {
            NotComputed::TooMuch => Self::TooMuch,
            NotComputed::Contradiction => Self::Contradiction,
            NotComputed::Unsolved => Self::Unsolved,
        }
    }
}
