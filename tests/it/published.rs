//! The figures of a report: what a school, the owner and the public may see of the same source, and that the public version gives nothing away.
use kvalitetsdialog::access::Scope;
use kvalitetsdialog::document::content::{Block, Cell, Table};
use kvalitetsdialog::document::table::Value;
use kvalitetsdialog::error::AppError;
use kvalitetsdialog::ids::{MunicipalityId, SchoolId};
use kvalitetsdialog::indicator::SchoolYear;
use kvalitetsdialog::indicator::published::{Audience, NothingComputed, Published, Wanted, WhatHappened, gone, load, neighbour};
use kvalitetsdialog::indicator::suppression::Limits;
use kvalitetsdialog::model_pack::IndicatorMember;
use kvalitetsdialog::text::Lang;
use microlp::{ComparisonOp, OptimizationDirection, Problem};

use crate::support::figures::{Figure, figure};
use crate::support::{TestApp, TestSchool};

const YEAR: i32 = 2026;
const LOCAL: &str = "kartlegging_lesing";

fn members(keys: &[&str]) -> Vec<IndicatorMember> {
    keys.iter().map(|key| IndicatorMember { indicator: (*key).to_owned(), grades: None }).collect()
}

fn wanted(audience: Audience, members: &[IndicatorMember]) -> Wanted<'_> {
    Wanted { audience, members, year: SchoolYear(YEAR), limits: Limits::raised(15, 10), sets: &[] }
}

async fn read(app: &TestApp, scope: &Scope, wanted: &Wanted<'_>) -> Result<Published, AppError> {
    let mut tx = app.app.database.read(scope).await.unwrap();
    load(&mut tx, scope.municipality, wanted).await
}

/// Girls and boys of the second and the third grade: how many, and how many of them are below the limit of concern.
type Groups = [[(i64, i64); 2]; 2];

/// Five schools, two of them small. Of the third grade there are pupils at one school alone.
struct Fjord {
    app: TestApp,
    municipality: MunicipalityId,
    schools: Vec<(TestSchool, Groups)>,
}

impl Fjord {
    async fn new() -> Self {
        let app = TestApp::new().await;
        let at = app.municipality("Fjord kommune", "kvam").await;
        let mut schools = Vec::new();
        for (name, groups) in [
            ("Åsen skule", [[(22, 6), (19, 5)], [(0, 0), (0, 0)]]),
            ("Elvebakken skule", [[(17, 3), (21, 8)], [(15, 4), (14, 3)]]),
            ("Skogly oppvekstsenter", [[(2, 1), (2, 2)], [(0, 0), (0, 0)]]),
            ("Fagerheim skule", [[(25, 5), (23, 9)], [(0, 0), (0, 0)]]),
            ("Tangen oppvekstsenter", [[(3, 0), (1, 1)], [(0, 0), (0, 0)]]),
        ] {
            schools.push((app.school(&at, None, name, (1, 10), false).await, groups));
        }
        let fjord = Self { app, municipality: at.id, schools };
        fjord.app.take_in(fjord.municipality, &[fjord.figures(YEAR), fjord.figures(YEAR - 1)].concat()).await;
        fjord
    }

    fn owner(&self) -> Scope {
        Scope::operator(self.municipality)
    }

    /// Grades, and all of them together, of the schools and the municipality.
    fn figures(&self, year: i32) -> Vec<Figure<'_>> {
        let mut figures = Vec::new();
        let places = self.schools.iter().map(|(school, groups)| (Some(school), groups.to_vec()));
        let all = (0..2).map(|grade| [0, 1].map(|sex| self.sum(|groups| groups[grade][sex])));
        for (school, groups) in places.chain([(None, all.collect())]) {
            for (grade, which) in [(2, vec![0]), (3, vec![1]), (0, vec![0, 1])] {
                let cells = which.iter().flat_map(|grade| groups[*grade]);
                let (persons, with) = cells.fold((0, 0), |sum: (i64, i64), cell: (i64, i64)| (sum.0 + cell.0, sum.1 + cell.1));
                if persons > 0 {
                    let percent = (with * 200 + persons) / (2 * persons);
                    figures.push(figure(school, LOCAL, year, percent * 1000).people(persons).grade(grade));
                }
            }
        }
        figures
    }

    fn sum(&self, of: impl Fn(&Groups) -> (i64, i64)) -> (i64, i64) {
        self.schools.iter().map(|(_, groups)| of(groups)).fold((0, 0), |sum, cell| (sum.0 + cell.0, sum.1 + cell.1))
    }

    /// What a school's grade can be, when the municipality's share is known for these grades (0: all), by solving for it: girls and boys of every school and
    /// grade are whole numbers, and everybody knows how many there are.
    fn attack(&self, school: usize, grade: Option<usize>, shown: &[(i64, f64)]) -> (f64, f64) {
        let solve = |direction: OptimizationDirection| {
            let mut program = Problem::new(direction);
            let mut variables = Vec::new();
            for (at, (_, groups)) in self.schools.iter().enumerate() {
                for (of, sexes) in groups.iter().enumerate() {
                    for (persons, _) in sexes {
                        let asked = at == school && grade.is_none_or(|grade| grade == of);
                        let most = i32::try_from(*persons).unwrap();
                        variables.push((of, *persons, program.add_integer_var(if asked { 1.0 } else { 0.0 }, (0, most))));
                    }
                }
            }
            for (of, percent) in shown {
                let part = variables.iter().filter(|(grade, ..)| *of == 0 || i64::try_from(*grade).unwrap() + 2 == *of);
                let persons: f64 = part.clone().map(|(_, persons, _)| f64::from(i32::try_from(*persons).unwrap())).sum();
                let terms: Vec<_> = part.map(|(.., variable)| (*variable, 1.0)).collect();
                program.add_constraint(&terms, ComparisonOp::Ge, persons * (percent - 0.5) / 100.0);
                program.add_constraint(&terms, ComparisonOp::Le, persons * (percent + 0.5) / 100.0);
            }
            program.solve().unwrap().into_solution().ok().unwrap().objective()
        };
        (solve(OptimizationDirection::Minimize), solve(OptimizationDirection::Maximize))
    }

    /// The groups that something is learnt about: of a small one anything, of another one more than within two persons.
    fn leaks(&self, shown: &[(i64, f64)]) -> Vec<String> {
        let mut leaks = Vec::new();
        for (at, (school, groups)) in self.schools.iter().enumerate() {
            for grade in [None, Some(0), Some(1)] {
                let cells = groups.iter().enumerate().filter(|(of, _)| grade.is_none_or(|grade| grade == *of)).flat_map(|(_, sexes)| sexes);
                let persons = f64::from(i32::try_from(cells.map(|(persons, _)| persons).sum::<i64>()).unwrap());
                let (low, high) = self.attack(at, grade, shown);
                let everything = low <= 0.01 && high >= persons - 0.01;
                if persons > 0.0 && !everything && high - low <= if persons < 15.0 { 15.0 } else { 1.0 } {
                    leaks.push(format!("{} {grade:?}: {low}–{high} of {persons}", school.id));
                }
            }
        }
        leaks
    }
}

fn tables(blocks: &[Block]) -> Vec<&Table> {
    blocks.iter().filter_map(|block| if let Block::Table(table) = block { Some(table) } else { None }).collect()
}

fn json(published: &Published) -> String {
    let rows: Vec<String> = published.rows(Lang::Nn).rows.iter().map(|row| format!("{row:?}")).collect();
    format!("{}{}", serde_json::to_string(&published.chapter(2, Lang::Nn)).unwrap(), rows.join("\n"))
}

/// The numbers of the municipality that stand in the rows of the workbook: grade, and percent.
fn shown_in(published: &Published, year: i32) -> Vec<(i64, f64)> {
    let whole = |value: &Value| if let Value::Number { number, .. } = value { Some(*number) } else { None };
    #[expect(clippy::cast_possible_truncation, reason = "a grade")]
    let shown = published.rows(Lang::Nn).rows.into_iter().filter_map(|row| {
        let of_year = row[2] == Value::Text(SchoolYear(year).to_string());
        assert!(row[1] == Value::Text("Fjord kommune".to_owned()), "no place but the municipality: {row:?}");
        assert_eq!(row[8], Value::Empty, "no number of persons where a group is small: {row:?}");
        of_year.then_some(())?;
        Some((whole(&row[3]).unwrap_or(0.0) as i64, whole(&row[5])?))
    });
    shown.collect()
}

#[tokio::test]
async fn the_public_version_of_five_schools_two_of_them_small_gives_nothing_away() {
    let fjord = Fjord::new().await;
    let each = IndicatorMember { indicator: LOCAL.to_owned(), grades: Some([1, 3]) };
    // Grade by grade, and all of them together: two chapters of the same document.
    for asked in [vec![each.clone()], members(&[LOCAL])] {
        let published = read(&fjord.app, &fjord.owner(), &wanted(Audience::Public, &asked)).await.unwrap();
        let said = json(&published);
        for (school, _) in &fjord.schools {
            assert!(!said.contains(&format!("\"{}\"", school.id)));
        }
        for name in ["Elvebakken", "Skogly", "Tangen", "Åsen", "Fagerheim"] {
            assert!(!said.contains(name), "{name} in {said}");
        }
        for year in [YEAR - 1, YEAR] {
            let shown = shown_in(&published, year);
            assert!(!shown.is_empty() && shown.iter().all(|(grade, _)| *grade != 3), "the third grade is one school's: {shown:?}");
            assert_eq!(fjord.leaks(&shown), Vec::<String>::new(), "{shown:?}");
        }
    }
    // What the tables, the chart and the rows show is the same, and what is hidden says so.
    let published = read(&fjord.app, &fjord.owner(), &wanted(Audience::Public, &[each])).await.unwrap();
    let sections = published.sections(LOCAL, Lang::Nn);
    assert_eq!(sections.iter().map(|section| section.grade).collect::<Vec<_>>(), [Some(2), Some(3)]);
    let third = tables(&sections[1].blocks)[0];
    assert!(third.rows[0].cells[1..].iter().all(|cell| *cell == Cell::Hidden { text: "Skjerma".to_owned() }), "{third:?}");
    assert!(!sections[1].blocks.iter().any(|block| matches!(block, Block::Chart(_))), "there is nothing to draw");
}

#[tokio::test]
async fn without_protection_the_same_report_would_give_a_school_away() {
    let fjord = Fjord::new().await;
    let percent = |(persons, with): (i64, i64)| f64::from(i32::try_from((with * 200 + persons) / (2 * persons)).unwrap());
    let of = |grade: usize| fjord.sum(|groups| (groups[grade][0].0 + groups[grade][1].0, groups[grade][0].1 + groups[grade][1].1));
    let (second, third) = (of(0), of(1));
    let all = (second.0 + third.0, second.1 + third.1);
    let unprotected = [(2, percent(second)), (3, percent(third)), (0, percent(all))];
    assert_ne!(fjord.leaks(&unprotected), Vec::<String>::new(), "the third grade is Elvebakken's");
}

#[tokio::test]
async fn a_school_sees_its_own_the_owner_all_and_the_public_what_is_published() {
    let app = TestApp::new().await;
    let town = app.town("Vik kommune").await;
    app.take_in(
        town.municipality.id,
        &[
            figure(&town.vik, "eu_trivsel", YEAR, 4_300).grade(7).people(31),
            figure(&town.nes, "eu_trivsel", YEAR, 3_900).grade(7).people(24),
            figure(None, "eu_trivsel", YEAR, 4_100).grade(7).people(55),
            figure(&town.vik, "np_lesing_8", YEAR, 51_000).people(40),
            figure(&town.dal, "np_lesing_8", YEAR, 47_000).restricted(),
            figure(&town.vik, "kartlegging_regning", YEAR, 21_000).people(40),
            figure(&town.nes, "kartlegging_regning", YEAR, 34_000).people(38),
            figure(None, "kartlegging_regning", YEAR, 27_000).people(78),
            figure(&town.vik, "ti_faktor_1", YEAR, 4_400).people(30),
            figure(None, "ti_faktor_1", YEAR, 4_200).people(80),
        ],
    )
    .await;
    let asked = members(&["eu_trivsel", "np_lesing_8", "kartlegging_regning", "ti_faktor_1", "finst_ikkje"]);
    let owner = Scope::operator(town.municipality.id);
    let of = async |audience: Audience| json(&read(&app, &owner, &wanted(audience, &asked)).await.unwrap());
    let (school, all, public) = (of(Audience::School(town.vik.id)).await, of(Audience::Owner).await, of(Audience::Public).await);
    for (said, has) in [(&school, "4,3"), (&all, "4,3"), (&public, "4,3"), (&all, "3,9"), (&public, "3,9"), (&all, "34\u{a0}%")] {
        assert!(said.contains(&format!("\"shown\":\"{has}\"")), "{has} in {said}");
    }
    for (said, lacks) in [(&school, "3,9"), (&school, "34\u{a0}%"), (&public, "21\u{a0}%"), (&public, "34\u{a0}%")] {
        assert!(!said.contains(lacks), "{lacks} in {said}");
    }
    assert!(school.contains("21\u{a0}%") && !school.contains("Nes skule") && !school.contains("Dal ungdomsskule"));
    for said in [&school, &all, &public] {
        assert!(
            !said.contains("ti_faktor") && !said.contains("\"47\"") && !said.contains("number: 47") && !said.contains("10-FAKTOR"),
            "named roles' figures are in no report: {said}"
        );
    }
    assert!(all.contains("\"kind\":\"hidden\"") && public.contains("\"kind\":\"hidden\""), "the restricted number is hidden: {all}");
    let published = read(&app, &owner, &wanted(Audience::Owner, &asked)).await.unwrap();
    let blocks = published.blocks("eu_trivsel", 3, Lang::Nn);
    let by_school = tables(&blocks)[1];
    let names: Vec<&str> = by_school.rows.iter().map(|row| row.cells[0].words()).collect();
    assert_eq!(names, ["Nes skule", "Vik skule", "Vik kommune"], "by name, whatever the values are");
    assert!(by_school.rows[2].total && by_school.notes.iter().any(|note| note.contains("NLOD")), "{by_school:?}");
}

#[tokio::test]
async fn rektor_reads_the_same_as_the_owner_of_the_school_and_nobody_else_decides_what_is_public() {
    let fjord = Fjord::new().await;
    let school = fjord.schools[1].0.id;
    let asked = members(&[LOCAL, "eu_trivsel"]);
    let scope = Scope { schools: vec![school], led: vec![school], owner: false, ..fjord.owner() };
    let of = wanted(Audience::School(school), &asked);
    let by_rektor = read(&fjord.app, &scope, &of).await.unwrap();
    let by_owner = read(&fjord.app, &fjord.owner(), &of).await.unwrap();
    assert_eq!(json(&by_rektor), json(&by_owner));
    assert!(!by_rektor.used().is_empty());
    for audience in [Audience::Owner, Audience::Public] {
        assert!(matches!(read(&fjord.app, &scope, &wanted(audience, &asked)).await, Err(AppError::NotFound)));
    }
    let elsewhere = Audience::School(SchoolId(987_654));
    assert!(matches!(read(&fjord.app, &fjord.owner(), &wanted(elsewhere, &asked)).await, Err(AppError::NotFound)));
}

#[tokio::test]
async fn a_figure_that_is_withdrawn_or_replaced_after_it_was_used_is_known() {
    let app = TestApp::new().await;
    let town = app.town("Vik kommune").await;
    let owner = app.skoleeier(&town.municipality).await;
    let first =
        app.take_in(town.municipality.id, &[figure(None, "eu_trivsel", YEAR, 4_100), figure(None, "eu_motivasjon", YEAR, 3_600)]).await;
    let asked = members(&["eu_trivsel", "eu_motivasjon"]);
    let scope = Scope::operator(town.municipality.id);
    let used = read(&app, &scope, &wanted(Audience::Public, &asked)).await.unwrap().used();
    assert_eq!(used.len(), 2);
    let kept: Vec<kvalitetsdialog::indicator::published::UsedFigure> =
        serde_json::from_str(&serde_json::to_string(&used).unwrap()).unwrap();
    let mut tx = app.app.database.read(&scope).await.unwrap();
    assert_eq!(gone(&mut tx, town.municipality.id, &kept).await.unwrap(), []);
    drop(tx);
    app.take_in(town.municipality.id, &[figure(None, "eu_trivsel", YEAR, 4_200)]).await;
    owner.post(&format!("/indikatorer/import/{first}/tilbaketrekking"), &[("reason", "Feil fil.")]).await.assert(303);
    let mut tx = app.app.database.read(&scope).await.unwrap();
    let gone = gone(&mut tx, town.municipality.id, &kept).await.unwrap();
    let of = |key: &str| gone.iter().find(|gone| gone.figure.indicator == key).map(|gone| &gone.what);
    assert!(matches!(of("eu_motivasjon"), Some(WhatHappened::Withdrawn { reason, on: Some(_) }) if reason == "Feil fil."), "{gone:?}");
    assert!(of("eu_trivsel").is_some(), "{gone:?}");
    drop(tx);
    assert_ne!(read(&app, &scope, &wanted(Audience::Public, &asked)).await.unwrap().used(), kept);
}

#[tokio::test]
async fn what_a_neighbour_could_work_out_is_said_with_what_the_report_adds() {
    let fjord = Fjord::new().await;
    let small = &fjord.schools[2].0;
    let others: Vec<Figure<'_>> = fjord
        .schools
        .iter()
        .filter(|(school, _)| school.id != small.id)
        .map(|(school, _)| figure(school, "eu_mobbing", YEAR, 25_000).grade(7).people(20))
        .collect();
    fjord.app.take_in(fjord.municipality, &others).await;
    let hidden = figure(small, "eu_mobbing", YEAR, 0).grade(7).hidden();
    fjord.app.take_in(fjord.municipality, &[hidden, figure(None, "eu_mobbing", YEAR, 25_000).grade(7).people(86)]).await;
    let asked = [IndicatorMember { indicator: LOCAL.to_owned(), grades: Some([2, 3]) }, members(&["eu_mobbing"]).remove(0)];
    let scope = fjord.owner();
    let wanted = wanted(Audience::Public, &asked);
    let mut tx = fjord.app.app.database.read(&scope).await.unwrap();
    let own = neighbour(&mut tx, fjord.municipality, &wanted, LOCAL, Lang::Nn).await.unwrap().learnt.unwrap();
    let tangen = own.iter().find(|learnt| learnt.name == "Tangen oppvekstsenter" && learnt.grade == Some(2)).unwrap();
    assert_eq!((tangen.least.as_str(), tangen.greatest.as_deref(), tangen.adds), ("0\u{a0}%", Some("100\u{a0}%"), false));
    let extra: Vec<_> = own.iter().filter(|learnt| learnt.for_others).map(|learnt| (learnt.name.as_str(), learnt.grade)).collect();
    assert_eq!(extra, [("Fjord kommune", Some(3))], "{own:?}");
    let published = neighbour(&mut tx, fjord.municipality, &wanted, "eu_mobbing", Lang::Nn).await.unwrap();
    let learnt = published.learnt.unwrap();
    assert_eq!(learnt.iter().map(|learnt| (learnt.name.as_str(), learnt.adds)).collect::<Vec<_>>(), [("Skogly oppvekstsenter", false)]);
    let nothing = neighbour(&mut tx, fjord.municipality, &wanted, "grunnskolepoeng", Lang::Nn).await.unwrap();
    assert_eq!(nothing.learnt, Err(NothingComputed::NoFigures));
}
