## Tallene ved siden av et spørsmål

beside-label = Tall til spørsmål { $number }
beside-summary = Tall til spørsmålet ({ $count })
beside-goal = Mål { $value }
beside-years = Alle år: { $years }.
beside-grades = Andre trinn:
beside-new = Nytt tall { $date }, etter at dere sist skrev her.
beside-new-all = Nye tall { $date }, etter at dere sist skrev her.
beside-none = Når kommunen har lest inn tall, står de ved siden av spørsmålene her.
beside-more = Mer om tallene på skolens side
beside-frozen = Slik var tallene da vurderingen ble levert.
beside-line = Tall: { $figures }.
beside-line-frozen = Tallene da vurderingen ble levert: { $figures }.
beside-last-year = Tallene da: { $figures }.
beside-sources = Kilder til tallene: { $sources }
