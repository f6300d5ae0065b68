//! Rows of a JSON file: a list of orders, each flat or with its lines under `lines`.

use super::fields::{Row, column};
use fapiao::model::node::Node;
use std::collections::BTreeMap;

pub(super) fn rows(bytes: &[u8]) -> Result<Vec<Row>, String> {
    let Node::List(orders) = Node::from_json(bytes).map_err(|error| error.to_string())? else {
        return Err("is not a list of orders".into());
    };
    let mut rows = Vec::new();
    for (at, order) in orders.iter().enumerate() {
        add(&mut rows, &format!("order {}", at + 1), order)?;
    }
    Ok(rows)
}

fn add(rows: &mut Vec<Row>, place: &str, order: &Node) -> Result<(), String> {
    let head = fields(place, order)?;
    match order.get("lines") {
        None => rows.push(Row { place: place.to_owned(), fields: head }),
        Some(Node::List(lines)) if !lines.is_empty() => {
            for (at, line) in lines.iter().enumerate() {
                let place = format!("{place}, line {}", at + 1);
                let mut all = head.clone();
                all.extend(fields(&place, line)?);
                rows.push(Row { place, fields: all });
            }
        }
        Some(_) => return Err(format!("{place}, lines: is not a list of lines, or an empty one")),
    }
    Ok(())
}

fn fields(place: &str, node: &Node) -> Result<BTreeMap<&'static str, String>, String> {
    let Node::Record(members) = node else { return Err(format!("{place}: is not an object")) };
    let mut fields = BTreeMap::new();
    for (name, value) in members.iter().filter(|(name, _)| name != "lines") {
        let column = column(name).map_err(|error| format!("{place}: {error}"))?;
        match value {
            Node::Text(text) => fields.insert(column, text.clone()),
            Node::Null => None,
            _ => return Err(format!("{place}, {name}: is neither text nor a number")),
        };
    }
    Ok(fields)
}
