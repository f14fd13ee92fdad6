//! Makes the table of static files that `web::assets` serves: hashed names, addresses in style sheets rewritten to
//! them, brotli and gzip made once. Also tells cargo that the migrations are part of the binary.
//!
//! Served are the `.css`, `.js`, `.svg` and `.woff2` files of `static/`; licences, notes and settings are not. The
//! three style sheets become one, in the order their cascade layers need.

#![expect(clippy::expect_used, clippy::panic, reason = "a build that cannot go on stops with a sentence")]

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

use sha2::{Digest, Sha256};

const STYLE: &str = "app.css";
const STYLE_PARTS: [&str; 3] = ["vendor/theme.css", "vendor/ds.css", "app.css"];

fn main() {
    println!("cargo::rerun-if-changed=static");
    println!("cargo::rerun-if-changed=migrations");

    let root = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").expect("cargo sets it")).join("static");
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets it"));
    let mut files = BTreeMap::new();
    collect(&root, "", &mut files);

    let style: String = STYLE_PARTS.iter().map(|name| text(&mut files, name) + "\n").collect();
    assert!(!files.keys().any(|name| kind(name) == "css"), "a style sheet that is not in STYLE_PARTS");

    let mut table = String::from("static ASSETS: &[Asset] = &[\n");
    let mut served = BTreeMap::new();
    for (name, bytes) in files {
        let bytes = if kind(&name) == "js" { squeeze_js(&utf8(&name, bytes)).into_bytes() } else { bytes };
        served.insert(name.clone(), add(&mut table, &out, &name, &bytes));
    }
    let style = hashed_addresses(&squeeze_css(&style), &served);
    add(&mut table, &out, STYLE, style.as_bytes());
    table.push_str("];\n");
    fs::write(out.join("assets.rs"), table).expect("write the table");
}

/// Reads the files that are served, by their path below `static/`.
fn collect(folder: &Path, prefix: &str, files: &mut BTreeMap<String, Vec<u8>>) {
    for entry in fs::read_dir(folder).expect("read static/") {
        let entry = entry.expect("read static/");
        let name = format!("{prefix}{}", entry.file_name().to_str().expect("names are UTF-8"));
        if entry.file_type().expect("read static/").is_dir() {
            collect(&entry.path(), &format!("{name}/"), files);
        } else if content_type(&name).is_some() {
            files.insert(name, fs::read(entry.path()).expect("read static/"));
        }
    }
}

/// The end of a file's name.
fn kind(name: &str) -> &str {
    name.rsplit_once('.').map_or("", |(_, end)| end)
}

fn content_type(name: &str) -> Option<&'static str> {
    Some(match kind(name) {
        "css" => "text/css; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "svg" => "image/svg+xml",
        "woff2" => "font/woff2",
        _ => return None,
    })
}

fn text(files: &mut BTreeMap<String, Vec<u8>>, name: &str) -> String {
    utf8(name, files.remove(name).unwrap_or_else(|| panic!("static/{name} is missing: run bin/vendor")))
}

fn utf8(name: &str, bytes: Vec<u8>) -> String {
    String::from_utf8(bytes).unwrap_or_else(|_| panic!("static/{name} is not UTF-8"))
}

/// Writes one file with its compressed forms and a line in the table; answers its served name.
fn add(table: &mut String, out: &Path, name: &str, bytes: &[u8]) -> String {
    let mut hash = String::new();
    for byte in &Sha256::digest(bytes)[..8] {
        write!(hash, "{byte:02x}").expect("a string takes it");
    }
    let stem = Path::new(name).file_stem().and_then(|stem| stem.to_str()).expect("a name");
    let kind = kind(name);
    let file = format!("{stem}.{hash}.{kind}");
    fs::write(out.join(&file), bytes).expect("write a file");

    let compressed = |coding: &str, smaller: Vec<u8>| {
        if kind == "woff2" {
            return "None".to_owned();
        }
        fs::write(out.join(format!("{file}.{coding}")), smaller).expect("write a file");
        format!(r#"Some(include_bytes!(concat!(env!("OUT_DIR"), "/{file}.{coding}")))"#)
    };
    let brotli = compressed("br", brotli(bytes));
    let gzip = compressed("gz", gzip(bytes));
    let content_type = content_type(name).expect("only known kinds are collected");
    writeln!(
        table,
        r#"    Asset {{ name: "{name}", url: "/static/{file}", hash: "{hash}", content_type: "{content_type}",
        plain: include_bytes!(concat!(env!("OUT_DIR"), "/{file}")), brotli: {brotli}, gzip: {gzip} }},"#
    )
    .expect("a string takes it");
    file
}

/// Gives each `url("…")` the hashed name; they stand beside the style sheet. `url("data:…")` stays.
fn hashed_addresses(style: &str, served: &BTreeMap<String, String>) -> String {
    let mut result = String::with_capacity(style.len());
    let mut rest = style;
    while let Some(start) = rest.find("url(\"") {
        let (before, after) = rest.split_at(start + "url(\"".len());
        let end = after.find('"').expect("url(\" is closed");
        let (address, tail) = after.split_at(end);
        result.push_str(before);
        result.push_str(match served.get(address) {
            Some(file) => file,
            None if address.starts_with("data:") => address,
            None => panic!("a style sheet asks for {address}, which is not in static/"),
        });
        rest = tail;
    }
    result + rest
}

/// Takes out comments and blank space; what stands in quotes stays.
fn squeeze_css(style: &str) -> String {
    let mut result = String::with_capacity(style.len());
    let mut rest = style;
    while let Some(next) = rest.chars().next() {
        if rest.starts_with("/*") {
            rest = rest.split_once("*/").expect("a comment is closed").1;
        } else if next == '"' || next == '\'' {
            let end = 1 + rest[1..].find(next).expect("a string is closed; \\ before a quote is not used");
            result.push_str(&rest[..=end]);
            rest = &rest[end + 1..];
        } else if next.is_ascii_whitespace() {
            if !result.ends_with([' ', '{', '}', ';']) {
                result.push(' ');
            }
            rest = rest.trim_ascii_start();
        } else {
            result.push(next);
            rest = &rest[next.len_utf8()..];
        }
    }
    result
}

/// Takes out lines that hold only a comment, and indentation. Text over several lines is not used in our scripts.
fn squeeze_js(script: &str) -> String {
    let lines = script.lines().map(str::trim_start).filter(|line| !line.is_empty() && !line.starts_with("//"));
    lines.flat_map(|line| [line, "\n"]).collect()
}

fn brotli(bytes: &[u8]) -> Vec<u8> {
    let mut result = Vec::new();
    let settings = brotli::enc::BrotliEncoderParams { quality: 11, lgwin: 22, size_hint: bytes.len(), ..Default::default() };
    brotli::BrotliCompress(&mut &bytes[..], &mut result, &settings).expect("memory takes it");
    result
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    encoder.write_all(bytes).expect("memory takes it");
    encoder.finish().expect("memory takes it")
}
