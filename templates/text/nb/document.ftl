# Documents to print and to keep.
document-page-of = Side { $page } av { $pages }
error-pdf = Vi fikk ikke laget PDF-en akkurat nå. Prøv igjen om litt, eller skriv ut siden fra nettleseren.
