//! A report of a municipality that is made up: five indicators in each chapter, each with words, a table and a chart; one table of each chapter has every
//! school. With 95 schools and eight chapters that is about 60 pages.
use kvalitetsdialog::document::content::{Block, Cell, Chart, Document, Look, Table, TableRow};
use kvalitetsdialog::text::Lang;
use kvalitetsdialog::web::charts::{Axis, Line, Point, Target, Trend, Who};
use time::OffsetDateTime;

const OF_EACH: usize = 5;
const YEARS: usize = 5;
const WORDS: &str = "Elevane ved skulane i kommunen har over fleire år fått betre resultat, og arbeidet med tilpassa opplæring, tidleg innsats og \
                     spesialpedagogisk hjelp er styrkt. Skilnadene mellom skulane er likevel store, og dei må fylgjast opp i dialogen med kvar skule. ";

/// The report.
pub fn report(schools: usize, chapters: usize) -> Document {
    let mut blocks = vec![Block::Notice { text: "Tal for færre enn fem elevar er skjerma.".to_owned() }];
    for chapter in 0..chapters {
        blocks.push(Block::Heading { level: 1, text: format!("Kapittel {}", chapter + 1) });
        blocks.push(Block::Text { text: WORDS.repeat(3) });
        for number in 0..OF_EACH {
            indicator(&mut blocks, chapter * OF_EACH + number, if number == 0 { schools } else { 5 });
        }
        blocks.push(Block::Quote { text: WORDS.to_owned(), by: format!("Skule {chapter}, eigenvurdering 2025") });
    }
    Document {
        title: "Tilstandsrapport for grunnskulen 2025".to_owned(),
        subtitle: "Til kommunestyret 12. november 2026".to_owned(),
        municipality: "Dikta kommune".to_owned(),
        lang: Lang::Nn,
        made_at: OffsetDateTime::UNIX_EPOCH,
        mark: Some("Utkast".to_owned()),
        look: Look::default(),
        blocks,
    }
}

fn indicator(blocks: &mut Vec<Block>, index: usize, schools: usize) {
    let name = format!("Indikator {}", index + 1);
    blocks.push(Block::Heading { level: 2, text: name.clone() });
    blocks.push(Block::Text { text: WORDS.repeat(4) });
    let years: Vec<String> = (0..YEARS).map(|year| format!("{}", 2021 + year)).collect();
    let rows = (0..=schools).map(|row| TableRow { total: row == schools, cells: cells(index, row) }).collect();
    blocks.push(Block::Table(Table {
        caption: format!("{name}, skular og år"),
        header: std::iter::once("Skule".to_owned()).chain(years.iter().cloned()).collect(),
        rows,
        notes: vec!["Kjelde: Utdanningsdirektoratet, NLOD".to_owned()],
    }));
    let values: Vec<f64> = (0..YEARS).map(|year| value(index, 1, year)).collect();
    let axis = Axis::around(values.iter().copied(), 1.0, (1.0, 5.0));
    let ticks: Vec<String> = axis.ticks.iter().map(|tick| format!("{tick:.1}")).collect();
    let line = |who, label: &str, less: f64| Line {
        who,
        label: label.to_owned(),
        points: values.iter().map(|value| Some(Point { value: value - less, uncertainty: None })).collect(),
    };
    let lines = [line(Who::School, "Kommunen", 0.0), line(Who::Municipality, "Fylket", 0.2), line(Who::Nation, "Landet", 0.3)];
    let target = Target { label: "Mål".to_owned(), values: vec![Some(4.4); YEARS] };
    let trend = Trend {
        id: "c",
        title: &name,
        description: "Går opp.",
        years: &years,
        lines: &lines,
        target: Some(&target),
        breaks: &[],
        break_word: "",
        axis: &axis,
        ticks: &ticks,
    };
    blocks.push(Block::Chart(Chart {
        title: format!("{name} over tid"),
        description: format!("{name} går frå {:.1} til {:.1}.", values[0], values[YEARS - 1]),
        svg: trend.svg(),
        caption: "Kjelde: Utdanningsdirektoratet".to_owned(),
    }));
}

fn cells(index: usize, row: usize) -> Vec<Cell> {
    let figures = (0..YEARS).map(|year| {
        // One in twelve is hidden.
        if (index + row * 7 + year).is_multiple_of(12) {
            return Cell::Hidden { text: "Skjerma".to_owned() };
        }
        let number = value(index, row, year);
        Cell::Number { shown: format!("{number:.1}").replace('.', ","), number, decimals: 1 }
    });
    std::iter::once(Cell::Text { text: format!("Skule {}", row + 1) }).chain(figures).collect()
}

fn value(index: usize, row: usize, year: usize) -> f64 {
    let tenths = u8::try_from((index * 3 + row * 5 + year * 2) % 15).unwrap_or_default();
    3.5 + f64::from(tenths) / 10.0
}
