# Meetings that new figures give reason for.
proposal-title = Føreslått
proposal-of = { $count ->
    [one] { $kind } med { $first }
   *[other] { $kind } med { $count } skular
}
proposal-line = Nye tal frå «{ $file }». Bør vere halde innan { $day }.
proposal-why = Nye tal kom med «{ $file }» { $day }. Ingen er kalla inn før du avtaler.
proposal-withdrawn = Tala frå «{ $file }», som vart tekne inn { $day }, er trekte tilbake. { $kind } er ikkje føreslått lenger.
proposal-none = Ingen av skulane du følgjer opp, ventar på dette møtet.
notice-meeting-proposed = { $what } er føreslått etter nye tal frå «{ $who }».
notice-meeting-not-proposed = { $what } er ikkje føreslått lenger. Tala frå «{ $who }» er trekte tilbake.
