//! The seal of something frozen, and how it is shown.
use serde_json::Value;
use sha2::{Digest, Sha256};

use crate::access::session;

/// SHA-256 of some content: over its JSON without white space, its names sorted. The same before and after it has been stored.
pub fn sha256_of(content: &Value) -> [u8; 32] {
    Sha256::digest(content.to_string().as_bytes()).into()
}

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
