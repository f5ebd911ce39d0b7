//! Rule packs: folders with rules that several teams or repositories share.
//!
//! What lives here: the file that says what a pack is. What does not: looking for its files.

use crate::config::none;
use crate::model::load::{File, LoadError, Value};
use crate::outcome::Error;

/// What a pack says about itself.
#[derive(Clone, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub struct Pack {
    /// Its name.
    pub name: String,
    /// Its version: three numbers joined by dots.
    pub version: String,
    /// What its rules are about.
    pub description: String,
}

impl Pack {
    /// The name of the file in the folder of a pack.
    pub const FILE: &str = "pack.toml";

    /// Reads the file of a pack.
    ///
    /// ```
    /// use cloudfront_lint::config::{File, Pack};
    ///
    /// let text = "name = \"ours\"\nversion = \"1.2.0\"\ndescription = \"our rules\"";
    /// let pack = Pack::load(&File::new("pack.toml", text)).expect("a valid pack");
    /// assert_eq!(pack.version, "1.2.0");
    /// let error = Pack::load(&File::new("pack.toml", "name = \"ours\"")).unwrap_err();
    /// assert!(error.to_string().contains("missing key `version`"));
    /// ```
    ///
    /// # Errors
    /// Every unknown or missing key, and a version that is not one.
    pub fn load(file: &File) -> Result<Self, Error> {
        let parsed = file.parse().map_err(|error| vec![error])?;
        let root = parsed.root();
        let keys = ["name", "version", "description"];
        let mut errors = root.unknown_keys(&keys);
        let [name, version, description] = keys.map(|key| {
            let text = root.need(key).and_then(|value| match key {
                "version" => version_of(value),
                _ => text_of(value),
            });
            text.map_err(|error| errors.push(error)).unwrap_or_default()
        });
        none(errors)?;
        Ok(Self {
            name,
            version,
            description,
        })
    }
}

fn text_of(value: Value<'_>) -> Result<String, LoadError> {
    match value.text()? {
        text if text.trim().is_empty() => Err(value.error("expected a text that is not empty")),
        text => Ok(text.to_owned()),
    }
}

fn version_of(value: Value<'_>) -> Result<String, LoadError> {
    let text = value.text()?;
    let is_number = |part: &str| part.parse::<u32>().is_ok();
    if text.split('.').count() == 3 && text.split('.').all(is_number) {
        Ok(text.to_owned())
    } else {
        Err(value.error("expected three numbers joined by dots, such as `1.0.0`"))
    }
}
