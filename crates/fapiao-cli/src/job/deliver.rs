//! The invoice's file: fetched, written to disk, handed to the marketplace.

use super::{Desk, Story};
use crate::input::Task;
use fapiao::{
    issuing::{
        Attempt, Delivery, Direction, InvoiceFile, IssuedInvoice, Issuer, Marketplace, MarketplaceFinding, Original,
        Upload,
    },
    model::Outcome,
    transport::Error,
};
use std::{io::Write as _, path::Path};

/// How often an upload is sent while nobody knows whether it arrived. A second upload is not a second tax document.
const SENDS: u32 = 4;

/// Fetches the PDF of an invoice, writes it down, and shows it to the shopper.
pub(super) async fn deliver(
    desk: &Desk,
    issuer: &dyn Issuer,
    task: &Task,
    invoice: &IssuedInvoice,
    reverses: Option<&IssuedInvoice>,
    story: &mut Story,
) {
    let Some(files) = issuer.files() else {
        story.miss(format!("{} can't fetch files", story.provider));
        return;
    };
    let file = match fetch(desk, files, invoice).await {
        Ok(file) => file,
        Err(error) => return story.miss(format!("no file of invoice {}: {error}", invoice.number)),
    };
    match write(&desk.output, &story.reference, invoice, &file) {
        Ok(name) => story.files.push(name),
        Err(error) => story.miss(format!("the file of invoice {} could not be written: {error}", invoice.number)),
    }
    let Some(delivery) = &task.order.delivery else { return };
    story.to_deliver += 1;
    let Some(marketplace) = &desk.marketplace else {
        return story.miss(format!("order {} was not delivered: no account for its marketplace", delivery.order_id));
    };
    let upload = match upload(task, delivery, invoice, reverses) {
        Ok(upload) => upload,
        Err(why) => return story.miss(why),
    };
    let attempt = desk.attempt(Direction::Blue, &task.order.reference);
    match hand_over(desk, &**marketplace, &upload, &attempt, &file).await {
        Ok(note) => {
            story.delivered += 1;
            story.notes.extend(note);
        }
        Err(error) => story.miss(format!("invoice {} was not delivered: {error}", invoice.number)),
    }
}

async fn fetch(desk: &Desk, files: &dyn fapiao::issuing::Files, invoice: &IssuedInvoice) -> Result<InvoiceFile, Error> {
    let mut asked = 0;
    loop {
        match files.pdf(invoice).await {
            Err(_) if asked < 3 => desk.pace.wait(asked).await,
            result => return result,
        }
        asked += 1;
    }
}

/// Writes through a temporary file, so that a killed run leaves no half PDF behind.
fn write(output: &Path, reference: &str, invoice: &IssuedInvoice, file: &InvoiceFile) -> std::io::Result<String> {
    // The invoice's number alone makes the name unique, so a long reference may be cut: a name has 255 bytes at most.
    let safe = reference.chars().take(50).map(|c| if c.is_alphanumeric() || c == '-' { c } else { '_' });
    let safe: String = safe.collect();
    let name = format!("{safe}-{}.pdf", invoice.number);
    let (path, half) = (output.join(&name), output.join(format!("{name}.tmp")));
    let mut writer = std::fs::File::create(&half)?;
    writer.write_all(&file.content)?;
    writer.sync_all()?;
    std::fs::rename(half, &path)?;
    Ok(path.display().to_string())
}

fn upload(
    task: &Task,
    delivery: &Delivery,
    invoice: &IssuedInvoice,
    reverses: Option<&IssuedInvoice>,
) -> Result<Upload, String> {
    let issued_at = invoice.issued_at;
    Ok(Upload {
        reference: task.order.reference.clone(),
        delivery: delivery.clone(),
        number: invoice.number.clone(),
        code: invoice.code.clone(),
        kind: task.order.kind,
        issued_at: issued_at
            .ok_or_else(|| format!("invoice {} has no time of issue, so it was not delivered", invoice.number))?,
        title: task.order.buyer.name.clone(),
        gross: invoice.gross,
        net: Some(invoice.net),
        reverses: reverses.map(|blue| Original { number: blue.number.clone(), code: blue.code.clone() }),
    })
}

/// Uploads once; after an unknown outcome asks, and uploads again only if the marketplace says that it has nothing.
async fn hand_over(
    desk: &Desk,
    marketplace: &dyn Marketplace,
    upload: &Upload,
    attempt: &Attempt,
    file: &InvoiceFile,
) -> Result<Option<String>, Error> {
    if let Ok(MarketplaceFinding::Present) = marketplace.find(upload).await {
        return Ok(Some("the marketplace had it already".into()));
    }
    let draft = marketplace.draft(upload, attempt, file)?;
    let mut sends = 0;
    loop {
        let Err(error) = marketplace.send(&draft, file).await else { return Ok(None) };
        sends += 1;
        if error.outcome() == Outcome::Refused || sends >= SENDS {
            return Err(error);
        }
        desk.pace.wait(sends).await;
        if error.outcome() == Outcome::NotSent {
            continue;
        }
        match marketplace.find(upload).await {
            Ok(MarketplaceFinding::Present) => {
                return Ok(Some("the upload's answer was lost; the marketplace has it".into()));
            }
            Ok(MarketplaceFinding::Absent) => {}
            // Nobody can tell whether it arrived: a person looks.
            _ => return Err(error),
        }
    }
}
