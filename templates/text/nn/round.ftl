# Rounds: opening the year's self-assessment and rolling it to the next year; and the overview of the schools.
rounds-title = Rundar
rounds-lead = Ein runde opnar { $what } for eit skuleår, for alle skulane på ein gong.
rounds-none = Ingen runde er opna enno.
rounds-caption = Rundar, nyaste skuleår først
round-word = Runde
round-pack-version = Versjon av modellpakka
round-next-year = Neste år
round-roll = Rull til neste år
round-rolled = Sjå kva som vart med
round-next-open = Neste år er opna
round-delivered-of = { $delivered } av { $count } skular
round-own-delivered = Kommunen har levert
round-own-not-delivered = Kommunen har ikkje levert
round-open-template = Opne ein ny runde: { $what }
round-new-title = Opne ein ny runde
round-new-lead = Alle offentlege skular i drift blir med, og rektorane får melding på startsida.
round-template = Mal
round-looks-back-year = Skuleåret de ser tilbake på
round-looks-back-hint = Runden planlegg for skuleåret etter.
round-deadline-hint = Skulane leverer seinast denne dagen.
round-deadline-no-date = Vel ein dato som frist.
round-deadline-past = Fristen kan ikkje liggje bak oss.
round-deadline-late = Fristen ligg for langt fram. Han kan seinast vere ved slutten av skuleåret runden planlegg for.
round-open-button = Opne runden
round-cancel = Avbryt
roll-title = Rull til neste år: { $what } { $year }
roll-from-to = Frå { $from } til { $to }
roll-lead = Sjå gjennom kva som blir med, kva som startar på nytt, og kva som blir att. Ingenting skjer før du vel det nedst på sida.
roll-done-lead = Runden er rulla. Slik vart det gjort.
roll-same-version = Same versjon av modellpakka, versjon { $version }.
roll-new-version = Modellpakka går frå versjon { $from } til versjon { $to }.
roll-changed = Noko vart endra ved ein skule etter at du opna sida. Sjå gjennom på nytt før du rullar.
roll-copied-title = Dette blir med
roll-copied-parts = Kven som har kva del, når personen framleis har ei rolle på skulen.
roll-copied-answers = { $count ->
    [one] Det leverte svaret står ved sida av det same spørsmålet: eitt spørsmål er med i begge åra.
   *[other] Dei leverte svara står ved sida av dei same spørsmåla: { $count } spørsmål er med i begge åra.
}
roll-reset-title = Dette startar på nytt
roll-reset-state = Status: alle står som «ikkje starta».
roll-reset-texts = Alle tekstar og vurderingar, og merket for at ein del er ferdig.
roll-reset-shares = Kven skulen har vist delar av utkastet til.
roll-reset-deadline = Fristen.
roll-judged-anew = Skalaen er ny, så vurderinga frå i fjor blir ikkje vist. Teksten blir vist.
roll-new-questions = Nye spørsmål
roll-dropped-title = Dette blir att
roll-dropped-drafts = Utkast som ikkje er leverte. Dei blir liggjande på skulen.
roll-dropped-people = Delar som nokon hadde, men som ikkje lenger har ei rolle på skulen.
roll-dropped-nothing = Alle delar og spørsmål er med vidare.
roll-dropped-parts = Delar som ikkje finst i den nye versjonen
roll-dropped-questions = Spørsmål som ikkje finst i den nye versjonen. Leverte svar kan framleis lesast i året dei vart leverte.
roll-late-title = Har ikkje levert for { $year }
roll-late-lead = Det som ikkje er levert, blir ikkje vist neste år. Skulane kan framleis levere for året som har vore, og då blir det vist.
roll-each = Skule for skule
roll-col-parts = Delar som er fordelte som før
roll-col-beside = Leverte svar som blir viste
roll-col-left = Merk
roll-none = Ingen
roll-school-beside = { $count ->
    [one] eitt svar frå { $year }
   *[other] { $count } svar frå { $year }
}
roll-school-closed = Skulen er ikkje med i den nye runden.
roll-school-new = Skulen er ny i runden.
roll-school-draft-left = Eit utkast som ikkje er levert, blir att.
roll-school-read-back = { $count ->
    [one] Eitt levert svar kan berre lesast i året det vart levert.
   *[other] { $count } leverte svar kan berre lesast i året dei vart leverte.
}
roll-school-people-left = { $count ->
    [one] Éin del står utan person, fordi den som hadde han, ikkje lenger har ei rolle på skulen.
   *[other] { $count } delar står utan person, fordi dei som hadde dei, ikkje lenger har ei rolle på skulen.
}
roll-school-part-gone = { $count ->
    [one] Éin fordelt del finst ikkje i den nye runden.
   *[other] { $count } fordelte delar finst ikkje i den nye runden.
}
roll-deadline = Frist for { $year }
roll-button = Rull til { $year }
flash-round-rolled = Runden er rulla, og rektorane har fått melding.
overview-title = Skulane i { $place }
overview-year = Skuleåret { $year }
overview-delivered = { $what } levert
overview-of-schools = { $count ->
    [one] av éin skule
   *[other] av { $count } skular
}
overview-in-progress = I gang eller opna att
overview-schools = { $count ->
    [one] skule
   *[other] skular
}
overview-no-round = Ingen runde er opna enno. Skulane står her likevel.
overview-years = Skuleår
overview-templates = Kva skulane vurderer
overview-requests = Skular som vil opne vurderinga att
overview-asked = Spurde { $when }
overview-unfilled = Skular utan rektor
overview-each = Skulane
overview-filter-label = Filtrer skular
overview-search = Søk etter skule
overview-kind = Skuleslag
overview-barneskole = Barneskule
overview-ungdomsskole = Ungdomsskule
overview-kombinert = Kombinert
overview-all = Alle
overview-filter = Bruk filter
overview-filter-clear = Vis alle
overview-shown = Viser { $shown } av { $all } skular.
overview-sorted = sorterte etter namn
overview-school = Skule
overview-delivered-when = Levert
overview-not-in-round = Ikkje med i runden
overview-not-yet = Ikkje levert
overview-grades = { $grades }. trinn
overview-read = { $version ->
    [1] Les det som vart levert { $date }
   *[other] Les versjon { $version }, levert { $date }
}
days-today = i dag
days-ahead = { $days ->
    [one] i morgon
   *[other] om { $days } dagar
}
days-ago = { $days ->
    [one] i går
   *[other] for { $days } dagar sidan
}
today-at = i dag kl. { $time }
yesterday-at = i går kl. { $time }
