//! Making the cluster and starting its server process.

use std::{
    fs,
    fs::{File, OpenOptions},
    io::{self, Read, Seek, SeekFrom},
    os::unix::process::CommandExt,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
};

use super::{
    ClusterConfig, ClusterError, Durability, SUPERUSER,
    account::Account,
    binaries::Binaries,
    home::{Home, open_without_links},
};

/// Every machine has it, it sorts alike everywhere, and it knows letters beyond ASCII. Norwegian
/// order comes from ICU, where a column asks for it.
const LOCALE: &str = if cfg!(target_os = "macos") { "C" } else { "C.UTF-8" };

/// The log is set aside at a start when it has grown past this.
const LOG_LIMIT: u64 = 10 * 1024 * 1024;

/// Everything that a start of the server process needs.
#[derive(Debug)]
pub(super) struct Server {
    binaries: Binaries,
    account: Option<Account>,
    data: PathBuf,
    log: PathBuf,
    socket_directory: PathBuf,
    settings: Vec<String>,
}

impl Server {
    /// Finds the programs and makes the cluster when there is none.
    pub fn prepare(home: &Home, config: &ClusterConfig) -> Result<Server, ClusterError> {
        let data = home.data();
        let made_by = version_of(&data)?;
        let binaries = Binaries::find(made_by)?;
        if let Some(made_by) = made_by.filter(|made_by| *made_by != binaries.major) {
            let (binaries, path) = (binaries.major, binaries.directory);
            return Err(ClusterError::OtherVersion { directory: data, data: made_by, binaries, path });
        }
        let server = Server {
            binaries,
            account: home.account().cloned(),
            log: home.log(),
            socket_directory: home.socket_directory()?,
            settings: settings(config),
            data,
        };
        if made_by.is_none() {
            server.initialise(&home.new_data(), config.durability)?;
        }
        if fs::metadata(&server.log).is_ok_and(|it| it.len() > LOG_LIMIT) {
            let _ = fs::rename(&server.log, server.log.with_extension("log.1"));
        }
        Ok(server)
    }

    pub fn socket_directory(&self) -> &Path {
        &self.socket_directory
    }

    pub fn data(&self) -> &Path {
        &self.data
    }

    pub fn log(&self) -> &Path {
        &self.log
    }

    /// Runs `initdb` beside the final place and renames, so that a start that was killed leaves no
    /// half cluster.
    fn initialise(&self, new: &Path, durability: Durability) -> Result<(), ClusterError> {
        let _ = fs::remove_dir_all(new);
        let mut initdb = self.command("initdb");
        initdb.arg("-D").arg(new).args(["-U", SUPERUSER, "-A", "trust", "-E", "UTF8", "-k", "--no-instructions"]);
        initdb.arg(format!("--locale={LOCALE}"));
        if durability == Durability::Throwaway {
            initdb.arg("--no-sync");
        }
        let output = initdb.output().map_err(ClusterError::io("run", &self.binaries.program("initdb")))?;
        if !output.status.success() {
            let output = String::from_utf8_lossy(&output.stderr).trim().to_owned();
            return Err(ClusterError::Initialise { directory: new.to_owned(), output });
        }
        let renamed = fs::rename(new, &self.data).and_then(|()| match self.data.parent() {
            Some(parent) => File::open(parent)?.sync_all(),
            None => Ok(()),
        });
        renamed.map_err(ClusterError::io("put in place", &self.data))
    }

    /// Starts the server. It ends when the *thread* that calls this does, so call it from one that
    /// lives as long as the server should.
    pub fn spawn(&self) -> io::Result<Child> {
        let log = open_without_links(OpenOptions::new().create(true).append(true), &self.log)?;
        let mut postgres = self.command("postgres");
        postgres.arg("-D").arg(&self.data).arg("-k").arg(&self.socket_directory);
        for setting in &self.settings {
            postgres.args(["-c", setting]);
        }
        postgres.stdout(log.try_clone()?).stderr(log);
        // A Ctrl-C in the terminal must reach the application alone, which then stops the server
        // when it no longer needs it.
        postgres.process_group(0);
        end_with_this_thread(&mut postgres);
        postgres.spawn()
    }

    /// The last lines of the log, for an error message.
    pub fn log_tail(&self) -> String {
        let tail = || -> io::Result<String> {
            let mut log = File::open(&self.log)?;
            let start = log.metadata()?.len().saturating_sub(2048);
            log.seek(SeekFrom::Start(start))?;
            let mut bytes = Vec::new();
            log.read_to_end(&mut bytes)?;
            let text = String::from_utf8_lossy(&bytes);
            let lines: Vec<&str> = text.lines().collect();
            Ok(lines[lines.len().saturating_sub(5)..].join(" | "))
        };
        tail().unwrap_or_else(|error| format!("(unreadable: {error})"))
    }

    fn command(&self, program: &str) -> Command {
        let mut command = Command::new(self.binaries.program(program));
        // these would change which data and which socket name the server uses
        command.env_remove("PGDATA").env_remove("PGPORT");
        command.env("LC_ALL", LOCALE).env("TZ", "UTC").current_dir("/").stdin(Stdio::null());
        if let Some(account) = &self.account {
            command.uid(account.uid).gid(account.gid);
        }
        command
    }
}

/// The major version that made the data; `None` when there is no data yet.
fn version_of(data: &Path) -> Result<Option<u32>, ClusterError> {
    let path = data.join("PG_VERSION");
    match fs::read_to_string(&path) {
        Ok(text) => text.trim().parse().map(Some).map_err(|_| {
            let source = io::Error::new(io::ErrorKind::InvalidData, "it names no version");
            ClusterError::io("understand", &path)(source)
        }),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(ClusterError::io("read", &path)(error)),
    }
}

/// Settings given on the command line, which no file in the data directory can change.
fn settings(config: &ClusterConfig) -> Vec<String> {
    let durable = config.durability == Durability::Durable;
    let kept = if durable { "on" } else { "off" };
    let mut settings = vec![
        "listen_addresses=".to_owned(),
        "port=5432".to_owned(),
        "unix_socket_permissions=0700".to_owned(),
        format!("max_connections={}", config.max_connections),
        format!("shared_buffers={}", if durable { "256MB" } else { "128MB" }),
        "jit=off".to_owned(), // our queries are short; compiling them costs more than it saves
        "wal_compression=on".to_owned(),
        format!("fsync={kept}"),
        format!("synchronous_commit={kept}"),
        format!("full_page_writes={kept}"),
        "timezone=UTC".to_owned(),
        "log_timezone=UTC".to_owned(),
        // The log must never hold what people write: statements, their parameters and the details
        // of errors (which quote values) stay out, and so do ordinary errors, whose messages quote
        // input. The application logs those by their code.
        "log_min_messages=log".to_owned(),
        "log_min_error_statement=panic".to_owned(),
        "log_error_verbosity=terse".to_owned(),
        "log_statement=none".to_owned(),
        "log_min_duration_statement=-1".to_owned(),
        "log_parameter_max_length=0".to_owned(),
        "log_parameter_max_length_on_error=0".to_owned(),
        "log_checkpoints=off".to_owned(),
        "logging_collector=off".to_owned(),
    ];
    if cfg!(target_os = "linux") {
        // after a crash: one call instead of an fsync of every file (seconds against hundredths)
        settings.push("recovery_init_sync_method=syncfs".to_owned());
    }
    settings
}

/// Asks Linux to send the server SIGINT, its fast shutdown, when the thread that starts it is
/// gone: that covers `kill -9` of the application. The standard library runs this after the change
/// of user, which would undo it.
#[cfg(target_os = "linux")]
fn end_with_this_thread(command: &mut Command) {
    use rustix::{io::Errno, process};
    let application = process::getpid();
    let in_child = move || {
        process::set_parent_process_death_signal(Some(process::Signal::INT))?;
        // the application may have been killed before the line above
        if process::getppid() == Some(application) { Ok(()) } else { Err(Errno::SRCH.into()) }
    };
    #[expect(unsafe_code, reason = "between fork and exec only two system calls run: no allocation, no lock")]
    // SAFETY: as the reason says, the closure is async-signal-safe
    unsafe {
        command.pre_exec(in_child);
    }
}

#[cfg(not(target_os = "linux"))]
fn end_with_this_thread(_: &mut Command) {}
