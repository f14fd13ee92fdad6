//! Two meetings with one school, arranged through the program as people arrange them: one with approved minutes, and the one that follows it, held and
//! written down. What else they gather, a delivered self-assessment and figures, is the country's.
use anyhow::{Context, ensure};
use kvalitetsdialog::clock::Clock;
use kvalitetsdialog::database::cluster::Cluster;
use kvalitetsdialog::model_pack::Dialogue;
use kvalitetsdialog::text::dates;
use time::Duration;
use uuid::Uuid;

use crate::client::{Answer, Client};
use crate::country::{pack, superuser};

/// Has grades 1–10, delivered earlier years, and lies in the municipality with a hundred schools.
const SCHOOL: i64 = 13;
/// The session of the one who leads both.
pub const LEADER: &str = "skoleeier-1";
/// The kind of the meeting that is measured; it follows another kind.
const KIND: &str = "leiardialog_1";
/// What is concluded.
const CONCLUDED: &str = "Lesing på alle steg, i alle fag.";
/// What is said of a point.
const SAID: &str = "Skulen fortel at elevane les meir enn i fjor, og spør kva skuleeigar kan gjere med vikarar.";
/// What each side promises.
const PROMISED: [(&str, &str); 2] = [("owner", "Skaffe eit lesekurs til alle lærarane"), ("school", "Prøve lesestund kvar morgon")];

/// Address of the meeting that is measured, when it is there.
pub async fn held(cluster: &Cluster) -> anyhow::Result<Option<String>> {
    let mut connection = superuser(cluster).await?;
    let id: Option<i64> = sqlx::query_scalar("select max(id) from meeting where school_id = $1 and kind = $2 and state = 'held'")
        .bind(SCHOOL)
        .bind(KIND)
        .fetch_one(&mut connection)
        .await?;
    Ok(id.map(|id| format!("/moter/{id}")))
}

/// Arranges both, once, and makes sure that the pages hold what they are measured with.
pub async fn arrange(cluster: &Cluster, port: u16) -> anyhow::Result<()> {
    let mut leader = Leader { client: Client::connect(port).await? };
    if held(cluster).await?.is_none() {
        let pack = pack()?;
        let kind = pack.dialogue(KIND).context("the pack has the kind")?;
        let earlier = kind.follows.as_deref().and_then(|key| pack.dialogue(key)).context("the kind follows another")?;
        leader.approved(cluster, earlier).await?;
        leader.written(cluster, kind).await?;
    }
    let meeting = held(cluster).await?.context("the meeting is held")?;
    let promised = PROMISED.map(|(_, words)| words);
    leader.reads(&meeting, &[&promised[..], &[CONCLUDED, SAID]].concat()).await?;
    // A card of an indicator is an article of the class «beside».
    leader.reads(&format!("{meeting}/mappe"), &[&promised[..], &[CONCLUDED, "/levert/1", "class=\"ind beside\""]].concat()).await
}

struct Leader {
    client: Client,
}

impl Leader {
    async fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> anyhow::Result<Answer> {
        let answer = self.client.ask(path, LEADER, Some(&serde_html_form::to_string(fields)?)).await?;
        ensure!([200, 303].contains(&answer.status), "{path} with {fields:?} answers {}", answer.status);
        Ok(answer)
    }

    async fn reads(&mut self, path: &str, words: &[&str]) -> anyhow::Result<()> {
        let page = self.client.ask(path, LEADER, None).await?;
        let text = String::from_utf8(page.body)?;
        for words in words {
            ensure!(text.contains(words), "{path} answers {} without «{words}»", page.status);
        }
        Ok(())
    }

    /// The earlier one: in the morning, approved at once.
    async fn approved(&mut self, cluster: &Cluster, kind: &Dialogue) -> anyhow::Result<()> {
        let meeting = self.book(kind, "08:00", "10:00").await?;
        self.post(&format!("{meeting}/gjennomforing"), &[]).await?;
        self.write(cluster, &meeting, kind).await?;
        self.post(&format!("{meeting}/utsending"), &[("frist", &day(0))]).await?;
        self.post(&format!("{meeting}/godkjenning"), &[]).await?;
        Ok(())
    }

    /// The later one, with the school's group in the room. Said to be held last: when it is, it is whole.
    async fn written(&mut self, cluster: &Cluster, kind: &Dialogue) -> anyhow::Result<()> {
        let meeting = self.book(kind, "10:00", "14:00").await?;
        let mut connection = superuser(cluster).await?;
        let group: Vec<i64> =
            sqlx::query_scalar("select person_id from role_assignment where school_id = $1 and role = 'utviklingsgruppe'")
                .bind(SCHOOL)
                .fetch_all(&mut connection)
                .await?;
        for person in group {
            self.post(&format!("{meeting}/deltakarar"), &[("person", &person.to_string())]).await?;
        }
        self.write(cluster, &meeting, kind).await?;
        self.post(&format!("{meeting}/gjennomforing"), &[]).await?;
        Ok(())
    }

    async fn book(&mut self, kind: &Dialogue, from: &str, to: &str) -> anyhow::Result<String> {
        let (with, day, save_id) = (format!("skole:{SCHOOL}"), day(0), save_id());
        let form = [("samtale", &*kind.key), ("med", &with), ("dato", &day), ("fra", from), ("til", to), ("save_id", &save_id)];
        self.post("/moter", &form).await?.location.context("the address of what was booked")
    }

    /// Every field of the minutes, and a promise of each side.
    async fn write(&mut self, cluster: &Cluster, meeting: &str, kind: &Dialogue) -> anyhow::Result<()> {
        let mut connection = superuser(cluster).await?;
        let points: Vec<i64> = sqlx::query_scalar("select id from meeting_point where '/moter/' || meeting_id = $1 order by position")
            .bind(meeting)
            .fetch_all(&mut connection)
            .await?;
        let of_points = points.iter().flat_map(|id| [(format!("p{id}.text"), SAID), (format!("p{id}.outcome"), "decision")]);
        let conclusions = kind.conclusions.iter().map(|conclusion| (format!("k.{}", conclusion.key), CONCLUDED));
        for (field, value) in of_points.chain(conclusions) {
            let fields = [("field", &*field), ("value", value), ("rev", "0"), ("save_id", &save_id())];
            self.post(&format!("{meeting}/felt"), &fields).await?;
        }
        for (side, words) in PROMISED {
            let fields = [("kva", words), ("kven", side), ("frist", &day(30)), ("save_id", &save_id())];
            self.post(&format!("{meeting}/avtalar"), &fields).await?;
        }
        Ok(())
    }
}

fn save_id() -> String {
    Uuid::new_v4().to_string()
}

/// So many days from today, as a form sends it.
fn day(from_today: i64) -> String {
    dates::for_form(Clock::system().today() + Duration::days(from_today))
}
