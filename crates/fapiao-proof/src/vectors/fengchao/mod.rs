//! Golden files of Fengchao.

mod requests;
mod responses;
mod sign;

use super::Check;
use super::case::{Stop, failed};
use crate::offline;
use fapiao_fengchao::{Client, Config, Merchant};

pub(super) const SECTIONS: &[(&str, Check)] = &[
    ("sign", sign::check),
    ("requests", requests::check),
    ("verify", sign::verify),
    ("responses", responses::check),
    ("notices", sign::notice),
    ("ws_token", sign::web_socket_token),
];

/// A tax number for handles whose own does not matter.
const ANY_TAX_NUMBER: &str = "91310117568051222X";

fn merchant(config: Config, tax_number: &str) -> Result<Merchant, Stop> {
    let client = Client::new(config, offline::context()).map_err(|error| failed("client", error, "a client"))?;
    Ok(client.merchant(tax_number.parse().map_err(|error| failed("tax number", error, tax_number))?))
}
