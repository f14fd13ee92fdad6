//! What of this slice stands on somebody's desk.
use sqlx::PgConnection;
use time::{Date, Duration};

use super::numbers;
use crate::access::Actor;
use crate::access::rules::has_follow_up;
use crate::calendar::years_after;
use crate::desk::{Item, Piles};
use crate::error::Result;
use crate::text::text_with;

/// Help that ends within so long is soon over.
const SOON: Duration = Duration::days(14);

/// What a statement found: what it is, its id, the school and its name, and the day.
struct Row {
    what: String,
    id: i64,
    school: Option<i64>,
    name: String,
    day: Option<Date>,
}

fn item(actor: &Actor, row: &Row) -> Option<Item> {
    let says = |key: &str| text_with(actor.lang, key, &[("school", &row.name)]);
    let support = format!("/stotte/{}", row.id);
    let school = row.school.map_or_else(String::new, |school| format!("/{school}"));
    let follow_up = format!("/prioritering/skole{school}");
    Some(match row.what.as_str() {
        "answer" => Item::by(support, says("support-desk-answer"), row.day),
        "over" => Item::by(support, says("support-desk-over"), row.day),
        "asked" => Item::by(support, says("support-desk-asked"), row.day),
        "ends" => Item::by(support, says("support-desk-ends"), row.day),
        "judged" => Item::by(follow_up, says("priority-desk-judged"), row.day),
        "closing" => Item::by(follow_up, says("priority-desk-closing"), row.day),
        "unanswered" => Item::by(follow_up, says("priority-desk-unanswered"), row.day),
        "card" => {
            let day = row.day.map(|day| years_after(day, 1));
            Item::by(format!("/kontaktkort{school}/endring"), says("card-desk-old"), day)
        }
        _ => return None,
    })
}

/// What waits for the actor: schools that ask for support, help whose last day went by, a judgement to be read and answered or closed, a card that is a year old;
/// what the actor waits for: an answer to what their school asks for, and what schools say to how they are followed up; and help that ends within two weeks, for
/// the school, those who follow it up, and whoever helps.
///
/// # Errors
///
/// When the database does not answer.
pub async fn desk(connection: &mut PgConnection, actor: &Actor) -> Result<Piles> {
    let year_ago = actor.now - Duration::days(365);
    let rows = sqlx::query_as!(
        Row,
        r#"with newest as (
             select distinct on (j.school_id) j.id, j.school_id, j.to_day,
               exists (select from follow_closing c where c.municipality_id = j.municipality_id and c.judgement_id = j.id) as closed,
               exists (select from follow_answer a where a.municipality_id = j.municipality_id and a.judgement_id = j.id) as answered
             from follow_judgement j
             where $6 and j.municipality_id = $1 and ($2 or j.school_id = any ($3) or j.school_id = any ($4))
             order by j.school_id, j.id desc),
           found as (
             select 'answer' as what, r.id, r.school_id, r.answer_by as day from support_request r
              where r.municipality_id = $1 and r.state = 'open' and ($2 or r.school_id = any ($3)) and not r.school_id = any ($4)
             union all
             select 'over', r.id, r.school_id, r.to_day from support_request r
              where r.municipality_id = $1 and r.state = 'helping' and r.to_day < $5 and ($2 or r.school_id = any ($3)) and not r.school_id = any ($4)
             union all
             select 'judged', n.id, n.school_id, null from newest n where not n.closed and not n.answered and n.school_id = any ($4)
             union all
             select 'closing', n.id, n.school_id, n.to_day from newest n where not n.closed and n.to_day < $5 and not n.school_id = any ($4)
             union all
             select 'card', c.id, c.school_id, (c.revised_at at time zone 'Europe/Oslo')::date from contact_card c
              where c.municipality_id = $1 and c.revised_at <= $7 and ((c.school_id is null and $2) or c.school_id = any ($4))
             union all
             select 'asked', r.id, r.school_id, r.answer_by from support_request r
              where r.municipality_id = $1 and r.state = 'open' and r.school_id = any ($4)
             union all
             select 'unanswered', n.id, n.school_id, null from newest n
              where not n.closed and not n.answered and not n.school_id = any ($4)
             union all
             select 'ends', r.id, r.school_id, r.to_day from support_request r
              where r.municipality_id = $1 and r.state = 'helping' and r.to_day between $5 and $8
                and ($2 or r.school_id = any ($3) or r.school_id = any ($4) or r.helper_id = $9))
           select f.what as "what!", f.id as "id!", f.school_id as "school?", coalesce(s.name, m.name) as "name!", f.day as "day?"
             from found f
             join municipality m on m.id = $1
             left join school s on s.municipality_id = $1 and s.id = f.school_id
            order by f.day nulls last, f.id"#,
        actor.municipality.0,
        actor.is_owner(),
        &numbers(&actor.overseen),
        &numbers(&actor.rektor_schools()),
        actor.today,
        has_follow_up(actor),
        year_ago,
        actor.today + SOON,
        actor.person.0
    )
    .fetch_all(connection)
    .await?;
    let mut piles = Piles::default();
    for row in rows {
        let pile = match row.what.as_str() {
            "asked" | "unanswered" => &mut piles.others,
            "ends" => &mut piles.soon,
            _ => &mut piles.mine,
        };
        pile.extend(item(actor, &row));
    }
    Ok(piles)
}
