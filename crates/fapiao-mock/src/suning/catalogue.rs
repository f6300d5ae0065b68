//! The invoice interfaces that the protocol notes name, with their business nodes.

/// What the sandbox plays.
pub(super) const ADD: &str = "suning.custom.electronicinvoice.add";
pub(super) const GET: &str = "suning.custom.electronicinvoice.get";

/// Method and business node of every known interface.
const KNOWN: &[(&str, &str)] = &[
    (ADD, "addElectronicInvoice"),
    (GET, "queryElectronicInvoice"),
    ("suning.custom.invoiceorder.query", "queryInvoiceorder"),
    ("suning.custom.invoiceinfo.get", "getInvoiceinfo"),
    ("suning.custom.invoice.query", "queryInvoice"),
    ("suning.custom.storage.query", "queryStorage"),
    ("suning.custom.openinvoiceinfo.query", "queryBillinfo"),
    ("suning.custom.invorder.receive", "receiveInvorder"),
    ("suning.govbus.invoice.confirm", "confirmInvoice"),
    ("suning.govbus.invoicesupplement.confirm", "confirmInvoicesupplement"),
    ("suning.govbus.invoicebatch.delete", "deleteInvoicebatch"),
    ("suning.govbus.getmarkidinvoice.query", "queryGetmarkidinvoice"),
    ("suning.govbus.getinvoicesurfaceinfo.query", "queryGetinvoicesurfaceinfo"),
    ("suning.govbus.eleinvoice.get", "getEleinvoice"),
    ("suning.govbus.getinvoice.query", "queryGetinvoice"),
    ("suning.govbus.individualeinvoice.query", "queryIndividualeinvoice"),
    ("suning.govbus.invoicelogist.get", "getInvoicelogist"),
    ("suning.govbus.signinvoice.query", "querySigninvoice"),
    ("suning.online.elecinvoice.query", "queryElecinvoice"),
    ("suning.invoice.checkresult.query", "queryInvoiceCheckResult"),
    ("suning.selfmarket.orderinvoicebatch.create", "createOrderinvoicebatch"),
    ("suning.retailer.vatinvoiceinfoforma.get", "getVatinvoiceinfoforma"),
    ("suning.retailer.btborderinvoice.get", "getBtborderinvoice"),
    ("suning.retailer.jsydbtborderinvoice.query", "queryJsydbtborderinvoice"),
    ("suning.retailer.membervatinvoiceinfo.get", "getMembervatinvoiceinfo"),
    ("suning.retailer.membervatinvoiceregister.create", "createMembervatinvoiceregister"),
    ("suning.retailer.submitvarinvoice.create", "createSubmitvarinvoice"),
    ("suning.retailer.issueinvoicesrcdoms.create", "createIssueinvoicesrcdoms"),
    ("suning.retailer.invoicedetailitemlist.query", "queryInvoicedetailitemlist"),
    ("suning.retailer.invoiceorderitemlist.query", "queryInvoiceorderitemlist"),
    ("suning.retailer.invoicerecordlist.query", "queryInvoicerecordlist"),
    ("suning.retailer.invoicerecorddetail.query", "queryInvoicerecorddetail"),
    ("suning.retailer.merchantinvoicereceiver.get", "getMerchantinvoicereceiver"),
    ("suning.retailer.saveminvoicereceiver.create", "createSaveminvoicereceiver"),
];

/// The business node of a method; `None` for a method that nobody has seen.
pub(super) fn node_of(method: &str) -> Option<&'static str> {
    KNOWN.iter().find(|(name, _)| *name == method).map(|(_, node)| *node)
}

/// Whether the method is a query, by its last word.
pub(super) fn is_query(method: &str) -> bool {
    method.ends_with(".query") || method.ends_with(".get")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_notes_name_thirty_four_interfaces() {
        assert_eq!(KNOWN.len(), 34);
        assert_eq!(node_of("suning.custom.openinvoiceinfo.query"), Some("queryBillinfo"));
        assert_eq!(node_of("suning.custom.electronicinvoice.delete"), None);
    }
}
