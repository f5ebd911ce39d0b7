//! The fuzz targets of cloudfront-lint: what must hold for any input. Each file of `fuzz_targets`
//! runs one property.

pub mod properties;
