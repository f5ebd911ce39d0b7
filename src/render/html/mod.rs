//! One page for a browser: the documents with the findings at their places, and a picture of each
//! distribution. It needs nothing else: no network, no other file.
//!
//! The page is well-formed XML too, so that tests can read it.

mod listing;

use std::fmt;

use super::xml::escaped;
use super::{FileResult, Format, Outcome, Summary, svg};
use crate::map::map;
use crate::outcome::Report;

const STYLE: &str = include_str!("page.css");
const SCRIPT: &str = include_str!("page.js");

/// One page, light or dark as the reader's system is.
#[derive(Clone, Copy, Default, Debug)]
pub struct Html;

impl Format for Html {
    fn begin(&self, out: &mut dyn fmt::Write) -> fmt::Result {
        write!(
            out,
            "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\"/>\n\
             <meta name=\"viewport\" content=\"width=device-width\"/>\n\
             <title>Findings of cloudfront-lint</title>\n<style>\n{STYLE}</style>\n</head>\n\
             <body>\n<h1>Findings of cloudfront-lint</h1>\n<form id=\"filters\" hidden=\"hidden\">\n"
        )?;
        for severity in ["error", "warning", "advice"] {
            writeln!(
                out,
                "<label><input type=\"checkbox\" value=\"{severity}\" checked=\"checked\"/> \
                 {severity}</label>"
            )?;
        }
        out.write_str(
            "<label>rule <select name=\"rule\"><option value=\"\">all</option></select></label>\n\
             <span id=\"count\"></span>\n</form>\n<main>\n",
        )
    }

    fn file(&self, file: &FileResult<'_>, out: &mut dyn fmt::Write) -> fmt::Result {
        let path = escaped(file.path);
        match file.outcome {
            Outcome::Skipped(_) => Ok(()),
            Outcome::Failed(reason) => writeln!(
                out,
                "<section>\n<h2>{path}</h2>\n<p>Cannot read the file: {}</p>\n</section>",
                escaped(reason)
            ),
            Outcome::Checked(report) => {
                writeln!(
                    out,
                    "<section>\n<h2>{path}</h2>\n<p class=\"about\">{}</p>",
                    about(report)
                )?;
                if let Some(map) = map(report) {
                    writeln!(out, "<div class=\"picture\">\n{}</div>", svg(&map))?;
                }
                listing::write(report, out)?;
                out.write_str("</section>\n")
            }
        }
    }

    fn end(&self, summary: &Summary, out: &mut dyn fmt::Write) -> fmt::Result {
        write!(
            out,
            "</main>\n<footer>{}</footer>\n<script>\n{SCRIPT}</script>\n</body>\n</html>\n",
            escaped(&summary.line())
        )
    }
}

/// What a document is.
fn about(report: &Report<'_>) -> String {
    let root = report.root().unwrap_or("unknown document");
    let version = report.api_version();
    let version = version.map_or_else(String::new, |it| format!(", API version {it}"));
    let resource = report.resource();
    let resource = resource.map_or_else(String::new, |it| format!("resource {it}: "));
    let text = format!("{resource}{root}{version}");
    escaped(&text).into_owned()
}
