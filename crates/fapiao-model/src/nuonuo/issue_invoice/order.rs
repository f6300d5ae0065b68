//! The order object as it goes on the wire, in the order of the vendor's table.

use super::{Buyer, LineItem, OldBlueInvoice, Seller};
use crate::{ChinaTime, InvoiceCode, InvoiceKind, InvoiceNumber, OrderNumber, TaxNumber, nuonuo::kind_code};
use crate::{RedReason, nuonuo::ExtensionNumber, nuonuo::PushMode, nuonuo::red_reason_code};
use serde::{Serialize, Serializer};
use std::collections::BTreeMap;

type Text = Option<String>;
type Flag = Option<&'static str>;

#[derive(Clone, Debug, Serialize)]
pub(super) struct Order {
    #[serde(rename = "buyerName")]
    pub(super) buyer_name: String,
    #[serde(rename = "buyerTaxNum", skip_serializing_if = "Option::is_none")]
    pub(super) buyer_tax_number: Option<TaxNumber>,
    #[serde(rename = "buyerTel", skip_serializing_if = "Option::is_none")]
    pub(super) buyer_telephone: Text,
    #[serde(rename = "buyerAddress", skip_serializing_if = "Option::is_none")]
    pub(super) buyer_address: Text,
    #[serde(rename = "buyerAccount", skip_serializing_if = "Option::is_none")]
    pub(super) buyer_account: Text,
    #[serde(rename = "salerTaxNum")]
    pub(super) seller_tax_number: TaxNumber,
    #[serde(rename = "salerTel", skip_serializing_if = "Option::is_none")]
    pub(super) seller_telephone: Text,
    #[serde(rename = "salerAddress", skip_serializing_if = "Option::is_none")]
    pub(super) seller_address: Text,
    #[serde(rename = "salerAccount", skip_serializing_if = "Option::is_none")]
    pub(super) seller_account: Text,
    #[serde(rename = "showBankAccountType", skip_serializing_if = "Option::is_none")]
    pub(super) show_bank_account: Flag,
    #[serde(rename = "orderNo")]
    pub(super) order_number: OrderNumber,
    #[serde(rename = "invoiceDate")]
    pub(super) ordered_at: ChinaTime,
    #[serde(rename = "invoiceCode", skip_serializing_if = "Option::is_none")]
    pub(super) blue_code: Option<InvoiceCode>,
    #[serde(rename = "invoiceNum", skip_serializing_if = "Option::is_none")]
    pub(super) blue_number: Option<InvoiceNumber>,
    #[serde(rename = "redReason", skip_serializing_if = "Option::is_none", serialize_with = "reason")]
    pub(super) red_reason: Option<RedReason>,
    #[serde(rename = "billInfoNo", skip_serializing_if = "Option::is_none")]
    pub(super) red_table_number: Text,
    #[serde(rename = "departmentId", skip_serializing_if = "Option::is_none")]
    pub(super) department_id: Text,
    #[serde(rename = "clerkId", skip_serializing_if = "Option::is_none")]
    pub(super) drawer_id: Text,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) remark: Text,
    #[serde(rename = "checker", skip_serializing_if = "Option::is_none")]
    pub(super) reviewer: Text,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) payee: Text,
    #[serde(rename = "clerk")]
    pub(super) drawer: String,
    #[serde(rename = "listFlag", skip_serializing_if = "Option::is_none")]
    pub(super) has_list: Flag,
    #[serde(rename = "listName", skip_serializing_if = "Option::is_none")]
    pub(super) list_name: Text,
    #[serde(rename = "pushMode", skip_serializing_if = "Option::is_none")]
    pub(super) push_mode: Option<PushMode>,
    #[serde(rename = "buyerPhone", skip_serializing_if = "Option::is_none")]
    pub(super) buyer_phone: Text,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) email: Text,
    #[serde(rename = "ccPhone", skip_serializing_if = "Vec::is_empty", serialize_with = "joined")]
    pub(super) copy_phones: Vec<String>,
    #[serde(rename = "ccEmail", skip_serializing_if = "Vec::is_empty", serialize_with = "joined")]
    pub(super) copy_emails: Vec<String>,
    #[serde(rename = "invoiceType")]
    pub(super) invoice_type: &'static str,
    #[serde(rename = "invoiceLine", serialize_with = "kind")]
    pub(super) kind: InvoiceKind,
    #[serde(rename = "paperInvoiceType", skip_serializing_if = "Option::is_none")]
    pub(super) paper_type: Text,
    #[serde(rename = "specificFactor", skip_serializing_if = "Option::is_none")]
    pub(super) special_business: Text,
    #[serde(rename = "forceFlag", skip_serializing_if = "Option::is_none")]
    pub(super) force: Flag,
    #[serde(rename = "proxyInvoiceFlag", skip_serializing_if = "Option::is_none")]
    pub(super) on_behalf: Flag,
    #[serde(rename = "taxRebateProxy", skip_serializing_if = "Option::is_none")]
    pub(super) export_agency: Flag,
    #[serde(rename = "invoiceDifferenceType", skip_serializing_if = "Option::is_none")]
    pub(super) difference_type: Text,
    #[serde(rename = "callBackUrl", skip_serializing_if = "Option::is_none")]
    pub(super) call_back_url: Text,
    #[serde(rename = "extensionNumber", skip_serializing_if = "Option::is_none")]
    pub(super) extension_number: Option<ExtensionNumber>,
    #[serde(rename = "terminalNumber", skip_serializing_if = "Option::is_none")]
    pub(super) terminal_number: Text,
    #[serde(rename = "machineCode", skip_serializing_if = "Option::is_none")]
    pub(super) machine_code: Text,
    #[serde(rename = "vehicleFlag", skip_serializing_if = "Option::is_none")]
    pub(super) is_for_vehicles: Flag,
    #[serde(rename = "hiddenBmbbbh", skip_serializing_if = "Option::is_none")]
    pub(super) hides_code_version: Flag,
    #[serde(rename = "nextInvoiceCode", skip_serializing_if = "Option::is_none")]
    pub(super) next_code: Text,
    #[serde(rename = "nextInvoiceNum", skip_serializing_if = "Option::is_none")]
    pub(super) next_number: Text,
    #[serde(rename = "invoiceNumEnd", skip_serializing_if = "Option::is_none")]
    pub(super) last_number: Text,
    #[serde(rename = "surveyAnswerType", skip_serializing_if = "Option::is_none")]
    pub(super) survey_answer: Text,
    #[serde(rename = "buyerManagerName", skip_serializing_if = "Option::is_none")]
    pub(super) handler_name: Text,
    #[serde(rename = "managerCardType", skip_serializing_if = "Option::is_none")]
    pub(super) handler_document_type: Text,
    #[serde(rename = "managerCardNo", skip_serializing_if = "Option::is_none")]
    pub(super) handler_document_number: Text,
    #[serde(rename = "bField1", skip_serializing_if = "Option::is_none")]
    pub(super) own_field_1: Text,
    #[serde(rename = "bField2", skip_serializing_if = "Option::is_none")]
    pub(super) own_field_2: Text,
    #[serde(rename = "bField3", skip_serializing_if = "Option::is_none")]
    pub(super) own_field_3: Text,
    #[serde(rename = "naturalPersonFlag", skip_serializing_if = "Option::is_none")]
    pub(super) natural_person: Flag,
    #[serde(rename = "certificateType", skip_serializing_if = "Option::is_none")]
    pub(super) document_type: Text,
    #[serde(rename = "taxNumVerifyFlag", skip_serializing_if = "Option::is_none")]
    pub(super) verifies_buyer: Flag,
    #[serde(rename = "naturalPersonVerifyFlag", skip_serializing_if = "Option::is_none")]
    pub(super) verifies_person: Flag,
    #[serde(rename = "invoiceDetail")]
    pub(super) lines: Vec<LineItem>,
    #[serde(flatten)]
    pub(super) elements: BTreeMap<String, serde_json::Value>,
}

impl Order {
    pub(super) fn new(
        order_number: OrderNumber,
        kind: InvoiceKind,
        seller: Seller,
        buyer: Buyer,
        drawer: String,
        ordered_at: ChinaTime,
    ) -> Self {
        Self {
            buyer_name: buyer.name,
            buyer_tax_number: buyer.tax_number,
            buyer_telephone: buyer.telephone,
            buyer_address: buyer.address,
            buyer_account: buyer.account,
            seller_tax_number: seller.tax_number,
            seller_telephone: seller.telephone,
            seller_address: seller.address,
            seller_account: seller.account,
            show_bank_account: None,
            order_number,
            ordered_at,
            blue_code: None,
            blue_number: None,
            red_reason: None,
            red_table_number: None,
            department_id: None,
            drawer_id: None,
            remark: None,
            reviewer: None,
            payee: None,
            drawer,
            has_list: None,
            list_name: None,
            push_mode: None,
            buyer_phone: None,
            email: None,
            copy_phones: Vec::new(),
            copy_emails: Vec::new(),
            invoice_type: "1",
            kind,
            paper_type: None,
            special_business: None,
            force: None,
            on_behalf: None,
            export_agency: None,
            difference_type: None,
            call_back_url: None,
            extension_number: None,
            terminal_number: None,
            machine_code: None,
            is_for_vehicles: None,
            hides_code_version: None,
            next_code: None,
            next_number: None,
            last_number: None,
            survey_answer: None,
            handler_name: None,
            handler_document_type: None,
            handler_document_number: None,
            own_field_1: None,
            own_field_2: None,
            own_field_3: None,
            natural_person: None,
            document_type: None,
            verifies_buyer: None,
            verifies_person: None,
            lines: Vec::new(),
            elements: BTreeMap::new(),
        }
    }

    pub(super) fn reverse(&mut self, blue: OldBlueInvoice) {
        self.invoice_type = "2";
        self.blue_code = Some(blue.code);
        self.blue_number = Some(blue.number);
        self.red_reason = blue.reason;
        self.red_table_number = blue.table_number;
    }

    pub(super) fn is_red(&self) -> bool {
        self.invoice_type == "2"
    }
}

fn kind<S: Serializer>(kind: &InvoiceKind, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(kind_code(*kind))
}

fn reason<S: Serializer>(reason: &Option<RedReason>, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(reason.map_or("", red_reason_code))
}

fn joined<S: Serializer>(texts: &[String], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&texts.join(","))
}
