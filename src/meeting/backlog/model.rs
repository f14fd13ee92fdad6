//! Which meetings topics can wait for.
use crate::access::Actor;
use crate::access::rules::CanBring;
use crate::ids::AreaId;
use crate::model_pack::{Dialogue, Gathers, Pack, Setting};
use crate::municipality::School;

/// Meetings of a kind with an area, a network or all schools.
#[derive(Debug, Clone)]
pub struct Series<'a> {
    /// The kind.
    pub kind: &'a Dialogue,
    /// With whom, and its name; `None`: all schools.
    pub group: Option<(AreaId, String)>,
    /// To bring topics.
    pub can: CanBring,
}

impl Series<'_> {
    /// What a form sends for it: `omradmote:3`.
    pub fn value(&self) -> String {
        format!("{}:{}", self.kind.key, self.group.as_ref().map(|(id, _)| id.to_string()).unwrap_or_default())
    }

    /// Whether topics of this kind and group are for it.
    pub fn is_of(&self, kind: &str, group: Option<AreaId>) -> bool {
        self.kind.key == kind && self.group.as_ref().map(|(id, _)| *id) == group
    }
}

/// Where the actor can bring topics: each kind that gathers many schools, with the areas or networks that it gathers and the actor meets in. `areas` and
/// `networks` are the municipality's.
pub fn series<'a>(
    pack: &'a Pack,
    actor: &Actor,
    schools: &[School],
    areas: &[(AreaId, String)],
    networks: &[(AreaId, String)],
) -> Vec<Series<'a>> {
    let mut found = Vec::new();
    for kind in pack.dialogues.iter().filter(|kind| kind.setting == Setting::Schools) {
        let gathers = match kind.gathers.unwrap_or(Gathers::All) {
            Gathers::Network if !networks.is_empty() => networks,
            Gathers::Network | Gathers::Area => areas,
            Gathers::All => &[],
        };
        let groups: Vec<Option<&(AreaId, String)>> = if gathers.is_empty() { vec![None] } else { gathers.iter().map(Some).collect() };
        for group in groups {
            if let Ok(can) = CanBring::to(actor, group.map(|(id, _)| *id), schools) {
                found.push(Series { kind, group: group.cloned(), can });
            }
        }
    }
    found
}
