//! The picture of a document: as SVG, and as text for Mermaid.

mod mermaid;
mod svg;

pub use mermaid::mermaid;
pub use svg::svg;

use crate::map::Map;

/// The lines that meet in the point between the first two columns exist only if something leads to
/// it.
fn has_point(map: &Map) -> bool {
    map.lines.iter().any(|line| line.to.is_none())
}
