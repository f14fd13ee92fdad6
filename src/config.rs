//! Every setting, as a flag and an environment variable. `kvalitetsdialog serve --help` is the list; `docs/operations.md` explains.
use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;

use axum::http::HeaderMap;
use clap::Args;

use crate::invitation::Mailer;

/// Where the database is.
#[derive(Debug, Clone, Args)]
pub struct DatabaseSettings {
    /// The database, as the application's role (`kd_app`). Without it a private PostgreSQL is started in --data
    #[arg(long, env = "DATABASE_URL", hide_env_values = true)]
    pub database_url: Option<String>,
    /// The same database as the role that owns it (`kd_migrate`): for migrations
    #[arg(long, env = "MIGRATION_DATABASE_URL", hide_env_values = true)]
    pub migration_database_url: Option<String>,
    /// Directory of the private PostgreSQL
    #[arg(long, env = "KVALITETSDIALOG_DATA")]
    pub data: Option<PathBuf>,
    /// Connections for requests; small is fast
    #[arg(long, env = "DATABASE_CONNECTIONS", default_value_t = 6, value_parser = clap::value_parser!(u32).range(1..=100))]
    pub database_connections: u32,
}

impl DatabaseSettings {
    /// The database as the application's role; an empty variable is none.
    pub fn application(&self) -> Option<&str> {
        self.database_url.as_deref().filter(|url| !url.is_empty())
    }

    /// The database as its owner.
    pub fn migration(&self) -> Option<&str> {
        self.migration_database_url.as_deref().filter(|url| !url.is_empty())
    }
}

/// How pages are served.
#[derive(Debug, Clone, Args)]
pub struct ServeSettings {
    /// Where the database is
    #[command(flatten)]
    pub database: DatabaseSettings,
    /// Address to listen on; default 127.0.0.1:3000
    #[arg(long, env = "LISTEN")]
    pub listen: Option<SocketAddr>,
    /// Port to listen on at 127.0.0.1, when --listen is not given
    #[arg(long, env = "PORT", default_value_t = 3000)]
    pub port: u16,
    /// The address people use, https://…; needed to listen beyond this machine
    #[arg(long, env = "PUBLIC_URL")]
    pub public_url: Option<String>,
    /// Address of the reverse proxy whose X-Forwarded-For is believed
    #[arg(long, env = "TRUSTED_PROXY")]
    pub trusted_proxy: Option<IpAddr>,
    /// Make the demo municipalities when the database is empty, and show their sign-ins
    #[arg(long, env = "DEMO", value_parser = clap::builder::FalseyValueParser::new())]
    pub demo: bool,
    /// Seconds that /klar says no before the server stops taking requests at SIGTERM
    #[arg(long, env = "DRAIN_SECONDS", default_value_t = 0)]
    pub drain_seconds: u64,
    /// The most megabytes a file may have that somebody sends
    #[arg(long, env = "LARGEST_UPLOAD_MB", default_value_t = 25, value_parser = clap::value_parser!(u32).range(1..=45))]
    pub largest_upload_mb: u32,
    /// The mail server: `smtps://name:password@host` or `smtp://host:587?tls=required`. Without it no mail is sent
    #[arg(long, env = "SMTP_URL", hide_env_values = true)]
    pub smtp_url: Option<String>,
    /// Whom mail is from: «Kvalitetsdialog <ikkje-svar@kommune.no>»
    #[arg(long, env = "MAIL_FROM")]
    pub mail_from: Option<String>,
    /// Days that a file of a report is kept for the one who asked for it
    #[arg(long, env = "REPORT_FILE_DAYS", default_value_t = 7, value_parser = clap::value_parser!(u16).range(1..=365))]
    pub report_file_days: u16,
    /// Log lines as JSON
    #[arg(long, env = "LOG_JSON", value_parser = clap::builder::FalseyValueParser::new())]
    pub log_json: bool,
}

/// What the running application needs to know of its settings.
#[derive(Debug, Clone, Default)]
pub struct Settings {
    /// The address people use, without a slash at the end.
    pub public_url: String,
    /// The proxy whose `X-Forwarded-For` is believed.
    pub trusted_proxy: Option<IpAddr>,
    /// Demo mode: time travel is allowed.
    pub demo: bool,
    /// The most megabytes of an uploaded file; the default when it is 0.
    pub largest_upload_mb: u32,
    /// Days that a file of a report is kept; the default when it is 0.
    pub report_file_days: u16,
    /// The way mail goes; `None`: no mail is sent.
    pub mail: Option<Mailer>,
}

impl Settings {
    /// The most bytes of an uploaded file.
    pub fn largest_upload(&self) -> usize {
        let megabytes = if self.largest_upload_mb == 0 { 25 } else { self.largest_upload_mb };
        usize::try_from(megabytes).unwrap_or(25) * 1024 * 1024
    }

    /// How long a file of a report is kept for the one who asked for it.
    pub fn report_files_kept(&self) -> time::Duration {
        time::Duration::days(if self.report_file_days == 0 { 7 } else { i64::from(self.report_file_days) })
    }

    /// The client's address: the peer's, or what the trusted proxy says.
    pub fn client_address(&self, headers: &HeaderMap, peer: Option<SocketAddr>) -> Option<IpAddr> {
        let peer = peer.map(|address| address.ip());
        if peer.is_some() && peer == self.trusted_proxy {
            let forwarded = headers.get("x-forwarded-for").and_then(|value| value.to_str().ok());
            // The last entry is the one our own proxy added; earlier ones are whatever the client wrote.
            return forwarded.and_then(|list| list.rsplit(',').next()).and_then(|ip| ip.trim().parse().ok()).or(peer);
        }
        peer
    }
}

impl ServeSettings {
    /// Where to listen.
    pub fn address(&self) -> SocketAddr {
        self.listen.unwrap_or_else(|| SocketAddr::from(([127, 0, 0, 1], self.port)))
    }

    /// The settings the application keeps, or why they do not fit together.
    pub fn settings(&self) -> anyhow::Result<Settings> {
        let address = self.address();
        let public_url = match &self.public_url {
            Some(url) if url.starts_with("https://") || url.starts_with("http://127.0.0.1") || url.starts_with("http://localhost") => {
                url.trim_end_matches('/').to_owned()
            }
            Some(url) => anyhow::bail!("--public-url {url}: must begin with https:// (browsers keep the session cookie for https only)"),
            None if address.ip().is_loopback() => format!("http://{address}"),
            None => anyhow::bail!(
                "--listen {address} is beyond this machine: say --public-url https://… and put a TLS proxy in front (docs/operations.md)"
            ),
        };
        Ok(Settings {
            public_url,
            trusted_proxy: self.trusted_proxy,
            demo: self.demo,
            largest_upload_mb: self.largest_upload_mb,
            report_file_days: self.report_file_days,
            mail: self.mail()?,
        })
    }
}

impl ServeSettings {
    /// The way mail goes; an empty variable is none.
    fn mail(&self) -> anyhow::Result<Option<Mailer>> {
        let given = |setting: &Option<String>| setting.clone().filter(|value| !value.is_empty());
        match (given(&self.smtp_url), given(&self.mail_from)) {
            (Some(url), Some(from)) => Ok(Some(Mailer::new(&url, &from)?)),
            (Some(_), None) => anyhow::bail!("--smtp-url needs --mail-from: whom mail is from"),
            (None, _) => Ok(None),
        }
    }
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    #[test]
    fn only_the_trusted_proxy_is_believed_and_only_its_own_entry() {
        let settings = Settings { trusted_proxy: Some("10.0.0.1".parse().unwrap()), ..Settings::default() };
        let mut headers = HeaderMap::new();
        headers.insert("x-forwarded-for", HeaderValue::from_static("1.2.3.4, 5.6.7.8"));
        assert_eq!(settings.client_address(&headers, Some("10.0.0.1:80".parse().unwrap())), Some("5.6.7.8".parse().unwrap()));
        assert_eq!(settings.client_address(&headers, Some("9.9.9.9:80".parse().unwrap())), Some("9.9.9.9".parse().unwrap()));
    }
}
