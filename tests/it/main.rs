//! The HTTP and database tests: one binary, its modules mirror `src/`.
mod cluster;
mod serve;
