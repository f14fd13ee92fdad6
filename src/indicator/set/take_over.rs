//! What a newer model pack has changed in a set, taken over one by one into a set that has gone its own way since.
use super::difference::{Change, difference};
use super::model::Content;
use crate::model_pack::IndicatorGroup;

/// What the pack has changed since `then` and this content does not have yet: what makes a difference when those before it are taken. Groups come with what
/// stands in them, and go when nothing is left.
#[must_use]
pub fn offered(own: &Content, then: &Content, now: &Content) -> Vec<Change> {
    let mut content = own.clone();
    let mut takes = |change: &Change| match content.taking(change, now) {
        Some(next) => {
            content = next;
            true
        }
        None => false,
    };
    difference(then, now).into_iter().filter(|change| takes(change)).collect()
}

impl Change {
    /// What it is called in a form. Two changes of the same set never share it.
    #[must_use]
    pub fn mark(&self) -> String {
        match self {
            Self::Name { .. } => "namn".to_owned(),
            Self::Purpose { .. } => "formaal".to_owned(),
            Self::GroupAdded(group) => format!("gruppe-ny:{}", group.key),
            Self::GroupRemoved(group) => format!("gruppe-bort:{}", group.key),
            Self::GroupRenamed { group, .. } => format!("gruppe-namn:{}", group.key),
            Self::GroupMoved(group) => format!("gruppe-plass:{}", group.key),
            Self::Added { indicator, .. } => format!("ny:{indicator}"),
            Self::Removed { indicator } => format!("bort:{indicator}"),
            Self::Regrouped { indicator, .. } => format!("gruppe:{indicator}"),
            Self::Moved { indicator } => format!("plass:{indicator}"),
            Self::Grades { indicator, .. } => format!("trinn:{indicator}"),
            Self::Goal { indicator, grade, year, .. } => format!("maal:{indicator}:{}:{}", grade.unwrap_or_default(), year.0),
        }
    }
}

impl Content {
    /// The content with one of the pack's changes; `None` when it would make no difference here, or has no place.
    #[must_use]
    pub fn taking(&self, change: &Change, pack: &Self) -> Option<Self> {
        let mut next = self.clone();
        match change {
            Change::Name { after, .. } => next.set.name = after.clone(),
            Change::Purpose { after } => next.set.purpose = after.clone(),
            Change::GroupRenamed { group, .. } => next.group_mut(&group.key)?.name = group.name.clone(),
            Change::GroupMoved(group) => {
                let at = next.set.groups.iter().position(|known| known.key == group.key)?;
                let moved = next.set.groups.remove(at);
                next.put_group(moved, pack);
            }
            Change::Added { indicator, .. } if self.member(indicator).is_none() => next.put(indicator, pack)?,
            Change::Regrouped { indicator, group } if self.group_of(indicator)?.key != group.key => next.put(indicator, pack)?,
            Change::Moved { indicator } if self.group_of(indicator)?.key == pack.group_of(indicator)?.key => next.put(indicator, pack)?,
            Change::Removed { indicator } => {
                next.take_out(indicator)?;
            }
            Change::Grades { indicator, after, .. } => {
                let members = next.set.groups.iter_mut().flat_map(|group| &mut group.members);
                members.into_iter().find(|member| member.indicator == *indicator)?.grades = *after;
            }
            Change::Added { .. }
            | Change::Regrouped { .. }
            | Change::Moved { .. }
            | Change::GroupAdded(_)
            | Change::GroupRemoved(_)
            | Change::Goal { .. } => return None,
        }
        // A group that this leaves empty has nothing more to say.
        let emptied =
            |group: &IndicatorGroup| group.members.is_empty() && self.group(&group.key).is_some_and(|before| !before.members.is_empty());
        next.set.groups.retain(|group| !emptied(group));
        next.forget_goals_of_what_is_gone();
        (next != *self).then_some(next)
    }

    /// Puts an indicator where the pack has it: in its group, after the nearest before it that stands there too. What it is looked at for stays as it is.
    fn put(&mut self, indicator: &str, pack: &Self) -> Option<()> {
        let home = pack.group_of(indicator)?;
        let member = self.take_out(indicator).or_else(|| pack.member(indicator).cloned())?;
        if self.group(&home.key).is_none() {
            self.put_group(IndicatorGroup { members: Vec::new(), ..home.clone() }, pack);
        }
        let group = self.group_mut(&home.key)?;
        let own: Vec<&str> = group.members.iter().map(|member| member.indicator.as_str()).collect();
        let order: Vec<&str> = home.members.iter().map(|member| member.indicator.as_str()).collect();
        group.members.insert(place(&own, indicator, &order), member);
        Some(())
    }

    fn put_group(&mut self, group: IndicatorGroup, pack: &Self) {
        let own: Vec<&str> = self.set.groups.iter().map(|group| group.key.as_str()).collect();
        let order: Vec<&str> = pack.set.groups.iter().map(|group| group.key.as_str()).collect();
        self.set.groups.insert(place(&own, &group.key, &order), group);
    }
}

/// Where among `own` something belongs that stands so in `order`: after the nearest before it there, else first.
fn place(own: &[&str], key: &str, order: &[&str]) -> usize {
    let before = order.iter().take_while(|known| **known != key).collect::<Vec<_>>();
    before.iter().rev().find_map(|known| own.iter().position(|mine| mine == *known)).map_or(0, |at| at + 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::indicator::set::edit::{Edit, Way};
    use crate::indicator::set::model::{Aim, StandingSet};
    use crate::indicator::{Amount, SchoolYear};
    use crate::model_pack::{IndicatorMember, parse, shipped};

    fn pack() -> Content {
        StandingSet::of_pack(&parse(shipped("kvam").unwrap()).unwrap().indicator_sets[0]).content
    }

    fn edited(content: &Content, edits: &[Edit]) -> Content {
        edits.iter().fold(content.clone(), |content, edit| content.with(edit).unwrap())
    }

    fn remove(indicator: &str) -> Edit {
        Edit::Remove { indicator: indicator.to_owned() }
    }

    #[test]
    fn what_the_pack_added_is_put_where_it_stands_there_and_what_one_had_already_is_not_offered() {
        let now = pack();
        let then = edited(&now, &[remove("eu_mestring"), remove("np_lesing_8")]);
        let own =
            edited(&then, &[Edit::Add { group: "struktur".to_owned(), indicators: vec!["np_lesing_8".to_owned()] }, remove("eu_trivsel")]);
        let changes = offered(&own, &then, &now);
        assert_eq!(changes.iter().map(Change::mark).collect::<Vec<_>>(), ["ny:eu_mestring"]);
        let taken = own.taking(&changes[0], &now).unwrap();
        let prosess: Vec<&str> = taken.group("prosess").unwrap().members.iter().map(|member| member.indicator.as_str()).collect();
        let at = prosess.iter().position(|key| *key == "eu_mestring").unwrap();
        assert_eq!(prosess[at - 1], "eu_faglig_utfordring");
        assert!(offered(&taken, &then, &now).is_empty());
    }

    #[test]
    fn what_the_pack_took_away_goes_with_its_goal_and_its_group_when_that_is_empty() {
        let then = pack();
        let members: Vec<Edit> = then.group("resultat").unwrap().members.iter().map(|member| remove(&member.indicator)).collect();
        let mut now = edited(&then, &members);
        now.set.groups.retain(|group| !group.members.is_empty());
        let member = IndicatorMember { indicator: "np_lesing_5".to_owned(), grades: None };
        let aim = Aim { grade: None, year: SchoolYear(2026), amount: Amount(50_000) };
        let own = edited(&then, &[Edit::Arrange { member, group: "resultat".to_owned(), aims: vec![aim] }]);
        let taken = offered(&own, &then, &now).iter().fold(own, |own, change| own.taking(change, &now).unwrap());
        assert!(taken.group("resultat").is_none() && taken.goals.is_empty());
    }

    #[test]
    fn everything_taken_one_is_where_the_pack_is() {
        let then = pack();
        let now = edited(
            &then,
            &[
                remove("okonomi"),
                Edit::MoveGroup { group: "resultat".to_owned(), way: Way::Up },
                Edit::Move { indicator: "eu_trivsel".to_owned(), way: Way::Down },
                Edit::RenameGroup {
                    group: "prosess".to_owned(),
                    name: crate::model_pack::Words { nb: "P".to_owned(), nn: "P".to_owned() },
                },
                Edit::AddGroup { name: crate::model_pack::Words { nb: "Ny".to_owned(), nn: "Ny".to_owned() } },
                Edit::Add { group: "gruppe_1".to_owned(), indicators: vec!["ungdata_fornoyd".to_owned()] },
                Edit::Arrange {
                    member: IndicatorMember { indicator: "eu_mobbing".to_owned(), grades: Some([7, 10]) },
                    group: "prosess".to_owned(),
                    aims: Vec::new(),
                },
            ],
        );
        let taken = offered(&then, &then, &now).iter().fold(then.clone(), |own, change| own.taking(change, &now).unwrap_or(own));
        assert_eq!(difference(&taken, &now), []);
    }
}
