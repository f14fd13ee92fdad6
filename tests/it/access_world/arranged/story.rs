//! Stories of a member: shared, delivered, a draft.
use sqlx::postgres::PgConnection;

use super::{At, Values};

pub async fn arrange(all: &mut PgConnection, at: &At<'_>) -> Values {
    let mut values = Values::new();
    for (name, state) in [("story", "shared"), ("told", "delivered"), ("drafted", "draft")] {
        let id: i64 = sqlx::query_scalar(
            "insert into story (municipality_id, school_id, author_id, author_name, author_title, from_reader, kind, title, body, context, consent, themes,
               state, save_id, written_at, changed_at, delivered_at, delivered_by_name, sha256)
             values ($1, $2, $3, 'Ola Lærar', 'lærar', false, 'practice', 'Lesestund', 'Dei las.', '3. trinn', 'agreed', '{resultat}', $4,
               gen_random_uuid(), now(), now(), case when $4 = 'delivered' then now() end, 'Kari', sha256('')) returning id",
        )
        .bind(at.municipality)
        .bind(at.school.id.0)
        .bind(at.member.person().id.0)
        .bind(state)
        .fetch_one(&mut *all)
        .await
        .unwrap();
        values.insert(name, id.to_string());
    }
    values
}
