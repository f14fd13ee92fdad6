//! Figures of a school as an import would have left them, for tests that are about what is done with them.
use kvalitetsdialog::indicator::catalogue::catalogue;

use crate::support::{TestApp, TestSchool};

/// One published value of a school.
#[derive(Debug, Clone, Copy)]
pub struct Figure<'a> {
    /// Key in the catalogue.
    pub indicator: &'a str,
    /// School year.
    pub year: i32,
    /// 0: none.
    pub grade: i16,
    /// 0 all, 1 girls, 2 boys.
    pub sex: i16,
    /// Thousandths; `None` is hidden by its source.
    pub amount: Option<i64>,
    /// Thousandths.
    pub unsure: Option<i64>,
    /// How many people.
    pub count: Option<i64>,
}

/// A published value.
pub fn figure(indicator: &str, year: i32, amount: i64) -> Figure<'_> {
    Figure { indicator, year, grade: 0, sex: 0, amount: Some(amount), unsure: None, count: None }
}

impl Figure<'_> {
    /// Of a grade.
    pub fn grade(self, grade: i16) -> Self {
        Self { grade, ..self }
    }
    /// Of girls (1) or boys (2).
    pub fn sex(self, sex: i16) -> Self {
        Self { sex, ..self }
    }
    /// More or less.
    pub fn unsure(self, unsure: i64) -> Self {
        Self { unsure: Some(unsure), ..self }
    }
    /// Of so many.
    pub fn people(self, count: i64) -> Self {
        Self { count: Some(count), ..self }
    }
    /// Hidden by its source.
    pub fn hidden(self) -> Self {
        Self { amount: None, ..self }
    }
}

/// Stores them as one import.
pub async fn store(app: &TestApp, school: &TestSchool, figures: &[Figure<'_>]) {
    let mut all = app.database.behind_the_walls().await;
    let municipality = school.municipality.id.0;
    let import: i64 = sqlx::query_scalar(
        "insert into indicator_import (municipality_id, file_name, sha256, bytes, uploaded_at, uploaded_by_name, state, summary)
         values ($1, 'udir.csv', $2, 10, $3, 'Eva Eigar', 'committed', '{}') returning id",
    )
    .bind(municipality)
    .bind(vec![7_u8; 32])
    .bind(app.app.clock.now())
    .fetch_one(&mut all)
    .await
    .unwrap();
    for figure in figures {
        let known = catalogue().get(figure.indicator).unwrap();
        sqlx::query(
            "insert into indicator_value (municipality_id, import_id, level, school_id, indicator, year, grade, sex, state, amount, uncertainty,
               count_state, count, circle, row_number, column_name)
             values ($1, $2, 4, $3, $4, $5, $6, $7, case when $8::bigint is null then 'suppressed' else 'published' end, $8, $9,
               case when $10::bigint is null then 'missing' else 'published' end, $10, $11, 1, 'A')",
        )
        .bind(municipality)
        .bind(import)
        .bind(school.id.0)
        .bind(figure.indicator)
        .bind(figure.year)
        .bind(figure.grade)
        .bind(figure.sex)
        .bind(figure.amount)
        .bind(figure.unsure)
        .bind(figure.count)
        .bind(if known.public_for_school { "public" } else { "school" })
        .execute(&mut all)
        .await
        .unwrap();
    }
}
