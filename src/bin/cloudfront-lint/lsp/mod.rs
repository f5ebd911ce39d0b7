//! `cloudfront-lint lsp`: the findings of `check` in an editor, over standard input and output.
//!
//! What lives here: the loop. One thread reads messages, this one answers them in order. Documents
//! are checked when no message is waiting, so fast typing causes one check.

mod actions;
pub(crate) mod arguments;
mod changes;
mod client;
mod diagnostics;
mod documents;
mod features;
mod frames;
mod hover;
mod positions;
mod server;
mod settings;

use std::io::{self, BufReader};
use std::process::ExitCode;
use std::sync::mpsc::{self, TryRecvError};
use std::thread;

use arguments::Lsp;
use client::Client;
use server::{Server, Turn};
use settings::Checkers;

/// Serves one client until it leaves. The exit status says whether it left as the protocol demands.
// Kept out of `main`, where every check starts.
#[cold]
#[inline(never)]
pub(crate) fn run(arguments: Lsp) -> ExitCode {
    let (send, receive) = mpsc::channel();
    // The channel is unbounded: a client that writes without reading would wait for us, and we for
    // it.
    thread::spawn(move || {
        let mut input = BufReader::new(io::stdin());
        while let Ok(Some(frame)) = frames::read(&mut input) {
            if send.send(frame).is_err() {
                return;
            }
        }
    });
    let mut server = Server::new(Client::new(io::stdout()), Checkers::new(arguments));
    loop {
        let frame = match receive.try_recv() {
            Ok(frame) => frame,
            Err(TryRecvError::Disconnected) => break,
            Err(TryRecvError::Empty) => {
                server.publish();
                let Ok(frame) = receive.recv() else { break };
                frame
            }
        };
        if server.take(frame) == Turn::Last {
            break;
        }
    }
    if server.is_shut_down() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}
