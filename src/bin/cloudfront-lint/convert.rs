//! `cloudfront-lint convert`: one document in the other notation, to standard output.

use std::io::{self, Write as _};

use cloudfront_lint::convert::Error;
use cloudfront_lint::{Source, convert, tree};

use crate::args::{Convert, Notation, usage_error};
use crate::files;
use crate::files::Origin;
use crate::status::{Status, of_write_error, tell};

/// Runs the command.
pub(crate) fn run(arguments: &Convert) -> Status {
    let standard_input = arguments.path.as_os_str() == "-";
    let origin = Origin::named(&arguments.path);
    let name = if standard_input {
        "<stdin>".into()
    } else {
        arguments.path.display().to_string()
    };
    let name = cloudfront_lint::text::harmless_line(&name);
    let mut bytes = Vec::new();
    if let Err(reason) = files::read(&origin, &mut bytes) {
        tell(&format!("cannot read `{name}`: {reason}"));
        return Status::Failure;
    }
    let form = match arguments.to {
        Notation::Xml => tree::Form::Xml,
        Notation::Json => tree::Form::Json,
    };
    match convert::convert(
        &Source::decode(&bytes),
        form,
        arguments.api_version.as_deref(),
    ) {
        Ok(text) => {
            let mut out = io::stdout().lock();
            match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
                Ok(()) => Status::Clean,
                Err(error) => of_write_error(&error),
            }
        }
        Err(error @ Error::UnknownVersion { .. }) => usage_error("convert", &error.to_string()),
        Err(error) => {
            tell(&format!("cannot convert `{name}`: {error}"));
            Status::Failure
        }
    }
}
