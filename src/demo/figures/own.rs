//! Figures of the municipality's own, as its form holds them filled in.
use super::{Pupils, result, school_year, tenths, years};
use crate::demo::town::Town;

/// The municipality's own form, filled in: the share below the limit of concern, of grades whose pupils may be too few to be shown.
pub(super) fn screening(_: &Town<'_>, schools: &[Pupils<'_>], newest: i32) -> String {
    let rows = years(newest).flat_map(|year| {
        schools.iter().filter(|school| school.has(3)).map(move |school| {
            let share = (200 - 2 * result(school, "kartlegging", year, newest, school.each)).clamp(20, 600);
            format!("{};{};{};3;Alle;{};{}", school.number, school.plan.name, school_year(year), tenths(share), school.each)
        })
    });
    form("kartlegging_lesing", newest, &rows.collect::<Vec<_>>())
}

/// Shares of the staff's working time, for named roles only.
pub(super) fn sick_leave(_: &Town<'_>, schools: &[Pupils<'_>], newest: i32) -> String {
    let rows = years(newest).flat_map(|year| {
        schools.iter().map(move |school| {
            let share = (82 - result(school, "nærver", year, newest, 30)).clamp(10, 250);
            let staff = school.all() / 8 + 4;
            format!("{};{};{};;Alle;{};{staff}", school.number, school.plan.name, school_year(year), tenths(share))
        })
    });
    form("sykefravar", newest, &rows.collect::<Vec<_>>())
}

fn form(indicator: &str, newest: i32, rows: &[String]) -> String {
    format!(
        "Kvalitetsdialog: {indicator} {}\nOrganisasjonsnummer;Skole;Skoleår;Trinn;Kjønn;Verdi;Antall\n{}\n",
        school_year(newest),
        rows.join("\n")
    )
}
