//! Names for one output in several files.

use std::path::{Path, PathBuf};

/// `safe.json` alone, or `safe_1.json`, `safe_2.json` and so on.
pub(crate) fn numbered(out: &Path, number: usize, total: usize) -> PathBuf {
    if total == 1 {
        return out.to_owned();
    }
    let mut name = out.file_stem().unwrap_or_default().to_owned();
    name.push(format!("_{number}"));
    if let Some(extension) = out.extension() {
        name.push(".");
        name.push(extension);
    }
    out.with_file_name(name)
}
