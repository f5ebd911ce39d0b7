//! SARIF 2.1.0, the exchange format of analysers: GitHub code scanning, editors, dashboards.

use std::fmt::{self, Write as _};

use crate::builtin::{SCHEMA, rule_url};
use crate::model::Severity;
use crate::model::rule::Rule;
use crate::outcome::Finding;
use crate::render::format::{FileResult, Format, Summary};
use crate::render::json_writer;
use crate::render::json_writer::Object;
use crate::render::rule_page::rule_page;
use crate::text::{Source, Span, sanitize};

/// One run with all rules.
#[derive(Clone, Copy, Default, Debug)]
pub struct Sarif;

impl Format for Sarif {
    fn begin(&self, out: &mut dyn fmt::Write) -> fmt::Result {
        out.write_str(r#"{"$schema":"https://json.schemastore.org/sarif-2.1.0.json","version":"2.1.0","runs":[{"tool":{"driver":"#)?;
        json_writer::object(out, |it| {
            it.string("name", env!("CARGO_PKG_NAME"))?;
            it.string("semanticVersion", env!("CARGO_PKG_VERSION"))?;
            it.string("informationUri", env!("CARGO_PKG_REPOSITORY"))?;
            it.array("rules", |rules| {
                crate::rules()
                    .iter()
                    .try_for_each(|rule| rules.object(|it| descriptor(it, rule)))
            })
        })?;
        out.write_str("},\"columnKind\":\"unicodeCodePoints\",\"results\":[\n")
    }

    fn separator(&self) -> &'static str {
        ",\n"
    }

    fn file(&self, file: &FileResult<'_>, out: &mut dyn fmt::Write) -> fmt::Result {
        let Some(report) = file.checked() else {
            return Ok(());
        };
        let uri = uri(file.path);
        for (index, finding) in report.findings().iter().enumerate() {
            if index > 0 {
                out.write_str(",\n")?;
            }
            json_writer::object(out, |it| result(it, &uri, report.source(), finding))?;
        }
        Ok(())
    }

    fn end(&self, summary: &Summary, out: &mut dyn fmt::Write) -> fmt::Result {
        out.write_str("\n],\"invocations\":[")?;
        json_writer::object(out, |it| {
            it.boolean("executionSuccessful", summary.failed == 0)?;
            it.array("toolExecutionNotifications", |notifications| {
                summary.failures.iter().try_for_each(|(path, reason)| {
                    notifications.object(|it| {
                        it.string("level", "error")?;
                        message(
                            it,
                            "message",
                            &sanitize::line(&format!("cannot read the file: {reason}")),
                        )?;
                        it.array("locations", |locations| {
                            locations.object(|it| {
                                it.object("physicalLocation", |it| artifact(it, &uri(path)))
                            })
                        })
                    })
                })
            })
        })?;
        out.write_str("]}]}\n")
    }
}

fn descriptor(it: &mut Object<'_>, rule: &Rule) -> fmt::Result {
    it.string("id", &rule.name)?;
    it.object("shortDescription", |it| it.string("text", &rule.title))?;
    it.object("fullDescription", |it| {
        it.string(
            "text",
            if rule.why.is_empty() {
                &rule.title
            } else {
                &rule.why
            },
        )
    })?;
    if let Some(url) = rule_url(&rule.name) {
        it.string("helpUri", &url)?;
    }
    let page = rule_page(rule, &SCHEMA);
    it.object("help", |it| {
        it.string("text", &page)?;
        it.string("markdown", &page)
    })?;
    it.object("defaultConfiguration", |it| {
        it.string("level", level(rule.severity))
    })?;
    it.object("properties", |it| {
        it.array("tags", |tags| tags.string(&rule.module))
    })
}

fn result(it: &mut Object<'_>, uri: &str, source: &Source<'_>, finding: &Finding) -> fmt::Result {
    it.string("ruleId", &finding.rule)?;
    if let Some(index) = crate::rules()
        .iter()
        .position(|rule| rule.name == finding.rule)
    {
        it.number("ruleIndex", index)?;
    }
    it.string("level", level(finding.severity))?;
    let below = [&finding.note, &finding.help]
        .into_iter()
        .filter_map(|text| text.as_deref().map(sanitize::paragraphs));
    let text: Vec<_> = std::iter::once(sanitize::line(&finding.message))
        .chain(below)
        .collect();
    message(it, "message", &text.join("\n"))?;
    it.array("locations", |locations| {
        locations.object(|it| {
            place(it, uri, source, finding.span)?;
            if finding.path.is_empty() {
                return Ok(());
            }
            it.array("logicalLocations", |logical| {
                logical.object(|it| {
                    it.string("fullyQualifiedName", &finding.path)?;
                    it.string("kind", "element")
                })
            })
        })
    })?;
    it.array("relatedLocations", |related| {
        finding
            .labels
            .iter()
            .enumerate()
            .try_for_each(|(index, label)| {
                related.object(|it| {
                    it.number("id", index)?;
                    message(it, "message", &sanitize::line(&label.message))?;
                    place(it, uri, source, label.span)
                })
            })
    })?;
    it.object("partialFingerprints", |it| {
        it.string(
            "cloudfrontLintElement/v1",
            &format!("{} {}", finding.rule, finding.place),
        )
    })?;
    if let Some(service) = &finding.service {
        it.object("properties", |it| {
            it.string("serviceCode", &service.code)?;
            it.number("serviceStatus", usize::from(service.status))
        })?;
    }
    it.array("fixes", |fixes| {
        finding.fixes.iter().try_for_each(|fix| {
            fixes.object(|it| {
                message(it, "description", &sanitize::line(&fix.title))?;
                it.array("artifactChanges", |changes| {
                    changes.object(|it| {
                        artifact(it, uri)?;
                        it.array("replacements", |replacements| {
                            fix.edits.iter().try_for_each(|edit| {
                                replacements.object(|it| {
                                    region(it, "deletedRegion", source, edit.span)?;
                                    it.object("insertedContent", |it| it.string("text", &edit.text))
                                })
                            })
                        })
                    })
                })
            })
        })
    })
}

/// A plain text message in which nothing is a placeholder (section 3.11.5 of the standard) or a link (3.11.6), whatever it quotes. The
/// pages of the rules are no such messages: nothing gives arguments to them.
fn message(it: &mut Object<'_>, key: &str, text: &str) -> fmt::Result {
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
    it.object(key, |it| it.string("text", &escaped))
}

fn place(it: &mut Object<'_>, uri: &str, source: &Source<'_>, span: Span) -> fmt::Result {
    it.object("physicalLocation", |it| {
        artifact(it, uri)?;
        region(it, "region", source, span)
    })
}

fn artifact(it: &mut Object<'_>, uri: &str) -> fmt::Result {
    it.object("artifactLocation", |it| it.string("uri", uri))
}

fn region(it: &mut Object<'_>, key: &str, source: &Source<'_>, span: Span) -> fmt::Result {
    let start = source.position_in_characters(span.start as usize);
    let end = source.position_in_characters(span.end as usize);
    it.object(key, |it| {
        it.number("startLine", start.line)?;
        it.number("startColumn", start.column)?;
        it.number("endLine", end.line)?;
        it.number("endColumn", end.column)
    })
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Advice => "note",
    }
}

/// The path as a URI reference, relative where the path is.
fn uri(path: &str) -> String {
    let mut uri = if path.starts_with('/') {
        "file://".to_owned()
    } else {
        String::new()
    };
    for byte in path.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => {
                uri.push(char::from(byte))
            }
            _ => {
                let _ = write!(uri, "%{byte:02X}");
            }
        }
    }
    uri
}

#[cfg(test)]
mod tests {
    use super::{message, uri};
    use crate::render::json_writer;

    #[test]
    fn what_a_message_quotes_is_no_placeholder_and_no_link() {
        let written = |text: &str| {
            let mut out = String::new();
            json_writer::object(&mut out, |it| message(it, "message", text)).unwrap();
            serde_json::from_str::<serde_json::Value>(&out).unwrap()["message"]["text"]
                .as_str()
                .unwrap()
                .to_owned()
        };
        assert_eq!(
            written("`{0}` in Origin[2], C:\\x"),
            "`{{0}}` in Origin[2], C:\\x"
        );
        assert_eq!(
            written("\\[a](http://b) [c]"),
            "\\\\\\[a\\](http://b) \\[c\\]"
        );
    }

    #[test]
    fn paths_become_uris() {
        assert_eq!(uri("a b/ö.xml"), "a%20b/%C3%B6.xml");
        assert_eq!(uri("/tmp/dist.xml"), "file:///tmp/dist.xml");
        assert_eq!(uri("c:x.xml"), "c%3Ax.xml");
    }
}
