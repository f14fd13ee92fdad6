//! Roles from the command line.
use std::fmt::{self, Write as _};

use anyhow::{Context, bail, ensure};
use sqlx::PgConnection;
use time::Date;

use super::account::{PasswordLink, account, link_for};
use super::{Add, End};
use crate::access::{Role, Scope};
use crate::clock::Clock;
use crate::database::{Database, Tx};
use crate::ids::{AccountId, AreaId, MunicipalityId, PersonId};
use crate::model_pack::{self, FunctionCapability, Level};
use crate::municipality::{self, KnownPerson, NewRole, School};
use crate::writing::national_identity;

/// Somebody with a new role.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Added {
    /// What was done, as a sentence.
    pub sentence: String,
    /// What the operator should know beside it.
    pub notes: Vec<String>,
    /// For an account without a password.
    pub link: Option<PasswordLink>,
}

impl fmt::Display for Added {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.sentence)?;
        self.notes.iter().try_for_each(|note| write!(f, "\n{note}"))?;
        self.link.as_ref().map_or(Ok(()), |link| write!(f, "\n{link}"))
    }
}

/// A transaction as operator in the municipality with this number.
async fn begin(database: &Database, number: &str) -> anyhow::Result<(Tx, MunicipalityId)> {
    let mut tx = database.write(&Scope::operator(MunicipalityId(0))).await?;
    let id = municipality::by_number(&mut tx, number).await?;
    let id = id.with_context(|| format!("there is no municipality {number}: create it with `kvalitetsdialog municipality`"))?;
    Scope::operator(id).tell(&mut tx).await?;
    Ok((tx, id))
}

/// Adds the person when new and gives the role.
pub async fn add(database: &Database, clock: &Clock, wanted: &Add) -> anyhow::Result<Added> {
    let login = checked_login(&wanted.login)?;
    let name = wanted.name.as_deref().map(|name| words("--name", name)).transpose()?;
    let title = wanted.title.as_deref().map(|title| words("--title", title)).transpose()?;
    let reason = words("--reason", &wanted.reason)?;
    let (role, from) = (Role::from(wanted.role), wanted.from.unwrap_or(clock.today()));
    ensure!(wanted.to.is_none_or(|to| to >= from), "--to is before --from: the last day of a role is not before its first");
    let before = account(database, &login).await?;
    let (mut tx, at) = begin(database, &wanted.municipality).await?;
    let place = place(&mut tx, at, role, wanted, from).await?;
    let function = function(&mut tx, at, role, &place, wanted.function.as_deref()).await?;
    let (person, account) = person(&mut tx, at, &login, name, title).await?;
    let school = place.school.as_ref();
    let (area, school_id) = (place.area.as_ref().map(|(id, _)| *id), school.map(|school| school.id));
    let held = municipality::holds_role(&mut tx, at, person.id, role, area, school_id, (from, wanted.to)).await?;
    ensure!(!held, "{} holds that role in the same time already; end it first with `person end`", person.name);
    let mut notes = Vec::new();
    if let (Role::Rektor, Some(school)) = (role, school) {
        let others = municipality::members_of(&mut tx, at, school.id, from).await?;
        for other in others.iter().filter(|other| other.role == Role::Rektor.key()) {
            notes.push(format!("{} is rektor there from that day too; end the role with `person end` when it is over", other.name));
        }
    }
    let new = NewRole {
        person: person.id,
        role,
        area,
        school: school_id,
        function: function.as_ref().map(|(key, _, _)| key.as_str()),
        reads_drafts: function.as_ref().is_some_and(|(_, reads, _)| *reads),
        writes_drafts: function.as_ref().is_some_and(|(_, _, writes)| *writes),
        acting: wanted.acting,
        from,
        to: wanted.to,
        reason: &reason,
    };
    municipality::add_role(&mut tx, at, &new).await?;
    tx.commit().await?;
    let to = wanted.to.map_or_else(String::new, |to| format!(" to {to}"));
    let sentence = format!("{} («{login}») is {}{place} from {from}{to}.", person.name, role.key());
    let link = match before {
        Some(before) if before.has_password => {
            notes.push("Signs in with the same password as before.".to_owned());
            None
        }
        Some(_) => Some(link_for(database, account, wanted.public_url.as_deref()).await?),
        // New now, unless it was there and disabled.
        None if super::account::account(database, &login).await?.is_some() => {
            Some(link_for(database, account, wanted.public_url.as_deref()).await?)
        }
        None => {
            notes.push(format!("The account is disabled: `person enable --login {login}` opens it."));
            None
        }
    };
    Ok(Added { sentence, notes, link })
}

/// Ends a role; says what was done.
pub async fn end(database: &Database, wanted: &End) -> anyhow::Result<String> {
    let role = Role::from(wanted.role);
    let (mut tx, at) = begin(database, &wanted.municipality).await?;
    let school = match &wanted.school {
        Some(school) => Some(find_school(&mut tx, at, school).await?),
        None => None,
    };
    let person = known(&mut tx, at, &wanted.login).await?;
    let person = person.with_context(|| format!("«{}» is nobody in the municipality {}", wanted.login, wanted.municipality))?;
    let ended = municipality::end_role(&mut tx, at, person, role, school.as_ref().map(|school| school.id), wanted.last_day).await?;
    ensure!(ended > 0, "«{}» holds no role as {} that runs past {}; nothing was changed", wanted.login, role.key(), wanted.last_day);
    let mut said = format!("«{}» is {} until {}, that day included.", wanted.login, role.key(), wanted.last_day);
    if role == Role::Rektor
        && let Some(next) = wanted.last_day.next_day()
    {
        let before = municipality::unfilled_schools(&mut tx, at, wanted.last_day).await?;
        let after = municipality::unfilled_schools(&mut tx, at, next).await?;
        let names: Vec<&str> = after.iter().filter(|school| !before.contains(school)).map(|(_, name)| name.as_str()).collect();
        if !names.is_empty() {
            let _ = write!(said, "\nWithout a rektor from {next}: {}. Skoleeier sees it too.", names.join(", "));
        }
    }
    tx.commit().await?;
    Ok(said)
}

/// Where a role holds.
struct Place {
    area: Option<(AreaId, String)>,
    school: Option<School>,
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (&self.school, &self.area) {
            (Some(school), _) => write!(f, " at {}", school.name),
            (None, Some((_, name))) => write!(f, " of {name}"),
            (None, None) => Ok(()),
        }
    }
}

async fn place(connection: &mut PgConnection, at: MunicipalityId, role: Role, wanted: &Add, from: Date) -> anyhow::Result<Place> {
    let school = match &wanted.school {
        Some(school) => Some(find_school(&mut *connection, at, school).await?),
        None => None,
    };
    let area = match &wanted.area {
        Some(area) => Some(find_area(&mut *connection, at, area).await?),
        None => None,
    };
    match role {
        Role::Rektor => ensure!(school.is_some() && area.is_none(), "a rektor leads a school: say --school, and no --area"),
        Role::Omradeleder => ensure!(area.is_some() && school.is_none(), "an area leader leads an area: say --area, and no --school"),
        Role::Utviklingsgruppe => ensure!(area.is_none(), "a development group is a school's or the municipality's: say no --area"),
        Role::Skoleeier | Role::Administrator => {
            ensure!(area.is_none() && school.is_none(), "this role holds for the whole municipality: say neither --school nor --area");
        }
    }
    ensure!(!wanted.acting || role == Role::Rektor, "--acting is for a rektor");
    if let Some(school) = &school {
        ensure!(school.ownership == "public", "{} is a private school: it takes no part in the municipality's dialogue", school.name);
        ensure!(school.takes_part(from), "{} is closed by {from}", school.name);
    }
    Ok(Place { area, school })
}

async fn find_school(connection: &mut PgConnection, at: MunicipalityId, text: &str) -> anyhow::Result<School> {
    let number: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    let plain = text.trim().to_lowercase();
    let schools = municipality::schools(connection, at).await?;
    let mut found: Vec<&School> =
        schools.iter().filter(|school| school.organisation_number == number || school.name.to_lowercase() == plain).collect();
    match (found.pop(), found.is_empty()) {
        (Some(school), true) => Ok(school.clone()),
        (Some(_), false) => bail!("two schools are called «{text}»: say the organisation number"),
        (None, _) => {
            let near: Vec<&str> =
                schools.iter().filter(|school| school.name.to_lowercase().contains(&plain)).map(|school| school.name.as_str()).collect();
            let near = if near.is_empty() { String::new() } else { format!(". Is it one of these? {}", near.join(", ")) };
            bail!("there is no school «{text}» in the municipality{near}")
        }
    }
}

async fn find_area(connection: &mut PgConnection, at: MunicipalityId, text: &str) -> anyhow::Result<(AreaId, String)> {
    let plain = text.trim().to_lowercase();
    let areas = municipality::areas(connection, at).await?;
    let names: Vec<&str> = areas.iter().map(|(_, name)| name.as_str()).collect();
    let names = if names.is_empty() { "it has none; the list of schools makes them (omrade)".to_owned() } else { names.join(", ") };
    areas
        .into_iter()
        .find(|(_, name)| name.to_lowercase() == plain)
        .with_context(|| format!("there is no area «{text}». The municipality's areas: {names}"))
}

/// The function's key and whether it reads and writes drafts.
async fn function(
    connection: &mut PgConnection,
    at: MunicipalityId,
    role: Role,
    place: &Place,
    key: Option<&str>,
) -> anyhow::Result<Option<(String, bool, bool)>> {
    if role != Role::Utviklingsgruppe {
        ensure!(key.is_none(), "--function is for a member of a development group (--role utviklingsgruppe)");
        return Ok(None);
    }
    let pack = model_pack::newest(&mut *connection, at)
        .await?
        .context("the municipality has no model pack: give it one with `municipality --pack`")?;
    let pack = model_pack::Packs::default().load(connection, at, pack).await?;
    let level = if place.school.is_some() { Level::School } else { Level::Municipality };
    let fitting = || pack.functions.iter().filter(|function| function.level == level);
    let function = key.and_then(|key| fitting().find(|function| function.key == key)).with_context(|| {
        let keys: Vec<&str> = fitting().map(|function| function.key.as_str()).collect();
        format!("a member has a --function. The pack's functions here: {}", keys.join(", "))
    })?;
    let can = |capability| function.capabilities.contains(&capability);
    Ok(Some((function.key.clone(), can(FunctionCapability::ReadDraft), can(FunctionCapability::WriteDraft))))
}

/// The person of the login, made when new; a known one keeps the name and the title that are not given.
async fn person(
    tx: &mut Tx,
    at: MunicipalityId,
    login: &str,
    name: Option<String>,
    title: Option<String>,
) -> anyhow::Result<(KnownPerson, AccountId)> {
    let known = match known(&mut *tx, at, login).await? {
        Some(id) => municipality::person(&mut *tx, at, id).await?,
        None => None,
    };
    let name = name.or_else(|| known.as_ref().map(|known| known.name.clone())).filter(|name| !name.is_empty());
    let name = name.with_context(|| format!("«{login}» is new in the municipality: say --name"))?;
    let title = title.or_else(|| known.map(|known| known.title)).unwrap_or_default();
    let (id, account) = municipality::add_person(&mut *tx, at, login, &name, &title).await?;
    Ok((KnownPerson { id, name, title }, account))
}

/// Who a login is in the municipality, also when the account is disabled. An unknown login gets an account, which goes with the transaction unless that
/// is committed.
async fn known(connection: &mut PgConnection, at: MunicipalityId, login: &str) -> anyhow::Result<Option<PersonId>> {
    let account =
        sqlx::query_scalar!(r#"select account_for_login($1) as "id!: AccountId""#, login.trim()).fetch_one(&mut *connection).await?;
    Ok(municipality::person_by_login_account(connection, at, account).await?)
}

fn checked_login(login: &str) -> anyhow::Result<String> {
    let login = login.trim().to_lowercase();
    let fits = login.len() <= 200 && login.split('@').filter(|part| !part.is_empty()).count() == 2 && !login.contains(char::is_whitespace);
    ensure!(fits && !login.contains('\0'), "--login «{login}»: an e-mail address is expected, as kari@kvam.example");
    ensure!(national_identity::find(&login).is_none(), "--login holds a national identity number: use the e-mail address");
    Ok(login)
}

fn words(what: &str, text: &str) -> anyhow::Result<String> {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    ensure!(text.chars().count() <= 200 && !text.contains('\0'), "{what} is too long: at most 200 characters");
    ensure!(national_identity::find(&text).is_none(), "{what} holds a national identity number (fødselsnummer): leave it out");
    Ok(text)
}
