//! Text on the page: runs of two fonts, widths, places.

use super::{CHINESE, LATIN};
use pdf_writer::{Content, Name, Str};
use std::collections::BTreeSet;

/// Widths of Helvetica's characters from blank to tilde, in thousandths of the size.
const WIDTHS: [i32; 95] = [
    278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556, 556, 556, 556, 556,
    556, 556, 556, 278, 278, 584, 584, 584, 556, 1015, 667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667, 556, 833,
    722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469, 556, 333, 556, 556, 500, 556,
    556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556, 556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334,
    260, 334, 584,
];

/// Where a text stands: left or right end, or middle, and its base line.
#[derive(Clone, Copy)]
pub(super) enum Place {
    Left(i16, i16),
    Right(i16, i16),
    Middle(i16, i16),
}

/// Writes on the page and remembers which Chinese characters it used.
pub(super) struct Pen {
    pub(super) content: Content,
    characters: BTreeSet<char>,
}

impl Pen {
    pub(super) fn new(content: Content) -> Self {
        Self { content, characters: BTreeSet::new() }
    }

    pub(super) fn finish(self) -> (pdf_writer::Buf, BTreeSet<char>) {
        (self.content.finish(), self.characters)
    }

    /// Writes a text; what is wider than `room` points is cut, with an ellipsis.
    pub(super) fn write(&mut self, place: Place, size: i16, room: i16, text: &str) {
        let text = fit(text, size, room);
        let width = points(&text, size);
        let (x, y) = match place {
            Place::Left(x, y) => (x, y),
            Place::Right(x, y) => (x - width, y),
            Place::Middle(x, y) => (x - width / 2, y),
        };
        self.content.begin_text();
        self.content.next_line(f32::from(x), f32::from(y));
        for run in runs(&text) {
            self.show(&run, size);
        }
        self.content.end_text();
    }

    fn show(&mut self, run: &str, size: i16) {
        let size = f32::from(size);
        if run.is_ascii() {
            self.content.set_font(Name(LATIN.as_bytes()), size).show(Str(run.as_bytes()));
            return;
        }
        self.characters.extend(run.chars());
        let utf16: Vec<u8> = run.encode_utf16().flat_map(u16::to_be_bytes).collect();
        self.content.set_font(Name(CHINESE.as_bytes()), size).show(Str(&utf16));
    }
}

/// The text in pieces that are all ASCII or have none. What the fonts lack becomes a box, a control character a blank.
fn runs(text: &str) -> Vec<String> {
    let mut runs: Vec<String> = Vec::new();
    for character in text.chars() {
        let character = match character {
            c if c.is_control() => ' ',
            '\u{10000}'.. => '□',
            c => c,
        };
        match runs.last_mut() {
            Some(run) if run.is_ascii() == character.is_ascii() => run.push(character),
            _ => runs.push(character.into()),
        }
    }
    runs
}

fn width(character: char) -> i32 {
    let place = (character as usize).checked_sub(32);
    place.and_then(|place| WIDTHS.get(place)).copied().unwrap_or(1000)
}

fn points(text: &str, size: i16) -> i16 {
    let thousandths: i32 = text.chars().map(width).sum();
    i16::try_from(thousandths.saturating_mul(size.into()) / 1000).unwrap_or(i16::MAX)
}

fn fit(text: &str, size: i16, room: i16) -> String {
    if points(text, size) <= room {
        return text.to_owned();
    }
    let mut kept = String::new();
    for character in text.chars() {
        kept.push(character);
        if points(&kept, size) + size > room {
            kept.pop();
            break;
        }
    }
    kept.push('…');
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runs_part_where_the_font_changes() {
        assert_eq!(runs("南京ABC公司\t𠮷"), ["南京", "ABC", "公司", " ", "□"]);
    }

    #[test]
    fn a_text_that_is_too_wide_is_cut_to_its_room() {
        let cut = fit(&"测".repeat(200), 10, 100);
        assert!(cut.ends_with('…') && points(&cut, 10) <= 100, "{cut}");
        assert_eq!(fit("短", 10, 100), "短");
        assert_eq!(points(&"长".repeat(100_000), 10), i16::MAX);
    }
}
