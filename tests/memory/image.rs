//! The memory of the program at its end.

use std::{
    fs::{self, File},
    io::{Read as _, Seek as _, SeekFrom},
    os::unix::fs::FileExt as _,
    path::Path,
    process::{Command, Stdio},
    thread,
    time::{Duration, Instant},
};

/// A run that has come to its end, and what was in its memory then.
pub struct Ended {
    pub status: i32,
    pub stderr: String,
    pub memory: Vec<Vec<u8>>,
}

impl Ended {
    pub fn run(directory: &Path, arguments: &[&str]) -> Self {
        Self::run_with(directory, arguments, &[])
    }

    pub fn run_with(directory: &Path, arguments: &[&str], variables: &[(&str, &str)]) -> Self {
        let mut command = Command::new("setsid");
        command
            .args(["strace", "--follow-forks", "--quiet=all", "--trace=exit_group,prctl", "--output=/dev/null"])
            // Debuggers keep their access, and the end waits for the search.
            .args(["--inject=prctl:retval=0", "--inject=exit_group:delay_enter=600s"])
            .arg(env!("CARGO_BIN_EXE_keygen"))
            .args(arguments)
            .current_dir(directory)
            .stdin(Stdio::null())
            .stdout(File::create(directory.join("stdout")).unwrap())
            .stderr(Stdio::piped());
        for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("AZTEC_")) {
            command.env_remove(name);
        }
        let mut tracer = command.envs(variables.iter().copied()).spawn().expect("this test needs strace");
        let (pid, status) = wait_for_end(tracer.id());
        let memory = writable(pid);
        // The tracer first: the program has its end before it, and is not to run on.
        tracer.kill().unwrap();
        let _ = Command::new("sh").args(["-c", &format!("kill -9 {pid}")]).status();
        let mut stderr = String::new();
        tracer.stderr.take().unwrap().read_to_string(&mut stderr).unwrap();
        tracer.wait().unwrap();
        Self { status, stderr, memory }
    }
}

/// The process that stands before `exit_group`, and the status that it gives.
fn wait_for_end(tracer: u32) -> (u32, i32) {
    let start = Instant::now();
    while start.elapsed() < Duration::from_secs(120) {
        for pid in children(tracer) {
            for task in fs::read_dir(format!("/proc/{pid}/task")).into_iter().flatten().flatten() {
                let call = fs::read_to_string(task.path().join("syscall")).unwrap_or_default();
                let mut words = call.split_whitespace();
                if words.next() == Some(EXIT_GROUP) {
                    let status =
                        words.next().and_then(|word| i64::from_str_radix(word.trim_start_matches("0x"), 16).ok());
                    return (pid, i32::try_from(status.unwrap()).unwrap());
                }
            }
        }
        thread::sleep(Duration::from_millis(10));
    }
    panic!("the program did not come to its end");
}

#[cfg(target_arch = "x86_64")]
const EXIT_GROUP: &str = "231";
#[cfg(not(target_arch = "x86_64"))]
const EXIT_GROUP: &str = "94";

fn children(process: u32) -> Vec<u32> {
    let text = fs::read_to_string(format!("/proc/{process}/task/{process}/children")).unwrap_or_default();
    text.split_whitespace().filter_map(|pid| pid.parse().ok()).collect()
}

/// Every page that the process can write to and that is there.
fn writable(pid: u32) -> Vec<Vec<u8>> {
    const PAGE: u64 = 4096;
    let maps = fs::read_to_string(format!("/proc/{pid}/maps")).unwrap();
    let memory = File::open(format!("/proc/{pid}/mem")).unwrap();
    let mut pages = File::open(format!("/proc/{pid}/pagemap")).unwrap();
    let mut regions = Vec::new();
    for line in maps.lines() {
        let mut words = line.split_whitespace();
        let (range, mode) = (words.next().unwrap(), words.next().unwrap());
        if !mode.starts_with("rw") {
            continue;
        }
        let (from, to) = range.split_once('-').unwrap();
        let (from, to) = (u64::from_str_radix(from, 16).unwrap(), u64::from_str_radix(to, 16).unwrap());
        let mut entries = vec![0; usize::try_from((to - from) / PAGE * 8).unwrap()];
        pages.seek(SeekFrom::Start(from / PAGE * 8)).unwrap();
        pages.read_exact(&mut entries).unwrap();
        // Bit 63: present; bit 62: swapped out.
        let there = |index: usize| entries[index * 8 + 7] & 0b1100_0000 != 0;
        let count = entries.len() / 8;
        let mut index = 0;
        while index < count {
            let end = (index..count).find(|index| !there(*index)).unwrap_or(count);
            if end > index {
                let mut region = vec![0; (end - index) * usize::try_from(PAGE).unwrap()];
                if memory.read_exact_at(&mut region, from + index as u64 * PAGE).is_ok() {
                    regions.push(region);
                }
            }
            index = end + 1;
        }
    }
    regions
}
