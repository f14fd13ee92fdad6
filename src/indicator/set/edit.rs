//! What somebody can do to a set. Each is one step from a whole content to a whole content: no indicator is ever lost, doubled, or left with a goal when
//! it is gone.
use super::model::{Aim, Content, Goal};
use crate::model_pack::{IndicatorGroup, IndicatorMember, Words};

/// Which way something is moved.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// Towards the beginning.
    Up,
    /// Towards the end.
    Down,
}

/// One step.
#[derive(Debug, Clone, PartialEq)]
pub enum Edit {
    /// What the set is called, and what it is looked at for.
    Describe {
        /// Name.
        name: Words,
        /// Purpose.
        purpose: Words,
    },
    /// A new heading, last.
    AddGroup {
        /// What it says.
        name: Words,
    },
    /// Another heading.
    RenameGroup {
        /// Key.
        group: String,
        /// What it says.
        name: Words,
    },
    /// A group up or down.
    MoveGroup {
        /// Key.
        group: String,
        /// Where to.
        way: Way,
    },
    /// A group with all that is in it.
    RemoveGroup {
        /// Key.
        group: String,
    },
    /// Indicators to the end of a group; those that are in the set stay where they are.
    Add {
        /// Key of the group.
        group: String,
        /// Keys in the catalogue.
        indicators: Vec<String>,
    },
    /// An indicator up or down in its group.
    Move {
        /// Key in the catalogue.
        indicator: String,
        /// Where to.
        way: Way,
    },
    /// What is looked at of an indicator, and under which heading. In another group it stands last.
    Arrange {
        /// What is looked at.
        member: IndicatorMember,
        /// Key of the group.
        group: String,
        /// All its goals.
        aims: Vec<Aim>,
    },
    /// An indicator, and its goals.
    Remove {
        /// Key in the catalogue.
        indicator: String,
    },
}

impl Content {
    /// The content after a step; `None` when the group or the indicator is not there.
    #[must_use]
    pub fn with(&self, edit: &Edit) -> Option<Self> {
        let mut next = self.clone();
        match edit {
            Edit::Describe { name, purpose } => {
                next.set.name = name.clone();
                next.set.purpose = purpose.clone();
            }
            Edit::AddGroup { name } => next.add_group(name.clone()),
            Edit::RenameGroup { group, name } => next.group_mut(group)?.name = name.clone(),
            Edit::MoveGroup { group, way } => {
                let at = next.set.groups.iter().position(|known| known.key == *group)?;
                shift(&mut next.set.groups, at, *way);
            }
            Edit::RemoveGroup { group } => {
                let at = next.set.groups.iter().position(|known| known.key == *group)?;
                next.set.groups.remove(at);
            }
            Edit::Add { group, indicators } => next.add(group, indicators)?,
            Edit::Move { indicator, way } => {
                let (group, at) = next.place_of(indicator)?;
                shift(&mut next.set.groups.get_mut(group)?.members, at, *way);
            }
            Edit::Arrange { member, group, aims } => next.arrange(member, group, aims)?,
            Edit::Remove { indicator } => {
                next.take_out(indicator)?;
            }
        }
        next.forget_goals_of_what_is_gone();
        Some(next)
    }

    /// The group that an indicator stands in, and where in it.
    fn place_of(&self, indicator: &str) -> Option<(usize, usize)> {
        let mut groups = self.set.groups.iter().enumerate();
        groups.find_map(|(index, group)| Some((index, group.members.iter().position(|member| member.indicator == indicator)?)))
    }

    /// An indicator of the set.
    pub fn member(&self, indicator: &str) -> Option<&IndicatorMember> {
        self.set.members().find(|member| member.indicator == indicator)
    }

    /// The group that an indicator stands in.
    pub fn group_of(&self, indicator: &str) -> Option<&IndicatorGroup> {
        self.place_of(indicator).and_then(|(group, _)| self.set.groups.get(group))
    }

    /// The goals of an indicator.
    pub fn aims(&self, indicator: &str) -> Vec<Aim> {
        self.goals.iter().filter(|goal| goal.indicator == indicator).map(|goal| goal.aim).collect()
    }

    /// A group by its key.
    pub fn group(&self, key: &str) -> Option<&IndicatorGroup> {
        self.set.groups.iter().find(|group| group.key == key)
    }

    pub(super) fn group_mut(&mut self, key: &str) -> Option<&mut IndicatorGroup> {
        self.set.groups.iter_mut().find(|group| group.key == key)
    }

    pub(super) fn take_out(&mut self, indicator: &str) -> Option<IndicatorMember> {
        let (group, at) = self.place_of(indicator)?;
        Some(self.set.groups.get_mut(group)?.members.remove(at))
    }

    fn add_group(&mut self, name: Words) {
        let taken = |key: &str| self.set.groups.iter().any(|group| group.key == key);
        let key = (1..=self.set.groups.len() + 1).map(|number| format!("gruppe_{number}")).find(|key| !taken(key));
        self.set.groups.push(IndicatorGroup { key: key.unwrap_or_default(), name, members: Vec::new() });
    }

    fn add(&mut self, group: &str, indicators: &[String]) -> Option<()> {
        for indicator in indicators {
            if self.member(indicator).is_none() {
                self.group_mut(group)?.members.push(IndicatorMember { indicator: indicator.clone(), grades: None });
            }
        }
        self.group(group).map(|_| ())
    }

    fn arrange(&mut self, member: &IndicatorMember, group: &str, aims: &[Aim]) -> Option<()> {
        let (from, at) = self.place_of(&member.indicator)?;
        if self.set.groups.get(from)?.key == group {
            *self.set.groups.get_mut(from)?.members.get_mut(at)? = member.clone();
        } else {
            self.group(group)?;
            self.take_out(&member.indicator);
            self.group_mut(group)?.members.push(member.clone());
        }
        self.goals.retain(|goal| goal.indicator != member.indicator);
        self.goals.extend(aims.iter().map(|aim| Goal { indicator: member.indicator.clone(), aim: *aim }));
        self.goals.sort_by(|a, b| (&a.indicator, a.aim.year, a.aim.grade).cmp(&(&b.indicator, b.aim.year, b.aim.grade)));
        Some(())
    }

    /// A goal is for an indicator that is looked at, and for a grade that is.
    pub(super) fn forget_goals_of_what_is_gone(&mut self) {
        let mut goals = std::mem::take(&mut self.goals);
        goals.retain(|goal| {
            let looked_at = |[from, to]: [u8; 2]| goal.aim.grade.is_none_or(|grade| (from..=to).contains(&grade));
            self.member(&goal.indicator).is_some_and(|member| member.grades.is_none_or(looked_at))
        });
        self.goals = goals;
    }
}

/// Changes places with the neighbour; the first does not go up, nor the last down.
fn shift<T>(items: &mut [T], at: usize, way: Way) {
    let to = match way {
        Way::Up => at.checked_sub(1),
        Way::Down => Some(at + 1).filter(|to| *to < items.len()),
    };
    if let Some(to) = to {
        items.swap(at, to);
    }
}

#[cfg(test)]
mod tests;
