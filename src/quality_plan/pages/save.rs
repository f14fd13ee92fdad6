//! Writing a part: one field at a time from the script, or all of them from a form, with pieces added, moved and taken out on the way; and what those who write
//! hear of each other.
use axum::extract::State as Extract;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};

use super::part::{self, Beside, Refused};
use super::{opened_by_owner, opened_to_change};
use crate::App;
use crate::access::Actor;
use crate::access::rules::CanShapeQualityPlan;
use crate::database::Tx;
use crate::error::{AppError, Result};
use crate::ids::QualityPlanId;
use crate::quality_plan::field::{check_text, kinds, parts};
use crate::quality_plan::model::{Item, Kind, Piece, SourceKind, Structure};
use crate::quality_plan::queries;
use crate::text::{Lang, dates, text};
use crate::web::extract::{Form, Pairs, Path, Query};
use crate::web::flash::{self, Flash};
use crate::web::routes::Routes;
use crate::writing;
use crate::writing::autosave::{self, SaveForm};
use crate::writing::stream::{Presence, Readable, Since, Watched};

/// The most characters of a link.
const LONGEST_LINK: usize = 500;

/// Routes of this file.
pub fn routes() -> Routes {
    Routes::new()
        .post("/kvalitetsplan/{plan}/felt", save_field)
        .post("/kvalitetsplan/{plan}/del/{part}", save_all)
        .get("/kvalitetsplan/{plan}/del/{part}/straum", stream)
        .post("/kvalitetsplan/{plan}/del/{part}/naervaer", present)
}

async fn save_field(
    Extract(app): Extract<App>,
    actor: Actor,
    Path(id): Path<QualityPlanId>,
    headers: HeaderMap,
    Form(form): Form<SaveForm>,
) -> Result<Response> {
    let sent = form.checked(&actor, &headers)?;
    let mut tx = app.database.write(&actor.scope()).await?;
    let (plan, structure) = opened_by_owner(&app, &mut tx, &actor, id).await?;
    let field = structure.field(&plan, &form.field)?.ok_or(AppError::NotFound)?;
    let can = plan.rights.can_write()?;
    let checked = check_text(&form.value, field.takes, actor.lang);
    autosave::save_field(&app, tx, &actor, &can, (form.field, &field.part, sent), checked).await
}

/// What a button of the form does besides saving.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Step {
    /// A piece more, below another one perhaps.
    Add(Kind, Option<i64>),
    /// A piece is taken out.
    Remove(Piece),
    /// It is brought back.
    Restore(Piece),
    /// It changes place with the one before it.
    Up(Piece),
}

impl Step {
    /// The step a button sends: `ny:m`, `ny:s:12`, `ut:m12`, `inn:m12`, `opp:m12`.
    fn parse(sent: &str) -> Option<Self> {
        let (what, of) = sent.split_once(':')?;
        if what == "ny" {
            let (letter, parent) = of.split_once(':').map_or((of, None), |(letter, parent)| (letter, Some(parent)));
            let kind = Kind::ALL.into_iter().find(|kind| letter.chars().eq([kind.letter()]))?;
            let parent = parent.map(str::parse).transpose().ok()?;
            return (kind.parent().is_some() == parent.is_some()).then_some(Self::Add(kind, parent));
        }
        let piece = Piece::parse(of)?;
        match what {
            "ut" => Some(Self::Remove(piece)),
            "inn" => Some(Self::Restore(piece)),
            "opp" => Some(Self::Up(piece)),
            _ => None,
        }
    }
}

/// Does what the button says; where it happened, as an anchor.
async fn take(tx: &mut Tx, actor: &Actor, structure: &Structure, can: CanShapeQualityPlan, part: &str, step: Step) -> Result<String> {
    let here = |kind: Kind| if kind.part() == part { Ok(()) } else { Err(AppError::NotFound) };
    match step {
        Step::Add(kind, parent) => {
            here(kind)?;
            if let (Some(above), Some(id)) = (kind.parent(), parent)
                && !structure.has(above, id)
            {
                return Err(AppError::NotFound);
            }
            Ok(format!("#{}", queries::add(tx, can, kind, parent).await?))
        }
        Step::Remove(piece) => {
            here(piece.kind)?;
            structure.piece(piece).ok_or(AppError::NotFound)?;
            queries::remove(tx, can, piece, true, actor.now).await?;
            Ok("#tekne-ut".to_owned())
        }
        Step::Restore(piece) => {
            here(piece.kind)?;
            structure.removed.iter().find(|item| item.piece == piece).ok_or(AppError::NotFound)?;
            queries::remove(tx, can, piece, false, actor.now).await?;
            Ok(format!("#{piece}"))
        }
        Step::Up(piece) => {
            here(piece.kind)?;
            let item = structure.piece(piece).ok_or(AppError::NotFound)?;
            if let Some(before) = structure.before(item) {
                queries::move_up(tx, can, piece, before.piece).await?;
            }
            Ok(format!("#{piece}"))
        }
    }
}

/// What is chosen beside the words of a piece: names of the fields.
fn beside_names(item: &Item) -> Vec<String> {
    let names: &[&str] = match item.piece.kind {
        Kind::Source => &["slag", "lenkje", "satsing"],
        Kind::Period => &["fra", "til"],
        Kind::Step => &["tiltak"],
        _ => &[],
    };
    names.iter().map(|name| format!("{name}-{}", item.piece)).collect()
}

/// A link as it is stored, or what is wrong with it.
fn checked_link(typed: &str, lang: Lang) -> std::result::Result<String, String> {
    let link = typed.trim();
    let known = link.starts_with("https://") || link.starts_with("http://");
    let right =
        link.is_empty() || (known && link.chars().count() <= LONGEST_LINK && !link.contains(|c: char| c.is_whitespace() || c.is_control()));
    if right { Ok(link.to_owned()) } else { Err(text(lang, "error-quality-link").into_owned()) }
}

/// Stores what is chosen beside the words of a piece. What is wrong with it goes to `refused`.
async fn save_beside(
    tx: &mut Tx,
    actor: &Actor,
    (structure, item): (&Structure, &Item),
    can: CanShapeQualityPlan,
    pairs: &Pairs,
    refused: &mut Refused,
) -> Result<()> {
    let piece = item.piece;
    let sent = |name: &str| pairs.get(&format!("{name}-{piece}"));
    // A piece that was not on the page that was sent is left alone.
    let Some(first) = beside_names(item).first().and_then(|name| pairs.get(name)) else { return Ok(()) };
    let of = |typed: Option<&str>, kind: Kind| match typed.unwrap_or_default() {
        "" => Ok(None),
        typed => {
            let id: i64 = typed.parse().map_err(|_| AppError::BadRequest("error-bad-form"))?;
            if structure.has(kind, id) { Ok(Some(id)) } else { Err(AppError::BadRequest("error-bad-form")) }
        }
    };
    match piece.kind {
        Kind::Source => {
            let kind = SourceKind::parse(first).ok_or(AppError::BadRequest("error-bad-form"))?;
            let priority = of(sent("satsing"), Kind::Priority)?;
            let typed = sent("lenkje").unwrap_or_default();
            let link = checked_link(typed, actor.lang).unwrap_or_else(|sentence| {
                refused.beside.insert(format!("lenkje-{piece}"), Beside { typed: typed.to_owned(), sentence });
                item.link.clone()
            });
            if (kind, link.as_str(), priority) != (item.source, item.link.as_str(), item.of) {
                queries::set_source(tx, can, piece.id, (kind, &link, priority)).await?;
            }
        }
        Kind::Period => {
            let mut day = |name: &str, stored| {
                let typed = sent(name).unwrap_or_default();
                let day = dates::from_form(typed);
                if day.is_none() && !typed.is_empty() {
                    let sentence = text(actor.lang, "error-quality-day").into_owned();
                    refused.beside.insert(format!("{name}-{piece}"), Beside { typed: typed.to_owned(), sentence });
                    return stored;
                }
                day
            };
            let days = (day("fra", item.starts_on), day("til", item.ends_on));
            if matches!(days, (Some(from), Some(to)) if to < from) {
                let sentence = text(actor.lang, "error-quality-days").into_owned();
                refused.beside.insert(format!("til-{piece}"), Beside { typed: sent("til").unwrap_or_default().to_owned(), sentence });
                refused
                    .beside
                    .insert(format!("fra-{piece}"), Beside { typed: sent("fra").unwrap_or_default().to_owned(), sentence: String::new() });
            } else if days != (item.starts_on, item.ends_on) {
                queries::set_days(tx, can, piece.id, days).await?;
            }
        }
        Kind::Step => {
            let action = of(Some(first), Kind::Action)?;
            if action != item.of {
                queries::set_step(tx, can, piece.id, action).await?;
            }
        }
        _ => {}
    }
    Ok(())
}

/// What is typed is saved first, whichever button was pressed: nothing is lost by adding a goal.
async fn save_all(
    Extract(app): Extract<App>,
    actor: Actor,
    Path((id, part)): Path<(QualityPlanId, String)>,
    pairs: Pairs,
) -> Result<Response> {
    let mut tx = app.database.write(&actor.scope()).await?;
    let (plan, structure) = opened_to_change(&app, &mut tx, &actor, id).await?;
    let (can, shape) = (plan.rights.can_write()?, plan.rights.can_shape()?);
    let template = plan.template()?;
    if !parts(template).contains(&part) {
        return Err(AppError::NotFound);
    }
    let fields = structure.fields(template, &part);
    let names: Vec<String> = fields.iter().map(|field| field.key.clone()).collect();
    let items: Vec<&Item> =
        structure.pieces(&part).into_iter().filter(|item| item.piece.kind.part() == part).filter(|_| kinds(&part).is_some()).collect();
    let beside: Vec<String> = items.iter().flat_map(|item| beside_names(item)).collect();
    let revisions: Vec<String> = names.iter().map(|name| format!("rev:{name}")).collect();
    let own = names.iter().chain(&beside).map(String::as_str).chain(["steg", "neste"]);
    pairs.only(&own.collect::<Vec<_>>(), &revisions.iter().map(String::as_str).collect::<Vec<_>>())?;
    let step = pairs.get("steg").map(|step| Step::parse(step).ok_or(AppError::BadRequest("error-bad-form"))).transpose()?;
    let outcome = autosave::save_form(&mut tx, &can, &actor, &part, &names, &pairs, |name| {
        let takes = fields.iter().find(|field| field.key == name).ok_or(AppError::NotFound)?.takes;
        let typed = pairs.get(name).unwrap_or_default().to_owned();
        let checked = check_text(&typed, takes, actor.lang);
        Ok((typed, checked))
    })
    .await?;
    let mut refused = Refused { fields: outcome.rejected, ..Refused::default() };
    for item in items {
        save_beside(&mut tx, &actor, (&structure, item), shape, &pairs, &mut refused).await?;
    }
    let at = match step {
        Some(step) => take(&mut tx, &actor, &structure, shape, &part, step).await?,
        None => String::new(),
    };
    tx.commit().await?;
    app.live.changed(plan.document.document, &part);
    if !refused.fields.is_empty() || !refused.beside.is_empty() {
        let mut tx = app.database.read(&actor.scope()).await?;
        let page = part::draw(&app, &mut tx, &actor, id, &part, &refused).await?;
        tx.commit().await?;
        return Ok(page);
    }
    let next = pairs.get("neste").filter(|next| parts(template).iter().any(|part| part == next));
    Ok(flash::redirect(&next.map_or_else(|| format!("{}{at}", plan.part_href(&part)), |next| plan.part_href(next)), Flash::Saved))
}

/// A part of a plan.
struct PartOf {
    plan: QualityPlanId,
}

impl Watched for PartOf {
    async fn look(&self, app: &App, tx: &mut Tx, actor: &Actor) -> Result<Readable> {
        let plan = queries::load(app, tx, actor, self.plan).await?;
        plan.rights.check_owns()?;
        Ok(Readable { document: plan.document, closed: (!plan.state.is_open()).then_some("error-quality-adopted") })
    }
}

async fn stream(
    Extract(app): Extract<App>,
    actor: Actor,
    Path((plan, part)): Path<(QualityPlanId, String)>,
    Query(since): Query<Since>,
) -> Result<Response> {
    writing::stream::stream(app, actor, PartOf { plan }, part, since).await
}

/// «I am here.» Told to the other nodes and kept by none of them for long.
async fn present(
    Extract(app): Extract<App>,
    actor: Actor,
    Path((id, part)): Path<(QualityPlanId, String)>,
    Form(form): Form<Presence>,
) -> Result<Response> {
    let mut tx = app.database.read(&actor.scope()).await?;
    let (plan, structure) = opened_by_owner(&app, &mut tx, &actor, id).await?;
    tx.commit().await?;
    let _can = plan.rights.can_write()?;
    let field = structure.fields(plan.template()?, &part).into_iter().find(|field| field.key == form.field);
    app.live.present(plan.document.document, &part, actor.person, field.as_ref().map(|field| field.key.as_str()));
    Ok(StatusCode::NO_CONTENT.into_response())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_button_says_what_it_does() {
        let goal = Piece { kind: Kind::Goal, id: 12 };
        assert_eq!(Step::parse("ny:m"), Some(Step::Add(Kind::Goal, None)));
        assert_eq!(Step::parse("ny:s:12"), Some(Step::Add(Kind::Priority, Some(12))));
        assert_eq!([Step::parse("ut:m12"), Step::parse("opp:m12")], [Some(Step::Remove(goal)), Some(Step::Up(goal))]);
        for sent in ["ny:s", "ny:m:3", "ny:", "ut:12", "bort:m12", "", "ut:m"] {
            assert_eq!(Step::parse(sent), None, "{sent}");
        }
    }

    #[test]
    fn a_link_leads_to_the_web_or_is_refused() {
        assert_eq!(checked_link(" https://www.udir.no/a ", Lang::Nn).as_deref(), Ok("https://www.udir.no/a"));
        assert_eq!(checked_link("", Lang::Nn).as_deref(), Ok(""));
        for typed in ["javascript:alert(1)", "www.udir.no", "https://a b"] {
            assert!(checked_link(typed, Lang::Nn).is_err(), "{typed}");
        }
    }
}
