# Documents to print and to keep.
document-page-of = Side { $page } av { $pages }
error-pdf = Vi fekk ikkje laga PDF-en akkurat no. Prøv igjen om litt, eller skriv ut sida frå nettlesaren.
