# A day's work: what there is to do before and after the meetings of a week.
meetings-week-before = Før møtet
meetings-week-after = Etter møtet
meetings-week-folder = Møtemappe
meetings-week-folder-ready = Mappa er klar
meetings-week-not-delivered = { $what } er ikkje levert enno.
meetings-week-earlier-year = { $what } for { $year } er ikkje levert enno. I mappa står den frå { $before }.
meetings-week-left-out = Ikkje alle som er bedne, les utkasta til skulen. Difor er { $what } ikkje med.
meetings-week-empty = Ingenting er skrive enno.
meetings-week-answers = Svar
meetings-week-ask = Innkalling
meetings-week-not-asked = Ikkje bedne enno: { $who }.
meetings-week-by-hand = Loggar ikkje inn og må få vite det på annan måte: { $who }.
meetings-week-promises = Avtalar med frist innan møtet
meetings-week-promised-owner = { $count ->
    [one] Éin hos skuleeigar
   *[other] { $count } hos skuleeigar
}
meetings-week-promised-school = { $count ->
    [one] Éin hos skulen
   *[other] { $count } hos skulen
}
meetings-week-promised-schools = { $count ->
    [one] Éin hos skulane
   *[other] { $count } hos skulane
}
meetings-week-minutes = Referat
meetings-week-hold = Sei om møtet er halde
meetings-week-write = Skriv ferdig referatet og send det
meetings-week-approve = Godkjenn referatet
meetings-week-read = Les gjennom referatet
meetings-week-read-through = Dei som var med, kan seie frå til og med { $day }.
meetings-week-same-day-before = Førre { $day }
meetings-week-same-day-after = Neste { $day }
meetings-same-question = Same spørsmål i fleire møte
meetings-same-question-lead = Skriv det éin gong, så kjem det på sakslista i alle møta du vel.
meetings-same-question-label = Spørsmålet
meetings-same-question-in = Møte
meetings-same-question-add = Legg til i møta
error-meetings-none-chosen = Vel minst eitt møte.
error-meetings-chosen-gone = Eit av møta du valde, kan ikkje få nye saker lenger. Sjå over lista og send på nytt.
flash-question-asked = Spørsmålet står på sakslista i møta.
meeting-before = Møtet før
meeting-after = Møtet etter
meeting-in-week = Veke { $week }
meeting-calendar = Kalenderen din
# Figures that a point of the agenda waits for.
awaited-out = Tala for { $year } er ikkje publiserte enno. Dei er venta { $day }.
awaited-out-after = Tala for { $year } er ikkje publiserte enno. Dei er venta { $day }, etter møtet.
awaited-not-here = Tala for { $year } er ikkje komne inn her enno.
awaited-came-after = Tala for { $year } kom etter møtet, { $day }.
awaited-early = Tala til «{ $point }» er venta { $day }, etter møtet. Møtet kan haldast likevel.
awaited-look = Sjå dei i møtemappa
meetings-week-not-out = Tala til «{ $point }» er venta { $day }.
meeting-next-title = Neste møte
meeting-next-proposed = { $kind } kan vere { $when }. Då har verken du eller rektor anna møte her.
meeting-next-days = { $kind } skal vere { $days }.
meeting-next-booked = { $kind } er avtalt { $when }.
meeting-next-book = Avtal det
meeting-next-open = Opne møtet
