//! Names for one output in several files.

use std::path::{Path, PathBuf};

/// The names of `total` files that together are one output: `keys.json` alone, or `keys_1.json`, `keys_2.json` and so on.
///
/// ```
/// let names: Vec<_> = durable_files::numbered("out/keys.json", 2).collect();
/// assert_eq!(names, ["out/keys_1.json", "out/keys_2.json"].map(std::path::PathBuf::from));
/// ```
pub fn numbered(path: impl AsRef<Path>, total: usize) -> impl Iterator<Item = PathBuf> {
    let path = path.as_ref().to_owned();
    (1..=total).map(move |number| if total == 1 { path.clone() } else { with_number(&path, number) })
}

fn with_number(path: &Path, number: usize) -> PathBuf {
    let mut name = path.file_stem().unwrap_or_default().to_owned();
    name.push(format!("_{number}"));
    if let Some(extension) = path.extension() {
        name.push(".");
        name.push(extension);
    }
    path.with_file_name(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_number_stands_before_the_extension() {
        let names =
            |path: &str, total| numbered(path, total).map(|path| path.display().to_string()).collect::<Vec<_>>();
        assert_eq!(names("safe.json", 1), ["safe.json"]);
        assert_eq!(names("a.b/safe", 2), ["a.b/safe_1", "a.b/safe_2"]);
        assert_eq!(names("safe.old.json", 2)[1], "safe.old_2.json");
        assert_eq!(names("safe.json", 0), [""; 0]);
    }
}
