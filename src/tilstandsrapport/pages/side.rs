//! The list of chapters beside every page of a report.
use crate::access::Actor;
use crate::error::Result;
use crate::text::{dates, text_with};
use crate::tilstandsrapport::model::{ChapterRow, Report};
use crate::web::page::Page;

/// A chapter in the list.
pub struct SideChapter {
    /// Where it leads.
    pub href: String,
    /// «3. Læringsmiljø».
    pub title: String,
    /// How far it has come.
    pub state: &'static str,
    /// The key of that.
    pub icon: &'static str,
    /// «Sunniva Lid, 9. april».
    pub who: String,
    /// It is this page.
    pub current: bool,
}

/// The list.
pub struct Side {
    /// «Tilstandsrapport 2027».
    pub title: String,
    /// Where the whole of it is worked on.
    pub href: String,
    /// «Til kommunestyret 16. juni 2027».
    pub when: String,
    /// «kapittel 3 av 6», when one is open.
    pub at: Option<String>,
    /// The chapters that the actor reads.
    pub chapters: Vec<SideChapter>,
}

/// «Sunniva Lid, 9. april».
pub fn who(row: &ChapterRow, actor: &Actor) -> String {
    let day = row.deadline.map(|day| dates::near(day, actor.today));
    let parts = [row.holder.as_ref().map(|(_, name)| name.clone()), day];
    parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
}

/// Builds it.
pub fn side(report: &Report, rows: &[ChapterRow], actor: &Actor, current: Option<&str>) -> Result<Side> {
    let lang = actor.lang;
    let template = report.template()?;
    let mut chapters = Vec::new();
    for (place, chapter) in template.chapters.iter().enumerate() {
        let Some(row) = rows.iter().find(|row| row.chapter == chapter.key) else { continue };
        chapters.push(SideChapter {
            href: report.chapter_href(&chapter.key),
            title: format!("{}. {}", place + 1, chapter.title.get(lang)),
            state: row.state().text_key(),
            icon: row.state().tag().1,
            who: who(row, actor),
            current: current == Some(chapter.key.as_str()),
        });
    }
    let at = current.and_then(|key| template.chapters.iter().position(|chapter| chapter.key == key));
    let council = report.pack.terms.council.get(lang);
    Ok(Side {
        title: report.title(lang)?,
        href: report.href(),
        when: text_with(lang, "report-to-council", &[("council", &council), ("day", &dates::long(report.council_on))]),
        at: at.map(|place| text_with(lang, "report-chapter-of", &[("number", &(place + 1)), ("count", &template.chapters.len())])),
        chapters,
    })
}

/// The crumbs of a page of a report: the list, the report, and perhaps the page.
pub fn crumbs(report: &Report, actor: &Actor, page: Option<(String, String)>) -> Result<Vec<(String, String)>> {
    let mut crumbs = vec![("/tilstandsrapport".to_owned(), super::name(actor))];
    if report.rights.works_on_it() {
        crumbs.push((report.href(), report.title(actor.lang)?));
    }
    crumbs.extend(page);
    Ok(crumbs)
}

/// The layout and the crumbs of a page of a report that has an address of its own, below the report's.
pub fn page(report: &Report, actor: &Actor, path: &str, title: &str) -> Result<(Page, Vec<(String, String)>)> {
    let cx = Page::new(actor, format!("{title} – {}", report.title(actor.lang)?));
    Ok((cx, crumbs(report, actor, Some((format!("{}/{path}", report.href()), title.to_owned())))?))
}
