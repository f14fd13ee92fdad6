//! A small pack for the tests of this folder: everything that the format has, once.

use super::model::Pack;
use super::parse::parse;

/// A small pack that is whole. Each refusal below changes one line of it.
pub(super) const WHOLE: &str = r#"format = 1
key = "liten"
version = 1
language = "nn"
name = { nb = "Liten", nn = "Liten" }
description = { nb = "For de små.", nn = "For dei små." }

[terms]
self_assessment = { nb = "egenvurdering", nn = "eigenvurdering" }
self_assessment_definite = { nb = "egenvurderingen", nn = "eigenvurderinga" }
owner = { nb = "skoleeier", nn = "skuleeigar" }
council = { nb = "kommunestyret", nn = "heradsstyret" }
development_group = { nb = "utviklingsgruppen", nn = "utviklingsgruppa" }
area = { nb = "område", nn = "område" }
area_leader = { nb = "områdeleder", nn = "områdeleiar" }

[[functions]]
key = "laerar"
name = { nb = "lærer", nn = "lærar" }
level = "school"
capabilities = ["read_draft", "write_draft"]

[[scales]]
key = "praksis"
levels = [
  { value = 1, name = { nb = "svak", nn = "veik" }, description = { nb = "lite", nn = "lite" } },
  { value = 2, name = { nb = "god", nn = "god" }, description = { nb = "mye", nn = "mykje" } },
  { value = 3, name = { nb = "sterk", nn = "sterk" }, description = { nb = "alt", nn = "alt" } },
]

[[sources]]
key = "elevundersokelsen"
name = { nb = "Elevundersøkelsen", nn = "Elevundersøkinga" }

[[sources]]
key = "samtaler"
name = { nb = "Samtaler", nn = "Samtalar" }

[[themes]]
key = "laeringsmiljo"
title = { nb = "Læringsmiljø", nn = "Læringsmiljø" }
text = { nb = """Ett.

To.""", nn = """Eitt.

To.""" }

[[indicator_sets]]
key = "samtale"
name = { nb = "Til samtalen", nn = "Til samtala" }
purpose = { nb = "Det vi ser på.", nn = "Det me ser på." }

[[indicator_sets.groups]]
key = "faglig"
name = { nb = "Faglig læring", nn = "Fagleg læring" }
members = [{ indicator = "np_lesing_5" }, { indicator = "np_lesing_8" }]

[[indicator_sets.groups]]
key = "miljo"
name = { nb = "Miljø", nn = "Miljøet" }
members = [{ indicator = "eu_trivsel", grades = [7, 10] }]

[[templates]]
key = "skole"
respondent = "school"
title = { nb = "Skolens", nn = "Skulens" }
introduction = { nb = "Les.", nn = "Les dette." }
print_pages = 3
deadline = { month = 3, day = 15 }

[[templates.process]]
key = "aleine"
title = { nb = "Alene", nn = "Åleine" }
text = { nb = "Tenk.", nn = "Tenk sjølv." }
minutes = 30

[[templates.parts]]
key = "faglig"
title = { nb = "Faglig", nn = "Fagleg" }
introduction = { nb = "Om fag.", nn = "Om faga." }
minutes = 45
theme = "laeringsmiljo"
helps_hinders = true

[[templates.parts.questions]]
key = "lesing"
title = { nb = "Leser de?", nn = "Les dei?" }
help = { nb = "Tenk på alle.", nn = "Tenk på alle saman." }
frame = [ { nb = "Vi ser at …", nn = "Me ser at …" } ]
answer = "both"
scale = "praksis"
sources = ["elevundersokelsen", "samtaler"]
signs = [ { key = "a", text = { nb = "Tegn", nn = "Teikn" }, tools = [ { title = { nb = "T", nn = "Tt" }, text = { nb = "S", nn = "Ss" } } ], faq = [ { question = { nb = "Q", nn = "Qq" }, answer = { nb = "A", nn = "Aa" } } ] } ]
indicators = ["np_lesing_5"]
topics = ["lesing"]
max_characters = 100

[[templates.parts.questions]]
key = "regning"
title = { nb = "Regner de?", nn = "Reknar dei?" }
help = { nb = "Tenk.", nn = "Tenk litt." }
answer = "judgement"
scale = "praksis"
required = false
conditions = { grades = [5, 7] }

[[templates.parts]]
key = "sfo"
title = { nb = "SFO", nn = "SFO" }
introduction = { nb = "Om SFO.", nn = "Om SFO-en." }
minutes = 20
conditions = { sfo = true }

[[templates.parts.questions]]
key = "lek"
title = { nb = "Leker de?", nn = "Leikar dei?" }
help = { nb = "Tenk.", nn = "Tenk litt." }
answer = "text"

[[templates]]
key = "eier"
respondent = "owner"
title = { nb = "Eierens", nn = "Eigarens" }
introduction = { nb = "Les.", nn = "Les dette." }
deadline = { month = 6, day = 1 }

[[templates.parts]]
key = "ressurser"
title = { nb = "Ressurser", nn = "Ressursar" }
introduction = { nb = "Om penger.", nn = "Om pengar." }
minutes = 20

[[templates.parts.questions]]
key = "penger"
title = { nb = "Holder det?", nn = "Held det?" }
help = { nb = "Tenk.", nn = "Tenk litt." }
answer = "both"
scale = "praksis"

[[dialogues]]
key = "hausten"
name = { nb = "Høstmøtet", nn = "Haustmøtet" }
subtitle = { nb = "retning", nn = "retninga" }
purpose = { nb = "Å bli enige.", nn = "Å bli samde." }
setting = "school"
window = { from = { month = 8, day = 15 }, to = { month = 10, day = 1 } }
minutes = { from = 90, to = 120 }
access = "school"
legal = { nb = "Internt.", nn = "Internt dokument." }
follows = "varen"
after_figures = { sources = ["udir_prover"], within_days = 35 }
folder = { self_assessment = ["faglig"] }
participants = [{ role = "owner" }, { role = "rektor" }, { function = "laerar" }, { words = { nb = "elevrådet", nn = "elevrådet vårt" } }]
preparation = { workdays_before = 3, school = [{ nb = "Hva vil dere?", nn = "Kva vil de?" }], owner = [{ nb = "Hva ser du?", nn = "Kva ser du?" }] }
questions = [{ nb = "Hva nå?", nn = "Kva no?" }]
outcomes = "required"
evaluation = [{ nb = "Var det nyttig?", nn = "Var det nyttig for deg?" }]

[[dialogues.phases]]
key = "opne"
title = { nb = "Åpne", nn = "Opne" }
guidance = [{ nb = "Alle sier noe.", nn = "Alle seier noko." }]
minutes = 15

[[dialogues.agenda]]
key = "maal"
title = { nb = "Mål", nn = "Måla" }
help = { nb = "Tenk.", nn = "Tenk litt." }
minutes = 30
opened_by = "school"
phase = "opne"
indicators = ["np_lesing_5"]
this_year = true

[[dialogues.conclusions]]
key = "innsats"
title = { nb = "Ett område", nn = "Eitt område" }
help = { nb = "Velg.", nn = "Vel." }
demand = "required"

[[dialogues]]
key = "varen"
name = { nb = "Vårmøtet", nn = "Vårmøtet no" }
purpose = { nb = "Å se tilbake.", nn = "Å sjå attende." }
setting = "schools"
minutes = { from = 60, to = 60 }
access = "participants"
part_of = "hausten"

[[dialogues.phases]]
key = "avslutte"
title = { nb = "Avslutte", nn = "Runde av" }
guidance = []
minutes = 0

[[dialogues.agenda]]
key = "ymse"
title = { nb = "Eventuelt", nn = "Ymse" }
minutes = 10
opened_by = "all"
phase = "avslutte"

[[wheel]]
key = "haustmote"
lane = "dialogue"
name = { nb = "Høstmøter", nn = "Haustmøte" }
why = { nb = "Først retning.", nn = "Først retninga." }
from = { month = 8, day = 15 }
to = { month = 10, day = 1 }
dialogue = "hausten"

[[wheel]]
key = "levering"
lane = "dialogue"
name = { nb = "Levering", nn = "Levere" }
why = { nb = "Før møtet.", nn = "Før vi møtest." }
from = { month = 1, day = 10 }
to = { month = 3, day = 15 }
self_assessment = "skole"
to_council = true

[[periods]]
key = "fyrste"
name = { nb = "Første periode", nn = "Fyrste perioden" }
from_year = 2023
to_year = 2024
text = { nb = "Ett tiltak.", nn = "Eitt tiltak." }
"#;

/// The small pack, parsed.
pub(super) fn whole() -> Pack {
    parse(WHOLE).unwrap()
}
