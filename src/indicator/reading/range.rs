//! What the indicators can be, for reading without the catalogue at hand.
use super::super::Amount;
use super::result::Range;

/// The range of an indicator by its key's family; none for a key of no known family.
///
/// Ends are generous: a school of ten pupils may be far from the mean. Sources: Udir's scale definitions (grades 1–6, grunnskolepoeng 0–60, indexes 1–5);
/// scale points, uncertainty and pupils per teacher as seen in national files 2022–2026.
#[must_use]
pub fn usual_range(key: &str) -> Option<Range> {
    let whole = |min: i64, max: i64, decimals: u8| Some(Range { min: Amount(min * 1000), max: Amount(max * 1000), decimals });
    let ends = |endings: &[&str]| endings.iter().any(|ending| key.ends_with(ending));
    match key {
        _ if ends(&["_nivaa", "_deltakelse", "_fritak", "_ikke_deltatt", "_fordeling", "_svar"]) => whole(0, 100, 1),
        _ if key.starts_with("np_") && key.ends_with("_snitt") => whole(1, 5, 1),
        _ if key.starts_with("np_") => whole(20, 80, 0),
        "grunnskolepoeng" => whole(10, 60, 1),
        _ if key.starts_with("standpunkt_") || key.starts_with("eksamen_") => whole(1, 6, 1),
        _ if key.starts_with("eu_mobbing") => whole(0, 100, 1),
        _ if key.starts_with("eu_") => whole(1, 5, 1),
        _ if key.starts_with("fravar_dager") => whole(0, 190, 1),
        _ if key.starts_with("fravar_timer") => whole(0, 1000, 1),
        "ito_andel" | "norsk_forsterket" | "kompetanse_krav" | "overgang_vgs" | "gjennomforing_vgs" => whole(0, 100, 1),
        _ if key.starts_with("gruppestorrelse2") => whole(1, 40, 2),
        _ if key.starts_with("laerernorm") => whole(0, 1, 0),
        _ if key.starts_with("skolebidrag") => whole(-10, 10, 1),
        "elevtall" | "ito_antall" | "norsk_forsterket_antall" => whole(0, 2_000_000, 0),
        "larerarsverk" | "larerarsverk_undervisning" | "assistent" => whole(0, 200_000, 1),
        _ => None,
    }
}
