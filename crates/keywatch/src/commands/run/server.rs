//! The page, the metrics and the health check, over HTTP.

mod shown;

use std::{net::SocketAddr, sync::Arc, thread};

use tiny_http::{Header, Method, Request, Response, Server};

use crate::{failure::Failure, output};

pub(super) use shown::Shown;

/// Serves from a thread, for as long as the program runs. Says where.
pub(super) fn start(address: &str, shown: Arc<Shown>) -> Result<SocketAddr, Failure> {
    let failed = |reason: String| Failure::Listen { address: address.to_owned(), reason };
    let server = Server::http(address).map_err(|error| failed(error.to_string()))?;
    let actual = server.server_addr().to_ip().ok_or_else(|| failed("not an address of TCP".to_owned()))?;
    thread::spawn(move || {
        for request in server.incoming_requests() {
            if let Err(error) = answer(request, &shown) {
                output::note(&format!("an answer over HTTP was not taken ({error})"));
            }
        }
    });
    Ok(actual)
}

fn answer(request: Request, shown: &Shown) -> std::io::Result<()> {
    let (status, kind, body) = match (request.method(), request.url()) {
        (Method::Get | Method::Head, "/metrics") => (200, "text/plain; version=0.0.4", shown.metrics()),
        (Method::Get | Method::Head, "/healthz") if shown.is_healthy() => (200, "text/plain", "ok\n".to_owned()),
        (Method::Get | Method::Head, "/healthz") => (503, "text/plain", "no round has succeeded lately\n".to_owned()),
        (Method::Get | Method::Head, "/") => (200, "text/html; charset=utf-8", shown.page()),
        (Method::Get | Method::Head, _) => (404, "text/plain", "/, /metrics and /healthz are here\n".to_owned()),
        _ => (405, "text/plain", "only GET\n".to_owned()),
    };
    let headers = [
        ("content-type", kind),
        ("cache-control", "no-store"),
        ("content-security-policy", "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'"),
        ("x-content-type-options", "nosniff"),
    ];
    let mut response = Response::from_string(body).with_status_code(status);
    for (name, value) in headers {
        let header = Header::from_bytes(name, value).expect("names and values are ASCII");
        response = response.with_header(header);
    }
    request.respond(response)
}
