//! The model packs that ship with the program, built into it: a municipality can be started without any other file at hand.

/// Key and source text of each, in the order in which a choice between them is shown.
pub const PACKS: [(&str, &str); 3] = [
    ("kvam", include_str!("../../packs/kvam.toml")),
    ("bergen", include_str!("../../packs/bergen.toml")),
    ("haugesund", include_str!("../../packs/haugesund.toml")),
];

/// The source text of a pack that ships; `None` for any other key.
#[must_use]
pub fn shipped(key: &str) -> Option<&'static str> {
    PACKS.into_iter().find(|(known, _)| *known == key).map(|(_, source)| source)
}

#[cfg(test)]
mod tests {
    use super::super::model::{Pack, Words};
    use super::super::parse::parse;
    use super::super::template::{Question, Sign};
    use super::*;
    use crate::text::Lang;

    fn pack(key: &str) -> Pack {
        parse(shipped(key).unwrap()).unwrap_or_else(|error| panic!("packs/{key}.toml, {error}"))
    }

    fn questions(pack: &Pack) -> impl Iterator<Item = &Question> {
        pack.templates.iter().flat_map(|template| template.questions().map(|(_, question)| question))
    }

    fn signs(pack: &Pack) -> impl Iterator<Item = &Sign> {
        questions(pack).flat_map(|question| &question.signs)
    }

    /// Every text of the file, with the keys that lead to it; from the file itself, so that no kind of text can be forgotten.
    fn texts(value: &toml::Value, path: &str, found: &mut Vec<(String, Words)>) {
        match value {
            toml::Value::Table(table) => {
                let text = |lang: Lang| table.get(lang.code()).and_then(toml::Value::as_str).map(str::to_owned);
                if let (Some(nb), Some(nn)) = (text(Lang::Nb), text(Lang::Nn)) {
                    found.push((path.to_owned(), Words { nb, nn }));
                } else {
                    for (key, value) in table {
                        texts(value, &format!("{path}.{key}"), found);
                    }
                }
            }
            toml::Value::Array(items) => {
                for (index, value) in items.iter().enumerate() {
                    texts(value, &format!("{path}[{index}]"), found);
                }
            }
            _ => {}
        }
    }

    #[test]
    fn the_packs_that_ship_are_whole() {
        for (key, _) in PACKS {
            let pack = pack(key);
            assert_eq!(pack.key, key);
            let parts = || pack.templates.iter().flat_map(|template| &template.parts);
            for lang in Lang::ALL {
                let there = |words: &Words| !words.get(lang).trim().is_empty();
                let counts = [
                    parts().filter(|part| there(&part.title)).count(),
                    questions(&pack).filter(|question| there(&question.title)).count(),
                    signs(&pack).filter(|sign| there(&sign.text)).count(),
                ];
                let all = [parts().count(), questions(&pack).count(), signs(&pack).count()];
                assert_eq!(counts, all, "{key} in {lang}");
                // Fewer would mean that something was lost on the way, not that a pack was trimmed.
                assert!(counts[0] >= 3 && counts[1] >= 10 && counts[2] >= 20, "{key} in {lang}: {counts:?}");
            }
        }
    }

    #[test]
    fn the_packs_on_disk_are_the_ones_that_are_built_in() {
        for (key, _) in PACKS {
            let path = format!("{}/packs/{key}.toml", env!("CARGO_MANIFEST_DIR"));
            assert_eq!(std::fs::read_to_string(path).ok().as_deref(), shipped(key));
        }
        assert_eq!(shipped("liten"), None);
    }

    #[test]
    fn no_text_in_nynorsk_is_a_copy_of_the_one_in_bokmaal() {
        // Names and terms can rightly be the same word in both.
        let same_word = |path: &str| {
            let heading = path.starts_with(".indicator_sets") && path.rsplit('.').next() == Some("name");
            heading || [".name", ".functions", ".sources", ".terms"].iter().any(|start| path.starts_with(start))
        };
        for (key, _) in PACKS {
            let mut found = Vec::new();
            texts(&toml::Value::Table(toml::from_str(shipped(key).unwrap()).unwrap()), "", &mut found);
            assert!(found.len() > 100, "{key}");
            let copies: Vec<_> = found.iter().filter(|(path, words)| !same_word(path) && words.nb == words.nn).collect();
            assert!(copies.is_empty(), "{key}: {copies:#?}");
        }
    }

    #[test]
    fn every_field_of_the_packs_can_be_empty_and_answered() {
        for (key, _) in PACKS {
            for template in &pack(key).templates {
                let applied = template.for_owner();
                for field in applied.fields() {
                    let field = applied.field(&field.to_string()).unwrap();
                    assert_eq!(field.validate(""), Ok(String::new()), "{key} {}", field.key);
                }
            }
        }
    }
}
