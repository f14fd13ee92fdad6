//! A file that somebody sends from a form, read up to the limit and no further.
use axum::body::Bytes;
use axum::extract::{FromRequest, Multipart, Request};

use crate::App;
use crate::error::{AppError, Result};
use crate::web::extract::Pairs;

/// The most characters of a file's name that are kept.
const LONGEST_NAME: usize = 200;

/// The file of the form's field `fil`. Other fields are no part of the form.
#[derive(Debug, Clone)]
pub struct Upload {
    /// Its name as the browser gave it, without folders; «fil» when it gave none.
    pub name: String,
    /// Its bytes; empty when no file was chosen.
    pub bytes: Bytes,
}

impl FromRequest<App> for Upload {
    type Rejection = AppError;

    async fn from_request(request: Request, app: &App) -> Result<Self> {
        let most = app.settings.largest_upload();
        let mut form = Multipart::from_request(request, app).await.map_err(|_| AppError::BadRequest("error-bad-form"))?;
        let bad = |_| AppError::BadRequest("error-bad-form");
        let mut field = form
            .next_field()
            .await
            .map_err(bad)?
            .filter(|field| field.name() == Some("fil"))
            .ok_or(AppError::BadRequest("error-bad-form"))?;
        let name = field.file_name().map(own_name).filter(|name| !name.is_empty()).unwrap_or_else(|| "fil".to_owned());
        let mut bytes = Vec::new();
        while let Some(chunk) = field.chunk().await.map_err(bad)? {
            if bytes.len() + chunk.len() > most {
                return Err(AppError::TooLarge);
            }
            bytes.extend_from_slice(&chunk);
        }
        Ok(Self { name, bytes: bytes.into() })
    }
}

/// The most bytes of all texts beside a file.
const LARGEST_TEXTS: usize = 64 * 1024;

/// A form with a file, of the field `fil`, and texts beside it.
#[derive(Debug, Clone)]
pub struct FileForm {
    /// The texts.
    pub texts: Pairs,
    /// The file; empty when none was chosen, or when it is too large.
    pub bytes: Bytes,
    /// It has more bytes than it may; the texts are here all the same, so that the page can say so on its field.
    pub too_large: bool,
}

impl FileForm {
    /// Reads the form: texts of these names and no others, and a file of at most `most` bytes. A file that is larger than any that is taken is not read to
    /// its end.
    ///
    /// # Errors
    ///
    /// When it is no such form, or larger than any that is taken.
    pub async fn read(request: Request, app: &App, names: &[&str], most: usize) -> Result<Self> {
        let bad = |_| AppError::BadRequest("error-bad-form");
        let mut form = Multipart::from_request(request, app).await.map_err(|_| AppError::BadRequest("error-bad-form"))?;
        let (mut texts, mut file, mut read) = (Vec::new(), None, 0);
        let mut too_large = false;
        while let Some(mut field) = form.next_field().await.map_err(bad)? {
            let name = field.name().unwrap_or_default().to_owned();
            let is_file = name == "fil" && file.is_none();
            if !is_file && !names.contains(&name.as_str()) {
                return Err(AppError::BadRequest("error-bad-form"));
            }
            let mut bytes = Vec::new();
            let mut size = 0_usize;
            while let Some(chunk) = field.chunk().await.map_err(bad)? {
                size += chunk.len();
                if (is_file && size > app.settings.largest_upload().max(most)) || (!is_file && read + size > LARGEST_TEXTS) {
                    return Err(AppError::TooLarge);
                }
                if !is_file || size <= most {
                    bytes.extend_from_slice(&chunk);
                }
            }
            if is_file {
                too_large = size > most;
                file = Some(if too_large { Vec::new() } else { bytes });
                continue;
            }
            read += size;
            let text = String::from_utf8(bytes).map_err(|_| AppError::BadRequest("error-bad-encoding"))?;
            if text.contains('\0') {
                return Err(AppError::BadRequest("error-bad-characters"));
            }
            texts.push((name, text));
        }
        Ok(Self { texts: Pairs(texts), bytes: file.unwrap_or_default().into(), too_large })
    }
}

/// The name without folders and without what no name holds. It is shown and never used as a path.
fn own_name(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    last.chars().filter(|letter| !letter.is_control()).take(LONGEST_NAME).collect::<String>().trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::own_name;

    #[test]
    fn a_name_has_no_folders_and_no_control_characters() {
        assert_eq!(own_name("C:\\Users\\kari\\tal.csv"), "tal.csv");
        assert_eq!(own_name("../../etc/passwd"), "passwd");
        assert_eq!(own_name(" a\0b\r\n.csv "), "ab.csv");
        assert_eq!(own_name(&"x".repeat(500)).len(), 200);
    }
}
