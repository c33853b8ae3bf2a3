//! What encrypting a hundred keys takes, with a salt for each file and with one for each kind, beside the key derivation
//! functions alone, on all cores, as a table.
//!
//! Each key makes two files, as in `keygen batch`: the ETH key under scrypt (n = 2^17), the BLS key under PBKDF2
//! (c = 262144). The rounds of all take turns, so that what else the machine does meanwhile meets them alike.
//!
//! Where `target/release/keygen` has been built (or `KEYGEN_BIN` names it), the whole command is run both ways as well.

#![allow(clippy::print_stdout, reason = "the table is the result")]

use std::{
    env,
    fs::{self, File},
    hint::black_box,
    io::Write,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    time::{Instant, SystemTime},
};

use aztec_encrypted_keystore::aztec_key_derivation::EthSecretKey;
use aztec_encrypted_keystore::{
    BlsSealingKey, EncryptedBlsKey, EncryptedEthKey, EthKdf, EthSealingKey, NewPassword, ScryptCost,
};
use bn254_bls::SecretKey;
use locked_heap::{KeptBlocks, SplitAllocator};
use rand::rngs::SysRng;
use rayon::prelude::*;
use rustix::time::{ClockId, clock_gettime};
use sha2::Sha256;

/// The allocator of the program: it wipes scrypt's buffer, and keeps it for the next key.
#[global_allocator]
static ALLOCATOR: SplitAllocator<KeptBlocks> = SplitAllocator::new(KeptBlocks::new());

const PASSWORD: &str = "correct horse battery staple";

/// How much is done: a hundred keys in all.
struct Work {
    rounds: usize,
    keys_a_round: usize,
    cost: ScryptCost,
}

fn main() {
    let work = if benches::is_test() {
        Work { rounds: 1, keys_a_round: 2, cost: ScryptCost::MIN }
    } else {
        Work { rounds: 10, keys_a_round: 10, cost: ScryptCost::DEFAULT }
    };
    let keys = work.rounds * work.keys_a_round;
    let cores = rayon::current_num_threads();
    println!("{keys} keys, scrypt at 2^{}, {cores} threads; seconds, and times the first line\n", work.cost.log_n());
    println!("| | wall clock | | processor | |");
    println!("|---|---|---|---|---|");

    let directory = tempfile::tempdir().expect("a temporary directory can be made");
    let secrets = benches::keys(work.keys_a_round);
    let (mut alone, mut own, mut shared) = (Time::default(), Time::default(), Time::default());
    for round in 0..work.rounds {
        alone.add(|| secrets.par_iter().for_each(|_| kdfs(work.cost)));
        let file = |kind, position| directory.path().join(format!("{kind}_{round}_{position}"));
        own.add(|| {
            let encrypt = |(position, secret)| Keys::derive(work.cost).encrypt(secret, &file("own", position));
            secrets.par_iter().enumerate().for_each(encrypt);
        });
        // As many derivations as there are rounds: a batch of ten keys each time.
        shared.add(|| {
            let keys = Keys::derive(work.cost);
            secrets
                .par_iter()
                .enumerate()
                .for_each(|(position, secret)| keys.encrypt(secret, &file("shared", position)));
        });
    }
    row("the KDFs alone, for each file", &alone, &alone);
    row("a salt for each file: encrypted, written and synced", &own, &alone);
    row("the same in batches of ten, each with one salt a kind", &shared, &alone);
    if let Some(program) = program() {
        command(&program, &work, &directory.path().join("own"), &["--salt-per-file"], &alone);
        command(&program, &work, &directory.path().join("shared"), &[], &alone);
    }
}

fn kdfs(cost: ScryptCost) {
    let mut key = [0; 32];
    let params = scrypt::Params::new(cost.log_n(), 8, 1).expect("the parameters of the files");
    scrypt::scrypt(black_box(PASSWORD.as_bytes()), &[7; 32], &params, &mut key).expect("32 bytes are a valid length");
    black_box(key);
    pbkdf2::pbkdf2_hmac::<Sha256>(black_box(PASSWORD.as_bytes()), &[7; 32], 262_144, &mut key);
    black_box(key);
}

/// What seals the files of a batch.
struct Keys {
    eth: EthSealingKey,
    bls: BlsSealingKey,
}

impl Keys {
    fn derive(cost: ScryptCost) -> Self {
        let password = NewPassword::ascii(PASSWORD).expect("a good password");
        let eth = EthSealingKey::derive(&password, EthKdf::Scrypt(cost), &mut SysRng).expect("there is randomness");
        Self { eth, bls: BlsSealingKey::derive(&password, &mut SysRng).expect("there is randomness") }
    }

    fn encrypt(&self, secret: &SecretKey, file: &Path) {
        let eth = EthSecretKey::from_be_bytes(&[7; 32]).expect("a valid key");
        let eth = EncryptedEthKey::seal(&eth, &self.eth, &mut SysRng).expect("there is randomness");
        write(&file.with_extension("eth"), &eth.to_json());
        let path = "m/12381/3600/0/0/0";
        let bls = EncryptedBlsKey::seal(secret, path, &self.bls, &mut SysRng).expect("a valid path");
        write(&file.with_extension("bls"), &bls.to_json());
    }
}

fn write(path: &Path, text: &str) {
    let written = File::create_new(path).and_then(|mut file| file.write_all(text.as_bytes()).and(file.sync_all()));
    written.expect("the temporary directory takes files");
}

/// Seconds on the clock, and seconds that all threads of this process have computed.
#[derive(Default)]
struct Time {
    wall: f64,
    processor: Option<f64>,
}

impl Time {
    fn add(&mut self, run: impl FnOnce()) {
        let (wall, processor) = (Instant::now(), processor_time());
        run();
        self.wall += wall.elapsed().as_secs_f64();
        *self.processor.get_or_insert(0.0) += processor_time() - processor;
    }
}

fn processor_time() -> f64 {
    let time = clock_gettime(ClockId::ProcessCPUTime);
    time.tv_sec as f64 + time.tv_nsec as f64 / 1e9
}

/// The same of the programs that this one has started, once they have ended. Linux counts it in hundredths of a second.
fn processor_time_of_children() -> Option<f64> {
    let stat = fs::read_to_string("/proc/self/stat").ok()?;
    // Behind the name of the program, which may hold spaces: user and system time of children are the 14th and 15th.
    let (_, fields) = stat.rsplit_once(") ")?;
    let ticks: Option<u64> = fields.split(' ').skip(13).take(2).map(|field| field.parse::<u64>().ok()).sum();
    Some(ticks? as f64 / 100.0)
}

fn row(name: &str, time: &Time, first: &Time) {
    let processor = match (time.processor, first.processor) {
        (Some(time), Some(first)) => format!("{time:.1} | {:.2}", time / first),
        _ => " | ".to_owned(),
    };
    println!("| {name} | {:.1} | {:.2} | {processor} |", time.wall, time.wall / first.wall);
}

fn program() -> Option<PathBuf> {
    let built = Path::new(env!("CARGO_MANIFEST_DIR")).join("../target/release/keygen");
    Some(env::var_os("KEYGEN_BIN").map_or(built, PathBuf::from)).filter(|program| program.exists())
}

/// The whole command, from outside: it writes the manifest when all keys are encrypted, and then reads them back.
fn command(program: &Path, work: &Work, out: &Path, more: &[&str], alone: &Time) {
    let mut arguments = vec!["batch".to_owned(), "--count".to_owned(), (work.rounds * work.keys_a_round).to_string()];
    arguments.extend(["--scrypt-log-n".to_owned(), work.cost.log_n().to_string()]);
    let (start, clock, before) = (SystemTime::now(), Instant::now(), processor_time_of_children());
    let status = Command::new(program)
        .args(arguments)
        .args(more)
        .arg("--out")
        .arg(out)
        .env("AZTEC_KEYSTORE_PASSWORD", PASSWORD)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .status()
        .expect("the program can be started");
    let processor = processor_time_of_children().zip(before).map(|(after, before)| after - before);
    let whole = Time { wall: clock.elapsed().as_secs_f64(), processor };
    assert!(status.success(), "{} failed", program.display());
    let written = fs::metadata(out.join("public/manifest.json")).and_then(|manifest| manifest.modified());
    let written = written.expect("a batch has a manifest").duration_since(start).expect("the clock goes forward");
    let name = format!("`keygen batch {}`", more.join(" ")).replace(" `", "`");
    row(&format!("{name} until all is written"), &Time { wall: written.as_secs_f64(), processor: None }, alone);
    row(&format!("{name}, with all of it read back"), &whole, alone);
}
