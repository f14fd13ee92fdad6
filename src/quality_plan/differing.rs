//! What one version of a plan has that another has not.
use super::budget::{Line, Money};
use super::check::short;
use super::frozen::{Action, Content, Goal, Period, Source, Step};
use crate::indicator::SchoolYear;
use crate::text::kroner::grouped;
use crate::text::{Lang, dates, text, text_with};

/// One difference.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// What it is about.
    pub what: String,
    /// The words before; empty when there were none.
    pub before: String,
    /// The words now; empty when there are none.
    pub now: String,
}

/// The differences from `before` to `now`, in the order of the plan. Pieces are known by their ids, so that a changed word is a change and neither something
/// gone nor something new.
pub fn differences(before: &Content, now: &Content, title: &dyn Fn(&str) -> String, lang: Lang) -> Vec<Difference> {
    let mut all = Found { lang, all: Vec::new() };
    for section in &now.sections {
        let earlier = before.sections.iter().find(|one| one.key == section.key).map_or("", |one| one.text.as_str());
        all.text(title(&section.key), earlier, &section.text);
    }
    all.text(all.t("quality-part-vision"), &before.vision, &now.vision);
    all.text(all.t("quality-field-vision-text"), &before.vision_text, &now.vision_text);
    all.pieces("quality-diff-goal", &before.goals, &now.goals, |goal| goal.id, goal_words);
    all.pieces(
        "quality-diff-priority",
        &flat(&before.goals, |goal| &goal.priorities),
        &flat(&now.goals, |goal| &goal.priorities),
        |one| one.id,
        |one, _| one.text.clone(),
    );
    all.pieces(
        "quality-diff-source",
        &flat(&before.goals, |goal| &goal.sources),
        &flat(&now.goals, |goal| &goal.sources),
        |one| one.id,
        |one, _| source_words(one),
    );
    let serving = |content: &Content, action: &Action| {
        action.serves.iter().filter_map(|id| content.priority_number(*id)).collect::<Vec<_>>().join(", ")
    };
    all.pieces("quality-diff-action", &before.actions, &now.actions, |action| action.id, |action, _| action_words(action));
    for action in &now.actions {
        let Some(earlier) = before.actions.iter().find(|one| one.id == action.id) else { continue };
        if earlier.serves != action.serves {
            let what = text_with(lang, "quality-diff-serves", &[("action", &short(&action.title))]);
            all.text(what, &serving(before, earlier), &serving(now, action));
        }
    }
    all.pieces("quality-diff-period", &before.periods, &now.periods, |period| period.id, |period, _| period_words(period));
    all.pieces(
        "quality-diff-step",
        &flat(&before.periods, |period| &period.steps),
        &flat(&now.periods, |period| &period.steps),
        |one| one.id,
        |one, _| step_words(one),
    );
    all.pieces("quality-diff-budget", &before.budget, &now.budget, |line| line.id, line_words);
    let evaluation = |one: &super::frozen::Evaluation, _: Lang| format!("{}, {}", one.responsible, dates::long(one.planned_on));
    all.pieces("quality-diff-evaluation", &before.evaluations, &now.evaluations, |one| one.id, evaluation);
    all.all
}

fn flat<'a, P, C: Clone + 'a>(above: &'a [P], below: impl Fn(&'a P) -> &'a Vec<C>) -> Vec<C> {
    above.iter().flat_map(|one| below(one).iter().cloned()).collect()
}

struct Found {
    lang: Lang,
    all: Vec<Difference>,
}

impl Found {
    fn t(&self, key: &str) -> String {
        text(self.lang, key).into_owned()
    }

    fn text(&mut self, what: String, before: &str, now: &str) {
        if before != now {
            self.all.push(Difference { what, before: before.to_owned(), now: now.to_owned() });
        }
    }

    fn pieces<T>(&mut self, key: &'static str, before: &[T], now: &[T], id: impl Fn(&T) -> i64, words: impl Fn(&T, Lang) -> String) {
        let lang = self.lang;
        let find = |all: &'_ [T], wanted: i64| all.iter().find(|one| id(one) == wanted).map(|one| words(one, lang));
        let name = self.t(key);
        for one in now {
            let (earlier, words) = (find(before, id(one)), words(one, lang));
            match earlier {
                None => self.text(text_with(lang, "quality-diff-new", &[("what", &name)]), "", &words),
                Some(earlier) => self.text(name.clone(), &earlier, &words),
            }
        }
        for one in before.iter().filter(|one| now.iter().all(|other| id(other) != id(one))) {
            self.text(text_with(lang, "quality-diff-gone", &[("what", &name)]), &words(one, lang), "");
        }
    }
}

fn lines(all: &[&str]) -> String {
    all.iter().copied().filter(|words| !words.is_empty()).collect::<Vec<_>>().join("\n\n")
}

fn goal_words(goal: &Goal, _: Lang) -> String {
    lines(&[&goal.goal, &goal.text, &goal.knowledge])
}

fn source_words(source: &Source) -> String {
    lines(&[&source.title, &source.why, &source.link])
}

fn action_words(action: &Action) -> String {
    let points: Vec<String> = action.points.iter().map(|point| format!("– {}", point.text)).collect();
    lines(&[&action.title, &points.join("\n"), &action.text])
}

fn period_words(period: &Period) -> String {
    let days = [period.starts_on, period.ends_on].into_iter().flatten().map(dates::long).collect::<Vec<_>>().join(" – ");
    lines(&[&period.name, &days])
}

fn step_words(step: &Step) -> String {
    let all = [step.when.as_str(), &step.what, &step.who, &step.responsible];
    all.into_iter().filter(|words| !words.is_empty()).collect::<Vec<_>>().join(" – ")
}

/// «Lesing, 2025-26: 200 000 kr, ikkje finansiert».
fn line_words(line: &Line, lang: Lang) -> String {
    format!("{}, {}: {}", line.theme, SchoolYear(line.school_year), money_words(line.money, lang))
}

/// «200 000 kr, ikkje finansiert».
pub fn money_words(money: Money, lang: Lang) -> String {
    let kroner = |kroner: i64| text_with(lang, "quality-kroner", &[("kroner", &grouped(kroner))]);
    match money {
        Money::Within => text(lang, "quality-within").into_owned(),
        Money::Funded(amount) => kroner(amount),
        Money::Unfunded(amount) => format!("{}, {}", kroner(amount), text(lang, "quality-is-unfunded")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plan(lines: &[(i64, Money)]) -> Content {
        let line = |(id, money): &(i64, Money)| Line { id: *id, school_year: 2025, theme: format!("Tema {id}"), money: *money };
        Content { vision: "Alle med".to_owned(), budget: lines.iter().map(line).collect(), ..Content::default() }
    }

    #[test]
    fn what_is_changed_is_not_gone_and_new() {
        let before = plan(&[(1, Money::Unfunded(100_000)), (2, Money::Within)]);
        let now = plan(&[(1, Money::Funded(100_000)), (3, Money::Within)]);
        let found = differences(&before, &now, &|_| String::new(), Lang::Nn);
        let words: Vec<_> = found.iter().map(|one| (one.before.is_empty(), one.now.is_empty())).collect();
        assert_eq!(words, [(false, false), (true, false), (false, true)]);
        assert_eq!(differences(&now, &now, &|_| String::new(), Lang::Nn), []);
    }
}
