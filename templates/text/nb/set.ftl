# Sets of indicators: what the municipality looks at, why, and what it aims at.
sets-title = Indikatorsett
sets-link = Hva vi ser på, og hvorfor
sets-lead = Dette ser kommunen på når skolene og lederne snakker sammen, hvorfor, og hvilke mål kommunen har satt seg.
sets-lead-owner = Her velger dere hvilke indikatorer dere ser på, i hvilken rekkefølge, og hvilke mål kommunen har. Det dere endrer, gjelder først når dere tar det i bruk.
sets-standing = I bruk
sets-begun = Under arbeid
sets-retired = Ute av bruk
sets-none = Kommunen har ingen sett i bruk.
set-count = { $count ->
    [one] Én indikator
   *[other] { $count } indikatorer
 }
set-count-goals = { $count ->
    [one] ett mål
   *[other] { $count } mål
 }
set-waits = Endringer venter
set-retired-tag = Ute av bruk
set-as-pack = Slik modellpakken har det (versjon { $version })
set-version = Versjon { $version }
set-version-by = Versjon { $version }, tatt i bruk { $when } av { $who }
set-saved-by = Sist lagret av { $who } { $when }.
set-never-stood = Ikke tatt i bruk ennå
set-empty = Settet er tomt. Lag først en gruppe, og velg så hva som skal stå i den.
set-named = Bare for rektor, områdeleder og skoleeier
set-all-grades = alle trinn
set-grades-between = { $from }.–{ $to }. trinn
set-column-indicator = Indikator
set-group-caption = Indikatorene i «{ $group }»
set-column-goals = Mål
set-column-order = Rekkefølge
set-up = Opp
set-down = Ned
set-change-link = Endre
set-save = Lagre
set-cancel = Avbryt
set-history = Tidligere versjoner

# Det som venter
set-waits-count = { $count ->
    [one] Én endring er ikke tatt i bruk.
   *[other] { $count } endringer er ikke tatt i bruk.
 }
set-waits-lead = Skolene ser settet slik det var før, helt til du tar endringene i bruk.
set-new-waits = Settet er ikke tatt i bruk. Ingen andre ser det ennå.
set-review-link = Se over og ta i bruk
set-told-saved = { $who } endret settet { $when }, mens du hadde det framme.
set-told-taken = { $who } tok settet i bruk { $when }, mens du hadde det framme.
set-told-given-up = { $who } forkastet endringene { $when }, mens du hadde settet framme.
set-told-not-saved = Det du gjorde, er ikke lagret. Se over, og lagre på nytt hvis du fortsatt vil.
set-told-changes = Dette er nytt siden du åpnet settet:

# Navn og formål
set-new-title = Lag et nytt sett
set-new-lead = Et sett er indikatorer som hører sammen i én samtale. Skriv på begge målformene, så møter alle settet på sin egen.
set-new-from = Begynn med
set-new-from-nothing = Et tomt sett
set-new-from-set = Det samme som i «{ $set }»
set-new-button = Lag settet
set-name-title = Endre navn og formål
set-name-lead = Skriv på begge målformene, så møter alle settet på sin egen.
set-name-nn = Navn på nynorsk
set-name-nb = Navn på bokmål
set-name-missing = Skriv hva settet skal hete.
set-purpose-nn = Formål på nynorsk
set-purpose-nb = Formål på bokmål
set-purpose-hint = Formålet står over tallene på siden til hver skole. En setning eller to holder: Hva skal dere bruke tallene til?
set-purpose-missing = Skriv hva dere skal bruke tallene til.

# Grupper
set-group-new-title = Ny gruppe
set-group-title = Endre gruppen
set-group-lead = En gruppe er en overskrift med indikatorer under. Skolene ser én gruppe om gangen.
set-group-name-missing = Skriv hva gruppen skal hete.
set-group-empty = Gruppen er tom.
set-group-remove = Fjern gruppen
set-group-remove-lead = { $count ->
    [0] Gruppen er tom.
    [one] Indikatoren i gruppen og målene for den forsvinner også fra settet. Tallene blir værende.
   *[other] De { $count } indikatorene i gruppen og målene for dem forsvinner også fra settet. Tallene blir værende.
 }

# Velge indikatorer
set-add-title = Legg til indikatorer
set-add-lead = Her står de indikatorene som ikke er i settet. Velg heller få enn mange: Det som står her, skal det være tid til å snakke om.
set-add-group = Legg dem i gruppen
set-add-button = Legg til de valgte
set-add-none = Velg minst én indikator.
set-add-all = Alle indikatorene er allerede i settet.
set-quality-struktur = Strukturkvalitet
set-quality-prosess = Prosesskvalitet
set-quality-resultat = Resultatkvalitet

# En indikator i settet
set-member-group = Gruppe
set-member-grades = Trinn
set-member-grades-hint = Velg det første og det siste trinnet, eller alle trinn.
set-member-from = Fra
set-member-to = Til
set-member-remove = Fjern indikatoren fra settet
set-grades-wrong = Velg både det første og det siste trinnet, i riktig rekkefølge, eller «alle trinn» begge steder.
set-goals = Lokale mål
set-goals-caption = Lokale mål, etter trinn og skoleår
set-goal = Mål
set-goal-label = Mål for { $year }, { $grade }
set-goal-higher = Et mål gjelder for hver skole og for kommunen samlet, og er noe å strekke seg etter: så høyt eller høyere. La feltet stå tomt når dere ikke har noe mål. Skriv et tall fra { $low } til { $high }, { $decimals ->
    [0] uten desimaler
    [one] med høyst én desimal
   *[other] med høyst { $decimals } desimaler
 }. Et mål for ett trinn går foran målet for alle trinn.
set-goal-lower = Et mål gjelder for hver skole og for kommunen samlet, og er noe å strekke seg etter: så lavt eller lavere. La feltet stå tomt når dere ikke har noe mål. Skriv et tall fra { $low } til { $high }, { $decimals ->
    [0] uten desimaler
    [one] med høyst én desimal
   *[other] med høyst { $decimals } desimaler
 }. Et mål for ett trinn går foran målet for alle trinn.
set-goal-neither = Her kan dere ikke sette mål. Tallet forteller hvordan det er, og verken mer eller mindre er bedre i seg selv. Et mål ville gjort tallet til noe man styrer, i stedet for noe man prøver å forstå.
set-goal-yes-no = Her kan dere ikke sette mål. Svaret er ja eller nei, og kravet står i forskrift.
set-goal-levels = Her kan dere ikke sette mål, for tallet er en fordeling på nivåer. Sett heller mål for skalapoengene.
set-goal-no-number = Skriv et tall, for eksempel 4,4.
set-goal-too-exact = Skriv tallet { $decimals ->
    [0] uten desimaler
    [one] med høyst én desimal
   *[other] med høyst { $decimals } desimaler
 }.
set-goal-out-of-range = Skriv et tall fra { $low } til { $high }.

# Ta i bruk
set-review-title = Ta settet i bruk
set-review-lead = Slik blir versjon { $version } annerledes enn det som gjelder i dag. Tidligere versjoner blir ikke endret, og det som er levert, viser fortsatt til dem.
set-review-lead-new = Når du tar settet i bruk, ser alle skolene det.
set-review-changes = { $count ->
    [0] Ingen endringer
    [one] Én endring
   *[other] { $count } endringer
 }
set-review-nothing = Settet er slik det gjelder i dag.
set-take = Ta i bruk
set-go-on = Arbeid videre med settet
set-note = Hvorfor? (valgfritt)
set-note-hint = En setning som de som leser settet senere, vil ha nytte av. Alle rektorene kan lese den.
set-give-up = Forkast endringene
set-give-up-lead = Du kan også forkaste alt som venter. Da er settet slik det gjelder i dag.
set-give-up-lead-new = Du kan også forkaste hele settet.
set-fault-empty = Settet har ingen grupper ennå.
set-fault-group-empty = Gruppen «{ $group }» er tom. Legg noe i den, eller fjern den.
set-fault-unknown = Indikatoren «{ $indicator }» finnes ikke lenger i katalogen. Fjern den.
set-fault-indicator = Noe stemmer ikke med trinnene for «{ $indicator }».
set-fault-other = Settet kan ikke tas i bruk: { $reason }.
set-fault-mend = Rett det opp

# Ute av bruk
set-retire-title = Ta settet ut av bruk
set-retire-lead = Skolene ser det ikke lenger. Versjonene og målene blir tatt vare på, og du kan ta settet i bruk igjen når du vil.
set-retire = Ta ut av bruk
set-restore = Ta i bruk igjen
set-is-retired = Settet er ute av bruk. Skolene ser det ikke.

# Endringer
set-change-name = Settet heter «{ $after }» (før «{ $before }»).
set-change-name-other = Navnet på settet er endret på den andre målformen.
set-change-purpose = Nytt formål: «{ $after }»
set-change-group-added = Ny gruppe: «{ $group }».
set-change-group-removed = Gruppen «{ $group }» er borte.
set-change-group-renamed = Gruppen heter «{ $after }» (før «{ $before }»).
set-change-group-other = Navnet på gruppen «{ $group }» er endret på den andre målformen.
set-change-group-moved = Gruppen «{ $group }» er flyttet.
set-change-added = { $indicator } er lagt til i «{ $group }».
set-change-removed = { $indicator } er fjernet.
set-change-regrouped = { $indicator } er flyttet til «{ $group }».
set-change-moved = { $indicator } har fått en annen plass i gruppen.
set-change-grades = { $indicator }: { $after } (før { $before }).
set-change-goal = { $what }: målet for { $year } er { $after } (før { $before }).
set-change-goal-new = { $what }: nytt mål for { $year }, { $after }.
set-change-goal-gone = { $what }: målet for { $year } er borte (det var { $before }).

# Ny modellpakke
set-pack-newer = Modellpakken har kommet i versjon { $version }, og der er dette settet annerledes enn da dere sist så det ved siden av deres.
set-pack-link = Se hva som er nytt
set-pack-title = Nytt i modellpakken, versjon { $version }
set-pack-lead = Settet er deres eget, og endres ikke av seg selv. Ta over det dere vil ha, eller ingenting.
set-pack-choose = Dette har pakken endret, og settet deres har det ikke:
set-pack-help = Det dere tar over, venter til dere tar det i bruk, som andre endringer.
set-pack-nothing = Alt det nye er allerede slik i settet deres.
set-pack-gone = Modellpakken har ikke lenger dette settet. Det er fortsatt i bruk hos dere.
set-pack-take = Ta over de valgte
set-pack-keep = Greit

# Tidligere versjoner
set-history-title = Versjoner av «{ $set }»
set-history-lead = En versjon blir aldri endret, så det som er lest med den, kan leses slik igjen.
set-history-from-pack = Den første ble laget fra settet i modellpakken.
set-history-from-nothing = Den første ble laget av kommunen.
set-version-changed = Det denne versjonen endret
set-version-nothing = Innholdet er det samme som i versjonen før.

error-set-retired = Settet er ute av bruk. Ta det i bruk igjen før du endrer det.
flash-set-saved = Lagret. Det gjelder når du tar det i bruk.
flash-set-taken = Settet er tatt i bruk.
flash-set-given-up = Endringene er forkastet.
flash-set-retired = Settet er tatt ut av bruk.
flash-set-restored = Settet er i bruk igjen.
flash-set-beside-pack = Settet er satt ved siden av den nye modellpakken.

# Lokale mål på siden til skolen
imports-sets = Velg hvilke indikatorer skolene ser
goal = Mål
goal-label = Mål { $value }
goal-later = Mål for { $year }: { $value }.
goal-at-least = Målet for { $year } er { $value } eller høyere.
goal-at-most = Målet for { $year } er { $value } eller lavere.
goal-about = Skolen er omtrent på målet.
goal-reached = Skolen har nådd målet.
goal-not-reached = Skolen har ikke nådd målet.
