//! Static files, built into the binary with a hash of their content in the name: a browser keeps them for ever and
//! still sees a change at once. `build.rs` makes the table.

use axum::body::Body;
use axum::http::header::{ACCEPT_ENCODING, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE, ETAG, IF_NONE_MATCH, VARY};
use axum::http::{HeaderMap, HeaderName, Method, Response, StatusCode, Uri};

/// One file of `static/`, as it is and compressed.
struct Asset {
    /// The path below `static/`, as templates name it.
    name: &'static str,
    /// The address with the hash in it.
    url: &'static str,
    hash: &'static str,
    content_type: &'static str,
    plain: &'static [u8],
    brotli: Option<&'static [u8]>,
    gzip: Option<&'static [u8]>,
}

include!(concat!(env!("OUT_DIR"), "/assets.rs"));

/// The address of a file in `static/`: `url("app.css")` is `/static/app.3f9a41c7b20e95d8.css`.
///
/// A name that is not there is a mistake in a template: tests stop at it, and production answers an address that
/// leads to the page for «not found».
pub fn url(name: &str) -> &'static str {
    let asset = ASSETS.iter().find(|asset| asset.name == name);
    debug_assert!(asset.is_some(), "static/{name} is not served");
    asset.map_or("/static/", |asset| asset.url)
}

/// Answers a request for `/static/…`, or `None` when there is no such file. For GET and HEAD only; the router refuses
/// other methods.
pub fn serve(method: &Method, uri: &Uri, headers: &HeaderMap) -> Option<Response<Body>> {
    let asset = ASSETS.iter().find(|asset| asset.url == uri.path())?;
    let (coding, bytes) = choose(asset, headers);
    let etag = match coding {
        Some(coding) => format!("\"{}-{coding}\"", asset.hash),
        None => format!("\"{}\"", asset.hash),
    };

    let mut answer = Response::builder().header(CACHE_CONTROL, "public, max-age=31536000, immutable").header(ETAG, &etag);
    if asset.brotli.is_some() {
        answer = answer.header(VARY, "accept-encoding");
    }
    if holds(headers, &IF_NONE_MATCH, |known| known.trim_start_matches("W/") == etag || known == "*") {
        return answer.status(StatusCode::NOT_MODIFIED).body(Body::empty()).ok();
    }
    if let Some(coding) = coding {
        answer = answer.header(CONTENT_ENCODING, coding);
    }
    answer
        .header(CONTENT_TYPE, asset.content_type)
        .header(CONTENT_LENGTH, bytes.len())
        .body(if method == Method::HEAD { Body::empty() } else { Body::from(bytes) })
        .ok()
}

/// The form the browser likes best; of two it likes as well, the smaller one.
fn choose(asset: &Asset, headers: &HeaderMap) -> (Option<&'static str>, &'static [u8]) {
    let candidates = [("gzip", asset.gzip), ("br", asset.brotli)];
    candidates
        .into_iter()
        .filter_map(|(coding, bytes)| Some((weight(headers, coding), coding, bytes?)))
        .filter(|(weight, ..)| *weight > 0)
        .max_by_key(|(weight, ..)| *weight)
        .map_or((None, asset.plain), |(_, coding, bytes)| (Some(coding), bytes))
}

/// The weight, 0 to 1000, that `Accept-Encoding` gives a coding.
fn weight(headers: &HeaderMap, coding: &str) -> u16 {
    let mut any = 0;
    for item in values(headers, &ACCEPT_ENCODING) {
        let (name, parameters) = item.split_once(';').unwrap_or((item, ""));
        let weight = match parameters.trim().split_once('=') {
            Some(("q" | "Q", number)) => thousandths(number.trim()),
            _ => 1000,
        };
        if name.trim().eq_ignore_ascii_case(coding) {
            return weight;
        }
        if name.trim() == "*" {
            any = weight;
        }
    }
    any
}

/// `0.25` is 250; what is not a number weighs nothing.
fn thousandths(number: &str) -> u16 {
    let (whole, part) = number.split_once('.').unwrap_or((number, ""));
    match (whole, format!("{part:0<3}").parse::<u16>()) {
        ("1", Ok(_)) => 1000,
        ("0", Ok(part)) => part.min(1000),
        _ => 0,
    }
}

fn holds(headers: &HeaderMap, name: &HeaderName, wanted: impl Fn(&str) -> bool) -> bool {
    values(headers, name).any(wanted)
}

/// The items of a header that is a list with commas.
fn values<'a>(headers: &'a HeaderMap, name: &HeaderName) -> impl Iterator<Item = &'a str> {
    headers
        .get_all(name)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .map(str::trim)
        .filter(|item| !item.is_empty())
}

#[cfg(test)]
mod tests {
    use axum::body::to_bytes;

    use super::*;

    const FONT: &str = "vendor/inter-latin-wght-normal.woff2";

    fn get(path: &str, headers: &[(HeaderName, &str)]) -> Option<Response<Body>> {
        let headers = headers.iter().map(|(name, value)| (name.clone(), value.parse().unwrap())).collect();
        serve(&Method::GET, &path.parse().unwrap(), &headers)
    }

    fn header(answer: &Response<Body>, name: &HeaderName) -> Option<String> {
        answer.headers().get(name).map(|value| value.to_str().unwrap().to_owned())
    }

    async fn body(answer: Response<Body>) -> Vec<u8> {
        to_bytes(answer.into_body(), usize::MAX).await.unwrap().to_vec()
    }

    #[test]
    fn addresses_hold_the_hash_of_the_content() {
        let address = url("app.css");
        let hash = address.strip_prefix("/static/app.").and_then(|rest| rest.strip_suffix(".css")).unwrap();
        assert_eq!(hash.len(), 16);
        assert!(hash.chars().all(|digit| digit.is_ascii_hexdigit()));
        assert!(url(FONT).starts_with("/static/inter-latin-wght-normal."), "folders are not in the address");
    }

    #[test]
    #[should_panic(expected = "static/nothing.css is not served")]
    #[cfg(debug_assertions)]
    fn a_name_that_is_not_there_stops_a_test() {
        url("nothing.css");
    }

    #[test]
    fn licences_notes_and_single_style_sheets_are_not_served() {
        let names: Vec<_> = ASSETS.iter().map(|asset| asset.name).collect();
        assert_eq!(names, ["app.js", "icon.svg", "icons.svg", "vendor/inter-latin-ext-wght-normal.woff2", FONT, "app.css"]);
    }

    #[test]
    fn unknown_and_unhashed_addresses_are_none() {
        for path in ["/static/", "/static/app.css", "/static/../Cargo.toml", "/static/VENDORED.md", "/app.css"] {
            assert!(get(path, &[]).is_none(), "{path}");
        }
    }

    #[tokio::test]
    async fn the_style_sheet_is_one_and_points_at_hashed_fonts() {
        let style = String::from_utf8(body(get(url("app.css"), &[]).unwrap()).await).unwrap();
        assert!(style.starts_with("@charset"), "the theme comes first, and the character set before everything");
        let layers = style.find("@layer ds.components{").unwrap();
        assert!(layers < style.find("\"Inter fallback\"").unwrap(), "our own rules come last");
        for part in style.split("url(\"").skip(1) {
            let address = part.split('"').next().unwrap();
            let font = format!("/static/{address}");
            assert!(address.starts_with("data:") || get(&font, &[]).is_some(), "{address}");
        }
        assert!(!style.contains("/*"));
    }

    #[tokio::test]
    async fn the_browser_gets_the_coding_it_likes() {
        for (accepts, coding) in [
            ("gzip, deflate, br, zstd", Some("br")),
            ("gzip", Some("gzip")),
            ("br;q=0.5, gzip;q=0.8", Some("gzip")),
            ("br;q=0, gzip", Some("gzip")),
            ("*", Some("br")),
            ("BR", Some("br")),
            ("br;q=0, *;q=0", None),
            ("identity", None),
            ("br;q=nonsense", None),
            ("", None),
        ] {
            let answer = get(url("app.js"), &[(ACCEPT_ENCODING, accepts)]).unwrap();
            assert_eq!(header(&answer, &CONTENT_ENCODING).as_deref(), coding, "{accepts}");
            assert_eq!(header(&answer, &VARY).unwrap(), "accept-encoding");
            let length = header(&answer, &CONTENT_LENGTH).unwrap();
            assert_eq!(body(answer).await.len().to_string(), length);
        }
    }

    #[test]
    fn fonts_are_not_compressed_again() {
        let answer = get(url(FONT), &[(ACCEPT_ENCODING, "br")]).unwrap();
        assert_eq!(header(&answer, &CONTENT_ENCODING), None);
        assert_eq!(header(&answer, &VARY), None);
        assert_eq!(header(&answer, &CONTENT_TYPE).unwrap(), "font/woff2");
    }

    #[test]
    fn kept_for_ever_and_known_again() {
        let first = get(url("icons.svg"), &[(ACCEPT_ENCODING, "br")]).unwrap();
        assert_eq!(header(&first, &CACHE_CONTROL).unwrap(), "public, max-age=31536000, immutable");
        assert_eq!(header(&first, &CONTENT_TYPE).unwrap(), "image/svg+xml");
        let etag = header(&first, &ETAG).unwrap();
        let again = get(url("icons.svg"), &[(ACCEPT_ENCODING, "br"), (IF_NONE_MATCH, &etag)]).unwrap();
        assert_eq!(again.status(), StatusCode::NOT_MODIFIED);
        let plain = get(url("icons.svg"), &[(IF_NONE_MATCH, &etag)]).unwrap();
        assert_eq!(plain.status(), StatusCode::OK, "another coding is another representation");
    }

    #[tokio::test]
    async fn head_tells_the_length_without_the_body() {
        let answer = serve(&Method::HEAD, &url("app.js").parse().unwrap(), &HeaderMap::new()).unwrap();
        assert_ne!(header(&answer, &CONTENT_LENGTH).unwrap(), "0");
        assert!(body(answer).await.is_empty());
    }

    #[test]
    fn weight_of_a_first_view_stays_within_its_budget() {
        let size = |name: &str| {
            let asset = ASSETS.iter().find(|asset| asset.name == name).unwrap();
            asset.brotli.unwrap_or(asset.plain).len()
        };
        assert!(size("app.css") <= 23 * 1024, "style {}", size("app.css"));
        assert!(size("app.js") <= 8 * 1024, "script {}", size("app.js"));
        let total = size("app.css") + size("app.js") + size("icons.svg") + size("icon.svg") + size(FONT);
        assert!(total <= 90 * 1024, "{total}: a first view is at most 100 KiB, of which the page itself needs some");
    }
}
