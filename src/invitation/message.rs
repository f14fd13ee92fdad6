//! What a mail says: that there is something, where, and for a calendar when. Never what somebody wrote.
use lettre::Message;
use lettre::message::header::{ContentType, HeaderName, HeaderValue};
use lettre::message::{Mailbox, MultiPart, SinglePart};
use time::OffsetDateTime;

use super::ics::{self, Event, Method, Party};
use super::model::What;
use crate::error::{AppError, Result};
use crate::text::{Lang, dates, text, text_with};

/// A mail to write.
#[derive(Debug, Clone)]
pub struct Letter<'a> {
    /// From whom.
    pub from: &'a Mailbox,
    /// Name and address.
    pub to: (&'a str, &'a lettre::Address),
    /// The language of the one it is to.
    pub lang: Lang,
    /// The same for the same mail, so that one that is sent twice is seen to be one.
    pub id: &'a str,
    /// When it is written.
    pub now: OffsetDateTime,
    /// The page where its receiver chooses how to get mail.
    pub choices: &'a str,
}

impl Letter<'_> {
    /// About one thing.
    pub fn of(&self, what: What, event: &Event) -> Result<Message> {
        let day = dates::long(dates::norwegian_date(event.starts_at));
        let (subject, sentence, method) = match what {
            What::Invitation => ("mail-invitation-subject", "mail-invitation", Some(Method::Request)),
            What::Moved => ("mail-moved-subject", "mail-moved", Some(Method::Request)),
            What::Cancelled => ("mail-cancelled-subject", "mail-cancelled", Some(Method::Cancel)),
            What::Unasked => ("mail-unasked-subject", "mail-unasked", Some(Method::Cancel)),
            What::Minutes => ("mail-minutes-subject", "mail-minutes", None),
        };
        let subject = text_with(self.lang, subject, &[("day", &day)]);
        let link = (what != What::Unasked).then_some(event.url.as_str());
        let plain = self.plain(&text(self.lang, sentence), link.as_slice());
        let Some(method) = method else { return self.write(&subject, MultiPart::mixed().singlepart(SinglePart::plain(plain))) };
        let attendee = Party { name: self.to.0.to_owned(), address: Some(self.to.1.to_string()) };
        let calendar = ics::calendar(method, None, std::slice::from_ref(event), Some(&attendee), self.now);
        let kind = format!("text/calendar; charset=utf-8; method={}", method.key());
        let kind = ContentType::parse(&kind).map_err(|error| AppError::Internal(error.into()))?;
        let calendar = SinglePart::builder().header(kind).body(calendar);
        self.write(&subject, MultiPart::alternative().singlepart(SinglePart::plain(plain)).singlepart(calendar))
    }

    /// The mail of the week: links alone.
    pub fn of_the_week(&self, links: &[&str]) -> Result<Message> {
        let plain = self.plain(&text(self.lang, "mail-weekly"), links);
        self.write(&text(self.lang, "mail-weekly-subject"), MultiPart::mixed().singlepart(SinglePart::plain(plain)))
    }

    fn plain(&self, sentence: &str, links: &[&str]) -> String {
        let mut lines = vec![sentence.to_owned(), String::new()];
        lines.extend(links.iter().map(|link| (*link).to_owned()));
        lines.extend([String::new(), text_with(self.lang, "mail-foot", &[("link", &self.choices)]), String::new()]);
        lines.join("\r\n")
    }

    fn write(&self, subject: &str, body: MultiPart) -> Result<Message> {
        let (name, address) = self.to;
        let domain = self.from.email.domain();
        let message = Message::builder()
            .from(self.from.clone())
            .to(Mailbox::new(Some(name.to_owned()), address.clone()))
            .subject(subject)
            .date(self.now.into())
            .message_id(Some(format!("<{}@{domain}>", self.id)))
            // No answering machine need answer.
            .raw_header(HeaderValue::new(HeaderName::new_from_ascii_str("Auto-Submitted"), "auto-generated".to_owned()))
            .multipart(body);
        message.map_err(|error| AppError::Internal(error.into()))
    }
}
