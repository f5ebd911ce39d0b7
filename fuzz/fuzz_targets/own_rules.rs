//! Runs `properties::own_rules`; `fuzz/README.md` says how.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| cloudfront_lint_fuzz::properties::own_rules(bytes));
