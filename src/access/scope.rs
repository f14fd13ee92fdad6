//! What a transaction is told about its actor; row-level security reads it (`migrations/0001_actor_and_walls.sql`).
use sqlx::{AssertSqlSafe, PgConnection};

use crate::ids::{MunicipalityId, PersonId, SchoolId};

/// The actor as the database sees it. Without one, no row is visible.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scope {
    /// The municipality whose rows exist for this transaction.
    pub municipality: MunicipalityId,
    /// Who acts; `None` for an operator's command.
    pub person: Option<PersonId>,
    /// Acts for the municipality (skoleeier).
    pub owner: bool,
    /// Schools whose drafts the person works on.
    pub schools: Vec<SchoolId>,
    /// Schools where the person reads what the rektor shows.
    pub reader_schools: Vec<SchoolId>,
    /// Schools whose delivered work the person follows up.
    pub overseen: Vec<SchoolId>,
    /// Schools the person leads (rektor): sees there what only named roles see.
    pub led: Vec<SchoolId>,
    /// Schools whose delivered work the person reads, because they help there for a time.
    pub advised: Vec<SchoolId>,
}

/// Takes back what another scope said in the same transaction.
const FORGET: &str = "set local app.person = '';set local app.owner = '';set local app.schools = '';set local app.reader_schools = '';\
                      set local app.overseen = '';set local app.led = '';set local app.advised = '';";

fn list(ids: &[SchoolId]) -> String {
    ids.iter().map(ToString::to_string).collect::<Vec<_>>().join(",")
}

impl Scope {
    /// An operator at the command line: acts for the municipality, as nobody in particular.
    pub fn operator(municipality: MunicipalityId) -> Self {
        Self {
            municipality,
            person: None,
            owner: true,
            schools: Vec::new(),
            reader_schools: Vec::new(),
            overseen: Vec::new(),
            led: Vec::new(),
            advised: Vec::new(),
        }
    }

    /// The statements that tell a transaction, each with its semicolon; the settings end with it. Text instead of parameters, so that they can stand
    /// in one message with BEGIN: a round trip saved in every request. Nothing but numbers, commas and `true` can come out of the types it is made
    /// from. What is empty is left out: unset means nobody and none (`migrations/0001_actor_and_walls.sql`).
    pub fn settings(&self) -> String {
        let settings = [
            ("municipality", self.municipality.to_string()),
            ("person", self.person.map_or_else(String::new, |id| id.to_string())),
            ("owner", if self.owner { "true".to_owned() } else { String::new() }),
            ("schools", list(&self.schools)),
            ("reader_schools", list(&self.reader_schools)),
            ("overseen", list(&self.overseen)),
            ("led", list(&self.led)),
            ("advised", list(&self.advised)),
        ];
        settings.iter().filter(|(_, value)| !value.is_empty()).map(|(name, value)| format!("set local app.{name} = '{value}';")).collect()
    }

    /// Tells a transaction that has begun already. What an earlier scope said and this one does not is taken back.
    pub async fn tell(&self, connection: &mut PgConnection) -> sqlx::Result<()> {
        sqlx::raw_sql(AssertSqlSafe(format!("{FORGET}{}", self.settings()))).execute(connection).await?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_there_is_said() {
        let mut scope = Scope::operator(MunicipalityId(7));
        assert_eq!(scope.settings(), "set local app.municipality = '7';set local app.owner = 'true';");
        scope.owner = false;
        scope.schools = vec![SchoolId(1), SchoolId(2)];
        assert_eq!(scope.settings(), "set local app.municipality = '7';set local app.schools = '1,2';");
    }
}
