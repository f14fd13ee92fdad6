//! A round of pupils in the demo: asked this autumn at the first school, talked about, and told back.
use super::chance::Chance;
use super::people::{at, become_actor};
use super::town::Town;
use crate::database::Tx;
use crate::model_pack::Pack;
use crate::text::Lang;
use crate::voice::making::{self, Held};

fn words(lang: Lang) -> anyhow::Result<Held> {
    Ok(toml::from_str(match lang {
        Lang::Nb => include_str!("texts/voices_nb.toml"),
        Lang::Nn => include_str!("texts/voices_nn.toml"),
    })?)
}

/// Where the pack has the kind of round.
pub(super) async fn make(tx: &mut Tx, town: &Town<'_>, pack: &Pack) -> anyhow::Result<()> {
    let held = words(town.setting.lang)?;
    let Some((school, rektor)) = town.schools.iter().find_map(|school| Some((school, school.rektor.as_ref()?))) else { return Ok(()) };
    if pack.voices_kind(&held.kind).is_none() {
        return Ok(());
    }
    let asker = at(rektor, town.days.since_opening(700));
    become_actor(tx, &asker).await?;
    let mut chance = Chance::new(&format!("{} voices", town.setting.name));
    making::hold(tx, &asker, school.id, &held, chance.save_id()).await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model_pack::{parse, shipped};

    #[test]
    fn the_rounds_fit_their_packs() {
        for (key, lang) in [("kvam", Lang::Nn), ("bergen", Lang::Nb)] {
            let (held, pack) = (words(lang).unwrap(), parse(shipped(key).unwrap()).unwrap());
            let kind = pack.voices_kind(&held.kind).unwrap();
            for theme in &held.themes {
                let asked = kind.themes.iter().find(|asked| asked.key == theme.theme).unwrap();
                assert_eq!(kind.choices_of(asked).len(), theme.counts.len(), "{key} {}", theme.theme);
                assert!(theme.counts.iter().map(|count| u32::from(*count)).sum::<u32>() >= u32::from(kind.smallest));
            }
        }
    }
}
