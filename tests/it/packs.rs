//! The packs that ship, counted, and a pack that is refused.
use kvalitetsdialog::access::Scope;
use kvalitetsdialog::model_pack::{self, HandedOver, Pack, Respondent, entries_for, shipped};
use kvalitetsdialog::text::Lang;

use crate::support::TestApp;
use crate::support::packs::{next_version, with_version};

fn pack(key: &str) -> Pack {
    model_pack::parse(shipped(key).unwrap()).unwrap()
}

/// How many questions a pack asks in a language.
fn questions(pack: &Pack, lang: Lang) -> usize {
    let all = pack.templates.iter().flat_map(|template| &template.parts).flat_map(|part| &part.questions);
    all.filter(|question| !question.title.get(lang).trim().is_empty() && !question.help.get(lang).trim().is_empty()).count()
}

fn keys(pack: &Pack, respondent: Respondent) -> Vec<&str> {
    let templates = pack.templates.iter().filter(|template| template.respondent == respondent);
    templates.flat_map(|template| &template.parts).flat_map(|part| &part.questions).map(|question| question.key.as_str()).collect()
}

#[test]
fn the_packs_that_ship_ask_as_many_questions_in_both_languages() {
    for (key, count) in [("kvam", 31), ("bergen", 29), ("haugesund", 32)] {
        for lang in [Lang::Nb, Lang::Nn] {
            assert_eq!(questions(&pack(key), lang), count, "{key} in {lang}");
        }
    }
}

#[test]
fn bergens_five_standards_have_questions_and_signs_enough() {
    let pack = pack("bergen");
    let standards = &pack.templates[0].parts;
    assert_eq!(standards.len(), 5);
    for standard in standards {
        assert!(standard.questions.len() >= 4, "{}", standard.key);
        for question in &standard.questions {
            assert!(question.signs.len() >= 3, "{}", question.key);
            for sign in &question.signs {
                assert_ne!(sign.text.nb, sign.text.nn, "{}", sign.key);
            }
        }
    }
    let sfo = standards.iter().find(|standard| standard.key == "sfo").unwrap();
    assert_eq!(sfo.conditions.as_ref().and_then(|conditions| conditions.sfo), Some(true), "a school without SFO is not asked about it");
}

#[test]
fn haugesund_asks_the_schools_and_the_owner_every_question_of_the_source() {
    let pack = pack("haugesund");
    assert_eq!(
        keys(&pack, Respondent::School),
        [
            "lykkes",
            "hvorfor_lykkes",
            "vektlegge",
            "naa_maalene",
            "endring_oppfolging",
            "np_5",
            "np_8_9",
            "eksamen",
            "tidlig_innsats",
            "mobbing_endring",
            "tiltak_valg",
            "tiltak_skole",
            "tiltak_klasse",
            "tiltak_effekt",
            "miljo_videre",
            "satsing_siste",
            "satsing_utvikling",
            "satsing_positivt",
            "satsing_utfordringer",
            "satsing_neste",
            "stotte",
        ]
    );
    assert_eq!(
        keys(&pack, Respondent::Owner),
        [
            "forventninger",
            "begrepet",
            "involvering",
            "lederes_laering",
            "forpliktelse",
            "strukturer",
            "stillas",
            "stotte_skolene",
            "forankring",
            "forsvarlig_system",
            "bystyret_orientert",
        ]
    );
}

#[test]
fn kvam_asks_about_every_topic_of_the_source() {
    let pack = pack("kvam");
    let topics: Vec<(&str, usize)> = pack.templates[0].parts.iter().map(|part| (part.key.as_str(), part.questions.len())).collect();
    let expected =
        [("dugleikar", 6), ("laeringsmiljo", 6), ("aktivitetsplikta", 4), ("opplaeringa", 4), ("leiing", 5), ("vegen_vidare", 6)];
    assert_eq!(topics, expected);
    for word in ["elevmedverknad", "foreldresamarbeid", "sfo", "folgje_med", "utviklingsplanen", "leiardialog_3"] {
        assert!(keys(&pack, Respondent::School).contains(&word), "{word}");
    }
}

#[tokio::test]
async fn a_malformed_pack_is_refused_with_line_and_reason_and_nothing_is_stored() {
    let app = TestApp::new().await;
    let town = app.town("Vik kommune").await;
    let good = shipped("kvam").unwrap();
    let line = good.lines().position(|line| line.starts_with("respondent")).unwrap() + 1;
    let faults = [
        (good.replacen("respondent = \"school\"", "respondent = \"elevane\"", 1), Some(line)),
        (with_version(good, 0), Some(5)),
        (good.replacen("format = 1", "format = 9", 1), None),
        (good.replacen("key = \"kvam\"", "key = \"kvam\"\nfarge = \"raud\"", 1), Some(5)),
        ("dette er ikkje TOML".to_owned(), Some(1)),
        (String::new(), Some(1)),
    ];
    for (source, line) in faults {
        let mut tx = app.app.database.write(&Scope::operator(town.municipality.id)).await.unwrap();
        let refused = model_pack::add(&mut tx, town.municipality.id, &source, app.app.clock.now()).await.unwrap_err().to_string();
        assert!(refused.starts_with("line ") && refused.len() > 12, "{refused}");
        if let Some(line) = line {
            assert!(refused.starts_with(&format!("line {line}:")), "line {line}: {refused}");
        }
    }
    let stored: i64 =
        sqlx::query_scalar("select count(*) from model_pack").fetch_one(&mut app.database.behind_the_walls().await).await.unwrap();
    assert_eq!(stored, 1);
}

#[tokio::test]
async fn a_stored_version_is_never_changed() {
    let app = TestApp::new().await;
    let town = app.town("Vik kommune").await;
    let good = shipped("kvam").unwrap();
    let scope = Scope::operator(town.municipality.id);
    let mut tx = app.app.database.write(&scope).await.unwrap();
    let again = model_pack::add(&mut tx, town.municipality.id, good, app.app.clock.now()).await.unwrap();
    assert_eq!(again, town.municipality.pack, "the same text is the row that is there");
    let other = format!("{good}\n# endra\n");
    let refused = model_pack::add(&mut tx, town.municipality.id, &other, app.app.clock.now()).await.unwrap_err().to_string();
    assert!(refused.contains("higher version"), "{refused}");
    let newer = next_version(&other);
    assert_ne!(model_pack::add(&mut tx, town.municipality.id, &newer, app.app.clock.now()).await.unwrap(), again);
}

#[tokio::test]
async fn a_school_is_asked_only_about_its_own_grades_and_an_sfo_it_has() {
    let app = TestApp::new().await;
    let town = app.town("Vik kommune").await;
    let nes = app.rektor_at(&town.nes).await;
    let dal = app.rektor_at(&town.dal).await;
    let page = async |client: &crate::support::Client, id: i64, part: &str| {
        client.get(&format!("/egenvurdering/{id}/del/{part}")).await.assert_ok().text
    };
    let (nes_id, dal_id) = (app.assessment_of(&town.nes).await, app.assessment_of(&town.dal).await);
    let barneskule = page(&nes, nes_id, "dugleikar").await;
    assert!(barneskule.contains("q-nasjonale_provar_5") && !barneskule.contains("q-resultat_ungdomssteget"));
    let ungdomsskule = page(&dal, dal_id, "dugleikar").await;
    assert!(!ungdomsskule.contains("q-nasjonale_provar_5") && ungdomsskule.contains("q-resultat_ungdomssteget"));
    assert!(page(&nes, nes_id, "laeringsmiljo").await.contains("q-sfo"));
    assert!(!page(&dal, dal_id, "laeringsmiljo").await.contains("q-sfo"));
    dal.save(dal_id, "nasjonale_provar_5.text", "Ikkje vår.", 0).await.assert(404);
}

#[test]
fn talks_between_two_people_are_the_packs_and_only_the_employers_document_is_handed_over() {
    let kvam = pack("kvam");
    let talk = kvam.sealed_talk("utviklingssamtale").unwrap();
    assert_eq!((kvam.sealed_talks.len(), talk.after.as_deref(), talk.minutes), (1, Some("leiardialog_2"), 90));
    let bergen = pack("bergen");
    let handed: Vec<_> = bergen.sealed_talks.iter().map(|talk| (talk.key.as_str(), talk.passes_on)).collect();
    assert_eq!(handed, [("medarbeidersamtale", false), ("lederavtale", true)]);
    for talk in kvam.sealed_talks.iter().chain(&bergen.sealed_talks) {
        for word in ["Lønn", "permisjon", "sykefravær"] {
            assert!(talk.elsewhere.nb.contains(word), "{} says where {word} belongs", talk.key);
        }
    }
    assert!(pack("haugesund").sealed_talks.is_empty());
}

#[test]
fn a_talk_without_an_end_or_after_a_meeting_that_is_none_is_refused() {
    let source = shipped("kvam").unwrap();
    for (right, wrong, said) in [
        ("keep_years = 3", "keep_years = 0", "kept 1 to 10 years"),
        ("after = \"leiardialog_2\"\nminutes = 90", "after = \"leiardialog_9\"\nminutes = 90", "no dialogue"),
        ("minutes = 90\nkeep_years", "minutes = 5\nkeep_years", "15 to 480 minutes"),
    ] {
        assert!(source.contains(right), "{right}");
        let refused = model_pack::parse(&source.replacen(right, wrong, 1)).unwrap_err().to_string();
        assert!(refused.contains(said), "{refused}");
    }
}

#[test]
fn the_same_spot_check_is_in_both_talks_of_the_autumn_and_the_law_has_its_dates() {
    let kvam = pack("kvam");
    let with: Vec<_> = kvam.dialogues.iter().filter(|kind| kind.spot_check.is_some()).map(|kind| kind.key.as_str()).collect();
    assert_eq!(with, ["leiardialog_1", "leiardialog_2"]);
    let check = kvam.spot_check("kapittel_12").unwrap();
    let steps: Vec<_> = check.steps.iter().map(|step| step.key.as_str()).collect();
    assert_eq!(steps, ["varsel", "undersoking", "tiltak", "evaluering", "dokumentasjon"]);
    assert_eq!((check.plan.len(), check.cases), (5, 3));
    let law = |day| check.law(day).unwrap().short.nn.as_str();
    assert_eq!(law(time::macros::date!(2024 - 07 - 31)), "kap. 9 A");
    assert_eq!(law(time::macros::date!(2024 - 08 - 01)), "kap. 12 (tidl. 9 A)");
    for other in ["bergen", "haugesund"] {
        assert!(pack(other).spot_checks.is_empty() && pack(other).dialogues.iter().all(|kind| kind.spot_check.is_none()));
    }
}

#[test]
fn a_spot_check_of_nothing_or_by_no_law_is_refused() {
    let source = shipped("kvam").unwrap();
    for (right, wrong, said) in [
        ("spot_check = { check = \"kapittel_12\"", "spot_check = { check = \"kapittel_9\"", "no spot check"),
        ("point = \"stikkprove\" }", "point = \"stikkprov\" }", "no point"),
        ("cases = 3", "cases = 0", "1 to 5 cases"),
        ("from = \"2024-08-01\"", "from = \"2016-08-01\"", "the earliest reference first"),
        ("from = \"2024-08-01\"", "from = \"august 2024\"", "written 2024-08-01"),
        ("{ key = \"undersoking\"", "{ key = \"varsel\"", "used by two steps"),
    ] {
        assert!(source.contains(right), "{right}");
        let refused = model_pack::parse(&source.replacen(right, wrong, 1)).unwrap_err().to_string();
        assert!(refused.contains(said), "{refused}");
    }
}

#[test]
fn a_written_agreement_is_kvams_and_says_what_the_law_says_with_its_date() {
    let kvam = pack("kvam");
    let written = kvam.written_agreement.as_ref().unwrap();
    let areas: Vec<&str> = written.areas.iter().map(|area| area.key.as_str()).collect();
    assert_eq!(areas, ["laering", "miljo", "okonomi", "regelverk", "anna"]);
    assert_eq!((written.after.as_deref(), written.keep_years), (Some("leiardialog_3"), 5));
    for words in [&written.legal.nb, &written.legal.nn] {
        assert!(words.contains("§ 13") && words.contains("november 2026"), "{words}");
    }
    assert!(pack("bergen").written_agreement.is_none() && pack("haugesund").written_agreement.is_none());
    let source = shipped("kvam").unwrap();
    for (right, wrong, said) in [
        ("after = \"leiardialog_3\"\nkeep_years = 5", "after = \"leiardialog_9\"\nkeep_years = 5", "no dialogue"),
        ("after = \"leiardialog_3\"\nkeep_years = 5", "keep_years = 0", "kept 1 to 25 years"),
        ("key = \"okonomi\"\nname", "key = \"miljo\"\nname", "area"),
    ] {
        assert!(source.contains(right), "{right}");
        let refused = model_pack::parse(&source.replacen(right, wrong, 1)).unwrap_err().to_string();
        assert!(refused.contains(said), "{refused}");
    }
}

#[test]
fn work_between_meetings_is_kvams_and_bergens_and_stands_between_kinds_that_there_are() {
    let (kvam, bergen) = (pack("kvam"), pack("bergen"));
    let between =
        |pack: &model_pack::Pack| pack.between_meetings.iter().map(|kind| (kind.key.clone(), kind.steps.len())).collect::<Vec<_>>();
    assert_eq!(between(&kvam), [("mellomarbeid".to_owned(), 6)]);
    assert_eq!(between(&bergen), [("etterarbeid".to_owned(), 4)]);
    assert!(pack("haugesund").between_meetings.is_empty());
    let source = shipped("kvam").unwrap();
    for (right, wrong, said) in [
        ("from = \"leiardialog_1\"\nto", "from = \"leiardialog_9\"\nto", "no dialogue"),
        ("who = [\"elev\"]\nweeks", "who = [\"elevar\"]\nweeks", "no function"),
        (
            "product_name = { nb = \"utviklingsplanen\", nn = \"utviklingsplanen\" }\nweeks = 8",
            "product_name = { nb = \"utviklingsplanen\", nn = \"utviklingsplanen\" }\nweeks = 60",
            "1 to 52 weeks",
        ),
    ] {
        assert!(source.contains(right), "{right}");
        let refused = model_pack::parse(&source.replacen(right, wrong, 1)).unwrap_err().to_string();
        assert!(refused.contains(said), "{refused}");
    }
}

#[test]
fn who_takes_over_has_a_mentor_at_thirty_and_a_hundred_days_and_a_list_without_end_is_refused() {
    for key in ["kvam", "bergen", "haugesund"] {
        let pack = pack(key);
        let handover = pack.handover.as_ref().unwrap();
        assert_eq!(handover.talks.iter().map(|talk| talk.day).collect::<Vec<_>>(), [30, 100], "{key}");
        for list in [&handover.start, &handover.exit] {
            let (school, area) = (entries_for(list, HandedOver::School).count(), entries_for(list, HandedOver::Area).count());
            assert!(school > area && area >= 3, "{key}: {school} and {area}");
        }
    }
    let source = shipped("kvam").unwrap();
    for (right, wrong, said) in [
        ("key = \"dag_100\", day = 100", "key = \"dag_30\", day = 100", "used by two talks"),
        ("key = \"dag_100\", day = 100", "key = \"dag_100\", day = 0", "1 to 400 days"),
        ("key = \"leiar\", day = 14", "key = \"les\", day = 14", "used by two lines"),
        ("key = \"arkiv\", day = -7", "key = \"arkiv\", day = -300", "120 days before"),
        ("day = 21, only = \"school\"", "day = 21, only = \"rektor\"", "unknown variant"),
    ] {
        assert!(source.contains(right), "{right}");
        let refused = model_pack::parse(&source.replacen(right, wrong, 1)).unwrap_err().to_string();
        assert!(refused.contains(said), "{refused}");
    }
}

#[test]
fn support_is_every_packs_and_levels_of_follow_up_are_bergens() {
    for key in ["kvam", "bergen", "haugesund"] {
        let support = pack(key).support.unwrap_or_else(|| panic!("{key}"));
        assert!(["jurist", "personal", "okonomi", "fag"].iter().all(|kind| support.kind(kind).is_some()), "{key}");
    }
    assert!(pack("kvam").follow_up.is_none() && pack("haugesund").follow_up.is_none());
    let follow_up = pack("bergen").follow_up.unwrap();
    let levels: Vec<&str> = follow_up.levels.iter().map(|level| level.key.as_str()).collect();
    assert_eq!((levels, follow_up.criteria.len()), (vec!["ordinar", "utvida", "sarskild"], 5));
    let source = shipped("bergen").unwrap();
    for (right, wrong, said) in [
        ("answer_days = 10", "answer_days = 0", "within 1 to 60 days"),
        ("key = \"utvida\"", "key = \"ordinar\"", "level"),
        ("[[support.kinds]]\nkey = \"personal\"", "[[support.kinds]]\nkey = \"jurist\"", "kind of help"),
        ("[[follow_up.criteria]]\nkey = \"miljo\"", "[[follow_up.criteria]]\nkey = \"leiing\"", "criterion"),
    ] {
        assert!(source.contains(right), "{right}");
        let refused = model_pack::parse(&source.replacen(right, wrong, 1)).unwrap_err().to_string();
        assert!(refused.contains(said), "{refused}");
    }
}
