//! Screen text in both written forms. The texts are Fluent files, one a slice, in `templates/text/{nb,nn}`; keys are literals, so that a test can
//! tell which are missing and which nobody uses. Numbers and dates are formatted in Rust ([`dates`]).
use std::borrow::Cow;
use std::sync::LazyLock;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use unic_langid::langid;

mod beginning;
pub mod dates;
mod in_both;
pub mod kroner;
mod lang;
pub mod print_length;
pub mod readability;

pub use beginning::{beginning, shortened};
pub use in_both::InBoth;
pub use lang::Lang;

macro_rules! files {
    ($($name:literal),+ $(,)?) => {
        /// The text files: name, bokmål, nynorsk.
        pub const FILES: &[(&str, &str, &str)] = &[$((
            $name,
            include_str!(concat!("../../templates/text/nb/", $name, ".ftl")),
            include_str!(concat!("../../templates/text/nn/", $name, ".ftl")),
        )),+];
    };
}

files![
    "layout",
    "error",
    "access",
    "footer",
    "writing",
    "self_assessment",
    "sharing",
    "delivery",
    "round",
    "start",
    "municipality",
    "event",
    "import",
    "indicator",
    "compare",
    "expectation",
    "story",
    "inquiry",
    "local_figures",
    "adviser",
    "agreement",
    "meeting",
    "preparation",
    "week",
    "proposal",
    "published",
    "folder",
    "demo",
    "wheel",
    "invitation",
    "school_list",
    "figures",
    "talking_point",
    "set",
    "beside",
    "document",
    "report",
    "plan",
    "quality",
    "sealed",
    "voices",
    "written",
    "between",
    "control",
    "handover",
    "search",
    "spot_check",
    "support"
];

/// «Kari Nordås, rektor»: the name and, when there is one, the title.
pub fn name_and_title(name: &str, title: &str) -> String {
    if title.is_empty() { name.to_owned() } else { format!("{name}, {title}") }
}

struct Bundles {
    nb: FluentBundle<FluentResource>,
    nn: FluentBundle<FluentResource>,
}

static BUNDLES: LazyLock<Bundles> = LazyLock::new(|| {
    let bundle = |id, pick: fn(&(&'static str, &'static str, &'static str)) -> &'static str| {
        let mut bundle = FluentBundle::new_concurrent(vec![id]);
        // Isolating marks would end up in attributes and in copied text.
        bundle.set_use_isolating(false);
        for file in FILES {
            let resource = match FluentResource::try_new(pick(file).to_owned()) {
                Ok(resource) => resource,
                Err((resource, errors)) => {
                    tracing::error!(file = file.0, ?errors, "a text file does not parse");
                    resource
                }
            };
            if let Err(errors) = bundle.add_resource(resource) {
                tracing::error!(file = file.0, ?errors, "a text key stands twice");
            }
        }
        bundle
    };
    Bundles { nb: bundle(langid!("nb"), |file| file.1), nn: bundle(langid!("nn"), |file| file.2) }
});

fn bundle(lang: Lang) -> &'static FluentBundle<FluentResource> {
    match lang {
        Lang::Nb => &BUNDLES.nb,
        Lang::Nn => &BUNDLES.nn,
    }
}

/// What may stand in a text's place-holder. Implemented through references, because templates pass them.
pub trait ToArgument {
    /// The value as Fluent takes it; whole numbers choose plural forms.
    fn to_argument(&self) -> FluentValue<'static>;
}

impl<T: ToArgument + ?Sized> ToArgument for &T {
    fn to_argument(&self) -> FluentValue<'static> {
        (**self).to_argument()
    }
}
impl ToArgument for str {
    fn to_argument(&self) -> FluentValue<'static> {
        FluentValue::from(self.to_owned())
    }
}
impl ToArgument for String {
    fn to_argument(&self) -> FluentValue<'static> {
        self.as_str().to_argument()
    }
}
impl ToArgument for Cow<'_, str> {
    fn to_argument(&self) -> FluentValue<'static> {
        self.as_ref().to_argument()
    }
}
macro_rules! number_arguments {
    ($($kind:ty),+) => {$(
        impl ToArgument for $kind {
            fn to_argument(&self) -> FluentValue<'static> {
                FluentValue::from(*self)
            }
        }
    )+};
}
number_arguments!(u8, u16, i16, i32, u32, i64, usize);

/// The text of a key. A key that is missing shows itself, which a test forbids.
pub fn text(lang: Lang, key: &str) -> Cow<'static, str> {
    let Some(pattern) = bundle(lang).get_message(key).and_then(|message| message.value()) else {
        return Cow::Owned(missing(lang, key));
    };
    let mut errors = Vec::new();
    let text = bundle(lang).format_pattern(pattern, None, &mut errors);
    report(key, &errors);
    text
}

/// The text of a key with its place-holders filled.
pub fn text_with(lang: Lang, key: &str, arguments: &[(&'static str, &dyn ToArgument)]) -> String {
    let mut filled = FluentArgs::with_capacity(arguments.len());
    for (name, value) in arguments {
        filled.set(*name, value.to_argument());
    }
    let Some(pattern) = bundle(lang).get_message(key).and_then(|message| message.value()) else {
        return missing(lang, key);
    };
    let mut errors = Vec::new();
    let text = bundle(lang).format_pattern(pattern, Some(&filled), &mut errors).into_owned();
    report(key, &errors);
    text
}

fn missing(lang: Lang, key: &str) -> String {
    tracing::error!(key, lang = lang.code(), "a text is missing");
    key.to_owned()
}

fn report(key: &str, errors: &[fluent_bundle::FluentError]) {
    if !errors.is_empty() {
        tracing::error!(key, ?errors, "a text could not be filled");
    }
}

/// Whether both written forms have the key: for the test that walks them.
pub fn has(lang: Lang, key: &str) -> bool {
    bundle(lang).has_message(key)
}
