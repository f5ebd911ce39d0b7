//! Reads the frames of a client until they end: no panic, and no message is longer than its frame.
//! `fuzz/README.md` says how.
#![no_main]

#[allow(dead_code, unreachable_pub)]
#[path = "../../src/bin/cloudfront-lint/lsp/frames.rs"]
mod frames;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let mut input = bytes;
    let mut left = input.len();
    while let Ok(Some(_)) = frames::read(&mut input) {
        assert!(input.len() < left);
        left = input.len();
    }
});
