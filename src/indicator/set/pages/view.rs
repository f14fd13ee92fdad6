//! A set as pages show it.
use super::super::model::Content;
use super::super::words;
use crate::indicator::catalogue::catalogue;
use crate::text::Lang;

/// An indicator of a set.
pub struct MemberView {
    /// Key in the catalogue.
    pub key: String,
    /// Its name.
    pub name: String,
    /// Where its figures come from.
    pub source: String,
    /// What it measures.
    pub explanation: String,
    /// Which grades are looked at; empty where there is no choice.
    pub grades: String,
    /// A line for each grade that has goals.
    pub goals: Vec<String>,
    /// Only named roles see its figures.
    pub named: bool,
    /// Nothing stands before it.
    pub first: bool,
    /// Nothing stands after it.
    pub last: bool,
}

/// A group of a set.
pub struct GroupView {
    /// Key.
    pub key: String,
    /// Heading.
    pub name: String,
    /// In order.
    pub members: Vec<MemberView>,
    /// Nothing stands before it.
    pub first: bool,
    /// Nothing stands after it.
    pub last: bool,
}

/// The groups of a set.
pub fn groups(content: &Content, lang: Lang) -> Vec<GroupView> {
    let count = content.set.groups.len();
    let group = |(at, group): (usize, &crate::model_pack::IndicatorGroup)| GroupView {
        key: group.key.clone(),
        name: group.name.get(lang).to_owned(),
        members: (0..).zip(&group.members).map(|(at, member)| view(content, member, (at, group.members.len()), lang)).collect(),
        first: at == 0,
        last: at + 1 == count,
    };
    content.set.groups.iter().enumerate().map(group).collect()
}

fn view(content: &Content, member: &crate::model_pack::IndicatorMember, (at, count): (usize, usize), lang: Lang) -> MemberView {
    let known = catalogue().get(&member.indicator);
    MemberView {
        key: member.indicator.clone(),
        name: words::name_of(&member.indicator, lang),
        source: known.map_or_else(String::new, |known| known.source.name.get(lang).to_owned()),
        explanation: known.map_or_else(String::new, |known| known.explanation.get(lang).to_owned()),
        grades: member.grades.map_or_else(String::new, |between| words::grades(Some(between), lang)),
        goals: known.map_or_else(Vec::new, |known| words::goals(known, &content.aims(&member.indicator), lang)),
        named: known.is_some_and(|known| known.restricted_to_named_roles),
        first: at == 0,
        last: at + 1 == count,
    }
}
