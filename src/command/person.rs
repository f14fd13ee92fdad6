//! `kvalitetsdialog person`: adds people, gives and ends roles, makes single-use links to choose a password.
mod account;
mod roles;

pub use account::{PasswordLink, password_link, set_disabled};
pub use roles::{Added, add, end};

use clap::{Args, Subcommand, ValueEnum};
use time::Date;

use super::{connect, say};
use crate::access::Role;
use crate::clock::Clock;
use crate::config::DatabaseSettings;

/// Arguments of `person`.
#[derive(Debug, Args)]
pub struct Arguments {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Add a person with a role, or give a known person one more; prints a link to choose a password
    Add(Box<Add>),
    /// End a role; the person keeps the account and any other role
    End(End),
    /// Make a new link to choose a password, when the first is used or too old
    Link(Link),
    /// Close an account in every municipality and end its sessions
    Disable(Login),
    /// Open an account that was disabled
    Enable(Login),
}

/// A role on the command line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum RoleName {
    /// The municipal school administration
    Skoleeier,
    /// Leads the schools of an area: --area
    Omradeleder,
    /// Leads a school: --school
    Rektor,
    /// In a school's development group (--school) or the municipality's, with a --function
    Utviklingsgruppe,
    /// Keeps people and configuration; sees no dialogue
    Administrator,
}

impl From<RoleName> for Role {
    fn from(name: RoleName) -> Self {
        match name {
            RoleName::Skoleeier => Self::Skoleeier,
            RoleName::Omradeleder => Self::Omradeleder,
            RoleName::Rektor => Self::Rektor,
            RoleName::Utviklingsgruppe => Self::Utviklingsgruppe,
            RoleName::Administrator => Self::Administrator,
        }
    }
}

/// Arguments of `person add`.
#[derive(Debug, Clone, Args)]
#[command(
    after_help = "Example: kvalitetsdialog person add --municipality 4622 --login kari@kvam.example --name \"Kari Nordås\" --title rektor \
--role rektor --school \"Norheimsund skule\"

The link is valid for 24 hours and works once. Send it to the person alone."
)]
pub struct Add {
    /// Where the database is
    #[command(flatten)]
    pub database: DatabaseSettings,
    /// Municipality number
    #[arg(long)]
    pub municipality: String,
    /// What the person signs in with, usually the e-mail address
    #[arg(long)]
    pub login: String,
    /// Full name; needed for somebody new
    #[arg(long)]
    pub name: Option<String>,
    /// Title as the municipality writes it, as «rektor»
    #[arg(long)]
    pub title: Option<String>,
    /// The role
    #[arg(long)]
    pub role: RoleName,
    /// The school, by name or organisation number
    #[arg(long)]
    pub school: Option<String>,
    /// The area, by name
    #[arg(long)]
    pub area: Option<String>,
    /// The member's function, a key of the municipality's pack, as laerar or elev
    #[arg(long)]
    pub function: Option<String>,
    /// Konstituert: rektor for the time being
    #[arg(long)]
    pub acting: bool,
    /// First day, as 2026-08-01; default today
    #[arg(long, value_parser = day)]
    pub from: Option<Date>,
    /// Last day
    #[arg(long, value_parser = day)]
    pub to: Option<Date>,
    /// Why, for those who look later
    #[arg(long, default_value = "")]
    pub reason: String,
    /// The address people use; the link begins with it
    #[arg(long, env = "PUBLIC_URL")]
    pub public_url: Option<String>,
}

/// Arguments of `person end`.
#[derive(Debug, Clone, Args)]
pub struct End {
    /// Where the database is
    #[command(flatten)]
    pub database: DatabaseSettings,
    /// Municipality number
    #[arg(long)]
    pub municipality: String,
    /// Whose role
    #[arg(long)]
    pub login: String,
    /// Which role
    #[arg(long)]
    pub role: RoleName,
    /// At this school alone, by name or organisation number
    #[arg(long)]
    pub school: Option<String>,
    /// The last day of the role, as 2027-07-31
    #[arg(long, value_parser = day)]
    pub last_day: Date,
}

/// Arguments of `person link`.
#[derive(Debug, Clone, Args)]
pub struct Link {
    /// Where the database is
    #[command(flatten)]
    pub database: DatabaseSettings,
    /// Whose account
    #[arg(long)]
    pub login: String,
    /// The address people use; the link begins with it
    #[arg(long, env = "PUBLIC_URL")]
    pub public_url: Option<String>,
}

/// Arguments of `person disable` and `person enable`.
#[derive(Debug, Clone, Args)]
pub struct Login {
    /// Where the database is
    #[command(flatten)]
    pub database: DatabaseSettings,
    /// Whose account
    #[arg(long)]
    pub login: String,
}

/// A day as `2026-08-01` or `1.8.2026`.
fn day(text: &str) -> Result<Date, String> {
    let parts: Vec<&str> = text.split(['-', '.']).collect();
    let read = match *parts.as_slice() {
        [year, month, day] if text.contains('-') => (year, month, day),
        [day, month, year] => (year, month, day),
        _ => ("", "", ""),
    };
    let read = || {
        let month = time::Month::try_from(read.1.parse::<u8>().ok()?).ok()?;
        let year = read.0.parse().ok().filter(|year| (2000..=2100).contains(year))?;
        Date::from_calendar_date(year, month, read.2.parse().ok()?).ok()
    };
    read().ok_or_else(|| "no day: write 2026-08-01".to_owned())
}

/// Runs the command.
pub async fn run(arguments: Arguments) -> anyhow::Result<()> {
    let clock = Clock::system();
    let said = match arguments.what {
        What::Add(wanted) => {
            connect::with(&wanted.database, async |database| Ok(add(&database, &clock, &wanted).await?.to_string())).await?
        }
        What::End(wanted) => connect::with(&wanted.database, async |database| end(&database, &wanted).await).await?,
        What::Link(wanted) => {
            connect::with(&wanted.database, async |database| {
                Ok(password_link(&database, &wanted.login, wanted.public_url.as_deref()).await?.to_string())
            })
            .await?
        }
        What::Disable(wanted) => {
            connect::with(&wanted.database, async |database| set_disabled(&database, &wanted.login, true).await).await?
        }
        What::Enable(wanted) => {
            connect::with(&wanted.database, async |database| set_disabled(&database, &wanted.login, false).await).await?
        }
    };
    say(&said);
    Ok(())
}

#[cfg(test)]
mod tests {
    use time::macros::date;

    use super::*;

    #[test]
    fn a_day_is_read_in_both_orders_and_nothing_else_is() {
        assert_eq!(day("2026-08-01"), Ok(date!(2026 - 08 - 01)));
        assert_eq!(day("1.8.2026"), Ok(date!(2026 - 08 - 01)));
        for text in ["", "2026-13-01", "01-08-26", "i morgon", "31.02.2027"] {
            assert!(day(text).is_err(), "{text}");
        }
    }
}
