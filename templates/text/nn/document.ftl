# Documents to print and to keep.
document-page-of = Side { $page } av { $pages }
document-figure = Figur
document-table = Tabell
document-contents = Innhald
error-pdf = Vi fekk ikkje laga PDF-en akkurat no. Prøv igjen om litt, eller skriv ut sida frå nettlesaren.
agenda-of = Saksliste: { $what }
agenda-print = Skriv ut sakslista (PDF)
agenda-points = Saker
agenda-time = Tid
agenda-topic = Sak
agenda-opens = Kven og kor lenge
agenda-guests = Andre som er inviterte
minutes-print = Skriv ut referatet (PDF)
