# Meetings that new figures give reason for.
proposal-title = Foreslått
proposal-of = { $count ->
    [one] { $kind } med { $first }
   *[other] { $kind } med { $count } skoler
}
proposal-line = Nye tall fra «{ $file }». Bør være holdt innen { $day }.
proposal-why = Nye tall kom med «{ $file }» { $day }. Ingen er innkalt før du avtaler.
proposal-withdrawn = Tallene fra «{ $file }», som ble tatt inn { $day }, er trukket tilbake. { $kind } er ikke foreslått lenger.
proposal-none = Ingen av skolene du følger opp, venter på dette møtet.
notice-meeting-proposed = { $what } er foreslått etter nye tall fra «{ $who }».
notice-meeting-not-proposed = { $what } er ikke foreslått lenger. Tallene fra «{ $who }» er trukket tilbake.
