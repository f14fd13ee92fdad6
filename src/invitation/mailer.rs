//! The way out: one SMTP conversation a mail.
use std::time::Duration;

use lettre::message::Mailbox;
use lettre::transport::smtp::response::{Category, Severity};
use lettre::{AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor};

use crate::error::Result;

/// The longest wait for each answer of the server.
const ANSWER: Duration = Duration::from_secs(5);
/// The longest conversation: shorter than a transaction may pause.
const CONVERSATION: Duration = Duration::from_secs(12);

/// What became of a mail that the server spoke of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Delivered {
    /// The server has it.
    Sent,
    /// It will never have it.
    Refused,
}

/// The mail server, and whom mail is from.
#[derive(Debug, Clone)]
pub struct Mailer {
    transport: AsyncSmtpTransport<Tokio1Executor>,
    from: Mailbox,
}

impl Mailer {
    /// The server of `url` (`smtps://`, or `smtp://…?tls=required`, with name and password where it asks for them); mail is from `from`.
    ///
    /// # Errors
    ///
    /// When one of them cannot be read, or what is sent could be read on the way.
    pub fn new(url: &str, from: &str) -> anyhow::Result<Self> {
        let parsed = url::Url::parse(url).map_err(|error| anyhow::anyhow!("--smtp-url is no address of a mail server: {error}"))?;
        let here = matches!(parsed.host_str(), Some("localhost" | "127.0.0.1" | "[::1]"));
        let is_secret = parsed.scheme() == "smtps" || parsed.query_pairs().any(|(name, value)| name == "tls" && value == "required");
        anyhow::ensure!(here || is_secret, "--smtp-url: beyond this machine it must be smtps://… or smtp://…?tls=required");
        let from: Mailbox = from.parse().map_err(|error| anyhow::anyhow!("--mail-from {from}: {error}"))?;
        let builder = AsyncSmtpTransport::<Tokio1Executor>::from_url(url);
        let builder = builder.map_err(|error| anyhow::anyhow!("--smtp-url is no address of a mail server: {error}"))?;
        Ok(Self { transport: builder.timeout(Some(ANSWER)).build(), from })
    }

    /// Whom mail is from.
    pub fn from(&self) -> &Mailbox {
        &self.from
    }

    /// Sends it. An error is one that may pass: the server is away, or says «later», or does not know us. What it says is not repeated, because it may name
    /// the address.
    pub async fn send(&self, message: Message) -> Result<Delivered> {
        let Ok(answer) = tokio::time::timeout(CONVERSATION, self.transport.send(message)).await else {
            return Err(anyhow::anyhow!("the mail server took too long").into());
        };
        match answer {
            Ok(_) => Ok(Delivered::Sent),
            Err(error) => match error.status() {
                // 55x: about this mail and this address. Other refusals (a command, a password) are about us, and are mended.
                Some(code) if code.severity == Severity::PermanentNegativeCompletion && code.category == Category::MailSystem => {
                    Ok(Delivered::Refused)
                }
                Some(code) => Err(anyhow::anyhow!("the mail server said {code}").into()),
                None => Err(anyhow::anyhow!("the mail server could not be spoken with").into()),
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mail_that_could_be_read_on_the_way_is_refused_before_it_is_sent() {
        for url in ["smtps://mail.kommune.no", "smtp://bruker:ord@mail.kommune.no:587?tls=required", "smtp://127.0.0.1:2525"] {
            assert!(Mailer::new(url, "Kvalitetsdialog <ikkje-svar@kommune.no>").is_ok(), "{url}");
        }
        for url in ["smtp://mail.kommune.no", "smtp://mail.kommune.no?tls=opportunistic", "mail.kommune.no", "http://127.0.0.1"] {
            assert!(Mailer::new(url, "ikkje-svar@kommune.no").is_err(), "{url}");
        }
        assert!(Mailer::new("smtp://127.0.0.1", "ingen").is_err());
    }
}
