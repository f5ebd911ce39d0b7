//! The model of the service that an SDK ships, newer than this program: what it knows more extends
//! the newest API version.
//!
//! What lives here: [`ServiceModel`] and reading one. What does not: files, and looking for the
//! model of an SDK, which is for the program.

mod extend;

use std::borrow::Cow;
use std::fmt;
use std::io::Read as _;

use serde_json::Value;

use crate::builtin::SCHEMA;
use crate::model::schema::Schema;
use crate::outcome::Error;

/// Bytes of a model at most, packed or not. That of `CloudFront` has less than one MiB.
pub const LARGEST: usize = 16 << 20;

/// The first bytes of what gzip wrote.
const GZIP: [u8; 2] = [0x1f, 0x8b];

/// The shapes with those of a service model, for
/// [`Linter::service_model`](crate::Linter::service_model).
#[derive(Clone)]
pub struct ServiceModel {
    schema: Schema,
    additions: usize,
}

impl fmt::Debug for ServiceModel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ServiceModel")
            .field("additions", &self.additions)
            .finish_non_exhaustive()
    }
}

/// Why a file is not a service model that can be used.
#[derive(PartialEq, Eq, Debug, thiserror::Error)]
enum Unusable {
    /// It has more bytes than any model.
    #[error("larger than {} MiB, which no service model is", LARGEST >> 20)]
    TooLarge,
    /// It begins like a file of gzip, and is none.
    #[error("it cannot be unpacked: {0}")]
    Packed(String),
    /// It is not JSON.
    #[error("it is not valid JSON: {0}")]
    Json(String),
    /// It is another JSON file.
    #[error("it is not a service model: expected `service-2.json` of botocore")]
    NoModel,
    /// It is the model of another service.
    #[error("it is the model of `{0}`, not of CloudFront")]
    OtherService(String),
    /// It is the model of a version that does not grow.
    #[error("it is the model of API version {version}; only {newest} can be extended")]
    OtherVersion {
        /// The version of the model.
        version: String,
        /// The newest version.
        newest: String,
    },
}

impl ServiceModel {
    /// Reads `service-2.json` of botocore, plain or packed with gzip, as botocore ships it.
    ///
    /// Members and enum values that the model has and this program does not know are added to the
    /// newest API version. If the model has all that this program knows, it is at least as new:
    /// then its required members and its bounds of numbers and lengths count too. Patterns do not.
    ///
    /// # Errors
    /// When it is not a model of the newest API version of `CloudFront`.
    pub fn read(bytes: &[u8]) -> Result<Self, Error> {
        Self::parsed(bytes).map_err(|why| Error::ServiceModel(why.to_string()))
    }

    fn parsed(bytes: &[u8]) -> Result<Self, Unusable> {
        if bytes.len() > LARGEST {
            return Err(Unusable::TooLarge);
        }
        let text = unpacked(bytes)?;
        let model: Value =
            serde_json::from_slice(&text).map_err(|error| Unusable::Json(error.to_string()))?;
        let metadata = &model["metadata"];
        let version = metadata["apiVersion"].as_str().ok_or(Unusable::NoModel)?;
        if !model["shapes"].is_object() {
            return Err(Unusable::NoModel);
        }
        let service = metadata["endpointPrefix"].as_str().unwrap_or_default();
        if service != "cloudfront" {
            let name = metadata["serviceId"].as_str().unwrap_or(service);
            return Err(Unusable::OtherService(name.to_owned()));
        }
        let newest = Self::api_version();
        if version != newest {
            return Err(Unusable::OtherVersion {
                version: version.to_owned(),
                newest: newest.to_string(),
            });
        }
        let (schema, additions) = extend::extend(&SCHEMA, &model["shapes"]);
        Ok(Self { schema, additions })
    }

    /// The API version of the models that can be read: `2020-05-31`.
    pub fn api_version() -> &'static str {
        &SCHEMA.version_info(SCHEMA.newest()).name
    }

    /// How many members, values, requirements and bounds the model knows more.
    pub fn additions(&self) -> usize {
        self.additions
    }

    /// The built-in shapes with those of the model. All that is built in has its index in it too.
    pub(crate) fn schema(&self) -> &Schema {
        &self.schema
    }
}

/// The text of a model that may be packed.
fn unpacked(bytes: &[u8]) -> Result<Cow<'_, [u8]>, Unusable> {
    if !bytes.starts_with(&GZIP) {
        return Ok(Cow::Borrowed(bytes));
    }
    let mut text = Vec::new();
    flate2::read::MultiGzDecoder::new(bytes)
        .take(LARGEST as u64 + 1)
        .read_to_end(&mut text)
        .map_err(|error| Unusable::Packed(error.to_string()))?;
    if text.len() > LARGEST {
        return Err(Unusable::TooLarge);
    }
    Ok(Cow::Owned(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn error(text: &str) -> Unusable {
        ServiceModel::parsed(text.as_bytes()).unwrap_err()
    }

    #[test]
    fn what_is_not_a_model_is_reported() {
        assert!(matches!(error("{"), Unusable::Json(_)));
        assert_eq!(error("[]"), Unusable::NoModel);
        assert_eq!(
            error(r#"{"metadata": {"apiVersion": "x"}}"#),
            Unusable::NoModel
        );
        let of = |prefix: &str, version: &str| {
            format!(
                r#"{{"metadata": {{"apiVersion": "{version}", "endpointPrefix": "{prefix}", "serviceId": "It"}}, "shapes": {{}}}}"#
            )
        };
        assert_eq!(
            error(&of("s3", "2006-03-01")),
            Unusable::OtherService("It".to_owned())
        );
        assert!(matches!(
            error(&of("cloudfront", "2019-03-26")),
            Unusable::OtherVersion { .. }
        ));
        let none = ServiceModel::parsed(of("cloudfront", "2020-05-31").as_bytes()).unwrap();
        assert_eq!(none.additions(), 0);
    }

    #[test]
    fn a_packed_bomb_is_refused() {
        use std::io::Write as _;
        let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        packer.write_all(&vec![b' '; LARGEST + 1]).unwrap();
        let packed = packer.finish().unwrap();
        assert_eq!(
            ServiceModel::parsed(&packed).unwrap_err(),
            Unusable::TooLarge
        );
        assert!(matches!(
            ServiceModel::parsed(&packed[..100]).unwrap_err(),
            Unusable::Packed(_)
        ));
    }
}
