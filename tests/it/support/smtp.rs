//! A mail server that listens on a real socket, keeps what it is sent, and refuses what a test tells it to.
use std::collections::VecDeque;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};

use kvalitetsdialog::invitation::Mailer;
use mail_parser::{MessageParser, MimeHeaders};
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};

use super::TestApp;

/// Whom mail is from in tests.
pub const FROM: &str = "Kvalitetsdialog Vik <ikkje-svar@vik.kommune.no>";

/// A mail as it came.
#[derive(Debug, Clone)]
pub struct Received {
    /// Whom the envelope names.
    pub to: String,
    /// The mail, with CRLF at the end of lines.
    pub raw: String,
}

impl Received {
    fn read(&self) -> mail_parser::Message<'_> {
        MessageParser::default().parse(self.raw.as_bytes()).unwrap()
    }

    /// The subject, decoded.
    pub fn subject(&self) -> String {
        self.read().subject().unwrap().to_owned()
    }

    /// The part a person reads.
    pub fn words(&self) -> String {
        self.read().body_text(0).unwrap().into_owned()
    }

    /// The method the calendar part's header names, and the calendar.
    pub fn calendar(&self) -> Option<(String, String)> {
        let mail = self.read();
        let part = mail.parts.iter().find(|part| part.content_type().is_some_and(|kind| kind.subtype() == Some("calendar")))?;
        let method = part.content_type()?.attribute("method")?.to_owned();
        Some((method, String::from_utf8(part.contents().to_vec()).unwrap()))
    }

    /// A header as it stands, unfolded; empty when it is missing.
    pub fn header(&self, name: &str) -> String {
        let head = self.raw.split("\r\n\r\n").next().unwrap().replace("\r\n ", " ");
        let found = head.lines().find_map(|line| line.strip_prefix(&format!("{name}: ")).map(str::to_owned));
        found.unwrap_or_default()
    }
}

/// The server.
#[derive(Debug, Clone)]
pub struct MailServer {
    url: String,
    received: Arc<Mutex<Vec<Received>>>,
    refusals: Arc<Mutex<VecDeque<&'static str>>>,
    silent: Arc<AtomicBool>,
}

impl MailServer {
    /// One that takes everything.
    pub async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("smtp://{}", listener.local_addr().unwrap());
        let server = Self { url, received: Arc::default(), refusals: Arc::default(), silent: Arc::default() };
        let serving = server.clone();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let serving = serving.clone();
                tokio::spawn(async move { serving.converse(stream).await });
            }
        });
        server
    }

    /// The application sends its mail here.
    pub fn serves(&self, app: &mut TestApp) {
        let mailer = Mailer::new(&self.url, FROM).unwrap();
        app.change(|app| Arc::make_mut(&mut app.settings).mail = Some(mailer));
    }

    /// What it answers the next receivers, one each.
    pub fn refuse(&self, answers: &[&'static str]) {
        self.refusals.lock().unwrap().extend(answers);
    }

    /// From now on it takes connections and says nothing.
    pub fn fall_silent(&self) {
        self.silent.store(true, Ordering::SeqCst);
    }

    /// What has come since this was asked last.
    pub fn received(&self) -> Vec<Received> {
        std::mem::take(&mut *self.received.lock().unwrap())
    }

    /// RFC 5321, as far as a client needs it.
    async fn converse(&self, stream: TcpStream) {
        let (reading, mut writing) = stream.into_split();
        let mut lines = BufReader::new(reading).lines();
        let (mut to, mut raw, mut in_data) = (String::new(), String::new(), false);
        if self.silent.load(Ordering::SeqCst) {
            std::future::pending::<()>().await;
        }
        writing.write_all(b"220 mail.test\r\n").await.unwrap();
        while let Ok(Some(line)) = lines.next_line().await {
            if in_data {
                if line == "." {
                    in_data = false;
                    self.received.lock().unwrap().push(Received { to: std::mem::take(&mut to), raw: std::mem::take(&mut raw) });
                    writing.write_all(b"250 taken\r\n").await.unwrap();
                } else {
                    raw.push_str(line.strip_prefix('.').unwrap_or(&line));
                    raw.push_str("\r\n");
                }
                continue;
            }
            let command = line.split([' ', ':']).next().unwrap_or_default().to_ascii_uppercase();
            let answer = match command.as_str() {
                "EHLO" => "250-mail.test\r\n250 8BITMIME",
                "MAIL" | "RSET" | "NOOP" => "250 well",
                "RCPT" => match self.refusals.lock().unwrap().pop_front() {
                    Some(refusal) => refusal,
                    None => {
                        line.split(['<', '>']).nth(1).unwrap_or_default().clone_into(&mut to);
                        "250 well"
                    }
                },
                "DATA" => {
                    in_data = true;
                    "354 go on"
                }
                "QUIT" => "221 bye",
                _ => "502 unknown",
            };
            if writing.write_all(format!("{answer}\r\n").as_bytes()).await.is_err() || command == "QUIT" {
                return;
            }
        }
    }
}
