//! The seal of what was sent: SHA-256 of its JSON without white space, its names sorted. The same before and after it has been stored.
use serde_json::Value;
use sha2::{Digest, Sha256};

/// SHA-256 of some content.
pub fn sha256(content: &Value) -> [u8; 32] {
    Sha256::digest(content.to_string().as_bytes()).into()
}
