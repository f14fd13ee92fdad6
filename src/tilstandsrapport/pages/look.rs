//! How the municipality's documents look: colour of headings, and its mark.
use askama::Template;
use axum::extract::{FromRequest as _, Request, State as Extract};
use axum::response::Response;

use super::name;
use crate::App;
use crate::access::Actor;
use crate::access::rules::CanMakeReport;
use crate::database::Tx;
use crate::document::content::Logo;
use crate::document::logo::NoLogo;
use crate::error::Result;
use crate::text::text;
use crate::tilstandsrapport::model::readable_on_white;
use crate::tilstandsrapport::queries;
use crate::web::extract::{Form, Nothing};
use crate::web::flash::{self, Flash};
use crate::web::page::{self, Page};
use crate::web::routes::Routes;
use crate::web::upload::Upload;

/// Routes of this file.
pub fn routes() -> Routes {
    Routes::new()
        .get("/tilstandsrapport/utsjanad", show)
        .post("/tilstandsrapport/utsjanad", set_colour)
        .post_file("/tilstandsrapport/utsjanad/logo", set_logo)
        .post("/tilstandsrapport/utsjanad/logo/fjerning", remove_logo)
}

#[derive(Template)]
#[template(path = "tilstandsrapport/look.html")]
struct LookPage {
    cx: Page,
    crumbs: Vec<(String, String)>,
    title: String,
    colour: String,
    has_logo: bool,
    errors: Vec<(String, String)>,
}

impl LookPage {
    fn error(&self, field: &str) -> Option<String> {
        page::error_on(&self.errors, field)
    }
}

/// The colour that the house has.
const HOUSE: &str = "#14506b";

async fn draw(tx: &mut Tx, actor: &Actor, typed: Option<String>, errors: Vec<(String, String)>) -> Result<Response> {
    let look = queries::look(tx, actor.municipality).await?;
    let title = text(actor.lang, "report-look-title").into_owned();
    let page = LookPage {
        cx: Page::new(actor, title.clone()).refused_when(!errors.is_empty()),
        crumbs: vec![("/tilstandsrapport".to_owned(), name(actor)), ("/tilstandsrapport/utsjanad".to_owned(), title.clone())],
        title,
        colour: typed.unwrap_or_else(|| look.colour.unwrap_or_else(|| HOUSE.to_owned())),
        has_logo: look.logo.is_some(),
        errors,
    };
    page::answered(&page, &page.errors)
}

async fn show(Extract(app): Extract<App>, actor: Actor) -> Result<Response> {
    let _can = CanMakeReport::of(&actor)?;
    let mut tx = app.database.read(&actor.scope()).await?;
    let page = draw(&mut tx, &actor, None, Vec::new()).await?;
    tx.commit().await?;
    Ok(page)
}

#[derive(Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct ColourForm {
    #[serde(default)]
    farge: String,
}

async fn set_colour(Extract(app): Extract<App>, actor: Actor, Form(form): Form<ColourForm>) -> Result<Response> {
    let can = CanMakeReport::of(&actor)?;
    let mut tx = app.database.write(&actor.scope()).await?;
    let colour = form.farge.trim().to_ascii_lowercase();
    if !readable_on_white(&colour) {
        let errors = vec![("farge".to_owned(), text(actor.lang, "error-report-colour").into_owned())];
        return draw(&mut tx, &actor, Some(form.farge), errors).await;
    }
    queries::set_colour(&mut tx, &actor, can, Some(colour.as_str()).filter(|colour| *colour != HOUSE)).await?;
    tx.commit().await?;
    Ok(flash::redirect("/tilstandsrapport/utsjanad", Flash::Saved))
}

async fn set_logo(Extract(app): Extract<App>, actor: Actor, request: Request) -> Result<Response> {
    // Who may is asked before the file is read.
    let can = CanMakeReport::of(&actor)?;
    let bytes = Upload::from_request(request, &app).await?.bytes;
    let logo = tokio::task::spawn_blocking(move || Logo::of(&bytes)).await.map_err(anyhow::Error::from)?;
    let mut tx = app.database.write(&actor.scope()).await?;
    match logo {
        Ok(logo) => {
            queries::set_logo(&mut tx, &actor, can, Some(&logo)).await?;
            tx.commit().await?;
            Ok(flash::redirect("/tilstandsrapport/utsjanad", Flash::Saved))
        }
        Err(why) => {
            let key = match why {
                NoLogo::TooLarge => "error-report-logo-large",
                NoLogo::NoPicture => "error-report-logo",
            };
            draw(&mut tx, &actor, None, vec![("fil".to_owned(), text(actor.lang, key).into_owned())]).await
        }
    }
}

async fn remove_logo(Extract(app): Extract<App>, actor: Actor, Form(Nothing {}): Form<Nothing>) -> Result<Response> {
    let can = CanMakeReport::of(&actor)?;
    let mut tx = app.database.write(&actor.scope()).await?;
    queries::set_logo(&mut tx, &actor, can, None).await?;
    tx.commit().await?;
    Ok(flash::redirect("/tilstandsrapport/utsjanad", Flash::Saved))
}
