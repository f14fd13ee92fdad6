# Talking points: what the rules find, in words, and what both sides say of it.
point-of-grade = { $name } på { $grade }. trinn
point-falling-short = { $what }: ned tre år på rad
point-rising-short = { $what }: opp tre år på rad
point-below-short = { $what }: under kommunen
point-above-short = { $what }: over kommunen
point-goal-short = { $what }: målet er ikke nådd
point-falling = { $what } har gått ned tre år på rad: { $numbers }.
point-rising = { $what } har gått opp tre år på rad: { $numbers }.
point-below = { $what } ligger under kommunen med mer enn usikkerheten i tallene: { $own } mot { $municipality } i { $year }.
point-above = { $what } ligger over kommunen med mer enn usikkerheten i tallene: { $own } mot { $municipality } i { $year }.
point-goal = { $what } har ikke nådd målet på { $goal }: { $own } i { $year }.
points-title = Samtalepunkt for { $school }
points-crumb = Samtalepunkt
points-heading = Samtalepunkt
points-see-all = Se samtalepunktene
points-lead = Et samtalepunkt er noe i tallene som kan være verdt en prat. Det sier ikke hvorfor, og det er ingen dom.
points-rules-link = Slik blir de funnet
points-seen-by = Skolen og de som følger den opp, ser de samme samtalepunktene fra samme stund. Elever og foresatte ser dem ikke.
points-none = Reglene har ikke funnet noe samtalepunkt i tallene nå.
points-none-short = Ingen
points-since = Har stått her siden { $when }.
points-reckoned = Usikkerheten er regnet ut fra antall svar.
points-view = Slik ser vi det
points-view-label = Skriv hvordan dere ser det
points-view-hint = Høyst 1000 tegn. Skriv ikke navn på elever.
points-view-missing = Skriv hvordan dere ser det, eller la punktet stå som det er.
points-view-save = Lagre
points-by = { $who }, { $when }
points-earlier = { $count ->
    [one] Det dere skrev før
   *[other] Det dere skrev før ({ $count } ganger)
}
points-removed = Teksten er fjernet.
points-remove-title = Fjern det som er skrevet
points-remove-lead = Bruk dette når det står noe som ikke skulle vært skrevet. Teksten blir borte for alltid, også i tidligere utgaver. At den er fjernet, og av hvem, blir stående.
points-remove = Fjern teksten
flash-point-words-removed = Teksten er fjernet.
notice-point-words-removed = { $who } har fjernet det som sto under «Slik ser vi det» på et samtalepunkt ved { $what }.
points-talks = Snakket om
points-not-talked = Ingen har skrevet at det er snakket om.
points-talked = { $date }, notert av { $who }
points-date = Dato for samtalen
points-date-wrong = Skriv datoen for en samtale som har vært.
points-date-early = Skriv en dato som ikke er før { $date }.
points-talk-save = Vi har snakket om det
points-new = { $count ->
    [one] ett nytt samtalepunkt
   *[other] { $count } nye samtalepunkt
}
points-gone = { $count ->
    [one] ett samtalepunkt står ikke lenger
   *[other] { $count } samtalepunkt står ikke lenger
}
points-new-and-gone = { $new ->
    [one] ett nytt samtalepunkt
   *[other] { $new } nye samtalepunkt
}, og { $gone ->
    [one] ett står ikke lenger
   *[other] { $gone } står ikke lenger
}
points-more = { $count ->
    [one] og ett til
   *[other] og { $count } til
}
notice-talking-points = Nye tall fra «{ $who }»: { $what }.
notice-talking-points-withdrawn = «{ $who }» er trukket tilbake: { $what }.
notice-talking-points-renewed = Mål, grenser eller skoler er endret: { $what }.
flash-point-view-saved = Det dere skrev, er lagret og står ved samtalepunktet.
flash-point-talked = Det er notert at dere har snakket om det.
points-rules-title = Slik blir samtalepunktene funnet
points-rules-lead = Tre enkle regler ser etter det samme hos alle skoler. Den som ser et samtalepunkt, kan se tallene det bygger på.
points-rule-falling-title = Tre år på rad
points-rule-falling = Tallet har gått feil vei tre målinger etter hverandre.
points-rule-falling-more = Det må være fire målinger uten hull og uten brudd i serien, og den siste må være fra det nyeste året kommunen har tall for. Har kilden oppgitt hvor usikre tallene er, må hele endringen være større enn usikkerheten i den første og den siste målingen til sammen.
points-rule-outside-title = Utenfor usikkerheten til kommunen
points-rule-outside = Skolen og kommunen skiller seg mer enn usikkerheten i begge tallene, og skolen ligger på den svakeste siden.
points-rule-outside-more = Regelen gjelder bare når usikkerheten er kjent for begge. For undersøkelser på en skala fra 1 til 5 regner vi den som 2 delt på kvadratroten av antall svar. Uten antall svar blir ingenting avgjort.
points-rule-goal-title = Målet er ikke nådd
points-rule-goal = Tallet er på feil side av målet kommunen har satt for året.
points-rule-goal-more = Har kilden oppgitt usikkerheten, må alt tallet kan være, ligge på feil side.
points-rules-not-title = Det reglene ikke gjør
points-rules-not-neither = De ser ikke på tall der mer verken er bedre eller dårligere, som andelen elever med individuelt tilrettelagt opplæring.
points-rules-not-hidden = De ser ikke på tall som er skjermet.
points-rules-not-ranked = De setter ikke skoler opp mot hverandre, og ingen liste er sortert eller filtrert etter dem. De er ikke med i nedlastede filer.
points-rules-not-levels = De ser ikke på fordelinger på mestringsnivå.
points-rules-who-title = Hvem ser dem?
points-rules-who = Skolen kan skrive hvordan den ser det, men trenger ikke gjøre det. Begge kan notere at det er snakket om. Samtalepunkt i tall som bare gjelder ledere, ser bare rektor, områdeleder og skoleeier.
effects-title = Hva tallene har ført til
effects-wait = Samtalepunktene regnes ut på nytt nå. Last siden på nytt om litt.
effects-fails = Samtalepunktene er ikke regnet ut ennå: noe gikk galt. Vi prøver igjen om litt.
effects-given-up = Samtalepunktene ble ikke regnet ut: noe gikk galt, og vi prøver ikke lenger av oss selv. Samtalepunktene som står, er fra før. Hjelper det ikke å prøve igjen, si fra til dem som drifter løsningen.
effects-try-again = Regn ut samtalepunktene igjen
flash-points-tried-again = Samtalepunktene blir regnet ut på nytt.
effects-none = Ingen samtalepunkt er endret.
effects-caption = Samtalepunkt for hver skole
effects-new = Nye samtalepunkt
effects-gone = Står ikke lenger
effects-changed = Har fått andre tall
effects-drafts = { $count ->
    [one] Én vurdering som ikke er levert, har fått nye tall ved spørsmålene.
   *[other] { $count } vurderinger som ikke er levert, har fått nye tall ved spørsmålene.
}
effects-delivered = Det som er levert, er ikke endret.
