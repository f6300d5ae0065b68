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
    let head = row(place.to_owned(), order)?;
    match order.get("lines") {
        None => rows.push(head),
        Some(Node::List(lines)) if !lines.is_empty() => {
            for (at, line) in lines.iter().enumerate() {
                let mut line = row(format!("{place}, line {}", at + 1), line)?;
                for (column, text) in &head.fields {
                    line.fields.entry(column).or_insert_with(|| text.clone());
                }
                line.fault = head.fault.clone().or(line.fault);
                rows.push(line);
            }
        }
        Some(_) => {
            let fault = Some(head.bad("lines", "is not a list of lines, or an empty one"));
            rows.push(Row { fault, ..head });
        }
    }
    Ok(())
}

/// One object's members. A name that is not known spoils the file, a value that can't be read only its order.
fn row(place: String, node: &Node) -> Result<Row, String> {
    let Node::Record(members) = node else { return Err(format!("{place}: is not an object")) };
    let mut row = Row::new(place, BTreeMap::new());
    for (name, value) in members.iter().filter(|(name, _)| name != "lines") {
        let column = column(name).map_err(|error| format!("{}: {error}", row.place))?;
        match value {
            Node::Text(text) => {
                row.fields.insert(column, text.clone());
            }
            Node::Null => {}
            _ => row.fault = Some(row.bad(column, "is neither text nor a number")),
        }
    }
    Ok(row)
}
