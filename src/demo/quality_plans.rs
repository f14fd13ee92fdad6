//! The quality plans of the demo: adopted before this school year and followed since, with a list of what had no money.
use time::{Duration, Month};

use super::people::{at, become_actor};
use super::town::{Days, Town};
use crate::database::Tx;
use crate::model_pack::Pack;
use crate::quality_plan::making::{self, NewPlan};
use crate::text::Lang;

/// The words of a plan.
fn words(lang: Lang) -> anyhow::Result<NewPlan> {
    Ok(toml::from_str(match lang {
        Lang::Nb => include_str!("texts/quality_nb.toml"),
        Lang::Nn => include_str!("texts/quality_nn.toml"),
    })?)
}

/// The municipality's plan, from hearing to what came of the money.
pub(super) async fn make(tx: &mut Tx, town: &Town<'_>, pack: &Pack) -> anyhow::Result<()> {
    let Some(template) = pack.quality_plan() else { return Ok(()) };
    let (app, days) = (town.app, town.days);
    let mut new = words(town.setting.lang)?;
    // In force for a year and a half, or since summer.
    let first = if town.setting.lang == Lang::Nb { days.year - 1 } else { days.year };
    let decided = Days::on(first, Month::June, 12, 18);
    new.resolution.1 = format!("{}/{:02}", new.resolution.1, first.rem_euclid(100));
    let writer = at(&town.skoleeier, decided + Duration::days(1));
    become_actor(tx, &writer).await?;
    let years = (first, first + i32::from(template.years) - 1);
    let plan = making::enter(app, tx, &writer, years, &new, decided.date()).await?;
    making::adopt(app, tx, &writer, plan).await?;
    let now = at(&town.skoleeier, days.since_opening(500));
    become_actor(tx, &now).await?;
    making::tell(app, tx, &now, plan, &new).await?;
    if first < days.year {
        let autumn = at(&town.skoleeier, Days::on(first, Month::September, 20, 9));
        become_actor(tx, &autumn).await?;
        let list = making::list(app, tx, &autumn, plan, first + 1).await?;
        let decided = Days::on(first, Month::December, 15, 12);
        let december = at(&town.skoleeier, decided + Duration::days(1));
        become_actor(tx, &december).await?;
        making::grant(app, tx, &december, (plan, list), decided.date()).await?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model_pack::{parse, shipped};
    use crate::writing::national_identity;

    #[test]
    fn the_plans_fit_their_packs_and_may_be_saved() {
        for (key, lang) in [("kvam", Lang::Nn), ("bergen", Lang::Nb)] {
            let (new, pack) = (words(lang).unwrap(), parse(shipped(key).unwrap()).unwrap());
            for (section, text) in &new.sections {
                assert!(pack.quality_plan().unwrap().section(section).is_some(), "{key} {section}");
                assert!(national_identity::find(text).is_none());
            }
            assert!(new.goals.iter().all(|goal| !goal.priorities.is_empty() && !goal.sources.is_empty()), "{key}");
        }
    }
}
