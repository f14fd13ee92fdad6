# Listen over skoler: fra skoleregisteret, og organisasjonsnumre som er én skole.
flash-school-list-carried-out = Listen over skoler er oppdatert.
flash-school-list-given-up = Listen er forkastet.
flash-number-joined = Nummeret er knyttet til skolen.
flash-number-parted = Nummeret er ikke lenger knyttet til skolen.
register-title = Skoler og skolelister
register-lead = Slik kjenner vi skolene i kommunen. En skole som er nedlagt, blir stående med tallene sine.
register-how = Oppdater fra skoleregisteret
register-how-get = Hent listen over skoler i kommunen fra Nasjonalt skoleregister, og lagre den som en fil:
register-how-send = Last opp filen der du tar inn tall:
register-how-look = Se over hva som er nytt og endret, og velg hva som skal gjøres.
register-schools = Skolene
register-schools-caption = Skoler med organisasjonsnummer, trinn og status
register-column-school = Skole
register-column-number = Organisasjonsnummer
register-column-grades = Trinn og område
register-column-state = Status
register-open = Åpen
register-private = Privat
register-closed = Nedlagt { $date }
register-will-close = Legges ned { $date }
register-before = Til { $date }: { $name }, { $number }
register-grades = { $from }.–{ $to }. trinn
register-joined = Numre som er knyttet til en skole
register-joined-help = Knytt et nummer til en skole når tall ikke blir kjent igjen. Det kan tas tilbake så lenge ingen tall står her på grunn av det.
register-joined-before = { $number } er det samme som { $school }, fram til { $date }.
register-joined-since = { $number } er det samme som { $school }, siden { $date }.
register-part = Ta tilbake
register-lists-caption = Lister som er lastet opp, med status
register-lists = Lister over skoler
register-no-lists = Ingen liste er lastet opp ennå.
register-state-done = Gjennomført
register-step = Ingenting er endret ennå.
register-look-title = Se over listen over skoler
register-done-title = Liste over skoler
register-look-lead = er en liste over skoler fra skoleregisteret. Velg hva som skal endres her.
register-carried-out-by = Gjennomført av { $who }, { $when }
register-done = Dette ble gjort
register-added = { $name } er lagt til.
register-left = { $count ->
    [one] Én skole i listen ble ikke valgt, og står som før.
   *[other] { $count } skoler i listen ble ikke valgt, og står som før.
}
register-count-new = Nye her
register-count-changed = Endret
register-count-same = Som før
register-count-passed = Ikke for oss
register-count-elsewhere = Andre kommuner
register-lines = Velg hva som skal gjøres
register-lines-help = Det gamle navnet blir kjent igjen i filer. Ingen skole blir slettet.
register-listed-as = I listen: «{ $name }»
register-add = Legg til skolen
register-change = Endre skolen
register-area = Område
register-no-area = Ikke noe område
register-is-here = Er dette en skole som allerede står her?
register-difference-name = Nytt navn: { $after } (før { $before }).
register-difference-grades = Trinn: { $after } (før { $before }).
register-difference-private = Skolen er blitt privat. Private skoler er ikke med i egenvurdering og dialog.
register-difference-public = Skolen er blitt offentlig.
register-difference-closed = Nedlagt { $date }.
register-difference-open = Nedlagt her, men åpen i listen. Se etter om listen er ny nok.
register-new = Ny skole, { $grades }.
register-new-private = Ny privat skole, { $grades }. Den får tall, men er ikke med i egenvurdering og dialog.
register-grades-guessed = Listen sier ikke hvilke trinn skolen har. Se etter at de stemmer.
register-same-name = Det står allerede en skole her som heter { $name }, med et annet nummer. Er det den samme, knytt nummeret til den i stedet.
register-not-listed = Står her, men ikke i listen
register-not-listed-help = Listen kan være bare en del av registeret. Det blir ikke gjort noe med disse skolene.
register-passed = Ikke tatt med
register-passed-not-compulsory = { $count ->
    [one] Én enhet er ikke grunnskole.
   *[other] { $count } enheter er ikke grunnskoler.
}
register-passed-other-business = { $count ->
    [one] Én enhet er voksenopplæring, kulturskole eller videregående.
   *[other] { $count } enheter er voksenopplæring, kulturskole eller videregående.
}
register-passed-abroad = { $count ->
    [one] Én skole er i utlandet.
   *[other] { $count } skoler er i utlandet.
}
register-passed-closed = { $count ->
    [one] Én skole er nedlagt og har ikke stått her.
   *[other] { $count } skoler er nedlagt og har ikke stått her.
}
register-passed-no-day = { $count ->
    [one] Én skole er ikke aktiv, men listen sier ikke fra hvilken dag.
   *[other] { $count } skoler er ikke aktive, men listen sier ikke fra hvilken dag.
}
register-passed-bad-number = { $count ->
    [one] Én enhet har et organisasjonsnummer som ikke stemmer.
   *[other] { $count } enheter har organisasjonsnumre som ikke stemmer.
}
register-passed-former = { $count ->
    [one] Ett nummer er et tidligere nummer for en skole her.
   *[other] { $count } numre er tidligere numre for skoler her.
}
register-carry-out = Gjør det som er valgt
register-nothing-new = Alt i listen står slik her fra før.
register-error-changed = Skolene er endret siden du så på listen. Se over på nytt.
register-error-nothing-chosen = Velg minst én skole, eller forkast listen.
register-error-decided = Denne listen er det allerede tatt stilling til.
joining-title = Hvilken skole er { $number }?
joining-named = I filen heter skolen «{ $name }».
joining-lead = Velg skolen hvis det er den samme som allerede står her, og har byttet organisasjonsnummer. Da blir tallene i filen kjent igjen.
joining-school = Den samme skolen som
joining-choose = Velg skole
joining-closed = nedlagt { $date }
joining-kind = Nummeret { $number } er
joining-kind-new = det nye nummeret til skolen, som den har i dag
joining-kind-old = det gamle nummeret til skolen, som den hadde før
joining-day = Dagen skolen byttet nummer
joining-day-hint = Som oftest 1. august.
joining-join = Knytt nummeret til skolen
joining-no-school = Velg en skole.
joining-no-kind = Velg om nummeret er det nye eller det gamle.
joining-no-day = Velg en dag som har vært.
joining-is-here = { $number } hører allerede til { $school }.
joining-bad-number = Dette er ikke et organisasjonsnummer.
joining-no-merging = To skoler som begge står her, blir ikke slått sammen. Tallene deres er to rekker, og blir stående hver for seg.
joining-error-figures = Det står tall her på grunn av dette nummeret. Trekk de filene tilbake først.
joining-error-changed-since = Skolen har fått et nytt nummer etter dette. Nummeret kan ikke tas tilbake.
overview-closed = nedlagt { $date }
