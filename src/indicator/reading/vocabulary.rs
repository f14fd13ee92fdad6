//! The words of the sources, in one place: what each means. Compared as [`fold`](super::fold::fold) writes them, so case, spaces, punctuation and å or aa do not
//! matter. Both written forms of Norwegian, as municipalities rename columns.
//!
//! Sources: headers of Statistikkbanken's exports (Nasjonale prøver, Grunnskolekarakterer, Grunnskolepoeng, Fravær, GSI), Skoleporten's downloads, and the fields
//! of the open export API (tables 148–155), Utdanningsdirektoratet.
use super::super::Sex;
use super::word::{Grades, Kind, Measure, Outside, Owner, Word};

use Measure as M;
use Word::Measure as Is;

/// Phrases and what they say.
pub const PHRASES: &[(&[&str], &[Word])] = &[
    // Whom: Udir's exports know no third sex.
    (&["Alle kjønn", "Begge kjønn", "Alle", "Begge", "Totalt", "A"], &[Word::Sex(Sex::All)]),
    (&["Jenter", "Jente", "Kvinner", "J"], &[Word::Sex(Sex::Girls)]),
    (&["Gutter", "Gutt", "Gutar", "Gut", "Menn", "G"], &[Word::Sex(Sex::Boys)]),
    // Who runs the school.
    (&["Alle eierformer", "Alle eigarformer", "Alle eigeformer"], &[Word::Owner(Owner::All)]),
    (
        &[
            "Offentlig",
            "Offentleg",
            "Offentlig skole",
            "Offentleg skule",
            "Offentlig eid",
            "Offentlig eiet",
            "Offentlig eide",
            "Kommunal",
            "Offentlige skoler",
        ],
        &[Word::Owner(Owner::Public)],
    ),
    (
        &["Privat", "Privat eiet", "Privat skole", "Privat skule", "Privat eide", "Private", "Private skoler"],
        &[Word::Owner(Owner::Private)],
    ),
    // Which grades; «5. årstrinn» and the like are read as numbers.
    (&["Alle trinn", "Alle årstrinn", "Alle steg", "Hele skolen", "Alle trinn samlet"], &[Word::Grades(Grades::All)]),
    (&["Ungdomstrinn", "Ungdomstrinnet", "Ungdomssteget"], &[Word::Grades(Grades::Span(8, 10))]),
    (&["Barnetrinn", "Barnetrinnet", "Barnesteget"], &[Word::Grades(Grades::Span(1, 7))]),
    (&["Småskoletrinn", "Småskoletrinnet"], &[Word::Grades(Grades::Span(1, 4))]),
    (&["Mellomtrinn", "Mellomtrinnet", "Mellomsteget"], &[Word::Grades(Grades::Span(5, 7))]),
    // Which statistic.
    (&["Nasjonale prøver", "Nasjonale prøvar", "NP"], &[Word::Kind(Kind::Tests)]),
    // Until 2013 as the mean of levels 1–3, in the same download as the scale points of later years.
    (
        &["Nasjonale prøver 5. trinn 2009-2013", "Nasjonale prøver 5. trinn 2007-2013"],
        &[Word::Kind(Kind::OldTests), Word::Grades(Grades::One(5))],
    ),
    (
        &[
            "Nasjonale prøver ungdomstrinn 2009-2013",
            "Nasjonale prøver 8. og 9. trinn 2009-2013",
            "Nasjonale prøver ungdomstrinn 2007-2013",
        ],
        &[Word::Kind(Kind::OldTests), Word::Grades(Grades::Span(8, 10))],
    ),
    (&["Standpunkt", "Standpunktkarakter", "Standpunktkarakterer", "Standpunktkarakterar"], &[Word::Kind(Kind::Standpoint)]),
    (
        &["Skriftlig eksamen", "Skriftleg eksamen", "Eksamen skriftlig", "Eksamen", "Eksamenskarakter", "Skriftlig eksamenskarakter"],
        &[Word::Kind(Kind::WrittenExam)],
    ),
    (&["Muntlig eksamen", "Munnleg eksamen", "Eksamen muntlig"], &[Word::Kind(Kind::OralExam)]),
    (&["Elevundersøkelsen", "Elevundersøkinga"], &[Word::Kind(Kind::Survey)]),
    (&["Fravær", "Fråvær", "Fravær 10. trinn"], &[Word::Kind(Kind::Absence)]),
    // Elevundersøkelsen: indexes, and the three questions about bullying (Q11811, Q11824, Q11816).
    (&["Trivsel"], &[Word::Survey("eu_trivsel")]),
    (&["Støtte fra lærerne", "Støtte fra lærer", "Støtte fra lærere", "Støtte frå lærarane"], &[Word::Survey("eu_stotte_larer")]),
    (&["Støtte hjemmefra", "Støtte heimanfrå", "Støtte hjemmefra til skolearbeidet"], &[Word::Survey("eu_stotte_hjem")]),
    (&["Faglig utfordring", "Fagleg utfordring"], &[Word::Survey("eu_faglig_utfordring")]),
    (&["Vurdering for læring"], &[Word::Survey("eu_vfl")]),
    (&["Læringskultur"], &[Word::Survey("eu_laringskultur")]),
    (&["Mestring", "Meistring"], &[Word::Survey("eu_mestring")]),
    (&["Motivasjon"], &[Word::Survey("eu_motivasjon")]),
    (
        &["Elevdemokrati og medvirkning", "Elevdemokrati og medverknad", "Elevmedvirkning", "Medvirkning"],
        &[Word::Survey("eu_elevdemokrati")],
    ),
    (&["Felles regler", "Felles reglar"], &[Word::Survey("eu_felles_regler")]),
    (
        &["Utdanning og yrkesveiledning", "Utdanning og yrkesrettleiing", "Utdannings- og yrkesveiledning"],
        &[Word::Survey("eu_utd_yrkesveil")],
    ),
    (&["Mobbing på skolen", "Mobbing på skulen", "Mobbing", "EUIndeks_1398"], &[Word::Survey("eu_mobbing")]),
    (
        &[
            "Er du blitt mobbet av andre elever på skolen de siste månedene",
            "Mobbet av andre elever",
            "Mobbing av andre elever",
            "EUSpoersmaal_11811",
        ],
        &[Word::Survey("eu_mobbing_elev")],
    ),
    (
        &["Er du blitt mobbet av voksne på skolen de siste månedene", "Mobbet av voksne", "Mobbing av voksne", "EUSpoersmaal_11824"],
        &[Word::Survey("eu_mobbing_voksen")],
    ),
    (
        &[
            "Er du blitt mobbet digitalt (mobil, iPad, PC) de siste månedene",
            "Er du blitt mobbet digitalt de siste månedene",
            "Digital mobbing",
            "Mobbet digitalt",
            "EUSpoersmaal_11816",
        ],
        &[Word::Survey("eu_mobbing_digital")],
    ),
    (&["Alle spørsmål", "Alle spørsmøl", "Alle spørsmåla", "Indeks"], &[Word::WholeGroup]),
    (&["Svarprosent"], &[Word::Kind(Kind::Survey), Is(M::TookPart)]),
    // Measures.
    (&["Verdi", "Tall", "Value", "Resultat"], &[Is(M::Generic)]),
    (&["Skalapoeng", "Gjennomsnittlig skalapoeng", "Skalapoeng gjennomsnitt", "Poeng"], &[Is(M::ScaleScore)]),
    (&["Usikkerhet", "Usikkerhetsmargin", "Måleusikkerhet", "Uvisse", "Konfidensintervall"], &[Is(M::Uncertainty)]),
    (
        &[
            "Antall elever deltatt",
            "Antall elever som har deltatt",
            "Antall deltatt",
            "Antall deltatte",
            "Tal elevar deltatt",
            "Antall deltakere",
        ],
        &[Is(M::Participants)],
    ),
    (&["Antall elever", "Tal elevar", "Elevtall", "Elevtal", "Antall personer"], &[Is(M::Pupils)]),
    (&["Gjennomsnittspoeng med én desimal (1-3)", "Gjennomsnittspoeng med én desimal (1-5)", "Gjennomsnittspoeng"], &[Is(M::MeanLevel)]),
    (
        &[
            "Andel deltatt",
            "Andel elever deltatt",
            "Andel elever som har deltatt",
            "Prosentandel deltatt",
            "Deltatt",
            "Deltakelse",
            "AndelDeltatt",
            "Deltatt prosent",
        ],
        &[Is(M::TookPart)],
    ),
    (
        &[
            "Andel fritatt",
            "Andel elever fritatt",
            "Andel fritatte elever",
            "Andel fritatte",
            "Andel elever som er fritatt",
            "Prosentandel fritatt",
            "Fritatt",
            "Friteken",
        ],
        &[Is(M::Exempt)],
    ),
    (
        &[
            "Andel ikke deltatt",
            "Andel elever ikke deltatt",
            "Andel elever som ikke har deltatt",
            "Prosentandel ikke deltatt",
            "Ikke deltatt",
            "Ikkje deltatt",
        ],
        &[Is(M::StayedAway)],
    ),
    (&["Snittkarakter", "Gjennomsnittskarakter", "Karakter", "Snitt karakter"], &[Is(M::AverageMark)]),
    (
        &["Grunnskolepoeng", "Grunnskulepoeng", "Gjennomsnittlig grunnskolepoeng", "Grunnskolepoeng, gjennomsnitt"],
        &[Is(M::Own("grunnskolepoeng"))],
    ),
    (&["Median dager", "Median dagar", "Median antall dager", "Median fraværsdager"], &[Is(M::Own("fravar_dager_10"))]),
    (&["Median timer", "Median timar", "Median antall timer", "Median fraværstimer"], &[Is(M::Own("fravar_timer_10"))]),
    (
        &["Gjennomsnitt dager", "Snitt dager", "Gjennomsnittlig antall dager", "Gjennomsnitt antall dager", "Gjennomsnitt dagar"],
        &[Is(M::Own("fravar_dager_10_snitt"))],
    ),
    (
        &["Gjennomsnitt timer", "Snitt timer", "Gjennomsnittlig antall timer", "Gjennomsnitt antall timer", "Gjennomsnitt timar"],
        &[Is(M::Own("fravar_timer_10_snitt"))],
    ),
    (&["Score", "Skår", "Indeksverdi", "Indeksskår"], &[Is(M::Score)]),
    (&["Standardavvik"], &[Is(M::Deviation)]),
    (&["AntallBesvart", "Antall besvart", "Antall svar", "Antall besvarte", "Antall elever besvart"], &[Is(M::Answers)]),
    (&["AntallInvitert", "Antall invitert", "Antall inviterte"], &[Is(M::Invited)]),
    (&["AndelMobbet", "Andel mobbet", "Andel mobba", "Andel elever mobbet", "Andel elever som blir mobbet"], &[Is(M::BulliedShare)]),
    (&["Prosent", "Andel", "Andel (prosent)", "Andel elever", "Prosentandel"], &[Is(M::Share)]),
    (&["Gjennomsnitt", "Snitt", "Gjennomsnittsverdi"], &[Is(M::Mean)]),
    (&["Antall", "Tal"], &[Is(M::Count)]),
    // GSI: teachers, groups, support. Counts are kept as counts; shares are computed from them.
    (
        &[
            "Antall elever med individuelt tilrettelagt opplæring/spesialundervisning",
            "Antall elever med individuelt tilrettelagt opplæring",
            "Antall elever med spesialundervisning",
            "Antall elever som får spesialundervisning",
            "Antall elever med vedtak om spesialundervisning",
            "Antall elever med vedtak om individuelt tilrettelagt opplæring",
            "Tal elevar med individuelt tilrettelagd opplæring",
        ],
        &[Is(M::Own("ito_antall"))],
    ),
    (
        &[
            "Andel elever med individuelt tilrettelagt opplæring/spesialundervisning",
            "Andel elever med individuelt tilrettelagt opplæring",
            "Andel elever med spesialundervisning",
            "Andel elever som får spesialundervisning",
            "Prosentandel elever som får spesialundervisning",
            "Andel elever med vedtak om spesialundervisning",
            "Andel elever med vedtak om individuelt tilrettelagt opplæring",
            "Andel elevar med individuelt tilrettelagd opplæring",
        ],
        &[Is(M::Own("ito_andel"))],
    ),
    (
        &[
            "Antall elever med forsterket opplæring i norsk",
            "Antall elever med særskilt norskopplæring",
            "Antall elever som får særskilt norskopplæring",
        ],
        &[Is(M::Own("norsk_forsterket_antall"))],
    ),
    (
        &[
            "Andel elever med forsterket opplæring i norsk",
            "Andel elever med særskilt norskopplæring",
            "Andel elever som får særskilt norskopplæring",
            "Prosentandel elever som får særskilt norskopplæring",
        ],
        &[Is(M::Own("norsk_forsterket"))],
    ),
    (
        &[
            "Lærertetthet i ordinær undervisning",
            "Lærartettleik i ordinær undervisning",
            "Lærertetthet",
            "Gruppestørrelse 2",
            "Gruppestorleik 2",
        ],
        &[Is(M::Own("gruppestorrelse2"))],
    ),
    (&["Oppfyller lærernormen", "Lærernorm oppfylt", "Lærernorm", "Oppfyller norm"], &[Is(M::Own("laerernorm"))]),
    (&["Antall lærerårsverk", "Lærerårsverk", "Lærarårsverk"], &[Is(M::Own("larerarsverk"))]),
    (&["Antall lærerårsverk til undervisning", "Lærerårsverk til undervisning"], &[Is(M::Own("larerarsverk_undervisning"))]),
    (
        &["Antall assistentårsverk i undervisningen", "Assistentårsverk i undervisningen", "Antall assistentårsverk", "Assistentårsverk"],
        &[Is(M::Own("assistent"))],
    ),
    (
        &[
            "Andel undervisning gitt av undervisningspersonale med godkjent utdanning",
            "Andel årstimer gitt av undervisningspersonale med godkjent utdanning",
            "Andel undervisningstimer gitt av undervisningspersonale med godkjent utdanning",
            "Andel årstimer til undervisning gitt av undervisningspersonale med godkjent utdanning",
            "Andel lærere som oppfyller kompetansekrav",
            "Kompetansekrav",
        ],
        &[Is(M::Own("kompetanse_krav"))],
    ),
    (
        &[
            "Andel elever med direkte overgang",
            "Direkte overgang til videregående opplæring",
            "Overgang fra grunnskole til videregående opplæring",
            "Andel overgang",
        ],
        &[Is(M::Own("overgang_vgs"))],
    ),
    (
        &["Andel fullført og bestått", "Fullført og bestått", "Fullført på 5/6 år", "Gjennomføring", "Andel fullført"],
        &[Is(M::Own("gjennomforing_vgs"))],
    ),
    (&["Skolebidrag", "Skulebidrag", "Skolebidragsindikator", "Skulebidragsindikator"], &[Is(M::Own("skolebidrag"))]),
    // Known, and outside the catalogue.
    (
        &[
            "Lesing avgiverskole (Kun skolenivå)",
            "Regning avgiverskole (Kun skolenivå)",
            "Engelsk avgiverskole (Kun skolenivå)",
            "avgiverskole (Kun skolenivå)",
            "avgiverskole",
        ],
        &[Word::Outside(Outside::FeederSchool)],
    ),
    (
        &[
            "Antall skoler",
            "Antall lærere",
            "Antall assistenter",
            "Antall klasser",
            "Antall elever i SFO",
            "Antall fritatt",
            "Antall elever fritatt",
            "Antall elever som er fritatt",
            "Antall ikke deltatt",
            "Antall elever ikke deltatt",
            "Antall elever som ikke har deltatt",
            "Gruppestørrelse 1",
            // Of all hours, with those of special support: not what the norm is about.
            "Lærertetthet 1.-7. trinn",
            "Lærertetthet 8.-10. trinn",
            "Lærertetthet 1.-7. årstrinn",
            "Lærertetthet 8.-10. årstrinn",
            // Of upper secondary school; absence in grade 10 is of one kind only.
            "Totalt fravær",
            "Vitnemålsfravær",
            "Andel sluttet",
            "Legemeldt sykefravær",
            "Egenmeldt sykefravær",
            "Kommunekasse",
        ],
        &[Word::Outside(Outside::NotInCatalogue)],
    ),
    // Surveys and figures of staff: the ten factors by their old and new names, as both are in files.
    (&["Indre motivasjon", "Oppgavemotivasjon", "Faktor 1"], &[Is(M::Own("ti_faktor_1"))]),
    (&["Mestringstro", "Meistringstru", "Faktor 2"], &[Is(M::Own("ti_faktor_2"))]),
    (&["Autonomi", "Selvstendighet", "Sjølvstende", "Faktor 3"], &[Is(M::Own("ti_faktor_3"))]),
    (&["Bruk av kompetanse", "Faktor 4"], &[Is(M::Own("ti_faktor_4"))]),
    (&["Mestringsorientert ledelse", "Meistringsorientert leiing", "Faktor 5"], &[Is(M::Own("ti_faktor_5"))]),
    (&["Rolleklarhet", "Rolleklarleik", "Faktor 6"], &[Is(M::Own("ti_faktor_6"))]),
    (&["Relevant kompetanseutvikling", "Faktor 7"], &[Is(M::Own("ti_faktor_7"))]),
    (&["Fleksibilitetsvilje", "Faktor 8"], &[Is(M::Own("ti_faktor_8"))]),
    (&["Mestringsklima", "Meistringsklima", "Faktor 9"], &[Is(M::Own("ti_faktor_9"))]),
    (&["Prososial motivasjon", "Nyttemotivasjon", "Faktor 10"], &[Is(M::Own("ti_faktor_10"))]),
    (
        &[
            "Sykefravær",
            "Sjukefråvær",
            "Sykefravær (prosent)",
            "Sykefraværsprosent",
            "Totalt sykefravær",
            "Sykefravær i prosent",
            "Sjukefråvær i prosent",
        ],
        &[Is(M::Own("sykefravar"))],
    ),
    (&["10-FAKTOR", "10 FAKTOR", "10-faktor medarbeiderundersøkelse"], &[Word::Nothing]),
    // What says nothing.
    (&["Foreløpig", "Foreløpige", "Foreløpige tall", "Førebels", "Førebelse tal"], &[Word::Preliminary]),
    (
        &[
            "Brudd",
            "Grunnskole",
            "Læringsresultater",
            "Læringsmiljø",
            "Elever og undervisningspersonale",
            "Ressurser",
            "Alle grupper",
            "Alle fag",
            "Konsern",
            "Kommunekonsern",
            "Alle utdanningsprogram",
        ],
        &[Word::Nothing],
    ),
];

/// Phrases, the measure of a number, and the highest number.
type Numbered = (&'static [&'static str], fn(u8) -> Measure, u8);

/// Phrases that end in a number: level, mark or answer, with the lowest and highest of them.
pub const NUMBERED: &[Numbered] = &[
    (
        &[
            "Mestringsnivå",
            "Meistringsnivå",
            "Andel mestringsnivå",
            "Andel på mestringsnivå",
            "Andel elever mestringsnivå",
            "Andel elever på mestringsnivå",
            "Prosentandel mestringsnivå",
            "Prosentandel elever på mestringsnivå",
        ],
        M::MasteryShare,
        5,
    ),
    (&["Nivå", "Andel på nivå", "Prosent mestringsnivå", "Mestringsnivå prosent", "Andel nivå"], M::MasteryShare, 5),
    (
        &["Antall elever mestringsnivå", "Antall elever på mestringsnivå", "Antall mestringsnivå", "Antall på mestringsnivå"],
        M::MasteryCount,
        5,
    ),
    (
        &["Karakteren", "Andel karakteren", "Andel karakter", "Andel med karakteren", "Andel elever med karakteren", "Karakter"],
        M::MarkShare,
        6,
    ),
    (&["AndelSvaralternativ", "Svaralternativ"], M::AnswerShare, 5),
    (&["AntallBesvartSvaralternativ", "AntallSvaralternativ"], M::AnswerCount, 5),
];
