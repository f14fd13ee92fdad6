//! Which place a row is about.
use super::flaw::{ProblemKind, Skip};
use super::fold::{fold, tidy};
use super::grid::GridCell;
use super::key::Key;
use super::result::Place;
use super::ssb::{self, Region};

/// What a row's place is, and what was odd about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Placed {
    /// The place.
    pub place: Place,
    /// A code had lost zeros that it begins with.
    pub lost_zeros: bool,
    /// Something about the place that could not be read.
    pub problem: Option<ProblemKind>,
    /// What stands where the organisation number should be, when there is a problem with it.
    pub written: String,
}

/// The key columns of a table: position and meaning.
#[derive(Debug, Clone, Default)]
pub struct Keys(pub Vec<(usize, Key)>);

impl Keys {
    /// The first filled cell of the columns with this meaning, as text.
    #[must_use]
    pub fn text(&self, row: &[GridCell], key: Key) -> String {
        let mut columns = self.0.iter().filter(|(_, found)| *found == key);
        columns.find_map(|(at, _)| row.get(*at).map(|cell| tidy(&cell.text())).filter(|text| !text.is_empty())).unwrap_or_default()
    }

    /// Whether a column has this meaning.
    #[must_use]
    pub fn has(&self, key: Key) -> bool {
        self.0.iter().any(|(_, found)| *found == key)
    }
}

/// Finds the place of a row.
///
/// # Errors
///
/// Why it has none.
pub fn place(keys: &Keys, row: &[GridCell]) -> Result<Placed, Skip> {
    let name = keys.text(row, Key::Name);
    let region = keys.text(row, Key::Region);
    if !region.is_empty() && !keys.has(Key::Number) && !keys.has(Key::Level) && name.is_empty() {
        return in_region(&region, row);
    }
    let number = bare(&keys.text(row, Key::Number));
    let level = bare(&keys.text(row, Key::Level));
    let (county, municipality) = (bare(&keys.text(row, Key::CountyCode)), bare(&keys.text(row, Key::MunicipalityCode)));
    let digits = |text: &str, most: usize| !text.is_empty() && text.len() <= most && text.bytes().all(|byte| byte.is_ascii_digit());
    if keys.text(row, Key::NationalCode).eq_ignore_ascii_case("u") {
        return Err(Skip::OtherPlace);
    }
    let is_school = |text: &str| {
        let digits = text.bytes().filter(u8::is_ascii_digit).count();
        text.len() >= 7 && text.bytes().all(|byte| byte.is_ascii_alphanumeric()) && digits >= 6
    };
    let coded = keys.has(Key::Level) || keys.has(Key::Number) || keys.has(Key::MunicipalityCode);
    let level = match level.as_str() {
        "1" | "2" | "3" | "4" if is_school(&number) => 4,
        "1" => 1,
        "2" => 2,
        "3" => 3,
        "4" => 4,
        _ if is_school(&number) => 4,
        _ if number.eq_ignore_ascii_case("i") => 1,
        _ if digits(&number, 2) => 2,
        _ if digits(&number, 4) => 3,
        // No number: a list by names, or a table of municipalities by their codes.
        _ if number.is_empty() && name.is_empty() && digits(&municipality, 4) => 3,
        _ if number.is_empty() && !name.is_empty() => return named(&name, &municipality, coded),
        // The number was shortened (`9,73954E+08`), or is of no kind that is known: the name is left.
        _ if !name.is_empty()
            && number.bytes().any(|byte| byte.is_ascii_digit())
            && row.iter().filter(|cell| !cell.is_blank()).count() > 2 =>
        {
            4
        }
        _ if row.iter().filter(|cell| !cell.is_blank()).count() <= 1 => return Err(Skip::Note),
        _ => return Err(Skip::OtherPlace),
    };
    let mut lost_zeros = false;
    let mut code = |own: &str, length: usize| {
        let text = if digits(own, length) { own } else { number.as_str() };
        digits(text, length).then(|| {
            lost_zeros |= text.len() < length;
            format!("{text:0>length$}")
        })
    };
    let above = |key| match keys.text(row, key) {
        text if text.is_empty() => name.clone(),
        text => text,
    };
    let placed = match level {
        1 => Place::Country,
        2 => Place::County { code: Some(code(&county, 2).ok_or(Skip::OtherPlace)?), name: above(Key::County) },
        3 => Place::Municipality { number: Some(code(&municipality, 4).ok_or(Skip::OtherPlace)?), name: above(Key::Municipality) },
        _ => {
            let own = digits(&municipality, 4).then(|| code(&municipality, 4)).flatten();
            Place::School { number: is_school(&number).then(|| number.to_uppercase()), name: name.clone(), municipality: own }
        }
    };
    let written = if number.is_empty() { String::new() } else { keys.text(row, Key::Number).chars().take(40).collect() };
    let nameless = matches!(&placed, Place::School { number: None, .. });
    if nameless && name.is_empty() {
        return Err(Skip::OtherPlace);
    }
    let zeros = digits(&county, 1) || (digits(&municipality, 3) && !municipality.is_empty());
    Ok(Placed { place: placed, lost_zeros: lost_zeros || zeros, problem: nameless.then_some(ProblemKind::NoOrganisationNumber), written })
}

/// A code without what programs put around it to keep it a text, or made of it: `="0301"`, `'0301`, `973953990.0`, `973 953 990`.
fn bare(text: &str) -> String {
    let text: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    let text = text.trim_start_matches(['=', '\'', '"']).trim_end_matches('"');
    let whole = text.strip_suffix(".0").or_else(|| text.strip_suffix(",0")).unwrap_or(text);
    whole.to_owned()
}

/// The place of a row of Statistisk sentralbyrå.
fn in_region(text: &str, row: &[GridCell]) -> Result<Placed, Skip> {
    let at = |place, lost_zeros| Ok(Placed { place, lost_zeros, problem: None, written: String::new() });
    match ssb::region(text) {
        Some((Region::Country, _)) => at(Place::Country, false),
        Some((Region::County(code, name), lost)) => at(Place::County { code: Some(code), name }, lost),
        Some((Region::Municipality(number, name), lost)) => at(Place::Municipality { number: Some(number), name }, lost),
        Some((Region::Other, _)) => Err(Skip::OtherPlace),
        None if row.iter().filter(|cell| !cell.is_blank()).count() <= 1 => Err(Skip::Note),
        // A name alone is mostly a municipality's; a county may have the same one, so it has to say so itself.
        None => match named(text, "", false)?.place {
            Place::School { name, .. } => at(Place::Municipality { number: None, name }, false),
            place => at(place, false),
        },
    }
}

/// The place of a row that has only a name. What is no country, county or municipality by its name is a school.
fn named(name: &str, municipality: &str, coded: bool) -> Result<Placed, Skip> {
    let folded = fold(name);
    let without =
        |ending: &str| name.get(..name.len().checked_sub(ending.len())?).filter(|_| name.to_lowercase().ends_with(ending)).map(tidy);
    let place = if matches!(folded.as_str(), "helelandet" | "heilelandet" | "nasjonalt" | "norge" | "noreg" | "landet") {
        Place::Country
    } else if folded.contains("kostra") || folded.contains("kommunegruppe") || folded.starts_with("kilde") || folded.starts_with("kjelde") {
        return Err(Skip::OtherPlace);
    } else if let Some(name) = without(" fylkeskommune").or_else(|| without(" fylke")) {
        Place::County { code: None, name }
    } else if let Some(name) = without(" kommune").or_else(|| without(" herad")) {
        Place::Municipality { number: None, name }
    } else {
        let own = (municipality.len() == 4 && municipality.bytes().all(|byte| byte.is_ascii_digit())).then(|| municipality.to_owned());
        Place::School { number: None, name: name.to_owned(), municipality: own }
    };
    let problem = (coded && matches!(place, Place::School { .. })).then_some(ProblemKind::NoOrganisationNumber);
    Ok(Placed { place, lost_zeros: false, problem, written: String::new() })
}

#[cfg(test)]
mod tests {
    use super::super::result::Level;
    use super::*;

    const COLUMNS: [Key; 8] =
        [Key::Level, Key::NationalCode, Key::CountyCode, Key::MunicipalityCode, Key::Number, Key::County, Key::Municipality, Key::Name];

    fn at(cells: [&str; 8]) -> Result<Placed, Skip> {
        let row: Vec<GridCell> = cells.iter().map(|text| GridCell::Text((*text).to_owned())).collect();
        place(&Keys(COLUMNS.iter().copied().enumerate().collect()), &row)
    }

    #[test]
    fn every_level_is_known() {
        assert_eq!(at(["1", "I", "00", "0000", "I", "Alle fylker", "Alle kommuner", "Alle skoler"]).map(|p| p.place), Ok(Place::Country));
        let county = Place::County { code: Some("03".into()), name: "Oslo".into() };
        assert_eq!(at(["2", "I", "03", "0000", "03", "Oslo", "Alle kommuner", "Alle skoler"]).map(|p| p.place), Ok(county));
        let kvam = Place::Municipality { number: Some("4622".into()), name: "Kvam".into() };
        assert_eq!(at(["3", "I", "46", "4622", "4622", "Vestland", "Kvam", "Alle skoler"]).map(|p| p.place), Ok(kvam));
        let school =
            Place::School { number: Some("973953990".into()), name: "Norheimsund skule".into(), municipality: Some("4622".into()) };
        assert_eq!(at(["4", "I", "46", "4622", "973953990", "Vestland", "Kvam", "Norheimsund  skule "]).map(|p| p.place), Ok(school));
    }

    #[test]
    fn zeros_that_a_spreadsheet_dropped_are_put_back_and_told() {
        let placed = at(["4", "I", "3", "301", "974590328", "Oslo", "Oslo", "Uranienborg skole"]).expect("a place");
        assert!(placed.lost_zeros);
        assert!(matches!(placed.place, Place::School { municipality: Some(number), .. } if number == "0301"));
    }

    #[test]
    fn not_every_school_has_a_number_of_digits_and_not_every_row_is_in_norway() {
        let placed = at(["4", "I", "46", "4622", "U90099013", "Vestland", "Kvam", "Ny skule"]).expect("a place");
        assert!(matches!(placed.place, Place::School { number: Some(number), .. } if number == "U90099013"));
        assert_eq!(at(["2", "U", "99", "0000", "99", "Utlandet", "Alle", "Alle skoler"]), Err(Skip::OtherPlace));
        assert_eq!(at(["* = skjermet", "", "", "", "", "", "", ""]), Err(Skip::Note));
    }

    #[test]
    fn names_alone_tell_the_level() {
        let name = |name: &str| named(name, "", false).map(|placed| placed.place.level());
        assert_eq!(name("Auglend skole"), Ok(Level::School));
        assert_eq!(name("Stavanger kommune"), Ok(Level::Municipality));
        assert_eq!(name("Kvam herad"), Ok(Level::Municipality));
        assert_eq!(name("Rogaland fylke"), Ok(Level::County));
        assert_eq!(name("Nasjonalt"), Ok(Level::Country));
        assert_eq!(name("KOSTRA-gruppe 13"), Err(Skip::OtherPlace));
    }
}
