//! Distributions below each other, each as a bar of 100 per cent with its name: the same pieces as one [`distribution`](super::distribution) has, in a
//! drawing that stands by itself in a document.
use super::distribution::{Piece, ROOM, pieces};
use super::{Svg, at, number, safe};

const WIDTH: f64 = 608.0;
const TOP: f64 = 24.0;
const BAR: f64 = 24.0;
const GAP: f64 = 8.0;
/// About what a letter of a name takes.
const LETTER: f64 = 7.2;

/// A bar.
#[derive(Debug, Clone, PartialEq)]
pub struct Bar {
    /// What stands before it: whose, and of which year.
    pub name: String,
    /// The shares (per cent) of its levels from the lowest with the words in each; or what stands instead of the bar.
    pub shares: Result<Vec<(f64, String)>, String>,
}

/// Bars below each other.
#[derive(Debug, Clone, PartialEq)]
pub struct Stacked<'a> {
    /// Unique on the page.
    pub id: &'a str,
    /// What it shows.
    pub title: &'a str,
    /// The same with its figures, for those who do not see it.
    pub description: &'a str,
    /// Names of the levels, from the lowest.
    pub levels: &'a [String],
    /// From above.
    pub bars: &'a [Bar],
}

impl Stacked<'_> {
    /// The chart.
    #[must_use]
    pub fn svg(&self) -> Svg {
        let letters = self.bars.iter().map(|bar| bar.name.chars().count()).max().unwrap_or(0);
        let left = (LETTER * number(letters) + 12.0).min(220.0);
        let mut inside = self.key(left);
        for (index, bar) in self.bars.iter().enumerate() {
            inside.push_str(&one(bar, left, TOP + number(index) * (BAR + GAP)));
        }
        let height = TOP + number(self.bars.len()) * (BAR + GAP);
        let (id, title, description) = (safe(self.id), safe(self.title), safe(self.description));
        Svg(format!(
            r#"<svg class="chart" viewBox="0 0 608 {}" role="img" aria-labelledby="{id}-t {id}-d" focusable="false"><title id="{id}-t">{title}</title><desc id="{id}-d">{description}</desc><g aria-hidden="true">{inside}</g></svg>"#,
            at(height)
        ))
    }

    /// A patch and a name for each level, evenly along the bars.
    fn key(&self, left: f64) -> String {
        let shares: Vec<(f64, String)> = self.levels.iter().map(|name| (100.0 / number(self.levels.len()), name.clone())).collect();
        let mut out = String::new();
        for Piece { left: from, class, words, .. } in pieces(&shares) {
            let x = left + from / 100.0 * (WIDTH - left);
            out.push_str(&format!(
                r#"<rect class="lv lv{class}" x="{}" y="3" width="12" height="12"/><rect class="lv-out" x="{}" y="3" width="12" height="12"/><text class="tick" x="{}" y="13">{}</text>"#,
                at(x),
                at(x),
                at(x + 17.0),
                safe(words)
            ));
        }
        out
    }
}

fn one(bar: &Bar, left: f64, top: f64) -> String {
    let (width, base) = (WIDTH - left - 1.0, at(top + BAR / 2.0 + 4.5));
    let mut out = format!(r#"<text x="0" y="{base}">{}</text>"#, safe(&bar.name));
    let shares = match &bar.shares {
        Ok(shares) => shares,
        Err(instead) => {
            out.push_str(&format!(r#"<text class="tick" x="{}" y="{base}">{}</text>"#, at(left), safe(instead)));
            return out;
        }
    };
    let x = |share: f64| left + share / 100.0 * width;
    for Piece { left: from, width: share, class, words } in pieces(shares) {
        out.push_str(&format!(
            r#"<rect class="lv lv{class}" x="{}" y="{}" width="{}" height="{}"/>"#,
            at(x(from)),
            at(top),
            at(share / 100.0 * width),
            at(BAR)
        ));
        if share >= ROOM {
            let middle = at(x(from + share / 2.0));
            out.push_str(&format!(r#"<text class="lvt lvt{class}" x="{middle}" y="{base}" text-anchor="middle">{}</text>"#, safe(words)));
        }
    }
    out.push_str(&format!(r#"<rect class="lv-out" x="{}" y="{}" width="{}" height="{}"/>"#, at(left), at(top), at(width), at(BAR)));
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_bar_has_its_name_its_numbers_and_the_key_above_and_what_is_hidden_is_words() {
        let levels = ["Nivå 1".to_owned(), "Nivå 2".to_owned(), "Nivå 3".to_owned()];
        let bar = |name: &str, shares: &[(f64, &str)]| Bar {
            name: name.to_owned(),
            shares: Ok(shares.iter().map(|(share, words)| (*share, (*words).to_owned())).collect()),
        };
        let bars = [
            bar("Vik <2025>", &[(22.0, "22"), (73.0, "73"), (5.0, "5")]),
            Bar { name: "Vik 2026".to_owned(), shares: Err("Skjerma".to_owned()) },
        ];
        let svg = Stacked { id: "np", title: "Lesing", description: "Tala", levels: &levels, bars: &bars }.svg().to_string();
        assert!(svg.contains("Vik &lt;2025&gt;") && svg.contains(">22<") && svg.contains(">73<") && !svg.contains(">5<"), "{svg}");
        assert!(svg.contains(">Skjerma<") && svg.contains(">Nivå 3<") && svg.contains(r#"viewBox="0 0 608 88""#), "{svg}");
        assert_eq!(svg.matches("class=\"lv lv3-").count(), 6, "three in the bar and three in the key");
    }
}
