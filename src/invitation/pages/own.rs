//! `/konto/kalender`: how a person gets meetings into their calendar and hears of them by mail.
use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};

use crate::App;
use crate::access::Actor;
use crate::access::session::Token;
use crate::error::Result;
use crate::invitation::model::{Choice, address_of};
use crate::invitation::queries;
use crate::text::{dates, text};
use crate::web::extract::{Form, Nothing};
use crate::web::flash::{self, Flash};
use crate::web::page::{self, Page};
use crate::web::routes::Routes;

/// The page.
pub const PATH: &str = "/konto/kalender";

/// Routes of this file.
pub fn routes() -> Routes {
    Routes::new()
        .get("/konto/kalender", show)
        .post("/konto/kalender", make)
        .post("/konto/kalender/fjerning", remove)
        .post("/konto/e-post", choose)
}

struct ChoiceView {
    value: &'static str,
    name: String,
    checked: bool,
}

/// How mail stands for the person.
enum Mail {
    /// It comes to this address.
    To(String),
    /// Their sign-in name is no address.
    NoAddress,
    /// None is set up.
    NotSetUp,
}

#[derive(Template)]
#[template(path = "invitation/own.html")]
struct OwnPage {
    cx: Page,
    /// The address, only when it was made just now.
    new_link: Option<String>,
    made: Option<String>,
    mail: Mail,
    choices: Vec<ChoiceView>,
    error: Option<String>,
}

async fn draw(app: &App, actor: &Actor, token: Option<&Token>, error: Option<String>) -> Result<Response> {
    let lang = actor.lang;
    let mut tx = app.database.read(&actor.scope()).await?;
    let made = queries::feed_made_at(&mut tx, actor.municipality, actor.person).await?;
    let chosen = queries::choice(&mut tx, actor.municipality, actor.person).await?;
    let login = queries::own_login(&mut tx, &actor.session).await?;
    tx.commit().await?;
    let address = login.as_deref().and_then(address_of);
    let name = |choice: Choice| match choice {
        Choice::AtOnce => text(lang, "mail-choice-at-once"),
        Choice::Weekly => text(lang, "mail-choice-weekly"),
        Choice::None => text(lang, "mail-choice-none"),
    };
    let status = if error.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let page = OwnPage {
        cx: Page::new(actor, text(lang, "calendar-title")).refused_when(error.is_some()),
        new_link: token.map(|token| format!("{}/kalender/{}.ics", app.settings.public_url, token.as_str())),
        made: made.map(dates::moment),
        mail: match (&app.settings.mail, address) {
            (None, _) => Mail::NotSetUp,
            (Some(_), None) => Mail::NoAddress,
            (Some(_), Some(address)) => Mail::To(address.to_string()),
        },
        choices: Choice::ALL
            .into_iter()
            .map(|choice| ChoiceView { value: choice.key(), name: name(choice).into_owned(), checked: choice == chosen })
            .collect(),
        error,
    };
    Ok((status, page::html(&page)?).into_response())
}

async fn show(State(app): State<App>, actor: Actor) -> Result<Response> {
    draw(&app, &actor, None, None).await
}

/// Makes a new address, and the earlier one is gone. It is shown in the answer and never again: only its hash is kept, so there is nothing to redirect to.
async fn make(State(app): State<App>, actor: Actor, Form(Nothing {}): Form<Nothing>) -> Result<Response> {
    let token = Token::random()?;
    let mut tx = app.database.write(&actor.scope()).await?;
    queries::make_feed(&mut tx, actor.municipality, actor.person, token.hash(), actor.now).await?;
    tx.commit().await?;
    draw(&app, &actor, Some(&token), None).await
}

async fn remove(State(app): State<App>, actor: Actor, Form(Nothing {}): Form<Nothing>) -> Result<Response> {
    let mut tx = app.database.write(&actor.scope()).await?;
    queries::remove_feed(&mut tx, actor.municipality, actor.person).await?;
    tx.commit().await?;
    Ok(flash::redirect(PATH, Flash::CalendarClosed))
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct ChoiceForm {
    #[serde(default)]
    val: String,
}

async fn choose(State(app): State<App>, actor: Actor, Form(form): Form<ChoiceForm>) -> Result<Response> {
    let Some(choice) = Choice::parse(&form.val) else {
        let sentence = text(actor.lang, "error-mail-choice").into_owned();
        return draw(&app, &actor, None, Some(sentence)).await;
    };
    let mut tx = app.database.write(&actor.scope()).await?;
    queries::choose(&mut tx, actor.municipality, actor.person, choice, actor.now).await?;
    tx.commit().await?;
    Ok(flash::redirect(PATH, Flash::Saved))
}
