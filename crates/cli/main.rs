//! The `keygen` command line.

fn main() {}
