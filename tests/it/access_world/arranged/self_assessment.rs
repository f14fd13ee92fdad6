//! The self-assessment itself: parts given and shown, evidence, and around a delivered version comments and figures.
use sqlx::postgres::PgConnection;
use sqlx::{AssertSqlSafe, Executor};

use super::{At, State, Values, one};
use crate::support::Client;

pub async fn arrange(all: &mut PgConnection, at: &At<'_>) -> Values {
    let (id, document) = (at.id, at.document);
    if at.state != State::NotStarted {
        at.app.fill(id, at.rektor).await;
    }
    let (given, shown) = at.others;
    let assignment = part_of(
        all,
        at,
        given,
        "insert into part_assignment (municipality_id, document_id, school_id, part, person_id, given_by, given_at)
         values ($1, $2, $3, 'dugleikar', $4, $5, now()) returning id",
    )
    .await;
    let share = part_of(
        all,
        at,
        shown,
        "insert into draft_share (municipality_id, document_id, school_id, part, person_id, shared_by, shared_at)
         values ($1, $2, $3, 'dugleikar', $4, $5, now()) returning id",
    )
    .await;
    bring_to_its_state(at).await;
    around(all, at).await;
    let report = [("message", "I del 2 står det eit namn.")];
    at.member.post(&format!("/egenvurdering/{id}/fjerning/melding"), &report).await.assert(303);
    let comment: Option<i64> =
        sqlx::query_scalar("select id from comment where self_assessment_id = $1").bind(id).fetch_optional(&mut *all).await.unwrap();
    Values::from([
        ("id", id.to_string()),
        ("round", one(all, "select round_id from self_assessment where id = $1", id).await.to_string()),
        ("report", one(all, "select id from slip_report where self_assessment_id = $1", id).await.to_string()),
        ("evidence", one(all, "select id from evidence where document_id = $1", document).await.to_string()),
        ("assignment", assignment.to_string()),
        ("share", share.to_string()),
        ("comment", comment.unwrap_or(999_999_999).to_string()),
        ("part", "dugleikar".to_owned()),
        ("theme", "resultat".to_owned()),
        ("field", "lesing.text".to_owned()),
        ("version", "1".to_owned()),
        ("question", "lesing".to_owned()),
        ("sign", "a".to_owned()),
    ])
}

/// A part given or shown to somebody.
async fn part_of(all: &mut PgConnection, at: &At<'_>, person: &Client, sql: &'static str) -> i64 {
    let query = sqlx::query_scalar(sql).bind(at.municipality).bind(at.document).bind(at.school.id.0);
    query.bind(person.person().id.0).bind(at.rektor.person().id.0).fetch_one(all).await.unwrap()
}

/// Delivered, and perhaps reopened.
async fn bring_to_its_state(at: &At<'_>) {
    let id = at.id;
    if at.delivered() {
        at.rektor.post(&format!("/egenvurdering/{id}/innsending"), &[]).await.assert_redirect(&format!("/egenvurdering/{id}/levert/1"));
    }
    if at.state == State::Reopened {
        let owner = at.app.skoleeier(&at.school.municipality).await;
        owner.post(&format!("/egenvurdering/{id}/gjenapning"), &[("reason", "Feil tal.")]).await.assert(303);
    }
}

async fn around(all: &mut PgConnection, at: &At<'_>) {
    let (id, person) = (at.id, at.rektor.person().id);
    let mut sql = format!(
        "insert into evidence (municipality_id, document_id, school_id, part, question, sign, slot, title, address, added_at, added_by)
         select municipality_id, document_id, school_id, 'dugleikar', 'lesing', 'a', 1, 'Resultat', 'https://eksempel.no/', now(), {person}
           from self_assessment where id = {id};"
    );
    if at.delivered() {
        sql.push_str(&format!(
            "insert into comment (municipality_id, self_assessment_id, delivery_id, school_id, part, question, author_id, author_name, author_title, written_at, body, save_id)
             select municipality_id, self_assessment_id, id, school_id, 'dugleikar', 'lesing', {person}, 'Per', '', now(), 'Fint.', gen_random_uuid()
               from delivery where self_assessment_id = {id};
             insert into comment_reply (municipality_id, comment_id, school_id, author_id, author_name, author_title, written_at, body, save_id)
             select municipality_id, id, school_id, {person}, 'Kari', '', now(), 'Takk.', gen_random_uuid() from comment where self_assessment_id = {id};
             insert into delivered_figure (municipality_id, delivery_id, document_id, school_id, part, indicator, content)
             select d.municipality_id, d.id, a.document_id, d.school_id, part, 'np_lesing_5', '{KEPT_FIGURES}'
               from delivery d join self_assessment a on a.id = d.self_assessment_id, unnest(array['dugleikar', 'laeringsmiljo']) part
              where a.id = {id};"
        ));
    }
    all.execute(sqlx::raw_sql(AssertSqlSafe(sql))).await.unwrap();
}

/// Figures that a delivered version keeps.
const KEPT_FIGURES: &str = r#"{"subject": "school", "goals": [], "sets": [], "figures": [{"whose": "school", "year": 2025, "grade": null, "level": null,
  "state": "published", "amount": 50000, "uncertainty": null, "count": null, "file": "tal.csv", "day": "2026-11-20", "publisher": null}]}"#;
