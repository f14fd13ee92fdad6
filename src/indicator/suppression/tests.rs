//! That what is hidden cannot be computed, and that the verifier would notice if it could.
mod known_cases;
mod random;
mod tables;
