//! The file of an issued invoice.

use super::invoice::Invoice;
use crate::{files::Sheet, scene::Scene};

/// Shelves the invoice's file and gives its address.
pub(super) fn address(invoice: &Invoice, scene: &mut Scene<'_>) -> String {
    let name = format!("nuonuo-{}{}", invoice.numbers.code, invoice.numbers.number());
    let seller = scene.settings.nuonuo.company(&invoice.seller).map(|company| company.name.clone());
    let lines = invoice.lines.iter().map(|line| {
        let num = line.num.map(|num| num.normalize().to_string()).unwrap_or_default();
        (line.name.clone(), num, line.gross().to_string())
    });
    let sheet = Sheet {
        title: invoice.kind.name().to_owned(),
        number: invoice.numbers.number().to_owned(),
        issued_at: invoice.round.ends.to_string(),
        seller: seller.unwrap_or_else(|| invoice.seller.clone()),
        buyer: invoice.text("buyerName"),
        lines: lines.collect(),
        net: invoice.net().to_string(),
        tax: invoice.tax().to_string(),
        gross: (invoice.net() + invoice.tax()).to_string(),
        remark: invoice.text("remark"),
    };
    let path = scene.files.shelve(&name, sheet);
    format!("{}{path}", scene.base_url)
}
