//! Golden files of Nuonuo.

mod callbacks;
mod requests;
mod responses;
mod sign;
mod values;

use super::Check;
use super::case::{Stop, failed};
use crate::offline;
use fapiao_nuonuo::{Client, Config, Environment, Merchant};

pub(super) const SECTIONS: &[(&str, Check)] = &[
    ("sign", sign::check),
    ("requests", requests::check),
    ("responses", responses::check),
    ("callbacks", callbacks::check),
];

/// A tax number for handles whose own does not matter.
const ANY_TAX_NUMBER: &str = "339902999999789113";

fn client(config: Config) -> Result<Client, Stop> {
    Client::new(config, offline::context())
        .map_err(|error| failed("client", error, "a client of the case's application"))
}

/// A client of no application in particular, for reading answers, which are not signed.
fn any_client() -> Result<Client, Stop> {
    client(Config::new(Environment::VendorTest, "SD12345678", "SDABCDEF0123456789"))
}

fn merchant(client: &Client, tax_number: &str) -> Result<Merchant, Stop> {
    let number = tax_number.parse().map_err(|error| failed("tax number", error, tax_number))?;
    Ok(client.merchant(number))
}
