# Seeing over and delivering, reading what is delivered, comments, reopening, the history of a field and of a self-assessment.
deliver-lead = Les gjennom teksten saman før de leverer. Til då er han dykkar eige utkast.
deliver-before = Les det de har levert før
deliver-missing = Dette står att
deliver-nothing-missing = Alle spørsmåla som må svarast på, har fått svar.
deliver-refused = Alle spørsmål må svarast på før de kan levere.
deliver-participation = Kven var med?
deliver-participation-label = Kven har vore med i arbeidet, når og korleis?
deliver-participation-hint = Skriv kva grupper som var med, til dømes personalet, elevrådet og foreldra, og korleis de arbeidde. Skriv ikkje namn på enkeltpersonar.
deliver-participation-hint-owner = Skriv kven i kommunen som var med, og korleis de arbeidde. Skriv ikkje namn på enkeltpersonar.
deliver-whole = Heile teksten
deliver-pages = Om lag { $pages } av { $budget } sider på papir
deliver-pages-over = Om lag { $pages } sider på papir. Det er meir enn { $budget }.
deliver-pages-over-help = De kan levere likevel, men ein kortare tekst er lettare å bruke.
deliver-title = Lever
deliver-what-happens = Når de leverer, blir teksten låst, og dei som følgjer opp skulen, får beskjed og kan lese og kommentere han. Treng de å endre noko seinare, kan de be om at vurderinga blir opna att.
deliver-what-happens-owner = Når de leverer, blir teksten låst, og alle skulane i kommunen kan lese han. Treng de å endre noko seinare, kan de opne vurderinga att.
deliver-who = Rektor leverer, eller den som rektor har valt til stadfortredar.
deliver-button = Lever
read-delivered = Levert { $when } av { $who }
read-part = Del { $number }
read-judgement = Vurderinga
read-level = { $value } av { $count }
read-last-year = I fjor: { $level }
read-earlier-year = I { $year }: { $level }
read-basis = Byggjer på:
read-seers = Desse kan sjå dette:
read-only-shown = Skulen lèt deg lese desse delane.
read-newer = Dette er ein eldre versjon. Versjon { $version } er nyare.
read-newer-link = Les den nyaste versjonen
read-being-rewritten = Vurderinga er opna att. Det som står her, gjeld til ein ny versjon er levert.
read-contents = Innhald
read-questions = { $count ->
    [one] Eitt spørsmål
   *[other] { $count } spørsmål
}
read-comments = { $count ->
    [one] éin kommentar
   *[other] { $count } kommentarar
}
read-version = Versjon { $version }
read-seal = , levert { $when }. Teksten er låst.
read-hash = Kontrollsum (SHA-256):
read-check = Kontroller
read-check-what = at teksten er den som vart levert
read-check-title = Kontroll av teksten
read-check-same = Teksten i versjon { $version } er den same som vart levert { $when }.
read-check-other = Teksten i versjon { $version } er ikkje den same som vart levert { $when }. Gi beskjed til den som driftar tenesta.
read-check-lead = Ved levering blir det rekna ut ein kontrollsum av heile teksten. Her er han rekna ut på nytt av det som er lagra. Er éin bokstav endra, blir summen ein annan.
read-check-stored = Kontrollsummen ved levering
read-check-computed = Kontrollsummen no
comment-thread = Kommentarar til { $number }
comment-write = Skriv ein kommentar
comment-label = Kommentaren din
comment-hint = Skriv det gjerne som eit spørsmål. Skulen og dei som følgjer opp skulen, ser kommentaren med namnet og tittelen din. Høgst 2000 teikn.
comment-send = Legg til kommentaren
comment-for-school = , svarar for skulen
comment-answer = Svar eller lukk
comment-answer-label = Svaret frå skulen
comment-answer-hint = Dei som følgjer opp skulen, ser svaret med namnet og tittelen din. Høgst 2000 teikn.
comment-answer-send = Legg til svaret
comment-close-hint = Er de ferdige med kommentaren, kan de lukke han. Han kan framleis lesast.
comment-close = Lukk kommentaren
comment-closed = Lukka { $when } av { $who }
comment-on-version = Skriven til versjon { $version }
comment-empty = Skriv noko først.
comment-is-closed = Kommentaren er lukka. Svaret ditt er ikkje lagra, men står framleis i feltet.
reopen-request-title = Må noko endrast?
reopen-request-lead = De kan be kommunen om å opne vurderinga att. Versjonen som er levert, blir ståande til de leverer ein ny.
reopen-request-hint = Fortel kort kva som må endrast, og kvifor. Høgst 2000 teikn.
reopen-request-send = Be om å få opne att
reopen-title = Opne vurderinga att
reopen-lead = Då kan ho endrast og leverast på nytt. Versjonen som er levert, blir ståande.
reopen-reason = Grunngiving
reopen-hint = Alle som les vurderinga, ser grunngivinga. Høgst 2000 teikn.
reopen-send = Opne att
reopen-wished = { $who } bad om å få opne vurderinga att { $when }:
reopen-granted = { $who } opna vurderinga att { $when }:
history-title = Tidlegare versjonar
history-lead = Det nyaste står øvst. Ingenting går tapt når ein tidlegare tekst blir henta tilbake: han blir lagd til som ein ny versjon.
history-empty = Her er det ikkje skrive noko enno.
history-current = Står no
history-span = { $from } til { $until }
history-added = Lagt til:
history-removed = Teke bort:
history-was-empty = Feltet var tomt.
history-restore = Hent tilbake
history-restore-what = teksten frå { $who }, { $when }
history-within = { $count ->
    [one] Eitt mellomsteg
   *[other] { $count } mellomsteg
}
history-conflict = Teksten er endra imens
history-conflict-help = Ingenting er henta tilbake. Sjå på det som står no, og vel på nytt.
events-title = Kva som har hendt
events-lead = Kven som gjorde kva, og når. Her står det aldri noko av det som er skrive.
events-none = Her har det ikkje hendt noko enno.
