//! How the types of the rules are written as constant expressions.

use crate::emit::{Emit, emit_enum, emit_newtype, emit_struct};
use crate::model::managed::Managed;
use crate::model::rule::{
    Among, Base, Bound, ByShape, Check, Condition, Entry, Example, Gate, HistoryCheck, Index,
    Interval, Limit, ListCheck, Occasions, Only, Operand, OperationKind, Ordered, Patch, Path,
    Quantifier, Quota, Reference, Repair, Rule, SlotSet, Step, Sum, Target, TargetCheck, Test,
    TextKey, Transform, Unit, Way, Words,
};
use crate::model::{Certainty, ServiceError, Severity};
use crate::text::Applicability;

emit_newtype!(Occasions, SlotSet);

emit_struct! {
    Index { identities, errors, others, needs, builtins }
    ByShape { starts, entries }
    Entry { rule, target, versions, occasions, is_usual, gate, way }
    Gate { filled, empty, wanted, least, most }
    Rule {
        name, module, title, severity, confidence, service, group, preview, versions, operations,
        dialects, by_account, at, only, when, check, shows, words, variants, repair, applicability,
        why, ignore, sources, constraints, unseen, bad, good,
    }
    ServiceError { code, status, service }
    Target { shape, path }
    Only { format, negated }
    Path { base, steps, text }
    Condition { path, default, measure, test, negated }
    Interval { min, max }
    Ordered { path, default, usual }
    Reference { paths, fold, negated }
    Among { path, others, fold, negated }
    Sum { paths, unit, each, distinct, max }
    TextKey { members, fold, ignore_prefix }
    Words { message, label, related, note, help, fix, severity, applicability, when }
    Example { title, patch, previous, other_files, base, version, operation, if_match, quotas }
    Patch { first, text, remove, set, xml }
    Managed { id, name, root, document }
    Quota { name, title, value, adjustable, history, sources }
}

emit_enum!(Certainty: "Certainty" { Likely, Certain });
emit_enum!(Severity: "Severity" { Advice, Warning, Error });
emit_enum!(Applicability: "Applicability" { Safe, Unsafe });
emit_enum!(OperationKind: "OperationKind" { Create, Update, Delete });
emit_enum!(Way: "Way" { Instance, Slot(slot), Path });
emit_enum!(Base: "Base" { Instance, Root, Previous, Documents, IfMatch, PreviousEtag, Etag });
emit_enum!(Step: "Step" { Member(name), Items, Where { key, equals } });
emit_enum!(Operand: "Operand" { Text(text), Path(path) });
emit_enum!(Bound: "Bound" { Number(number), Path(path) });
emit_enum!(Test: "Test" {
    Present, Empty, In(values), Greater(number), Less(number), Format(format), SameAs(path),
    Changed,
});
emit_enum!(Quantifier: "Quantifier" { AtLeast, AtMost, Exactly, None });
emit_enum!(Unit: "Unit" { Characters, Bytes, Items, Nodes, Placeholders, Occurrences(text) });
emit_enum!(Limit: "Limit" { Number(number), Quota(quota) });
emit_enum!(Check: "Check" {
    Builtin { fault, format }, Target(check), List(check), History(check),
});
emit_enum!(TargetCheck: "TargetCheck" {
    Required { paths, together },
    Forbidden,
    Choice(quantifier, paths),
    In { values, fold, negated },
    Range { interval, also },
    Length { interval, unit },
    Format { format, negated, by_character },
    Reference(reference),
    Placeholders(paths),
    Subset(path),
    Among(among),
    ClosedSets(sets),
    Order(members),
    Equal(paths),
    Sum(sum),
});
emit_enum!(ListCheck: "ListCheck" { Unique(key), Covers(name), Count(interval) });
emit_enum!(HistoryCheck: "HistoryCheck" { Unchanged { default, identity }, Kept(key) });
emit_enum!(Transform: "Transform" {
    LowerCase, UpperCase, HostOfUrl, PathOfUrl, PercentEncode, Trim, LeadingSlash, NoLeadingSlash,
    NoTrailingSlash, NoTrailingDot,
    FirstSuggestion, Shorten,
});
emit_enum!(Repair: "Repair" {
    Write(text), Remove, Insert(members), RemoveMembers(paths), Transform(transform),
    Replace { old, new, content },
    MoveItem { structure, member, content },
});
