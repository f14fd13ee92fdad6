# Words of the municipality that a pack may replace, the main navigation, the school's page.
term-self-assessment = eigenvurdering
term-self-assessment-definite = eigenvurderinga
term-development-group = utviklingsgruppa
term-owner = skuleeigar
nav-start = Start
nav-overview = Oversikt
nav-school = Skulen
nav-rounds = Rundar
# The area comes last, because a municipality without areas leaves it empty.
school-facts = { $from }.–{ $to }. trinn. Organisasjonsnummer { $number }. { $area }
school-without-rektor = Ingen er registrert som rektor no. Den som administrerer Kvalitetsdialog i kommunen, kan leggje inn ein.
school-ways = Meir om skulen
school-people = Med i arbeidet
school-name = Namn
school-function = Rolle
school-access = Tilgang
member-writes = Les og skriv i utkastet
member-reads = Les utkastet
member-reads-shown = Les det skulen viser fram
deputy-title = Stadfortredar
deputy-lead = Ein stadfortredar kan levere og svare kommunen når rektor er borte. Rektor vel mellom dei som les heile utkastet.
deputy-none = Ingen er vald enno.
deputy-revoke = Fjern
deputy-choose = Kven kan levere for rektor?
deputy-name = Vel stadfortredar
