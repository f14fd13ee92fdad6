//! What every page gets: the layout's context. Templates call it `cx`.
use std::borrow::Cow;
use std::sync::Arc;

use askama::Template;
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Response};
use uuid::Uuid;

use crate::access::Actor;
use crate::access::rules::searches;
use crate::error::Result;
use crate::model_pack::{Pack, Terms};
use crate::text::{Lang, ToArgument, text, text_with};
use crate::web::look::Visit;
use crate::web::{assets, navigation};

/// A link in the main navigation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NavItem {
    /// Where it leads.
    pub href: String,
    /// What it says.
    pub label: String,
    /// It is the section of this page.
    pub current: bool,
}

/// The signed-in person as the header shows it.
#[derive(Debug, Clone)]
pub struct PersonHead {
    /// Full name.
    pub name: String,
    /// Name and title.
    pub role_text: String,
    /// For the script's drafts: which person's they are.
    pub id: i64,
    /// May change municipality.
    pub other_places: bool,
}

/// The layout's context.
#[derive(Debug, Clone)]
pub struct Page {
    /// The page's title, without the product's name.
    pub title: String,
    /// Written form.
    pub lang: Lang,
    /// Name of the municipality, when one is known.
    pub municipality_name: Option<String>,
    /// The signed-in person.
    pub person: Option<PersonHead>,
    /// Main navigation.
    pub navigation: Vec<NavItem>,
    /// There is something to search in.
    pub searches: bool,
    /// Path and query of this page, for coming back after a change of language.
    pub path: String,
    /// A message from the request before.
    pub flash: Option<String>,
    pack: Option<Arc<Pack>>,
}

impl Page {
    /// A page for a signed-in person.
    pub fn new(actor: &Actor, title: impl Into<String>) -> Self {
        Self {
            title: title.into(),
            lang: actor.lang,
            municipality_name: Some(actor.municipality_name.clone()),
            person: Some(PersonHead {
                name: actor.name.clone(),
                role_text: actor.name_and_title(),
                id: actor.person.0,
                other_places: actor.other_places,
            }),
            navigation: navigation::items(actor),
            searches: searches(actor),
            path: actor.visit.path.clone(),
            flash: actor.visit.flash.map(|flash| flash.sentence(actor.lang)),
            pack: actor.pack.clone(),
        }
    }

    /// A page for anybody.
    pub fn anonymous(visit: &Visit, title: impl Into<String>) -> Self {
        let lang = visit.lang();
        Self {
            title: title.into(),
            lang,
            municipality_name: None,
            person: None,
            navigation: Vec::new(),
            searches: false,
            path: visit.path.clone(),
            flash: visit.flash.map(|flash| flash.sentence(lang)),
            pack: None,
        }
    }

    /// A new id for a form that is stored once however often it is sent.
    pub fn save_id(&self) -> Uuid {
        Uuid::new_v4()
    }

    /// The same page with «Feil: » first in its title when it refuses what was sent, so that it is heard at once.
    pub fn refused_when(mut self, refused: bool) -> Self {
        if refused {
            self.title = format!("{} {}", text(self.lang, "error-prefix"), self.title);
        }
        self
    }

    /// The text of a key.
    pub fn t(&self, key: &str) -> Cow<'static, str> {
        text(self.lang, key)
    }

    /// A text with one place-holder.
    pub fn t1(&self, key: &str, name: &'static str, value: impl ToArgument) -> String {
        text_with(self.lang, key, &[(name, &value)])
    }

    /// A text with two place-holders.
    pub fn t2(&self, key: &str, first: &'static str, a: impl ToArgument, second: &'static str, b: impl ToArgument) -> String {
        text_with(self.lang, key, &[(first, &a), (second, &b)])
    }

    /// A text with three place-holders.
    #[expect(clippy::too_many_arguments, reason = "name and value of each place-holder, as templates can pass them")]
    pub fn t3(
        &self,
        key: &str,
        first: &'static str,
        a: impl ToArgument,
        second: &'static str,
        b: impl ToArgument,
        third: &'static str,
        c: impl ToArgument,
    ) -> String {
        text_with(self.lang, key, &[(first, &a), (second, &b), (third, &c)])
    }

    /// The municipality's own words; `None` before it has a pack.
    pub fn terms(&self) -> Option<&Terms> {
        self.pack.as_deref().map(|pack| &pack.terms)
    }

    /// A term of the pack in the page's written form, or `otherwise`.
    fn term(&self, pick: impl Fn(&Terms) -> Option<&crate::model_pack::Words>, otherwise: &'static str) -> String {
        self.terms().and_then(pick).map_or_else(|| text(self.lang, otherwise).into_owned(), |words| words.get(self.lang).to_owned())
    }

    /// «egenvurdering», in the municipality's word.
    pub fn self_assessment(&self) -> String {
        self.term(|terms| Some(&terms.self_assessment), "term-self-assessment")
    }

    /// «Egenvurdering», capitalised.
    pub fn self_assessment_capital(&self) -> String {
        capital(&self.self_assessment())
    }

    /// «egenvurderingen».
    pub fn self_assessment_definite(&self) -> String {
        self.term(|terms| Some(&terms.self_assessment_definite), "term-self-assessment-definite")
    }

    /// «utviklingsgruppen».
    pub fn development_group(&self) -> String {
        self.term(|terms| Some(&terms.development_group), "term-development-group")
    }

    /// «skoleeier».
    pub fn owner(&self) -> String {
        self.term(|terms| Some(&terms.owner), "term-owner")
    }

    /// «områdeleder»; `None` in a municipality without areas.
    pub fn area_leader(&self) -> Option<String> {
        self.terms().and_then(|terms| terms.area_leader.as_ref()).map(|words| words.get(self.lang).to_owned())
    }

    /// Address of a static file.
    pub fn asset(&self, name: &str) -> &'static str {
        assets::url(name)
    }
}

/// «312 kB», «1,4 MB»: how large a file is.
pub fn bytes_in_words(bytes: i64) -> String {
    let tenths = bytes.max(0) / 100_000;
    match bytes {
        ..1_000 => format!("{} byte", bytes.max(0)),
        1_000..1_000_000 => format!("{} kB", bytes / 1_000),
        _ => format!("{},{} MB", tenths / 10, tenths % 10),
    }
}

/// The first letter made a capital.
pub fn capital(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// `KN` for Kari Nordås.
pub fn initials(name: &str) -> String {
    let words: Vec<&str> = name.split_whitespace().collect();
    let first = words.first().and_then(|word| word.chars().next());
    let last = if words.len() > 1 { words.last().and_then(|word| word.chars().next()) } else { None };
    first.into_iter().chain(last).flat_map(char::to_uppercase).collect()
}

/// What is wrong with one field, among (field, sentence).
pub fn error_on(errors: &[(String, String)], field: &str) -> Option<String> {
    errors.iter().find(|(known, _)| known == field).map(|(_, sentence)| sentence.clone())
}

/// Renders a template as a page. When it shows a flash, the cookie is cleared by a layer.
pub fn html(template: &impl Template) -> Result<Response> {
    Ok(Html(template.render()?).into_response())
}

/// The same of a page with a form: with the status that says so when something of it was refused.
pub fn answered(template: &impl Template, errors: &[(String, String)]) -> Result<Response> {
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    Ok((status, html(template)?).into_response())
}

/// An icon of the sprite, decorative: the words beside it say the same. A type of its own, so that no page needs to call a text safe.
#[derive(Debug, Clone, Copy)]
pub struct Icon(&'static str);

impl std::fmt::Display for Icon {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (name, sprite) = (self.0, assets::url("icons.svg"));
        write!(
            f,
            r#"<svg class="ico ico-{name}" width="20" height="20" aria-hidden="true" focusable="false"><use href="{sprite}#{name}"/></svg>"#
        )
    }
}

impl askama::filters::HtmlSafe for Icon {}

impl Page {
    /// An icon by its name in the sprite.
    pub fn icon(&self, name: &'static str) -> Icon {
        Icon(name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn initials_are_of_the_first_and_the_last_name() {
        assert_eq!(["Kari Nordås", "Åse", "Anne Marie Ødegård", ""].map(initials), ["KN", "Å", "AØ", ""]);
    }
}
