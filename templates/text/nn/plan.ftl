# Utviklingsplanen til skulen: mål og tiltak, kvar dei kjem frå, korleis det går, og det som er levert.
plan-name = utviklingsplan
plan-list-crumb = Planar
plan-list-title = Planane til { $school }
plan-list-lead = Kvar plan seier kva skulen vil, kvifor, kven som gjer kva, og når de ser på det igjen.
plan-none = Skulen har ingen plan her enno.
plan-begin-title = Ny { $name }
plan-begin-year = Kva år gjeld han?
plan-begin = Byrj på planen
plan-due = Frist { $day }
plan-goal-count = { $count ->
    [0] Ingen mål enno
    [one] Eitt mål
   *[other] { $count } mål
}
plan-is-shared = Heile skulen kan lese han
plan-version = Versjon { $number }
plan-version-title = Versjon { $number }
plan-state-draft = Utkast
plan-state-delivered = Levert
plan-state-reopened = Opna igjen
plan-lead = { $school } leverer planen innan { $day }.
plan-not-delivered = { $school } har ikkje levert planen enno. Fristen er { $day }.
plan-shared-since = Heile skulen har kunna lese planen sidan { $day }
plan-share = Del med heile skulen
plan-unshare = Slutt å dele med skulen
plan-write = Skriv i denne delen
plan-write-action = Endre teksten i tiltaket
plan-nothing-written = Her er det ikkje skrive noko enno.
plan-read-delivered = Les det som er levert (versjon { $number })
plan-as-it-stands = Sjå planen slik han står no
plan-to-hand-in = Lever { $name }
plan-departments = Avdelingar
plan-department = Avdeling
plan-department-beside = Avdelinga arbeider med dette i tillegg til det som står i planen for heile skulen.
plan-from-department = Frå { $name }
plan-roll-up = Ta målet inn i planen for heile skulen
plan-roll-back = La målet stå hos avdelinga
plan-rolled-up = Mål frå avdelingane
plan-findings = { $count ->
    [one] Éin ting å sjå på
   *[other] { $count } ting å sjå på
}
plan-blocks = må på plass før levering
plan-measures = Kommunale tiltak i planen:
plan-is-measure = Kommunalt tiltak: { $name }
plan-or = { " eller " }
plan-room = Skulen arbeider med { $count } av { $most } mål.
plan-frame = Måtar å byrje på
plan-save-and-go = Lagre og gå vidare
plan-cancel = Avbryt

# Felta
plan-goal-number = Mål { $number }
plan-action-number = Tiltak { $number }
plan-field-section = Om denne delen
plan-hint-section = Kva er viktig å vite om situasjonen? Skriv ikkje namn på elevar eller tilsette.
plan-field-goal = Kva vil de oppnå?
plan-hint-goal = Skriv det slik at de kan kjenne det att når de er der.
plan-field-signs = Teikn på at de er på veg
plan-hint-signs = Kva ser og høyrer de i skuledagen då?
plan-field-what = Kva gjer de?
plan-hint-what = Éin ting om gongen.
plan-field-who = Kven
plan-hint-who = Ei gruppe eller ein funksjon.
plan-field-when = Når
plan-hint-when = Periode eller rytme, med eigne ord.
plan-field-how = Korleis fekk dei vere med?
plan-hint-how = Møte, undersøking, samtale. Ingen namn på elevar.
plan-field-changed = Dette førte til
plan-hint-changed = Kva er annleis i planen fordi dei sa det? Er ingenting endra, så skriv kvifor.
plan-field-day = Dato
plan-goal-without-words = Eit mål som ikkje er skrive enno
plan-action-without-words = Eit tiltak som ikkje er skrive enno
plan-without-words = Utan tekst
plan-add-goal = Legg til eit mål
plan-add-action = Legg til eit tiltak
plan-move-up = Flytt opp
plan-remove-goal = Ta ut målet
plan-goal = Mål
plan-goal-open = Indikatorar og tiltak
plan-goal-watch = Vel indikatorar
plan-goal-actions = Det vi gjer
plan-goal-no-actions = Målet har ingen tiltak enno.
plan-watched = Indikatorar for målet
plan-no-watched = Ingen tal er valde for målet. Nokre mål ser de betre i skuledagen enn i tal.
plan-watched-count = { $count ->
    [one] Éin indikator er vald
   *[other] { $count } indikatorar er valde
}
plan-watch-pick = Legg til ein indikator
plan-watch-none = Vel eit tal alle på skulen kan sjå
plan-watch = Legg til
plan-priorities = Satsingar i kommunen
plan-priorities-pick = Kva satsingar arbeider målet mot?
plan-priorities-save = Lagre satsingane
plan-works-towards = Satsing i kommunen: { $priority }
plan-coverage = Satsingane i kommunen
plan-coverage-read = Les planen til kommunen
plan-coverage-covered = I planen
plan-coverage-not-now = Ikkje no
plan-coverage-left = Skulen har ikkje valt mål for denne satsinga no.
plan-overview-priorities-lead = Kva skular har mål for kvar satsing. Ein skule kan la ei satsing ligge.
plan-diff-priorities = Satsingane «{ $goal }» arbeider mot, er endra
plan-remove-action = Ta ut
plan-removed = { $count ->
    [one] Éin ting er teken ut
   *[other] { $count } ting er tekne ut
}
plan-restore = Hent tilbake

# Medverknad
plan-involvement = Medverknad
plan-involvement-lead = Kven er høyrde, om kva, og kva blei annleis av det?
plan-involved-who = Kven
plan-involved-about = Om kva
plan-heard-about = om «{ $goal }»
plan-heard-about-plan = om heile planen
plan-add-involved-title = Fleire som er høyrde
plan-add-involved = Legg til
plan-remove-involved = Ta ut

# Avdelingane
plan-departments-lead = Ei avdeling skriv sine eigne mål. De tek dei inn i planen for heile skulen utan å skrive dei om igjen.
plan-no-departments = Skulen har ingen avdelingar her.
plan-department-new = Ny avdeling
plan-department-name = Namn
plan-department-hint = Til dømes «Småtrinnet» eller «SFO».
plan-department-add = Legg til avdelinga
plan-department-holder = Kven skriv?
plan-department-nobody = Ingen særskild
plan-department-close = Avslutt avdelinga

# Eit tiltak
plan-action = Tiltak
plan-action-open = Grunngjeving og gang
plan-action-planned = Planlagt
plan-action-going-on = I gang
plan-action-done = Gjennomført
plan-action-stopped = Stoppa
plan-starts = Byrjar
plan-check-on = Vi ser på det
plan-check-hint = Dagen de stoggar opp og spør om det verkar.
plan-checked = Vi ser på det { $day }
plan-late = Dagen er passert
plan-days = Dagar
plan-milestones = Milepælar
plan-no-milestones = Ingen milepælar er sette. Ein milepæl seier kva som skal vere på plass ein dag på vegen.
plan-milestone-words = Kva skal vere på plass?
plan-milestone-day = Kva dag?
plan-milestone-add = Legg til milepæl
plan-milestone-reach = Dette er på plass
plan-milestone-reached = Nådd
plan-milestone-reached-in-line = nådd
plan-milestone-ahead = Framfor oss
plan-milestone-by = sagt av { $who }
plan-measure = Er dette eit av tiltaka kommunen ber om?
plan-measure-none = Nei, det er vårt eige
plan-why = Kvifor gjer vi dette?
plan-no-why = Tiltaket er ikkje knytt til noko enno.
plan-why-add = Legg til grunn
plan-why-remove = Ta bort
plan-why-title = Kva kjem tiltaket frå?
plan-why-lead = Vel noko skulen har frå før, så kan alle sjå kvar tiltaket kjem frå. Planen er meint for alle på skulen: av avtalar og svar står berre kor dei er å finne.
plan-why-kinds = Slag
plan-why-pick = Vel éin
plan-why-figure = Tal
plan-why-answer = Svar
plan-why-story = Forteljing
plan-why-agreement = Avtale
plan-why-chain = Frå tal til tiltak
plan-why-figure-words = { $name }: { $value } i { $year }
plan-why-agreement-words = Avtale frå { $meeting }, { $day }
plan-why-expected = Kva ventar de at talet blir?
plan-why-expected-hint = Med eigne ord. De treng ikkje setje eit tal.
plan-why-no-figures = Skulen har ingen tal som alle kan sjå.
plan-why-no-answers = Det er ikkje levert noko å vise til, eller du kan ikkje lese det.
plan-why-no-stories = Ingen forteljingar er delte på skulen.
plan-why-no-agreements = Det er ingen avtalar du kan lese.
plan-why-no-chains = Skulen har ikkje byrja på nokon.
plan-why-count = { $count ->
    [0] ingen grunn lagd til
    [one] éin grunn
   *[other] { $count } grunnar
}
plan-expected = Ventar: { $what }
plan-now = No ({ $year }):
plan-how-it-goes = Korleis går det?
plan-nothing-told = Ingen har sagt noko om det enno.
plan-standing = Kor langt har tiltaket kome?
plan-told-words = Kva ser de?
plan-told-hint = Stoppar de tiltaket, så skriv kva de har lært. Det er like mykje verdt.
plan-effect = Er målet nådd?
plan-effect-hint = De avgjer det, ikkje tala. Kan stå ope.
plan-effect-reached = Ja, det er nådd
plan-effect-on-the-way = Vi er på veg
plan-effect-not-reached = Nei, ikkje enno
plan-next-check = Når ser de på det neste gong?
plan-tell = Lagre korleis det går
plan-save-days = Lagre dagane
plan-check-lead = No er det tid for å sjå kva som kom ut av det. Kva fortel dei som er midt i det?
plan-check-story = Skriv ei forteljing

# Levering
plan-hand-in = Levering
plan-hand-in-lead = Når { $name } er levert, kan dei som følgjer opp skulen, lese han slik han er då. De kan opne han igjen når noko blir endra.
plan-missing = Før de leverer
plan-nothing-missing = Ingenting manglar.
plan-missing-blocks = Må på plass
plan-missing-other = Verdt å sjå på
plan-new-since = Nytt sidan førre levering
plan-nothing-new = Ingenting er endra.
plan-changed-why = Kva er endra, og kvifor?
plan-changed-hint = Nokre setningar til den som las førre versjon.
plan-changed-by = Kom endringa frå eit møte?
plan-changed-by-none = Nei
plan-changed-heading = Dette er endra
plan-deliver = Lever { $name }
plan-delivered-about = Versjon { $number }, levert { $when } av { $who }
plan-changes = Kva som er endra
plan-changes-lead = Det nyaste først, med møtet som førte til endringa når det var eit møte.
plan-one-version = Planen er berre levert éin gong.
plan-talk = Etter { $meeting } { $day }
plan-diff-before = Før:
plan-diff-now = No:
plan-diff-section = Teksten i «{ $section }»
plan-diff-new-goal = Nytt mål
plan-diff-goal-gone = Målet er teke ut
plan-diff-goal = Målet «{ $goal }» er skrive om
plan-diff-signs = Teikna for «{ $goal }»
plan-diff-watched = Indikatorane for «{ $goal }» er endra
plan-diff-new-action = Nytt tiltak
plan-diff-action-gone = Tiltaket er teke ut
plan-diff-action = Tiltaket «{ $action }» er endra
plan-seal = Segl:
plan-reopen-title = Skal noko endrast?
plan-reopen-lead = Den leverte versjonen blir ståande. Det nye blir ein ny versjon når de leverer igjen.
plan-reopen-reason = Kvifor opnar de han?
plan-reopen = Opne { $name } igjen

# Det som manglar
plan-lacks-section = «{ $section }» er tom
plan-lacks-goal-words = Eit mål er ikkje skrive
plan-lacks-action = Målet «{ $goal }» har ingen tiltak
plan-lacks-action-words = Eit tiltak for «{ $goal }» er ikkje skrive
plan-lacks-why = «{ $action }»: kva kjem det frå?
plan-lacks-analysis = «{ $action }» er eit kommunalt tiltak og må vise til noko i skulens eigen analyse
plan-lacks-check = «{ $action }»: når ser de på det?
plan-lacks-who = «{ $action }»: kven gjer det?
plan-lacks-group = Ikkje høyrde enno: { $group }
plan-lacks-measure = Planen manglar det kommunale tiltaket { $measures }
plan-lacks-choice = Planen må ha { $measures }
plan-chose-again = Skulen hadde det same valet i førre periode; no er det { $measures } sin tur
plan-chose-many = Vel eitt av dei: { $measures }
plan-too-many-goals = Planen har { $count } mål som skulen arbeider med; { $most } er det meste
plan-possible-names = Er dette namn på elevar eller tilsette? { $names }

# Feil
error-plan-year = Vel eit år.
error-plan-there = Skulen har alt ein plan for dette året.
error-no-plan-form = Modellen kommunen bruker, har ingen planmal.
error-plan-delivered = Planen er levert. Opne han igjen for å endre noko.
error-plan-room = Skulen har { $most } mål no, og det er det meste. Avslutt eller ta ut eitt før de legg til eit nytt.
error-plan-day = Skriv dagen dei blei høyrde; han kan ikkje vere fram i tid.
error-plan-date = Skriv ein dato.
error-plan-check-before = Dagen kan ikkje vere før tiltaket byrjar ({ $day }).
error-plan-standing = Vel kor langt tiltaket har kome.
error-plan-learnt = Skriv kva de har lært av tiltaket som er stoppa.
error-plan-effect = Vel eitt av svara.
error-plan-next-check = Vel ein dag fram i tid.
error-plan-why = Vel kva tiltaket kjem frå.
error-plan-figure = Vel eit av tala i lista.
error-plan-milestone = Skriv kva som skal vere på plass.
error-plan-milestone-day = Skriv dagen som dag, månad og år.
error-plan-department-name = Gi avdelinga eit namn.
error-plan-department-there = Skulen har alt ei avdeling med det namnet.
error-plan-changed = Skriv kva som er endra, og kvifor.
error-plan-reason = Skriv kvifor planen blir opna igjen.
error-plan-not-ready = Noko må på plass før planen kan leverast.

# Meldingar
flash-plan-begun = Planen er oppretta.
flash-plan-shared = Heile skulen kan lese planen no.
flash-plan-unshared = Planen er ikkje lenger delt med heile skulen.
flash-plan-rolled-up = Målet står i planen for heile skulen.
flash-plan-rolled-back = Målet står hos avdelinga.
flash-plan-told = Lagra. Det står på sida til tiltaket.
flash-plan-delivered = Planen er levert.
flash-plan-reopened = Planen er opna igjen.
notice-plan-delivered = { $who } har levert: { $what }.

# Oversynet for dei som følgjer opp
plan-overview-title = Planane til skulane
plan-overview-link = Planane til skulane
plan-overview-delivered = { $count } av { $all } skular har levert plan.
plan-overview-years = Skuleår
plan-overview-late = Skulle vore sett på
plan-overview-count = { $count } skular
plan-overview-late-count = { $count ->
    [one] eitt tiltak
   *[other] { $count } tiltak
}
plan-overview-themes = Kven arbeider med det same?
plan-overview-themes-lead = Berre det skulane har levert, i alfabetisk rekkjefølgje.
plan-overview-nobody = Ingen skular har mål her.
plan-overview-meet = { $count } skular arbeider med dette. Set opp eit møte
plan-overview-measures = Tiltaka kommunen ber om
plan-overview-schools = Skulane
plan-not-begun = Ikkje byrja
plan-waits = Lever { $name }
plan-revision-waits = { $meeting }: endra samtalen noko i { $name }?
plan-check-waits = Sjå på tiltaket «{ $action }»

# Den raude tråden
plan-thread = Den raude tråden
plan-thread-title = { $theme }: frå grunn til verknad
plan-thread-lead = Kvart tiltak frå det som gav grunn til det, gjennom planane det har stått i, til det som vart av det.
plan-thread-open = Følg tiltaka frå plan til plan
plan-thread-themes = Tema
plan-thread-none = Planane har ingen tiltak under dette temaet enno.
plan-thread-from = Kjem frå
plan-thread-in = Planen { $years }
plan-milestone-waits = Milepæl: { $action }
plan-link = Planar

# Vidare til neste plan, og filer
plan-roll = Ta planen vidare
plan-roll-lead = Vel kva som går vidare til planen for { $years }. Teksten blir med som utkast. Det de ikkje vel, blir ståande her.
plan-roll-actions = Tiltak som går vidare:
plan-roll-nothing = Planen har ingen mål. Teksten i delane blir med.
plan-roll-make = Lag neste plan
plan-thread-before = Same tiltaket i { $plan }
plan-thread-after = Går vidare i { $plan }
plan-files = Last ned:
plan-actions-of = Tiltak for «{ $goal }»
plan-state = Står
error-plan-roll-goal = Eit tiltak går vidare utan målet sitt. Vel målet òg.
plan-came-of = Dette blei tiltak i planen
