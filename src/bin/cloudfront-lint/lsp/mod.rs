//! `cloudfront-lint lsp`: the findings of `check` in an editor, over standard input and output.
//!
//! What lives here: the loop. One thread reads messages, this one answers them in order. Documents are judged when nothing else
//! waits, so that somebody who types fast is answered once.

mod actions;
mod client;
mod diagnostics;
mod documents;
mod frames;
mod hover;
mod positions;
mod server;
mod settings;

use std::io::{self, BufReader};
use std::process::ExitCode;
use std::sync::mpsc::{self, TryRecvError};
use std::thread;

use crate::args::Lsp;
use client::Client;
use server::{Server, Turn};
use settings::Settings;

/// Serves one client until it goes. The exit code says whether it went in the protocol's order.
// Apart from `main`, in which every check begins.
#[cold]
#[inline(never)]
pub(crate) fn run(arguments: Lsp) -> ExitCode {
    let (send, receive) = mpsc::channel();
    // The channel has no bound: a client that writes while it does not read would wait for us, and we for it.
    thread::spawn(move || {
        let mut input = BufReader::new(io::stdin());
        while let Ok(Some(frame)) = frames::read(&mut input) {
            if send.send(frame).is_err() {
                return;
            }
        }
    });
    let mut server = Server::new(Client::new(io::stdout()), Settings::new(arguments));
    loop {
        let frame = match receive.try_recv() {
            Ok(frame) => frame,
            Err(TryRecvError::Disconnected) => break,
            Err(TryRecvError::Empty) => {
                server.catch_up();
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
