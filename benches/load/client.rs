//! Just enough of an HTTP/1.1 client: one connection that is kept, requests with a body or without, answers with a length.
use anyhow::{Context, bail};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// A connection that stays open.
pub struct Client {
    stream: TcpStream,
    read: Vec<u8>,
}

/// One answer.
pub struct Answer {
    /// Its status code.
    pub status: u16,
    /// Where it leads, when it leads on.
    pub location: Option<String>,
    /// Its body.
    pub body: Vec<u8>,
}

impl Client {
    /// Connects to a port on this machine.
    pub async fn connect(port: u16) -> anyhow::Result<Self> {
        let stream = TcpStream::connect(("127.0.0.1", port)).await?;
        stream.set_nodelay(true)?;
        Ok(Self { stream, read: Vec::with_capacity(256 * 1024) })
    }

    /// Sends one request, a POST when there is a form, and reads the whole answer.
    pub async fn ask(&mut self, path: &str, token: &str, form: Option<&str>) -> anyhow::Result<Answer> {
        let (method, body) = form.map_or(("GET", ""), |form| ("POST", form));
        let accept = if form.is_some() { "application/json" } else { "text/html" };
        let request = format!(
            "{method} {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: __Host-okt={token}\r\nAccept: {accept}\r\nSec-Fetch-Site: same-origin\r\n\
             Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n{body}",
            body.len()
        );
        self.stream.write_all(request.as_bytes()).await?;
        self.read.clear();
        let (head, status, location, length) = loop {
            if self.stream.read_buf(&mut self.read).await? == 0 {
                bail!("the server closed the connection");
            }
            if let Some(head) = self.read.windows(4).position(|window| window == b"\r\n\r\n") {
                let text = std::str::from_utf8(&self.read[..head])?;
                break (head + 4, status(text)?, header(text, "location").map(str::to_owned), length(text)?);
            }
        };
        while self.read.len() < head + length {
            if self.stream.read_buf(&mut self.read).await? == 0 {
                bail!("the answer was cut");
            }
        }
        Ok(Answer { status, location, body: self.read[head..head + length].to_vec() })
    }
}

fn status(head: &str) -> anyhow::Result<u16> {
    head.split(' ').nth(1).and_then(|code| code.parse().ok()).context("no status line")
}

fn length(head: &str) -> anyhow::Result<usize> {
    header(head, "content-length").context("an answer without a length")?.parse().context("content-length")
}

fn header<'head>(head: &'head str, name: &str) -> Option<&'head str> {
    head.lines().filter_map(|line| line.split_once(": ")).find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, value)| value)
}
