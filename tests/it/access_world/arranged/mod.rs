//! What stands at a school of the matrix, a file a slice: rows of every table, so that the walls can be tried, and what they are called in paths.
//!
//! A new table is arranged in the file of its slice, and a new place-holder given its value there.
mod adviser;
mod agreement;
mod between;
mod control;
mod expectation;
mod handover;
mod indicator;
mod inquiry;
mod invitation;
mod meeting;
mod municipality;
mod plan;
mod preparation;
mod proposal;
mod quality_plan;
mod report;
mod rest;
mod sealed;
mod self_assessment;
mod spot_check;
mod story;
mod support;
mod talking_point;
mod voice;
mod wheel;
mod written;

pub use preparation::led_by as preparations_led_by;
pub use sealed::led_by as sealed_led_by;
use sqlx::Connection;
use sqlx::postgres::PgConnection;

pub use meeting::led_by;

use super::{State, Values};
use crate::support::client::Client;
use crate::support::{TestApp, TestSchool};

/// Where things are arranged.
struct At<'a> {
    app: &'a TestApp,
    school: &'a TestSchool,
    rektor: &'a Client,
    member: &'a Client,
    /// Whom a part is given to, and whom one is shown to.
    others: (&'a Client, &'a Client),
    state: State,
    /// The self-assessment.
    id: i64,
    municipality: i64,
    document: i64,
}

impl At<'_> {
    /// There is a delivered version.
    fn delivered(&self) -> bool {
        matches!(self.state, State::Delivered | State::Reopened)
    }
}

/// The only row's first column.
async fn one(all: &mut PgConnection, sql: &'static str, key: i64) -> i64 {
    sqlx::query_scalar(sql).bind(key).fetch_one(all).await.unwrap()
}

impl TestApp {
    /// Brings a school's self-assessment to `state`, with a part given and a part shown, and arranges the rest around it; what its ids are called in paths.
    pub(super) async fn arrange(
        &self,
        school: &TestSchool,
        rektor: &Client,
        member: &Client,
        others: Option<(&Client, &Client)>,
        state: State,
    ) -> Values {
        let id = self.assessment_of(school).await;
        let mut all = self.database.behind_the_walls().await;
        let (municipality, document): (i64, i64) = sqlx::query_as("select municipality_id, document_id from self_assessment where id = $1")
            .bind(id)
            .fetch_one(&mut all)
            .await
            .unwrap();
        let others = others.unwrap_or((member, member));
        let at = At { app: self, school, rektor, member, others, state, id, municipality, document };
        let mut values = self_assessment::arrange(&mut all, &at).await;
        values.extend(municipality::arrange(&mut all, &at).await);
        values.extend(indicator::arrange(&mut all, &at).await);
        values.extend(talking_point::arrange(&mut all, &at).await);
        values.extend(expectation::arrange(&mut all, &at).await);
        values.extend(story::arrange(&mut all, &at).await);
        let chains = inquiry::arrange(&mut all, &at, &values).await;
        values.extend(chains);
        values.extend(meeting::arrange(&mut all, &at).await);
        values.extend(agreement::arrange(&mut all, &at).await);
        spot_check::arrange(&mut all, &at, &values).await;
        values.extend(preparation::arrange(&mut all, &at).await);
        values.extend(sealed::arrange(&mut all, &at).await);
        values.extend(voice::arrange(&mut all, &at).await);
        values.extend(written::arrange(&mut all, &at).await);
        values.extend(between::arrange(&mut all, &at).await);
        values.extend(control::arrange(&mut all, &at).await);
        values.extend(handover::arrange(&mut all, &at).await);
        values.extend(support::arrange(&mut all, &at).await);
        values.extend(wheel::arrange(&mut all, &at).await);
        values.extend(proposal::arrange(&mut all, &at).await);
        values.extend(report::arrange(&mut all, &at).await);
        values.extend(quality_plan::arrange(&mut all, &at).await);
        let plan = plan::arrange(&mut all, &at, &values).await;
        values.extend(plan);
        values.extend(adviser::arrange(&mut all, &at).await);
        values.extend(rest::arrange(&mut all, &at).await);
        let left = invitation::arrange(&mut all, &at, &values).await;
        values.extend(left);
        all.close().await.unwrap();
        values
    }
}
