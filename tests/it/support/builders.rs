//! What tests arrange, made by the application's own functions, as an operator would.
use kvalitetsdialog::access::rules::CanOpenRound;
use kvalitetsdialog::access::session::Token;
use kvalitetsdialog::access::{Role, Scope};
use kvalitetsdialog::ids::{AccountId, AreaId, ModelPackId, MunicipalityId, PersonId, RoundId, SchoolId};
use kvalitetsdialog::model_pack::{self, Aspect, FieldKey, SchoolProfile};
use kvalitetsdialog::municipality::{self, NewRole, School};
use kvalitetsdialog::round::{self, NewRound};
use kvalitetsdialog::text::Lang;
use time::Date;
use time::macros::date;

use super::TestApp;
use super::client::{Client, SESSION_COOKIE};

/// Everybody's password.
pub const PASSWORD: &str = "ein blå båt på fjorden";

/// A municipality with a pack.
#[derive(Debug, Clone)]
pub struct Municipality {
    /// Id.
    pub id: MunicipalityId,
    /// Its pack.
    pub pack: ModelPackId,
}

/// A school of a test.
#[derive(Debug, Clone)]
pub struct TestSchool {
    /// Id.
    pub id: SchoolId,
    /// Its municipality.
    pub municipality: Municipality,
}

/// Somebody.
#[derive(Debug, Clone)]
pub struct Person {
    /// Id in the municipality.
    pub id: PersonId,
    /// Account.
    pub account: AccountId,
    /// Login.
    pub login: String,
    /// Where.
    pub municipality: MunicipalityId,
}

/// A municipality as most tests need it: two areas, three schools, an open round.
#[derive(Debug, Clone)]
pub struct Town {
    /// The municipality, with Kvam's pack.
    pub municipality: Municipality,
    /// Area of Vik and Nes.
    pub north: AreaId,
    /// Area of Dal.
    pub south: AreaId,
    /// Grades 1–10 with SFO, in the north.
    pub vik: TestSchool,
    /// Grades 1–7 with SFO, in the north.
    pub nes: TestSchool,
    /// Grades 8–10 without SFO, in the south.
    pub dal: TestSchool,
    /// The open round, which looks back on 2026/27.
    pub round: RoundId,
}

/// A role to give in a test; the rest is as usual.
#[derive(Debug, Clone, Default)]
pub struct Given<'a> {
    /// For an area leader.
    pub area: Option<AreaId>,
    /// For a rektor or a member.
    pub school: Option<SchoolId>,
    /// Function key.
    pub function: Option<&'a str>,
    /// Reads drafts.
    pub reads: bool,
    /// Writes drafts.
    pub writes: bool,
    /// Konstituert.
    pub acting: bool,
    /// The last day.
    pub to: Option<Date>,
}

impl TestApp {
    /// A municipality with a pack that ships.
    pub async fn municipality(&self, name: &str, pack_key: &'static str) -> Municipality {
        let number = format!("{:04}", 9000 + self.next());
        let mut tx = self.app.database.without_actor().begin().await.unwrap();
        let id = municipality::add_municipality(&mut tx, &number, name, Lang::Nn, self.app.clock.now()).await.unwrap();
        let source = model_pack::shipped(pack_key).unwrap();
        let pack = model_pack::add(&mut tx, id, source, self.app.clock.now()).await.unwrap();
        tx.commit().await.unwrap();
        Municipality { id, pack }
    }

    /// A newer pack of the municipality: Kvam's own, which has no levels of follow-up, with those that Bergen's has.
    pub async fn with_levels_of_follow_up(&self, municipality: &Municipality) {
        let own = |line: &&str| !line.starts_with('[') || line.starts_with("[follow_up") || line.starts_with("[[follow_up");
        let levels = model_pack::shipped("bergen").unwrap().lines().skip_while(|line| *line != "[follow_up]").take_while(own);
        let levels: Vec<&str> = levels.collect();
        let source = format!("{}\n{}\n", super::packs::next_version(model_pack::shipped("kvam").unwrap()), levels.join("\n"));
        let mut tx = self.app.database.write(&Scope::operator(municipality.id)).await.unwrap();
        model_pack::add(&mut tx, municipality.id, &source, self.app.clock.now()).await.unwrap();
        tx.commit().await.unwrap();
    }

    /// An area.
    pub async fn area(&self, municipality: &Municipality, name: &str) -> AreaId {
        let mut tx = self.app.database.write(&Scope::operator(municipality.id)).await.unwrap();
        let area = municipality::add_area(&mut tx, municipality.id, name).await.unwrap();
        tx.commit().await.unwrap();
        area
    }

    /// A network of schools.
    pub async fn network(&self, municipality: &Municipality, name: &str, schools: &[&TestSchool]) -> AreaId {
        let mut tx = self.app.database.write(&Scope::operator(municipality.id)).await.unwrap();
        let network = municipality::add_network(&mut tx, municipality.id, name).await.unwrap();
        for school in municipality::schools(&mut tx, municipality.id).await.unwrap() {
            if schools.iter().any(|one| one.id == school.id) {
                let school = School { network: Some(network), ..school };
                municipality::update_school(&mut tx, municipality.id, &school).await.unwrap();
            }
        }
        tx.commit().await.unwrap();
        network
    }

    /// A public school with grades and an SFO or not.
    pub async fn school(&self, at: &Municipality, area: Option<AreaId>, name: &str, grades: (i16, i16), has_sfo: bool) -> TestSchool {
        let school = School {
            id: SchoolId(0),
            organisation_number: format!("9{:08}", self.next()),
            name: name.to_owned(),
            ownership: "public".to_owned(),
            area,
            area_name: None,
            network: None,
            network_name: None,
            grade_from: grades.0,
            grade_to: grades.1,
            has_sfo,
            closed_on: None,
        };
        let mut tx = self.app.database.write(&Scope::operator(at.id)).await.unwrap();
        let id = municipality::add_school(&mut tx, at.id, &school).await.unwrap();
        tx.commit().await.unwrap();
        TestSchool { id, municipality: at.clone() }
    }

    /// Opens the round of a template for all schools (or for the municipality itself).
    pub async fn round(&self, municipality: &Municipality, template: &str, looks_back_year: i32) -> RoundId {
        let scope = Scope::operator(municipality.id);
        let can = CanOpenRound::of_operator(&scope).unwrap();
        let mut tx = self.app.database.write(&scope).await.unwrap();
        let pack = self.app.packs.load(&mut tx, municipality.id, municipality.pack).await.unwrap();
        let deadline = Date::from_calendar_date(looks_back_year + 1, time::Month::March, 15).unwrap();
        let new = NewRound { template, pack: municipality.pack, looks_back_year, deadline, rolled_from: None };
        let round = round::open(&mut tx, can, &pack, &new, self.app.clock.now(), self.app.clock.today()).await.unwrap();
        tx.commit().await.unwrap();
        round
    }

    /// A whole municipality with an open round.
    pub async fn town(&self, name: &str) -> Town {
        let municipality = self.municipality(name, "kvam").await;
        let north = self.area(&municipality, "Nord").await;
        let south = self.area(&municipality, "Sør").await;
        let vik = self.school(&municipality, Some(north), "Vik skule", (1, 10), true).await;
        let nes = self.school(&municipality, Some(north), "Nes skule", (1, 7), true).await;
        let dal = self.school(&municipality, Some(south), "Dal ungdomsskule", (8, 10), false).await;
        let round = self.round(&municipality, "eigenvurdering", 2026).await;
        Town { municipality, north, south, vik, nes, dal, round }
    }

    /// The school's newest self-assessment.
    pub async fn assessment_of(&self, school: &TestSchool) -> i64 {
        let mut all = self.database.behind_the_walls().await;
        sqlx::query_scalar("select max(id) from self_assessment where school_id = $1").bind(school.id.0).fetch_one(&mut all).await.unwrap()
    }

    /// Answers every question of a school's self-assessment at once, as somebody; behind the walls, because a hundred saves take their time.
    pub async fn fill(&self, assessment: i64, by: &Client) {
        let mut all = self.database.behind_the_walls().await;
        let (pack, template, from, to, has_sfo): (i64, String, i16, i16, bool) = sqlx::query_as(
            "select r.model_pack_id, r.template, s.grade_from, s.grade_to, s.has_sfo from self_assessment a
             join round r on r.id = a.round_id join school s on s.id = a.school_id where a.id = $1",
        )
        .bind(assessment)
        .fetch_one(&mut all)
        .await
        .unwrap();
        let municipality = by.person().municipality;
        let mut tx = self.app.database.read(&Scope::operator(municipality)).await.unwrap();
        let pack = self.app.packs.load(&mut tx, municipality, ModelPackId(pack)).await.unwrap();
        tx.commit().await.unwrap();
        let profile = SchoolProfile { grade_from: from.try_into().unwrap(), grade_to: to.try_into().unwrap(), has_sfo };
        let applied = pack.template(&template).unwrap().for_school(&profile);
        let (mut fields, mut parts, mut values) = (Vec::new(), Vec::new(), Vec::new());
        for part in &applied.parts {
            for question in &part.questions {
                if question.question.answer.has_text() {
                    fields.push(FieldKey::new(&question.question.key, Aspect::Text).to_string());
                    values.push(format!("Slik er det hos oss med {}.", question.question.key));
                    parts.push(part.part.key.clone());
                }
                if question.question.answer.has_judgement() {
                    fields.push(FieldKey::new(&question.question.key, Aspect::Judgement).to_string());
                    values.push("2".to_owned());
                    parts.push(part.part.key.clone());
                }
            }
        }
        sqlx::query(
            "with new as (
               select a.municipality_id, a.document_id, a.school_id, n.* from self_assessment a, unnest($2::text[], $3::text[], $4::text[]) n (field, part, value)
               where a.id = $1), texts as (
               insert into text_field (municipality_id, document_id, field, part, school_id, value, rev, saved_at, saved_by)
               select municipality_id, document_id, field, part, school_id, value, 1, $6, $5 from new), started as (
               update self_assessment set state = 'in_progress' where id = $1 and state = 'not_started')
             insert into text_revision (municipality_id, document_id, field, rev, part, school_id, value, saved_at, saved_by, save_id)
             select municipality_id, document_id, field, 1, part, school_id, value, $6, $5, gen_random_uuid() from new",
        )
        .bind(assessment)
        .bind(&fields)
        .bind(&parts)
        .bind(&values)
        .bind(by.person().id.0)
        .bind(self.app.clock.now())
        .execute(&mut all)
        .await
        .unwrap();
    }

    /// A filled and delivered self-assessment, by the school's rektor.
    pub async fn delivered(&self, school: &TestSchool, rektor: &Client) -> i64 {
        let id = self.assessment_of(school).await;
        self.fill(id, rektor).await;
        rektor.post(&format!("/egenvurdering/{id}/innsending"), &[]).await.assert_redirect(&format!("/egenvurdering/{id}/levert/1"));
        id
    }

    /// Somebody without a role.
    pub async fn person(&self, municipality: MunicipalityId, name: &str, title: &str) -> Person {
        let login = format!("person{}@eksempel.no", self.next());
        self.person_with_login(municipality, &login, name, title).await
    }

    /// Somebody with this login, perhaps known elsewhere.
    pub async fn person_with_login(&self, municipality: MunicipalityId, login: &str, name: &str, title: &str) -> Person {
        let mut tx = self.app.database.write(&Scope::operator(municipality)).await.unwrap();
        let (id, account) = municipality::add_person(&mut tx, municipality, login, name, title).await.unwrap();
        tx.commit().await.unwrap();
        Person { id, account, login: login.to_owned(), municipality }
    }

    /// Gives a role from long ago.
    pub async fn give(&self, person: &Person, role: Role, given: &Given<'_>) {
        let new = NewRole {
            person: person.id,
            role,
            area: given.area,
            school: given.school,
            function: given.function,
            reads_drafts: given.reads,
            writes_drafts: given.writes,
            acting: given.acting,
            from: date!(2020 - 08 - 01),
            to: given.to,
            reason: "",
        };
        let mut tx = self.app.database.write(&Scope::operator(person.municipality)).await.unwrap();
        municipality::add_role(&mut tx, person.municipality, &new).await.unwrap();
        tx.commit().await.unwrap();
    }

    /// Gives everybody's password, [`PASSWORD`], to somebody who must go through the real sign-in.
    pub async fn give_password(&self, person: &Person) {
        let hash = self.app.passwords.hash(PASSWORD.to_owned()).await.unwrap();
        self.set_password_hash(person, &hash).await;
    }

    /// Stores a hash that is known already.
    pub async fn set_password_hash(&self, person: &Person, hash: &str) {
        sqlx::query("select set_account_password($1, $2)")
            .bind(person.account.0)
            .bind(hash)
            .execute(self.app.database.without_actor())
            .await
            .unwrap();
    }

    /// A browser with a living session of somebody, without the cost of a password. Welcomed already, so that `/` is the start page.
    pub async fn signed_in(&self, person: Person) -> Client {
        let client = self.browser_of(person.clone());
        self.open_session(&client, &person).await;
        sqlx::query("update person set welcomed_at = now() where municipality_id = $1 and id = $2")
            .bind(person.municipality.0)
            .bind(person.id.0)
            .execute(&mut self.database.behind_the_walls().await)
            .await
            .unwrap();
        client
    }

    /// A new session in the browser.
    pub async fn open_session(&self, client: &Client, person: &Person) {
        let token = Token::random().unwrap();
        let opened: Option<i64> = sqlx::query_scalar("select open_session($1, $2, $3)")
            .bind(person.account.0)
            .bind(token.hash().as_slice())
            .bind("test")
            .fetch_one(self.app.database.without_actor())
            .await
            .unwrap();
        assert!(opened.is_some(), "nobody anywhere");
        client.set_cookie(SESSION_COOKIE, token.as_str());
    }

    async fn with_role(&self, municipality: MunicipalityId, name: &str, title: &str, role: Role, given: &Given<'_>) -> Client {
        let person = self.person(municipality, name, title).await;
        self.give(&person, role, given).await;
        self.signed_in(person).await
    }

    /// A rektor of the school.
    pub async fn rektor_at(&self, school: &TestSchool) -> Client {
        let given = Given { school: Some(school.id), ..Given::default() };
        self.with_role(school.municipality.id, "Kari Nordås", "rektor", Role::Rektor, &given).await
    }

    /// A member of the school's group whose function reads and writes drafts.
    pub async fn member_at(&self, school: &TestSchool, function: &str) -> Client {
        let given = Given { school: Some(school.id), function: Some(function), reads: true, writes: true, ..Given::default() };
        self.with_role(school.municipality.id, "Ola Lærar", "lærar", Role::Utviklingsgruppe, &given).await
    }

    /// A member of the school's group who reads what is shown.
    pub async fn pupil_at(&self, school: &TestSchool) -> Client {
        let given = Given { school: Some(school.id), function: Some("elev"), ..Given::default() };
        self.with_role(school.municipality.id, "Lina Elev", "elevrådsleiar", Role::Utviklingsgruppe, &given).await
    }

    /// Somebody with a function in the municipality, to whom a rektor may show a part.
    pub async fn adviser(&self, municipality: &Municipality) -> Client {
        let given = Given { function: Some("ppt"), ..Given::default() };
        self.with_role(municipality.id, "Siri Støtte", "PP-rådgjevar", Role::Utviklingsgruppe, &given).await
    }

    /// A member whom the rektor has named deputy.
    pub async fn deputy_at(&self, school: &TestSchool) -> Client {
        let rektor = self.rektor_at(school).await;
        let given = Given { school: Some(school.id), function: Some("avdelingsleiar"), reads: true, writes: true, ..Given::default() };
        let deputy = self.with_role(school.municipality.id, "Tor Avdeling", "avdelingsleiar", Role::Utviklingsgruppe, &given).await;
        let person = deputy.person().id.to_string();
        rektor.post(&format!("/skoler/{}/stedfortredere", school.id), &[("person", &person)]).await.assert(303);
        deputy
    }

    /// Leader of an area.
    pub async fn omradeleder_of(&self, municipality: &Municipality, area: AreaId) -> Client {
        let given = Given { area: Some(area), ..Given::default() };
        self.with_role(municipality.id, "Per Område", "områdeleiar", Role::Omradeleder, &given).await
    }

    /// School owner.
    pub async fn skoleeier(&self, municipality: &Municipality) -> Client {
        self.with_role(municipality.id, "Eva Eigar", "skulesjef", Role::Skoleeier, &Given::default()).await
    }

    /// Keeper of people and configuration.
    pub async fn administrator(&self, municipality: &Municipality) -> Client {
        self.with_role(municipality.id, "Are Admin", "systemansvarleg", Role::Administrator, &Given::default()).await
    }

    /// Somebody of the municipality who holds no role.
    pub async fn somebody_without_role(&self, municipality: &Municipality) -> Client {
        let person = self.person(municipality.id, "Nina Ny", "").await;
        self.signed_in(person).await
    }

    /// A rektor whose account was disabled while signed in.
    pub async fn disabled_person(&self, school: &TestSchool) -> Client {
        let client = self.rektor_at(school).await;
        self.disable(client.person()).await;
        client
    }

    /// Disables an account, as the operator's command does.
    pub async fn disable(&self, person: &Person) {
        sqlx::query("select set_account_disabled($1, true)").bind(&person.login).execute(self.app.database.without_actor()).await.unwrap();
    }

    /// Nobody.
    pub fn anonymous(&self) -> Client {
        Client::new(self.router(), None)
    }

    /// A browser that somebody has not signed in with.
    pub fn browser_of(&self, person: Person) -> Client {
        Client::new(self.router(), Some(person))
    }
}
