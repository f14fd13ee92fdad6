//! `/mellomarbeid/{between}/levering`: rektor or deputy delivers, and from then on the owner reads it all as it stood.
use axum::extract::State as Extract;
use axum::response::Response;

use super::enter_held;
use super::one::{self, Typed};
use crate::App;
use crate::access::Actor;
use crate::between_meetings::model::Frozen;
use crate::between_meetings::queries;
use crate::error::{AppError, Result};
use crate::ids::BetweenId;
use crate::model_pack::Product;
use crate::municipality;
use crate::notification::{self, Message, Notice};
use crate::text::{InBoth, text};
use crate::web::extract::{Form, Nothing, Path};
use crate::web::flash::{self, Flash};
use crate::web::page::capital;
use crate::web::routes::Routes;

/// Routes of this file.
pub fn routes() -> Routes {
    Routes::new().post("/mellomarbeid/{between}/levering", deliver)
}

async fn deliver(Extract(app): Extract<App>, actor: Actor, Path(id): Path<BetweenId>, Form(Nothing {}): Form<Nothing>) -> Result<Response> {
    let (mut tx, package) = enter_held(&app, &actor, id).await?;
    let can = package.rights.can_deliver()?;
    let (live, said) = queries::live(&mut tx, &actor, &package).await?.ok_or(AppError::NotFound)?;
    let template = package.template()?;
    if template.product == Product::Words && live.content.product.is_empty() && live.content.link.is_empty() {
        let errors = vec![("levering".to_owned(), text(actor.lang, "error-between-product").into_owned())];
        return one::draw(&app, tx, &actor, &package, (Typed::default(), errors)).await;
    }
    let content = Frozen::of(&package.pack, &live.content, &said);
    if queries::deliver(&mut tx, &actor, can, (&content, &content.sum(&package)?)).await? {
        let followers = municipality::followers_of(&mut tx, actor.municipality, package.rights.facts().school, actor.today).await?;
        let people: Vec<_> = followers.into_iter().map(|(person, ..)| person).collect();
        let what = InBoth::each(|lang| format!("{}, {}", capital(template.name.get(lang)), package.school_name));
        let message = Message { notice: Notice::BetweenDelivered, who: &actor.name, what: &what, href: &package.href() };
        notification::tell(&mut tx, actor.municipality, actor.now, &people, Some(actor.person), &message).await?;
    }
    tx.commit().await?;
    Ok(flash::redirect(&package.href(), Flash::BetweenDelivered))
}
