//! Tests through HTTP against a real PostgreSQL, without a socket: `support` makes an application with a database of its own for each test, and a client
//! is a person with a role (`let rektor = app.rektor_at(&school).await`). `bin/test` starts the server; `TEST_DATABASE_URL` names it.
#![expect(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test that cannot go on fails")]

mod access_matrix;
mod access_table;
mod access_world;
mod beside;
mod cluster;
mod commands;
mod comments;
mod delivery;
mod evidence;
mod headers;
mod imports;
mod input;
mod overview;
mod packs;
mod profile;
mod queries;
mod redaction;
mod rounds;
mod serve;
mod sessions;
mod sharing;
mod start;
mod support;
mod texts;
mod walls;
mod workbook;
mod writing;
