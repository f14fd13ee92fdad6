# Møtemappa: what a meeting is prepared from.
folder-name = Møtemappe
folder-title = Møtemappe: { $meeting }
folder-before = Mappa til møtet før
folder-after = Mappa til møtet etter
folder-last-met = Sist møttest de i { $name }.
folder-last-name = { $title }, { $day }
folder-nothing-open = Ingen avtalar som alle i møtet kan lese, er opne.
folder-open = { $owner ->
    [0] Skuleeigar har ingen opne avtalar
    [one] Skuleeigar har éin open avtale
   *[other] Skuleeigar har { $owner } opne avtalar
}, og { $school ->
    [0] skulen ingen.
    [one] skulen éin.
   *[other] skulen { $school }.
}
folder-overdue = { $count ->
    [one] Fristen er ute for éin av dei.
   *[other] Fristen er ute for { $count } av dei.
}
folder-questions = Spørsmål å begynne med
folder-question-last = I { $kind } skreiv de: «{ $words }» Kva har hendt med det sidan?
folder-question-own = I { $what } skreiv de: «{ $words }» Korleis ser det ut no?
folder-plan = Tiltaka i planen
folder-last = Det de vart samde om sist
folder-assessed = Frå det skulen har vurdert
folder-delivered = Levert { $day }.
folder-more = Les resten
folder-figures = Tala for skulen
folder-figures-more = Alle indikatorane for skulen
folder-without = { $count ->
    [one] Éin indikator har ikkje tal for skulen enno.
   *[other] { $count } indikatorar har ikkje tal for skulen enno.
}
folder-room = Kven mappa er laga for
folder-room-words = Mappa blir laga på nytt kvar gong ho blir opna, og viser berre det alle som er bedne til møtet, kan lese.
folder-left-out = Nokre av dei les ikkje utkasta til skulen. Difor er { $what } og samtalepunkta ikkje med.
folder-open-link = Opne møtemappa
folder-print = Skriv ut mappa (PDF)
folder-indicator = Indikator
folder-value = Verdi
folder-said = Kva tala seier
folders-of-week = Møtemapper for veke { $week }
folders-print-week = Skriv ut mappene for veka (PDF)
folder-some-parts = Delane som høyrer til dette møtet, står her.
folder-left-out-points = Nokre av dei les ikkje utkasta til skulen. Difor er samtalepunkta ikkje med.
folder-left-out-words = Nokre av dei loggar ikkje inn og kan ikkje lese noko på eiga hand. Difor er { $what } og samtalepunkta ikkje med, berre tal som alle kan sjå. Den som leier møtet, kan vise meir frå sida til skulen.
folder-left-out-points-words = Nokre av dei loggar ikkje inn og kan ikkje lese noko på eiga hand. Difor er samtalepunkta ikkje med.
