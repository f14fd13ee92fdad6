# Sets of indicators: what the municipality looks at, why, and what it aims at.
sets-title = Indikatorsett
sets-link = Kva vi ser på, og kvifor
sets-lead = Dette ser kommunen på når skulane og leiarane snakkar saman, kvifor, og kva kommunen har sett seg som mål.
sets-lead-owner = Her vel de kva indikatorar de ser på, i kva rekkjefølgje, og kva mål kommunen har. Det de endrar, gjeld først når de tek det i bruk.
sets-standing = I bruk
sets-begun = Under arbeid
sets-retired = Ute av bruk
sets-none = Kommunen har ingen sett i bruk.
set-count = { $count ->
    [one] Éin indikator
   *[other] { $count } indikatorar
 }
set-count-goals = { $count ->
    [one] eitt mål
   *[other] { $count } mål
 }
set-waits = Endringar ventar
set-retired-tag = Ute av bruk
set-as-pack = Slik modellpakka har det (versjon { $version })
set-version = Versjon { $version }
set-version-by = Versjon { $version }, teken i bruk { $when } av { $who }
set-saved-by = Sist lagra av { $who } { $when }.
set-never-stood = Ikkje teke i bruk enno
set-empty = Settet er tomt. Lag ei gruppe først, og vel så kva som skal stå i henne.
set-named = Berre for rektor, områdeleiar og skuleeigar
set-all-grades = alle trinn
set-grades-between = { $from }.–{ $to }. trinn
set-column-indicator = Indikator
set-group-caption = Indikatorane i «{ $group }»
set-column-goals = Mål
set-column-order = Rekkjefølgje
set-up = Opp
set-down = Ned
set-change-link = Endre
set-save = Lagre
set-cancel = Avbryt
set-history = Tidlegare versjonar

# Det som ventar
set-waits-count = { $count ->
    [one] Éi endring er ikkje teken i bruk.
   *[other] { $count } endringar er ikkje tekne i bruk.
 }
set-waits-lead = Skulane ser settet slik det var før, til du tek endringane i bruk.
set-new-waits = Settet er ikkje teke i bruk. Ingen andre ser det enno.
set-review-link = Sjå over og ta i bruk
set-told-saved = { $who } endra settet { $when }, medan du hadde det framme.
set-told-taken = { $who } tok settet i bruk { $when }, medan du hadde det framme.
set-told-given-up = { $who } forkasta endringane { $when }, medan du hadde settet framme.
set-told-not-saved = Det du gjorde, er ikkje lagra. Sjå over, og lagre på nytt om du framleis vil.
set-told-changes = Dette er nytt sidan du opna settet:

# Namn og føremål
set-new-title = Lag eit nytt sett
set-new-lead = Eit sett er indikatorar som høyrer saman i éin samtale. Skriv på begge målformene, så møter alle settet på si eiga.
set-new-from = Byrj med
set-new-from-nothing = Eit tomt sett
set-new-from-set = Det same som i «{ $set }»
set-new-button = Lag settet
set-name-title = Endre namn og føremål
set-name-lead = Skriv på begge målformene, så møter alle settet på si eiga.
set-name-nn = Namn på nynorsk
set-name-nb = Namn på bokmål
set-name-missing = Skriv kva settet skal heite.
set-purpose-nn = Føremål på nynorsk
set-purpose-nb = Føremål på bokmål
set-purpose-hint = Føremålet står over tala på sida til kvar skule. Ei setning eller to held: Kva skal de bruke tala til?
set-purpose-missing = Skriv kva de skal bruke tala til.

# Grupper
set-group-new-title = Ny gruppe
set-group-title = Endre gruppa
set-group-lead = Ei gruppe er ei overskrift med indikatorar under. Skulane ser éi gruppe om gongen.
set-group-name-missing = Skriv kva gruppa skal heite.
set-group-empty = Gruppa er tom.
set-group-remove = Ta bort gruppa
set-group-remove-lead = { $count ->
    [0] Gruppa er tom.
    [one] Indikatoren i gruppa og måla for han blir òg borte frå settet. Tala blir verande.
   *[other] Dei { $count } indikatorane i gruppa og måla for dei blir òg borte frå settet. Tala blir verande.
 }

# Velje indikatorar
set-add-title = Legg til indikatorar
set-add-lead = Her står dei indikatorane som ikkje er i settet. Vel heller få enn mange: Det som står her, skal det vere tid til å snakke om.
set-add-group = Legg dei i gruppa
set-add-button = Legg til dei valde
set-add-none = Vel minst éin indikator.
set-add-all = Alle indikatorane er alt i settet.
set-quality-struktur = Strukturkvalitet
set-quality-prosess = Prosesskvalitet
set-quality-resultat = Resultatkvalitet

# Ein indikator i settet
set-member-group = Gruppe
set-member-grades = Trinn
set-member-grades-hint = Vel det første og det siste trinnet, eller alle trinn.
set-member-from = Frå
set-member-to = Til
set-member-remove = Ta bort indikatoren frå settet
set-grades-wrong = Vel både det første og det siste trinnet, i rett rekkjefølgje, eller «alle trinn» begge stader.
set-goals = Lokale mål
set-goals-caption = Lokale mål, etter trinn og skuleår
set-goal = Mål
set-goal-label = Mål for { $year }, { $grade }
set-goal-higher = Eit mål gjeld for kvar skule og for kommunen samla, og er noko å strekkje seg etter: så høgt eller høgare. La feltet stå tomt når de ikkje har noko mål. Skriv eit tal frå { $low } til { $high }, { $decimals ->
    [0] utan desimalar
    [one] med høgst éin desimal
   *[other] med høgst { $decimals } desimalar
 }. Eit mål for eitt trinn går framfor målet for alle trinn.
set-goal-lower = Eit mål gjeld for kvar skule og for kommunen samla, og er noko å strekkje seg etter: så lågt eller lågare. La feltet stå tomt når de ikkje har noko mål. Skriv eit tal frå { $low } til { $high }, { $decimals ->
    [0] utan desimalar
    [one] med høgst éin desimal
   *[other] med høgst { $decimals } desimalar
 }. Eit mål for eitt trinn går framfor målet for alle trinn.
set-goal-neither = Her kan de ikkje setje mål. Talet fortel korleis det er, og verken meir eller mindre er betre i seg sjølv. Eit mål ville gjort talet til noko ein styrer, i staden for noko ein prøver å forstå.
set-goal-yes-no = Her kan de ikkje setje mål. Svaret er ja eller nei, og kravet står i forskrift.
set-goal-levels = Her kan de ikkje setje mål, for talet er ei fordeling på nivå. Set heller mål for skalapoenga.
set-goal-no-number = Skriv eit tal, til dømes 4,4.
set-goal-too-exact = Skriv talet { $decimals ->
    [0] utan desimalar
    [one] med høgst éin desimal
   *[other] med høgst { $decimals } desimalar
 }.
set-goal-out-of-range = Skriv eit tal frå { $low } til { $high }.

# Ta i bruk
set-review-title = Ta settet i bruk
set-review-lead = Slik blir versjon { $version } annleis enn det som gjeld i dag. Tidlegare versjonar blir ikkje endra, og det som er levert, viser framleis til dei.
set-review-lead-new = Når du tek settet i bruk, ser alle skulane det.
set-review-changes = { $count ->
    [0] Ingen endringar
    [one] Éi endring
   *[other] { $count } endringar
 }
set-review-nothing = Settet er slik det gjeld i dag.
set-take = Ta i bruk
set-go-on = Arbeid vidare med settet
set-note = Kvifor? (valfritt)
set-note-hint = Ei setning som dei som les settet seinare, vil ha nytte av. Alle rektorane kan lese henne.
set-give-up = Forkast endringane
set-give-up-lead = Du kan òg forkaste alt som ventar. Då er settet slik det gjeld i dag.
set-give-up-lead-new = Du kan òg forkaste heile settet.
set-fault-empty = Settet har ingen grupper enno.
set-fault-group-empty = Gruppa «{ $group }» er tom. Legg noko i henne, eller ta henne bort.
set-fault-unknown = Indikatoren «{ $indicator }» finst ikkje lenger i katalogen. Ta han bort.
set-fault-indicator = Noko stemmer ikkje med trinna for «{ $indicator }».
set-fault-other = Settet kan ikkje takast i bruk: { $reason }.
set-fault-mend = Rett det opp

# Ute av bruk
set-retire-title = Ta settet ut av bruk
set-retire-lead = Skulane ser det ikkje lenger. Versjonane og måla blir tekne vare på, og du kan ta settet i bruk att når du vil.
set-retire = Ta ut av bruk
set-restore = Ta i bruk att
set-is-retired = Settet er ute av bruk. Skulane ser det ikkje.

# Endringar
set-change-name = Settet heiter «{ $after }» (før «{ $before }»).
set-change-name-other = Namnet på settet er endra på den andre målforma.
set-change-purpose = Nytt føremål: «{ $after }»
set-change-group-added = Ny gruppe: «{ $group }».
set-change-group-removed = Gruppa «{ $group }» er borte.
set-change-group-renamed = Gruppa heiter «{ $after }» (før «{ $before }»).
set-change-group-other = Namnet på gruppa «{ $group }» er endra på den andre målforma.
set-change-group-moved = Gruppa «{ $group }» er flytta.
set-change-added = { $indicator } er lagd til i «{ $group }».
set-change-removed = { $indicator } er teken bort.
set-change-regrouped = { $indicator } er flytta til «{ $group }».
set-change-moved = { $indicator } har fått ein annan plass i gruppa.
set-change-grades = { $indicator }: { $after } (før { $before }).
set-change-goal = { $what }: målet for { $year } er { $after } (før { $before }).
set-change-goal-new = { $what }: nytt mål for { $year }, { $after }.
set-change-goal-gone = { $what }: målet for { $year } er borte (det var { $before }).

# Ny modellpakke
set-pack-newer = Modellpakka har kome i versjon { $version }, og der er dette settet annleis enn då de sist såg det ved sida av dykkar.
set-pack-link = Sjå kva som er nytt
set-pack-title = Nytt i modellpakka, versjon { $version }
set-pack-lead = Settet er dykkar eige, og blir ikkje endra av seg sjølv. Ta over det de vil ha, eller ingenting.
set-pack-choose = Dette har pakka endra, og settet dykkar har det ikkje:
set-pack-help = Det de tek over, ventar til de tek det i bruk, som andre endringar.
set-pack-nothing = Alt det nye er alt slik i settet dykkar.
set-pack-gone = Modellpakka har ikkje lenger dette settet. Det er framleis i bruk hos dykk.
set-pack-take = Ta over dei valde
set-pack-keep = Greitt

# Tidlegare versjonar
set-history-title = Versjonar av «{ $set }»
set-history-lead = Ein versjon blir aldri endra, så det som er lese med han, kan lesast slik igjen.
set-history-from-pack = Den første vart laga frå settet i modellpakka.
set-history-from-nothing = Den første vart laga av kommunen.
set-version-changed = Det denne versjonen endra
set-version-nothing = Innhaldet er det same som i versjonen før.

error-set-retired = Settet er ute av bruk. Ta det i bruk att før du endrar det.
flash-set-saved = Lagra. Det gjeld når du tek det i bruk.
flash-set-taken = Settet er teke i bruk.
flash-set-given-up = Endringane er forkasta.
flash-set-retired = Settet er teke ut av bruk.
flash-set-restored = Settet er i bruk att.
flash-set-beside-pack = Settet er sett ved sida av den nye modellpakka.

# Lokale mål på sida til skulen
imports-sets = Vel kva indikatorar skulane ser
goal = Mål
goal-label = Mål { $value }
goal-later = Mål for { $year }: { $value }.
goal-at-least = Målet for { $year } er { $value } eller høgare.
goal-at-most = Målet for { $year } er { $value } eller lågare.
goal-about = Skulen er om lag på målet.
goal-reached = Skulen har nådd målet.
goal-not-reached = Skulen har ikkje nådd målet.
