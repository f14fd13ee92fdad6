# Møtemappen: what a meeting is prepared from.
folder-name = Møtemappe
folder-title = Møtemappe: { $meeting }
folder-before = Mappen til møtet før
folder-after = Mappen til møtet etter
folder-last-met = Sist møttes dere i { $name }.
folder-last-name = { $title }, { $day }
folder-nothing-open = Ingen avtaler som alle i møtet kan lese, er åpne.
folder-open = { $owner ->
    [0] Skoleeier har ingen åpne avtaler
    [one] Skoleeier har én åpen avtale
   *[other] Skoleeier har { $owner } åpne avtaler
}, og { $school ->
    [0] skolen ingen.
    [one] skolen én.
   *[other] skolen { $school }.
}
folder-overdue = { $count ->
    [one] Fristen er ute for én av dem.
   *[other] Fristen er ute for { $count } av dem.
}
folder-questions = Spørsmål å begynne med
folder-question-last = I { $kind } skrev dere: «{ $words }» Hva har skjedd med det siden?
folder-question-own = I { $what } skrev dere: «{ $words }» Hvordan ser det ut nå?
folder-plan = Tiltakene i planen
folder-last = Det dere ble enige om sist
folder-assessed = Fra det skolen har vurdert
folder-delivered = Levert { $day }.
folder-more = Les resten
folder-figures = Tallene for skolen
folder-figures-more = Alle indikatorene for skolen
folder-without = { $count ->
    [one] Én indikator har ikke tall for skolen ennå.
   *[other] { $count } indikatorer har ikke tall for skolen ennå.
}
folder-room = Hvem mappen er laget for
folder-room-words = Mappen lages på nytt hver gang den åpnes, og viser bare det alle som er bedt til møtet, kan lese.
folder-left-out = Noen av dem leser ikke skolens utkast. Derfor er { $what } og samtalepunktene ikke med.
folder-open-link = Åpne møtemappen
folder-print = Skriv ut mappen (PDF)
folder-indicator = Indikator
folder-value = Verdi
folder-said = Hva tallene sier
folders-of-week = Møtemapper for uke { $week }
folders-print-week = Skriv ut mappene for uken (PDF)
folder-some-parts = Delene som hører til dette møtet, står her.
folder-left-out-points = Noen av dem leser ikke skolens utkast. Derfor er samtalepunktene ikke med.
folder-left-out-words = Noen av dem logger ikke inn og kan ikke lese noe på egen hånd. Derfor er { $what } og samtalepunktene ikke med, bare tall som alle kan se. Den som leder møtet, kan vise mer fra skolens side.
folder-left-out-points-words = Noen av dem logger ikke inn og kan ikke lese noe på egen hånd. Derfor er samtalepunktene ikke med.
