#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| keygen_fuzz::bn254_key_file(data));
