# The start page of each role, and the page of a rektor's first sign-in.
start-next = Neste steg for deg
start-deadline = Frist { $date }, { $distance }
desk-when = { $date }, { $distance }
start-part-left = { $count ->
    [one] Del { $number }, { $title }, har eitt svar igjen.
   *[other] Del { $number }, { $title }, har { $word } svar igjen.
}
start-last-save = De svara sist { $when }.
start-not-begun = Ingen har byrja enno. Byrj gjerne med del { $number }, { $title }.
start-begin-part = Byrj med del { $number }
start-go-on = Hald fram med del { $number }
start-all-parts = Sjå alle delane
start-all-answered = Alle spørsmåla har svar. Sjå over teksten, og lever når de er klare.
start-all-answered-wait = Alle spørsmåla har svar. Rektor leverer når de er klare.
start-review = Sjå over og lever
start-reopened = Vurderinga er opna att, så ho kan endrast og leverast på nytt.
start-delivered = Vurderinga er levert. Kommunen kan lese ho.
start-read-delivered = Les det som er levert
start-reads-draft = Du kan lese utkastet medan det blir til.
start-read-draft = Les utkastet
start-waits = Ventar på deg
start-waits-too = Ventar òg på deg
start-awaited = Ventar på andre
start-soon = Snart
start-given-part = { $who } har delen «{ $part }»
start-comments-asked = { $count ->
    [one] { $school }: ein kommentar utan svar
   *[other] { $school }: { $count } kommentarar utan svar
}
start-asked-on = Skriven { $date }
start-more = { $count ->
    [one] Éin til
   *[other] { $count } til
}
start-places = Finn fram
start-others = Andre vurderingar
start-my-part = Svar på delen «{ $part }»
start-part-returned = Send tilbake: { $note } { $deadline }
start-handed-in = Sjå på delen «{ $part }» frå { $who }
start-comments = { $count ->
    [one] Svar på ein kommentar
   *[other] Svar på { $count } kommentarar
}
start-request = { $school } ber om å få opne vurderinga att
start-shared = Utkast du kan lese
start-news = Nytt sidan sist
start-mark-read = Merk som lesne
start-colleagues = Andre arbeider med
start-part-name = { $title }, del { $number }
start-participation = Kven som var med
start-schools-delivered = { $count ->
    [one] { $delivered } av éin skule har levert
   *[other] { $delivered } av { $count } skular har levert
}
start-see-schools = Sjå skulane
start-rounds = Rundar og fristar
start-admin-title = Rolla di som administrator
start-admin-sees = Du ser skulane, kven som har roller der, og kven som kan levere for rektor.
start-admin-not = Du ser ikkje det skulane skriv: verken utkast, leverte vurderingar eller kommentarar.
start-no-rektor = Utan rektor
start-no-role = Du har inga rolle i kommunen no. Ta kontakt med den som administrerer Kvalitetsdialog, om det ikkje stemmer.
start-quiet = Ingenting ventar på deg no.
welcome-title = Velkomen, { $name }
welcome-lead = Dette er det viktigaste å vite før du byrjar.
welcome-answer-to = Desse følgjer opp skulen
welcome-nobody = Ingen er registrert enno.
welcome-next-date = Neste frist
welcome-before = Levert før
welcome-before-lead = Dette har skulen levert tidlegare. Svara står òg ved sida av spørsmåla i år.
welcome-who-reads = Kven kan lese kva
welcome-reads-draft = Utkastet er skulen sitt eige. Du og dei i { $group } som har fått tilgang, les det.
welcome-reads-shown = Du vel sjølv om elevar, føresette eller andre skal få lese delar av utkastet.
welcome-reads-delivered-area = Det som er levert, kan òg { $leader } og { $owner } lese.
welcome-reads-delivered = Det som er levert, kan òg { $owner } lese.
welcome-button = Gå til startsida
start-more-news = { $count ->
    [one] Eitt varsel til
   *[other] { $count } varsel til
}
start-people = { $count ->
    [one] Éin person
   *[other] { $count } personar
}
start-also = Også { $names }
start-all-names = Sjå alle namna
