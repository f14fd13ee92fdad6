//! How the hash of a frozen text is shown.
use crate::access::session;

/// A hash in groups of eight hexadecimal digits, as people compare them.
pub fn grouped(sha256: &[u8]) -> String {
    let groups: Vec<String> = sha256.chunks(4).map(session::hex).collect();
    groups.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hash_is_shown_in_eight_groups_of_eight() {
        let shown = grouped(&[0xab; 32]);
        assert_eq!(shown.split(' ').count(), 8);
        assert!(shown.split(' ').all(|group| group == "abababab"));
    }
}
