//! The language server as an editor meets it: the binary, spoken to in the protocol.
#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

mod actions;
mod applied_actions;
mod capabilities;
mod client;
mod configuration;
mod diagnostics;
mod features;
mod hover;
mod session;
mod workspace;
