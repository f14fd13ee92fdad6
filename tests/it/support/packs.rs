//! Packs that ship, with another version: whatever version a pack has reached, a test asks for the next one.

/// The version that a pack's source names.
pub fn version_of(source: &str) -> u32 {
    source.lines().find_map(|line| line.strip_prefix("version = ")).unwrap().parse().unwrap()
}

/// The source with that version instead of its own.
pub fn with_version(source: &str, version: u32) -> String {
    source.replacen(&format!("\nversion = {}\n", version_of(source)), &format!("\nversion = {version}\n"), 1)
}

/// The source as the next version of its pack.
pub fn next_version(source: &str) -> String {
    with_version(source, version_of(source) + 1)
}
