#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| keygen_fuzz::v3_key_file(data));
