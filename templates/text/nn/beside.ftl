## Tala ved sida av eit spørsmål

beside-label = Tal til spørsmål { $number }
beside-summary = Tal til spørsmålet ({ $count })
beside-goal = Mål { $value }
beside-years = Alle år: { $years }.
beside-grades = Andre trinn:
beside-new = Nytt tal { $date }, etter at de sist skreiv her.
beside-new-all = Nye tal { $date }, etter at de sist skreiv her.
beside-none = Når kommunen har lese inn tal, står dei ved sida av spørsmåla her.
beside-more = Meir om tala på sida til skulen
beside-frozen = Slik var tala då vurderinga vart levert.
beside-line = Tal: { $figures }.
beside-line-frozen = Tala då vurderinga vart levert: { $figures }.
beside-last-year = Tala då: { $figures }.
beside-sources = Kjelder til tala: { $sources }
