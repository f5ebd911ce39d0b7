//! `--service-model` and `service-model`: the service model of an SDK, by which the newest API
//! version is extended.

use std::collections::BTreeMap;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::{Mutex, PoisonError};

use cloudfront_lint::service_model::{LARGEST, ServiceModel};

use crate::files::read;
use crate::settings::fault::Fault;
use crate::settings::paths::shown;
use crate::stderr::reason;

/// In place of a file: the botocore of the Python on the PATH.
const AUTO: &str = "auto";

/// Where Python looks for modules. Nothing is imported, and in isolated mode neither the current
/// folder nor the environment says what runs.
const PRINT_FOLDERS: &str =
    "import site, sys; print('\\n'.join(sys.path + [site.getusersitepackages()]))";

/// The models that were read, by their content: shapes stay until the program ends.
static KNOWN: Mutex<BTreeMap<u64, &'static ServiceModel>> = Mutex::new(BTreeMap::new());

/// The model that an argument or a configuration in this folder names.
pub(crate) fn read(name: &str, folder: &Path) -> Result<&'static ServiceModel, Fault> {
    let path = if name == AUTO {
        installed().ok_or_else(|| Fault::Unreadable {
            path: AUTO.to_owned(),
            reason: "neither `python3` nor `python` on the PATH has botocore".to_owned(),
        })?
    } else {
        folder.join(name)
    };
    let unreadable = |reason: String| Fault::Unreadable {
        path: shown(&path),
        reason,
    };
    let bytes =
        read::own_file(&path, LARGEST as u64).map_err(|error| unreadable(reason(&error)))?;
    let mut hasher = DefaultHasher::new();
    bytes.hash(&mut hasher);
    let mut known = KNOWN.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(model) = known.get(&hasher.finish()) {
        return Ok(model);
    }
    let model = ServiceModel::read(&bytes).map_err(|error| unreadable(error.to_string()))?;
    let model: &'static ServiceModel = Box::leak(Box::new(model));
    known.insert(hasher.finish(), model);
    Ok(model)
}

/// The model that an argument names, if there is one.
pub(crate) fn of_argument(name: Option<&str>) -> Result<Option<&'static ServiceModel>, Fault> {
    name.map(|name| read(name, Path::new(""))).transpose()
}

/// The model of the newest version in the botocore of the Python on the PATH.
fn installed() -> Option<PathBuf> {
    ["python3", "python"].into_iter().find_map(|python| {
        let output = Command::new(python)
            .args(["-I", "-c", PRINT_FOLDERS])
            .output()
            .ok()?;
        let folders = String::from_utf8_lossy(&output.stdout).into_owned();
        folders.lines().find_map(|folder| {
            let data = Path::new(folder)
                .join("botocore/data/cloudfront")
                .join(ServiceModel::api_version());
            let files = ["service-2.json.gz", "service-2.json"].map(|name| data.join(name));
            files.into_iter().find(|file| file.is_file())
        })
    })
}
