//! Charts as pictures: points for every program (PNG), and lines for those that know them (SVG, with letters as shapes, so that it looks the same without our
//! fonts).
use std::io::Cursor;
use std::sync::{Arc, LazyLock};

use image::codecs::png::{CompressionType, FilterType, PngEncoder};
use image::{ExtendedColorType, ImageEncoder as _};
use resvg::tiny_skia::{Color, Pixmap, Transform};
use resvg::usvg::fontdb::{Database, Source};
use resvg::usvg::{Options, Tree, WriteOptions};

use super::NotWritten;
use super::xml::escaped;
use crate::document::fonts;
use crate::web::charts::Drawing;

/// Points for each unit of a chart: some 200 to the inch on paper.
const SCALE: f32 = 2.25;
/// EMU, the unit of drawings, in a mm.
const EMU: f64 = 36_000.0;
/// The widest picture, in mm.
const WIDEST: f64 = 166.0;

/// A picture as a program draws it.
pub struct Drawn {
    /// PNG.
    pub png: Vec<u8>,
    /// SVG.
    pub svg: String,
}

/// Draws.
pub fn draw(drawing: &Drawing) -> Result<Drawn, NotWritten> {
    static OPTIONS: LazyLock<Options<'static>> = LazyLock::new(|| {
        let mut fonts = Database::new();
        for file in fonts::FILES {
            fonts.load_font_source(Source::Binary(Arc::new(file)));
        }
        Options { fontdb: Arc::new(fonts), ..Options::default() }
    });
    let tree = Tree::from_str(&drawing.svg, &OPTIONS)?;
    let size = tree.size().to_int_size().scale_by(SCALE).ok_or(NotWritten::Picture)?;
    let mut points = Pixmap::new(size.width(), size.height()).ok_or(NotWritten::Picture)?;
    points.fill(Color::WHITE);
    resvg::render(&tree, Transform::from_scale(SCALE, SCALE), &mut points.as_mut());
    // Nothing shines through white.
    let solid: Vec<u8> = points.data().chunks_exact(4).flat_map(|point| [point[0], point[1], point[2]]).collect();
    let mut png = Cursor::new(Vec::new());
    let encoder = PngEncoder::new_with_quality(&mut png, CompressionType::Fast, FilterType::Up);
    encoder.write_image(&solid, size.width(), size.height(), ExtendedColorType::Rgb8).map_err(|_| NotWritten::Picture)?;
    let svg = tree.to_string(&WriteOptions { indent: resvg::usvg::Indent::None, ..WriteOptions::default() });
    Ok(Drawn { png: png.into_inner(), svg })
}

/// A picture in a text.
pub struct Shown<'a> {
    /// Its number among pictures.
    pub number: usize,
    /// What stands instead of it for those who do not see it.
    pub description: &'a str,
    /// Width and height in mm.
    pub size: (f64, f64),
    /// The relation to its points.
    pub points: String,
    /// The relation to its lines.
    pub lines: Option<String>,
}

impl Shown<'_> {
    /// The run that shows it.
    pub fn run(&self) -> String {
        let Self { number, points, .. } = self;
        let shrunk = (WIDEST / self.size.0.max(1.0)).min(1.0);
        let [across, down] = [self.size.0, self.size.1].map(|mm| format!("{:.0}", mm * shrunk * EMU));
        let description = escaped(self.description);
        let lines = self.lines.as_ref().map_or_else(String::new, |lines| {
            format!(
                r#"<a:extLst><a:ext uri="{{96DAC541-7B7A-43D3-8B79-37D633B846F1}}"><asvg:svgBlip xmlns:asvg="http://schemas.microsoft.com/office/drawing/2016/SVG/main" r:embed="{lines}"/></a:ext></a:extLst>"#
            )
        });
        format!(
            r#"<w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent cx="{across}" cy="{down}"/><wp:docPr id="{number}" name="Bilde {number}" descr="{description}"/><wp:cNvGraphicFramePr><a:graphicFrameLocks noChangeAspect="1"/></wp:cNvGraphicFramePr><a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic><pic:nvPicPr><pic:cNvPr id="{number}" name="Bilde {number}" descr="{description}"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip r:embed="{points}">{lines}</a:blip><a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{across}" cy="{down}"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"#
        )
    }
}
