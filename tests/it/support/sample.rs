//! Documents for tests of all formats: one with everything in it, and one with nearly nothing.
use time::OffsetDateTime;

use kvalitetsdialog::document::content::{Block, Cell, Chart, Document, Logo, LogoKind, Look, Table, TableRow};
use kvalitetsdialog::text::Lang;
use kvalitetsdialog::web::charts::{Axis, Line, Point, Svg, Target, Trend, Who, distribution};

/// What people may have written anywhere: markup of every format, formulas, letters from right to left and outside the first plane, and what nobody sees.
pub const NASTY: &str = "=1+1 <b>&amp; @sum \"x\" #panic() العربية 🎉 A\u{30a}s \u{7}]]> {{7*7}} -2";
/// [`NASTY`] as a reader of PDF sees it: what no font has is a box, and letters from right to left are left out, since readers turn them as they like.
pub const NASTY_IN_PDF: [&str; 2] = ["=1+1 <b>&amp; @sum \"x\" #panic()", "□ Ås ]]> {{7*7}} -2"];

/// A red point, as PNG.
pub const POINT: &str = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==";

pub fn words(text: &str) -> Cell {
    Cell::Text { text: text.to_owned() }
}

pub fn number(number: f64, decimals: u8) -> Cell {
    let shown = format!("{number:.*}", usize::from(decimals)).replace('.', ",").replace('-', "−");
    Cell::Number { shown, number, decimals }
}

pub fn heading(level: u8, text: &str) -> Block {
    Block::Heading { level, text: text.to_owned() }
}

pub fn text(text: &str) -> Block {
    Block::Text { text: text.to_owned() }
}

/// A line of years, with a goal.
pub fn trend(title: &str, values: &[f64]) -> Svg {
    let years: Vec<String> = (0..values.len()).map(|index| format!("{}", 2021 + index)).collect();
    let axis = Axis::around(values.iter().copied(), 1.0, (1.0, 5.0));
    let ticks: Vec<String> = axis.ticks.iter().map(|tick| format!("{tick:.1}").replace('.', ",")).collect();
    let line = |who, label: &str, less: f64| Line {
        who,
        label: label.to_owned(),
        points: values.iter().map(|value| Some(Point { value: value - less, uncertainty: Some(0.2) })).collect(),
    };
    let lines = [line(Who::School, "Skulen", 0.0), line(Who::Municipality, "Kommunen", 0.3), line(Who::Nation, "Landet", 0.5)];
    let target = Target { label: "Mål".to_owned(), values: vec![Some(4.4); values.len()] };
    let (description, target) = ("Trivselen går opp frå 3,9 til 4,2", Some(&target));
    Trend { id: "c", title, description, years: &years, lines: &lines, target, breaks: &[], break_word: "brot", axis: &axis, ticks: &ticks }
        .svg()
}

fn chart(title: &str, svg: Svg) -> Block {
    Block::Chart(Chart {
        title: title.to_owned(),
        description: format!("{title}: frå 3,9 i 2021 til 4,2 i 2025."),
        svg,
        caption: "Kjelde: Elevundersøkinga".to_owned(),
    })
}

pub fn row(cells: Vec<Cell>) -> TableRow {
    TableRow { total: false, cells }
}

pub fn table(caption: &str, header: &[&str], rows: Vec<TableRow>) -> Block {
    let notes = vec!["Skjerma: færre enn fem elevar.".to_owned(), "Kjelde: Udir, NLOD".to_owned()];
    Block::Table(Table { caption: caption.to_owned(), header: header.iter().map(|text| (*text).to_owned()).collect(), rows, notes })
}

/// A table with a cell of each kind.
fn figures(caption: &str) -> Block {
    let hidden = Cell::Hidden { text: "Skjerma".to_owned() };
    let rows = vec![
        row(vec![words("Vik skule"), number(3.94, 2), number(4.21, 2), number(0.27, 2), Cell::Empty]),
        row(vec![words("=HYPERLINK(\"x\")"), number(4.0, 1), hidden, Cell::Empty, words(NASTY)]),
        row(vec![words("Nes"), Cell::Empty, number(-12.0, 0), number(48_000.5, 1), words("To\nlinjer")]),
        TableRow { total: true, cells: vec![words("Kommunen"), number(3.97, 2), number(4.1, 2), number(0.13, 2), words("Alle")] },
    ];
    table(caption, &["Skule", "2024", "2025", "Endring", "Merknad"], rows)
}

/// A document with a block of each kind, and what is awkward in each.
pub fn rich() -> Document {
    let list = |numbered, items: [&str; 3]| Block::List { numbered, items: items.map(str::to_owned).to_vec() };
    Document {
        title: "Tilstandsrapport 2025 <Vik>".to_owned(),
        subtitle: "For kommunestyret 12. november 2026".to_owned(),
        municipality: "Vik & Nes kommune".to_owned(),
        lang: Lang::Nn,
        made_at: OffsetDateTime::from_unix_timestamp(1_803_801_600).unwrap(),
        mark: Some("Utkast, ikkje vedteke".to_owned()),
        look: Look { colour: Some("#6b1450".to_owned()), logo: Some(Logo { kind: LogoKind::Png, base64: POINT.to_owned() }) },
        blocks: vec![
            Block::Notice { text: "Eitt tal er trekt tilbake.".to_owned() },
            heading(1, "Læringsmiljø"),
            text("Elevane trivst betre enn i fjor.\nNy linje.\n\nNytt avsnitt om spesialundervisningsressursar."),
            heading(2, "Trivsel"),
            figures("Trivsel på 7. trinn, skala 1–5"),
            chart("Trivsel over tid", trend("Trivsel over tid", &[3.9, 4.0, 4.0, 4.1, 4.2])),
            chart("Meistringsnivå", distribution(&[(20.0, "20".to_owned()), (50.0, "50".to_owned()), (30.0, "30".to_owned())])),
            Block::Quote { text: "Det viktigaste var samarbeidet.".to_owned(), by: "Vik skule, eigenvurdering 2025".to_owned() },
            heading(3, "Stort og smått"),
            text(NASTY),
            list(false, ["Fyrste punkt", NASTY, "Siste punkt"]),
            list(true, ["Kommunestyret vedtek målet", "Det kostar 250 000 kr", "Ansvarleg: kommunalsjefen"]),
            Block::Small { text: "Tala gjeld offentlege skular.".to_owned() },
            heading(1, "Læringsresultat"),
            text("Resultata er stabile."),
            heading(1, "Gjennomføring"),
            text("Åtte av ti fullfører."),
            heading(1, "Vedtak"),
            figures("Tal bak vedtaket"),
        ],
    }
}

/// The least that a document may be, and texts that nobody wrote.
pub fn empty() -> Document {
    let blank = Table { caption: String::new(), header: vec![String::new()], rows: vec![], notes: vec![String::new()] };
    let drawing = Chart { title: String::new(), description: String::new(), svg: distribution(&[]), caption: String::new() };
    Document {
        title: String::new(),
        subtitle: String::new(),
        municipality: String::new(),
        mark: Some(String::new()),
        look: Look { colour: Some("red".to_owned()), logo: Some(Logo { kind: LogoKind::Png, base64: "x".to_owned() }) },
        blocks: vec![
            heading(3, "\u{200b}"),
            heading(2, "For djupt"),
            text(""),
            Block::Small { text: String::new() },
            Block::Notice { text: "\n\n".to_owned() },
            Block::List { numbered: true, items: vec![] },
            Block::List { numbered: false, items: vec![String::new()] },
            Block::Quote { text: String::new(), by: String::new() },
            Block::Table(blank),
            Block::Chart(drawing),
        ],
        ..rich()
    }
}
