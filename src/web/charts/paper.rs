//! Charts outside a page: a drawing of its own, with the looks that `static/app.css` gives it on screen, so that PDF and DOCX draw what the page draws.
use super::Svg;

/// Section 16 of `static/app.css`, in the plain CSS that readers of SVG files know. Text is in Inter wherever it is drawn.
const LOOKS: &str = "text{font-family:Inter,'DejaVu Sans',sans-serif;font-size:12.5px;fill:#292c30}\
.tick{fill:#5b5d60;font-size:12px}.lbl{font-weight:600}\
.grid{stroke:#dfe1e3;stroke-width:1;fill:none}.brk{fill:none;stroke:#5b5d60;stroke-width:1;stroke-dasharray:3 3}\
.ln{fill:none;stroke-linejoin:round;stroke-linecap:round}.wh{fill:none;stroke:#0b4a6f;stroke-width:1;opacity:.75}.mk{stroke:#fff;stroke-width:1.5}\
.ln-skole{stroke:#0b4a6f;stroke-width:3}.mk-skole,.lbl-skole{fill:#0b4a6f}\
.ln-kommune{stroke:#a84f08;stroke-width:2;stroke-dasharray:7 4}.mk-kommune,.lbl-kommune{fill:#a84f08}\
.ln-nasjon{stroke:#5b5d60;stroke-width:2;stroke-dasharray:1 4.5}.mk-nasjon,.lbl-nasjon{fill:#5b5d60}\
.ln-andre{stroke:#7a3e86;stroke-width:2.5;stroke-dasharray:10 4}.mk-andre,.lbl-andre{fill:#7a3e86}\
.ln-tredje{stroke:#4b6113;stroke-width:2.5;stroke-dasharray:8 4 1 4}.mk-tredje,.lbl-tredje{fill:#4b6113}\
.ln-maal{stroke:#292c30;stroke-width:1.5;stroke-dasharray:9 3 2 3}\
.whl-edge{fill:none;stroke:#dfe1e3}.whl-dialogue,.whl-families,.whl-council{stroke:#fff;stroke-width:1.5}\
.whl-dialogue{fill:#0b4a6f}.whl-families{fill:#7a3e86}.whl-council{fill:#a84f08}\
.whl-now{stroke:#292c30;stroke-width:2;stroke-dasharray:4 3;fill:none}.whl-no{fill:#fff;font-size:13px;font-weight:600}\
.spark-line{fill:none;stroke:#0b4a6f;stroke-width:2;stroke-linejoin:round;stroke-linecap:round}\
.spark-ref{stroke:#a3a6a9;stroke-width:1;stroke-dasharray:2 3;fill:none}.spark-dot{fill:#0b4a6f;stroke:#fff;stroke-width:1.5}\
.lvt{font-size:13px;font-weight:500;fill:#12242d}.lvt5-4,.lvt5-5,.lvt3-3{fill:#fff}\
.lv{stroke:#fff;stroke-width:2}.lv-out{fill:none;stroke:#4d6b78;stroke-width:1}\
.lv5-1,.lv3-1{fill:#dbe8ee}.lv5-2{fill:#a9cbd9}.lv5-3,.lv3-2{fill:#6aa5bc}.lv5-4{fill:#2a7390}.lv5-5,.lv3-3{fill:#0c435b}";
/// How wide a drawing without a width of its own is.
const WIDTH: f64 = 480.0;
/// How high one without a height is.
const HEIGHT: f64 = 30.0;
/// How much of a chart's width is left free beside it.
const BESIDE: f64 = 0.05;

/// A drawing that stands alone.
#[derive(Debug, Clone, PartialEq)]
pub struct Drawing {
    /// The file.
    pub svg: String,
    /// Its width, in units in which its letters are 12 to 13 high.
    pub width: f64,
    /// Its height.
    pub height: f64,
}

impl Svg {
    /// The chart as a file: with a name space, a size, looks, and no character that XML does not have.
    #[must_use]
    pub fn for_paper(&self) -> Drawing {
        let markup: String = self.0.chars().filter(|c| !c.is_control() && !matches!(c, '\u{fffe}' | '\u{ffff}')).collect();
        let Some((opening, inside)) = markup.split_once('>') else {
            return Drawing { svg: String::new(), width: 0.0, height: 0.0 };
        };
        let of_itself = |at: usize, name: &str| {
            let view = attribute(opening, "viewBox").and_then(|view| view.split(' ').nth(at)?.parse().ok());
            view.or_else(|| attribute(opening, name)?.parse().ok())
        };
        let (width, height) = (of_itself(2, "width").unwrap_or(WIDTH), of_itself(3, "height").unwrap_or(HEIGHT));
        // On a page a label may reach a little beyond its chart.
        let width = if opening.contains("viewBox") { (width * (1.0 + BESIDE)).round() } else { width };
        let svg = format!(
            r#"<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}"><style>{LOOKS}</style>{inside}"#
        );
        Drawing { svg, width, height }
    }
}

/// An attribute of a tag that this house wrote.
fn attribute<'t>(tag: &'t str, name: &str) -> Option<&'t str> {
    let value = tag.split_once(&format!(" {name}=\""))?.1;
    value.split_once('"').map(|(value, _)| value)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::super::{Arc, Axis, Line, Point, Target, Trend, Wheel, Who, distribution, sparkline};
    use super::*;

    /// A chart of each kind, with all that it can hold.
    fn charts() -> Vec<Svg> {
        let axis = Axis::around([1.0, 5.0], 1.0, (1.0, 5.0));
        let texts: Vec<String> = axis.ticks.iter().map(ToString::to_string).collect();
        let years = ["2023", "2024", "2025"].map(str::to_owned);
        let points: Vec<_> = [2.0, 3.0, 4.0].map(|value| Some(Point { value, uncertainty: Some(0.5) })).to_vec();
        let line = |who| Line { who, label: "Vik".to_owned(), points: points.clone() };
        let lines = [Who::School, Who::Municipality, Who::Nation, Who::Second, Who::Third].map(line);
        let target = Target { label: "Mål".to_owned(), values: vec![Some(4.0); 3] };
        let trend = Trend {
            id: "t",
            title: "Trivsel \u{7}& ro",
            description: "Fall",
            years: &years,
            lines: &lines,
            target: Some(&target),
            breaks: &[2],
            break_word: "brot",
            axis: &axis,
            ticks: &texts,
        };
        let arcs = ["dialogue", "families", "council"].map(|lane| Arc { label: "1".to_owned(), lane, from: 1, to: 90 });
        let wheel = Wheel { id: "w", title: "Året", description: "", months: &years, arcs: &arcs, today: Some((3, "i dag")) };
        let shares = |count: u8| distribution(&(0..count).map(|_| (100.0 / f64::from(count), "20".to_owned())).collect::<Vec<_>>());
        vec![trend.svg(), wheel.svg(), shares(3), shares(5), sparkline(&[Some(1.0), Some(2.0)], Some(3.0), &axis)]
    }

    #[test]
    fn whatever_has_a_class_in_a_chart_has_its_looks_on_paper() {
        let drawn: String = charts().iter().map(ToString::to_string).collect();
        let used: BTreeSet<&str> = drawn.split("class=\"").skip(1).flat_map(|rest| rest.split('"').next().unwrap().split(' ')).collect();
        let containers = ["chart", "whl", "dist-bar", "spark", "wh-skole", "lbl-maal"];
        for class in used.iter().filter(|class| !containers.contains(class)) {
            let named = [",", "{"].iter().any(|end| LOOKS.contains(&format!(".{class}{end}")));
            // A level's words look as all do unless they stand on a dark colour.
            assert!(named || class.starts_with("lvt"), "{class}");
        }
    }

    #[test]
    fn colours_on_paper_are_those_on_screen() {
        let screen = include_str!("../../../static/app.css");
        let colours = LOOKS.split('#').skip(1).map(|rest| rest.split([';', '}']).next().unwrap());
        for colour in colours {
            assert!(screen.contains(&format!("#{colour}")), "{colour}");
        }
    }

    #[test]
    fn a_drawing_is_a_file_of_its_own_with_a_size() {
        let drawings: Vec<Drawing> = charts().iter().map(Svg::for_paper).collect();
        let sizes: Vec<(f64, f64)> = drawings.iter().map(|drawing| (drawing.width, drawing.height)).collect();
        assert_eq!(sizes, [(319.0, 200.0), (504.0, 480.0), (480.0, 30.0), (480.0, 30.0), (92.0, 28.0)]);
        for drawing in drawings {
            let tree = resvg::usvg::Tree::from_str(&drawing.svg, &resvg::usvg::Options::default()).unwrap();
            assert!(tree.root().has_children(), "{}", drawing.svg);
        }
    }

    #[test]
    fn colours_and_dashes_reach_those_who_draw() {
        let tree = resvg::usvg::Tree::from_str(&charts()[0].for_paper().svg, &resvg::usvg::Options::default()).unwrap();
        let drawn = tree.to_string(&resvg::usvg::WriteOptions::default());
        for seen in
            ["stroke=\"#0b4a6f\"", "stroke=\"#a84f08\"", "stroke-dasharray=\"7 4\"", "stroke-dasharray=\"1 4.5\"", "fill=\"#4b6113\""]
        {
            assert!(drawn.contains(seen), "{seen}: {drawn}");
        }
    }
}
