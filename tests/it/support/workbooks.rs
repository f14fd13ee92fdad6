//! Workbooks made byte by byte, so that a file may say what is not so.
use std::io::Write as _;

use flate2::write::DeflateEncoder;
use flate2::{Compression, Crc};

/// A part of an archive and what the archive says of it.
#[derive(Debug, Clone)]
pub struct Part {
    pub name: String,
    /// 0 stored, 8 deflated.
    pub method: u16,
    /// Bit 0: encrypted.
    pub flags: u16,
    pub crc: u32,
    pub packed: Vec<u8>,
    pub declared: u32,
    /// The file's mode on Unix.
    pub mode: u32,
}

impl Part {
    /// An honest part.
    pub fn new(name: &str, content: impl AsRef<[u8]>) -> Self {
        let content = content.as_ref();
        let mut crc = Crc::new();
        crc.update(content);
        let mut encoder = DeflateEncoder::new(Vec::new(), Compression::fast());
        encoder.write_all(content).unwrap();
        Self {
            name: name.to_owned(),
            method: 8,
            flags: 0,
            crc: crc.sum(),
            packed: encoder.finish().unwrap(),
            declared: u32::try_from(content.len()).unwrap(),
            mode: 0o100_644,
        }
    }

    /// A mebibyte of zeros so many times, packed a thousand to one. The check sum is wrong: nobody should get as far.
    pub fn zeros(name: &str, mebibytes: u32) -> Self {
        let mut encoder = DeflateEncoder::new(Vec::new(), Compression::best());
        encoder.write_all(&vec![0; 1024 * 1024]).unwrap();
        encoder.flush().unwrap();
        let once = encoder.get_ref().clone();
        // A last block with nothing in it.
        let packed = [once.repeat(mebibytes as usize), vec![3, 0]].concat();
        Self { packed, declared: mebibytes * 1024 * 1024, ..Self::new(name, "") }
    }
}

/// An archive of the parts.
pub fn archive(parts: &[Part]) -> Vec<u8> {
    let (mut bytes, mut list) = (Vec::new(), Vec::new());
    for part in parts {
        let offset = u32::try_from(bytes.len()).unwrap();
        let mut common = Vec::new();
        for number in [20, part.flags, part.method, 0, 0x21] {
            common.extend(number.to_le_bytes());
        }
        for number in [part.crc, u32::try_from(part.packed.len()).unwrap(), part.declared] {
            common.extend(number.to_le_bytes());
        }
        common.extend(u16::try_from(part.name.len()).unwrap().to_le_bytes());
        common.extend([0, 0]);
        bytes.extend(b"PK\x03\x04");
        bytes.extend(&common);
        bytes.extend(part.name.as_bytes());
        bytes.extend(&part.packed);
        // Made on Unix, so that the mode counts.
        list.extend(b"PK\x01\x02\x14\x03");
        list.extend(&common);
        list.extend([0; 6]);
        list.extend((part.mode << 16).to_le_bytes());
        list.extend(offset.to_le_bytes());
        list.extend(part.name.as_bytes());
    }
    let (start, count) = (u32::try_from(bytes.len()).unwrap(), u16::try_from(parts.len()).unwrap());
    bytes.extend(&list);
    bytes.extend(b"PK\x05\x06\0\0\0\0");
    bytes.extend(count.to_le_bytes());
    bytes.extend(count.to_le_bytes());
    bytes.extend(u32::try_from(list.len()).unwrap().to_le_bytes());
    bytes.extend(start.to_le_bytes());
    bytes.extend([0, 0]);
    bytes
}

const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

/// The parts of a workbook: one sheet «Ark1» with this inside, and these beside it, which take the place of parts of their names.
pub fn parts(sheet_data: &str, others: Vec<Part>) -> Vec<Part> {
    let relation = |id: &str, kind: &str, target: &str| format!("<Relationship Id='{id}' Type='{OFFICE}/{kind}' Target='{target}'/>");
    let relations = relation("r1", "worksheet", "worksheets/sheet1.xml")
        + &relation("r2", "styles", "styles.xml")
        + &relation("r3", "sharedStrings", "/xl/sharedStrings.xml");
    let mut parts = vec![
        Part::new("[Content_Types].xml", "<Types/>"),
        Part::new(
            "xl/workbook.xml",
            format!("<workbook xmlns='{MAIN}' xmlns:r='{OFFICE}'><sheets><sheet name='Ark1' sheetId='1' r:id='r1'/></sheets></workbook>"),
        ),
        Part::new("xl/_rels/workbook.xml.rels", format!("<Relationships>{relations}</Relationships>")),
        Part::new("xl/worksheets/sheet1.xml", format!("<worksheet xmlns='{MAIN}'><sheetData>{sheet_data}</sheetData></worksheet>")),
    ];
    parts.retain(|part| others.iter().all(|other| other.name != part.name));
    parts.extend(others);
    parts
}

/// A workbook: see [`parts`].
pub fn workbook(sheet_data: &str, others: Vec<Part>) -> Vec<u8> {
    archive(&parts(sheet_data, others))
}

/// A cell that holds a number.
pub fn cell(address: &str, number: &str) -> String {
    format!("<c r='{address}'><v>{number}</v></c>")
}
