# Rapporten til kommunestyret: arbeidet med den, kapitlene, sitater fra skolene, vedtak, og det som er sendt.
report-name = Tilstandsrapport
report-list-lead = Minst én gang i året får { $council } vite hvordan det står til med læringsmiljøet, læringsresultatene og gjennomføringen. Her blir rapporten til, og her ser dere hva som kom ut av den.
report-none = Det er ingen rapport ennå.
report-open = Arbeid med rapporten
report-open-questions = Det skolen er spurt om
report-open-sent = Det som er sendt
report-open-decided = Vedtak og oppfølging
report-begin-title = Ny rapport
report-begin-lead = Kapitlene kommer fra modellen kommunen har valgt. Finnes det en rapport fra i fjor, står teksten derfra som utkast til noen har gått gjennom den.
report-school-year = Skoleåret rapporten handler om
report-council-day = Møtedagen
report-council-day-hint = Dagene på veien dit regnes bakover fra denne. Dere kan endre dem.
report-begin = Begynn på rapporten
report-to-council = Til { $council } { $day }
report-chapter-of = kapittel { $number } av { $count }
report-chapter-kicker = Kapittel { $number } av { $count }
report-deadline = frist { $day }
report-chapter-not-begun = Ikke startet
report-chapter-draft = Utkast
report-chapter-ready = Klart til lesing
report-ready-by = { $who }, { $when }
report-work-lead = Om skoleåret { $year }. { $council } har saken { $day }.
report-ways-on = Videre i arbeidet
report-days-title = Dagene på veien
report-days-lead = Dagene regnes bakover fra møtet. Endrer dere møtedagen, kan dere regne dem ut på nytt.
report-days-change = Endre dagene
report-days-plan = Regn ut på nytt fra møtedagen
report-day-next = Neste
report-missing-title = Hva som mangler
report-nothing-missing = Ingenting mangler.
report-missing-blocks = Må på plass før rapporten sendes
report-missing-other = Verdt å vite
report-awaited = Ingen tall ennå
report-fine = { $count ->
    [one] Én ting er i orden
   *[other] { $count } ting er i orden
}
report-fine-title = I orden
report-chapters = Kapitlene
report-late = Over fristen
report-carried-count = { $count ->
    [one] Én tekst fra i fjor er ikke gått gjennom
   *[other] { $count } tekster fra i fjor er ikke gått gjennom
}
report-comments-count = { $count ->
    [one] Én åpen kommentar
   *[other] { $count } åpne kommentarer
}
report-give = Hvem og når
report-holder = Hos
report-nobody = Ingen bestemt
report-deadline-field = Frist
report-text-label = Teksten i kapittelet
report-text-hint = Skriv ikke navn på elever eller ansatte.
report-assessment-of = Vurderingen: { $what }
report-assessment-hint = Hva ser dere, hva kan det komme av, og hva vet dere ikke?
report-frame = Måter å begynne på
report-no-text = Her er det ikke skrevet noe.
report-from-last-year = Teksten er fra i fjor og er ikke gått gjennom. Den kommer ikke med før noen har gjort det.
report-still-holds = Jeg har gått gjennom teksten, og den står seg
report-not-gone-through-here = Teksten fra i fjor er ikke gått gjennom, og er ikke med.
report-last-text = Teksten i fjor
report-save-and-go = Lagre og gå til kapittel { $number }
report-call-ready = Lagre og meld klart til lesing
report-call-draft = Lagre og ta tilbake til utkast
report-levels = Tre skjermingsnivåer
report-level-school = Skole
report-level-school-about = Hver skole ser sine egne tall
report-level-owner = Eier
report-level-owner-about = Internt i kommunen
report-level-public = Offentlig
report-level-public-about = Slik rapporten legges fram
report-choose-school = Skole
report-show = Vis
report-beside = Fra skolene og fra i fjor
report-quotes-heading = Sitater fra skolene
report-quotes-hint = Bare sitater som skolen har sagt ja til, kommer med.
report-quote-agreed = Skolen sa ja { $answered }
report-quote-refused = Skolen ville ikke at dette sitatet skulle brukes.
report-quote-waiting = Venter på skolen, frist { $day }
report-quote-late = Ikke noe svar innen { $day }. Sitatet kommer ikke med.
report-quote-gone = Ordene er tatt bort der de stod. Sitatet kommer ikke med.
report-quote-take-out = Ta ut
report-pick = Velg sitater
report-pick-title = Velg sitat fra en skole
report-pick-lead = Her står det skolen har levert og det som er godkjent i referater. Rektor, eller stedfortrederen, får { $days } arbeidsdager på seg til å svare. Uten et ja kommer sitatet ikke med.
report-pick-nothing = Skolen har ikke levert noe som kan siteres.
report-pick-ask = Spør skolen
report-pick-known = Allerede spurt om
report-source-assessment = { $title }, { $part }
report-source-minutes = referat fra { $title }, { $day }
report-source-story = fortellingen «{ $title }»
report-story = Fortellingen «{ $title }»
report-quotes-title = Sitater
report-quotes-lead = Alt skolene er spurt om å bli sitert på.
report-quotes-none = Ingen skole er spurt ennå.
report-quotes-waiting = Venter på svar
report-quotes-answered = Ferdige
report-last-year = Rapporten i fjor
report-last-chapter = Kapittelet i { $title }
report-last-decided = Vedtakene i fjor
report-decided-by = { $council } { $day }
report-decided-by-case = { $council } { $day }, sak { $case }
report-read-draft = Les utkastet
report-read-title = Utkastet
report-comments = Kommentarer
report-comment-write = Skriv en kommentar
report-comment-on = Til «{ $what }»
report-comment-send = Legg inn
report-comment-settle = Ferdig med denne
report-say-read = Jeg har lest kapittelet nå
report-changed-title = Endret siden du leste
report-changed-notice = Kapittelet er endret siden du leste det { $when }.
report-changed-show = Se hva som er nytt
report-changed-since = Du leste kapittelet sist { $when }.
report-changed-never-read = Du har ikke meldt fra om at du har lest kapittelet, så alt er nytt.
report-changed-nothing = Ingenting er endret.
report-edition-school = For { $school }
report-edition-owner = Internt i kommunen
report-edition-public = Offentlig versjon
report-subtitle = Skoleåret { $year }. Til { $council } { $day }. { $edition }.
report-mark-draft = Utkast { $day }. { $edition }
report-mark-sent = Versjon { $number }. { $edition }
report-about = Om rapporten
report-about-text = { $council } skal minst én gang i året orienteres om elevenes læringsmiljø, læringsresultater og gjennomføring (opplæringslova § 17-12). Formen har kommunen valgt selv.

    «Skjermet» betyr at tallet finnes, men ikke vises. Det kan være for å verne dem tallet gjelder, eller for at et annet tall ikke skal kunne regnes ut. Skolene står i alfabetisk rekkefølge, aldri etter resultat.
report-nothing-decided = Det er ikke registrert noe vedtak om forrige rapport.
report-decided-caption = Vedtakene fra forrige rapport, og hva som er gjort
report-decided-what = Vedtak
report-decided-outcome = Utfall
report-decided-since = Hva som er gjort
report-became = { $state } ({ $day }).
report-comes-again = Tas opp igjen.
report-delivered-count = { $delivered } av { $asked } skoler har levert egenvurderingen.
report-meetings-count = { $kind }: { $count ->
    [one] ett møte
   *[other] { $count } møter
}{ $schools ->
    [0] .
    [one] {" "}med én skole.
   *[other] {" "}med { $schools } skoler.
}
report-not-delivered = { $school }: ikke levert.
report-no-promises = Det er ikke registrert avtaler fra møtene i skoleåret.
report-promises-caption = Avtalene fra møtene i skoleåret
report-promises-side = Hvem som lovet
report-promises-made = Lovet
report-promises-done = Gjort
report-promises-ahead = Foran oss
report-promises-late = Over fristen
report-promises-given-up = Gitt opp
report-promises-owner = Skoleeier
report-promises-schools = Skolene
report-promises-note = Talt opp fra avtalene i møtene mellom skoleeier og skolene.
report-no-proposals = Det er ikke skrevet noe forslag til vedtak.
report-write-proposals = Skriv forslag
report-proposal-line = { $words } Kostnad: { $cost }. Ansvarlig: { $responsible }.
report-proposal-about = { $cost }. Ansvarlig: { $who }.
report-cost = { $cost } kr
report-within-budget = innenfor rammen
report-costs = koster noe nytt
report-proposals-title = Forslag til vedtak
report-proposals-lead = Det dere ber om, nummerert, med kostnad og ansvarlig. Etter møtet står vedtakene som oppgaver til de er gjort, og neste rapport åpner med dem.
report-proposal-new = Nytt forslag
report-proposal-words = Hva skal vedtas?
report-proposal-words-hint = Én setning som kan gjøres om til en oppgave.
report-proposal-cost = Kostnad
report-proposal-kroner = Kroner
report-proposal-kroner-hint = Bare når det koster noe nytt.
report-proposal-who = Ansvarlig
report-proposal-who-hint = En rolle, for eksempel kommunalsjefen.
report-proposal-add = Legg til
report-proposal-remove = Ta bort
report-decided-title = Vedtak og oppfølging
report-decided-lead = Vedtatt i { $council } { $day }, sak { $case }.
report-not-decided-lead = { $council } har saken { $day }. Skriv inn utfallet når møtet har vært.
report-decided-day = Dagen for møtet
report-case = Saksnummer
report-case-hint = For eksempel 41/27
report-decided-words = Ordlyden i vedtaket, når den er en annen
report-decided-due = Frist for å gjøre det
report-council-asked = Hva de spurte om
report-council-asked-hint = Ett spørsmål på hver linje. De står som oppgaver til de er besvart. Valgfritt.
report-decided-save = Lagre vedtakene
report-outcome-adopted = Vedtatt
report-outcome-changed = Vedtatt med endringer
report-outcome-rejected = Ikke vedtatt
report-outcome-postponed = Utsatt
report-progress-not-started = Ikke startet
report-progress-going-on = I gang
report-progress-done = Gjort
report-progress-stopped = Stoppet
report-progress-say = Si hva som er gjort
report-progress-legend = Hvor langt er det kommet?
report-progress-words = Hva er gjort
report-progress-words-hint = Det du skriver, står i neste rapport.
report-proposal-person = Person som følger opp
report-proposal-person-hint = Får oppgaven på startsiden når forslaget er vedtatt. Ellers får skoleeier den.
report-responsible-name = Velg hvem som følger opp
report-question-open = Ikke besvart ennå.
report-question-answer = Svar på spørsmålet
report-question-answer-again = Endre svaret
report-question-answer-words = Svaret til de folkevalgte
report-question-answer-hint = Alle med en rolle i kommunen kan lese det, og det står i neste rapport.
report-task-decision = Vedtak. Ansvarlig: { $who }. { $state }.
report-task-question = Spørsmål fra de folkevalgte, ikke besvart.
report-task-due = Frist { $day }
report-task-no-day = Uten frist
report-tasks-title = Vedtak du følger opp
report-tasks-all = Alle vedtakene i årshjulet
report-due = Frist { $day }.
report-send-title = Send rapporten
report-send-lead = Skolene leser først. Når det er gjort og ingenting står i veien, går rapporten til behandling. Det som er sendt, blir liggende som det var.
report-send-schools = Til skolene
report-send-schools-about = Hver av { $count } skoler får hele teksten, sine egne tall og sine egne sitater. De har { $days } arbeidsdager på seg til å si fra.
report-schools-have = Skolene fikk rapporten sist { $when }.
report-send-schools-do = Send til skolene
report-send-council = Til behandling
report-send-council-do = Frys og send
report-public-title = Offentlig tittel
report-public-title-hint = Slik saken står i postjournalen.
report-legal = Hjemmel for å skjerme den interne versjonen
report-legal-hint = For eksempel «offentleglova § 13, jf. forvaltningsloven § 13». Den offentlige versjonen er åpen for alle.
report-closed = Saken er behandlet. Rapporten endres ikke mer.
report-school-legal = Offentleglova § 14: til intern lesing før rapporten er offentlig
report-sent-title = Det som er sendt
report-sent-lead = Hver versjon står slik den var da den ble sendt.
report-sent-none = Ingenting er sendt ennå.
report-sent-council = Til behandling
report-sent-schools = Til skolene
report-version-sent = Versjon { $number }, { $when }, { $who }
report-version-title = Versjon { $number }: { $title }
report-nothing-to-mend = Skolen har lest og har ikke noe å rette.
report-fact-sent = Sendt
report-fact-access = Tilgang
report-fact-seal = Kontrollsum
report-access-public = Offentlig
report-access-closed = Unntatt offentlighet
report-file-archive = Arkivpakke
report-file-title = Rapporten som { $format }
report-file-of-draft = { $title }, utkast. { $edition }
report-file-of-version = { $title }, slik rapporten ble sendt
report-file-composing = Rapporten settes sammen.
report-file-making = Filen lages.
report-file-fails = Det gikk ikke denne gangen. Vi prøver igjen om en liten stund.
report-file-progress = Hvor langt filen er kommet
report-file-step = Trinn { $done } av { $steps }
report-file-by-itself = Siden ser etter filen av seg selv. Du kan gå herfra og komme tilbake.
report-file-look-again = Se om filen er klar
report-file-ready = Filen er klar.
report-file-fetch = Last ned { $format } ({ $size })
report-file-made = Laget
report-file-kept = Blir liggende
report-file-until = Til { $day }. Etterpå må du be om filen på nytt.
report-file-kept-with-version = Sammen med versjonen. Alle som leser den, får den samme filen.
report-file-deleted = Filen er slettet, for den var bare til bruk noen dager. Be om den på nytt, så får du rapporten slik den er nå.
report-file-again = Prøv på nytt
report-file-back = Tilbake til rapporten
report-file-not-allowed = Du har ikke lenger tilgang til det du ba om.
report-file-too-heavy = Rapporten er for stor til å bli denne typen fil. Prøv en annen type.
report-file-not-made = Filen kunne ikke lages. Feilen er notert hos den som drifter løsningen.
report-attachments-title = Vedlegg
report-attachments-lead = Filer som hører til rapporten. De følger med når rapporten sendes, og står i den med kontrollsum.
report-attachments-none = Rapporten har ingen vedlegg.
report-attachments-caption = Vedlegg til rapporten
report-attachments-note = Kontrollsummen (SHA-256) viser at filen er den samme som da rapporten ble sendt.
report-attachments-take = Last ned vedlegg
report-attachment = Vedlegg
report-attachment-file = Fil
report-attachment-closed = Vedlegg { $number }, ikke offentlig
report-attachment-new = Nytt vedlegg
report-attachment-name = Tittel
report-attachment-name-hint = Slik vedlegget står i rapporten og i saken.
report-attachment-access = Hvem kan få det?
report-attachment-open = Alle: vedlegget er offentlig
report-attachment-not-open = Bare skoleeier: det er unntatt offentlighet
report-attachment-legal = Hjemmel
report-attachment-legal-hint = Bare når vedlegget ikke er offentlig. Hjemmelen står i den offentlige rapporten, tittelen gjør det ikke.
report-attachment-choose = Fil
report-attachment-hint = PDF, DOCX, XLSX, PNG eller JPEG, høyst { $one } MB. I alt { $most } filer og { $all } MB.
report-attachment-add = Legg ved
report-attachment-change = Endre
report-attachment-change-title = Endre tittel og tilgang
report-attachment-up = Flytt opp
report-attachment-remove = Ta bort
report-attachment-give-up = Avbryt
error-report-attachment-title = Skriv hva vedlegget heter.
error-report-attachment-access = Velg om vedlegget er offentlig.
error-report-attachment-legal = Skriv hjemmelen for å unnta vedlegget.
error-attached-missing = Velg en fil som har noe i seg.
error-attached-large = Filen er større enn { $most } MB.
error-attached-kind = Filen er ikke av en type vi tar imot. Velg en PDF, DOCX, XLSX, PNG eller JPEG.
error-attached-damaged = Filen er ikke hel. Lagre den på nytt og prøv igjen.
error-attached-locked = Filen har passord eller et eldre format. Lagre den uten passord, som DOCX, XLSX eller PDF.
error-attached-runs = Filen inneholder makroer eller skript. Lagre den uten, for eksempel som PDF.
error-report-attachment-many = Rapporten har alt { $most } vedlegg. Ta bort ett først.
error-report-attachment-room = Det er plass til { $left } til. Velg en mindre fil, eller ta bort et vedlegg.
flash-attachment-removed = Vedlegget er tatt bort.
report-file-access-copy = Innsynskopi
report-disclosure-title = Innsyn i rapporten
report-disclosure-lead = Når noen krever innsyn, står her alt kravet kan gjelde, hva som er offentlig, og hvordan dere har svart.
report-disclosure-more = Vurder hvert dokument for seg, og om mer kan gis ut enn loven krever (meroffentlighet, offentleglova § 11).
report-disclosure-sent = Rapporten slik den er sendt
report-disclosure-schools = Skolenes utgaver ({ $count })
report-copy-heading = Kopi til den som ber om innsyn
report-copy-about = En ZIP-fil med den offentlige versjonen, der tallene som må skjermes er tatt bort, vedleggene som er vurdert åpne, og en oversikt over det som ikke er med.
report-copy-do = Lag innsynskopi
report-copy-held-back = Den offentlige versjonen er vurdert til ikke å gis ut slik den er. Da lages det ingen kopi.
report-copy-not-sent = Rapporten er ikke sendt til behandling ennå, så det finnes ingen ferdig versjon å gi ut.
report-copy-draft = Se utkastet slik alle kan se det
report-copy-title = Innsyn i { $title }
report-copy-report = rapport.pdf: rapporten i offentlig versjon. Tall som må skjermes, er tatt bort.
report-copy-given = { $file }: { $title }
report-copy-partly = Vedlegg { $number }: gis ut for seg, sladdet. Hjemmel: { $legal }.
report-copy-withheld = Vedlegg { $number }: gis ikke ut. Hjemmel: { $legal }.
report-copy-appeal = Du kan klage på at noe ikke gis ut (offentleglova § 32).
report-access-archive = Arkivpakke: { $name }
report-access-archive-about = Rapporten, tallene og vedleggene i én fil for arkivet
report-access-attachment = Vedlegg: { $title }
report-access-not-judged = Ikke vurdert i noen innsynssak.
report-access-judge-this = Vurder
report-access-judge = Svar på et krav
report-access-document = Dokument
report-access-choose = Velg dokument
report-access-answer = Hva er svaret?
report-access-whole = Gis ut
report-access-partly = Gis ut sladdet
report-access-withheld = Gis ikke ut
report-access-legal = Hjemmel
report-access-legal-hint = Paragraf, og ledd når den har flere. Må fylles ut når ikke alt gis ut.
report-access-reason = Begrunnelse
report-access-reason-hint = Hvorfor, og hva som er vurdert om meroffentlighet. Må fylles ut når ikke alt gis ut.
report-access-demand = Hvilket krav det gjelder
report-access-demand-hint = For eksempel saksnummeret. Ikke skriv navnet på den som spør. Valgfritt.
report-access-save = Lagre svaret
report-access-log = Alle svar
report-access-demand-was = Krav: { $demand }
report-access-with = { $answer } ({ $legal })
report-access-judged = { $answer }. Vurdert av { $who }, { $when }.
error-report-access-document = Velg hvilket dokument svaret gjelder.
error-report-access-answer = Velg hva svaret er.
error-report-access-legal = Skriv hjemmelen.
error-report-access-reason = Skriv hvorfor ikke alt gis ut.
error-report-access-withheld = Den offentlige versjonen er vurdert til ikke å gis ut slik den er.
report-contents = Innhold
report-figures-since = Disse tallene er endret eller trukket tilbake etter at rapporten ble sendt:
report-answer-title = Det skolen er spurt om
report-answer-lead = { $title } går til { $council } { $day }. Kommunen vil vite om skolen kan siteres, og om det som står om skolen, er riktig.
report-answer-quotes = Kan skolen siteres?
report-answer-quotes-lead = Sitatet kommer bare med når du sier ja. Du kan ombestemme deg til saken er behandlet.
report-answer-no-quotes = Skolen er ikke spurt om noe sitat.
report-answer-chapter = til kapittelet «{ $chapter }»
report-answer-yes = Ja, bruk det
report-answer-no = Nei
report-answer-agreed = Du har sagt ja.
report-answer-refused = Du har sagt nei.
report-answer-waiting = Svar innen { $day }.
report-answer-late = Fristen var { $day }. Uten svar kommer sitatet ikke med; du kan fortsatt si ja.
report-answer-read = Det som står om skolen
report-answer-no-versions = Kommunen har ikke sendt noe å lese ennå.
report-answer-words = Hva bør rettes?
report-answer-words-hint = Si hva som er feil eller mangler. Ingen navn på elever.
report-answer-send = Send merknaden
report-answer-fine = Jeg har lest, det er greit
report-waits-for-answer = { $count ->
    [one] Kommunen vil sitere skolen. Si om det er greit
   *[other] Kommunen vil sitere skolen { $count } steder. Si om det er greit
}
report-neighbour-title = Hva kan en nabo regne seg fram til?
report-neighbour-lead = Her er alle skjermede tall i den offentlige versjonen, for det nyeste året, og hva som kan regnes ut om dem. Noen grenser følger av tall som er offentlige fra før. Da legger ikke rapporten noe til.
report-neighbour-who = Skjermet tall
report-neighbour-with-us = Kan være, med rapporten
report-neighbour-without-us = Kan være, uten rapporten
report-neighbour-adds = Legger rapporten noe til?
report-neighbour-yes = Ja, men ikke nok til å røpe noen
report-neighbour-no = Nei
report-neighbour-nothing-hidden = Ingen tall er skjermet.
report-neighbour-no-figures = Det er ikke tall for denne.
report-neighbour-no-sum = Tallene kan ikke legges sammen, så ingenting kan regnes ut av summer.
report-neighbour-too-much = Det er for mange tall til å regne det ut mens du venter.
report-neighbour-contradiction = Tallene som vises, går ikke opp mot hverandre, så ingenting følger av dem.
report-neighbour-unsolved = Det lot seg ikke regne ut.
report-between = { $least } til { $greatest }
report-at-least = { $least } eller mer
report-learnt-of-grade = { $name }, { $grade }. trinn
report-back = Tilbake til rapporten
report-topic-environment = læringsmiljøet
report-topic-results = læringsresultatene
report-topic-completion = gjennomføringen
report-topic-internal-control = internkontroll og tilsyn
report-check-topic = Ingenting er skrevet om { $topic }.
report-check-topic-told = Rapporten forteller om { $topic }.
report-check-carried = Tekst fra i fjor som ikke er gått gjennom: { $chapters }.
report-check-text = Uten tekst: { $chapters }.
report-check-ready = Ikke meldt klare: { $chapters }.
report-check-summary = Sammendraget er ikke skrevet.
report-check-moved = Tall i «{ $chapter }» er endret eller trukket tilbake etter at kapittelet ble meldt klart: { $which }. Les teksten på nytt, og meld kapittelet klart igjen.
report-check-figures = Tallene er de samme som da kapitlene ble meldt klare.
report-check-quotes = { $count ->
    [one] Ett sitat venter på svar fra skolen.
   *[other] { $count } sitater venter på svar fra skolen.
}
report-check-proposals = Det er ikke skrevet noe forslag til vedtak.
report-check-proposals-made = { $count ->
    [one] Ett forslag til vedtak, med kostnad og ansvarlig.
   *[other] { $count } forslag til vedtak, med kostnad og ansvarlig.
}
report-check-not-delivered = { $count ->
    [one] Én skole har ikke levert egenvurderingen.
   *[other] { $count } skoler har ikke levert egenvurderingen.
}
report-check-day-past = { $name }: { $day } er passert.
report-check-schools-not = Skolene har ikke fått rapporten til lesing.
report-check-schools-read = { $count ->
    [one] Én skole har ikke svart, og har tid til { $day }.
   *[other] { $count } skoler har ikke svart, og har tid til { $day }.
}
report-check-schools-said = { $count ->
    [one] Én skole har en merknad.
   *[other] { $count } skoler har merknader.
}
report-look-title = Utseendet til dokumentene
report-look-lead = Fargen står på overskriftene, og logoen på den første siden, i alt som skrives ut eller sendes.
report-look-colour = Farge på overskrifter
report-look-colour-hint = Skrevet som #14506b. Den må være mørk nok til å leses på hvitt.
report-look-save = Lagre fargen
report-look-logo = Logo
report-look-has-logo = Kommunen har en logo.
report-look-no-logo = Kommunen har ingen logo ennå.
report-look-file = Bilde
report-look-file-hint = PNG eller JPEG, høyst 1 MB og 2000 punkter hver vei.
report-look-upload = Last opp
report-look-remove = Ta bort logoen
report-edited-title = Fil som er skrevet på utenfor
report-edited-lead = Har noen skrevet i DOCX-filen? Legg den inn her, så ser dere hva som er endret sammenlignet med utkastet for alle, og hvilke tall som er endret for hånd. Ingenting lagres.
report-edited-file = DOCX-fil
report-edited-file-hint = Filen som ble lastet ned herfra, slik den er nå.
report-edited-compare = Sammenlign
report-edited-same = Ingenting er endret.
report-edited-count = { $count ->
    [one] Ett sted er endret
   *[other] { $count } steder er endret
}
report-edited-numbers = { $count ->
    [one] Ett av dem gjelder tall. Tall rettes i kilden, ikke i filen.
   *[other] { $count } av dem gjelder tall. Tall rettes i kilden, ikke i filen.
}
report-edited-changed = endret
report-edited-added = lagt til
report-edited-gone = tatt bort
report-edited-number = { $before } er blitt { $after }
report-edited-number-changed = Tall: { $numbers }
report-edited-none = ingenting
error-report-colour = Velg en mørk farge, skrevet som #14506b.
error-report-logo = Filen er ikke noe helt bilde i PNG eller JPEG.
error-report-logo-large = Bildet er for stort: høyst 1 MB og 2000 punkter hver vei.
error-report-year = Velg et skoleår.
error-report-council-day = Skriv en dag etter at skoleåret har begynt.
error-no-report-form = Kommunens modell har ingen rapport.
error-report-closed = Saken er behandlet, så rapporten kan ikke endres.
error-report-day = Skriv en dag.
error-report-day-too-early = Dagen er før skoleåret begynte.
error-report-days-order = Dagen er før dagen over.
error-report-person = Velg en som følger opp skoler.
error-report-comment = Skriv en kommentar.
error-report-quote-changed = Ordene er endret siden du så dem. Se på nytt og velg igjen.
error-report-proposal = Skriv hva som skal vedtas.
error-report-responsible = Skriv hvem som er ansvarlig.
error-report-cost = Skriv kostnaden i hele kroner, for eksempel 250 000.
error-report-decided-day = Skriv dagen for møtet. Den kan ikke være fram i tid.
error-report-case = Skriv saksnummeret, høyst 60 tegn.
error-report-outcome = Velg utfallet.
error-report-decided-words = Skriv ordlyden i vedtaket.
error-report-no-task = Forslaget ble ikke vedtatt, så det er ikke noe å følge opp.
error-report-progress = Velg hvor langt det er kommet.
error-report-stopped = Skriv hvorfor det er stoppet.
error-report-answer = Skriv hva som bør rettes, eller velg «Jeg har lest, det er greit».
error-report-public-title = Skriv den offentlige tittelen.
error-report-legal = Skriv hjemmelen for å skjerme den interne versjonen.
error-report-not-ready = Rapporten kan ikke sendes ennå. Se hva som må på plass.
flash-report-begun = Rapporten er opprettet.
flash-chapter-ready = Kapittelet er meldt klart til lesing.
flash-chapter-reopened = Kapittelet er utkast igjen.
flash-chapter-read = Notert: Du har lest kapittelet.
flash-quote-asked = Skolen er spurt.
flash-quote-taken-out = Sitatet er tatt ut.
flash-quote-agreed = Takk. Sitatet kan brukes.
flash-quote-refused = Notert. Sitatet blir ikke brukt.
flash-report-answered = Takk. Svaret er sendt.
flash-proposal-removed = Forslaget er tatt bort.
flash-report-decided = Vedtakene er lagret.
flash-report-to-schools = Rapporten er sendt til skolene.
flash-report-sent = Rapporten er frosset og sendt.
notice-chapter-given = { $who } har gitt deg kapittelet «{ $what }».
notice-quote-asked = { $who } spør om skolen kan siteres i { $what }.
notice-report-to-read = { $what } er klar til at du leser det som står om skolen.
notice-report-answered = { $what } har lest det som står om skolen i rapporten.
notice-report-sent = { $what } er sendt til behandling.
error-report-who = Velg en i listen, eller ingen.
error-report-question-answer = Skriv et svar.
error-report-questions = Det er { $count } linjer. Skriv høyst { $max }, med ett spørsmål på hver.
report-asked-caption = Spørsmål de folkevalgte stilte
report-asked-what = Spørsmål
report-asked-answer = Svar
report-quote-beside = { $chapter }, ved «{ $what }»
report-quote-place = Hvor det skal stå
report-quote-place-end = Sist i kapittelet
report-quote-move = Flytt sitatet
report-quote-move-save = Flytt
report-pick-here = Velg sitat eller fortelling til dette tallet
report-pick-about = Fortellingen handler om dette tallet.
error-report-quote-answered = Skolen har svart for plassen sitatet har nå. Ta det ut og spør på nytt om det skal stå et annet sted.
error-report-quote-moved = Sitatet er flyttet siden du åpnet siden. Se hvor det skal stå nå, og svar på nytt.
report-comment = Kommentar
report-comment-passage = Utdraget det gjelder
report-comment-passage-hint = Kopier det fra teksten. Uten utdrag gjelder kommentaren hele feltet.
report-comment-chosen = Merk noe i teksten og kommenter det
report-passage-changed = Endret siden
error-report-passage = Utdraget står ikke i teksten slik den er nå. Kopier det på nytt, eller ta det bort.
report-summary-advice = Lengde og lesbarhet
report-summary-length = Fyller om lag { $pages } av { $budget } sider på utskrift.
report-summary-long = Sammendraget er for dem som ikke leser resten. Det som ikke får plass på to sider, kan stå i kapitlene.
report-summary-saved = Regnet ut av teksten slik den var da du åpnet siden. Et råd, ikke et krav.
readability-says = Lesbarhet (LIX): { $lix }, { $weight }. { $means }
readability-easy = lett
readability-medium = middels
readability-heavy = tung
readability-easy-means = Lettere enn en avis.
readability-medium-means = Omtrent som en avis.
readability-heavy-means = Som mange offentlige dokumenter.
readability-longest = De lengste setningene
readability-lighter = Kan noen av dem deles i to?
readability-words = { $count } ord
report-described-count = { $count } av { $delivered } leverte egenvurderinger forteller hvem ved skolen som har vært med.
report-took-part = Fra skolene har disse vært med i møtene: { $list }.
report-took-part-one = { $who } ({ $schools ->
    [one] én skole
   *[other] { $schools } skoler
})
report-stories-count = { $count ->
    [one] Én fortelling er levert
   *[other] { $count } fortellinger er levert
} fra { $schools ->
    [one] én skole
   *[other] { $schools } skoler
}{ $readers ->
    [0] .
    [one] {","} én av dem skrevet av en elev eller forelder.
   *[other] {","} { $readers } av dem skrevet av elever eller foreldre.
}
report-actions-count = { $schools ->
    [one] Én skole har vist kommunen
   *[other] { $schools } skoler har vist kommunen
} { $count ->
    [one] ett tiltak
   *[other] { $count } tiltak
} som kom av et tall eller en fortelling. { $ended ->
    [0] Hva de førte til, er ikke skrevet ennå.
    [one] Hva det førte til, står ved ett.
   *[other] Hva det førte til, står ved { $ended }.
}
