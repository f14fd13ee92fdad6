//! Screen texts in both written forms, and what may not stand in templates and code.
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use kvalitetsdialog::text::FILES;

fn files_below(folder: &str, ending: &str) -> Vec<(PathBuf, String)> {
    fn walk(folder: &Path, ending: &str, found: &mut Vec<(PathBuf, String)>) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                walk(&path, ending, found);
            } else if path.extension().is_some_and(|end| end == ending) {
                let text = std::fs::read_to_string(&path).unwrap();
                found.push((path, text));
            }
        }
    }
    let mut found = Vec::new();
    walk(&Path::new(env!("CARGO_MANIFEST_DIR")).join(folder), ending, &mut found);
    assert!(!found.is_empty(), "{folder}");
    found.sort();
    found
}

/// Keys of a Fluent file with the place-holders of each.
fn keys(source: &str) -> BTreeMap<String, BTreeSet<String>> {
    let mut keys: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut current = None;
    for line in source.lines() {
        if line.starts_with(|c: char| c.is_ascii_alphabetic())
            && let Some((key, _)) = line.split_once('=')
        {
            let key = key.trim().to_owned();
            assert!(keys.insert(key.clone(), BTreeSet::new()).is_none(), "{key} stands twice");
            current = Some(key);
        }
        let Some(holders) = current.as_ref().and_then(|key| keys.get_mut(key)) else { continue };
        let mut rest = line;
        while let Some((_, after)) = rest.split_once('$') {
            let name: String = after.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '_').collect();
            holders.insert(name);
            rest = after;
        }
    }
    keys
}

#[test]
fn every_text_is_there_in_both_written_forms_with_the_same_place_holders() {
    for (file, nb, nn) in FILES {
        assert_eq!(keys(nb), keys(nn), "{file}.ftl");
    }
}

#[test]
fn every_text_parses_and_says_something() {
    for (file, nb, nn) in FILES {
        for source in [nb, nn] {
            if let Err((_, errors)) = fluent_bundle::FluentResource::try_new((*source).to_owned()) {
                panic!("{file}.ftl: {errors:?}");
            }
        }
    }
    let all: Vec<_> = FILES.iter().flat_map(|(_, nb, _)| keys(nb).into_keys()).collect();
    for key in &all {
        for lang in kvalitetsdialog::text::Lang::ALL {
            assert!(kvalitetsdialog::text::has(lang, key), "{key} in {lang}");
        }
    }
    assert_eq!(all.iter().collect::<BTreeSet<_>>().len(), all.len(), "a key stands in two files");
    let listed: BTreeSet<_> = FILES.iter().map(|file| file.0.to_owned()).collect();
    let there: BTreeSet<_> =
        files_below("templates/text", "ftl").iter().map(|(path, _)| path.file_stem().unwrap().to_str().unwrap().to_owned()).collect();
    assert_eq!(listed, there, "text/mod.rs lists the files that there are");
}

/// Every text in quotes.
fn literals(source: &str) -> impl Iterator<Item = &str> {
    source.split('"').filter(|text| !text.is_empty() && text.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-'))
}

#[test]
fn every_text_is_used_somewhere() {
    let sources: Vec<_> = files_below("src", "rs").into_iter().chain(files_below("templates", "html")).collect();
    let used: BTreeSet<&str> = sources.iter().flat_map(|(_, text)| literals(text)).collect();
    let unused: Vec<_> = FILES
        .iter()
        .flat_map(|(file, nb, _)| keys(nb).into_keys().map(move |key| (*file, key)))
        .filter(|(_, key)| !used.contains(key.as_str()))
        .collect();
    assert!(unused.is_empty(), "texts that nothing shows: {unused:#?}");
}

#[test]
fn every_text_that_is_asked_for_is_there() {
    let known: BTreeSet<String> = FILES.iter().flat_map(|(_, nb, _)| keys(nb).into_keys()).collect();
    let mut missing = Vec::new();
    let mut asks = |path: &Path, text: &str, call: &str| {
        for after in text.split(call).skip(1) {
            // The key is the first text in quotes of the call.
            let call: String = after.chars().take_while(|c| *c != ')' && *c != ';').collect();
            let Some(key) = call.split('"').nth(1) else { continue };
            let is_key = key.contains('-') && literals(&format!("\"{key}\"")).next().is_some();
            if is_key && !known.contains(key) {
                missing.push(format!("{}: {key}", path.display()));
            }
        }
    };
    for (path, text) in files_below("templates", "html") {
        for call in ["cx.t(", "cx.t1(", "cx.t2(", "cx.t3("] {
            asks(&path, &text, call);
        }
    }
    for (path, text) in files_below("src", "rs") {
        for call in ["text(", "text_with(", "AppError::BadRequest(", "AppError::Conflict(", ".t(", ".t1(", ".t2(", ".t3("] {
            asks(&path, &text, call);
        }
    }
    missing.sort();
    missing.dedup();
    assert!(missing.is_empty(), "texts that are missing: {missing:#?}");
}

#[test]
fn templates_hold_no_script_no_style_and_nothing_unescaped() {
    for (path, text) in files_below("templates", "html") {
        for banned in ["|safe", "| safe", " style=\"", "<style", "javascript:", "escape=\"none\"", "{% autoescape"] {
            assert!(!text.contains(banned), "{}: {banned}", path.display());
        }
        for script in text.split("<script").skip(1) {
            assert!(
                script.contains("src=\"") && script.split_once('>').is_some_and(|(_, body)| body.starts_with("</script>")),
                "{}: a script of its own",
                path.display()
            );
        }
        for handler in text.split(" on").skip(1) {
            let name: String = handler.chars().take_while(char::is_ascii_alphabetic).collect();
            let is_handler = !name.is_empty() && handler[name.len()..].starts_with("=\"");
            assert!(!is_handler, "{}: on{name}", path.display());
        }
    }
}

/// Where the actor is told to a transaction, in text made of numbers alone.
const TELLS_THE_ACTOR: [&str; 2] = ["src/access/scope.rs", "src/database/mod.rs"];

/// Where tables are those that the database's own catalogue names: in an operator's command, with quoted names.
const ANY_TABLE: &str = "src/portability";

#[test]
fn who_somebody_is_is_told_to_one_transaction_only_and_sql_is_never_put_together() {
    for (path, text) in files_below("src", "rs").into_iter().chain(files_below("migrations", "sql")) {
        let lower = text.to_lowercase();
        for banned in ["set app.", "set session app", "select set_config(", "query_unchecked", "query_as_unchecked", "discard all"] {
            assert!(!lower.contains(banned), "{}: {banned}", path.display());
        }
        if TELLS_THE_ACTOR.iter().any(|allowed| path.ends_with(allowed))
            || path.starts_with(Path::new(env!("CARGO_MANIFEST_DIR")).join("src/database/cluster"))
        {
            continue;
        }
        assert!(!lower.contains("set local app"), "{}: tells the actor", path.display());
        if path.starts_with(Path::new(env!("CARGO_MANIFEST_DIR")).join(ANY_TABLE)) {
            continue;
        }
        assert!(!lower.contains("assertsqlsafe"), "{}: puts SQL together", path.display());
    }
}
