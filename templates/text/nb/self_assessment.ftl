# The self-assessment: list, front page, parts and their questions, who can see it.
state-not-started = Ikke startet
state-in-progress = I gang
state-delivered = Levert
state-reopened = Åpnet igjen
deadline-line = Frist: { $date }
optional = Valgfritt
back-to = Tilbake til { $what }
list-empty = Her er det ikke noe ennå. Når kommunen åpner en runde, finner du den her.
list-own = Skolen
list-municipal = Kommunen
front-state = Status
front-deadline = Frist
front-looks-back = Ser tilbake på
front-plans = Planlegger for
front-minutes-title = Tid
front-minutes = { $minutes ->
    [one] om lag ett minutt
   *[other] om lag { $minutes } minutter
}
front-hours = om lag { $hours } timer
front-go-on = Gå til «{ $title }»
front-read-delivered = Les det som er levert
front-give-parts = Fordel delene i gruppen
front-show-parts = Velg hvem som får lese
front-history = Hva som har skjedd
front-draft-is-the-schools = Utkastet er skolens eget. Du kan lese vurderingen når den er levert.
front-plan = Tiltakene i planen
front-plan-lead = Dette har skolen levert i planen sin, og slik går det. Ta det med når dere ser på året.
process-title = Slik kan dere gå fram
process-lead = Et forslag til arbeidet på skolen. Dere velger selv hva som passer.
process-minutes = { $minutes ->
    [one] om lag ett minutt
   *[other] om lag { $minutes } minutter
}
seers-title = Disse kan se dette
seers-draft = Hele utkastet
seers-parts = Deler av utkastet
seers-nobody = Ingen
seers-delivered = Det som er levert
seers-when-delivered = Når det er levert
theme-word = Tema
part-theme = Les mer: { $title }
part-number = Del { $number } av { $count }
part-minutes = { $minutes ->
    [one] Om lag ett minutt.
   *[other] Om lag { $minutes } minutter.
}
part-privacy = Utkastet er skolens eget til det er levert. Skriv ikke navn på elever, foresatte eller ansatte, eller annet som kan knyttes til enkeltpersoner.
part-privacy-owner = Utkastet er kommunens eget til det er levert. Skriv ikke navn eller annet som kan knyttes til enkeltpersoner.
part-privacy-shown = Skolen lar deg lese denne delen av utkastet. Teksten kan bli endret før den blir levert.
part-privacy-read = Du kan lese denne delen av utkastet, men ikke skrive i den.
part-not-started = Ikke startet
part-progress = { $answered } av { $total } besvart
overall-progress = { $answered } av { $total } spørsmål besvart
review-title = Se over og lever
review-left = { $count ->
    [one] Ett spørsmål gjenstår
   *[other] { $count } spørsmål gjenstår
}
review-nothing-left = Alle spørsmål er besvart
print-budget = { $pages ->
    [one] Hele vurderingen bør få plass på én side på papir.
   *[other] Hele vurderingen bør få plass på { $pages } sider på papir.
}
signs-title = Tegn på god praksis
evidence-add = Legg til grunnlag
evidence-show = Se grunnlaget
last-year = Svaret fra { $year }
last-year-no-text = Det ble ikke skrevet noen begrunnelse.
judgement-legend = Hvor langt har dere kommet?
judgement-hint = Velg det som passer best for helheten.
judgement-read = Vurdering
basis-legend = Hva bygger dere vurderingen på?
basis-read = Bygger på:
not-answered = Ikke besvart
frame-title = Slik kan dere begynne
text-label = Svaret deres
text-label-with-judgement = Begrunn vurderingen
forces-title = Hva hjelper, og hva hindrer?
forces-helps = Hva hjelper?
forces-helps-hint = Det som drar i riktig retning, for eksempel rutiner, kompetanse eller samarbeid. Skriv ikke navn på elever eller ansatte.
forces-ours = Hva hindrer, og kan løses av dere selv?
forces-ours-hint = Skriv det dere kan gjøre noe med, og gjerne hvor dere vil begynne. Skriv ikke navn på elever eller ansatte.
forces-owner = Hva hindrer, og trenger hjelp fra skoleeier?
forces-owner-hint = Si hva dere trenger, og hva det ville bety for skolen. Kommunen leser det når dere har levert. Skriv ikke navn på elever eller ansatte.
forces-owner-own = Hva hindrer, og må løses sammen med andre?
forces-owner-own-hint = Skriv hva dere trenger, og hvem som må være med på det. Skriv ikke navn på enkeltpersoner.
done-label = Ferdig med delen
done-legend = Er dere ferdige med denne delen?
done-yes = Ja, vi er ferdige
done-no = Nei, vi kommer tilbake til den
save-and-go-to-part = Lagre og gå til del { $number }
save-and-review = Lagre og se over
previous-part = Forrige del
pager-previous = Forrige: { $title }
pager-next = Neste: { $title }
