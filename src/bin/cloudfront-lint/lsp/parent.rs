//! The process that the client says it is. A server whose client has crashed must not stay, even
//! if another process keeps the streams open.

use std::path::PathBuf;

use serde_json::Value;

/// The process of the client, if it can be watched.
#[derive(Debug, Default)]
pub(crate) enum Parent {
    /// It cannot.
    #[default]
    Unknown,
    /// It has a folder in the file system as long as it runs.
    Folder(PathBuf),
    /// It started this process, which gets another parent when it ends.
    Starter(u32),
}

impl Parent {
    /// The process that the parameters of `initialize` name, unless it is unknown here: a client
    /// can be in another container.
    pub(crate) fn of(params: &Value) -> Self {
        let id = params.get("processId").and_then(Value::as_u64);
        let Some(id) = id.and_then(|id| u32::try_from(id).ok()) else {
            return Self::Unknown;
        };
        let folder = PathBuf::from(format!("/proc/{id}"));
        if folder.is_dir() {
            Self::Folder(folder)
        } else if starter() == id {
            Self::Starter(id)
        } else {
            Self::Unknown
        }
    }

    /// Whether it has ended.
    pub(crate) fn is_gone(&self) -> bool {
        match self {
            Self::Unknown => false,
            Self::Folder(folder) => !folder.is_dir(),
            Self::Starter(id) => starter() != *id,
        }
    }
}

#[cfg(unix)]
fn starter() -> u32 {
    std::os::unix::process::parent_id()
}

/// No client has this number.
#[cfg(not(unix))]
fn starter() -> u32 {
    0
}
