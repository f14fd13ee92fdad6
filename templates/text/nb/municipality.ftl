# Words of the municipality that a pack may replace, the main navigation, the school's page.
term-self-assessment = egenvurdering
term-self-assessment-definite = egenvurderingen
term-development-group = utviklingsgruppen
term-owner = skoleeier
nav-start = Start
nav-overview = Oversikt
nav-school = Skolen
nav-rounds = Runder
# The area comes last, because a municipality without areas leaves it empty.
school-facts = { $from }.–{ $to }. trinn. Organisasjonsnummer { $number }. { $area }
school-without-rektor = Ingen er registrert som rektor nå. Den som administrerer Kvalitetsdialog i kommunen, kan legge inn en.
school-ways = Mer om skolen
school-people = Med i arbeidet
school-name = Navn
school-function = Rolle
school-access = Tilgang
member-writes = Leser og skriver i utkastet
member-reads = Leser utkastet
member-reads-shown = Leser det skolen viser fram
deputy-title = Stedfortreder
deputy-lead = En stedfortreder kan levere og svare kommunen når rektor er borte. Rektor velger blant dem som leser hele utkastet.
deputy-none = Ingen er valgt ennå.
deputy-revoke = Fjern
deputy-choose = Hvem kan levere for rektor?
deputy-name = Velg stedfortreder
