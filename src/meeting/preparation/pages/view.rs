//! Texts that are prepared as a page shows them: each with its question, and with what was changed after the reveal marked.
use std::collections::HashMap;

use crate::access::Actor;
use crate::meeting::preparation::model::{Asked, Field, Late, late, meet, questions};
use crate::model_pack::Preparation;
use crate::text::{Lang, dates, text, text_with};
use crate::writing::difference::Kind;
use crate::writing::{FieldText, Side};

/// A piece of a text: `same`, `added` or `removed`.
pub struct PieceView {
    /// Which.
    pub kind: &'static str,
    /// Its words.
    pub text: String,
}

/// What one side wrote.
#[derive(Default)]
pub struct TextView {
    /// The text; empty when nothing is written.
    pub value: String,
    /// The same with what was changed after the reveal.
    pub pieces: Vec<PieceView>,
    /// When and by whom it was changed since.
    pub late: Option<String>,
}

/// A question with what one side wrote.
pub struct OneView {
    /// The question.
    pub title: String,
    /// What is written.
    pub text: TextView,
}

/// A question that both are asked alike.
pub struct PairView {
    /// The question.
    pub title: String,
    /// What the school wrote.
    pub school: TextView,
    /// What the owner wrote.
    pub owner: TextView,
}

/// Both sides, beside each other.
pub struct BothView {
    /// Questions that are the same.
    pub pairs: Vec<PairView>,
    /// What the school alone is asked.
    pub school: Vec<OneView>,
    /// What the owner alone is asked.
    pub owner: Vec<OneView>,
    /// What nobody asked for.
    pub free: PairView,
}

/// The texts of one side, as they stand and as they stood at the reveal.
pub struct SideTexts {
    /// By field.
    pub now: HashMap<String, FieldText>,
    /// By field; `None` before the reveal.
    pub then: Option<HashMap<String, String>>,
}

impl SideTexts {
    fn view(&self, field: Field, actor: &Actor) -> TextView {
        let Some(now) = self.now.get(&field.name()) else { return TextView::default() };
        let late = self.then.as_ref().and_then(|then| late(now, then));
        TextView {
            value: now.value.clone(),
            late: late.as_ref().map(|late| said(late, actor)),
            pieces: late.map_or_else(Vec::new, |late| late.pieces.into_iter().map(piece).collect()),
        }
    }
}

fn piece(piece: crate::writing::difference::Piece) -> PieceView {
    let kind = match piece.kind {
        Kind::Added => "added",
        Kind::Removed => "removed",
        Kind::Same | Kind::Ellipsis => "same",
    };
    PieceView { kind, text: piece.text }
}

fn said(late: &Late, actor: &Actor) -> String {
    text_with(actor.lang, "preparation-late", &[("who", &late.by), ("when", &dates::recent(late.at, actor.today))])
}

/// The heading of a side's field.
pub fn heading(preparation: &Preparation, side: Side, field: Field, lang: Lang) -> String {
    match field {
        Field::Free => text(lang, "preparation-free").into_owned(),
        Field::Question(number) => {
            questions(preparation, side).get(number - 1).map_or_else(String::new, |question| question.get(lang).to_owned())
        }
    }
}

/// What one side wrote, in the order of its questions.
pub fn one(preparation: &Preparation, side: Side, texts: &SideTexts, actor: &Actor) -> Vec<OneView> {
    Field::all(questions(preparation, side).len())
        .map(|field| OneView { title: heading(preparation, side, field, actor.lang), text: texts.view(field, actor) })
        .collect()
}

/// Both sides, question by question where they meet.
pub fn both(preparation: &Preparation, school: &SideTexts, owner: &SideTexts, actor: &Actor) -> BothView {
    let pair = |title: String, of_school: Field, of_owner: Field| PairView {
        title,
        school: school.view(of_school, actor),
        owner: owner.view(of_owner, actor),
    };
    let free = pair(heading(preparation, Side::School, Field::Free, actor.lang), Field::Free, Field::Free);
    let mut view = BothView { pairs: Vec::new(), school: Vec::new(), owner: Vec::new(), free };
    for asked in meet(preparation) {
        match asked {
            Asked::Both(number, other) => {
                let title = heading(preparation, Side::School, Field::Question(number), actor.lang);
                view.pairs.push(pair(title, Field::Question(number), Field::Question(other)));
            }
            Asked::One(side, number) => {
                let field = Field::Question(number);
                let (texts, list) = if side == Side::School { (school, &mut view.school) } else { (owner, &mut view.owner) };
                list.push(OneView { title: heading(preparation, side, field, actor.lang), text: texts.view(field, actor) });
            }
        }
    }
    view
}
