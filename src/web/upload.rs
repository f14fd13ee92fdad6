//! A file that somebody sends from a form, read up to the limit and no further.
use axum::body::Bytes;
use axum::extract::{FromRequest, Multipart, Request};

use crate::App;
use crate::error::{AppError, Result};

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
