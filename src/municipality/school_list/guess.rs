//! What a school's name gives away about its grades.

/// The grades that a school with this name has, most likely; `None` when the name says nothing, as most names do.
///
/// Both written forms, and the endings of compounds (`Kvam ungdomsskule`, `Ungdomsskolen`). `barne- og ungdoms…` comes first, because it holds
/// both of the others.
#[must_use]
pub fn guessed_grades(name: &str) -> Option<(u8, u8)> {
    let name = name.to_lowercase().replace(['\u{2010}', '\u{2011}', '\u{2013}', '\u{2014}'], "-").replace(" -", "-");
    let says = |word: &str| name.contains(word);
    let school = |kind: &str| says(&format!("{kind}skole")) || says(&format!("{kind}skule")) || says(&format!("{kind}trinn"));
    let both = (says("barne- og ungdom") || says("barne og ungdom") || says("barne-/ungdom") || says("barne/ungdom"))
        || (school("barne") && school("ungdoms"))
        || says("1-10 skole")
        || says("1-10 skule");
    if both {
        Some((1, 10))
    } else if school("ungdoms") || school("ungdom") {
        Some((8, 10))
    } else if school("barne") {
        Some((1, 7))
    } else {
        None
    }
}
