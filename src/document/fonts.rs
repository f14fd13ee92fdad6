//! The fonts of documents: Inter, and `DejaVu Sans` for letters that it does not have. The first that has a letter comes first.

/// The files.
pub(super) const FILES: [&[u8]; 4] = [
    include_bytes!("fonts/Inter-Regular.otf"),
    include_bytes!("fonts/Inter-SemiBold.otf"),
    include_bytes!("fonts/Inter-Italic.otf"),
    include_bytes!("fonts/DejaVuSans.ttf"),
];
