# Lista over skular: frå skuleregisteret, og organisasjonsnummer som er éin skule.
flash-school-list-carried-out = Lista over skular er oppdatert.
flash-school-list-given-up = Lista er forkasta.
flash-number-joined = Nummeret er knytt til skulen.
flash-number-parted = Nummeret er ikkje lenger knytt til skulen.
register-title = Skular og skulelister
register-lead = Slik kjenner vi skulane i kommunen. Ein skule som er lagd ned, blir ståande med tala sine.
register-how = Oppdater frå skuleregisteret
register-how-get = Hent lista over skular i kommunen frå Nasjonalt skuleregister, og lagre henne som ei fil:
register-how-send = Last fila opp der du tek inn tal:
register-how-look = Sjå over kva som er nytt og endra, og vel kva som skal gjerast.
register-schools = Skulane
register-schools-caption = Skular med organisasjonsnummer, trinn og status
register-column-school = Skule
register-column-number = Organisasjonsnummer
register-column-grades = Trinn og område
register-column-state = Status
register-open = Open
register-private = Privat
register-closed = Lagd ned { $date }
register-will-close = Blir lagd ned { $date }
register-before = Til { $date }: { $name }, { $number }
register-grades = { $from }.–{ $to }. trinn
register-joined = Nummer som er knytte til ein skule
register-joined-help = Knyt eit nummer til ein skule når tal ikkje blir kjende att. Det kan takast tilbake så lenge ingen tal står her på grunn av det.
register-joined-before = { $number } er det same som { $school }, fram til { $date }.
register-joined-since = { $number } er det same som { $school }, sidan { $date }.
register-part = Ta tilbake
register-lists-caption = Lister som er lasta opp, med status
register-lists = Lister over skular
register-no-lists = Ingen liste er lasta opp enno.
register-state-done = Gjennomført
register-step = Ingenting er endra enno.
register-look-title = Sjå over lista over skular
register-done-title = Liste over skular
register-look-lead = er ei liste over skular frå skuleregisteret. Vel kva som skal endrast her.
register-carried-out-by = Gjennomført av { $who }, { $when }
register-done = Dette vart gjort
register-added = { $name } er lagd til.
register-left = { $count ->
    [one] Éin skule i lista vart ikkje vald, og står som før.
   *[other] { $count } skular i lista vart ikkje valde, og står som før.
}
register-count-new = Nye her
register-count-changed = Endra
register-count-same = Som før
register-count-passed = Ikkje for oss
register-count-elsewhere = Andre kommunar
register-lines = Vel kva som skal gjerast
register-lines-help = Det gamle namnet blir kjent att i filer. Ingen skule blir sletta.
register-listed-as = I lista: «{ $name }»
register-add = Legg til skulen
register-change = Endre skulen
register-area = Område
register-no-area = Ikkje noko område
register-is-here = Er dette ein skule som alt står her?
register-difference-name = Nytt namn: { $after } (før { $before }).
register-difference-grades = Trinn: { $after } (før { $before }).
register-difference-private = Skulen er blitt privat. Private skular er ikkje med i eigenvurdering og dialog.
register-difference-public = Skulen er blitt offentleg.
register-difference-closed = Lagd ned { $date }.
register-difference-open = Lagd ned her, men open i lista. Sjå etter om lista er ny nok.
register-new = Ny skule, { $grades }.
register-new-private = Ny privat skule, { $grades }. Han får tal, men er ikkje med i eigenvurdering og dialog.
register-grades-guessed = Lista seier ikkje kva trinn skulen har. Sjå etter at dei er rette.
register-same-name = Det står alt ein skule her som heiter { $name }, med eit anna nummer. Er det den same, knyt nummeret til han i staden.
register-not-listed = Står her, men ikkje i lista
register-not-listed-help = Lista kan vere berre ein del av registeret. Det blir ikkje gjort noko med desse skulane.
register-passed = Ikkje tekne med
register-passed-not-compulsory = { $count ->
    [one] Éi eining er ikkje grunnskule.
   *[other] { $count } einingar er ikkje grunnskular.
}
register-passed-other-business = { $count ->
    [one] Éi eining er vaksenopplæring, kulturskule eller vidaregåande.
   *[other] { $count } einingar er vaksenopplæring, kulturskule eller vidaregåande.
}
register-passed-abroad = { $count ->
    [one] Éin skule er i utlandet.
   *[other] { $count } skular er i utlandet.
}
register-passed-closed = { $count ->
    [one] Éin skule er lagd ned og har ikkje stått her.
   *[other] { $count } skular er lagde ned og har ikkje stått her.
}
register-passed-no-day = { $count ->
    [one] Éin skule er ikkje aktiv, men lista seier ikkje frå kva dag.
   *[other] { $count } skular er ikkje aktive, men lista seier ikkje frå kva dag.
}
register-passed-bad-number = { $count ->
    [one] Éi eining har eit organisasjonsnummer som ikkje stemmer.
   *[other] { $count } einingar har organisasjonsnummer som ikkje stemmer.
}
register-passed-former = { $count ->
    [one] Eitt nummer er eit tidlegare nummer for ein skule her.
   *[other] { $count } nummer er tidlegare nummer for skular her.
}
register-carry-out = Gjer det som er valt
register-nothing-new = Alt i lista står slik her frå før.
register-error-changed = Skulane er endra sidan du såg på lista. Sjå over på nytt.
register-error-nothing-chosen = Vel minst éin skule, eller forkast lista.
register-error-decided = Denne lista er det alt teke stilling til.
joining-title = Kva skule er { $number }?
joining-named = I fila heiter skulen «{ $name }».
joining-lead = Vel skulen om det er den same som alt står her, og har bytt organisasjonsnummer. Då blir tala i fila kjende att.
joining-school = Den same skulen som
joining-choose = Vel skule
joining-closed = lagd ned { $date }
joining-kind = Nummeret { $number } er
joining-kind-new = det nye nummeret til skulen, som han har i dag
joining-kind-old = det gamle nummeret til skulen, som han hadde før
joining-day = Dagen skulen bytte nummer
joining-day-hint = Som oftast 1. august.
joining-join = Knyt nummeret til skulen
joining-no-school = Vel ein skule.
joining-no-kind = Vel om nummeret er det nye eller det gamle.
joining-no-day = Vel ein dag som har vore.
joining-is-here = { $number } høyrer alt til { $school }.
joining-bad-number = Dette er ikkje eit organisasjonsnummer.
joining-no-merging = To skular som begge står her, blir ikkje slegne saman. Tala deira er to rekkjer, og blir ståande kvar for seg.
joining-error-figures = Det står tal her på grunn av dette nummeret. Trekk dei filene tilbake først.
joining-error-changed-since = Skulen har fått eit nytt nummer etter dette. Nummeret kan ikkje takast tilbake.
overview-closed = lagd ned { $date }
