//! SQL for `delivered_figure`.
use sqlx::PgConnection;

use crate::access::rules::CanDeliver;
use crate::error::Result;
use crate::ids::DeliveryId;
use crate::self_assessment::beside::KeptFigures;
use crate::writing::DocumentRef;

/// Stores the figures of a version.
pub(super) async fn keep(connection: &mut PgConnection, can: &CanDeliver, delivery: DeliveryId, figures: &[KeptFigures]) -> Result<()> {
    if figures.is_empty() {
        return Ok(());
    }
    let document = can.document();
    sqlx::query!(
        "insert into delivered_figure (municipality_id, delivery_id, document_id, school_id, part, indicator, content)
         select $1, $2, $3, $4, part, indicator, content from unnest($5::text[], $6::text[], $7::jsonb[]) as given (part, indicator, content)",
        document.municipality.0,
        delivery.0,
        document.document.0,
        document.school().map(|id| id.0),
        &figures.iter().map(|row| row.part.clone()).collect::<Vec<_>>(),
        &figures.iter().map(|row| row.indicator.clone()).collect::<Vec<_>>(),
        &figures.iter().map(|row| row.content.clone()).collect::<Vec<_>>()
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// The figures of a version: all of them, or those of the given parts.
pub async fn kept(
    connection: &mut PgConnection,
    document: DocumentRef,
    delivery: DeliveryId,
    parts: Option<&[String]>,
) -> Result<Vec<KeptFigures>> {
    Ok(sqlx::query_as!(
        KeptFigures,
        "select part, indicator, content from delivered_figure
         where municipality_id = $1 and delivery_id = $2 and document_id = $3 and ($4::text[] is null or part = any ($4)) order by part, indicator",
        document.municipality.0,
        delivery.0,
        document.document.0,
        parts
    )
    .fetch_all(connection)
    .await?)
}
