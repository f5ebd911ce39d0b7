//! Runs `properties::configuration`; `fuzz/README.md` says how.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| cloudfront_lint_fuzz::properties::configuration(bytes));
