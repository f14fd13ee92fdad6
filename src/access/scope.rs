//! What a transaction is told about its actor; row-level security reads it (`migrations/0001_actor_and_walls.sql`).
use sqlx::PgConnection;

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
}

fn list(ids: &[SchoolId]) -> String {
    ids.iter().map(ToString::to_string).collect::<Vec<_>>().join(",")
}

impl Scope {
    /// An operator at the command line: acts for the municipality, as nobody in particular.
    pub fn operator(municipality: MunicipalityId) -> Self {
        Self { municipality, person: None, owner: true, schools: Vec::new(), reader_schools: Vec::new(), overseen: Vec::new() }
    }

    /// Tells the transaction on `connection`; the settings end with it.
    pub async fn tell(&self, connection: &mut PgConnection) -> sqlx::Result<()> {
        sqlx::query!(
            "select set_config('app.municipality', $1, true) as a, set_config('app.person', $2, true) as b, set_config('app.owner', $3, true) as c,
                    set_config('app.schools', $4, true) as d, set_config('app.reader_schools', $5, true) as e, set_config('app.overseen', $6, true) as f",
            self.municipality.to_string(),
            self.person.map_or_else(String::new, |id| id.to_string()),
            if self.owner { "true" } else { "" },
            list(&self.schools),
            list(&self.reader_schools),
            list(&self.overseen),
        )
        .fetch_one(connection)
        .await?;
        Ok(())
    }
}
