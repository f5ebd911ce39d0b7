//! Paths and conditions of the rule language.

use crate::model::load::definitions::Definitions;
use crate::model::load::rule::scalar_text;
use crate::model::load::rules::Known;
use crate::model::load::walk::{Beginning, Starts};
use crate::model::load::{LoadError, Table, Value, keys, walk};
use crate::model::rule::{Base, Bound, Condition, Operand, Path, Step, Test, Unit};
use crate::model::schema::{
    Member, NameId, Schema, ShapeId, ShapeKind, Text, ValueKind, VersionSet,
};

/// What the files that are loaded may refer to.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Facts<'k> {
    pub(crate) known: Known<'k>,
    /// What the files themselves define.
    pub(crate) definitions: &'k Definitions<'k>,
}

/// What a rule's parts may refer to.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Scope<'k> {
    pub(crate) facts: Facts<'k>,
    /// Where paths may begin.
    pub(crate) starts: &'k Starts,
    /// Where they do.
    pub(crate) begins: Beginning,
}

/// The keys of a condition besides its test.
const WITHOUT_TEST: [&str; 3] = ["path", "default", "measure"];

impl Scope<'_> {
    pub(crate) fn path(&self, value: Value<'_>) -> Result<Path, LoadError> {
        self.path_of(value, value.text()?)
    }

    pub(crate) fn path_of(&self, value: Value<'_>, text: &str) -> Result<Path, LoadError> {
        let path = parse(value, text, self.facts)?;
        let schema = self.facts.known.schema;
        self.starts.lead(value, &path, self.begins, schema)?;
        Ok(path)
    }

    pub(crate) fn name(&self, value: Value<'_>) -> Result<NameId, LoadError> {
        self.name_of(value.text()?, |message| value.error(message))
    }

    pub(crate) fn name_of(
        &self,
        name: &str,
        error: impl FnOnce(String) -> LoadError,
    ) -> Result<NameId, LoadError> {
        let schema = self.facts.known.schema;
        schema
            .name(name)
            .ok_or_else(|| unknown_name(schema, name, error))
    }

    pub(crate) fn format(&self, value: Value<'_>) -> Result<u16, LoadError> {
        let name = value.text()?;
        let formats = self.facts.known.formats;
        formats
            .iter()
            .position(|format| format.name == name)
            .map(|index| index as u16)
            .ok_or_else(|| {
                let known = formats.iter().map(|format| format.name.as_ref());
                value.error(format!("unknown format `{name}`")).near_or(
                    name,
                    known,
                    "define it in a file that the configuration lists as `formats`",
                )
            })
    }

    /// A number, or a path to one.
    fn bound(&self, value: Value<'_>) -> Result<Bound, LoadError> {
        if value.is_text() {
            self.path(value).map(Bound::Path)
        } else {
            value.integer().map(Bound::Number)
        }
    }

    pub(crate) fn condition(&self, table: &Table<'_>) -> Result<Condition, LoadError> {
        let keys = keys::names(keys::CONDITION);
        table.only(&keys)?;
        let is_test = |name: &&str| !WITHOUT_TEST.contains(name) && table.get(name).is_some();
        let found: Vec<&str> = keys.into_iter().filter(is_test).collect();
        let [name] = found.as_slice() else {
            return Err(table.error("expected exactly one test, such as `equals` or `present`"));
        };
        let negated = *name == "absent" || name.starts_with("not-");
        let value = table.need(name)?;
        let test = match name.trim_start_matches("not-") {
            "present" | "absent" => flag(value).map(|()| Test::Present)?,
            "changed" => flag(value).map(|()| Test::Changed)?,
            "empty" => flag(value).map(|()| Test::Empty)?,
            "equals" | "in" => {
                let values: Vec<Text> = value
                    .one_or_more()
                    .into_iter()
                    .map(scalar_text)
                    .collect::<Result<_, _>>()?;
                Test::In(values.into())
            }
            "greater" => Test::Greater(self.bound(value)?),
            "less" => Test::Less(self.bound(value)?),
            "format" => Test::Format(self.format(value)?),
            _ => Test::SameAs(self.path(value)?),
        };
        let path = self.path(table.need("path")?)?;
        if matches!(test, Test::In(_)) && table.get("measure").is_none() {
            let known = self.starts.values_at(&path, self.facts.known.schema);
            exist(value, known, false)?;
        }
        let default = table.get("default").map(scalar_text).transpose()?;
        let measure = table
            .get("measure")
            .map(|value| measure(value, &test))
            .transpose()?;
        Ok(Condition {
            path,
            default,
            measure,
            test,
            negated,
        })
    }
}

/// Makes sure that a version has each of some values, where the known ones are all that there are.
pub(super) fn exist(
    value: Value<'_>,
    known: Option<Vec<&str>>,
    fold: bool,
) -> Result<(), LoadError> {
    let Some(known) = known else {
        return Ok(());
    };
    for it in value.one_or_more() {
        let text = scalar_text(it)?;
        let is_same =
            |known: &&str| *known == text.as_ref() || (fold && known.eq_ignore_ascii_case(&text));
        // Part of a value, nothing, or what is filled in later.
        let is_pattern = text.starts_with('*') || text.ends_with('*') || text.contains('{');
        if !text.is_empty() && !is_pattern && !known.iter().any(is_same) {
            return Err(walk::no_such_value(it, &text, &known));
        }
    }
    Ok(())
}

/// What can be counted in a value.
const UNITS: [(&str, Unit); 5] = [
    ("characters", Unit::Characters),
    ("bytes", Unit::Bytes),
    ("items", Unit::Items),
    ("placeholders", Unit::Placeholders),
    ("nodes", Unit::Nodes),
];

/// What a condition counts instead of comparing the text.
fn measure(value: Value<'_>, test: &Test) -> Result<Unit, LoadError> {
    match test {
        Test::In(_) | Test::Greater(_) | Test::Less(_) => unit(value),
        _ => {
            Err(value
                .error("`measure` is a number; use it with `equals`, `in`, `greater` or `less`"))
        }
    }
}

/// What a size counts: one of the known units, or `{ text = "," }`.
pub(super) fn unit(value: Value<'_>) -> Result<Unit, LoadError> {
    if !value.is_table() {
        return value.word(&UNITS);
    }
    let table = value.table()?;
    table.only(&["text"])?;
    let text = table.need("text")?;
    match text.owned_text()? {
        counted if counted.is_empty() => Err(text.error("expected a text that is not empty")),
        counted => Ok(Unit::Occurrences(counted)),
    }
}

fn flag(value: Value<'_>) -> Result<(), LoadError> {
    if value.boolean()? {
        Ok(())
    } else {
        Err(value.error("expected `true`; use the opposite test instead of `false`"))
    }
}

/// A path: `/Origins[Id = TargetOriginId]/S3OriginConfig`.
///
/// # Errors
/// When a name exists in no shape or the notation is broken.
pub(crate) fn parse(value: Value<'_>, text: &str, facts: Facts<'_>) -> Result<Path, LoadError> {
    /// Filters inside filters are read by recursion.
    const DEEPEST: usize = 8;
    if depth(text) > DEEPEST {
        return Err(value.error(format!("more than {DEEPEST} brackets inside each other")));
    }
    let owned = Text::Owned(text.to_owned());
    let text = &*facts.definitions.expand(value, text)?;
    let (base, rest) = match text {
        "@if-match" => (Base::IfMatch, ""),
        "@previous-etag" => (Base::PreviousEtag, ""),
        "@etag" => (Base::Etag, ""),
        "@previous" => (Base::Previous, ""),
        _ => {
            if let Some(rest) = text.strip_prefix("@previous/") {
                (Base::Previous, rest)
            } else if let Some(rest) = text.strip_prefix("@documents/") {
                (Base::Documents, rest)
            } else if let Some(rest) = text.strip_prefix('/') {
                (Base::Root, rest)
            } else if text.starts_with('@') {
                return Err(value.error(format!("nothing can follow `{text}`")));
            } else {
                (Base::Instance, text)
            }
        }
    };
    let steps = steps(value, rest, facts)?;
    let is_found = matches!(steps.as_slice(), [Step::Member(_), Step::Where { .. }, ..]);
    if base == Base::Documents && !is_found {
        return Err(value.error(format!(
            "`{text}` finds no document; write how, as in `@documents/CachePolicy[Id = CachePolicyId]`"
        )));
    }
    Ok(Path {
        base,
        steps: steps.into(),
        text: owned,
    })
}

/// The steps of a path from where it begins.
fn steps(value: Value<'_>, text: &str, facts: Facts<'_>) -> Result<Vec<Step>, LoadError> {
    let mut steps = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        let end = rest.find(['/', '[']).unwrap_or(rest.len());
        let name = &rest[..end];
        if !name.is_empty() {
            steps.push(Step::Member(known(value, facts.known.schema, name)?));
        }
        rest = &rest[end..];
        if let Some(after) = rest.strip_prefix('[') {
            let Some((inside, behind)) = bracketed(after) else {
                return Err(value.error(format!("missing `]` in `{text}`")));
            };
            steps.push(items(value, inside, facts)?);
            rest = behind;
        }
        match rest.strip_prefix('/') {
            Some(after) if !after.is_empty() => rest = after,
            _ if rest.is_empty() || rest.starts_with('[') => {}
            _ => {
                return Err(value.error(format!(
                    "invalid path `{text}`: expected a name, found `{rest}`"
                )));
            }
        }
    }
    Ok(steps)
}

/// How many brackets are open at most.
fn depth(text: &str) -> usize {
    let (mut open, mut deepest) = (0_usize, 0);
    for sign in text.chars() {
        match sign {
            '[' => open += 1,
            ']' => open = open.saturating_sub(1),
            _ => {}
        }
        deepest = deepest.max(open);
    }
    deepest
}

/// What is inside brackets whose first one is read already, and what is behind them.
fn bracketed(text: &str) -> Option<(&str, &str)> {
    let mut depth = 1_usize;
    for (at, sign) in text.char_indices() {
        match sign {
            '[' => depth += 1,
            ']' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return Some((&text[..at], &text[at + 1..]));
        }
    }
    None
}

fn items(value: Value<'_>, inside: &str, facts: Facts<'_>) -> Result<Step, LoadError> {
    if inside.trim().is_empty() {
        return Ok(Step::Items);
    }
    let Some((key, equals)) = inside.split_once('=') else {
        return Err(value.error(format!(
            "invalid filter `[{inside}]`; expected `[]` or `[Key = Member]`"
        )));
    };
    let key = key.trim().split('/');
    let key: Vec<NameId> = key
        .map(|name| known(value, facts.known.schema, name))
        .collect::<Result<_, _>>()?;
    let equals: Vec<Operand> = alternatives(equals)
        .into_iter()
        .map(|text| operand(value, text.trim(), facts))
        .collect::<Result<_, _>>()?;
    Ok(Step::Where {
        key: key.into(),
        equals: equals.into(),
    })
}

/// The parts of a text between the `|` that are in no brackets and no quotes.
fn alternatives(text: &str) -> Vec<&str> {
    let (mut depth, mut is_quoted) = (0_usize, false);
    text.split(|sign| {
        match sign {
            '\'' => is_quoted = !is_quoted,
            '[' => depth += 1,
            ']' => depth = depth.saturating_sub(1),
            _ => {}
        }
        sign == '|' && depth == 0 && !is_quoted
    })
    .collect()
}

/// A text in quotes, or a path.
fn operand(value: Value<'_>, text: &str, facts: Facts<'_>) -> Result<Operand, LoadError> {
    let quoted = text
        .strip_prefix('\'')
        .and_then(|text| text.strip_suffix('\''));
    match quoted {
        Some(text) => Ok(Operand::Text(Text::Owned(text.to_owned()))),
        None if text.is_empty() => {
            Err(value.error("expected a member, a path or a text in quotes after `=`"))
        }
        None => parse(value, text, facts).map(Operand::Path),
    }
}

fn known(value: Value<'_>, schema: &Schema, name: &str) -> Result<NameId, LoadError> {
    schema
        .name(name)
        .ok_or_else(|| unknown_name(schema, name, |message| value.error_at(name, message)))
}

fn unknown_name(schema: &Schema, name: &str, error: impl FnOnce(String) -> LoadError) -> LoadError {
    error(format!("no shape has a member `{name}`"))
        .near(name, schema.names.iter().map(AsRef::as_ref))
}

/// The versions, of some, in which the members exist that a path leads through.
pub(crate) fn reachable(
    steps: &[Step],
    shape: Option<ShapeId>,
    schema: &Schema,
    versions: VersionSet,
) -> VersionSet {
    let (Some((step, rest)), Some(id)) = (steps.split_first(), shape) else {
        return versions;
    };
    let shape = schema.shape(id);
    let inner = |value: ValueKind| match value {
        ValueKind::Structure(inner) | ValueKind::List(inner) => Some(inner),
        _ => None,
    };
    let through = |members: &mut dyn Iterator<Item = &Member>| {
        members.fold(VersionSet::NONE, |all, member| {
            all.union(reachable(
                rest,
                inner(member.value),
                schema,
                versions.intersection(member.versions),
            ))
        })
    };
    match (step, &shape.kind) {
        (Step::Member(name), _) => {
            through(&mut shape.members().iter().filter(|member| member.name == *name))
        }
        (_, ShapeKind::List { item, .. }) => through(&mut item.iter()),
        (_, ShapeKind::Structure { counted, .. }) => {
            // In one style the items are in a list inside, in the other each is what the step
            // before led to.
            let lists = shape
                .members()
                .iter()
                .filter_map(|member| match member.value {
                    ValueKind::List(list) => Some((member.versions.intersection(*counted), list)),
                    _ => None,
                });
            let inside = lists.fold(VersionSet::NONE, |all, (listed, list)| {
                all.union(reachable(
                    steps,
                    Some(list),
                    schema,
                    versions.intersection(listed),
                ))
            });
            inside.union(reachable(
                rest,
                Some(id),
                schema,
                versions.without(*counted),
            ))
        }
        (_, ShapeKind::Enum { .. }) => versions,
    }
}
