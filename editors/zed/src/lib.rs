//! The extension for Zed: which program is the language server.

use zed_extension_api::settings::LspSettings;
use zed_extension_api::{self as zed, Command, LanguageServerId, Result, Worktree};

/// The package for npm contains the program for every platform.
const PACKAGE: &str = "cloudfront-lint";
const PROGRAM: &str = "node_modules/cloudfront-lint/bin.js";

struct CloudFrontLint;

impl zed::Extension for CloudFrontLint {
    fn new() -> Self {
        Self
    }

    /// The program of the settings, on the `PATH`, or else of the package for npm.
    fn language_server_command(
        &mut self,
        server: &LanguageServerId,
        worktree: &Worktree,
    ) -> Result<Command> {
        let settings = LspSettings::for_worktree(server.as_ref(), worktree)?.binary;
        let (path, arguments) = settings.map_or((None, None), |it| (it.path, it.arguments));
        let mut args = arguments.unwrap_or_else(|| vec!["lsp".to_owned()]);
        let command = match path.or_else(|| worktree.which(PACKAGE)) {
            Some(path) => path,
            None => {
                args.insert(0, installed(server)?);
                zed::node_binary_path()?
            }
        };
        Ok(Command {
            command,
            args,
            env: worktree.shell_env(),
        })
    }
}

/// Installs the newest package, and returns the path of its program.
fn installed(server: &LanguageServerId) -> Result<String> {
    use zed::LanguageServerInstallationStatus as Status;
    let version = zed::npm_package_latest_version(PACKAGE);
    let current = zed::npm_package_installed_version(PACKAGE)?;
    match version {
        Ok(version) if current.as_ref() != Some(&version) => {
            zed::set_language_server_installation_status(server, &Status::Downloading);
            zed::npm_install_package(PACKAGE, &version)?;
        }
        // Without a network, what is installed is good enough.
        Err(error) if current.is_none() => return Err(error),
        _ => {}
    }
    let folder = std::env::current_dir().map_err(|error| error.to_string())?;
    Ok(folder.join(PROGRAM).to_string_lossy().into_owned())
}

zed::register_extension!(CloudFrontLint);
