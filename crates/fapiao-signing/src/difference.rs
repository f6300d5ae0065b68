use std::fmt;

const WINDOW: usize = 24;

/// Where two byte strings part, and what stands there in each.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Difference {
    /// Index of the first byte that differs; the shorter length when one is the start of the other.
    pub offset: usize,
    /// About 24 bytes on either side of the offset in the first text, whole characters only.
    pub left: String,
    /// The same of the second text.
    pub right: String,
}

/// The first difference of two canonical forms, or none when they are equal.
///
/// The windows are copies of the input, so hand it texts that may be shown:
/// [`Canonical::masked`](crate::Canonical::masked) on both sides where a secret is among the bytes.
///
/// ```
/// let difference = fapiao_signing::first_difference("备注=红".as_bytes(), "备注=蓝".as_bytes()).unwrap();
/// assert_eq!(difference.to_string(), "byte 7: \"备注=红\" against \"备注=蓝\"");
/// ```
#[must_use]
pub fn first_difference(left: &[u8], right: &[u8]) -> Option<Difference> {
    let common = left.iter().zip(right).take_while(|(l, r)| l == r).count();
    if common == left.len() && common == right.len() {
        return None;
    }
    Some(Difference { offset: common, left: window(left, common), right: window(right, common) })
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "byte {}: {:?} against {:?}", self.offset, self.left, self.right)
    }
}

fn window(bytes: &[u8], around: usize) -> String {
    let start = char_start(bytes, around.saturating_sub(WINDOW));
    let end = char_start(bytes, bytes.len().min(around + WINDOW));
    String::from_utf8_lossy(&bytes[start..end.max(start)]).into_owned()
}

/// Moves back to the start of a UTF-8 character, at most the three bytes that one can be cut by.
fn char_start(bytes: &[u8], index: usize) -> usize {
    let is_start = |&at: &usize| bytes.get(at).is_none_or(|byte| byte & 0xC0 != 0x80);
    (index.saturating_sub(3)..=index).rev().find(is_start).unwrap_or(index)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_texts_have_no_difference() {
        assert_eq!(first_difference(b"", b""), None);
        assert_eq!(first_difference(b"same", b"same"), None);
    }

    #[test]
    fn a_text_that_is_the_start_of_the_other_differs_at_its_end() {
        let difference = first_difference(b"abc", b"abcd").unwrap();
        assert_eq!((difference.offset, difference.left.as_str(), difference.right.as_str()), (3, "abc", "abcd"));
    }

    #[test]
    fn a_change_inside_a_character_shows_the_whole_character_on_both_sides() {
        let left = format!("{}红{}", "发".repeat(20), "票".repeat(20));
        let right = format!("{}纣{}", "发".repeat(20), "票".repeat(20));
        let difference = first_difference(left.as_bytes(), right.as_bytes()).unwrap();
        assert!(difference.offset > 60 && difference.offset < 63, "inside the character: {}", difference.offset);
        assert!(difference.left.contains("发红票") && difference.right.contains("发纣票"), "{difference}");
        assert!(!difference.to_string().contains('\u{fffd}'), "{difference}");
    }

    #[test]
    fn the_window_stays_short_in_a_long_text() {
        let (left, right) = ("a".repeat(5000), format!("{}b{}", "a".repeat(2500), "a".repeat(2499)));
        let difference = first_difference(left.as_bytes(), right.as_bytes()).unwrap();
        assert_eq!((difference.offset, difference.left.len(), difference.right.len()), (2500, 48, 48));
    }

    #[test]
    fn bytes_that_are_no_text_do_not_panic() {
        assert_eq!(first_difference(&[0x80; 40], &[0x81; 40]).unwrap().offset, 0);
        assert_eq!(first_difference(&[0x80; 40], &[0x80; 4]).unwrap().offset, 4);
    }
}
