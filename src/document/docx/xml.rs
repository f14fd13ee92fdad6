//! Texts in XML.

/// The name spaces of parts with text.
pub const NAMES: &str = concat!(
    r#"xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" "#,
    r#"xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" "#,
    r#"xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" "#,
    r#"xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" "#,
    r#"xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture""#,
);
/// How every part begins.
pub const DECLARATION: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>"#;

/// A text as it may stand in an element or an attribute, on one line, without the characters that XML does not have.
pub fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    for letter in text.chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\t' | '\n' | '\r' | '\u{85}' | '\u{2028}' | '\u{2029}' => out.push(' '),
            '\u{fffe}' | '\u{ffff}' => {}
            letter if letter.is_control() => {}
            letter => out.push(letter),
        }
    }
    out
}

/// A run of text with the properties `looks`; its lines are lines.
pub fn run(looks: &str, text: &str) -> String {
    let looks = if looks.is_empty() { String::new() } else { format!("<w:rPr>{looks}</w:rPr>") };
    let lines: Vec<String> = text.lines().map(|line| format!(r#"<w:t xml:space="preserve">{}</w:t>"#, escaped(line))).collect();
    if lines.is_empty() { String::new() } else { format!("<w:r>{looks}{}</w:r>", lines.join("<w:br/>")) }
}

/// A paragraph: the name of its style, properties in the order of the schema, and what it holds.
pub fn paragraph(style: &str, properties: &str, inside: &str) -> String {
    format!(r#"<w:p><w:pPr><w:pStyle w:val="{style}"/>{properties}</w:pPr>{inside}</w:p>"#)
}

/// A field that programs fill in, and what it says until then.
pub fn field(instruction: &str, shown: &str) -> String {
    format!(r#"<w:fldSimple w:instr=" {instruction} "><w:r><w:t>{shown}</w:t></w:r></w:fldSimple>"#)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_text_leaves_its_place_and_what_xml_does_not_have_is_left_out() {
        assert_eq!(escaped("<a b=\"&\">\u{0}\u{7}\u{b}\u{ffff}\u{1f389}\n]]>"), "&lt;a b=&quot;&amp;&quot;&gt;\u{1f389} ]]&gt;");
    }

    #[test]
    fn lines_are_lines_and_nothing_is_nothing() {
        assert_eq!(
            run("<w:b/>", "a\r\nb"),
            r#"<w:r><w:rPr><w:b/></w:rPr><w:t xml:space="preserve">a</w:t><w:br/><w:t xml:space="preserve">b</w:t></w:r>"#
        );
        assert_eq!(run("", ""), "");
    }
}
