//! SQL for what is written in a talk: read by those who may, and saved field by field.
use sqlx::PgConnection;

use crate::access::Actor;
use crate::access::rules::{CanWriteTalk, Party, TalkFacts};
use crate::error::Result;
use crate::ids::PersonId;
use crate::sealed_talk::model::{LONGEST, Talk, Text};
use crate::writing::{FieldText, SaveId};

/// What the actor reads of a talk's texts: what is common, their own, and what the other has opened.
pub async fn texts(connection: &mut PgConnection, actor: &Actor, talk: &Talk) -> Result<Vec<Text>> {
    let rows = sqlx::query!(
        r#"select side, field, value, rev, saved_at, saved_by as "saved_by: PersonId", saved_by_name from sealed_text
           where municipality_id = $1 and talk_id = $2 and (side in ('common', $3) or opened) order by side, field"#,
        actor.municipality.0,
        talk.id.0,
        talk.rights.own.key()
    )
    .fetch_all(connection)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| Text {
            of: Party::parse(&row.side),
            field: row.field,
            value: row.value,
            rev: row.rev,
            saved_at: row.saved_at,
            saved_by: (row.saved_by, row.saved_by_name),
        })
        .collect())
}

/// A text in the shape that fields are shown in.
pub fn as_field(text: &Text) -> FieldText {
    FieldText {
        field: text.field.clone(),
        part: String::new(),
        value: text.value.clone(),
        rev: text.rev,
        saved_at: text.saved_at,
        saved_by: text.saved_by.0,
        saved_by_name: text.saved_by.1.clone(),
    }
}

/// A field that is stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stored {
    /// Its revision.
    pub rev: i32,
    /// It is another text than before.
    pub changed: bool,
}

/// Stores a field as the revision after `base`; nothing when something newer stands there. Sent again, or with the very text that stands there, it is stored
/// already.
pub async fn save(
    connection: &mut PgConnection,
    actor: &Actor,
    can: &CanWriteTalk,
    (field, value, base, save_id): (&str, &str, i32, SaveId),
) -> Result<Option<Stored>> {
    debug_assert!(value.chars().count() <= LONGEST, "checked before");
    let facts = can.facts();
    let opened = Party::parse(can.place().key()).is_some_and(|party| TalkFacts::of(facts.opened, party));
    let row = sqlx::query!(
        r#"with changed as (
             insert into sealed_text as n (municipality_id, talk_id, employee_id, manager_id, side, field, opened, value, rev, saved_at, saved_by,
               saved_by_name, save_id)
             select $1, $2, $3, $4, $5, $6, $7, $8, 1, $9, $10, $11, $12 where $13 = 0 or exists (
               select from sealed_text o where o.municipality_id = $1 and o.talk_id = $2 and o.side = $5 and o.field = $6)
             on conflict (municipality_id, talk_id, side, field) do update
               set value = excluded.value, rev = n.rev + 1, saved_at = excluded.saved_at, saved_by = excluded.saved_by,
                   saved_by_name = excluded.saved_by_name, save_id = excluded.save_id
               where n.rev = $13 and n.save_id <> excluded.save_id and n.value <> excluded.value
             returning rev)
           select rev as "rev!", true as "changed!" from changed
           union all
           select rev, false from sealed_text where municipality_id = $1 and talk_id = $2 and side = $5 and field = $6 and (save_id = $12 or value = $8)
             and not exists (select from changed)"#,
        can.municipality().0,
        can.talk().0,
        facts.employee.0,
        facts.manager.0,
        can.place().key(),
        field,
        opened,
        value,
        actor.now,
        can.by().0,
        actor.name,
        save_id.0,
        base
    )
    .fetch_optional(connection)
    .await?;
    Ok(row.map(|row| Stored { rev: row.rev, changed: row.changed }))
}
