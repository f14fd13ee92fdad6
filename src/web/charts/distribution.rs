//! Levels as a bar of 100 per cent. In per cent of the width and without a viewBox: a bar that is scaled would scale its numbers too.
use super::{Svg, at, number, safe};

/// The narrowest piece that a number fits in, in per cent of the bar.
pub(super) const ROOM: f64 = 7.0;

/// One bar: the shares (per cent) of its levels from the lowest, each with the words that stand in it when there is room. Decoration inside a group that
/// says what it shows.
#[must_use]
pub fn distribution(shares: &[(f64, String)]) -> Svg {
    let mut inside = String::new();
    for Piece { left, width, class, words } in pieces(shares) {
        inside.push_str(&format!(r#"<rect class="lv lv{class}" x="{}%" y="0" width="{}%" height="100%"/>"#, at(left), at(width)));
        if width >= ROOM {
            inside.push_str(&format!(
                r#"<text class="lvt lvt{class}" x="{}%" y="50%" text-anchor="middle" dominant-baseline="central">{}</text>"#,
                at(left + width / 2.0),
                safe(words)
            ));
        }
    }
    Svg(format!(
        r#"<svg class="dist-bar" width="100%" height="30" aria-hidden="true" focusable="false">{inside}<rect class="lv-out" x="0" y="0" width="100%" height="100%"/></svg>"#
    ))
}

/// A level's piece of a bar, in per cent of it.
pub(super) struct Piece<'a> {
    pub left: f64,
    pub width: f64,
    /// What comes after `lv` and `lvt` in its class.
    pub class: String,
    pub words: &'a str,
}

/// The pieces of a bar from the left.
pub(super) fn pieces(shares: &[(f64, String)]) -> Vec<Piece<'_>> {
    let levels = if shares.len() <= 3 { 3 } else { 5 };
    let mut left = 0.0;
    let mut pieces = Vec::with_capacity(shares.len());
    for (index, (share, words)) in shares.iter().enumerate() {
        // Rounded shares may add up to a little more than there is.
        let width = if share.is_finite() { share.clamp(0.0, 100.0 - left) } else { 0.0 };
        pieces.push(Piece { left, width, class: format!("{levels}-{}", number(index + 1).min(5.0)), words });
        left += width;
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bar(shares: &[i32]) -> String {
        distribution(&shares.iter().map(|share| (f64::from(*share), share.to_string())).collect::<Vec<_>>()).to_string()
    }

    #[test]
    fn pieces_stand_side_by_side_and_a_narrow_one_has_no_number() {
        let svg = bar(&[22, 73, 5]);
        assert!(svg.contains(r#"class="lv lv3-2" x="22%" y="0" width="73%""#), "{svg}");
        assert!(svg.contains(">22<") && svg.contains(">73<") && !svg.contains(">5<"), "{svg}");
    }

    #[test]
    fn shares_that_add_up_to_more_stay_inside() {
        assert!(bar(&[10, 20, 40, 20, 11]).contains(r#"x="90%" y="0" width="10%""#));
        assert!(bar(&[120, -3, 4]).contains(r#"x="0%" y="0" width="100%""#));
    }

    #[test]
    fn words_in_a_bar_are_made_safe() {
        assert!(distribution(&[(100.0, "<b>".to_owned())]).to_string().contains("&lt;b&gt;"));
    }
}
