//! A service that verifies tuples as they arrive: it takes staker output as JSON, one text a line, and answers each with a
//! line of JSON that names everything that is wrong.
//!
//! ```sh
//! cargo run --release --example verify_service -- 127.0.0.1:4000
//! jq -c . keystores/public/staker_output.json | nc -N 127.0.0.1 4000
//! ```

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "it is a program")]

use std::{
    env,
    error::Error,
    io::{self, BufRead, BufReader, Read, Write},
    net::{TcpListener, TcpStream},
    thread,
    time::Duration,
};

use aztec_staking_registry::{
    audit::{List, audit},
    staker_output,
};
use bn254_bls::{ProofKind, gas::PopGasLimit};
use rand::rngs::SysRng;
use serde_json::{Value, json};

/// A line has room for some thousand tuples. Who sends more, or nothing for a minute, is cut off.
const LINE_BYTES: u64 = 4 << 20;
const PATIENCE: Duration = Duration::from_secs(60);

fn main() -> Result<(), Box<dyn Error>> {
    let address = env::args().nth(1).ok_or("usage: verify_service ADDRESS:PORT")?;
    let listener = TcpListener::bind(address)?;
    println!("listening on {}", listener.local_addr()?);
    for connection in listener.incoming() {
        let connection = connection?;
        thread::spawn(move || serve(&connection));
    }
    Ok(())
}

/// Answers line by line until the other side has no more, or sends too much.
fn serve(mut connection: &TcpStream) -> io::Result<()> {
    connection.set_read_timeout(Some(PATIENCE))?;
    let mut lines = BufReader::new(connection);
    loop {
        let mut line = String::new();
        lines.by_ref().take(LINE_BYTES).read_line(&mut line)?;
        if !line.ends_with('\n') {
            return Ok(());
        }
        writeln!(connection, "{}", verdict(&line))?;
    }
}

/// What is wrong with the tuples of one line.
fn verdict(line: &str) -> Value {
    let tuples = match staker_output::read(line) {
        Ok(tuples) => tuples,
        Err(error) => return json!({ "sound": false, "error": error.to_string() }),
    };
    let lists = [List::new("tuples", &tuples)];
    match audit(&lists, ProofKind::Registration, PopGasLimit::DEFAULT, &mut SysRng) {
        Ok(report) => {
            let findings: Vec<_> = report.findings().iter().map(|finding| report.describe(finding)).collect();
            json!({ "sound": report.is_sound(), "entries": tuples.len(), "findings": findings })
        }
        Err(error) => json!({ "sound": false, "error": format!("no randomness: {error}") }),
    }
}
