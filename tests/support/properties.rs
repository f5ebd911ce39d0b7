//! How the properties are run: from one seed, so that the same code gives the same answer every
//! time and everywhere. Outside of CI it is the first cases only.
//!
//! `PROPTEST_RNG_SEED` and `PROPTEST_CASES` lead to other documents and to more of them;
//! CONTRIBUTING.md has the commands. What an exploration finds becomes a fixture or a test of its
//! own, so nothing is kept of it elsewhere.

use proptest::test_runner::{Config, RngSeed};

/// Where an ordinary run begins.
const SEED: u64 = 20_200_531;

/// So many cases from the one seed in CI, and a quarter of them elsewhere, unless the environment
/// asks for others.
pub(crate) fn config(cases: u32) -> Config {
    let asked = Config::default();
    let has = |variable: &str| std::env::var_os(variable).is_some();
    Config {
        cases: match (has("PROPTEST_CASES"), has("CI")) {
            (true, _) => asked.cases,
            (false, true) => cases,
            (false, false) => cases / 4,
        },
        rng_seed: if asked.rng_seed == RngSeed::Random {
            RngSeed::Fixed(SEED)
        } else {
            asked.rng_seed
        },
        failure_persistence: None,
        ..asked
    }
}
