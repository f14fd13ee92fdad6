//! Girls and boys beside all: when one of them is hidden, what is left must not tell it.
use super::super::model::Row;
use crate::indicator::catalogue::{Indicator, Unit, catalogue};
use crate::indicator::suppression::{self, Circle, Entitlement, Group, Kind, Limits, Measure, Origin, Sensitive, Shown};
use crate::indicator::{Amount, Cell, Sex};

/// The rows as anybody may see them. Udir's published figures stand as they were published. Of the municipality's own, figures of too few are hidden, and so
/// much else of girls and boys that they cannot be computed, also with the totals that the school's page shows.
pub fn protected(rows: Vec<Row>) -> Vec<Row> {
    let local = |row: &Row| catalogue().get(&row.indicator).is_some_and(|indicator| indicator.local);
    let (own, published): (Vec<Row>, Vec<Row>) = rows.into_iter().partition(local);
    let mut shown = hide(own);
    shown.extend(published.into_iter().filter(|row| catalogue().get(&row.indicator).is_some()));
    shown
}

fn hide(rows: Vec<Row>) -> Vec<Row> {
    let figures: Vec<suppression::Row<'_>> = rows
        .iter()
        .map(|row| suppression::Row {
            unit: &[1],
            indicator: &row.indicator,
            year: row.year,
            breakdown: row.breakdown,
            value: row.cell,
            count: row.count.and_then(|count| u32::try_from(count).ok()),
        })
        .collect();
    // The school's page shows all together when they are enough.
    let is_known = |figure: &suppression::Row<'_>| {
        let smallest = catalogue().get(figure.indicator).map_or(u32::MAX, |indicator| u32::from(indicator.smallest_for(None)));
        figure.breakdown.sex == Sex::All && figure.count.is_some_and(|count| count >= smallest)
    };
    let smallest = rows.iter().filter_map(|row| catalogue().get(&row.indicator)).map(|indicator| indicator.smallest_for(None)).max();
    let limits = Limits::raised(u32::from(smallest.unwrap_or(0)), 0);
    let kind = |key: &str| catalogue().get(key).map(kind);
    let shown = suppression::beside_known(&figures, is_known, kind, &[Entitlement::default()], limits);
    drop(figures);
    let hide = |(mut row, shown): (Row, suppression::ShownRow)| {
        if row.breakdown.sex != Sex::All {
            if row.cell.amount().is_some() && !matches!(shown.value, Shown::Number(_)) {
                row.cell = Cell::Suppressed;
            }
            row.count = shown.count.map(i64::from);
            row.uncertainty = row.uncertainty.filter(|_| row.cell.amount().is_some());
            // A number that the suppressor lets stand has enough people; without their number it would be hidden again.
            return Some(row);
        }
        catalogue().get(&row.indicator).is_some().then_some(row)
    };
    rows.into_iter().zip(shown).filter_map(hide).collect()
}

/// How the figures of an indicator add up.
fn kind(indicator: &Indicator) -> Kind {
    Kind {
        measure: match indicator.unit {
            Unit::Percent => Measure::Share,
            Unit::Score => Measure::Mean { lowest: Amount::from_whole(1), highest: Amount::from_whole(5) },
            Unit::Pupils => Measure::Count,
            _ => Measure::Other,
        },
        decimals: indicator.decimals,
        origin: if indicator.local { Origin::Local } else { Origin::Public },
        group: Group::Pupils,
        circle: Circle::Everybody,
        sensitive: Sensitive::Both,
    }
}

#[cfg(test)]
mod tests {
    use time::OffsetDateTime;

    use super::*;
    use crate::indicator::profile::model::Whose;
    use crate::indicator::{Breakdown, SchoolYear};

    fn row(indicator: &str, sex: Sex, amount: i64, count: i64) -> Row {
        Row {
            indicator: indicator.to_owned(),
            whose: Whose::School,
            year: SchoolYear(2025),
            breakdown: Breakdown { grade: Some(2), sex, level: None },
            cell: Cell::Published(Amount(amount)),
            uncertainty: None,
            count: Some(count),
            file: String::new(),
            by_hand: false,
            at: OffsetDateTime::UNIX_EPOCH,
        }
    }

    fn numbers(indicator: &str, counts: [i64; 3]) -> Vec<(Sex, Option<i64>)> {
        let sexes = [Sex::All, Sex::Girls, Sex::Boys];
        let rows = sexes.into_iter().zip(counts).map(|(sex, count)| row(indicator, sex, 50_000, count));
        protected(rows.collect()).into_iter().map(|row| (row.breakdown.sex, row.cell.amount().map(|amount| amount.0))).collect()
    }

    #[test]
    fn of_our_own_figures_both_sexes_are_shown_or_neither() {
        let (all, girls, boys) = (Sex::All, Sex::Girls, Sex::Boys);
        assert_eq!(numbers("kartlegging_lesing", [40, 20, 20]), [(all, Some(50_000)), (girls, Some(50_000)), (boys, Some(50_000))]);
        assert_eq!(numbers("kartlegging_lesing", [26, 6, 20]), [(all, Some(50_000)), (girls, None), (boys, None)]);
        assert_eq!(numbers("kartlegging_lesing", [8, 4, 4]), [(all, None), (girls, None), (boys, None)]);
    }

    #[test]
    fn published_figures_stand_as_they_were_published() {
        assert_eq!(numbers("np_lesing_5", [26, 6, 20]).iter().filter(|(_, number)| number.is_some()).count(), 3);
    }
}
