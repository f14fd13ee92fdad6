//! Elevundersøkelsen as the open export API gives it.
use super::wide::hidden;
use super::{Pupils, result, school_year, tenths, years};
use crate::demo::town::Town;

/// The indexes of Elevundersøkelsen: name as its files have it, tenths that schools lie around on 7. and 10. trinn.
const SURVEY: [(&str, i64, i64); 10] = [
    ("Trivsel", 43, 41),
    ("Støtte fra lærerne", 43, 39),
    ("Støtte hjemmefra", 43, 40),
    ("Faglig utfordring", 40, 42),
    ("Vurdering for læring", 38, 33),
    ("Læringskultur", 38, 37),
    ("Mestring", 40, 39),
    ("Motivasjon", 36, 34),
    ("Elevdemokrati og medvirkning", 36, 32),
    ("Felles regler", 41, 38),
];

/// Rows of Elevundersøkelsen as the open export API gives them: every number is text.
pub(super) fn survey(town: &Town<'_>, schools: &[Pupils<'_>], newest: i32) -> String {
    let mut rows = Vec::new();
    for year in years(newest) {
        for grade in [7_i16, 10] {
            let answered: Vec<Option<i64>> =
                schools.iter().map(|school| school.has(grade).then_some(school.each - school.each / 12)).collect();
            let hidden = hidden(&answered);
            let all: i64 = answered.iter().flatten().sum();
            for (index, seven, ten) in SURVEY {
                let usual = if grade == 7 { seven } else { ten };
                let about = |place: &str, score: &str, answers: &str| {
                    row(
                        place,
                        (index, year, grade),
                        &format!(
                            r#""Score":"{score}","Standardavvik":"{}","AntallBesvart":"{answers}""#,
                            if score == "*" { "*" } else { "0,8" }
                        ),
                    )
                };
                rows.push(about(COUNTRY, &tenths(usual), "57 300"));
                rows.push(about(&municipality(town), &tenths(usual), &all.to_string()));
                for ((school, answered), hidden) in schools.iter().zip(&answered).zip(&hidden) {
                    let Some(answered) = answered else { continue };
                    let score = (usual + result(school, index, year, newest, *answered) / 8).clamp(10, 50);
                    let (score, answers) = if *hidden { ("*".to_owned(), "*".to_owned()) } else { (tenths(score), answered.to_string()) };
                    rows.push(about(&place(town, school), &score, &answers));
                }
            }
            let bullied = |place: &str, share: &str| row(place, ("Mobbing på skolen", year, grade), &format!(r#""AndelMobbet":"{share}""#));
            rows.push(bullied(COUNTRY, if grade == 7 { "11,4" } else { "10,2" }));
            rows.push(bullied(&municipality(town), if grade == 7 { "10,1" } else { "9,0" }));
            for ((school, answered), hidden) in schools.iter().zip(&answered).zip(&hidden) {
                let Some(answered) = answered else { continue };
                let share = (95 - result(school, "mobbing", year, newest, *answered)).clamp(0, 300);
                // Hidden oftener than the indexes.
                let share = if *hidden || *answered < 20 { "*".to_owned() } else { tenths(share) };
                rows.push(bullied(&place(town, school), &share));
            }
        }
    }
    format!(r#"{{"metadata":{{}},"rows":[{}]}}"#, rows.join(",\n"))
}

const COUNTRY: &str = r#""EnhetNivaa":"1","Fylkekode":"00","Kommunekode":"0000","Organisasjonsnummer":"I","EnhetNavn":"Hele landet""#;

fn municipality(town: &Town<'_>) -> String {
    let number = town.setting.number;
    let county = number.get(..2).unwrap_or_default();
    format!(
        r#""EnhetNivaa":"3","Fylkekode":"{county}","Kommunekode":"{number}","Organisasjonsnummer":"{number}","EnhetNavn":"{}""#,
        town.setting.name
    )
}

fn place(town: &Town<'_>, school: &Pupils<'_>) -> String {
    let number = town.setting.number;
    let county = number.get(..2).unwrap_or_default();
    format!(
        r#""EnhetNivaa":"4","Fylkekode":"{county}","Kommunekode":"{number}","Organisasjonsnummer":"{}","EnhetNavn":"{}""#,
        school.number, school.plan.name
    )
}

fn row(place: &str, (group, year, grade): (&str, i32, i16), measures: &str) -> String {
    format!(
        r#"{{{place},"Spoersmaalgruppe":"{group}","Spoersmaalnavn":"Alle spørsmål","Skoleaarnavn":"{}","Trinnnavn":"{grade}. trinn","Kjoenn":"Alle kjønn","EierformNavn":"Alle eierformer",{measures}}}"#,
        school_year(year)
    )
}
