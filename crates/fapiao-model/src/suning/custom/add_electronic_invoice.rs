//! Hands an issued invoice to Suning.

use crate::{
    Amount, Entry, Fault, InvoiceCode, InvoiceNumber, Knowledge, Operation, OrderNumber, Provider,
    node::Extra,
    suning::{Call, InvoiceFile, InvoiceFlag, InvoiceTime, OriginalRule, Rules, Side, rules::required},
};
use serde::{Deserialize, Serialize};

/// Hands an issued invoice, its data and its file, to Suning (上传电子发票), which shows it to the shopper.
///
/// What a second upload of the same invoice does is not documented: ask [`GetElectronicInvoice`] before a repeat. It is not a
/// second tax document.
///
/// ```
/// use fapiao_model::suning::{AddElectronicInvoice, InvoiceFace, InvoiceFile, InvoiceFlag, Side};
///
/// let face = InvoiceFace {
///     number: "24312000000022669098".parse()?,
///     issued: "2026-03-05 14:07:08".parse::<fapiao_model::ChinaTime>()?.into(),
///     amount: "113.00".parse()?,
///     flag: InvoiceFlag::Electronic,
///     title: "南京某某科技有限公司".into(),
///     title_kind: "1".into(),
/// };
/// let file = InvoiceFile::new(*b"%PDF-1.4 and so on")?;
/// let upload = AddElectronicInvoice::new("34404212257".parse()?, Side::Blue, face, file);
/// # let _ = upload;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// [`GetElectronicInvoice`]: super::GetElectronicInvoice
#[doc(alias = "上传电子发票")]
#[doc(alias = "addElectronicInvoice")]
#[must_use = "a request does nothing until it is sent"]
#[derive(Clone, Debug, Serialize)]
pub struct AddElectronicInvoice {
    /// Written by the client, in front of everything else, as the Base64 in `invoiceData`.
    #[serde(skip)]
    file: InvoiceFile,
    #[serde(rename = "orderId")]
    order: OrderNumber,
    #[serde(rename = "invoiceNo")]
    number: InvoiceNumber,
    #[serde(rename = "invoiceCode", skip_serializing_if = "Option::is_none")]
    code: Option<InvoiceCode>,
    #[serde(rename = "invoiceTime")]
    issued: InvoiceTime,
    #[serde(rename = "invoiceType")]
    side: &'static str,
    #[serde(rename = "invoiceFlag")]
    flag: InvoiceFlag,
    #[serde(rename = "invoiceHead")]
    title: String,
    #[serde(rename = "invoiceHeadType")]
    title_kind: String,
    #[serde(rename = "invoiceAmount")]
    amount: Amount,
    #[serde(rename = "invoiceNoTaxAmount", skip_serializing_if = "Option::is_none")]
    amount_without_tax: Option<Amount>,
    #[serde(rename = "invoiceSecurityCode", skip_serializing_if = "Option::is_none")]
    check_code: Option<String>,
    #[serde(rename = "oldInvoiceCode", skip_serializing_if = "Option::is_none")]
    original_code: Option<InvoiceCode>,
    #[serde(rename = "oldInvoiceNum", skip_serializing_if = "Option::is_none")]
    original_number: Option<InvoiceNumber>,
    #[serde(rename = "productCode", skip_serializing_if = "Option::is_none")]
    product_code: Option<String>,
    #[serde(rename = "logisticsOrderId", skip_serializing_if = "Option::is_none")]
    parcel: Option<String>,
    #[serde(rename = "logisticsComp", skip_serializing_if = "Option::is_none")]
    carrier: Option<String>,
}

/// What is printed on every invoice, and Suning requires.
#[derive(Clone, Debug)]
pub struct InvoiceFace {
    /// The invoice number (发票号码).
    pub number: InvoiceNumber,
    /// When it was issued (开票日期).
    pub issued: InvoiceTime,
    /// The total with tax (开票金额). Its sign on a red invoice is not documented: it is sent as given here (switch
    /// `suning.red_amount_sign`).
    pub amount: Amount,
    /// The kind of invoice (发票标识).
    pub flag: InvoiceFlag,
    /// The title: the buyer's name (发票抬头).
    pub title: String,
    /// The kind of title (发票抬头类型). Only the example `1` is known (switch `suning.head_type_values`: any text).
    pub title_kind: String,
}

impl AddElectronicInvoice {
    /// An upload for an order of the marketplace.
    pub fn new(order: OrderNumber, side: Side, face: InvoiceFace, file: InvoiceFile) -> Self {
        let (side, original) = match side {
            Side::Blue => ("1", Default::default()),
            Side::Red(original) => ("-1", original),
        };
        let InvoiceFace { number, issued, amount, flag, title, title_kind } = face;
        Self {
            file,
            order,
            number,
            code: None,
            issued,
            side,
            flag,
            title,
            title_kind,
            amount,
            amount_without_tax: None,
            check_code: None,
            original_code: original.code,
            original_number: original.number,
            product_code: None,
            parcel: None,
            carrier: None,
        }
    }

    /// The invoice code (发票代码); a fully digital invoice has none.
    pub fn code(mut self, code: InvoiceCode) -> Self {
        self.code = Some(code);
        self
    }

    /// The total without tax (不含税金额).
    pub fn amount_without_tax(mut self, amount: Amount) -> Self {
        self.amount_without_tax = Some(amount);
        self
    }

    /// The check code (发票校验码): 20 digits, printed in four groups, in any case sent as given.
    pub fn check_code(mut self, code: impl Into<String>) -> Self {
        self.check_code = Some(code.into());
        self
    }

    /// Suning's code of the product (苏宁商品编码), to attach the invoice to one line of the order.
    pub fn product_code(mut self, code: impl Into<String>) -> Self {
        self.product_code = Some(code.into());
        self
    }

    /// The parcel of an invoice on paper (物流单号).
    pub fn parcel(mut self, number: impl Into<String>) -> Self {
        self.parcel = Some(number.into());
        self
    }

    /// The carrier of an invoice on paper (物流公司). Which names are valid is not documented.
    pub fn carrier(mut self, name: impl Into<String>) -> Self {
        self.carrier = Some(name.into());
        self
    }

    fn check_original(&self, rules: &Rules) -> Result<(), Fault> {
        if self.side == "1" || rules.red_original == OriginalRule::Optional {
            return Ok(());
        }
        let Some(number) = &self.original_number else {
            return Err(Fault::new("oldInvoiceNum", "is missing; name the invoice that the red one reverses"));
        };
        let wants_code = rules.red_original == OriginalRule::Both || !number.is_fully_digital();
        if wants_code && self.original_code.is_none() {
            return Err(Fault::new("oldInvoiceCode", "is missing; an original with 8 digits has a code"));
        }
        Ok(())
    }
}

impl Operation for AddElectronicInvoice {
    type Answer = InvoiceUploaded;
    const ENTRY: Entry = Entry::new(
        Provider::Suning,
        "AddElectronicInvoice",
        "suning.custom.electronicinvoice.add",
        "上传电子发票",
        "Suning open platform, page of suning.custom.electronicinvoice.add",
    )
    .knowledge(Knowledge::Documented);

    fn key(&self) -> Option<&str> {
        Some(self.order.as_str())
    }
}

impl Call for AddElectronicInvoice {
    const NODE: &'static str = "addElectronicInvoice";

    fn file(&self) -> Option<(&'static str, &InvoiceFile)> {
        Some(("invoiceData", &self.file))
    }

    fn check(&self, rules: &Rules) -> Result<(), Fault> {
        rules.check_file("invoiceData", &self.file)?;
        required("invoiceHead", &self.title)?;
        required("invoiceHeadType", &self.title_kind)?;
        required("invoiceFlag", self.flag.as_str())?;
        if let InvoiceTime::Verbatim(text) = &self.issued {
            required("invoiceTime", text)?;
        }
        if rules.invoice_code_required && self.code.is_none() {
            return Err(Fault::new("invoiceCode", "is missing; this client is set to require it"));
        }
        self.check_original(rules)
    }

    fn declined(answer: &InvoiceUploaded) -> Option<String> {
        (answer.is_success != "Y").then(|| format!("isSuccess is {:?}", answer.is_success))
    }
}

/// Suning has taken the invoice.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[non_exhaustive]
pub struct InvoiceUploaded {
    /// `Y`; nothing else is documented, and anything else is reported as an error.
    #[serde(rename = "isSuccess", default)]
    pub is_success: String,
    /// What the answer holds besides.
    #[serde(rename = "$extra")]
    pub extra: Extra,
}
