# Seeing over and delivering, reading what is delivered, comments, reopening, the history of a field and of a self-assessment.
deliver-lead = Les gjennom teksten sammen før dere leverer. Til da er den deres eget utkast.
deliver-before = Les det dere har levert før
deliver-missing = Dette gjenstår
deliver-nothing-missing = Alle spørsmålene som må besvares, er besvart.
deliver-refused = Alle spørsmål må besvares før dere kan levere.
deliver-participation = Hvem deltok?
deliver-participation-label = Hvem har deltatt i arbeidet, når og hvordan?
deliver-participation-hint = Skriv hvilke grupper som deltok, for eksempel personalet, elevrådet og foreldrene, og hvordan dere arbeidet. Ikke skriv navn på enkeltpersoner.
deliver-participation-hint-owner = Skriv hvem i kommunen som deltok, og hvordan dere arbeidet. Ikke skriv navn på enkeltpersoner.
deliver-whole = Hele teksten
deliver-pages = Om lag { $pages } av { $budget } sider på papir
deliver-pages-over = Om lag { $pages } sider på papir. Det er mer enn { $budget }.
deliver-pages-over-help = Dere kan levere likevel, men en kortere tekst er lettere å bruke.
deliver-title = Lever
deliver-what-happens = Når dere leverer, blir teksten låst, og de som følger opp skolen, får beskjed og kan lese og kommentere den. Trenger dere å endre noe senere, kan dere be om at vurderingen blir åpnet igjen.
deliver-what-happens-owner = Når dere leverer, blir teksten låst, og alle skolene i kommunen kan lese den. Trenger dere å endre noe senere, kan dere åpne vurderingen igjen.
deliver-who = Rektor leverer, eller den som rektor har valgt til stedfortreder.
deliver-button = Lever
read-delivered = Levert { $when } av { $who }
read-part = Del { $number }
read-judgement = Vurderingen
read-level = { $value } av { $count }
read-last-year = I fjor: { $level }
read-earlier-year = I { $year }: { $level }
read-basis = Bygger på:
read-seers = Disse kan se dette:
read-only-shown = Skolen lar deg lese disse delene.
read-newer = Dette er en eldre versjon. Versjon { $version } er nyere.
read-newer-link = Les den nyeste versjonen
read-being-rewritten = Vurderingen er åpnet igjen. Det som står her, gjelder til en ny versjon er levert.
read-contents = Innhold
read-questions = { $count ->
    [one] Ett spørsmål
   *[other] { $count } spørsmål
}
read-comments = { $count ->
    [one] én kommentar
   *[other] { $count } kommentarer
}
read-version = Versjon { $version }
read-seal = , levert { $when }. Teksten er låst.
read-hash = Kontrollsum (SHA-256):
read-check = Kontroller
read-check-what = at teksten er den som ble levert
read-check-title = Kontroll av teksten
read-check-same = Teksten i versjon { $version } er den samme som ble levert { $when }.
read-check-other = Teksten i versjon { $version } er ikke den samme som ble levert { $when }. Gi beskjed til den som drifter tjenesten.
read-check-lead = Ved levering blir det regnet ut en kontrollsum av hele teksten. Her er den regnet ut på nytt av det som er lagret. Er én bokstav endret, blir summen en annen.
read-check-stored = Kontrollsummen ved levering
read-check-computed = Kontrollsummen nå
comment-thread = Kommentarer til { $number }
comment-write = Skriv en kommentar
comment-label = Kommentaren din
comment-hint = Skriv det gjerne som et spørsmål. Skolen og de som følger opp skolen, ser kommentaren med navnet og tittelen din. Høyst 2000 tegn.
comment-send = Legg til kommentaren
comment-for-school = , svarer for skolen
comment-answer = Svar eller lukk
comment-answer-label = Svaret fra skolen
comment-answer-hint = De som følger opp skolen, ser svaret med navnet og tittelen din. Høyst 2000 tegn.
comment-answer-send = Legg til svaret
comment-close-hint = Er dere ferdige med kommentaren, kan dere lukke den. Den kan fortsatt leses.
comment-close = Lukk kommentaren
comment-closed = Lukket { $when } av { $who }
comment-on-version = Skrevet til versjon { $version }
comment-empty = Skriv noe først.
comment-is-closed = Kommentaren er lukket. Svaret ditt er ikke lagret, men står fortsatt i feltet.
reopen-request-title = Må noe endres?
reopen-request-lead = Dere kan be kommunen om å åpne vurderingen igjen. Versjonen som er levert, blir stående til dere leverer en ny.
reopen-request-hint = Fortell kort hva som må endres, og hvorfor. Høyst 2000 tegn.
reopen-request-send = Be om å få åpne igjen
reopen-title = Åpne vurderingen igjen
reopen-lead = Da kan den endres og leveres på nytt. Versjonen som er levert, blir stående.
reopen-reason = Begrunnelse
reopen-hint = Alle som leser vurderingen, ser begrunnelsen. Høyst 2000 tegn.
reopen-send = Åpne igjen
reopen-wished = { $who } ba om å få åpne vurderingen igjen { $when }:
reopen-granted = { $who } åpnet vurderingen igjen { $when }:
history-title = Tidligere versjoner
history-lead = Det nyeste står øverst. Ingenting går tapt når en tidligere tekst hentes tilbake: Den legges til som en ny versjon.
history-empty = Her er det ikke skrevet noe ennå.
history-current = Står nå
history-span = { $from } til { $until }
history-added = Lagt til:
history-removed = Tatt bort:
history-was-empty = Feltet var tomt.
history-restore = Hent tilbake
history-restore-what = teksten fra { $who }, { $when }
history-within = { $count ->
    [one] Ett mellomsteg
   *[other] { $count } mellomsteg
}
history-conflict = Teksten er endret i mellomtiden
history-conflict-help = Ingenting er hentet tilbake. Se på det som står nå, og velg på nytt.
events-title = Hva som har skjedd
events-lead = Hvem som gjorde hva, og når. Her står det aldri noe av det som er skrevet.
events-none = Her har det ikke skjedd noe ennå.
