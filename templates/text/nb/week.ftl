# A day's work: what there is to do before and after the meetings of a week.
meetings-week-before = Før møtet
meetings-week-after = Etter møtet
meetings-week-folder = Møtemappe
meetings-week-folder-ready = Mappen er klar
meetings-week-not-delivered = { $what } er ikke levert ennå.
meetings-week-earlier-year = { $what } for { $year } er ikke levert ennå. I mappen står den fra { $before }.
meetings-week-left-out = Ikke alle som er innkalt, leser skolens utkast. Derfor er ikke { $what } med.
meetings-week-empty = Ingenting er skrevet ennå.
meetings-week-answers = Svar
meetings-week-ask = Innkalling
meetings-week-not-asked = Ikke innkalt ennå: { $who }.
meetings-week-by-hand = Logger ikke inn og må få beskjed på annen måte: { $who }.
meetings-week-promises = Avtaler med frist innen møtet
meetings-week-promised-owner = { $count ->
    [one] Én hos skoleeier
   *[other] { $count } hos skoleeier
}
meetings-week-promised-school = { $count ->
    [one] Én hos skolen
   *[other] { $count } hos skolen
}
meetings-week-promised-schools = { $count ->
    [one] Én hos skolene
   *[other] { $count } hos skolene
}
meetings-week-minutes = Referat
meetings-week-hold = Si om møtet er holdt
meetings-week-write = Skriv ferdig referatet og send det
meetings-week-approve = Godkjenn referatet
meetings-week-read = Les gjennom referatet
meetings-week-read-through = De som var med, kan si fra til og med { $day }.
meetings-week-same-day-before = Forrige { $day }
meetings-week-same-day-after = Neste { $day }
meetings-same-question = Samme spørsmål i flere møter
meetings-same-question-lead = Skriv det én gang, så kommer det på sakslisten i alle møtene du velger.
meetings-same-question-label = Spørsmålet
meetings-same-question-in = Møter
meetings-same-question-add = Legg til i møtene
error-meetings-none-chosen = Velg minst ett møte.
error-meetings-chosen-gone = Et av møtene du valgte, kan ikke få nye saker lenger. Se over listen og send på nytt.
flash-question-asked = Spørsmålet står på sakslisten i møtene.
meeting-before = Møtet før
meeting-after = Møtet etter
meeting-in-week = Uke { $week }
meeting-calendar = Kalenderen din
# Figures that a point of the agenda waits for.
awaited-out = Tallene for { $year } er ikke publisert ennå. De er ventet { $day }.
awaited-out-after = Tallene for { $year } er ikke publisert ennå. De er ventet { $day }, etter møtet.
awaited-not-here = Tallene for { $year } er ikke kommet inn her ennå.
awaited-came-after = Tallene for { $year } kom etter møtet, { $day }.
awaited-early = Tallene til «{ $point }» er ventet { $day }, etter møtet. Møtet kan holdes likevel.
awaited-look = Se dem i møtemappen
meetings-week-not-out = Tallene til «{ $point }» er ventet { $day }.
meeting-next-title = Neste møte
meeting-next-proposed = { $kind } kan være { $when }. Da har verken du eller rektor andre møter her.
meeting-next-days = { $kind } skal være { $days }.
meeting-next-booked = { $kind } er avtalt { $when }.
meeting-next-book = Avtal det
meeting-next-open = Åpne møtet
