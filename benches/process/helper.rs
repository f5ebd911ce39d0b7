//! What `benches/process.sh` needs besides the linter: documents to check, and the least work to
//! compare with.
//!
//! `helper documents FOLDER` writes the documents, `helper parse FILE…` does nothing but parse
//! them, on two threads when there is more than one. `helper repeat WORK FILE TIMES` does one kind
//! of work again and again, for counting the instructions of one round; `helper warm FILE` prints
//! the nanoseconds of a lint and of a bare parse, round by round in turn, medians.

use std::hint::black_box;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};
use std::{env, fs, io, thread};

use cloudfront_lint::internal::tree;
use cloudfront_lint::{Form, Source, convert};
use documents::{Size, document};

#[path = "../documents/maximal.rs"]
mod documents;

/// How many files a big repository has.
const MANY: usize = 10_000;
const SAMPLE: &str = include_str!("../documents/distribution-2012-07-01.xml");

fn main() -> io::Result<()> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    match arguments
        .iter()
        .map(String::as_str)
        .collect::<Vec<_>>()
        .as_slice()
    {
        ["documents", folder] => write_documents(Path::new(folder)),
        ["parse", folder] if Path::new(folder).is_dir() => {
            let mut paths = fs::read_dir(folder)?
                .map(|entry| Ok(entry?.path()))
                .collect::<io::Result<Vec<_>>>()?;
            paths.sort();
            parse(&paths, 2)
        }
        ["parse", file] => parse(&[file], 1),
        ["repeat", work, file, times] => {
            let text = fs::read_to_string(file)?;
            let times: usize = times.parse().map_err(io::Error::other)?;
            let work = Work::of(work).ok_or_else(usage)?;
            (0..times).for_each(|_| {
                black_box(work.run(black_box(&text)));
            });
            Ok(())
        }
        ["warm", file] => warm(&fs::read_to_string(file)?),
        _ => Err(usage()),
    }
}

fn usage() -> io::Error {
    io::Error::other(
        "usage: helper documents FOLDER | helper parse FILE-OR-FOLDER | helper warm FILE | \
         helper repeat lint|tree|bare FILE TIMES",
    )
}

/// What is done with a text.
#[derive(Clone, Copy)]
enum Work {
    /// The whole report.
    Lint,
    /// Our tree alone.
    Tree,
    /// The least: roxmltree, or `serde_json::Value` where the text is JSON.
    Bare,
}

impl Work {
    fn of(name: &str) -> Option<Self> {
        match name {
            "lint" => Some(Self::Lint),
            "tree" => Some(Self::Tree),
            "bare" => Some(Self::Bare),
            _ => None,
        }
    }

    /// Does it, and counts something, so that nothing is left out.
    fn run(self, text: &str) -> usize {
        match self {
            Self::Lint => cloudfront_lint::lint(text).findings().len(),
            Self::Tree if is_json(text) => tree::parse_json(&Source::new(text)).0.nodes().len(),
            Self::Tree => tree::parse_xml(&Source::new(text)).0.nodes().len(),
            Self::Bare if is_json(text) => {
                usize::from(serde_json::from_str::<serde_json::Value>(text).is_ok())
            }
            Self::Bare => usize::from(roxmltree::Document::parse(text).is_ok()),
        }
    }
}

fn is_json(text: &str) -> bool {
    text.starts_with(['{', '['])
}

/// Both in turn, so that they share what else the machine does.
fn warm(text: &str) -> io::Result<()> {
    let mut times = [Work::Lint, Work::Bare].map(|work| (work, Vec::new()));
    let begin = Instant::now();
    while times[0].1.len() < 15 || begin.elapsed() < Duration::from_millis(700) {
        for (work, times) in &mut times {
            let start = Instant::now();
            black_box(work.run(black_box(text)));
            times.push(start.elapsed().as_nanos());
        }
    }
    let [lint, bare] = times.map(|(_, mut times)| {
        times.sort_unstable();
        times[times.len() / 2]
    });
    io::Write::write_all(&mut io::stdout(), format!("{lint} {bare}\n").as_bytes())
}

fn write_documents(folder: &Path) -> io::Result<()> {
    fs::create_dir_all(folder.join("many"))?;
    fs::write(folder.join("sample.xml"), SAMPLE)?;
    let maximal = document(Size::MAXIMAL);
    for (name, text) in [("sample", SAMPLE), ("maximal", &maximal)] {
        let json = convert(&Source::new(text), Form::Json, None).map_err(io::Error::other)?;
        fs::write(folder.join(format!("{name}.json")), json)?;
    }
    fs::write(folder.join("maximal.xml"), maximal)?;
    fs::write(
        folder.join("faults.xml"),
        document(Size {
            aliases: 100_000,
            ..Size::MAXIMAL
        })
        .replace("CNAME>", "Cname>"),
    )?;
    for index in 0..MANY {
        // A remark of its own length in each, so that the files differ in size and content, up to 4
        // KB.
        let remark = format!(
            "<!-- {index:05} {}-->\n<DistributionConfig ",
            "lorem ipsum ".repeat(index % 64)
        );
        // The bucket with its region, so that there is nothing to say about any of them.
        let text = SAMPLE
            .replace("<DistributionConfig ", &remark)
            .replace(".s3.amazonaws.com", ".s3.us-east-1.amazonaws.com");
        fs::write(folder.join(format!("many/{index:05}.xml")), text)?;
    }
    Ok(())
}

fn parse<P: AsRef<Path> + Sync>(paths: &[P], threads: usize) -> io::Result<()> {
    let (next, elements) = (AtomicUsize::new(0), AtomicUsize::new(0));
    thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                while let Some(path) = paths.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let text = fs::read_to_string(path).unwrap_or_default();
                    let count = roxmltree::Document::parse(&text)
                        .map_or(0, |tree| tree.descendants().len());
                    elements.fetch_add(count, Ordering::Relaxed);
                }
            });
        }
    });
    fs::write("/dev/null", elements.load(Ordering::Relaxed).to_string())
}
