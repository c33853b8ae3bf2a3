#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| keygen_fuzz::mnemonic(data));
