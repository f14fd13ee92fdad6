//! What files can know the municipality and its schools by.
use std::collections::BTreeSet;

use sqlx::PgConnection;
use time::Date;

use crate::error::Result;
use crate::ids::{MunicipalityId, SchoolId};
use crate::indicator::SchoolYear;
use crate::indicator::import::plan::{Here, folded};

/// What is known of the municipality by numbers and names, today's and former ones.
pub async fn here(connection: &mut PgConnection, municipality: MunicipalityId) -> Result<Here> {
    let identities = sqlx::query!(
        r#"select number as "number!", name as "name!" from municipality where id = $1
           union all select number, name from municipality_former_identity where municipality_id = $1"#,
        municipality.0
    )
    .fetch_all(&mut *connection)
    .await?;
    let schools = sqlx::query!(
        r#"select id as "id!: SchoolId", organisation_number as "number!", name as "name!", true as "now!", closed_on as "closed?: Date" from school where municipality_id = $1
           union all select school_id, organisation_number, name, false, null from school_former_identity where municipality_id = $1 and undone_at is null"#,
        municipality.0
    )
    .fetch_all(connection)
    .await?;
    let mut here = Here::default();
    for identity in identities {
        here.counties.insert(identity.number.chars().take(2).collect());
        here.names.insert(folded(&identity.name));
        here.names.insert(folded(identity.name.trim_end_matches(" kommune").trim_end_matches(" herad")));
        here.numbers.insert(identity.number);
    }
    let mut twice = BTreeSet::new();
    for school in schools {
        here.by_number.entry(school.number).or_insert(school.id);
        let name = folded(&school.name);
        if here.by_name.insert(name.clone(), school.id).is_some_and(|other| other != school.id) {
            twice.insert(name);
        }
        if let Some(closed) = school.closed {
            here.last_years.insert(school.id, SchoolYear::last_before(closed));
        }
        if school.now {
            here.school_names.insert(school.id, school.name);
        }
    }
    here.by_name.retain(|name, _| !twice.contains(name));
    Ok(here)
}
