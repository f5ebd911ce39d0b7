//! What `benches/process.sh` needs besides the linter: documents to check, and the least work to
//! compare with.
//!
//! `helper documents FOLDER` writes the documents, `helper parse FILE…` does nothing but parse
//! them, on two threads when there is more than one.

use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::{env, fs, io, thread};

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
        _ => Err(io::Error::other(
            "usage: helper documents FOLDER | helper parse FILE-OR-FOLDER",
        )),
    }
}

fn write_documents(folder: &Path) -> io::Result<()> {
    fs::create_dir_all(folder.join("many"))?;
    fs::write(folder.join("sample.xml"), SAMPLE)?;
    fs::write(folder.join("maximal.xml"), document(Size::MAXIMAL))?;
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
