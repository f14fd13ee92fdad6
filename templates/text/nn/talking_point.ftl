# Talking points: what the rules find, in words, and what both sides say of it.
point-of-grade = { $name } på { $grade }. trinn
point-falling-short = { $what }: ned tre år på rad
point-rising-short = { $what }: opp tre år på rad
point-below-short = { $what }: under kommunen
point-above-short = { $what }: over kommunen
point-goal-short = { $what }: målet er ikkje nådd
point-falling = { $what } har gått ned tre år på rad: { $numbers }.
point-rising = { $what } har gått opp tre år på rad: { $numbers }.
point-below = { $what } ligg under kommunen med meir enn uvissa i tala: { $own } mot { $municipality } i { $year }.
point-above = { $what } ligg over kommunen med meir enn uvissa i tala: { $own } mot { $municipality } i { $year }.
point-goal = { $what } har ikkje nådd målet på { $goal }: { $own } i { $year }.
points-title = Samtalepunkt for { $school }
points-crumb = Samtalepunkt
points-heading = Samtalepunkt
points-see-all = Sjå samtalepunkta
points-lead = Eit samtalepunkt er noko i tala som kan vere verdt ein prat. Det seier ikkje kvifor, og det er ingen dom.
points-rules-link = Slik blir dei funne
points-seen-by = Skulen og dei som følgjer han opp, ser dei same samtalepunkta frå same stund. Elevar og føresette ser dei ikkje.
points-none = Reglane har ikkje funne noko samtalepunkt i tala no.
points-none-short = Ingen
points-since = Har stått her sidan { $when }.
points-reckoned = Uvissa er rekna ut frå talet på svar.
points-view = Slik ser vi det
points-view-label = Skriv korleis de ser det
points-view-hint = Høgst 1000 teikn. Skriv ikkje namn på elevar.
points-view-missing = Skriv korleis de ser det, eller la punktet stå som det er.
points-view-save = Lagre
points-by = { $who }, { $when }
points-earlier = { $count ->
    [one] Det de skreiv før
   *[other] Det de skreiv før ({ $count } gonger)
}
points-removed = Teksten er fjerna.
points-remove-title = Fjern det som er skrive
points-remove-lead = Bruk dette når det står noko som ikkje skulle vore skrive. Teksten blir borte for alltid, også i tidlegare utgåver. At han er fjerna, og av kven, blir ståande.
points-remove = Fjern teksten
flash-point-words-removed = Teksten er fjerna.
notice-point-words-removed = { $who } har fjerna det som stod under «Slik ser vi det» på eit samtalepunkt ved { $what }.
points-talks = Snakka om
points-not-talked = Ingen har skrive at det er snakka om.
points-talked = { $date }, notert av { $who }
points-date = Dato for samtalen
points-date-wrong = Skriv datoen for ein samtale som har vore.
points-date-early = Skriv ein dato som ikkje er før { $date }.
points-talk-save = Vi har snakka om det
points-new = { $count ->
    [one] eitt nytt samtalepunkt
   *[other] { $count } nye samtalepunkt
}
points-gone = { $count ->
    [one] eitt samtalepunkt står ikkje lenger
   *[other] { $count } samtalepunkt står ikkje lenger
}
points-new-and-gone = { $new ->
    [one] eitt nytt samtalepunkt
   *[other] { $new } nye samtalepunkt
}, og { $gone ->
    [one] eitt står ikkje lenger
   *[other] { $gone } står ikkje lenger
}
points-more = { $count ->
    [one] og eitt til
   *[other] og { $count } til
}
notice-talking-points = Nye tal frå «{ $who }»: { $what }.
notice-talking-points-withdrawn = «{ $who }» er trekt tilbake: { $what }.
notice-talking-points-renewed = Mål, grenser eller skular er endra: { $what }.
flash-point-view-saved = Det de skreiv, er lagra og står ved samtalepunktet.
flash-point-talked = Det er notert at de har snakka om det.
points-rules-title = Slik blir samtalepunkta funne
points-rules-lead = Tre enkle reglar ser etter det same hos alle skular. Den som ser eit samtalepunkt, kan sjå tala det byggjer på.
points-rule-falling-title = Tre år på rad
points-rule-falling = Talet har gått feil veg tre målingar etter kvarandre.
points-rule-falling-more = Det må vere fire målingar utan hol og utan brot i serien, og den siste må vere frå det nyaste året kommunen har tal for. Har kjelda oppgitt kor uvisse tala er, må heile endringa vere større enn uvissa i den første og den siste målinga til saman.
points-rule-outside-title = Utanfor uvissa til kommunen
points-rule-outside = Skulen og kommunen skil seg meir enn uvissa i begge tala, og skulen ligg på den svakaste sida.
points-rule-outside-more = Regelen gjeld berre når uvissa er kjend for begge. For undersøkingar på ein skala frå 1 til 5 reknar vi ho som 2 delt på kvadratrota av talet på svar. Utan talet på svar blir ingenting avgjort.
points-rule-goal-title = Målet er ikkje nådd
points-rule-goal = Talet er på feil side av målet kommunen har sett for året.
points-rule-goal-more = Har kjelda oppgitt uvissa, må alt talet kan vere, liggje på feil side.
points-rules-not-title = Det reglane ikkje gjer
points-rules-not-neither = Dei ser ikkje på tal der meir verken er betre eller dårlegare, som delen elevar med individuelt tilrettelagd opplæring.
points-rules-not-hidden = Dei ser ikkje på tal som er skjerma.
points-rules-not-ranked = Dei set ikkje skular opp mot kvarandre, og ingen liste er sortert eller filtrert etter dei. Dei er ikkje med i nedlasta filer.
points-rules-not-levels = Dei ser ikkje på fordelingar på meistringsnivå.
points-rules-who-title = Kven ser dei?
points-rules-who = Skulen kan skrive korleis han ser det, men treng ikkje gjere det. Begge kan notere at det er snakka om. Samtalepunkt i tal som berre gjeld leiarar, ser berre rektor, områdeleiar og skuleeigar.
effects-title = Kva tala har ført til
effects-wait = Samtalepunkta blir rekna ut på nytt no. Last sida på nytt om litt.
effects-fails = Samtalepunkta er ikkje rekna ut enno: noko gjekk gale. Vi prøver igjen om litt.
effects-given-up = Samtalepunkta vart ikkje rekna ut: noko gjekk gale, og vi prøver ikkje lenger av oss sjølve. Samtalepunkta som står, er frå før. Hjelper det ikkje å prøve igjen, sei frå til dei som driftar løysinga.
effects-try-again = Rekn ut samtalepunkta igjen
flash-points-tried-again = Samtalepunkta blir rekna ut på nytt.
effects-none = Ingen samtalepunkt er endra.
effects-caption = Samtalepunkt for kvar skule
effects-new = Nye samtalepunkt
effects-gone = Står ikkje lenger
effects-changed = Har fått andre tal
effects-drafts = { $count ->
    [one] Éi vurdering som ikkje er levert, har fått nye tal ved spørsmåla.
   *[other] { $count } vurderingar som ikkje er leverte, har fått nye tal ved spørsmåla.
}
effects-delivered = Det som er levert, er ikkje endra.
