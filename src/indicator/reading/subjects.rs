//! Subjects of tests and marks, by their names and by their codes in LK06 and LK20. A subject's key is a part of its indicator's: `standpunkt_norsk`.
use super::word::Word;

/// Phrases and what they say.
pub const SUBJECTS: &[(&[&str], &[Word])] = &[
    // Subjects. The codes are those of LK06 and LK20.
    (&["Lesing", "NPLES"], &[Word::Subject("lesing")]),
    (&["Regning", "Rekning", "NPREG"], &[Word::Subject("regning")]),
    (&["Engelsk", "Engelsk skriftlig", "Engelsk skriftleg", "NPENG", "ENG0030"], &[Word::Subject("engelsk")]),
    (&["Engelsk muntlig", "Engelsk munnleg", "ENG0031"], &[Word::Subject("engelsk_muntlig")]),
    (&["Norsk", "Norsk hovedmål", "Norsk hovudmål", "Norsk hovedmål skriftlig", "Norsk, hovedmål", "NOR0218"], &[Word::Subject("norsk")]),
    (&["Norsk sidemål", "Norsk sidemål skriftlig", "NOR0219"], &[Word::Subject("norsk_sidemal")]),
    (&["Norsk muntlig", "Norsk munnleg", "NOR0220"], &[Word::Subject("norsk_muntlig")]),
    (&["Matematikk", "Matematikk skriftlig", "MAT0015"], &[Word::Subject("matematikk")]),
    (&["Matematikk muntlig"], &[Word::Subject("matematikk_muntlig")]),
    (&["Naturfag", "NAT0011", "NAT0020"], &[Word::Subject("naturfag")]),
    (&["Samfunnsfag", "SAF0020"], &[Word::Subject("samfunnsfag")]),
    (&["KRLE", "RLE", "RLE0040", "Kristendom, religion, livssyn og etikk"], &[Word::Subject("krle")]),
    (&["Kroppsøving", "KRO0030"], &[Word::Subject("kroppsoving")]),
    (&["Kunst og håndverk", "Kunst og handverk"], &[Word::Subject("kunst_handverk")]),
    (&["Mat og helse"], &[Word::Subject("mat_helse")]),
    (&["Musikk"], &[Word::Subject("musikk")]),
    // Codes of LK06. In the years in which both curricula were in use, a few pupils are left under them.
    (&["NOR0214"], &[Word::Subject("norsk"), Word::OlderCurriculum]),
    (&["NOR0215"], &[Word::Subject("norsk_sidemal"), Word::OlderCurriculum]),
    (&["NOR0216"], &[Word::Subject("norsk_muntlig"), Word::OlderCurriculum]),
    (&["MAT0010"], &[Word::Subject("matematikk"), Word::OlderCurriculum]),
    (&["MAT0011"], &[Word::Subject("matematikk_muntlig"), Word::OlderCurriculum]),
    (&["ENG0012"], &[Word::Subject("engelsk"), Word::OlderCurriculum]),
    (&["ENG0013"], &[Word::Subject("engelsk_muntlig"), Word::OlderCurriculum]),
    (&["NAT0010"], &[Word::Subject("naturfag"), Word::OlderCurriculum]),
    (&["SAF0010"], &[Word::Subject("samfunnsfag"), Word::OlderCurriculum]),
    (&["RLE0030"], &[Word::Subject("krle"), Word::OlderCurriculum]),
    (&["KRO0020"], &[Word::Subject("kroppsoving"), Word::OlderCurriculum]),
];
