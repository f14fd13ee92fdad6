# The self-assessment: list, front page, parts and their questions, who can see it.
state-not-started = Ikkje starta
state-in-progress = I gang
state-delivered = Levert
state-reopened = Opna att
deadline-line = Frist: { $date }
optional = Valfritt
back-to = Tilbake til { $what }
list-empty = Her er det ikkje noko enno. Når kommunen opnar ein runde, finn du han her.
list-own = Skulen
list-municipal = Kommunen
front-state = Status
front-deadline = Frist
front-looks-back = Ser tilbake på
front-plans = Planlegg for
front-minutes-title = Tid
front-minutes = { $minutes ->
    [one] om lag eitt minutt
   *[other] om lag { $minutes } minutt
}
front-hours = om lag { $hours } timar
front-go-on = Gå til «{ $title }»
front-read-delivered = Les det som er levert
front-give-parts = Fordel delane i gruppa
front-show-parts = Vel kven som får lese
front-history = Kva som har hendt
front-draft-is-the-schools = Utkastet er skulen sitt eige. Du kan lese vurderinga når ho er levert.
front-plan = Tiltaka i planen
front-plan-lead = Dette har skulen levert i planen sin, og slik går det. Ta det med når de ser på året.
process-title = Slik kan de gå fram
process-lead = Eit framlegg til arbeidet på skulen. De vel sjølve kva som passar.
process-minutes = { $minutes ->
    [one] om lag eitt minutt
   *[other] om lag { $minutes } minutt
}
seers-title = Desse kan sjå dette
seers-draft = Heile utkastet
seers-parts = Delar av utkastet
seers-nobody = Ingen
seers-delivered = Det som er levert
seers-when-delivered = Når det er levert
theme-word = Tema
part-theme = Les meir: { $title }
part-number = Del { $number } av { $count }
part-minutes = { $minutes ->
    [one] Om lag eitt minutt.
   *[other] Om lag { $minutes } minutt.
}
part-privacy = Utkastet er skulen sitt eige til det er levert. Skriv ikkje namn på elevar, føresette eller tilsette, eller anna som kan knytast til enkeltpersonar.
part-privacy-owner = Utkastet er kommunen sitt eige til det er levert. Skriv ikkje namn eller anna som kan knytast til enkeltpersonar.
part-privacy-shown = Skulen lèt deg lese denne delen av utkastet. Teksten kan bli endra før han blir levert.
part-privacy-read = Du kan lese denne delen av utkastet, men ikkje skrive i han.
part-not-started = Ikkje starta
part-progress = { $answered } av { $total } svar
overall-progress = { $answered } av { $total } spørsmål har fått svar
review-title = Sjå over og lever
review-left = { $count ->
    [one] Eitt spørsmål står att
   *[other] { $count } spørsmål står att
}
review-nothing-left = Alle spørsmåla har fått svar
print-budget = { $pages ->
    [one] Heile vurderinga bør få plass på éi side på papir.
   *[other] Heile vurderinga bør få plass på { $pages } sider på papir.
}
signs-title = Teikn på god praksis
evidence-add = Legg til grunnlag
evidence-show = Sjå grunnlaget
last-year = Svaret frå { $year }
last-year-no-text = Det vart ikkje skrive noka grunngiving.
judgement-legend = Kor langt har de kome?
judgement-hint = Vel det som passar best alt i alt.
judgement-read = Vurdering
basis-legend = Kva byggjer de vurderinga på?
basis-read = Byggjer på:
not-answered = Ikkje svara på
frame-title = Slik kan de byrje
text-label = Svaret dykkar
text-label-with-judgement = Grunngi vurderinga
forces-title = Kva hjelper, og kva hindrar?
forces-helps = Kva hjelper?
forces-helps-hint = Det som dreg i rett retning, til dømes rutinar, kompetanse eller samarbeid. Skriv ikkje namn på elevar eller tilsette.
forces-ours = Kva hindrar, og kan løysast av dykk sjølve?
forces-ours-hint = Skriv det de kan gjere noko med, og gjerne kvar de vil ta til. Skriv ikkje namn på elevar eller tilsette.
forces-owner = Kva hindrar, og treng hjelp frå skuleeigar?
forces-owner-hint = Fortel kva de treng, og kva det ville ha å seie for skulen. Kommunen les det når de har levert. Skriv ikkje namn på elevar eller tilsette.
forces-owner-own = Kva hindrar, og må løysast saman med andre?
forces-owner-own-hint = Skriv kva de treng, og kven som må vere med på det. Skriv ikkje namn på enkeltpersonar.
done-label = Ferdig med delen
done-legend = Er de ferdige med denne delen?
done-yes = Ja, vi er ferdige
done-no = Nei, vi held fram seinare
save-and-go-to-part = Lagre og gå til del { $number }
save-and-review = Lagre og sjå over
previous-part = Førre del
pager-previous = Førre: { $title }
pager-next = Neste: { $title }
