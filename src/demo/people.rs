//! The people of the demo, and how they act: as the application would see them signed in.
use std::collections::HashSet;
use std::sync::Arc;

use time::{Date, OffsetDateTime};

use super::chance::Chance;
use super::setting::{FIRST_NAMES, SURNAMES, Setting};
use crate::access::{Actor, Grant, Role};
use crate::database::Tx;
use crate::ids::{AreaId, MunicipalityId, SchoolId};
use crate::model_pack::{FunctionCapability, Pack};
use crate::municipality::{self, NewRole};
use crate::text::dates;
use crate::web::look::Visit;

/// A role to give.
#[derive(Debug, Clone)]
pub(super) struct Given<'a> {
    pub(super) role: Role,
    pub(super) area: Option<AreaId>,
    pub(super) school: Option<SchoolId>,
    pub(super) function: Option<&'a str>,
    pub(super) acting: bool,
    pub(super) from: Date,
    pub(super) to: Option<Date>,
    pub(super) reason: &'a str,
}

impl Given<'_> {
    /// A role for the whole municipality.
    pub(super) fn new(role: Role, from: Date) -> Self {
        Self { role, area: None, school: None, function: None, acting: false, from, to: None, reason: "" }
    }
}

/// Adds people to one municipality.
pub(super) struct Cast<'a> {
    pub(super) setting: &'a Setting,
    pub(super) municipality: MunicipalityId,
    pub(super) pack: Arc<Pack>,
    pub(super) password_hash: &'a str,
    pub(super) chance: Chance,
    pub(super) names: HashSet<String>,
}

impl Cast<'_> {
    /// Somebody new with a role, who signs in with `login` before the domain.
    pub(super) async fn add(&mut self, tx: &mut Tx, login: &str, title: &str, given: &Given<'_>) -> anyhow::Result<Actor> {
        let login = format!("{login}@{}", self.setting.domain);
        let name = self.name();
        let (person, account) = municipality::add_person(tx, self.municipality, &login, &name, title).await?;
        let function = given.function.and_then(|key| self.pack.function(key));
        let can = |capability| function.is_some_and(|function| function.capabilities.contains(&capability));
        let (reads_drafts, writes_drafts) = (can(FunctionCapability::ReadDraft), can(FunctionCapability::WriteDraft));
        let new = NewRole {
            person,
            role: given.role,
            area: given.area,
            school: given.school,
            function: given.function,
            reads_drafts,
            writes_drafts,
            acting: given.acting,
            from: given.from,
            to: given.to,
            reason: given.reason,
        };
        municipality::add_role(tx, self.municipality, &new).await?;
        sqlx::query!(r#"select set_account_password($1, $2) as "done: ()""#, account.0, self.password_hash).fetch_one(&mut **tx).await?;
        let grant = Grant {
            role: given.role,
            area: given.area,
            school: given.school,
            function: given.function.map(str::to_owned),
            reads_drafts,
            writes_drafts,
            acting: given.acting,
        };
        Ok(Actor {
            session: [0; 32],
            account,
            municipality: self.municipality,
            municipality_name: self.setting.name.to_owned(),
            person,
            name,
            title: title.to_owned(),
            lang: self.setting.lang,
            roles: vec![grant],
            overseen: Vec::new(),
            deputy_for: Vec::new(),
            advised: Vec::new(),
            welcomed: true,
            other_places: false,
            pack: Some(Arc::clone(&self.pack)),
            newest_pack: None,
            now: OffsetDateTime::UNIX_EPOCH,
            today: dates::norwegian_date(OffsetDateTime::UNIX_EPOCH),
            visit: Visit::default(),
        })
    }

    /// A name that nobody else has here, as long as there are some.
    fn name(&mut self) -> String {
        let mut name = String::new();
        for _ in 0..50 {
            let (first, last) = (self.chance.one(&FIRST_NAMES), self.chance.one(&SURNAMES));
            name = format!("{} {}", first.copied().unwrap_or_default(), last.copied().unwrap_or_default());
            if self.names.insert(name.clone()) {
                break;
            }
        }
        name
    }
}

/// The same person at a point in time.
pub(super) fn at(actor: &Actor, now: OffsetDateTime) -> Actor {
    Actor { now, today: dates::norwegian_date(now), ..actor.clone() }
}

/// From now on the transaction is the actor's.
pub(super) async fn become_actor(tx: &mut Tx, actor: &Actor) -> anyhow::Result<()> {
    Ok(actor.scope().tell(tx).await?)
}
