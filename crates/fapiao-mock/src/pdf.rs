//! An issued invoice as a PDF of one page, which says in large letters that it is a test document.
//!
//! Nothing is embedded: Chinese is set in STSong-Light, one of the fonts that PDF readers bring or replace, and found again by
//! text search through a table of the characters in use. The same sheet gives the same bytes.

mod page;
mod text;

use crate::files::Sheet;
use pdf_writer::{
    Content, Name, Pdf, Rect, Ref, Str, TextStr,
    types::{CidFontType, FontFlags, SystemInfo, UnicodeCmap},
};
use std::collections::BTreeSet;

const CHINESE: &str = "C";
const LATIN: &str = "L";
const FONT: Name<'static> = Name(b"STSong-Light");
/// The code of a character in this encoding is its UTF-16.
const ENCODING: Name<'static> = Name(b"UniGB-UTF16-H");

/// The page, A5 across, in points.
const PAGE: Rect = Rect { x1: 0.0, y1: 0.0, x2: 595.0, y2: 420.0 };

/// Renders the sheet.
pub(crate) fn render(sheet: &Sheet) -> Vec<u8> {
    let mut pen = text::Pen::new(Content::new());
    page::draw(&mut pen, sheet);
    let (content, characters) = pen.finish();
    let [catalog, pages, page, stream, latin, chinese, cid_font, descriptor, to_unicode, info] =
        std::array::from_fn(|at| Ref::new(i32::try_from(at).unwrap_or_default() + 1));
    let mut pdf = Pdf::new();
    pdf.set_version(1, 4);
    pdf.document_info(info)
        .title(TextStr(&format!("{} {}（测试票据）", sheet.title, sheet.number)))
        .producer(TextStr("fapiao-mock"));
    pdf.catalog(catalog).pages(pages);
    pdf.pages(pages).kids([page]).count(1);
    let mut leaf = pdf.page(page);
    leaf.parent(pages).media_box(PAGE).contents(stream);
    leaf.resources().fonts().pair(Name(LATIN.as_bytes()), latin).pair(Name(CHINESE.as_bytes()), chinese);
    drop(leaf);
    pdf.stream(stream, &content);
    pdf.type1_font(latin).base_font(Name(b"Helvetica")).encoding_predefined(Name(b"WinAnsiEncoding"));
    add_chinese(&mut pdf, [chinese, cid_font, descriptor, to_unicode], &characters);
    pdf.finish()
}

fn add_chinese(pdf: &mut Pdf, [font, cid_font, descriptor, to_unicode]: [Ref; 4], characters: &BTreeSet<char>) {
    pdf.type0_font(font).base_font(FONT).encoding_predefined(ENCODING).descendant_font(cid_font).to_unicode(to_unicode);
    pdf.cid_font(cid_font)
        .subtype(CidFontType::Type0)
        .base_font(FONT)
        .system_info(SystemInfo { registry: Str(b"Adobe"), ordering: Str(b"GB1"), supplement: 4 })
        .font_descriptor(descriptor)
        .default_width(1000.0);
    pdf.font_descriptor(descriptor)
        .name(FONT)
        .flags(FontFlags::SERIF | FontFlags::SYMBOLIC)
        .bbox(Rect::new(-25.0, -254.0, 1000.0, 880.0))
        .italic_angle(0.0)
        .ascent(752.0)
        .descent(-271.0)
        .cap_height(737.0)
        .stem_v(58.0);
    let system = SystemInfo { registry: Str(b"Adobe"), ordering: Str(b"UCS"), supplement: 0 };
    let mut map = UnicodeCmap::new(Name(b"Adobe-Identity-UCS"), system);
    for &character in characters {
        if let Ok(code) = u16::try_from(u32::from(character)) {
            map.pair(code, character);
        }
    }
    pdf.stream(to_unicode, &map.finish());
}

#[cfg(test)]
mod tests;
