//! What a meeting builds on, and who reads its minutes: the links and the sentence beside its agenda.
use crate::access::Actor;
use crate::access::rules::ExpectationRights;
use crate::database::Tx;
use crate::error::Result;
use crate::meeting::model::Meeting;
use crate::meeting::queries::Around;
use crate::meeting::spot_check;
use crate::text::text;
use crate::writing::Side;
use crate::{between_meetings, voice, wheel};

/// What the meeting builds on: what the actor can open of it. A guest has the agenda and the minutes.
pub async fn basis(tx: &mut Tx, actor: &Actor, meeting: &Meeting, around: Around) -> Result<Vec<(String, String)>> {
    let lang = actor.lang;
    let mut links = Vec::new();
    if meeting.rights.side == Some(Side::Guest) {
        return Ok(links);
    }
    if meeting.rights.reads_folder {
        links.push((format!("{}/mappe", meeting.href()), text(lang, "folder-open-link").into_owned()));
    }
    links.extend(spot_check::link(actor, meeting)?);
    if let Some((school, _)) = &meeting.school {
        links.extend(between_meetings::link(actor, *school, &meeting.kind()?.key));
        if let Some(address) = voice::asks_for_meeting(actor, *school, meeting.id).filter(|_| meeting.rights.adds_points) {
            links.push((address, text(lang, "voices-ask-link").into_owned()));
        }
        let named = actor.oversees(*school) || actor.draft_schools().contains(school);
        if named {
            links.push((format!("/skoler/{school}/indikatorer"), text(lang, "meeting-basis-figures").into_owned()));
            links.push((format!("/skoler/{school}/samtalepunkt"), text(lang, "meeting-basis-points").into_owned()));
        }
        if ExpectationRights::of(actor, *school).is_ok() {
            links.push((format!("/skoler/{school}/forventningar"), text(lang, "preparation-expected-link").into_owned()));
        }
        if named || actor.own_schools().contains(school) {
            links.push((format!("/skoler/{school}/forteljingar"), text(lang, "meeting-basis-stories").into_owned()));
            links.extend(wheel::notes_of(tx, actor.municipality, &meeting.pack, *school, meeting.school_year, lang).await?);
        }
    }
    if let Some(earlier) = around.follows {
        links.push((format!("/moter/{earlier}"), text(lang, "meeting-basis-follows").into_owned()));
    }
    if let Some(whole) = around.part_of {
        links.push((format!("/moter/{whole}"), text(lang, "meeting-basis-part-of").into_owned()));
    }
    Ok(links)
}

/// Key of the sentence that says who reads the minutes, now and when they are approved.
pub fn who_reads(meeting: &Meeting) -> &'static str {
    match (meeting.school.is_some(), meeting.access) {
        (false, _) => "meeting-read-by-participants",
        (true, crate::model_pack::Access::Participants) => "meeting-read-by-leaders",
        (true, crate::model_pack::Access::School) => "meeting-read-by-school",
        (true, crate::model_pack::Access::Group) => "meeting-read-by-group",
    }
}
