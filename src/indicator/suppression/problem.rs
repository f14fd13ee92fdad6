//! What is put before the suppressor and the verifier: the figures of a page or report, and which of them are totals of which others.
//!
//! Both read these types and share nothing else. Figures of several tables, pages and years stand in one problem when they are connected; a figure
//! that stands in two tables is one figure. The mathematics is in `docs/suppression.md`.
use crate::indicator::Amount;

/// A figure's place in its [`Problem`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FigureId(usize);

impl FigureId {
    /// 0 for the figure that was added first.
    #[must_use]
    pub fn index(self) -> usize {
        self.0
    }
}

/// Figures and the sums that connect them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Problem {
    figures: Vec<Figure>,
    sums: Vec<Sum>,
}

/// One number that is shown or hidden.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Figure {
    /// What it counts or measures.
    pub quantity: Quantity,
    /// Who knows it.
    pub knowledge: Knowledge,
    /// Half a unit of the last decimal it is shown with: 3,7 is known to lie within 0,05 of it. 0 is an exact number.
    pub rounding: Amount,
    /// The smallest group that may be shown, in persons.
    pub limit: u32,
    /// Which extreme tells about everybody in the group.
    pub sensitive: Sensitive,
    /// The number of persons that stands beside a share or a mean. When that is hidden, so is this: «33,3 %» tells a lot about how many there are.
    pub beside: Option<FigureId>,
}

/// What a figure is, and the range that everybody knows it to be in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Quantity {
    /// A number of persons.
    Count {
        /// Everybody knows that there are at least so many.
        at_least: u32,
        /// Everybody knows that there are no more.
        at_most: Option<u32>,
    },
    /// So many percent of a group; behind it is a whole number of persons.
    Share {
        /// The group.
        of: Base,
    },
    /// A mean over a group, on a scale.
    Mean {
        /// The group.
        of: Base,
        /// The lowest that one person can contribute.
        lowest: Amount,
        /// The highest that one person can contribute; above `lowest`.
        highest: Amount,
    },
}

/// How many persons a share or a mean is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Base {
    /// We know it, and so does whoever tries to compute what is hidden: he may work at the school, and most such numbers are in public registers.
    Known(u32),
    /// Not even we know it: a figure of kind [`Quantity::Count`] in the same problem.
    Unknown(FigureId),
}

/// Who knows a figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Knowledge {
    /// Everybody: it is published by its source, or can be computed from what is. It is never hidden.
    Public(Amount),
    /// We do, and others when we show it.
    Ours(Amount),
    /// Hidden by its source. We do not show it, also where we know it, and nothing that we show may give it away.
    Closed(Option<Amount>),
}

/// Which extreme of a figure says something about each person in the group that is nobody's business: of «100 % below the limit» everybody is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Sensitive {
    /// That all have the trait (100 %), and that none has (0 %).
    #[default]
    Both,
    /// That all have it: for what one would rather not have.
    All,
    /// That none has it: for what one would rather have.
    None,
    /// Neither: a head count, or a trait that is nothing to hide.
    Neither,
}

/// A total and its parts: every person in the total is in exactly one part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sum {
    /// The total.
    pub total: FigureId,
    /// All of its parts, also those that stand on no page.
    pub parts: Vec<FigureId>,
}

impl Figure {
    /// A number of persons, shown exactly.
    #[must_use]
    pub fn count(knowledge: Knowledge, limit: u32) -> Self {
        let quantity = Quantity::Count { at_least: 0, at_most: None };
        Self { quantity, knowledge, rounding: Amount(0), limit, sensitive: Sensitive::Neither, beside: None }
    }

    /// So many percent of `of` persons.
    #[must_use]
    pub fn share(knowledge: Knowledge, of: Base, rounding: Amount, limit: u32) -> Self {
        Self { quantity: Quantity::Share { of }, knowledge, rounding, limit, sensitive: Sensitive::Both, beside: None }
    }

    /// A mean over `of` persons on the scale from `lowest` to `highest`.
    #[must_use]
    pub fn mean(knowledge: Knowledge, of: Base, (lowest, highest): (Amount, Amount), rounding: Amount, limit: u32) -> Self {
        Self { quantity: Quantity::Mean { of, lowest, highest }, knowledge, rounding, limit, sensitive: Sensitive::Both, beside: None }
    }

    /// The same figure, with the extremes that are sensitive.
    #[must_use]
    pub fn sensitive(self, sensitive: Sensitive) -> Self {
        Self { sensitive, ..self }
    }

    /// The same figure, hidden whenever the count beside it is.
    #[must_use]
    pub fn beside(self, count: FigureId) -> Self {
        Self { beside: Some(count), ..self }
    }

    /// The number, where we know it.
    #[must_use]
    pub fn amount(&self) -> Option<Amount> {
        match self.knowledge {
            Knowledge::Public(amount) | Knowledge::Ours(amount) => Some(amount),
            Knowledge::Closed(amount) => amount,
        }
    }

    /// We have it, and it is for us to show or hide.
    #[must_use]
    pub fn is_ours(&self) -> bool {
        matches!(self.knowledge, Knowledge::Ours(_))
    }

    /// The group that a share or a mean is about; none for a count.
    #[must_use]
    pub fn base(&self) -> Option<Base> {
        match self.quantity {
            Quantity::Count { .. } => None,
            Quantity::Share { of } | Quantity::Mean { of, .. } => Some(of),
        }
    }
}

impl Problem {
    /// Nothing shown.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a figure.
    pub fn add(&mut self, figure: Figure) -> FigureId {
        self.figures.push(figure);
        FigureId(self.figures.len() - 1)
    }

    /// Says that a figure is the sum of others: for counts the numbers, for shares and means the persons with the trait and the sums behind the means.
    /// A sum without parts says nothing and is left out.
    pub fn add_sum(&mut self, total: FigureId, parts: Vec<FigureId>) {
        if !parts.is_empty() {
            self.sums.push(Sum { total, parts });
        }
    }

    /// The figure has no number of persons beside it.
    #[cfg(test)]
    pub(super) fn stands_alone(&mut self, id: FigureId) {
        self.figures[id.0].beside = None;
    }

    /// A figure of this problem.
    #[must_use]
    pub fn figure(&self, id: FigureId) -> &Figure {
        &self.figures[id.0]
    }

    /// All of them, in the order they were added.
    pub fn figures(&self) -> impl Iterator<Item = (FigureId, &Figure)> {
        self.figures.iter().enumerate().map(|(index, figure)| (FigureId(index), figure))
    }

    /// How many figures there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.figures.len()
    }

    /// There are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.figures.is_empty()
    }

    /// The sums, in the order they were added.
    #[must_use]
    pub fn sums(&self) -> &[Sum] {
        &self.sums
    }
}

/// Which figures of a problem are shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShownSet(Vec<bool>);

impl ShownSet {
    /// Everything that has a number and is not closed by its source: what would be shown if nothing were protected.
    #[must_use]
    pub fn everything(problem: &Problem) -> Self {
        Self(problem.figures.iter().map(|figure| !matches!(figure.knowledge, Knowledge::Closed(_))).collect())
    }

    /// Whether this figure is shown.
    #[must_use]
    pub fn has(&self, id: FigureId) -> bool {
        self.0.get(id.0).copied().unwrap_or(false)
    }

    /// Shows a figure again.
    pub(super) fn show(&mut self, id: FigureId) {
        if let Some(shown) = self.0.get_mut(id.0) {
            *shown = true;
        }
    }

    /// Hides a figure.
    pub fn hide(&mut self, id: FigureId) {
        if let Some(shown) = self.0.get_mut(id.0) {
            *shown = false;
        }
    }
}
