//! Where in a pack's file something stands: a path through tables and lists, and the line it leads to.
//!
//! The checks work on plain data without positions. When one of them finds a fault, it says the path, and only then is the line looked up in
//! the parsed document. That keeps positions out of the types that every page uses.

use toml::de::{DeTable, DeValue};

use super::check_indicators::SetFault;

/// A place in the file while the checks walk down; lives on the stack, so that walking costs nothing.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place<'a> {
    above: Option<&'a Place<'a>>,
    step: Step,
}

/// A key of a table, and the number in its list when the value is a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Step {
    key: &'static str,
    index: Option<usize>,
}

/// What is wrong, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Fault {
    path: Vec<Step>,
    /// For the operator, in English.
    pub(super) reason: String,
    /// The same for a program, of an indicator set: those are written by people in a browser too.
    pub(super) set: Option<SetFault>,
}

impl<'a> Place<'a> {
    /// A key of the file's outermost table.
    pub(super) const fn top(key: &'static str) -> Self {
        Self { above: None, step: Step { key, index: None } }
    }

    /// An item of a list in the file's outermost table.
    pub(super) const fn top_item(key: &'static str, index: usize) -> Self {
        Self { above: None, step: Step { key, index: Some(index) } }
    }

    /// A key of the table that stands here.
    pub(super) const fn key(&'a self, key: &'static str) -> Self {
        Self { above: Some(self), step: Step { key, index: None } }
    }

    /// An item of a list in the table that stands here.
    pub(super) const fn item(&'a self, key: &'static str, index: usize) -> Self {
        Self { above: Some(self), step: Step { key, index: Some(index) } }
    }

    /// Something is wrong here.
    pub(super) fn fault(&self, reason: impl Into<String>) -> Fault {
        let mut path = Vec::new();
        let mut place = Some(self);
        while let Some(here) = place {
            path.push(here.step);
            place = here.above;
        }
        path.reverse();
        Fault { path, reason: reason.into(), set: None }
    }

    /// Something is wrong with the indicator set that stands here.
    pub(super) fn set_fault(&self, fault: SetFault) -> Fault {
        let reason = fault.to_string();
        Fault { set: Some(fault), ..self.fault(reason) }
    }
}

impl Fault {
    /// The line where the faulty value begins. What is missing has no line: then it is the line of the innermost table that should hold it.
    pub(super) fn line(&self, source: &str, document: &DeTable<'_>) -> usize {
        let mut offset = 0;
        let mut table = document;
        for step in &self.path {
            let Some(mut value) = table.get(step.key) else {
                break;
            };
            if let Some(index) = step.index {
                let Some(item) = value.get_ref().as_array().and_then(|items| items.get(index)) else {
                    break;
                };
                value = item;
            }
            offset = value.span().start;
            match value.get_ref() {
                DeValue::Table(inner) => table = inner,
                _ => break,
            }
        }
        line_at(source, offset)
    }
}

/// The line (from 1) that holds the byte at `offset`.
pub(super) fn line_at(source: &str, offset: usize) -> usize {
    1 + source.bytes().take(offset).filter(|byte| *byte == b'\n').count()
}
