//! Figures as an import leaves them, with what of them may be shown decided by the application itself.
use kvalitetsdialog::access::Scope;
use kvalitetsdialog::access::rules::CanImport;
use kvalitetsdialog::ids::{ImportId, MunicipalityId};
use kvalitetsdialog::indicator::catalogue::catalogue;
use kvalitetsdialog::indicator::suppression::stored;
use kvalitetsdialog::jobs::{self, FiguresChanged, Order, Work};
use time::OffsetDateTime;

use super::{TestApp, TestSchool};

/// A value of a school, or of its municipality.
#[derive(Debug, Clone)]
pub struct Figure<'a> {
    school: Option<&'a TestSchool>,
    indicator: &'a str,
    year: i32,
    grade: i16,
    sex: i16,
    part: i16,
    amount: Option<i64>,
    uncertainty: Option<i64>,
    count: Option<i64>,
    count_state: &'a str,
    state: &'a str,
    masked: bool,
}

/// A published value in thousandths; `None` is the municipality's.
pub fn figure<'a>(school: impl Into<Option<&'a TestSchool>>, indicator: &'a str, year: i32, amount: i64) -> Figure<'a> {
    Figure {
        school: school.into(),
        indicator,
        year,
        grade: 0,
        sex: 0,
        part: 0,
        amount: Some(amount),
        uncertainty: None,
        count: None,
        count_state: "missing",
        state: "published",
        masked: false,
    }
}

impl<'a> Figure<'a> {
    /// Of so many people.
    pub fn people(self, count: i64) -> Self {
        Self { count: Some(count), count_state: "published", ..self }
    }

    /// Of so many people, a number that its source shows to named roles only, beside a value that is for everybody.
    pub fn people_restricted(self, count: i64) -> Self {
        Self { count: Some(count), count_state: "restricted", ..self }
    }

    /// Give or take.
    pub fn unsure(self, uncertainty: i64) -> Self {
        Self { uncertainty: Some(uncertainty), ..self }
    }

    /// Of one grade.
    pub fn grade(self, grade: i16) -> Self {
        Self { grade, ..self }
    }

    /// Of girls (1) or boys (2).
    pub fn sex(self, sex: i16) -> Self {
        Self { sex, ..self }
    }

    /// Of one level of a distribution.
    pub fn part(self, part: i16) -> Self {
        Self { part, ..self }
    }

    /// Hidden by its source.
    pub fn hidden(self) -> Self {
        self.without_number("suppressed")
    }

    /// Hidden here, so that nothing hidden can be computed from it. Of local indicators the application decides that itself.
    pub fn masked(self) -> Self {
        Self { masked: true, ..self }
    }

    /// Hidden by its source, not applicable, or missing.
    pub fn without_number(self, state: &'a str) -> Self {
        Self { state, amount: None, ..self }
    }

    /// A number that its source shows to named roles only.
    pub fn restricted(self) -> Self {
        Self { state: "restricted", ..self }
    }

    fn circle(&self) -> &'static str {
        let known = catalogue().get(self.indicator).unwrap();
        match (known.restricted_to_named_roles || self.state == "restricted", known.public_for_school) {
            (true, _) => "named",
            (_, true) => "public",
            _ if !known.local && self.school.is_none() => "public",
            _ => "school",
        }
    }
}

impl TestApp {
    /// Stores values as one import that was taken in now; its id. What stands in their place is replaced.
    pub async fn take_in(&self, municipality: MunicipalityId, figures: &[Figure<'_>]) -> i64 {
        self.take_in_at(self.app.clock.now(), municipality, figures).await
    }

    /// The same, at another time.
    pub async fn take_in_at(&self, at: OffsetDateTime, municipality: MunicipalityId, figures: &[Figure<'_>]) -> i64 {
        let mut all = self.database.behind_the_walls().await;
        let import: i64 = sqlx::query_scalar(
            "insert into indicator_import (municipality_id, file_name, sha256, bytes, uploaded_at, uploaded_by_name, state, summary, decided_at, decided_by_name)
             values ($1, 'tal.csv', sha256('tal'), 10, $2, 'Eva Eigar', 'committed', '{}', $2, 'Eva Eigar') returning id",
        )
        .bind(municipality.0)
        .bind(at)
        .fetch_one(&mut all)
        .await
        .unwrap();
        for (row, figure) in (1_i32..).zip(figures) {
            sqlx::query(
                "update indicator_value set replaced_by = $2 where municipality_id = $1 and school_id is not distinct from $3 and indicator = $4 and year = $5
                   and grade = $6 and sex = $7 and part = $8 and level in (3, 4) and replaced_by is null and not withdrawn",
            )
            .bind(municipality.0)
            .bind(import)
            .bind(figure.school.map(|school| school.id.0))
            .bind(figure.indicator)
            .bind(figure.year)
            .bind(figure.grade)
            .bind(figure.sex)
            .bind(figure.part)
            .execute(&mut all)
            .await
            .unwrap();
            sqlx::query(
                "insert into indicator_value (municipality_id, import_id, level, place, school_id, indicator, year, grade, sex, part, state, amount,
                   uncertainty, count_state, count, circle, masked, row_number, column_name)
                 select $1, $2, case when $3::bigint is null then 3 else 4 end, case when $3 is null then m.number else '' end, $3, $4, $5, $6, $7, $8, $9, $10,
                   $11, $12, $13, $14, $15, $16, 'A' from municipality m where m.id = $1",
            )
            .bind(municipality.0)
            .bind(import)
            .bind(figure.school.map(|school| school.id.0))
            .bind(figure.indicator)
            .bind(figure.year)
            .bind(figure.grade)
            .bind(figure.sex)
            .bind(figure.part)
            .bind(figure.state)
            .bind(figure.amount)
            .bind(figure.uncertainty)
            .bind(figure.count_state)
            .bind(figure.count)
            .bind(figure.circle())
            .bind(figure.masked)
            .bind(row)
            .execute(&mut all)
            .await
            .unwrap();
        }
        self.decide_what_is_shown(municipality).await;
        import
    }

    /// Takes values in and does the work that follows.
    pub async fn take_in_and_renew(&self, municipality: MunicipalityId, figures: &[Figure<'_>]) -> i64 {
        let import = self.take_in(municipality, figures).await;
        let indicators = figures.iter().map(|figure| figure.indicator.to_owned()).collect();
        let work = Work::FiguresChanged(FiguresChanged { import: Some(ImportId(import)), indicators, by: None });
        let mut tx = self.app.database.write(&Scope::operator(municipality)).await.unwrap();
        let now = self.app.clock.now();
        jobs::queue(&mut tx, municipality, Order::new(&work, now), now).await.unwrap();
        tx.commit().await.unwrap();
        self.finish_jobs().await;
        import
    }

    /// Does all work that is due, and fails when any is left or did not succeed.
    pub async fn finish_jobs(&self) {
        jobs::run_due(&self.app).await.unwrap();
        let mut all = self.database.behind_the_walls().await;
        let left: Vec<Option<String>> =
            sqlx::query_scalar("select error from job where done_at is null").fetch_all(&mut all).await.unwrap();
        assert!(left.is_empty(), "work is left: {left:?}");
    }

    /// As every change of a figure does.
    pub async fn decide_what_is_shown(&self, municipality: MunicipalityId) {
        let mut all = self.database.behind_the_walls().await;
        let (indicators, years): (Vec<String>, Vec<i32>) = sqlx::query_as(
            "select coalesce(array_agg(distinct indicator), '{}'), coalesce(array_agg(distinct year), '{}') from indicator_value where municipality_id = $1",
        )
        .bind(municipality.0)
        .fetch_one(&mut all)
        .await
        .unwrap();
        let scope = Scope::operator(municipality);
        let mut tx = self.app.database.write(&scope).await.unwrap();
        stored::renew(&mut tx, CanImport::of_operator(&scope).unwrap(), &indicators, &years).await.unwrap();
        tx.commit().await.unwrap();
    }
}
