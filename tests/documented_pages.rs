//! Every page of the documentation, run as it stands: each command in a block of the shell, and what it says compared with the
//! page. `docs/inputs.md` makes what the pages read.
//!
//! A block that cannot be run here stands behind a comment `<!-- not run: … -->` that says why.

#![allow(clippy::unwrap_used, reason = "in a test, a panic is a failure")]

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use snapbox::{Assert, Data, assert::Action};

#[test]
fn every_page() {
    let base = Workplace::new();
    let (mut blocks, mut differences) = (0, Vec::new());
    for page in ["inputs.md", "batch.md"] {
        blocks += base.run(page, &mut differences);
    }
    let mut pages: Vec<_> = fs::read_dir(docs()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    pages.sort();
    for page in pages.iter().filter_map(|page| page.to_str()).filter(|page| page.ends_with(".md")) {
        if !["inputs.md", "batch.md"].contains(&page) {
            blocks += base.copy().run(page, &mut differences);
        }
    }
    assert!(differences.is_empty(), "{}", differences.join("\n"));
    assert!(blocks > 25, "{blocks} blocks");
}

fn docs() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("docs")
}

/// A directory that is the reader's home, and where they work.
struct Workplace(tempfile::TempDir);

impl Workplace {
    fn new() -> Self {
        let place = Self(tempfile::tempdir().unwrap());
        let bin = place.0.path().join("bin");
        fs::create_dir(&bin).unwrap();
        std::os::unix::fs::symlink(env!("CARGO_BIN_EXE_keygen"), bin.join("keygen")).unwrap();
        fs::create_dir(place.0.path().join("work")).unwrap();
        place
    }

    fn copy(&self) -> Self {
        let copy = tempfile::tempdir().unwrap();
        let status = Command::new("cp").arg("-a").arg(self.0.path().join(".")).arg(copy.path()).status().unwrap();
        assert!(status.success());
        Self(copy)
    }

    /// Runs the blocks of a page. Returns how many there were, and adds what is not so.
    fn run(&self, page: &str, differences: &mut Vec<String>) -> usize {
        let text = fs::read_to_string(docs().join(page)).unwrap();
        let blocks: Vec<_> = blocks(&text).collect();
        for block in &blocks {
            match block {
                Block::Script(script) => {
                    let (succeeds, said) = self.shell(script);
                    if !succeeds {
                        differences.push(format!("{page}:\n{script}\n{said}"));
                    }
                }
                Block::Console(expected) => {
                    let commands = expected.lines().filter(|line| line.starts_with("$ "));
                    let said = commands.map(|line| format!("{line}\n{}", self.shell(&line[2..]).1)).collect::<String>();
                    let assert = Assert::new().action(Action::Verify);
                    let result = assert.try_eq(Some(&page), masked(&said).into(), Data::text(masked(expected)));
                    differences.extend(result.err().map(|difference| difference.to_string()));
                }
            }
        }
        blocks.len()
    }

    /// What a command says on a shell without a terminal, and whether it succeeds.
    fn shell(&self, script: &str) -> (bool, String) {
        let home = self.0.path();
        let path = format!("{}:/usr/local/bin:/usr/bin:/bin", home.join("bin").display());
        let run = Command::new("setsid")
            .args(["--wait", "bash", "-euo", "pipefail", "-c", &format!("exec 2>&1; umask 077\n{script}")])
            .current_dir(home.join("work"))
            .env_clear()
            .envs([("HOME", home.as_os_str()), ("PATH", path.as_ref()), ("LC_ALL", "C.UTF-8".as_ref())])
            .stdin(std::process::Stdio::null())
            .output()
            .unwrap();
        (run.status.success(), String::from_utf8(run.stdout).unwrap())
    }
}

enum Block {
    /// Commands alone.
    Script(String),
    /// Commands behind `$`, and what they say.
    Console(String),
}

fn blocks(page: &str) -> impl Iterator<Item = Block> {
    let parts: Vec<_> = page.split("```").collect();
    let runs: Vec<_> = parts
        .chunks(2)
        .filter_map(|pair| {
            let [before, block] = pair else { return None };
            let (language, content) = block.split_once('\n').unwrap();
            match language {
                _ if before.trim_end().ends_with("-->") && before.contains("<!-- not run: ") => None,
                "sh" => Some(Block::Script(content.to_owned())),
                "console" => Some(Block::Console(content.to_owned())),
                _ => None,
            }
        })
        .collect();
    runs.into_iter()
}

/// What differs from run to run, or from version to version; and what a page leaves out.
fn masked(text: &str) -> String {
    let is_hex = |word: &str, length| word.len() == length && word.chars().all(|digit| digit.is_ascii_hexdigit());
    let line = |line: &str| {
        let words: Vec<_> = line.split_whitespace().collect();
        if line == "[…]" {
            return "...\n".to_owned();
        }
        if words.len() == 4 && words.iter().all(|word| is_hex(word, 4)) {
            return "             [FOUR GROUPS]\n".to_owned();
        }
        let line = words.iter().fold(line.to_owned(), |line, word| match volatile(word) {
            Some(name) => line.replace(*word, name),
            None => line,
        });
        // Of a mnemonic that was made just now; how far a deadline is.
        let line = match line.split_once("encrypted in mnemonic.json; master fingerprint ") {
            Some((before, _)) => format!("{before}encrypted in mnemonic.json; master fingerprint [RANDOM]"),
            None => line,
        };
        format!("{}\n", line.replace("29 days from now", "30 days from now"))
    };
    text.lines().map(line).collect()
}

/// The name of what a word is, where it is a moment, an identifier or a signature over a moment.
fn volatile(word: &str) -> Option<&'static str> {
    let word = word.trim_matches(|c: char| "\",()".contains(c));
    let is_made_of = |characters: &str| word.chars().all(|c| characters.contains(c));
    let groups: Vec<_> = word.split('-').map(str::len).collect();
    match word.len() {
        20 if word.ends_with('Z') && is_made_of("0123456789-:TZ") => Some("[MOMENT]"),
        10 if is_made_of("0123456789") => Some("[MOMENT]"),
        132 if word.starts_with("0x") => Some("[SIGNATURE]"),
        36 if groups == [8, 4, 4, 4, 12] => Some("[IDENTIFIER]"),
        _ => None,
    }
}
