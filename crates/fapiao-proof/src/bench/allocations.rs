//! What is allocated for a large file: the message itself and no copy of it.

use super::signing::{KIB, SECRET, body, suning_request};
use super::{Line, Machine};
use crate::offline;
use fapiao_model::WordError;
use fapiao_model::suning::{AddElectronicInvoice, InvoiceFace, InvoiceFile, InvoiceFlag, Side};
use fapiao_signing::AppSecret;
use fapiao_suning::{Client, Config, Environment, Merchant, Stamp};
use std::error::Error;
use std::hint::black_box;

/// What a request may allocate besides its message, whatever its size.
const BESIDES: usize = 16 * KIB;

pub(super) fn lines(machine: Machine<'_>) -> Result<Vec<Line>, Box<dyn Error>> {
    Ok(vec![of_signature(machine), of_message(machine)?])
}

/// Signing must not allocate more for a larger body.
fn of_signature(machine: Machine<'_>) -> Line {
    let secret = AppSecret::new(SECRET);
    let allocated = |length| {
        let body = body(length);
        counted(machine, || suning_request(black_box(&body)).sign(&secret))
    };
    let (small, large) = (allocated(4 * KIB), allocated(KIB * KIB));
    Line {
        what: "sign suning, bytes allocated for 1 MiB".to_owned(),
        measured: format!("{large}, for 4 KiB {small}"),
        target: "as for 4 KiB".to_owned(),
        is_met: small == large,
    }
}

/// Writing, signing and sealing an upload allocate its message once.
fn of_message(machine: Machine<'_>) -> Result<Line, Box<dyn Error>> {
    let client = Client::new(Config::new(Environment::Production, "key", SECRET), offline::context())?;
    let (shop, stamp) = (client.merchant("70066253"), Stamp::at("2026-03-05 14:07:08".parse()?));
    let upload = upload(KIB * KIB - 64)?;
    sealed(&shop, &upload, &stamp)?;
    let length = sealed(&shop, &upload, &stamp)?;
    let allocated = counted(machine, || sealed(&shop, &upload, &stamp));
    Ok(Line {
        what: "write and seal suning, bytes allocated for a file of 1 MiB".to_owned(),
        measured: format!("{allocated}, the message has {length}"),
        target: format!("at most the message and {BESIDES}"),
        is_met: allocated <= length + BESIDES,
    })
}

fn sealed(shop: &Merchant, upload: &AddElectronicInvoice, stamp: &Stamp) -> Result<usize, fapiao_transport::Error> {
    let body = shop.write(upload)?;
    Ok(black_box(shop.seal(&body, stamp)?).body().len())
}

fn upload(length: usize) -> Result<AddElectronicInvoice, Box<dyn Error>> {
    let mut pdf = b"%PDF-1.4\n".to_vec();
    pdf.extend(body(length));
    let face = || -> Result<InvoiceFace, WordError> {
        Ok(InvoiceFace {
            number: "24312000000022669098".parse()?,
            issued: "2026-03-05 14:07:08".parse::<fapiao_model::ChinaTime>()?.into(),
            amount: "113.00".parse()?,
            flag: InvoiceFlag::Electronic,
            title: "南京某某科技有限公司".into(),
            title_kind: "1".into(),
        })
    };
    Ok(AddElectronicInvoice::new("34404212257".parse()?, Side::Blue, face()?, InvoiceFile::new(pdf)?))
}

fn counted<T>(machine: Machine<'_>, work: impl FnOnce() -> T) -> usize {
    let before = (machine.allocated)();
    black_box(work());
    (machine.allocated)() - before
}
