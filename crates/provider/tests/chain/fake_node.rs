//! A node of our own: HTTP and JSON-RPC, well-behaved or not, in a thread that ends with the test.

use std::{
    io::{BufRead, BufReader, Write},
    net::{TcpListener, TcpStream},
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
    time::{Duration, SystemTime, UNIX_EPOCH},
};

use aztec_provider::rpc::{Endpoint, Rpc, Settings};
use serde_json::{Value, json};

/// The chain that the nodes of the tests are on.
pub(crate) const CHAIN: u64 = 31_337;
/// The number of the finalized block.
pub(crate) const FINALIZED: u64 = 1_000_000;

/// What a node answers to one HTTP request.
pub(crate) enum Reply {
    /// JSON-RPC, status 200.
    Json(Value),
    /// This status, these header lines, this body.
    Http(u16, &'static str, Vec<u8>),
    /// Nothing, for this long.
    Hang(Duration),
}

/// A request: its header, the line of the method first, and the JSON in it.
pub(crate) struct Received {
    pub(crate) header: String,
    pub(crate) json: Value,
}

/// A node that is listening. It counts the requests that it gets.
pub(crate) struct Node {
    url: String,
    requests: Arc<AtomicUsize>,
}

impl Node {
    /// Starts a node. The handler gets the number of the request, from 0, and the batch.
    pub(crate) fn start(handler: impl Fn(usize, &[Value]) -> Reply + Send + Sync + 'static) -> Self {
        Self::serve(move |number, request| handler(number, request.json.as_array().unwrap()))
    }

    /// The same where the handler gets the whole request.
    pub(crate) fn serve(handler: impl Fn(usize, &Received) -> Reply + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        // What stands behind the host is secret.
        let url = format!("http://{}/v3/s3cret?key=s3cret", listener.local_addr().unwrap());
        let requests = Arc::new(AtomicUsize::new(0));
        let (counter, handler) = (Arc::clone(&requests), Arc::new(handler));
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (counter, handler) = (Arc::clone(&counter), Arc::clone(&handler));
                thread::spawn(move || serve(&stream, &counter, handler.as_ref()));
            }
        });
        Self { url, requests }
    }

    /// A node that does as it should, with these answers beside those that every node has.
    pub(crate) fn honest(answers: impl Fn(&str, &Value) -> Value + Send + Sync + 'static) -> Self {
        Self::start(move |_, batch| Reply::Json(answer(batch, &answers)))
    }

    pub(crate) fn endpoint(&self) -> Endpoint {
        Endpoint::parse(&self.url).unwrap()
    }

    pub(crate) fn requests(&self) -> usize {
        self.requests.load(Ordering::SeqCst)
    }
}

/// A client with little patience.
pub(crate) fn rpc(nodes: &[&Node]) -> Rpc {
    Rpc::new(nodes.iter().map(|node| node.endpoint()).collect(), settings())
}

pub(crate) fn settings() -> Settings {
    let mut settings = Settings::new(CHAIN);
    settings.timeout = Duration::from_millis(500);
    settings.retries = 2;
    settings.first_wait = Duration::from_millis(10);
    settings.longest_wait = Duration::from_secs(5);
    settings.max_answer = 4 << 20;
    settings
}

/// What every node has: the chain's id, and blocks of 12 seconds up to now.
pub(crate) fn answer(batch: &[Value], answers: &impl Fn(&str, &Value) -> Value) -> Value {
    let one = |request: &Value| {
        let method = request["method"].as_str().unwrap();
        let result = match answers(method, &request["params"]) {
            Value::Null => default_answer(method, &request["params"]),
            answer => answer,
        };
        match result.get("error") {
            Some(error) => json!({"jsonrpc": "2.0", "id": request["id"], "error": error}),
            None => json!({"jsonrpc": "2.0", "id": request["id"], "result": result}),
        }
    };
    batch.iter().map(one).collect()
}

fn default_answer(method: &str, params: &Value) -> Value {
    match method {
        "eth_chainId" => json!(format!("{CHAIN:#x}")),
        "eth_getBlockByNumber" => match params[0].as_str().unwrap() {
            "latest" => block(FINALIZED + 64),
            "safe" => block(FINALIZED + 32),
            "finalized" => block(FINALIZED),
            number => block(u64::from_str_radix(number.trim_start_matches("0x"), 16).unwrap()),
        },
        "eth_getCode" => json!("0x"),
        "eth_getLogs" => json!([]),
        _ => json!({"error": {"code": -32601, "message": "the method does not exist"}}),
    }
}

pub(crate) fn block(number: u64) -> Value {
    let behind = (FINALIZED + 64).saturating_sub(number) * 12;
    json!({
        "number": format!("{number:#x}"),
        "hash": format!("0x{number:064x}"),
        "timestamp": format!("{:#x}", now() - behind),
    })
}

pub(crate) fn now() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs()
}

fn serve(stream: &TcpStream, counter: &AtomicUsize, handler: &(impl Fn(usize, &Received) -> Reply + ?Sized)) {
    let mut reader = BufReader::new(stream);
    while let Some(request) = read_request(&mut reader) {
        let reply = match handler(counter.fetch_add(1, Ordering::SeqCst), &request) {
            Reply::Json(json) => response(200, "", json.to_string().as_bytes()),
            Reply::Http(status, headers, body) => response(status, headers, &body),
            Reply::Hang(time) => {
                thread::sleep(time);
                return;
            }
        };
        let mut stream = stream;
        if stream.write_all(&reply).is_err() {
            return;
        }
    }
}

fn read_request(reader: &mut impl BufRead) -> Option<Received> {
    let (mut length, mut header) = (0, String::new());
    loop {
        let mut line = String::new();
        reader.read_line(&mut line).ok().filter(|read| *read > 0)?;
        if line.trim().is_empty() {
            break;
        }
        if let Some(("content-length", value)) = line.trim().to_lowercase().split_once(':') {
            length = value.trim().parse().ok()?;
        }
        header += &line;
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body).ok()?;
    Some(Received { header, json: serde_json::from_slice(&body).unwrap() })
}

fn response(status: u16, headers: &str, body: &[u8]) -> Vec<u8> {
    let head = format!("HTTP/1.1 {status} Answer\r\ncontent-length: {}\r\n{headers}\r\n", body.len());
    [head.as_bytes(), body].concat()
}
