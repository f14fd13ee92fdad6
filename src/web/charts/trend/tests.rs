use super::*;
use proptest::prelude::*;

fn point(value: f64) -> Point {
    Point { value, uncertainty: None }
}

fn line(who: Who, values: &[Option<f64>]) -> Line {
    Line { who, label: format!("{} 4,2", who.class()), points: values.iter().map(|value| value.map(point)).collect() }
}

fn drawn(lines: &[Line], breaks: &[usize]) -> String {
    let years: Vec<String> = (0..lines.iter().map(|line| line.points.len()).max().unwrap_or(0))
        .map(|year| format!("20{:02}-{:02}", year + 20, year + 21))
        .collect();
    let axis = Axis::around(lines.iter().flat_map(|line| &line.points).flatten().map(|point| point.value), 1.0, (1.0, 5.0));
    let ticks: Vec<String> = axis.ticks.iter().map(ToString::to_string).collect();
    let trend = Trend {
        id: "c1",
        title: "Trivsel",
        description: "Om lag som før.",
        years: &years,
        lines,
        target: None,
        breaks,
        break_word: "Brot",
        axis: &axis,
        ticks: &ticks,
    };
    trend.svg().to_string()
}

/// Path of the line of somebody.
fn path(svg: &str, class: &str) -> String {
    let after = svg.split(&format!(r#"class="{class}" d=""#)).nth(1).unwrap_or_default();
    after.split('"').next().unwrap_or_default().to_owned()
}

#[test]
fn a_hidden_year_breaks_the_line_but_every_value_has_its_marker() {
    let svg = drawn(&[line(Who::School, &[Some(4.0), Some(4.1), None, Some(4.3), Some(4.2)])], &[]);
    let d = path(&svg, "ln ln-skole");
    assert_eq!((d.matches('M').count(), d.matches('L').count()), (2, 2), "{d}");
    assert_eq!(path(&svg, "mk mk-skole").matches('z').count(), 4);
}

#[test]
fn no_line_goes_across_a_break_and_the_break_is_marked() {
    let svg = drawn(&[line(Who::School, &[Some(4.0), Some(4.1), Some(4.3)])], &[2]);
    let d = path(&svg, "ln ln-skole");
    assert_eq!((d.matches('M').count(), d.matches('L').count()), (2, 1), "{d}");
    assert!(svg.contains(r#"class="brk""#) && svg.contains(">Brot<"), "{svg}");
}

#[test]
fn the_three_lines_differ_by_class_marker_and_label() {
    let values = [Some(4.0), Some(4.1)];
    let svg = drawn(&[line(Who::School, &values), line(Who::Municipality, &values), line(Who::Nation, &values)], &[]);
    for who in ["skole", "kommune", "nasjon"] {
        for kind in ["ln", "mk", "lbl"] {
            assert!(svg.contains(&format!("{kind} {kind}-{who}")), "{kind} {who}");
        }
        assert!(svg.contains(&format!(">{who} 4,2</text>")));
    }
    let shapes: std::collections::BTreeSet<String> = ["skole", "kommune", "nasjon"].map(|who| path(&svg, &format!("mk mk-{who}"))).into();
    assert_eq!(shapes.len(), 3);
}

#[test]
fn labels_never_cover_each_other() {
    let values = [Some(4.0), Some(4.2)];
    let svg = drawn(&[line(Who::School, &values), line(Who::Municipality, &values), line(Who::Nation, &values)], &[]);
    let mut places: Vec<f64> = svg
        .split(r#"class="lbl "#)
        .skip(1)
        .map(|label| label.split(r#"y=""#).nth(1).unwrap().split('"').next().unwrap().parse().unwrap())
        .collect();
    places.sort_by(f64::total_cmp);
    assert!(places.windows(2).all(|pair| pair[1] - pair[0] >= APART - 0.11), "{places:?}");
}

#[test]
fn only_the_school_has_whiskers() {
    let mut lines = [line(Who::School, &[Some(4.0)]), line(Who::Municipality, &[Some(4.0)])];
    for line in &mut lines {
        line.points = vec![Some(Point { value: 4.0, uncertainty: Some(0.3) })];
    }
    let svg = drawn(&lines, &[]);
    assert!(svg.contains("wh wh-skole") && !svg.contains("wh wh-kommune"));
}

#[test]
fn a_goal_is_level_through_each_of_its_years_and_named_beside_its_end() {
    let lines = [line(Who::School, &[Some(4.0), Some(4.0), Some(4.0)])];
    let years = ["2024-25", "2025-26", "2026-27"].map(str::to_owned);
    let axis = Axis::around([4.0, 5.0], 1.0, (1.0, 5.0));
    let ticks: Vec<String> = axis.ticks.iter().map(ToString::to_string).collect();
    let target = Target { label: "Mål 4,6".to_owned(), values: vec![None, Some(4.4), Some(4.6)] };
    let trend = Trend {
        id: "c1",
        title: "Trivsel",
        description: "",
        years: &years,
        lines: &lines,
        target: Some(&target),
        breaks: &[],
        break_word: "Brot",
        axis: &axis,
        ticks: &ticks,
    };
    let svg = trend.svg().to_string();
    let d = path(&svg, "ln ln-maal");
    assert_eq!((d.matches('M').count(), d.matches('L').count()), (2, 2), "{d}");
    assert!(svg.contains(r#"class="lbl lbl-maal""#) && svg.contains(">Mål 4,6</text>"), "{svg}");
    assert!(!svg.contains("mk-maal"), "nobody has measured a goal");
}

#[test]
fn nothing_and_one_value_are_charts_too() {
    let empty = drawn(&[], &[]);
    assert!(empty.contains("<title") && !empty.contains(r#"class="ln"#));
    let one = drawn(&[line(Who::School, &[Some(4.0)])], &[]);
    assert!(one.contains("mk-skole") && one.contains("lbl-skole"), "{one}");
    assert!(!drawn(&[line(Who::School, &[None, None])], &[]).contains("lbl-skole"));
}

#[test]
fn what_people_have_written_cannot_become_markup() {
    let mut evil = line(Who::School, &[Some(4.0)]);
    evil.label = "</text><script>".to_owned();
    let years = ["\"><img>".to_owned()];
    let axis = Axis::around([4.0], 1.0, (1.0, 5.0));
    let ticks: Vec<String> = axis.ticks.iter().map(|_| "<b>".to_owned()).collect();
    let trend = Trend {
        id: "\"x",
        title: "<i>",
        description: "<u>",
        years: &years,
        lines: &[evil],
        target: Some(&Target { label: "<em>".to_owned(), values: vec![Some(4.4)] }),
        breaks: &[],
        break_word: "<s>",
        axis: &axis,
        ticks: &ticks,
    };
    let svg = trend.svg().to_string();
    assert!(["<em>", "<script", "<img", "<b>", "<i>", "<u>", "<s>", "id=\"\""].iter().all(|markup| !svg.contains(markup)), "{svg}");
}

/// Where texts stand, and every point that a path goes to.
fn absolute(svg: &str) -> Vec<(char, f64)> {
    let mut found = Vec::new();
    for (axis, name) in [('x', " x=\""), ('y', " y=\"")] {
        found.extend(svg.split(name).skip(1).map(|after| (axis, after.split('"').next().unwrap().parse::<f64>().unwrap())));
    }
    for d in svg.split(" d=\"").skip(1).map(|after| after.split('"').next().unwrap()) {
        for command in d.split(['M', 'L']).filter(|part| !part.is_empty()) {
            let numbers: Vec<f64> =
                command.split(|c: char| !(c.is_ascii_digit() || c == '.' || c == '-')).filter_map(|text| text.parse().ok()).collect();
            found.push(('x', numbers[0]));
            found.push(('y', numbers[1]));
        }
    }
    found
}

proptest! {
    #[test]
    fn every_coordinate_is_a_number_inside_the_chart(
        values in proptest::collection::vec(proptest::collection::vec(proptest::option::of((-2e6..2e6_f64, proptest::option::of(0.0..1e4_f64))), 0..14), 0..3),
        breaks in proptest::collection::vec(0_usize..14, 0..3),
        least in 0.0..50.0_f64,
        goals in proptest::collection::vec(proptest::option::of(-2e6..2e6_f64), 0..14),
    ) {
        let target = Target { label: "Mål 4,4".to_owned(), values: goals };
        let who = [Who::School, Who::Municipality, Who::Nation];
        let lines: Vec<Line> = values.iter().zip(who).map(|(points, who)| Line {
            who,
            label: "Kommunen 4,2".to_owned(),
            points: points.iter().map(|point| point.map(|(value, uncertainty)| Point { value, uncertainty })).collect(),
        }).collect();
        let years: Vec<String> = (0..14).map(|year| format!("{}-{}", 2015 + year, 16 + year)).collect();
        let axis = Axis::around(lines.iter().flat_map(|line| &line.points).flatten().map(|point| point.value), least, (-100.0, 100.0));
        let ticks: Vec<String> = axis.ticks.iter().map(|tick| format!("{tick:.0}")).collect();
        let svg = Trend { id: "c", title: "", description: "", years: &years, lines: &lines, target: Some(&target), breaks: &breaks, break_word: "Brudd", axis: &axis, ticks: &ticks }.svg().to_string();
        prop_assert!(!svg.contains("NaN") && !svg.contains("inf"));
        for (axis, coordinate) in absolute(&svg) {
            let most = if axis == 'x' { WIDTH } else { HEIGHT };
            prop_assert!((0.0..=most).contains(&coordinate), "{axis} {coordinate} in {svg}");
        }
    }
}
