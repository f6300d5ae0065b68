//! The paths (`std::env::var`) that a source names, read from its tokens.

use proc_macro2::{Delimiter, Group, Punct, Spacing, Span, TokenStream, TokenTree};

/// A path, its `use` braces expanded, and the line of its last word.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Found {
    pub(super) words: Vec<String>,
    pub(super) line: usize,
}

/// A source that can't be cut into tokens.
#[derive(Debug)]
pub(super) struct Unreadable {
    pub(super) line: usize,
    pub(super) text: String,
}

/// All paths outside of items under `#[cfg(test)]`.
pub(super) fn in_source(source: &str) -> Result<Vec<Found>, Unreadable> {
    let tokens: TokenStream = source.parse().map_err(|error: proc_macro2::LexError| Unreadable {
        line: error.span().start().line,
        text: error.to_string(),
    })?;
    let mut found = Vec::new();
    Reader::new(&[], &mut found).read(tokens);
    Ok(found)
}

/// Reads one level of braces.
struct Reader<'a> {
    /// What stands before the braces of a `use`.
    prefix: &'a [String],
    words: Vec<String>,
    line: usize,
    /// Whether `::` was the last token, so that the next word belongs to the path.
    open: bool,
    found: &'a mut Vec<Found>,
}

impl<'a> Reader<'a> {
    fn new(prefix: &'a [String], found: &'a mut Vec<Found>) -> Self {
        Self { prefix, words: prefix.to_vec(), line: 0, open: false, found }
    }

    fn read(mut self, tokens: TokenStream) {
        let mut tokens = tokens.into_iter().peekable();
        while let Some(token) = tokens.next() {
            match token {
                TokenTree::Ident(word) => self.word(&word.to_string(), word.span()),
                TokenTree::Punct(mark) if is_colon_pair(&mark, tokens.peek()) => {
                    tokens.next();
                    self.open = true;
                }
                TokenTree::Punct(mark) if mark.as_char() == '#' => {
                    self.finish();
                    if tokens.peek().is_some_and(is_mark_of_tests) {
                        skip_item(&mut tokens);
                    }
                }
                TokenTree::Group(group) => self.group(&group),
                TokenTree::Punct(_) | TokenTree::Literal(_) => self.finish(),
            }
        }
        self.finish();
    }

    fn word(&mut self, word: &str, span: Span) {
        if !self.open {
            self.finish();
        }
        self.words.push(word.to_owned());
        self.line = span.start().line;
        self.open = false;
    }

    /// Braces after `::` continue the path (`use std::{env, fs}`); all others start afresh.
    fn group(&mut self, group: &Group) {
        if self.open && group.delimiter() == Delimiter::Brace && !self.words.is_empty() {
            Reader::new(&self.words, self.found).read(group.stream());
            self.words.truncate(self.prefix.len());
        } else {
            self.finish();
            Reader::new(&[], self.found).read(group.stream());
        }
    }

    fn finish(&mut self) {
        if self.words.len() > self.prefix.len() {
            self.found.push(Found { words: self.words.clone(), line: self.line });
        }
        self.words.truncate(self.prefix.len());
        self.open = false;
    }
}

fn is_colon_pair(mark: &Punct, next: Option<&TokenTree>) -> bool {
    mark.as_char() == ':' && mark.spacing() == Spacing::Joint && next.is_some_and(|next| is_mark(next, ':'))
}

fn is_mark(token: &TokenTree, mark: char) -> bool {
    matches!(token, TokenTree::Punct(punct) if punct.as_char() == mark)
}

/// Whether this is the bracket of `#[cfg(test)]` or `#[test]`.
fn is_mark_of_tests(token: &TokenTree) -> bool {
    let TokenTree::Group(group) = token else { return false };
    let text: String = group.stream().to_string().split_whitespace().collect();
    group.delimiter() == Delimiter::Bracket && (text == "cfg(test)" || text == "test")
}

/// Passes over an item: up to its body, or the semicolon of an item without one.
fn skip_item(tokens: &mut impl Iterator<Item = TokenTree>) {
    for token in tokens {
        let is_body = matches!(&token, TokenTree::Group(group) if group.delimiter() == Delimiter::Brace);
        if is_body || is_mark(&token, ';') {
            return;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paths(source: &str) -> Vec<String> {
        in_source(source).expect("Rust").into_iter().map(|found| found.words.join("::")).collect()
    }

    fn names(source: &str, path: &str) -> bool {
        paths(source).iter().any(|found| found == path)
    }

    #[test]
    fn the_braces_of_a_use_are_expanded() {
        let source = "use std::{env, time::{Instant, SystemTime as Now}, fs::*};";
        for path in ["std::env", "std::time::Instant", "std::time::SystemTime", "std::fs"] {
            assert!(names(source, path), "{path} in {:?}", paths(source));
        }
        assert!(!names("use a::{b, c::{d}}; use std::fmt;", "a::c::std::fmt"));
    }

    #[test]
    fn what_follows_a_nested_brace_keeps_the_outer_prefix() {
        assert!(names("use std::{time::{Duration}, env};", "std::env"));
    }

    #[test]
    fn comments_and_strings_name_nothing() {
        assert!(paths("/// std::env::var\n// std::env\n").iter().all(|path| path == "doc"));
        assert!(paths("\"std::env::var\"").is_empty());
    }

    #[test]
    fn a_call_inside_a_macro_is_found() {
        assert!(names("fn f() { assert!(x < SystemTime::now()); }", "SystemTime::now"));
    }

    #[test]
    fn a_leading_colon_pair_and_line_breaks_change_nothing() {
        assert!(names("fn f() { ::std::env::var(\"A\"); }", "std::env::var"));
        assert!(names("fn f() { std\n::env\n::var(\"A\"); }", "std::env::var"));
    }

    #[test]
    fn a_type_is_not_joined_to_its_field() {
        assert!(names("struct A { std: env }", "std") && !names("struct A { std: env }", "std::env"));
        assert!(!names("fn f(std:&env) {}", "std::env"));
    }

    #[test]
    fn items_for_tests_only_are_passed_over_and_what_follows_is_read() {
        let source = "#[cfg(test)] mod tests { use std::fs; } #[cfg(test)] use std::net; #[cfg(test)] mod more; fn f() { std::env::var(); }";
        assert!(!names(source, "std::fs") && !names(source, "std::net"), "{:?}", paths(source));
        assert!(names(source, "std::env::var"));
    }

    #[test]
    fn an_item_for_a_feature_is_read() {
        assert!(names("#[cfg(feature = \"system\")] mod a { use std::fs; }", "std::fs"));
        assert!(names("#[cfg(not(test))] mod a { use std::fs; }", "std::fs"));
    }

    #[test]
    fn a_path_has_the_line_it_ends_on() {
        let found = in_source("fn f() {\n\n  std::env::var();\n}").expect("Rust");
        assert_eq!(found.iter().find(|found| found.words.len() == 3).expect("a path").line, 3);
    }
}
