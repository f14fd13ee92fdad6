//! The municipality's mark as a picture.
use std::io::Cursor;

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use image::{ImageFormat, ImageReader};

use super::content::{Logo, LogoKind};

/// Bytes of the file.
const LARGEST: usize = 1024 * 1024;
/// Points across and down.
const WIDEST: u32 = 2000;

/// A logo that can be drawn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Picture {
    /// The file.
    pub bytes: Vec<u8>,
    /// Points across.
    pub width: u32,
    /// Points down.
    pub height: u32,
}

impl Picture {
    /// Its size when it fills a room as far as its shape allows.
    pub fn inside(&self, room: (f64, f64)) -> (f64, f64) {
        let shape = f64::from(self.width) / f64::from(self.height.max(1));
        (room.0.min(room.1 * shape), room.1.min(room.0 / shape))
    }
}

/// Why a file is no logo.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NoLogo {
    /// It is too large, in bytes or in points.
    #[error("at most {} kB and {WIDEST} points across and down", LARGEST / 1024)]
    TooLarge,
    /// It is no whole PNG or JPEG.
    #[error("no whole PNG or JPEG")]
    NoPicture,
}

impl Logo {
    /// The file as a logo: a whole PNG or JPEG of at most 1 MB and 2000 points across and down.
    pub fn of(bytes: &[u8]) -> Result<Self, NoLogo> {
        let kind = match image::guess_format(bytes) {
            Ok(ImageFormat::Png) => LogoKind::Png,
            Ok(ImageFormat::Jpeg) => LogoKind::Jpeg,
            _ => return Err(NoLogo::NoPicture),
        };
        size(kind, bytes)?;
        Ok(Self { kind, base64: BASE64_STANDARD.encode(bytes) })
    }

    /// The picture; none when it is not what it is said to be.
    pub(super) fn picture(&self) -> Option<Picture> {
        let bytes = BASE64_STANDARD.decode(&self.base64).ok()?;
        let (width, height) = size(self.kind, &bytes).ok()?;
        Some(Picture { bytes, width, height })
    }
}

/// Points across and down of a picture that was read to its end.
fn size(kind: LogoKind, bytes: &[u8]) -> Result<(u32, u32), NoLogo> {
    let format = match kind {
        LogoKind::Png => ImageFormat::Png,
        LogoKind::Jpeg => ImageFormat::Jpeg,
    };
    let reader = || ImageReader::with_format(Cursor::new(bytes), format);
    let (width, height) = reader().into_dimensions().map_err(|_| NoLogo::NoPicture)?;
    if bytes.len() > LARGEST || width > WIDEST || height > WIDEST {
        return Err(NoLogo::TooLarge);
    }
    reader().decode().map_err(|_| NoLogo::NoPicture)?;
    Ok((width, height))
}

#[cfg(test)]
mod tests {
    use image::{DynamicImage, ImageFormat};

    use super::*;

    fn file(width: u32, height: u32, format: ImageFormat) -> Vec<u8> {
        let mut bytes = Cursor::new(Vec::new());
        DynamicImage::new_rgb8(width, height).write_to(&mut bytes, format).unwrap();
        bytes.into_inner()
    }

    #[test]
    fn a_whole_picture_is_a_logo_and_comes_back_as_it_was() {
        for (format, kind) in [(ImageFormat::Png, LogoKind::Png), (ImageFormat::Jpeg, LogoKind::Jpeg)] {
            let bytes = file(40, 20, format);
            let logo = Logo::of(&bytes).unwrap();
            assert_eq!(logo.kind, kind);
            let picture = logo.picture().unwrap();
            assert_eq!(picture, Picture { bytes, width: 40, height: 20 });
            assert_eq!([picture.inside((70.0, 18.0)), picture.inside((20.0, 18.0))], [(36.0, 18.0), (20.0, 10.0)]);
        }
    }

    #[test]
    fn what_is_no_whole_picture_or_too_large_is_no_logo() {
        let whole = file(40, 20, ImageFormat::Png);
        for bytes in [b"".as_slice(), b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"GIF89a", &whole[..whole.len() / 2]] {
            assert_eq!(Logo::of(bytes), Err(NoLogo::NoPicture), "{bytes:?}");
        }
        assert_eq!(Logo::of(&file(2001, 1, ImageFormat::Png)), Err(NoLogo::TooLarge));
        let not_what_it_says = Logo { kind: LogoKind::Jpeg, base64: BASE64_STANDARD.encode(&whole) };
        assert_eq!(not_what_it_says.picture(), None);
        assert_eq!(Logo { kind: LogoKind::Png, base64: "<>".to_owned() }.picture(), None);
    }
}
