# The start page of each role, and the page of a rektor's first sign-in.
start-next = Neste steg for deg
start-deadline = Frist { $date }, { $distance }
desk-when = { $date }, { $distance }
start-part-left = { $count ->
    [one] Del { $number }, { $title }, har ett svar igjen.
   *[other] Del { $number }, { $title }, har { $word } svar igjen.
}
start-last-save = Dere svarte sist { $when }.
start-not-begun = Ingen har begynt ennå. Begynn gjerne med del { $number }, { $title }.
start-begin-part = Begynn med del { $number }
start-go-on = Fortsett med del { $number }
start-all-parts = Se alle delene
start-all-answered = Alle spørsmål har svar. Se over teksten, og lever når dere er klare.
start-all-answered-wait = Alle spørsmål har svar. Rektor leverer når dere er klare.
start-review = Se over og lever
start-reopened = Vurderingen er åpnet igjen, så den kan endres og leveres på nytt.
start-delivered = Vurderingen er levert. Kommunen kan lese den.
start-read-delivered = Les det som er levert
start-reads-draft = Du kan lese utkastet mens det blir til.
start-read-draft = Les utkastet
start-waits = Venter på deg
start-waits-too = Venter også på deg
start-awaited = Venter på andre
start-soon = Snart
start-given-part = { $who } har delen «{ $part }»
start-comments-asked = { $count ->
    [one] { $school }: en kommentar uten svar
   *[other] { $school }: { $count } kommentarer uten svar
}
start-asked-on = Skrevet { $date }
start-more = { $count ->
    [one] Én til
   *[other] { $count } til
}
start-places = Finn fram
start-others = Andre vurderinger
start-my-part = Svar på delen «{ $part }»
start-part-returned = Sendt tilbake: { $note } { $deadline }
start-handed-in = Se på delen «{ $part }» fra { $who }
start-comments = { $count ->
    [one] Svar på en kommentar
   *[other] Svar på { $count } kommentarer
}
start-request = { $school } ber om å få åpne vurderingen igjen
start-shared = Utkast du kan lese
start-news = Nytt siden sist
start-mark-read = Merk som lest
start-colleagues = Andre arbeider med
start-part-name = { $title }, del { $number }
start-participation = Hvem som deltok
start-schools-delivered = { $count ->
    [one] { $delivered } av én skole har levert
   *[other] { $delivered } av { $count } skoler har levert
}
start-see-schools = Se skolene
start-rounds = Runder og frister
start-admin-title = Rollen din som administrator
start-admin-sees = Du ser skolene, hvem som har roller der, og hvem som kan levere for rektor.
start-admin-not = Du ser ikke det skolene skriver: verken utkast, leverte vurderinger eller kommentarer.
start-no-rektor = Uten rektor
start-no-role = Du har ingen rolle i kommunen nå. Ta kontakt med den som administrerer Kvalitetsdialog, om det ikke stemmer.
start-quiet = Ingenting venter på deg nå.
welcome-title = Velkommen, { $name }
welcome-lead = Dette er det viktigste å vite før du begynner.
welcome-answer-to = Disse følger opp skolen
welcome-nobody = Ingen er registrert ennå.
welcome-next-date = Neste frist
welcome-before = Levert før
welcome-before-lead = Dette har skolen levert tidligere. Svarene står også ved siden av årets spørsmål.
welcome-who-reads = Hvem kan lese hva
welcome-reads-draft = Utkastet er skolens eget. Du og de i { $group } som har fått tilgang, leser det.
welcome-reads-shown = Du velger selv om elever, foresatte eller andre skal få lese deler av utkastet.
welcome-reads-delivered-area = Det som er levert, kan også { $leader } og { $owner } lese.
welcome-reads-delivered = Det som er levert, kan også { $owner } lese.
welcome-button = Gå til startsiden
start-more-news = { $count ->
    [one] Ett varsel til
   *[other] { $count } varsler til
}
start-people = { $count ->
    [one] Én person
   *[other] { $count } personer
}
start-also = Også { $names }
start-all-names = Se alle navnene
