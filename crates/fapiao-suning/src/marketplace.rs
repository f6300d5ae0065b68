//! Suning as a [`fapiao_issuing::Marketplace`]: drafts an upload, sends it, and asks whether it arrived.

use crate::{
    Environment, Merchant,
    body::Frame,
    client::{finish, unwritable},
};
use async_trait::async_trait;
use fapiao_issuing::{
    Account, Attempt, Delivered, Draft, FileDigest, InvoiceFile, MarketplaceFinding, Original, Upload,
};
use fapiao_model::{
    Entry, InvoiceKind, Operation, OrderNumber, Provider, WordError,
    suning::{self, AddElectronicInvoice, Call, GetElectronicInvoice, InvoiceFace, InvoiceFlag, InvoiceTime, Side},
};
use fapiao_transport::Error;
use std::borrow::Cow;

const UPLOAD: &Entry = &<AddElectronicInvoice as Operation>::ENTRY;

/// One shop of Suning, as a place that invoices are delivered to.
///
/// A draft holds the message without the file; the file is put in when it is sent. A second upload of the same invoice is not
/// a second tax document, and what Suning does with one is not documented: after an unknown outcome [`find`] is asked first.
///
/// [`find`]: fapiao_issuing::Marketplace::find
#[derive(Clone, Debug)]
pub struct Marketplace {
    merchant: Merchant,
    account: Account,
    flag: Option<InvoiceFlag>,
    title_kind: String,
    is_day_only: bool,
}

impl Merchant {
    /// This shop as a place that invoices are delivered to.
    #[must_use]
    pub fn marketplace(&self) -> Marketplace {
        let config = self.client().config();
        let environment = match &config.environment {
            Environment::Production => fapiao_issuing::Environment::Production,
            Environment::VendorTest => fapiao_issuing::Environment::VendorTest,
            Environment::Custom(gateway) => fapiao_issuing::Environment::Custom(gateway.clone()),
        };
        let account = Account {
            provider: Provider::Suning,
            environment,
            application: config.app_key.clone(),
            merchant: self.shop().to_owned(),
        };
        Marketplace { merchant: self.clone(), account, flag: None, title_kind: "1".to_owned(), is_day_only: false }
    }
}

impl Marketplace {
    /// Sends this flag with every invoice, instead of the one that its kind suggests: which flags Suning takes is not
    /// documented.
    #[must_use]
    pub fn with_flag(mut self, flag: InvoiceFlag) -> Self {
        self.flag = Some(flag);
        self
    }

    /// Sends this kind of title; `1`, the document's example, unless told otherwise (switch `suning.head_type_values`).
    #[must_use]
    pub fn with_title_kind(mut self, kind: impl Into<String>) -> Self {
        self.title_kind = kind.into();
        self
    }

    /// Sends the date of issue without the time of day (switch `suning.invoice_time`).
    #[must_use]
    pub fn with_day_only(mut self) -> Self {
        self.is_day_only = true;
        self
    }

    fn request(&self, upload: &Upload, file: &InvoiceFile) -> Result<AddElectronicInvoice, Error> {
        let face = InvoiceFace {
            number: upload.number.clone(),
            issued: if self.is_day_only {
                InvoiceTime::Day(upload.issued_at)
            } else {
                InvoiceTime::Second(upload.issued_at)
            },
            amount: upload.gross,
            flag: self.flag.clone().unwrap_or_else(|| flag_of(upload.kind)),
            title: upload.title.clone(),
            title_kind: self.title_kind.clone(),
        };
        let request = AddElectronicInvoice::new(order_of(upload)?, side_of(upload), face, recognised(file)?);
        let request = match &upload.code {
            Some(code) => request.code(code.clone()),
            None => request,
        };
        let request = match upload.net {
            Some(net) => request.amount_without_tax(net),
            None => request,
        };
        Ok(match &upload.delivery.product_code {
            Some(product) => request.product_code(product.clone()),
            None => request,
        })
    }
}

#[async_trait]
impl fapiao_issuing::Marketplace for Marketplace {
    fn account(&self) -> &Account {
        &self.account
    }

    /// The draft's number is the invoice's: that is what Suning is asked for afterwards.
    fn draft(&self, upload: &Upload, attempt: &Attempt, file: &InvoiceFile) -> Result<Draft, Error> {
        let frame = self.merchant.frame(&self.request(upload, file)?)?;
        Ok(Draft {
            account: self.account.clone(),
            operation: UPLOAD.wire_name.to_owned(),
            attempt: attempt.clone(),
            number: upload.number.as_str().parse().map_err(|error| invalid("invoiceNo", &error))?,
            mark: None,
            body: frame.into_bytes(),
            file: Some(FileDigest::of(&file.content)),
        })
    }

    async fn send(&self, draft: &Draft, file: &InvoiceFile) -> Result<Delivered, Error> {
        if draft.account != self.account || draft.operation != UPLOAD.wire_name {
            let problem = format!("was made for {} of {}, not for this shop", draft.operation, draft.account);
            return Err(Error::invalid(UPLOAD, "draft", problem));
        }
        if draft.file != Some(FileDigest::of(&file.content)) {
            return Err(Error::invalid(UPLOAD, "invoiceData", "is not the file of the draft: its digest differs"));
        }
        let file = recognised(file)?;
        let text = String::from_utf8_lossy(&draft.body).into_owned();
        let frame = Frame::reopen(AddElectronicInvoice::NODE, text).map_err(|error| unwritable(UPLOAD, &error.0))?;
        let body = finish(UPLOAD, Cow::Borrowed(UPLOAD.wire_name), frame, Some(("invoiceData", &file)))?;
        let exchange = self.merchant.exchange(UPLOAD, &body, |response, stamp| {
            self.merchant.reader::<AddElectronicInvoice>(Some(stamp)).answer::<AddElectronicInvoice>(response)
        });
        self.merchant.context().watch(UPLOAD, Some(draft.number.as_str()), exchange).await?;
        Ok(Delivered)
    }

    async fn find(&self, upload: &Upload) -> Result<MarketplaceFinding, Error> {
        let Some(product) = &upload.delivery.product_code else {
            let why = "Suning asks for a product code with the order, and this order has none here";
            return Ok(MarketplaceFinding::Unclear(why.to_owned()));
        };
        let found = self.merchant.call(&GetElectronicInvoice::new(order_of(upload)?, product.clone())).await?;
        Ok(match found.presence_of(&upload.number) {
            suning::Presence::Present => MarketplaceFinding::Present,
            suning::Presence::Absent => MarketplaceFinding::Absent,
            suning::Presence::Unclear => {
                let why = format!("Suning has an answer for the order, but {} does not stand in it", upload.number);
                MarketplaceFinding::Unclear(why)
            }
        })
    }
}

fn order_of(upload: &Upload) -> Result<OrderNumber, Error> {
    upload.delivery.order_id.parse().map_err(|error| invalid("orderId", &error))
}

/// Red is what reverses something, and what is below zero.
fn side_of(upload: &Upload) -> Side {
    match &upload.reverses {
        Some(Original { number, code: None }) => Side::Red(suning::Original::number(number.clone())),
        Some(Original { number, code: Some(code) }) => {
            Side::Red(suning::Original::code_and_number(code.clone(), number.clone()))
        }
        None if upload.gross.is_negative() => Side::Red(suning::Original::unnamed()),
        None => Side::Blue,
    }
}

fn flag_of(kind: InvoiceKind) -> InvoiceFlag {
    match kind {
        InvoiceKind::DigitalPaperSpecial | InvoiceKind::VatPaperSpecial => InvoiceFlag::VatSpecial,
        InvoiceKind::DigitalPaperOrdinary | InvoiceKind::VatPaperOrdinary | InvoiceKind::VatRoll => {
            InvoiceFlag::VatOrdinary
        }
        _ => InvoiceFlag::Electronic,
    }
}

fn recognised(file: &InvoiceFile) -> Result<suning::InvoiceFile, Error> {
    suning::InvoiceFile::new(file.content.clone())
        .map_err(|error| Error::invalid(UPLOAD, "invoiceData", error.to_string()))
}

fn invalid(field: &'static str, error: &WordError) -> Error {
    Error::invalid(UPLOAD, field, error.to_string())
}
