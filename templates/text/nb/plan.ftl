# Skolens utviklingsplan: mål og tiltak, hvor de kommer fra, hvordan det går, og det som er levert.
plan-name = utviklingsplan
plan-list-crumb = Planer
plan-list-title = Planene til { $school }
plan-list-lead = Hver plan sier hva skolen vil, hvorfor, hvem som gjør hva, og når dere ser på det igjen.
plan-none = Skolen har ingen plan her ennå.
plan-begin-title = Ny { $name }
plan-begin-year = Hvilket år gjelder den?
plan-begin = Begynn på planen
plan-due = Frist { $day }
plan-goal-count = { $count ->
    [0] Ingen mål ennå
    [one] Ett mål
   *[other] { $count } mål
}
plan-is-shared = Hele skolen kan lese den
plan-version = Versjon { $number }
plan-version-title = Versjon { $number }
plan-state-draft = Utkast
plan-state-delivered = Levert
plan-state-reopened = Åpnet igjen
plan-lead = { $school } leverer planen innen { $day }.
plan-not-delivered = { $school } har ikke levert planen ennå. Fristen er { $day }.
plan-shared-since = Hele skolen har kunnet lese planen siden { $day }
plan-share = Del med hele skolen
plan-unshare = Slutt å dele med skolen
plan-write = Skriv i denne delen
plan-write-action = Endre teksten i tiltaket
plan-nothing-written = Her er det ikke skrevet noe ennå.
plan-read-delivered = Les det som er levert (versjon { $number })
plan-as-it-stands = Se planen slik den står nå
plan-to-hand-in = Lever { $name }
plan-departments = Avdelinger
plan-department = Avdeling
plan-department-beside = Avdelingen arbeider med dette i tillegg til det som står i planen for hele skolen.
plan-from-department = Fra { $name }
plan-roll-up = Ta målet inn i planen for hele skolen
plan-roll-back = La målet stå hos avdelingen
plan-rolled-up = Mål fra avdelingene
plan-findings = { $count ->
    [one] Én ting å se på
   *[other] { $count } ting å se på
}
plan-blocks = må på plass før levering
plan-measures = Kommunale tiltak i planen:
plan-is-measure = Kommunalt tiltak: { $name }
plan-or = { " eller " }
plan-room = Skolen arbeider med { $count } av { $most } mål.
plan-frame = Måter å begynne på
plan-save-and-go = Lagre og gå videre
plan-cancel = Avbryt

# Feltene
plan-goal-number = Mål { $number }
plan-action-number = Tiltak { $number }
plan-field-section = Om denne delen
plan-hint-section = Hva er viktig å vite om situasjonen? Skriv ikke navn på elever eller ansatte.
plan-field-goal = Hva vil dere oppnå?
plan-hint-goal = Skriv det slik at dere kjenner det igjen når dere er der.
plan-field-signs = Tegn på at dere er på vei
plan-hint-signs = Hva ser og hører dere i skoledagen da?
plan-field-what = Hva gjør dere?
plan-hint-what = Én ting om gangen.
plan-field-who = Hvem
plan-hint-who = En gruppe eller en funksjon.
plan-field-when = Når
plan-hint-when = Periode eller rytme, med egne ord.
plan-field-how = Hvordan fikk de være med?
plan-hint-how = Møte, undersøkelse, samtale. Ingen navn på elever.
plan-field-changed = Dette førte til
plan-hint-changed = Hva er annerledes i planen fordi de sa det? Er ingenting endret, så skriv hvorfor.
plan-field-day = Dato
plan-goal-without-words = Et mål som ikke er skrevet ennå
plan-action-without-words = Et tiltak som ikke er skrevet ennå
plan-without-words = Uten tekst
plan-add-goal = Legg til et mål
plan-add-action = Legg til et tiltak
plan-move-up = Flytt opp
plan-remove-goal = Ta ut målet
plan-goal = Mål
plan-goal-open = Indikatorer og tiltak
plan-goal-watch = Velg indikatorer
plan-goal-actions = Dette gjør vi
plan-goal-no-actions = Målet har ingen tiltak ennå.
plan-watched = Indikatorer for målet
plan-no-watched = Det er ikke valgt tall for målet. Noen mål ser dere bedre i skoledagen enn i tall.
plan-watched-count = { $count ->
    [one] Én indikator er valgt
   *[other] { $count } indikatorer er valgt
}
plan-watch-pick = Legg til en indikator
plan-watch-none = Velg et tall alle på skolen kan se
plan-watch = Legg til
plan-priorities = Satsinger i kommunen
plan-priorities-pick = Hvilke satsinger arbeider målet mot?
plan-priorities-save = Lagre satsingene
plan-works-towards = Satsing i kommunen: { $priority }
plan-coverage = Satsingene i kommunen
plan-coverage-read = Les planen til kommunen
plan-coverage-covered = I planen
plan-coverage-not-now = Ikke nå
plan-coverage-left = Skolen har ikke valgt mål for denne satsingen nå.
plan-overview-priorities-lead = Hvilke skoler har mål for hver satsing. En skole kan la en satsing ligge.
plan-diff-priorities = Satsingene «{ $goal }» arbeider mot, er endret
plan-remove-action = Ta ut
plan-removed = { $count ->
    [one] Én ting er tatt ut
   *[other] { $count } ting er tatt ut
}
plan-restore = Hent tilbake

# Medvirkning
plan-involvement = Medvirkning
plan-involvement-lead = Hvem er hørt, om hva, og hva ble annerledes av det?
plan-involved-who = Hvem
plan-involved-about = Om hva
plan-heard-about = om «{ $goal }»
plan-heard-about-plan = om hele planen
plan-add-involved-title = Flere som er hørt
plan-add-involved = Legg til
plan-remove-involved = Ta ut

# Avdelingene
plan-departments-lead = En avdeling skriver sine egne mål. Dere tar dem inn i planen for hele skolen uten å skrive dem om igjen.
plan-no-departments = Skolen har ingen avdelinger her.
plan-department-new = Ny avdeling
plan-department-name = Navn
plan-department-hint = For eksempel «Småtrinnet» eller «SFO».
plan-department-add = Legg til avdelingen
plan-department-holder = Hvem skriver?
plan-department-nobody = Ingen bestemt
plan-department-close = Avslutt avdelingen

# Et tiltak
plan-action = Tiltak
plan-action-open = Begrunnelse og gang
plan-action-planned = Planlagt
plan-action-going-on = I gang
plan-action-done = Gjennomført
plan-action-stopped = Stoppet
plan-starts = Begynner
plan-check-on = Vi ser på det
plan-check-hint = Dagen dere stopper opp og spør om det virker.
plan-checked = Vi ser på det { $day }
plan-late = Dagen er passert
plan-days = Dager
plan-milestones = Milepæler
plan-no-milestones = Ingen milepæler er satt. En milepæl sier hva som skal være på plass en dag underveis.
plan-milestone-words = Hva skal være på plass?
plan-milestone-day = Hvilken dag?
plan-milestone-add = Legg til milepæl
plan-milestone-reach = Dette er på plass
plan-milestone-reached = Nådd
plan-milestone-reached-in-line = nådd
plan-milestone-ahead = Foran oss
plan-milestone-by = meldt av { $who }
plan-measure = Er dette et av tiltakene kommunen ber om?
plan-measure-none = Nei, det er vårt eget
plan-why = Hvorfor gjør vi dette?
plan-no-why = Tiltaket er ikke knyttet til noe ennå.
plan-why-add = Legg til grunn
plan-why-remove = Ta bort
plan-why-title = Hva kommer tiltaket fra?
plan-why-lead = Velg noe skolen har fra før, så kan alle se hvor tiltaket kommer fra. Planen er ment for alle på skolen: av avtaler og svar står bare hvor de er å finne.
plan-why-kinds = Slag
plan-why-pick = Velg én
plan-why-figure = Tall
plan-why-answer = Svar
plan-why-story = Fortelling
plan-why-agreement = Avtale
plan-why-chain = Fra tall til tiltak
plan-why-figure-words = { $name }: { $value } i { $year }
plan-why-agreement-words = Avtale fra { $meeting }, { $day }
plan-why-expected = Hva venter dere at tallet blir?
plan-why-expected-hint = Med egne ord. Dere trenger ikke sette et tall.
plan-why-no-figures = Skolen har ingen tall som alle kan se.
plan-why-no-answers = Det er ikke levert noe å vise til, eller du kan ikke lese det.
plan-why-no-stories = Ingen fortellinger er delt på skolen.
plan-why-no-agreements = Det er ingen avtaler du kan lese.
plan-why-no-chains = Skolen har ikke begynt på noen.
plan-why-count = { $count ->
    [0] ingen grunn lagt til
    [one] én grunn
   *[other] { $count } grunner
}
plan-expected = Venter: { $what }
plan-now = Nå ({ $year }):
plan-how-it-goes = Hvordan går det?
plan-nothing-told = Ingen har sagt noe om det ennå.
plan-standing = Hvor langt har tiltaket kommet?
plan-told-words = Hva ser dere?
plan-told-hint = Stopper dere tiltaket, så skriv hva dere har lært. Det er like mye verdt.
plan-effect = Er målet nådd?
plan-effect-hint = Dere avgjør det, ikke tallene. Kan stå åpent.
plan-effect-reached = Ja, det er nådd
plan-effect-on-the-way = Vi er på vei
plan-effect-not-reached = Nei, ikke ennå
plan-next-check = Når ser dere på det neste gang?
plan-tell = Lagre hvordan det går
plan-save-days = Lagre dagene
plan-check-lead = Nå er det tid for å se hva som kom ut av det. Hva forteller de som er midt i det?
plan-check-story = Skriv en fortelling

# Levering
plan-hand-in = Levering
plan-hand-in-lead = Når { $name } er levert, kan de som følger opp skolen, lese den slik den er da. Dere kan åpne den igjen når noe blir endret.
plan-missing = Før dere leverer
plan-nothing-missing = Ingenting mangler.
plan-missing-blocks = Må på plass
plan-missing-other = Verdt å se på
plan-new-since = Nytt siden forrige levering
plan-nothing-new = Ingenting er endret.
plan-changed-why = Hva er endret, og hvorfor?
plan-changed-hint = Noen setninger til den som leste forrige versjon.
plan-changed-by = Kom endringen fra et møte?
plan-changed-by-none = Nei
plan-changed-heading = Dette er endret
plan-deliver = Lever { $name }
plan-delivered-about = Versjon { $number }, levert { $when } av { $who }
plan-changes = Hva som er endret
plan-changes-lead = Det nyeste først, med møtet som førte til endringen når det var et møte.
plan-one-version = Planen er bare levert én gang.
plan-talk = Etter { $meeting } { $day }
plan-diff-before = Før:
plan-diff-now = Nå:
plan-diff-section = Teksten i «{ $section }»
plan-diff-new-goal = Nytt mål
plan-diff-goal-gone = Målet er tatt ut
plan-diff-goal = Målet «{ $goal }» er skrevet om
plan-diff-signs = Tegnene for «{ $goal }»
plan-diff-watched = Indikatorene for «{ $goal }» er endret
plan-diff-new-action = Nytt tiltak
plan-diff-action-gone = Tiltaket er tatt ut
plan-diff-action = Tiltaket «{ $action }» er endret
plan-seal = Segl:
plan-reopen-title = Skal noe endres?
plan-reopen-lead = Den leverte versjonen blir stående. Det nye blir en ny versjon når dere leverer igjen.
plan-reopen-reason = Hvorfor åpner dere den?
plan-reopen = Åpne { $name } igjen

# Det som mangler
plan-lacks-section = «{ $section }» er tom
plan-lacks-goal-words = Et mål er ikke skrevet
plan-lacks-action = Målet «{ $goal }» har ingen tiltak
plan-lacks-action-words = Et tiltak for «{ $goal }» er ikke skrevet
plan-lacks-why = «{ $action }»: hva kommer det fra?
plan-lacks-analysis = «{ $action }» er et kommunalt tiltak og må vise til noe i skolens egen analyse
plan-lacks-check = «{ $action }»: når ser dere på det?
plan-lacks-who = «{ $action }»: hvem gjør det?
plan-lacks-group = Ikke hørt ennå: { $group }
plan-lacks-measure = Planen mangler det kommunale tiltaket { $measures }
plan-lacks-choice = Planen må ha { $measures }
plan-chose-again = Skolen hadde det samme valget i forrige periode; nå er det { $measures } sin tur
plan-chose-many = Velg ett av dem: { $measures }
plan-too-many-goals = Planen har { $count } mål som skolen arbeider med; { $most } er det meste
plan-possible-names = Er dette navn på elever eller ansatte? { $names }

# Feil
error-plan-year = Velg et år.
error-plan-there = Skolen har allerede en plan for dette året.
error-no-plan-form = Modellen kommunen bruker, har ingen planmal.
error-plan-delivered = Planen er levert. Åpne den igjen for å endre noe.
error-plan-room = Skolen har { $most } mål nå, og det er det meste. Avslutt eller ta ut ett før dere legger til et nytt.
error-plan-day = Skriv dagen de ble hørt; den kan ikke være fram i tid.
error-plan-date = Skriv en dato.
error-plan-check-before = Dagen kan ikke være før tiltaket begynner ({ $day }).
error-plan-standing = Velg hvor langt tiltaket har kommet.
error-plan-learnt = Skriv hva dere har lært av tiltaket som er stoppet.
error-plan-effect = Velg ett av svarene.
error-plan-next-check = Velg en dag fram i tid.
error-plan-why = Velg hva tiltaket kommer fra.
error-plan-figure = Velg et av tallene i listen.
error-plan-milestone = Skriv hva som skal være på plass.
error-plan-milestone-day = Skriv dagen som dag, måned og år.
error-plan-department-name = Gi avdelingen et navn.
error-plan-department-there = Skolen har allerede en avdeling med det navnet.
error-plan-changed = Skriv hva som er endret, og hvorfor.
error-plan-reason = Skriv hvorfor planen blir åpnet igjen.
error-plan-not-ready = Noe må på plass før planen kan leveres.

# Meldinger
flash-plan-begun = Planen er opprettet.
flash-plan-shared = Hele skolen kan lese planen nå.
flash-plan-unshared = Planen er ikke lenger delt med hele skolen.
flash-plan-rolled-up = Målet står i planen for hele skolen.
flash-plan-rolled-back = Målet står hos avdelingen.
flash-plan-told = Lagret. Det står på siden til tiltaket.
flash-plan-delivered = Planen er levert.
flash-plan-reopened = Planen er åpnet igjen.
notice-plan-delivered = { $who } har levert: { $what }.

# Oversikten for dem som følger opp
plan-overview-title = Planene til skolene
plan-overview-link = Planene til skolene
plan-overview-delivered = { $count } av { $all } skoler har levert plan.
plan-overview-years = Skoleår
plan-overview-late = Skulle vært sett på
plan-overview-count = { $count } skoler
plan-overview-late-count = { $count ->
    [one] ett tiltak
   *[other] { $count } tiltak
}
plan-overview-themes = Hvem arbeider med det samme?
plan-overview-themes-lead = Bare det skolene har levert, i alfabetisk rekkefølge.
plan-overview-nobody = Ingen skoler har mål her.
plan-overview-meet = { $count } skoler arbeider med dette. Sett opp et møte
plan-overview-measures = Tiltakene kommunen ber om
plan-overview-schools = Skolene
plan-not-begun = Ikke begynt
plan-waits = Lever { $name }
plan-revision-waits = { $meeting }: endret samtalen noe i { $name }?
plan-check-waits = Se på tiltaket «{ $action }»

# Den røde tråden
plan-thread = Den røde tråden
plan-thread-title = { $theme }: fra grunn til virkning
plan-thread-lead = Hvert tiltak fra det som ga grunn til det, gjennom planene det har stått i, til det som ble av det.
plan-thread-open = Følg tiltakene fra plan til plan
plan-thread-themes = Temaer
plan-thread-none = Planene har ingen tiltak under dette temaet ennå.
plan-thread-from = Kommer fra
plan-thread-in = Planen { $years }
plan-milestone-waits = Milepæl: { $action }
plan-link = Planer

# Videre til neste plan, og filer
plan-roll = Ta planen videre
plan-roll-lead = Velg hva som går videre til planen for { $years }. Teksten blir med som utkast. Det dere ikke velger, blir stående her.
plan-roll-actions = Tiltak som går videre:
plan-roll-nothing = Planen har ingen mål. Teksten i delene blir med.
plan-roll-make = Lag neste plan
plan-thread-before = Samme tiltak i { $plan }
plan-thread-after = Går videre i { $plan }
plan-files = Last ned:
plan-actions-of = Tiltak for «{ $goal }»
plan-state = Står
error-plan-roll-goal = Et tiltak går videre uten målet sitt. Velg målet også.
plan-came-of = Dette ble tiltak i planen
