//! `kvalitetsdialog municipality`: creates a municipality from a pack and a list of schools, or brings it in line with them. One transaction.
use std::fmt::{self, Write as _};
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context, bail, ensure};
use clap::{Args, ValueEnum};

use super::{connect, say};
use crate::access::Scope;
use crate::clock::Clock;
use crate::config::DatabaseSettings;
use crate::database::Database;
use crate::ids::MunicipalityId;
use crate::model_pack;
use crate::municipality::import::{self, Changes};
use crate::municipality::school_list::{self, ListProblem, Reason, SchoolList};
use crate::municipality::{self, Identity};
use crate::text::Lang;
use crate::writing::national_identity;

/// Arguments of `municipality`.
#[derive(Debug, Args)]
#[command(
    after_help = "Example: kvalitetsdialog municipality --number 4622 --name \"Kvam herad\" --pack kvam --language nn --schools schools.csv

The list is a CSV file with the columns orgnr, navn, kommunenr and eier (offentleg or privat); aktiv_til (the last day), trinn_fra and trinn_til, sfo and
omrade may be there too. Lines of other municipalities are skipped. With any problem in it nothing is done. Run it again with a changed list: schools are
known by organisation number, nothing is deleted."
)]
pub struct Arguments {
    /// Where the database is
    #[command(flatten)]
    pub database: DatabaseSettings,
    /// Municipality number, four digits
    #[arg(long)]
    pub number: String,
    /// The number it had before, when it has got a new one
    #[arg(long)]
    pub former_number: Option<String>,
    /// Name, as «Kvam herad»; needed for a new one
    #[arg(long)]
    pub name: Option<String>,
    /// Model pack: kvam, bergen or haugesund, or a TOML file (docs/model-pack.md); needed for a new one
    #[arg(long)]
    pub pack: Option<String>,
    /// Written form: nb or nn; needed for a new one
    #[arg(long)]
    pub language: Option<Language>,
    /// CSV file with the schools; needed for a new one
    #[arg(long, value_name = "FILE")]
    pub schools: Option<PathBuf>,
}

/// A written form on the command line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Language {
    /// Bokmål
    Nb,
    /// Nynorsk
    Nn,
}

impl From<Language> for Lang {
    fn from(language: Language) -> Self {
        match language {
            Language::Nb => Self::Nb,
            Language::Nn => Self::Nn,
        }
    }
}

/// What is brought in, read and checked.
#[derive(Debug, Clone)]
pub struct Wanted {
    /// Number, four digits.
    pub number: String,
    /// The number before.
    pub former_number: Option<String>,
    /// Name.
    pub name: Option<String>,
    /// Text of the pack.
    pub pack: Option<String>,
    /// Written form.
    pub language: Option<Lang>,
    /// The list.
    pub schools: Option<SchoolList>,
}

/// What was done, ready to be printed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Done {
    /// Name and number.
    pub municipality: String,
    /// It is new.
    pub created: bool,
    /// What changed of its name and number.
    pub renamed: Vec<String>,
    /// The pack was not there before.
    pub pack_added: bool,
    /// What happened to the schools, and what of the list was passed over.
    pub schools: Option<(Changes, usize, Vec<String>)>,
}

/// Runs the command. A list with problems is told line by line, with exit code 1.
pub async fn run(arguments: Arguments) -> anyhow::Result<ExitCode> {
    let file = arguments.schools.as_ref();
    let bytes = file.map(|path| std::fs::read(path).with_context(|| format!("the list {} cannot be read", path.display()))).transpose()?;
    let list = match bytes.map(|bytes| school_list::read(&bytes, &arguments.number)).transpose() {
        Ok(list) => list,
        Err(problems) => {
            let name = file.map(|path| path.display().to_string()).unwrap_or_default();
            eprint!("{}", told(&problems));
            eprintln!("{name}: {} problem(s); nothing was imported.", problems.len());
            return Ok(ExitCode::FAILURE);
        }
    };
    let pack = arguments.pack.as_deref().map(pack_source).transpose()?;
    let wanted = Wanted {
        number: arguments.number,
        former_number: arguments.former_number,
        name: arguments.name,
        pack,
        language: arguments.language.map(Lang::from),
        schools: list,
    };
    let done = connect::with(&arguments.database, async |database| bring_in_line(&database, &Clock::system(), &wanted).await).await?;
    say(&done.to_string());
    Ok(ExitCode::SUCCESS)
}

/// The text of a pack that ships, or of a file.
fn pack_source(pack: &str) -> anyhow::Result<String> {
    if let Some(source) = model_pack::shipped(pack) {
        return Ok(source.to_owned());
    }
    let keys = model_pack::PACKS.map(|(key, _)| key).join(", ");
    std::fs::read_to_string(pack).with_context(|| format!("--pack {pack}: neither a pack that ships ({keys}) nor a file that can be read"))
}

/// Creates the municipality or brings it in line, in one transaction.
pub async fn bring_in_line(database: &Database, clock: &Clock, wanted: &Wanted) -> anyhow::Result<Done> {
    check(wanted)?;
    let now = clock.now();
    // No municipality has the number 0: until it is known which one this is, no row is visible.
    let mut tx = database.write(&Scope::operator(MunicipalityId(0))).await?;
    let mut known = municipality::by_number(&mut tx, &wanted.number).await?;
    if let Some(former) = &wanted.former_number {
        ensure!(known.is_none(), "{} is a municipality already, so it cannot be the new number of {former}", wanted.number);
        known = municipality::by_number(&mut tx, former).await?;
        ensure!(known.is_some(), "--former-number {former}: there is no municipality with that number");
    }
    let created = known.is_none();
    let mut renamed = Vec::new();
    let id = if let Some(id) = known {
        Scope::operator(id).tell(&mut tx).await?;
        let before = municipality::identity(&mut tx, id).await?;
        let identity = Identity {
            number: wanted.number.clone(),
            name: wanted.name.clone().unwrap_or(before.name),
            language: wanted.language.unwrap_or(before.language),
        };
        renamed = import::rename(&mut tx, id, &identity, clock.today()).await?;
        id
    } else {
        let (Some(name), Some(language), Some(_), Some(_)) = (&wanted.name, wanted.language, &wanted.pack, &wanted.schools) else {
            bail!("{} is a new municipality: say --name, --language, --pack and --schools", wanted.number);
        };
        municipality::add_municipality(&mut tx, &wanted.number, name, language, now).await?
    };
    let mut pack_added = false;
    if let Some(source) = &wanted.pack {
        let before = model_pack::newest(&mut tx, id).await?;
        let pack = model_pack::add(&mut tx, id, source, now).await?;
        pack_added = before.is_none_or(|before| pack > before);
        ensure!(pack_added || before == Some(pack), "--pack: a newer version is in use already; rounds are opened with the newest");
    }
    let schools = match &wanted.schools {
        Some(list) => {
            let changes = import::schools(&mut tx, id, list, now).await?;
            Some((changes, list.skipped_other_municipality, list.ignored_columns.clone()))
        }
        None => None,
    };
    let identity = municipality::identity(&mut tx, id).await?;
    tx.commit().await?;
    Ok(Done { municipality: format!("{} ({})", identity.name, identity.number), created, renamed, pack_added, schools })
}

fn check(wanted: &Wanted) -> anyhow::Result<()> {
    for number in [Some(&wanted.number), wanted.former_number.as_ref()].into_iter().flatten() {
        let digits = number.len() == 4 && number.bytes().all(|byte| byte.is_ascii_digit());
        ensure!(digits, "«{number}» is no municipality number: it has four digits, as 4622");
    }
    if let Some(name) = &wanted.name {
        ensure!(!name.trim().is_empty() && !name.contains('\0'), "--name is empty: say the municipality's name");
        ensure!(national_identity::find(name).is_none(), "--name holds a national identity number: say the municipality's name");
    }
    Ok(())
}

/// The problems of a list, one a line.
pub fn told(problems: &[ListProblem]) -> String {
    problems.iter().fold(String::new(), |mut text, problem| {
        let _ = write!(text, "line {}", problem.line);
        if let Some(column) = &problem.column {
            let _ = write!(text, ", {column}");
        }
        if !problem.value.is_empty() {
            let _ = write!(text, " «{}»", problem.value);
        }
        let _ = writeln!(text, ": {}", sentence(problem.reason));
        text
    })
}

fn sentence(reason: Reason) -> String {
    match reason {
        Reason::MissingColumn => "the header has no such column",
        Reason::ColumnTwice => "the header has two columns that mean this",
        Reason::TooManyCells => "more cells than the header has columns (a delimiter inside a name? put the name in quotes)",
        Reason::NoMunicipalityNumber => "no municipality number of four digits",
        Reason::EmptyName => "the school has no name",
        Reason::NotNineDigits => "an organisation number has nine digits",
        Reason::WrongCheckDigit => "the organisation number is mistyped: its last digit does not fit the others",
        Reason::SameOrganisationNumber { first_line } => return format!("the same organisation number as on line {first_line}"),
        Reason::UnknownOwnership => "neither offentleg nor privat",
        Reason::BadDate => "no date: write 2027-07-31 or 31.07.2027",
        Reason::BadGrades => "no grades from 1 to 10, the lowest first",
        Reason::NotYesOrNo => "neither ja nor nei",
        Reason::UnknownWrittenForm => "neither bokmål nor nynorsk",
        Reason::NulCharacter => "a NUL character: the file is damaged or no text",
        Reason::InvalidText => "no text in UTF-8, UTF-16 or Windows-1252: save the file anew as CSV UTF-8",
        Reason::NationalIdentityNumber => "a national identity number stands here; it is not repeated, remove it",
        Reason::NoSchools => "no line of the file is about this municipality",
    }
    .to_owned()
}

impl fmt::Display for Done {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let state = if self.created { "created" } else { "known" };
        writeln!(f, "{}: {state}", self.municipality)?;
        self.renamed.iter().try_for_each(|change| writeln!(f, "  {change}"))?;
        if self.pack_added {
            writeln!(f, "Model pack: stored; new rounds use it")?;
        }
        let Some((changes, skipped, ignored)) = &self.schools else { return Ok(()) };
        writeln!(f, "Schools: {} new, {} changed, {} unchanged", changes.new.len(), changes.changed.len(), changes.unchanged)?;
        changes.new.iter().try_for_each(|name| writeln!(f, "  new: {name}"))?;
        changes.changed.iter().try_for_each(|(name, what)| writeln!(f, "  changed: {name} ({})", what.join("; ")))?;
        names(f, "New areas", &changes.new_areas)?;
        let guessed: Vec<String> = changes.guessed_grades.iter().map(|(name, (from, to))| format!("{name} {from}–{to}")).collect();
        names(f, "Grades taken from the name (trinn_fra and trinn_til in the list change them)", &guessed)?;
        names(
            f,
            "WARNING: grades unknown, stored as 1–10; add trinn_fra and trinn_til to the list and run this again",
            &changes.unknown_grades,
        )?;
        names(f, "Not in the list any more, left as they are (give a closed school its last day in aktiv_til)", &changes.not_listed)?;
        if *skipped > 0 {
            writeln!(f, "Skipped: {skipped} line(s) about other municipalities")?;
        }
        names(f, "Columns that mean nothing here", ignored)
    }
}

fn names(f: &mut fmt::Formatter<'_>, what: &str, names: &[String]) -> fmt::Result {
    if names.is_empty() { Ok(()) } else { writeln!(f, "{what}: {}", names.join(", ")) }
}
