//! For tests: one of them once more, in a process that may have only so much memory.

/// Whether this is that process. Where it is not, the test of this name is run in one, with addresses for a gibibyte (`RLIMIT_AS`),
/// and has to pass there.
pub(crate) fn is_limited_to_a_gibibyte(test: &str) -> bool {
    const LIMITED: &str = "AZTEC_TEST_IS_LIMITED";
    if std::env::var_os(LIMITED).is_some() {
        return true;
    }
    let script = format!("ulimit -v {}; exec \"$0\" --exact {test}", 1 << 20);
    let this = std::env::current_exe().expect("a test has a path");
    let output = std::process::Command::new("sh").args(["-c", &script]).arg(this).env(LIMITED, "").output();
    let said = String::from_utf8_lossy(&output.expect("there is a shell").stdout).into_owned();
    assert!(said.contains("1 passed; 0 failed"), "{said}");
    false
}
