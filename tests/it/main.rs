//! Tests through HTTP against a real PostgreSQL, without a socket: `support` makes an application with a database of its own for each test, and a client
//! is a person with a role (`let rektor = app.rektor_at(&school).await`). `bin/test` starts the server; `TEST_DATABASE_URL` names it.
#![expect(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test that cannot go on fails")]

mod access_matrix;
mod access_table;
mod access_world;
mod beside;
mod calendars;
mod cluster;
mod commands;
mod comments;
mod compare;
mod delivery;
mod evidence;
mod expectation;
mod figures;
mod figures_overview;
mod headers;
mod import_command;
mod imports;
mod input;
mod inquiries;
mod invitations;
mod jobs;
mod local_figures;
mod mail;
mod masking;
mod meetings;
mod overview;
mod packs;
mod profile;
mod queries;
mod redaction;
mod rounds;
mod school_lists;
mod serve;
mod sessions;
mod sets;
mod sharing;
mod start;
mod stories;
mod support;
mod talking_points;
mod texts;
mod walls;
mod workbook;
mod writing;
