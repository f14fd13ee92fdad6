# Rounds: opening the year's self-assessment and rolling it to the next year; and the overview of the schools.
rounds-title = Runder
rounds-lead = En runde åpner { $what } for et skoleår, for alle skolene på én gang.
rounds-none = Ingen runde er åpnet ennå.
rounds-caption = Runder, nyeste skoleår først
round-word = Runde
round-pack-version = Versjon av modellpakken
round-next-year = Neste år
round-roll = Rull til neste år
round-rolled = Se hva som ble med
round-next-open = Neste år er åpnet
round-delivered-of = { $delivered } av { $count } skoler
round-own-delivered = Kommunen har levert
round-own-not-delivered = Kommunen har ikke levert
round-open-template = Åpne en ny runde: { $what }
round-new-title = Åpne en ny runde
round-new-lead = Alle offentlige skoler i drift blir med, og rektorene får beskjed på startsiden.
round-template = Mal
round-looks-back-year = Skoleåret det ses tilbake på
round-looks-back-hint = Runden planlegger for skoleåret etter.
round-deadline-hint = Skolene leverer senest denne dagen.
round-deadline-no-date = Velg en dato som frist.
round-deadline-past = Fristen kan ikke ligge bak oss.
round-deadline-late = Fristen ligger for langt fram. Den kan senest være ved slutten av skoleåret det planlegges for.
round-open-button = Åpne runden
round-cancel = Avbryt
roll-title = Rull til neste år: { $what } { $year }
roll-from-to = Fra { $from } til { $to }
roll-lead = Se gjennom hva som blir med, hva som starter på nytt, og hva som blir igjen. Ingenting skjer før du velger det nederst på siden.
roll-done-lead = Runden er rullet. Slik ble det gjort.
roll-same-version = Samme versjon av modellpakken, versjon { $version }.
roll-new-version = Modellpakken går fra versjon { $from } til versjon { $to }.
roll-changed = Noe ble endret ved en skole etter at du åpnet siden. Se gjennom på nytt før du ruller.
roll-copied-title = Dette blir med
roll-copied-parts = Hvem som har hvilken del, når personen fortsatt har en rolle på skolen.
roll-copied-answers = { $count ->
    [one] Det leverte svaret vises ved siden av det samme spørsmålet: ett spørsmål er med i begge år.
   *[other] De leverte svarene vises ved siden av de samme spørsmålene: { $count } spørsmål er med i begge år.
}
roll-reset-title = Dette starter på nytt
roll-reset-state = Status: alle står som «ikke startet».
roll-reset-texts = Alle tekster og vurderinger, og merket for at en del er ferdig.
roll-reset-shares = Hvem skolen har vist deler av utkastet til.
roll-reset-deadline = Fristen.
roll-judged-anew = Skalaen er ny, så fjorårets vurdering vises ikke. Teksten vises.
roll-new-questions = Nye spørsmål
roll-dropped-title = Dette blir igjen
roll-dropped-drafts = Utkast som ikke er levert. De blir liggende på skolen.
roll-dropped-people = Deler som noen hadde, men som ikke lenger har en rolle på skolen.
roll-dropped-nothing = Alle deler og spørsmål er med videre.
roll-dropped-parts = Deler som ikke finnes i den nye versjonen
roll-dropped-questions = Spørsmål som ikke finnes i den nye versjonen. Leverte svar kan fortsatt leses i året de ble levert.
roll-late-title = Har ikke levert for { $year }
roll-late-lead = Det som ikke er levert, vises ikke neste år. Skolene kan fortsatt levere for året som har vært, og da vises det.
roll-each = Skole for skole
roll-col-parts = Deler som blir fordelt som før
roll-col-beside = Leverte svar som vises
roll-col-left = Merk
roll-none = Ingen
roll-school-beside = { $count ->
    [one] ett svar fra { $year }
   *[other] { $count } svar fra { $year }
}
roll-school-closed = Skolen tar ikke del i den nye runden.
roll-school-new = Skolen er ny i runden.
roll-school-draft-left = Et utkast som ikke er levert, blir igjen.
roll-school-read-back = { $count ->
    [one] Ett levert svar kan bare leses i året det ble levert.
   *[other] { $count } leverte svar kan bare leses i året de ble levert.
}
roll-school-people-left = { $count ->
    [one] Én del står uten person, fordi den som hadde den, ikke lenger har en rolle på skolen.
   *[other] { $count } deler står uten person, fordi de som hadde dem, ikke lenger har en rolle på skolen.
}
roll-school-part-gone = { $count ->
    [one] Én fordelt del finnes ikke i den nye runden.
   *[other] { $count } fordelte deler finnes ikke i den nye runden.
}
roll-deadline = Frist for { $year }
roll-button = Rull til { $year }
flash-round-rolled = Runden er rullet, og rektorene har fått beskjed.
overview-title = Skolene i { $place }
overview-year = Skoleåret { $year }
overview-delivered = { $what } levert
overview-of-schools = { $count ->
    [one] av én skole
   *[other] av { $count } skoler
}
overview-in-progress = I gang eller åpnet igjen
overview-schools = { $count ->
    [one] skole
   *[other] skoler
}
overview-no-round = Ingen runde er åpnet ennå. Skolene står her likevel.
overview-years = Skoleår
overview-templates = Hva skolene vurderer
overview-requests = Skoler som vil åpne vurderingen igjen
overview-asked = Spurte { $when }
overview-unfilled = Skoler uten rektor
overview-each = Skolene
overview-filter-label = Filtrer skoler
overview-search = Søk etter skole
overview-kind = Skoleslag
overview-barneskole = Barneskole
overview-ungdomsskole = Ungdomsskole
overview-kombinert = Kombinert
overview-all = Alle
overview-filter = Bruk filter
overview-filter-clear = Vis alle
overview-shown = Viser { $shown } av { $all } skoler.
overview-sorted = sortert etter navn
overview-school = Skole
overview-delivered-when = Levert
overview-not-in-round = Ikke med i runden
overview-not-yet = Ikke levert
overview-grades = { $grades }. trinn
overview-read = { $version ->
    [1] Les det som ble levert { $date }
   *[other] Les versjon { $version }, levert { $date }
}
days-today = i dag
days-ahead = { $days ->
    [one] i morgen
   *[other] om { $days } dager
}
days-ago = { $days ->
    [one] i går
   *[other] for { $days } dager siden
}
today-at = i dag kl. { $time }
yesterday-at = i går kl. { $time }
