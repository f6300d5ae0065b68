//! Trees of business fields, made comparable.

use super::super::case::{Checked, differs};
use fapiao_model::node::Node;
use serde_json::Value;

/// The tree of a JSON value.
pub(super) fn of(value: &Value) -> Node {
    Node::from_json(value.to_string().as_bytes()).unwrap_or_default()
}

/// Members in the order of their names: their order in a message means nothing.
pub(super) fn sorted(node: Node) -> Node {
    match node {
        Node::Record(mut members) => {
            members.sort_by(|left, right| left.0.cmp(&right.0));
            members.into_iter().map(|(name, node)| (name, sorted(node))).collect()
        }
        Node::List(items) => items.into_iter().map(sorted).collect(),
        leaf => leaf,
    }
}

/// The values at these dotted paths as lists: XML can't tell a list of one from a lone value.
pub(super) fn with_lists(node: Node, paths: &[String]) -> Node {
    match node {
        Node::Record(members) => members.into_iter().map(|(name, node)| with_list(name, node, paths)).collect(),
        Node::List(items) => items.into_iter().map(|item| with_lists(item, paths)).collect(),
        leaf => leaf,
    }
}

fn with_list(name: String, node: Node, paths: &[String]) -> (String, Node) {
    let prefix = format!("{name}.");
    let inner: Vec<String> = paths.iter().filter_map(|path| path.strip_prefix(&prefix)).map(str::to_owned).collect();
    let node = if paths.contains(&name) { node.items().iter().cloned().collect() } else { node };
    (name, with_lists(node, &inner))
}

/// `Ok` if both trees are the same, else the first path at which they differ.
pub(super) fn same(stage: &str, ours: &Node, theirs: &Node) -> Checked {
    match difference(ours, theirs, "") {
        None => Ok(()),
        Some((path, ours, theirs)) => Err(differs(format!("{stage}{path}"), ours, theirs)),
    }
}

/// The first path at which two trees differ, and what stands there in each.
fn difference(ours: &Node, theirs: &Node, path: &str) -> Option<(String, String, String)> {
    match (ours, theirs) {
        (Node::Record(left), Node::Record(right)) => {
            let mut names = left.iter().chain(right).map(|(name, _)| name);
            names.find_map(|name| between(ours.get(name), theirs.get(name), &format!("{path}, {name}")))
        }
        (Node::List(left), Node::List(right)) => {
            let mut places = 0..left.len().max(right.len());
            places.find_map(|at| between(left.get(at), right.get(at), &format!("{path}[{at}]")))
        }
        _ => (ours != theirs).then(|| (path.to_owned(), shown(Some(ours)), shown(Some(theirs)))),
    }
}

fn between(ours: Option<&Node>, theirs: Option<&Node>, path: &str) -> Option<(String, String, String)> {
    match (ours, theirs) {
        (Some(ours), Some(theirs)) => difference(ours, theirs, path),
        (None, None) => None,
        _ => Some((path.to_owned(), shown(ours), shown(theirs))),
    }
}

fn shown(node: Option<&Node>) -> String {
    match node {
        None => "none".to_owned(),
        Some(Node::Text(text)) => format!("{text:?}"),
        Some(node) => serde_json::to_string(node).unwrap_or_default(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::case::Stop;
    use super::*;
    use serde_json::json;

    #[test]
    fn the_first_path_that_differs_is_named() {
        let (ours, theirs) = (json!({"a": [{"b": "1"}]}), json!({"a": [{"b": "2"}]}));
        let Err(Stop::Differs(mismatch)) = same("fields", &of(&ours), &of(&theirs)) else { panic!("no difference") };
        assert_eq!(mismatch.stage, "fields, a[0], b");
        assert_eq!((mismatch.ours.as_str(), mismatch.theirs.as_str()), ("\"1\"", "\"2\""));
        assert!(same("fields", &of(&ours), &of(&json!({"a": []}))).is_err());
        assert!(same("fields", &of(&ours), &of(&json!({}))).is_err());
    }

    #[test]
    fn a_lone_value_becomes_a_list_where_the_file_says_so() {
        let node = with_lists(of(&json!({"a": {"b": "1"}, "c": "2"})), &["a.b".to_owned(), "c".to_owned()]);
        assert_eq!(node, of(&json!({"a": {"b": ["1"]}, "c": ["2"]})));
    }
}
