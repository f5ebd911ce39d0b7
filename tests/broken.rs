//! Texts that are not well-formed: what is said about them, and what they become.
//!
//! Each `fixtures/broken/NAME.xml` or `NAME.json` has its whole output beside it in `NAME.out`: the findings with their labels and fixes, and the text with
//! all edits of notation made, or that there is no document in it yet, or that not every fault has an edit. `UPDATE_FIXTURES=1 cargo test --test broken` writes them anew; read
//! the difference before it is kept.

#[path = "support/edits.rs"]
mod edits;

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use cloudfront_lint::lint::nesting::ShapeNesting;
use cloudfront_lint::outcome::Finding;
use cloudfront_lint::tree::{SyntaxFault, Tree};
use cloudfront_lint::{Linter, Source, builtin, tree};
use libtest_mimic::{Arguments, Failed, Trial};

static SHAPES: ShapeNesting = ShapeNesting::new(&builtin::SCHEMA);

fn main() -> ExitCode {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/broken");
    let mut files: Vec<PathBuf> = folder
        .read_dir()
        .expect("the fixtures are there")
        .map(|entry| entry.expect("readable").path())
        .collect();
    files.retain(|path| {
        path.extension()
            .is_some_and(|extension| extension == "xml" || extension == "json")
    });
    files.sort();
    let mut trials = Vec::new();
    for path in files {
        let name = path
            .file_stem()
            .expect("a file")
            .to_string_lossy()
            .into_owned();
        let prefixes = path.clone();
        let is_xml = path.extension().is_some_and(|extension| extension == "xml");
        trials.push(Trial::test(format!("{name}/output"), move || output(&path)));
        if is_xml {
            trials.push(Trial::test(format!("{name}/prefixes"), move || {
                every_prefix(&prefixes)
            }));
        }
    }
    libtest_mimic::run(&Arguments::from_args(), trials).exit_code()
}

fn output(path: &Path) -> Result<(), Failed> {
    let bytes = std::fs::read(path)?;
    let is_json = path
        .extension()
        .is_some_and(|extension| extension == "json");
    let shown = show(&bytes, is_json)?;
    let expected = path.with_extension("out");
    if std::env::var_os("UPDATE_FIXTURES").is_some() {
        std::fs::write(&expected, &shown)?;
    }
    let expected = std::fs::read_to_string(expected).unwrap_or_default();
    if shown == expected {
        Ok(())
    } else {
        Err(format!("--- expected\n{expected}\n--- found\n{shown}").into())
    }
}

fn show(bytes: &[u8], is_json: bool) -> Result<String, Failed> {
    let report = Linter::new().lint(bytes);
    let source = report.source();
    let mut out = String::new();
    for finding in report.findings() {
        show_finding(&mut out, source, finding)?;
    }
    let (tree, faults) = if is_json {
        tree::parse_json_with(source, &SHAPES)
    } else {
        tree::parse_xml_with(source, &SHAPES)
    };
    sound(&tree, &faults)?;
    if tree.root().is_none() {
        if faults.iter().any(|fault| !fault.edits.is_empty()) {
            return Err("edits are offered that lead to no document".into());
        }
        out.push_str("\nno document\n");
        return Ok(out);
    }
    let mended = edits::mended(source.text(), &faults);
    if is_json && faults.iter().any(|fault| fault.edits.is_empty()) {
        out.push_str("\nnot mended\n");
        return Ok(out);
    }
    let error = if is_json {
        serde_json::from_str::<serde_json::Value>(&mended)
            .err()
            .map(|error| error.to_string())
    } else {
        roxmltree::Document::parse(&mended)
            .err()
            .map(|error| error.to_string())
    };
    if let Some(error) = error {
        return Err(format!("{error} in the mended text\n{mended}").into());
    }
    write!(out, "\n{}", mended.replace('\r', "\\r"))?;
    Ok(out)
}

fn show_finding(out: &mut String, source: &Source<'_>, finding: &Finding) -> std::fmt::Result {
    let at = source.position(finding.span.start as usize);
    writeln!(
        out,
        "{}:{}: {}[{}]: {}",
        at.line, at.column, finding.severity, finding.rule, finding.message
    )?;
    for label in &finding.labels {
        let at = source.position(label.span.start as usize);
        writeln!(
            out,
            "    {}:{} {:?}: {}",
            at.line,
            at.column,
            source.slice(label.span),
            label.message
        )?;
    }
    if let Some(note) = &finding.note {
        writeln!(out, "    note: {note}")?;
    }
    if let Some(help) = &finding.help {
        writeln!(out, "    help: {help}")?;
    }
    for fix in &finding.fixes {
        writeln!(out, "    fix, {:?}: {}", fix.applicability, fix.title)?;
    }
    Ok(())
}

/// All ranges lie in the text, and the leaves are the text.
fn sound(tree: &Tree<'_>, faults: &[SyntaxFault]) -> Result<(), Failed> {
    let text = tree.source().text();
    let mut at = 0;
    for leaf in tree.leaves() {
        if leaf.span.start != at || leaf.span.is_empty() {
            return Err(format!("leaf {leaf:?} does not follow {at}").into());
        }
        at = leaf.span.end;
    }
    if at as usize != text.len() {
        return Err("the leaves do not reach the end".into());
    }
    for node in tree.nodes() {
        for span in [
            node.whole,
            node.name,
            node.content,
            node.head(),
            node.tail(),
        ] {
            if text.get(span.range()).is_none() {
                return Err(format!("{span:?} of {node:?} is no range of the text").into());
            }
        }
    }
    for fault in faults {
        for span in fault
            .edits
            .iter()
            .map(|edit| edit.span)
            .chain([fault.span])
            .chain(fault.related)
        {
            if text.get(span.range()).is_none() {
                return Err(format!("{span:?} of {fault:?} is no range of the text").into());
            }
        }
    }
    Ok(())
}

/// A document that is being typed: cut at any byte it gets an answer, and what was said about the lines far above the cut stays.
fn every_prefix(path: &Path) -> Result<(), Failed> {
    let bytes = std::fs::read(path)?;
    let whole = Source::decode(&bytes);
    let (_, all) = tree::parse_xml_with(&whole, &SHAPES);
    for length in 0..=bytes.len() {
        let cut = Source::decode(&bytes[..length]);
        let (tree, faults) = tree::parse_xml_with(&cut, &SHAPES);
        sound(&tree, &faults)?;
        // What is around the cut may be told otherwise, and so may what is about the element that is open there.
        let settled = whole.line_at(length).saturating_sub(3);
        let limit = whole.line_span(settled).start;
        let settled = |faults: &[SyntaxFault]| -> Vec<_> {
            let local = faults
                .iter()
                .filter(|fault| fault.span.end < limit && is_local(fault));
            local.map(|fault| (fault.kind, fault.span)).collect()
        };
        if settled(&all) != settled(&faults) {
            return Err(format!(
                "cut at {length}: {:?} became {:?}",
                settled(&all),
                settled(&faults)
            )
            .into());
        }
    }
    Ok(())
}

/// Whether a fault is about what is near it, and not about something that may come later.
fn is_local(fault: &SyntaxFault) -> bool {
    fault
        .related
        .is_none_or(|related| fault.span.start.abs_diff(related.start) < 200)
        && fault.edits.len() < 8
}
