//! Prepares the linker for a module of Node.js.

fn main() {
    napi_build::setup();
}
