//! `cloudfront-lint lsp`: the findings of `check` in an editor, over standard input and output.
//!
//! What lives here: the loop. One thread reads messages, this one answers them in order. Documents
//! are checked when no message is waiting, so fast typing causes one check.

mod actions;
pub(crate) mod arguments;
mod changes;
mod client;
mod configuration;
mod diagnostics;
mod documents;
mod features;
mod file_bytes;
mod frames;
mod hover;
mod parent;
mod positions;
mod server;
mod settings;

use std::io::{self, BufReader};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, TryRecvError};
use std::thread;
use std::time::{Duration, Instant};

use arguments::Lsp;
use client::Client;
use frames::Frame;
use server::{Server, Turn};
use settings::Checkers;

/// How often to look after what no message reports: changed files, and a client that has crashed.
const PERIOD: Duration = Duration::from_secs(1);

/// Serves one client until it leaves. Returns whether it left as the protocol demands.
// Kept out of `main`, where every check starts.
#[cold]
#[inline(never)]
pub(crate) fn run(arguments: Lsp) -> bool {
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
    serve(&mut server, &receive);
    server.is_shut_down()
}

/// Handles frames until the last one.
fn serve(server: &mut Server<io::Stdout>, receive: &Receiver<Frame>) {
    let mut looked = Instant::now();
    loop {
        let frame = match receive.try_recv() {
            Ok(frame) => frame,
            Err(TryRecvError::Disconnected) => return,
            Err(TryRecvError::Empty) if server.publish_next() || server.sweep_next() => continue,
            Err(TryRecvError::Empty) => {
                match receive.recv_timeout(PERIOD.saturating_sub(looked.elapsed())) {
                    Ok(frame) => frame,
                    Err(RecvTimeoutError::Disconnected) => return,
                    Err(RecvTimeoutError::Timeout) => {
                        looked = Instant::now();
                        if server.idle() == Turn::Last {
                            return;
                        }
                        continue;
                    }
                }
            }
        };
        if server.take(frame) == Turn::Last {
            return;
        }
    }
}
