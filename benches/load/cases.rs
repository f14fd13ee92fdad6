//! What is measured: pages and saves, as people open and make them.
use std::sync::Arc;

use anyhow::Context;
use clap::ValueEnum;
use kvalitetsdialog::database::cluster::Cluster;

use crate::run::{Pages, Worker};
use crate::{country, meetings, words};

/// One thing people do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Case {
    /// Skoleeier of a municipality with a hundred schools opens the overview
    Overview,
    /// Skoleeier of that municipality opens the table of schools and indicators: 12 of them, five years
    Figures,
    /// Rektors all over the country save answers, each at their own school
    Save,
    /// Eight people of each school save different answers in the same self-assessment
    SaveTogether,
    /// A rektor opens a part to write in
    Write,
    /// A rektor opens the start page
    Start,
    /// Rektors of all municipalities open a part to write in
    Country,
    /// A rektor opens the school's indicators
    Profile,
    /// Skoleeier opens a meeting that is held, with its minutes, promises and people
    Meeting,
    /// Skoleeier opens the folder of that meeting
    Folder,
    /// Skoleeier prints that folder: a PDF, one at a time
    Paper,
    /// People for skoleeier of that municipality search in five years of everything
    Search,
    /// Rektors of that municipality search in their own
    SearchSchool,
}

impl std::fmt::Display for Case {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(match self {
            Self::Overview => "overview, 100 schools",
            Self::Figures => "100 schools x 12 indicators",
            Self::Save => "save an answer",
            Self::SaveTogether => "save, 8 at each school",
            Self::Write => "writing page",
            Self::Start => "start page, rektor",
            Self::Country => "writing page, 357 munic.",
            Self::Profile => "figures of a school",
            Self::Meeting => "meeting that is held",
            Self::Folder => "folder of that meeting",
            Self::Paper => "that folder as PDF",
            Self::Search => "search, 100 schools",
            Self::SearchSchool => "search, rektor",
        })
    }
}

/// What is demanded of a case.
#[derive(Debug, Clone, Copy)]
pub struct Aim {
    /// p99 at one request at a time, in milliseconds.
    pub p99: f64,
    /// Requests a second at 32 at a time.
    pub per_second: f64,
}

impl Case {
    /// All of them, the demanded ones first.
    pub fn every() -> Vec<Self> {
        Self::value_variants().to_vec()
    }

    /// What is demanded of it, if anything is.
    pub fn aim(self) -> Option<Aim> {
        match self {
            Self::Overview => Some(Aim { p99: 25.0, per_second: 400.0 }),
            Self::Save => Some(Aim { p99: 30.0, per_second: 800.0 }),
            Self::Paper => Some(Aim { p99: 300.0, per_second: 0.0 }),
            Self::Search => Some(Aim { p99: 100.0, per_second: 0.0 }),
            _ => None,
        }
    }

    /// Is about the meetings, which are arranged before they are measured.
    pub fn needs_meetings(self) -> bool {
        matches!(self, Self::Meeting | Self::Folder | Self::Paper)
    }

    /// Is about words, which are written before they are looked for.
    pub fn needs_words(self) -> bool {
        matches!(self, Self::Search | Self::SearchSchool)
    }

    /// One is made at a time, and whoever comes meanwhile waits or is told to come back.
    pub fn is_alone(self) -> bool {
        self == Self::Paper
    }

    /// So many people who do it.
    pub async fn workers(self, cluster: &Cluster, count: usize) -> anyhow::Result<Vec<Worker>> {
        let pages: Vec<(String, String)> = match self {
            Self::Save => return Ok(country::writable(cluster, count, 1).await?.into_iter().map(Worker::Writer).collect()),
            Self::SaveTogether => {
                let places = country::writable(cluster, count.div_ceil(8), count.min(8)).await?;
                return Ok(places.into_iter().map(Worker::Writer).collect());
            }
            Self::Overview => vec![("/oversikt".to_owned(), "skoleeier-1".to_owned())],
            Self::Figures => vec![(format!("/indikatorer?gruppe={}", country::shown_group()?), "skoleeier-1".to_owned())],
            // Grades 1–10, so that it has figures of everything.
            Self::Profile => vec![(format!("/skoler/7/indikatorer?gruppe={}", country::shown_group()?), "rektor-7".to_owned())],
            Self::Meeting => vec![(meetings::held(cluster).await?.context("the meeting is arranged")?, meetings::LEADER.to_owned())],
            Self::Folder => {
                let meeting = meetings::held(cluster).await?.context("the meeting is arranged")?;
                vec![(format!("{meeting}/mappe"), meetings::LEADER.to_owned())]
            }
            Self::Paper => {
                let meeting = meetings::held(cluster).await?.context("the meeting is arranged")?;
                vec![(format!("{meeting}/mappe.pdf"), meetings::LEADER.to_owned())]
            }
            Self::Search => words::by_owners(),
            Self::SearchSchool => words::by_rektors(),
            Self::Start => vec![("/".to_owned(), "rektor-7".to_owned())],
            Self::Write => writing_pages(cluster, 1).await?,
            // So many schools by chance that nearly every municipality is among them.
            Self::Country => writing_pages(cluster, 1800).await?,
        };
        let pages = Pages::from(pages);
        Ok((0..count).map(|worker| Worker::Reader { pages: Arc::clone(&pages), next: worker * pages.len() / count }).collect())
    }
}

async fn writing_pages(cluster: &Cluster, schools: usize) -> anyhow::Result<Vec<(String, String)>> {
    let places = country::writable(cluster, schools, 1).await?;
    Ok(places.into_iter().map(|place| (format!("/egenvurdering/{}/del/{}", place.assessment, place.part), place.token)).collect())
}
