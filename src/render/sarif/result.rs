//! Findings as results.

use std::borrow::Cow;

use serde::Serialize;

use super::descriptor::TaxonReference;
use super::level;
use crate::outcome::sentence::full_stop;
use crate::outcome::{Finding, Fix, SuppressedBy};
use crate::text::{Edit, Source, Span, sanitize};

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct SarifResult<'r> {
    rule_id: &'r str,
    level: &'static str,
    message: Message,
    locations: [Location; 1],
    #[serde(skip_serializing_if = "Vec::is_empty")]
    related_locations: Vec<RelatedLocation>,
    partial_fingerprints: Fingerprints,
    /// Empty if the result is not suppressed.
    suppressions: Vec<SuppressionEntry>,
    #[serde(skip_serializing_if = "Option::is_none")]
    taxa: Option<[TaxonReference<'r>; 1]>,
    properties: Properties<'r>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    fixes: Vec<FixEntry<'r>>,
}

impl<'r> SarifResult<'r> {
    /// `name` identifies the finding in its document.
    pub(super) fn of(uri: &str, source: &Source<'_>, finding: &'r Finding, name: String) -> Self {
        let related = finding.labels.iter().enumerate();
        let path = finding.path.to_string();
        let logical = LogicalLocation {
            name: path.rsplit('/').next().unwrap_or_default().to_owned(),
            fully_qualified_name: path,
            kind: "element",
        };
        Self {
            rule_id: &finding.rule,
            level: level(finding.severity),
            message: Message::quoting(&text(finding)),
            locations: [Location {
                physical_location: PhysicalLocation::of(uri, source, finding.span),
                logical_locations: (!finding.path.is_empty()).then_some([logical]),
            }],
            related_locations: related
                .map(|(id, label)| RelatedLocation {
                    id,
                    message: Message::quoting(&sanitize::line(&label.message)),
                    physical_location: PhysicalLocation::of(uri, source, label.span),
                })
                .collect(),
            partial_fingerprints: Fingerprints { element: name },
            suppressions: Vec::new(),
            taxa: finding
                .service
                .as_ref()
                .map(|service| [TaxonReference::of(service)]),
            properties: Properties {
                certainty: finding.certainty.as_str(),
                service_code: finding.service.as_ref().map(|it| it.code.as_ref()),
                service_status: finding.service.as_ref().map(|it| it.status),
            },
            fixes: finding
                .fixes
                .iter()
                .map(|fix| FixEntry::of(uri, source, fix))
                .collect(),
        }
    }
}

impl SarifResult<'_> {
    /// The same result with what suppresses it.
    pub(super) fn suppressed(mut self, by: Option<SuppressedBy>) -> Self {
        self.suppressions = by.into_iter().map(SuppressionEntry::of).collect();
        self
    }
}

#[derive(Serialize)]
struct SuppressionEntry {
    kind: &'static str,
}

impl SuppressionEntry {
    fn of(by: SuppressedBy) -> Self {
        Self {
            kind: match by {
                SuppressedBy::Comment => "inSource",
                SuppressedBy::Configuration | SuppressedBy::Baseline => "external",
            },
        }
    }
}

/// The message with the note and the help below. What the service would answer is in the taxa.
fn text(finding: &Finding) -> String {
    let below = [finding.note.as_deref().map(full_stop), finding.help.clone()];
    let below = below
        .iter()
        .flatten()
        .map(|text| sanitize::paragraphs(text));
    std::iter::once(sanitize::line(&finding.message))
        .chain(below)
        .collect::<Vec<Cow<'_, str>>>()
        .join("\n")
}

/// A plain text message.
#[derive(Serialize)]
pub(super) struct Message {
    text: String,
}

impl Message {
    /// Nothing that the text quotes is a placeholder (section 3.11.5 of the standard) or a link
    /// (3.11.6). The pages of rules are not such messages: nothing fills placeholders in them.
    pub(super) fn quoting(text: &str) -> Self {
        let may_link = text.contains("](");
        let mut escaped = String::with_capacity(text.len());
        for character in text.chars() {
            match character {
                '{' | '}' => escaped.push(character),
                '[' | ']' | '\\' if may_link => escaped.push('\\'),
                _ => {}
            }
            escaped.push(character);
        }
        Self { text: escaped }
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Location {
    physical_location: PhysicalLocation,
    #[serde(skip_serializing_if = "Option::is_none")]
    logical_locations: Option<[LogicalLocation; 1]>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct LogicalLocation {
    name: String,
    fully_qualified_name: String,
    kind: &'static str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct RelatedLocation {
    id: usize,
    message: Message,
    physical_location: PhysicalLocation,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct PhysicalLocation {
    artifact_location: ArtifactLocation,
    #[serde(skip_serializing_if = "Option::is_none")]
    region: Option<Region>,
}

impl PhysicalLocation {
    pub(super) fn of_file(uri: String) -> Self {
        Self {
            artifact_location: ArtifactLocation { uri },
            region: None,
        }
    }

    fn of(uri: &str, source: &Source<'_>, span: Span) -> Self {
        Self {
            region: Some(Region::of(source, span)),
            ..Self::of_file(uri.to_owned())
        }
    }
}

#[derive(Serialize)]
struct ArtifactLocation {
    uri: String,
}

/// Columns count Unicode characters, as `columnKind` says.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Region {
    start_line: usize,
    start_column: usize,
    end_line: usize,
    end_column: usize,
}

impl Region {
    fn of(source: &Source<'_>, span: Span) -> Self {
        let start = source.position_in_characters(span.start as usize);
        let end = source.position_in_characters(span.end as usize);
        Self {
            start_line: start.line,
            start_column: start.column,
            end_line: end.line,
            end_column: end.column,
        }
    }
}

#[derive(Serialize)]
struct Fingerprints {
    #[serde(rename = "cloudfrontLintElement/v1")]
    element: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Properties<'r> {
    certainty: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    service_code: Option<&'r str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    service_status: Option<u16>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct FixEntry<'r> {
    description: Message,
    artifact_changes: [ArtifactChange<'r>; 1],
}

impl<'r> FixEntry<'r> {
    fn of(uri: &str, source: &Source<'_>, fix: &'r Fix) -> Self {
        let replacement = |edit: &'r Edit| Replacement {
            deleted_region: Region::of(source, edit.span),
            inserted_content: Content { text: &edit.text },
        };
        Self {
            description: Message::quoting(&sanitize::line(&fix.title)),
            artifact_changes: [ArtifactChange {
                artifact_location: ArtifactLocation {
                    uri: uri.to_owned(),
                },
                replacements: fix.edits.iter().map(replacement).collect(),
            }],
        }
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ArtifactChange<'r> {
    artifact_location: ArtifactLocation,
    replacements: Vec<Replacement<'r>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Replacement<'r> {
    deleted_region: Region,
    inserted_content: Content<'r>,
}

#[derive(Serialize)]
struct Content<'r> {
    text: &'r str,
}

#[cfg(test)]
mod tests {
    use super::Message;

    #[test]
    fn what_a_message_quotes_is_not_a_placeholder_and_not_a_link() {
        assert_eq!(
            Message::quoting("`{0}` in Origin[2], C:\\x").text,
            "`{{0}}` in Origin[2], C:\\x"
        );
        assert_eq!(
            Message::quoting("\\[a](http://b) [c]").text,
            "\\\\\\[a\\](http://b) \\[c\\]"
        );
    }
}
