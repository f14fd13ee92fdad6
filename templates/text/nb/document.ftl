# Documents to print and to keep.
document-page-of = Side { $page } av { $pages }
document-figure = Figur
document-table = Tabell
document-contents = Innhold
error-pdf = Vi fikk ikke laget PDF-en akkurat nå. Prøv igjen om litt, eller skriv ut siden fra nettleseren.
agenda-of = Saksliste: { $what }
agenda-print = Skriv ut sakslisten (PDF)
agenda-points = Saker
agenda-time = Tid
agenda-topic = Sak
agenda-opens = Hvem og hvor lenge
agenda-guests = Andre som er invitert
minutes-print = Skriv ut referatet (PDF)
