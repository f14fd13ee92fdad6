//! What the page of a check shows: draws, cases and what was seen of them, beside the year's other checks.
use super::model::{Answer, Case, Check, Draw, Item, Seen, standing};
use crate::access::Actor;
use crate::agreement::Row;
use crate::error::Result;
use crate::text::{Lang, dates, text, text_with};
use crate::writing::possible_names;

/// A label: class, icon, words.
pub type Tag = (&'static str, &'static str, String);

/// What was seen of something in a case.
pub struct Line {
    /// A step, or a field of the plan.
    pub name: String,
    /// What was seen; `None`: nobody has said.
    pub seen: Option<Tag>,
    /// A note; may be empty.
    pub note: String,
    /// That a note was taken away.
    pub cleared: Option<String>,
    /// The item, to take the note away; `None` when the actor does not, or there is none.
    pub clears: Option<String>,
}

/// A case.
pub struct CaseView {
    /// Ids of its two tables.
    pub ids: (String, String),
    /// Its address.
    pub href: String,
    /// «Sak nr. 7».
    pub title: String,
    /// The steps.
    pub steps: Vec<Line>,
    /// The fields of the written plan.
    pub plan: Vec<Line>,
    /// Who saved last, and when.
    pub saved: Option<String>,
}

/// A draw.
pub struct DrawView {
    /// Its number.
    pub number: i32,
    /// Its seed.
    pub seed: String,
    /// Who began it, and when.
    pub begun: String,
    /// Why it is drawn again.
    pub again: Option<String>,
    /// Numbers were drawn, by whom and when; or it was said that there is none.
    pub outcome: Option<String>,
    /// There was no case to draw.
    pub nothing: bool,
    /// The numbers, as words.
    pub numbers: String,
    /// How many there were; or that it is not kept.
    pub count: Option<String>,
    /// The cases.
    pub cases: Vec<CaseView>,
    /// It stands.
    pub newest: bool,
    /// It waits for the actor to say how many cases there are.
    pub waits: bool,
}

/// A draw as the actor sees it.
pub fn draw(actor: &Actor, check: &Check, draw: &Draw, newest: bool) -> DrawView {
    let lang = actor.lang;
    let moment = |at| dates::recent(at, actor.today);
    let numbers: Vec<String> = draw.cases.iter().map(|case| case.number.to_string()).collect();
    let drawn = draw.outcome.is_some() && !draw.is_nothing();
    DrawView {
        number: draw.number,
        seed: draw.seed.clone(),
        begun: text_with(lang, "check-begun", &[("who", &draw.begun_by_name), ("when", &moment(draw.begun_at))]),
        again: draw.again.map(|again| text(lang, again.text_key()).into_owned()),
        outcome: draw.outcome.as_ref().map(|outcome| match &outcome.nothing {
            Some(said_by) => {
                let args: [(_, &dyn crate::text::ToArgument); 3] =
                    [("who", said_by), ("by", &outcome.by_name), ("when", &moment(outcome.at))];
                text_with(lang, "check-nothing-line", &args)
            }
            None => text_with(lang, "check-drawn-line", &[("by", &outcome.by_name), ("when", &moment(outcome.at))]),
        }),
        nothing: draw.is_nothing(),
        numbers: numbers.join(", "),
        count: drawn.then(|| match draw.count {
            Some(count) => text_with(lang, "check-count", &[("count", &count)]),
            None => text(lang, if check.rights.reads_count { "check-count-gone" } else { "check-count-not-yours" }).into_owned(),
        }),
        cases: draw.cases.iter().map(|one| case(actor, check, draw.number, one)).collect(),
        newest,
        waits: newest && draw.outcome.is_none() && check.rights.draws,
    }
}

/// The address of a case: by its place, so that no number stands in an address.
pub fn case_href(check: &Check, draw: i32, position: i16) -> String {
    format!("{}/{draw}/sak/{position}", check.href())
}

fn case(actor: &Actor, check: &Check, draw: i32, case: &Case) -> CaseView {
    let items = check.items();
    let line = |item: &Item<'_>| line(actor, check, item, case.answers.get(&item.key));
    CaseView {
        ids: (format!("ledd-{draw}-{}", case.position), format!("plan-{draw}-{}", case.position)),
        href: case_href(check, draw, case.position),
        title: text_with(actor.lang, "check-case", &[("number", &case.number)]),
        steps: items.iter().filter(|item| !item.is_plan()).map(line).collect(),
        plan: items.iter().filter(|item| item.is_plan()).map(line).collect(),
        saved: case.saved.as_ref().map(|saved| saved_line(actor, saved)),
    }
}

/// «Lagra av Kari Nordås i dag kl. 10.12.»
pub fn saved_line(actor: &Actor, (at, by): &(time::OffsetDateTime, String)) -> String {
    text_with(actor.lang, "check-saved", &[("who", by), ("when", &dates::recent(*at, actor.today))])
}

fn line(actor: &Actor, check: &Check, item: &Item<'_>, answer: Option<&Answer>) -> Line {
    let lang = actor.lang;
    let note = answer.map_or("", |answer| answer.note.as_str());
    let cleared = answer.and_then(|answer| answer.cleared.as_ref());
    Line {
        name: item.name.get(lang).to_owned(),
        seen: answer.and_then(|answer| answer.seen).map(|seen| tag(seen, item.is_plan(), lang)),
        note: note.to_owned(),
        cleared: cleared
            .map(|(at, by)| text_with(lang, "check-note-cleared-line", &[("who", by), ("when", &dates::recent(*at, actor.today))])),
        clears: (check.rights.clears && !note.is_empty()).then(|| item.key.clone()),
    }
}

fn tag(seen: Seen, of_plan: bool, lang: Lang) -> Tag {
    let (class, icon) = seen.tag();
    (class, icon, text(lang, seen.text_key(of_plan)).into_owned())
}

/// Another check of the year, and what became of what it found.
pub struct Other {
    /// Id of the table of its agreements.
    pub id: String,
    /// «Leiardialog 1, 15. september 2026».
    pub title: String,
    /// Its address.
    pub href: String,
    /// What it came to, when there was no case.
    pub nothing: Option<String>,
    /// The notes that were written where something was not as the routine says, with what it was about.
    pub found: Vec<(String, String)>,
    /// The agreements that came of it.
    pub agreements: Vec<Row>,
    /// It was before this one.
    pub before: bool,
}

/// What another check of the year came to; `draws` are its draws, `agreements` what came of it.
pub fn other(actor: &Actor, check: &Check, draws: &[Draw], agreements: Vec<Row>, before: bool) -> Result<Other> {
    let lang = actor.lang;
    let standing = standing(draws);
    let nothing = standing.filter(|draw| draw.is_nothing()).map(|_| text(lang, "check-nothing").into_owned());
    let items = check.items();
    let found = items.iter().flat_map(|item| {
        let lacking = standing.into_iter().flat_map(|draw| &draw.cases).filter_map(|case| case.answers.get(&item.key));
        let lacking = lacking.filter(|answer| answer.seen == Some(Seen::Lacking) && !answer.note.is_empty());
        lacking.map(|answer| (item.name.get(lang).to_owned(), answer.note.clone())).collect::<Vec<_>>()
    });
    Ok(Other {
        id: format!("aret-{}", check.meeting.id),
        title: column(actor, check)?,
        href: check.href(),
        nothing,
        found: found.collect(),
        agreements,
        before,
    })
}

/// «Leiardialog 1, 15. september 2026».
pub fn column(actor: &Actor, check: &Check) -> Result<String> {
    let kind = check.meeting.kind()?;
    Ok(format!("{}, {}", kind.name.get(actor.lang), dates::long(dates::norwegian_date(check.meeting.starts_at))))
}

/// What was seen of an item in the checks of the year: its name, and what was seen by the check's name.
pub struct Beside {
    /// The item's.
    pub name: String,
    /// By check.
    pub cells: Vec<(String, Vec<Tag>)>,
}

/// What was seen of each item in each of these checks, which are called as the columns are.
pub fn beside(actor: &Actor, checks: &[(&Check, &[Draw])], columns: &[String]) -> Vec<Beside> {
    let Some((own, _)) = checks.last() else { return Vec::new() };
    let cell = |item: &Item<'_>, draws: &[Draw]| -> Vec<Tag> {
        let counted = standing(draws).map(|draw| draw.counted(&item.key)).unwrap_or_default();
        counted
            .into_iter()
            .map(|(seen, count)| {
                let (class, icon, words) = tag(seen, item.is_plan(), actor.lang);
                (class, icon, text_with(actor.lang, "check-of-cases", &[("what", &words), ("count", &count)]))
            })
            .collect()
    };
    let row = |item: &Item<'_>| Beside {
        name: item.name.get(actor.lang).to_owned(),
        cells: columns.iter().zip(checks).map(|(column, (_, draws))| (column.clone(), cell(item, draws))).collect(),
    };
    own.items().iter().map(row).collect()
}

/// Notes in which somebody may be named, with what it is: address of the field and sentence. `known` are names that are no secret.
pub fn named(actor: &Actor, check: &Check, draws: &[Draw], known: &[&str]) -> Vec<(String, String)> {
    let items = check.items();
    let mut found = Vec::new();
    for draw in draws {
        for case in &draw.cases {
            for item in &items {
                let note = case.answers.get(&item.key).map_or("", |answer| answer.note.as_str());
                let names = possible_names(note, known);
                if !names.is_empty() {
                    let quoted = names.iter().map(|name| format!("«{name}»")).collect::<Vec<_>>().join(", ");
                    let place = text_with(actor.lang, "check-case", &[("number", &case.number)]);
                    let place = format!("{place}, {}", item.name.get(actor.lang));
                    let sentence = text_with(actor.lang, "meeting-named", &[("words", &quoted), ("where", &place)]);
                    found.push((format!("{}#{}", case_href(check, draw.number, case.position), note_id(&item.key)), sentence));
                }
            }
        }
    }
    found
}

/// Id of the field of a note.
pub fn note_id(item: &str) -> String {
    format!("n-{}", item.replace('.', "-"))
}

/// Id of the choice of what was seen.
pub fn seen_id(item: &str) -> String {
    format!("r-{}", item.replace('.', "-"))
}

/// Key of the sentence that the minutes may hold: it says that the check was made, and no number. Nothing until each case has been looked at, or something is
/// lacking: what nobody has said is not «ok».
pub fn sentence_for_minutes(draw: &Draw, agreements: usize) -> Option<&'static str> {
    match (draw.is_nothing(), draw.found_something(), agreements) {
        (true, ..) => Some("check-minutes-nothing"),
        (false, true, 0) => Some("check-minutes-found"),
        (false, true, _) => Some("check-minutes-agreed"),
        (false, false, _) => draw.cases.iter().all(Case::is_looked_at).then_some("check-minutes-none-found"),
    }
}
