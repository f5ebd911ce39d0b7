//! What is wrong with a resource as a template, as faults of the engine.
//!
//! What does not live here: finding it ([`translate`](crate::lint::translate)).

use crate::lint::document::Document;
use crate::lint::fault::{Builtin, Duplicate, Fault, JsonMismatch, Missing, NotListed, Unknown};
use crate::lint::translate::{self, FaultKind, Origins};
use crate::lint::wording::Argument;
use crate::model::dialect::Dialect;
use crate::text::Edit;

/// How many places are named where a member belongs.
const MOST_PLACES: usize = 3;

/// Reports members as missing for which the tool sends an empty text that is not allowed.
pub(super) fn name_missing<'d>(
    document: &Document<'d>,
    origins: &Origins<'_>,
    faults: &mut [Fault<'d>],
) {
    for fault in faults {
        let Some(node) = fault.node.filter(|node| origins.is_implied(*node)) else {
            continue;
        };
        let parent = document.tree.node(node).parent();
        let names = (origins.name(node), parent.and_then(|it| origins.name(it)));
        let is_empty = fault.builtin() == Some(Builtin::EnumValue(NotListed::Empty));
        if let (Some(member), Some(element), true) = (names.0, names.1, is_empty) {
            let plain = Builtin::MissingElement(Missing::Plain);
            let mut missing = Fault::new(plain, fault.span).at(node);
            missing.argument("member", member);
            missing.argument("element", element);
            *fault = missing;
        }
    }
}

/// A fault of a template as one of the engine. `repair` adds what is missing.
pub(super) fn fault<'f>(
    it: &'f translate::Fault,
    dialect: &'static Dialect,
    repair: Option<(Vec<Edit>, Missing, i64)>,
) -> Fault<'f> {
    let new = |builtin: Builtin| Fault::new(builtin, it.span);
    let parent = it.parent.as_str();
    let mut fault = match &it.kind {
        FaultKind::Unknown { .. } => unknown_member(it, dialect),
        FaultKind::Missing { name } => missing_member(it, name, repair),
        FaultKind::Duplicate {
            name,
            first,
            is_block,
        } => {
            let case = if *is_block {
                Duplicate::Block
            } else {
                Duplicate::Template
            };
            let mut fault = new(Builtin::DuplicateElement(case));
            fault.argument("element", Argument::Excerpt(name.as_str().into()));
            fault.related.push(*first);
            fault
        }
        FaultKind::WrongType {
            name,
            expected,
            found,
        } => {
            let mut fault = new(Builtin::JsonType(JsonMismatch::Value));
            fault.argument("element", *name);
            fault.argument("kind", *expected);
            fault.argument("found", *found);
            fault
        }
        FaultKind::NotAllowed {
            name,
            value,
            allowed,
            near,
        } => {
            let case = if near.is_empty() {
                NotListed::Other
            } else {
                NotListed::Near
            };
            let mut fault = new(Builtin::EnumValue(case));
            fault.argument("element", *name);
            fault.argument("value", Argument::Written(value.as_str().into()));
            fault.argument("allowed", Argument::choice(allowed.iter().copied()));
            fault.argument("suggestions", Argument::choice(near.iter().copied()));
            fault
        }
    };
    fault.argument("parent", parent);
    fault.is_unanswered = true;
    fault
}

/// The fault of a member that the tool asks for.
fn missing_member<'f>(
    it: &'f translate::Fault,
    name: &'static str,
    repair: Option<(Vec<Edit>, Missing, i64)>,
) -> Fault<'f> {
    let mut fault = Fault::new(Builtin::MissingElement(Missing::Plain), it.span);
    fault.argument("member", name);
    fault.argument("element", it.parent.as_str());
    let Some((edits, case, count)) = repair else {
        return fault;
    };
    fault.edits = edits;
    fault.argument("count", Argument::Integer(count));
    fault.case(Builtin::MissingElement(case))
}

/// The fault of a member that the table of the template does not have.
fn unknown_member<'f>(it: &'f translate::Fault, dialect: &'static Dialect) -> Fault<'f> {
    let FaultKind::Unknown {
        name,
        near,
        elsewhere,
        is_newer,
        is_free,
    } = &it.kind
    else {
        return Fault::new(Builtin::UnknownElement(Unknown::Plain), it.span);
    };
    let case = match (near.is_empty(), elsewhere.is_empty()) {
        (false, _) => Unknown::Near,
        _ if *is_newer => Unknown::Newer,
        (_, false) => Unknown::Elsewhere,
        _ => Unknown::Plain,
    };
    let mut fault = Fault::new(Builtin::UnknownElement(case), it.span);
    fault.argument("raw-name", Argument::Excerpt(name.as_str().into()));
    fault.argument("read", dialect.read.as_ref());
    if let Some(best) = near.first() {
        fault.argument("suggestion", Argument::value(*best));
        fault.argument("suggestions", Argument::choice(near.iter().copied()));
        fault.argument("suggested", *best);
        if *is_free && near.len() == 1 {
            fault.edits = vec![Edit {
                span: it.span,
                text: (*best).to_owned(),
            }];
        }
    }
    let places = elsewhere.iter().copied().take(MOST_PLACES);
    fault.argument("places", Argument::choice(places));
    fault
}
