# Rapporten til kommunestyret: arbeidet med han, kapitla, sitat frå skulane, vedtak, og det som er sendt.
report-name = Tilstandsrapport
report-list-lead = Minst éin gong i året får { $council } vite korleis det står til med læringsmiljøet, læringsresultata og gjennomføringa. Her blir rapporten til, og her ser de kva som kom ut av han.
report-none = Det er ingen rapport enno.
report-open = Arbeid med rapporten
report-open-questions = Det skulen er spurd om
report-open-sent = Det som er sendt
report-open-decided = Vedtak og oppfølging
report-begin-title = Ny rapport
report-begin-lead = Kapitla kjem frå modellen kommunen har valt. Er det ein rapport frå i fjor, står teksten derifrå som utkast til nokon har gått gjennom han.
report-school-year = Skuleåret rapporten handlar om
report-council-day = Møtedagen
report-council-day-hint = Dagane på vegen dit blir rekna bakover frå denne. De kan endre dei.
report-begin = Byrj på rapporten
report-to-council = Til { $council } { $day }
report-chapter-of = kapittel { $number } av { $count }
report-chapter-kicker = Kapittel { $number } av { $count }
report-deadline = frist { $day }
report-chapter-not-begun = Ikkje starta
report-chapter-draft = Utkast
report-chapter-ready = Klart til lesing
report-ready-by = { $who }, { $when }
report-work-lead = Om skuleåret { $year }. { $council } har saka { $day }.
report-ways-on = Vidare i arbeidet
report-days-title = Dagane på vegen
report-days-lead = Dagane blir rekna bakover frå møtet. Endrar de møtedagen, kan de rekne dei ut på nytt.
report-days-change = Endre dagane
report-days-plan = Rekn ut på nytt frå møtedagen
report-day-next = Neste
report-missing-title = Kva som manglar
report-nothing-missing = Ingenting manglar.
report-missing-blocks = Må på plass før rapporten blir send
report-missing-other = Verdt å vite
report-awaited = Ingen tal enno
report-fine = { $count ->
    [one] Éin ting er i orden
   *[other] { $count } ting er i orden
}
report-fine-title = I orden
report-chapters = Kapitla
report-late = Over fristen
report-carried-count = { $count ->
    [one] Éin tekst frå i fjor er ikkje gått gjennom
   *[other] { $count } tekstar frå i fjor er ikkje gått gjennom
}
report-comments-count = { $count ->
    [one] Éin open kommentar
   *[other] { $count } opne kommentarar
}
report-give = Kven og når
report-holder = Hos
report-nobody = Ingen særskild
report-deadline-field = Frist
report-text-label = Teksten i kapittelet
report-text-hint = Skriv ikkje namn på elevar eller tilsette.
report-assessment-of = Vurderinga: { $what }
report-assessment-hint = Kva ser de, kva kan det kome av, og kva veit de ikkje?
report-frame = Måtar å byrje på
report-no-text = Det er ikkje skrive noko her.
report-from-last-year = Teksten er frå i fjor og er ikkje gått gjennom. Han kjem ikkje med før nokon har gjort det.
report-still-holds = Eg har gått gjennom teksten, og han står seg
report-not-gone-through-here = Teksten frå i fjor er ikkje gått gjennom, og er ikkje med.
report-last-text = Teksten i fjor
report-save-and-go = Lagre og gå til kapittel { $number }
report-call-ready = Lagre og meld klart til lesing
report-call-draft = Lagre og ta tilbake til utkast
report-levels = Tre skjermingsnivå
report-level-school = Skule
report-level-school-about = Kvar skule ser sine eigne tal
report-level-owner = Eigar
report-level-owner-about = Internt hos kommunen
report-level-public = Offentleg
report-level-public-about = Slik rapporten blir lagd fram
report-choose-school = Skule
report-show = Vis
report-beside = Frå skulane og frå i fjor
report-quotes-heading = Sitat frå skulane
report-quotes-hint = Berre sitat som skulen har sagt ja til, kjem med.
report-quote-agreed = Skulen sa ja { $answered }
report-quote-refused = Skulen ville ikkje at dette sitatet skulle brukast.
report-quote-waiting = Ventar på skulen, frist { $day }
report-quote-late = Ikkje noko svar innan { $day }. Sitatet kjem ikkje med.
report-quote-gone = Orda er tekne bort der dei stod. Sitatet kjem ikkje med.
report-quote-take-out = Ta ut
report-pick = Vel sitat
report-pick-title = Vel sitat frå ein skule
report-pick-lead = Her står det skulen har levert og det som er godkjent i referat. Rektor, eller stadfortredaren, får { $days } arbeidsdagar på seg til å svare. Utan eit ja kjem sitatet ikkje med.
report-pick-nothing = Skulen har ikkje levert noko som kan siterast.
report-pick-ask = Spør skulen
report-pick-known = Alt spurt om
report-source-assessment = { $title }, { $part }
report-source-minutes = referat frå { $title }, { $day }
report-source-story = forteljinga «{ $title }»
report-story = Forteljinga «{ $title }»
report-quotes-title = Sitat
report-quotes-lead = Alt skulane er spurde om å bli siterte på.
report-quotes-none = Ingen skule er spurd enno.
report-quotes-waiting = Ventar på svar
report-quotes-answered = Ferdige
report-last-year = Rapporten i fjor
report-last-chapter = Kapittelet i { $title }
report-last-decided = Vedtaka i fjor
report-decided-by = { $council } { $day }
report-decided-by-case = { $council } { $day }, sak { $case }
report-read-draft = Les utkastet
report-read-title = Utkastet
report-comments = Kommentarar
report-comment-write = Skriv ein kommentar
report-comment-on = Til «{ $what }»
report-comment-send = Legg inn
report-comment-settle = Ferdig med denne
report-say-read = Eg har lese kapittelet no
report-changed-title = Endra sidan du las
report-changed-notice = Kapittelet er endra sidan du las det { $when }.
report-changed-show = Sjå kva som er nytt
report-changed-since = Du las kapittelet sist { $when }.
report-changed-never-read = Du har ikkje meldt frå om at du har lese kapittelet, så alt er nytt.
report-changed-nothing = Ingenting er endra.
report-edition-school = For { $school }
report-edition-owner = Internt hos kommunen
report-edition-public = Offentleg versjon
report-subtitle = Skuleåret { $year }. Til { $council } { $day }. { $edition }.
report-mark-draft = Utkast { $day }. { $edition }
report-mark-sent = Versjon { $number }. { $edition }
report-about = Om rapporten
report-about-text = { $council } skal minst éin gong i året orienterast om læringsmiljøet, læringsresultata og gjennomføringa til elevane (opplæringslova § 17-12). Forma har kommunen valt sjølv.

    «Skjerma» tyder at talet finst, men ikkje blir vist. Det kan vere for å verne dei talet gjeld, eller for at eit anna tal ikkje skal kunne reknast ut. Skulane står i alfabetisk rekkjefølgje, aldri etter resultat.
report-nothing-decided = Det er ikkje registrert noko vedtak om førre rapport.
report-decided-caption = Vedtaka frå førre rapport, og kva som er gjort
report-decided-what = Vedtak
report-decided-outcome = Utfall
report-decided-since = Kva som er gjort
report-became = { $state } ({ $day }).
report-comes-again = Blir teke opp att.
report-delivered-count = { $delivered } av { $asked } skular har levert eigenvurderinga.
report-meetings-count = { $kind }: { $count ->
    [one] eitt møte
   *[other] { $count } møte
}{ $schools ->
    [0] .
    [one] {" "}med éin skule.
   *[other] {" "}med { $schools } skular.
}
report-not-delivered = { $school }: ikkje levert.
report-no-promises = Det er ikkje registrert avtalar frå møta i skuleåret.
report-promises-caption = Avtalane frå møta i skuleåret
report-promises-side = Kven som lova
report-promises-made = Lova
report-promises-done = Gjort
report-promises-ahead = Framfor oss
report-promises-late = Over fristen
report-promises-given-up = Gitt opp
report-promises-owner = Skuleeigar
report-promises-schools = Skulane
report-promises-note = Talde opp frå avtalane i møta mellom skuleeigar og skulane.
report-no-proposals = Det er ikkje skrive noko framlegg til vedtak.
report-write-proposals = Skriv framlegg
report-proposal-line = { $words } Kostnad: { $cost }. Ansvarleg: { $responsible }.
report-proposal-about = { $cost }. Ansvarleg: { $who }.
report-cost = { $cost } kr
report-within-budget = innanfor ramma
report-costs = kostar noko nytt
report-proposals-title = Framlegg til vedtak
report-proposals-lead = Det de ber om, nummerert, med kostnad og ansvarleg. Etter møtet står vedtaka som oppgåver til dei er gjorde, og neste rapport opnar med dei.
report-proposal-new = Nytt framlegg
report-proposal-words = Kva skal vedtakast?
report-proposal-words-hint = Éi setning som kan gjerast om til ei oppgåve.
report-proposal-cost = Kostnad
report-proposal-kroner = Kroner
report-proposal-kroner-hint = Berre når det kostar noko nytt.
report-proposal-who = Ansvarleg
report-proposal-who-hint = Ei rolle, til dømes kommunalsjefen.
report-proposal-add = Legg til
report-proposal-remove = Ta bort
report-decided-title = Vedtak og oppfølging
report-decided-lead = Vedteke i { $council } { $day }, sak { $case }.
report-not-decided-lead = { $council } har saka { $day }. Skriv inn utfallet når møtet har vore.
report-decided-day = Dagen for møtet
report-case = Saksnummer
report-case-hint = Til dømes 41/27
report-decided-words = Ordlyden i vedtaket, når han er ein annan
report-decided-due = Frist for å gjere det
report-council-asked = Kva dei spurde om
report-council-asked-hint = Eitt spørsmål på kvar linje. Dei står som oppgåver til de har svart. Valfritt.
report-decided-save = Lagre vedtaka
report-outcome-adopted = Vedteke
report-outcome-changed = Vedteke med endringar
report-outcome-rejected = Ikkje vedteke
report-outcome-postponed = Utsett
report-progress-not-started = Ikkje starta
report-progress-going-on = I gang
report-progress-done = Gjort
report-progress-stopped = Stoppa
report-progress-say = Sei kva som er gjort
report-progress-legend = Kor langt er det kome?
report-progress-words = Kva er gjort
report-progress-words-hint = Det du skriv, står i neste rapport.
report-proposal-person = Person som følgjer opp
report-proposal-person-hint = Får oppgåva på startsida når framlegget er vedteke. Elles får skuleeigar ho.
report-responsible-name = Vel kven som følgjer opp
report-question-open = Ikkje svart på enno.
report-question-answer = Svar på spørsmålet
report-question-answer-again = Endre svaret
report-question-answer-words = Svaret til dei folkevalde
report-question-answer-hint = Alle med ei rolle i kommunen kan lese det, og det står i neste rapport.
report-task-decision = Vedtak. Ansvarleg: { $who }. { $state }.
report-task-question = Spørsmål frå dei folkevalde, ikkje svart på.
report-task-due = Frist { $day }
report-task-no-day = Utan frist
report-tasks-title = Vedtak du følgjer opp
report-tasks-all = Alle vedtaka i årshjulet
report-due = Frist { $day }.
report-send-title = Send rapporten
report-send-lead = Skulane les først. Når det er gjort og ingenting står i vegen, går rapporten til behandling. Det som er sendt, blir liggjande som det var.
report-send-schools = Til skulane
report-send-schools-about = Kvar av { $count } skular får heile teksten, sine eigne tal og sine eigne sitat. Dei har { $days } arbeidsdagar på seg til å seie frå.
report-schools-have = Skulane fekk rapporten sist { $when }.
report-send-schools-do = Send til skulane
report-send-council = Til behandling
report-send-council-do = Frys og send
report-public-title = Offentleg tittel
report-public-title-hint = Slik saka står i postjournalen.
report-legal = Heimel for å skjerme den interne versjonen
report-legal-hint = Til dømes «offentleglova § 13, jf. forvaltningslova § 13». Den offentlege versjonen er open for alle.
report-closed = Saka er behandla. Rapporten blir ikkje endra meir.
report-school-legal = Offentleglova § 14: til intern lesing før rapporten er offentleg
report-sent-title = Det som er sendt
report-sent-lead = Kvar versjon står slik han var då han blei send.
report-sent-none = Ingenting er sendt enno.
report-sent-council = Til behandling
report-sent-schools = Til skulane
report-version-sent = Versjon { $number }, { $when }, { $who }
report-version-title = Versjon { $number }: { $title }
report-nothing-to-mend = Skulen har lese og har ikkje noko å rette.
report-fact-sent = Send
report-fact-access = Tilgang
report-fact-seal = Kontrollsum
report-access-public = Offentleg
report-access-closed = Unnateke offentlegheit
report-file-archive = Arkivpakke
report-file-title = Rapporten som { $format }
report-file-of-draft = { $title }, utkast. { $edition }
report-file-of-version = { $title }, slik rapporten blei send
report-file-composing = Rapporten blir sett saman.
report-file-making = Fila blir laga.
report-file-fails = Det gjekk ikkje denne gongen. Vi prøver att om ei lita stund.
report-file-progress = Kor langt fila er komen
report-file-step = Steg { $done } av { $steps }
report-file-by-itself = Sida ser etter fila av seg sjølv. Du kan gå herifrå og kome tilbake.
report-file-look-again = Sjå om fila er klar
report-file-ready = Fila er klar.
report-file-fetch = Last ned { $format } ({ $size })
report-file-made = Laga
report-file-kept = Blir liggjande
report-file-until = Til { $day }. Etterpå må du be om fila på nytt.
report-file-kept-with-version = Saman med versjonen. Alle som les han, får den same fila.
report-file-deleted = Fila er sletta, for ho var berre til bruk nokre dagar. Be om ho på nytt, så får du rapporten slik han er no.
report-file-again = Prøv på nytt
report-file-back = Tilbake til rapporten
report-file-not-allowed = Du har ikkje lenger tilgang til det du bad om.
report-file-too-heavy = Rapporten er for stor til å bli denne typen fil. Prøv ein annan type.
report-file-not-made = Fila kunne ikkje lagast. Feilen er notert hos den som driftar løysinga.
report-attachments-title = Vedlegg
report-attachments-lead = Filer som høyrer til rapporten. Dei følgjer med når rapporten blir send, og står i han med kontrollsum.
report-attachments-none = Rapporten har ingen vedlegg.
report-attachments-caption = Vedlegg til rapporten
report-attachments-note = Kontrollsummen (SHA-256) viser at fila er den same som då rapporten blei send.
report-attachments-take = Last ned vedlegg
report-attachment = Vedlegg
report-attachment-file = Fil
report-attachment-closed = Vedlegg { $number }, ikkje offentleg
report-attachment-new = Nytt vedlegg
report-attachment-name = Tittel
report-attachment-name-hint = Slik vedlegget står i rapporten og i saka.
report-attachment-access = Kven kan få det?
report-attachment-open = Alle: vedlegget er offentleg
report-attachment-not-open = Berre skuleeigar: det er unnateke offentlegheit
report-attachment-legal = Heimel
report-attachment-legal-hint = Berre når vedlegget ikkje er offentleg. Heimelen står i den offentlege rapporten, tittelen gjer det ikkje.
report-attachment-choose = Fil
report-attachment-hint = PDF, DOCX, XLSX, PNG eller JPEG, høgst { $one } MB. I alt { $most } filer og { $all } MB.
report-attachment-add = Legg ved
report-attachment-change = Endre
report-attachment-change-title = Endre tittel og tilgang
report-attachment-up = Flytt opp
report-attachment-remove = Ta bort
report-attachment-give-up = Avbryt
error-report-attachment-title = Skriv kva vedlegget heiter.
error-report-attachment-access = Vel om vedlegget er offentleg.
error-report-attachment-legal = Skriv heimelen for å unnta vedlegget.
error-attached-missing = Vel ei fil som har noko i seg.
error-attached-large = Fila er større enn { $most } MB.
error-attached-kind = Fila er ikkje av ein type vi tek imot. Vel ein PDF, DOCX, XLSX, PNG eller JPEG.
error-attached-damaged = Fila er ikkje heil. Lagre ho på nytt og prøv igjen.
error-attached-locked = Fila har passord eller eit eldre format. Lagre ho utan passord, som DOCX, XLSX eller PDF.
error-attached-runs = Fila inneheld makroar eller skript. Lagre ho utan, til dømes som PDF.
error-report-attachment-many = Rapporten har alt { $most } vedlegg. Ta bort eitt først.
error-report-attachment-room = Det er plass til { $left } til. Vel ei mindre fil, eller ta bort eit vedlegg.
flash-attachment-removed = Vedlegget er teke bort.
report-file-access-copy = Innsynskopi
report-disclosure-title = Innsyn i rapporten
report-disclosure-lead = Når nokon krev innsyn, står her alt kravet kan gjelde, kva som er offentleg, og korleis de har svart.
report-disclosure-more = Vurder kvart dokument for seg, og om meir kan givast ut enn lova krev (meirinnsyn, offentleglova § 11).
report-disclosure-sent = Rapporten slik han er send
report-disclosure-schools = Utgåvene til skulane ({ $count })
report-copy-heading = Kopi til den som bed om innsyn
report-copy-about = Ei ZIP-fil med den offentlege versjonen, der tala som må skjermast er tekne bort, vedlegga som er vurderte opne, og ei oversikt over det som ikkje er med.
report-copy-do = Lag innsynskopi
report-copy-held-back = Den offentlege versjonen er vurdert til ikkje å givast ut slik han er. Då blir det ikkje laga nokon kopi.
report-copy-not-sent = Rapporten er ikkje send til behandling enno, så det finst ingen ferdig versjon å gi ut.
report-copy-draft = Sjå utkastet slik alle kan sjå det
report-copy-title = Innsyn i { $title }
report-copy-report = rapport.pdf: rapporten i offentleg versjon. Tal som må skjermast, er tekne bort.
report-copy-given = { $file }: { $title }
report-copy-partly = Vedlegg { $number }: blir gitt ut for seg, sladda. Heimel: { $legal }.
report-copy-withheld = Vedlegg { $number }: blir ikkje gitt ut. Heimel: { $legal }.
report-copy-appeal = Du kan klage på at noko ikkje blir gitt ut (offentleglova § 32).
report-access-archive = Arkivpakke: { $name }
report-access-archive-about = Rapporten, tala og vedlegga i éi fil for arkivet
report-access-attachment = Vedlegg: { $title }
report-access-not-judged = Ikkje vurdert i noka innsynssak.
report-access-judge-this = Vurder
report-access-judge = Svar på eit krav
report-access-document = Dokument
report-access-choose = Vel dokument
report-access-answer = Kva er svaret?
report-access-whole = Blir gitt ut
report-access-partly = Blir gitt ut sladda
report-access-withheld = Blir ikkje gitt ut
report-access-legal = Heimel
report-access-legal-hint = Paragraf, og ledd når han har fleire. Må fyllast ut når ikkje alt blir gitt ut.
report-access-reason = Grunngiving
report-access-reason-hint = Kvifor, og kva som er vurdert om meirinnsyn. Må fyllast ut når ikkje alt blir gitt ut.
report-access-demand = Kva krav det gjeld
report-access-demand-hint = Til dømes saksnummeret. Ikkje skriv namnet på den som spør. Valfritt.
report-access-save = Lagre svaret
report-access-log = Alle svar
report-access-demand-was = Krav: { $demand }
report-access-with = { $answer } ({ $legal })
report-access-judged = { $answer }. Vurdert av { $who }, { $when }.
error-report-access-document = Vel kva dokument svaret gjeld.
error-report-access-answer = Vel kva svaret er.
error-report-access-legal = Skriv heimelen.
error-report-access-reason = Skriv kvifor ikkje alt blir gitt ut.
error-report-access-withheld = Den offentlege versjonen er vurdert til ikkje å givast ut slik han er.
report-contents = Innhald
report-figures-since = Desse tala er endra eller trekte tilbake etter at rapporten blei send:
report-answer-title = Det skulen er spurd om
report-answer-lead = { $title } går til { $council } { $day }. Kommunen vil vite om skulen kan siterast, og om det som står om skulen, er rett.
report-answer-quotes = Kan skulen siterast?
report-answer-quotes-lead = Sitatet kjem berre med når du seier ja. Du kan ombestemme deg til saka er behandla.
report-answer-no-quotes = Skulen er ikkje spurd om noko sitat.
report-answer-chapter = til kapittelet «{ $chapter }»
report-answer-yes = Ja, bruk det
report-answer-no = Nei
report-answer-agreed = Du har sagt ja.
report-answer-refused = Du har sagt nei.
report-answer-waiting = Svar innan { $day }.
report-answer-late = Fristen var { $day }. Utan svar kjem sitatet ikkje med; du kan framleis seie ja.
report-answer-read = Det som står om skulen
report-answer-no-versions = Kommunen har ikkje sendt noko å lese enno.
report-answer-words = Kva bør rettast?
report-answer-words-hint = Sei kva som er feil eller manglar. Ingen namn på elevar.
report-answer-send = Send merknaden
report-answer-fine = Eg har lese, det er greitt
report-waits-for-answer = { $count ->
    [one] Kommunen vil sitere skulen. Sei om det er greitt
   *[other] Kommunen vil sitere skulen { $count } stader. Sei om det er greitt
}
report-neighbour-title = Kva kan ein nabo rekne seg fram til?
report-neighbour-lead = Her er alle skjerma tal i den offentlege versjonen, for det nyaste året, og kva som kan reknast ut om dei. Nokre grenser følgjer av tal som er offentlege frå før. Da legg ikkje rapporten noko til.
report-neighbour-who = Skjerma tal
report-neighbour-with-us = Kan vere, med rapporten
report-neighbour-without-us = Kan vere, utan rapporten
report-neighbour-adds = Legg rapporten noko til?
report-neighbour-yes = Ja, men ikkje nok til å røpe nokon
report-neighbour-no = Nei
report-neighbour-nothing-hidden = Ingen tal er skjerma.
report-neighbour-no-figures = Det er ikkje tal for denne.
report-neighbour-no-sum = Tala kan ikkje leggjast saman, så ingenting kan reknast ut av summar.
report-neighbour-too-much = Det er for mange tal til å rekne det ut medan du ventar.
report-neighbour-contradiction = Tala som er viste, går ikkje opp mot kvarandre, så ingenting følgjer av dei.
report-neighbour-unsolved = Det lét seg ikkje rekne ut.
report-between = { $least } til { $greatest }
report-at-least = { $least } eller meir
report-learnt-of-grade = { $name }, { $grade }. trinn
report-back = Tilbake til rapporten
report-topic-environment = læringsmiljøet
report-topic-results = læringsresultata
report-topic-completion = gjennomføringa
report-topic-internal-control = internkontroll og tilsyn
report-check-topic = Ingenting er skrive om { $topic }.
report-check-topic-told = Rapporten fortel om { $topic }.
report-check-carried = Tekst frå i fjor som ikkje er gått gjennom: { $chapters }.
report-check-text = Utan tekst: { $chapters }.
report-check-ready = Ikkje melde klare: { $chapters }.
report-check-summary = Samandraget er ikkje skrive.
report-check-moved = Tal i «{ $chapter }» er endra eller trekte tilbake etter at kapittelet blei meldt klart: { $which }. Les teksten på nytt, og meld kapittelet klart igjen.
report-check-figures = Tala er dei same som då kapitla blei melde klare.
report-check-quotes = { $count ->
    [one] Eitt sitat ventar på svar frå skulen.
   *[other] { $count } sitat ventar på svar frå skulen.
}
report-check-proposals = Det er ikkje skrive noko framlegg til vedtak.
report-check-proposals-made = { $count ->
    [one] Eitt framlegg til vedtak, med kostnad og ansvarleg.
   *[other] { $count } framlegg til vedtak, med kostnad og ansvarleg.
}
report-check-not-delivered = { $count ->
    [one] Éin skule har ikkje levert eigenvurderinga.
   *[other] { $count } skular har ikkje levert eigenvurderinga.
}
report-check-day-past = { $name }: { $day } er passert.
report-check-schools-not = Skulane har ikkje fått rapporten til lesing.
report-check-schools-read = { $count ->
    [one] Éin skule har ikkje svart, og har tid til { $day }.
   *[other] { $count } skular har ikkje svart, og har tid til { $day }.
}
report-check-schools-said = { $count ->
    [one] Éin skule har ein merknad.
   *[other] { $count } skular har merknader.
}
report-look-title = Utsjånaden til dokumenta
report-look-lead = Fargen står på overskriftene, og logoen på den første sida, i alt som blir skrive ut eller sendt.
report-look-colour = Farge på overskrifter
report-look-colour-hint = Skriven som #14506b. Han må vere mørk nok til å lesast på kvitt.
report-look-save = Lagre fargen
report-look-logo = Logo
report-look-has-logo = Kommunen har ein logo.
report-look-no-logo = Kommunen har ingen logo enno.
report-look-file = Bilete
report-look-file-hint = PNG eller JPEG, høgst 1 MB og 2000 punkt kvar veg.
report-look-upload = Last opp
report-look-remove = Ta bort logoen
report-edited-title = Fil som er skriven på utanfor
report-edited-lead = Har nokon skrive i DOCX-fila? Legg ho inn her, så ser de kva som er endra i høve til utkastet for alle, og kva tal som er endra for hand. Ingenting blir lagra.
report-edited-file = DOCX-fil
report-edited-file-hint = Fila som blei lasta ned herifrå, slik ho er no.
report-edited-compare = Samanlikn
report-edited-same = Ingenting er endra.
report-edited-count = { $count ->
    [one] Éin stad er endra
   *[other] { $count } stader er endra
}
report-edited-numbers = { $count ->
    [one] Éin av dei gjeld tal. Tal blir retta i kjelda, ikkje i fila.
   *[other] { $count } av dei gjeld tal. Tal blir retta i kjelda, ikkje i fila.
}
report-edited-changed = endra
report-edited-added = lagt til
report-edited-gone = teke bort
report-edited-number = { $before } er blitt { $after }
report-edited-number-changed = Tal: { $numbers }
report-edited-none = ingenting
error-report-colour = Vel ein mørk farge, skriven som #14506b.
error-report-logo = Fila er ikkje noko heilt bilete i PNG eller JPEG.
error-report-logo-large = Biletet er for stort: høgst 1 MB og 2000 punkt kvar veg.
error-report-year = Vel eit skuleår.
error-report-council-day = Skriv ein dag etter at skuleåret har byrja.
error-no-report-form = Modellen til kommunen har ingen rapport.
error-report-closed = Saka er behandla, så rapporten kan ikkje endrast.
error-report-day = Skriv ein dag.
error-report-day-too-early = Dagen er før skuleåret byrja.
error-report-days-order = Dagen er før dagen over.
error-report-person = Vel ein som følgjer opp skular.
error-report-comment = Skriv ein kommentar.
error-report-quote-changed = Orda er endra sidan du såg dei. Sjå på nytt og vel igjen.
error-report-proposal = Skriv kva som skal vedtakast.
error-report-responsible = Skriv kven som er ansvarleg.
error-report-cost = Skriv kostnaden i heile kroner, til dømes 250 000.
error-report-decided-day = Skriv dagen for møtet. Han kan ikkje vere fram i tid.
error-report-case = Skriv saksnummeret, høgst 60 teikn.
error-report-outcome = Vel utfallet.
error-report-decided-words = Skriv ordlyden i vedtaket.
error-report-no-task = Framlegget blei ikkje vedteke, så det er ikkje noko å følgje opp.
error-report-progress = Vel kor langt det er kome.
error-report-stopped = Skriv kvifor det er stoppa.
error-report-answer = Skriv kva som bør rettast, eller vel «Eg har lese, det er greitt».
error-report-public-title = Skriv den offentlege tittelen.
error-report-legal = Skriv heimelen for å skjerme den interne versjonen.
error-report-not-ready = Rapporten kan ikkje sendast enno. Sjå kva som må på plass.
flash-report-begun = Rapporten er oppretta.
flash-chapter-ready = Kapittelet er meldt klart til lesing.
flash-chapter-reopened = Kapittelet er utkast igjen.
flash-chapter-read = Notert: Du har lese kapittelet.
flash-quote-asked = Skulen er spurd.
flash-quote-taken-out = Sitatet er teke ut.
flash-quote-agreed = Takk. Sitatet kan brukast.
flash-quote-refused = Notert. Sitatet blir ikkje brukt.
flash-report-answered = Takk. Svaret er sendt.
flash-proposal-removed = Framlegget er teke bort.
flash-report-decided = Vedtaka er lagra.
flash-report-to-schools = Rapporten er send til skulane.
flash-report-sent = Rapporten er frosen og send.
notice-chapter-given = { $who } har gitt deg kapittelet «{ $what }».
notice-quote-asked = { $who } spør om skulen kan siterast i { $what }.
notice-report-to-read = { $what } er klar til at du les det som står om skulen.
notice-report-answered = { $what } har lese det som står om skulen i rapporten.
notice-report-sent = { $what } er send til behandling.
error-report-who = Vel ein i lista, eller ingen.
error-report-question-answer = Skriv eit svar.
error-report-questions = Det er { $count } linjer. Skriv høgst { $max }, med eitt spørsmål på kvar.
report-asked-caption = Spørsmål som dei folkevalde stilte
report-asked-what = Spørsmålet
report-asked-answer = Svaret
report-quote-beside = { $chapter }, ved «{ $what }»
report-quote-place = Kvar det skal stå
report-quote-place-end = Sist i kapittelet
report-quote-move = Flytt sitatet
report-quote-move-save = Flytt
report-pick-here = Vel sitat eller forteljing til dette talet
report-pick-about = Forteljinga handlar om dette talet.
error-report-quote-answered = Skulen har svart for den plassen sitatet har no. Ta det ut og spør på nytt om det skal stå ein annan stad.
error-report-quote-moved = Sitatet er flytta sidan du opna sida. Sjå kvar det skal stå no, og svar på nytt.
report-comment = Kommentar
report-comment-passage = Utdraget det gjeld
report-comment-passage-hint = Kopier det frå teksten. Utan utdrag gjeld kommentaren heile feltet.
report-comment-chosen = Merk noko i teksten og kommenter det
report-passage-changed = Endra sidan
error-report-passage = Utdraget står ikkje i teksten slik han er no. Kopier det på nytt, eller ta det bort.
report-summary-advice = Lengd og lesbarheit
report-summary-length = Fyller om lag { $pages } av { $budget } sider på utskrift.
report-summary-long = Samandraget er for dei som ikkje les resten. Det som ikkje får plass på to sider, kan stå i kapitla.
report-summary-saved = Rekna ut av teksten slik han var då du opna sida. Eit råd, ikkje eit krav.
readability-says = Lesbarheit (LIX): { $lix }, { $weight }. { $means }
readability-easy = lett
readability-medium = middels
readability-heavy = tung
readability-easy-means = Lettare enn ei avis.
readability-medium-means = Om lag som ei avis.
readability-heavy-means = Som mange offentlege dokument.
readability-longest = Dei lengste setningane
readability-lighter = Kan nokre av dei delast i to?
readability-words = { $count } ord
report-described-count = { $count } av { $delivered } leverte eigenvurderingar fortel kven ved skulen som har vore med.
report-took-part = Frå skulane har desse vore med i møta: { $list }.
report-took-part-one = { $who } ({ $schools ->
    [one] éin skule
   *[other] { $schools } skular
})
report-stories-count = { $count ->
    [one] Éi forteljing er levert
   *[other] { $count } forteljingar er leverte
} frå { $schools ->
    [one] éin skule
   *[other] { $schools } skular
}{ $readers ->
    [0] .
    [one] {","} éi av dei skriven av ein elev eller forelder.
   *[other] {","} { $readers } av dei skrivne av elevar eller foreldre.
}
report-actions-count = { $schools ->
    [one] Éin skule har vist kommunen
   *[other] { $schools } skular har vist kommunen
} { $count ->
    [one] eitt tiltak
   *[other] { $count } tiltak
} som kom av eit tal eller ei forteljing. { $ended ->
    [0] Kva dei førte til, er ikkje skrive enno.
    [one] Kva det førte til, står ved eitt.
   *[other] Kva det førte til, står ved { $ended }.
}
