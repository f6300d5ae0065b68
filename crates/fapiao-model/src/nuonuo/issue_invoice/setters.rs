//! The optional fields of the order, by Nuonuo's table.

use super::{IssueInvoice, PushMode};
use crate::nuonuo::ExtensionNumber;

impl IssueInvoice {
    text_setters! {
        /// The shop's id inside Nuonuo (部门门店id), at most 32 characters.
        department_id => order.department_id;
        /// The drawer's id inside Nuonuo (开票员id), at most 32 characters.
        drawer_id => order.drawer_id;
        /// The remark (备注): at most 200 characters on a fully digital invoice, 230 on others, none on a motor vehicle's.
        remark => order.remark;
        /// The reviewer (复核人), at most 20 characters; printed in the remark of a fully digital invoice.
        reviewer => order.reviewer;
        /// The payee (收款人), at most 20 characters; printed in the remark of a fully digital invoice.
        payee => order.payee;
        /// The name of the list of goods (清单项目名称), when there is a [list](Self::list).
        list_name => order.list_name;
        /// The buyer's mobile number for delivery (`buyerPhone`), at most 20 characters. A company's profile may require it.
        buyer_phone => order.buyer_phone;
        /// The buyer's e-mail for delivery, at most 50 characters.
        email => order.email;
        /// How many parts the paper has (`paperInvoiceType`): 04, 05; 1130, 1140, 1160, 1170.
        paper_type => order.paper_type;
        /// The special business (特定要素, `specificFactor`): Nuonuo's list grows, so it is the code itself. Add its object with
        /// [`element`](Self::element).
        special_business => order.special_business;
        /// Difference taxation (`invoiceDifferenceType`): 02; 01 is not supported by Nuonuo.
        difference_type => order.difference_type;
        /// Where the result is posted to (`callBackUrl`). Left out, the address in the company's profile counts.
        call_back_url => order.call_back_url;
        /// The terminal (`terminalNumber`): digits, at most 4.
        terminal_number => order.terminal_number;
        /// The tax device (机器编号), at most 12 characters.
        machine_code => order.machine_code;
        /// Why 3 % or 1 % (`surveyAnswerType`): 1 liability before 2022-03-31, 2 correction of an earlier invoice, 3 the
        /// exemption is waived. Small-scale taxpayers only.
        survey_answer => order.survey_answer;
        /// The first of three fields that Nuonuo stores and returns, at most 255 characters.
        own_field_1 => order.own_field_1;
        /// The second of them.
        own_field_2 => order.own_field_2;
        /// The third of them. The issuing adapter of this project puts its mark here.
        own_field_3 => order.own_field_3;
        /// The seller's document type on an agricultural purchase (`certificateType`), such as 201 for an identity card.
        document_type => order.document_type;
    }

    flag_setters! {
        /// Whether the goods stand on a list (清单标志); electronic kinds have none.
        list => order.has_list;
        /// Skips the check of the seller's identity (`forceFlag`): kind u issued by the buyer only.
        force => order.force;
        /// Issued on behalf (代开标志); needs fixed words in the remark.
        on_behalf => order.on_behalf;
        /// An export agency's invoice (`taxRebateProxy`); only with that qualification.
        export_agency => order.export_agency;
        /// A special invoice for motor vehicles (`vehicleFlag`).
        for_vehicles => order.is_for_vehicles;
        /// Hides the version of the code table (`hiddenBmbbbh`).
        hide_code_version => order.hides_code_version;
        /// The buyer is a natural person with a document (`naturalPersonFlag`); kind pc only.
        natural_person => order.natural_person;
        /// Has the bureau check the buyer's tax number (`taxNumVerifyFlag`); if it fails, the invoice fails.
        verify_buyer => order.verifies_buyer;
        /// Refuses buyer names of 4 or fewer characters unless a natural person (`naturalPersonVerifyFlag`); kind pc only.
        verify_person => order.verifies_person;
    }

    /// How the invoice is delivered. Left out, Nuonuo takes the phone.
    pub const fn push_mode(mut self, mode: PushMode) -> Self {
        self.order.push_mode = Some(mode);
        self
    }

    /// Up to 5 further mobile numbers.
    pub fn copy_phones<T: Into<String>>(mut self, phones: impl IntoIterator<Item = T>) -> Self {
        self.order.copy_phones = phones.into_iter().map(Into::into).collect();
        self
    }

    /// Up to 5 further e-mails.
    pub fn copy_emails<T: Into<String>>(mut self, emails: impl IntoIterator<Item = T>) -> Self {
        self.order.copy_emails = emails.into_iter().map(Into::into).collect();
        self
    }

    /// The issuing point (分机号).
    pub fn extension_number(mut self, number: ExtensionNumber) -> Self {
        self.order.extension_number = Some(number);
        self
    }

    /// Whose bank account is printed (`showBankAccountType`; kinds pc and bs): the seller's, the buyer's.
    pub const fn show_bank_accounts(mut self, seller: bool, buyer: bool) -> Self {
        self.order.show_bank_account = Some(match (seller, buyer) {
            (false, false) => "0",
            (true, false) => "1",
            (false, true) => "2",
            (true, true) => "3",
        });
        self
    }

    /// The buyer's handler (经办人): name, document type (such as 201) and document number; fully digital kinds.
    pub fn handler(
        mut self,
        name: impl Into<String>,
        document_type: impl Into<String>,
        document_number: impl Into<String>,
    ) -> Self {
        self.order.handler_name = Some(name.into());
        self.order.handler_document_type = Some(document_type.into());
        self.order.handler_document_number = Some(document_number.into());
        self
    }

    /// A fixed roll of paper invoices (kinds c and f): its code, first and last number.
    pub fn roll(mut self, code: impl Into<String>, first: impl Into<String>, last: impl Into<String>) -> Self {
        self.order.next_code = Some(code.into());
        self.order.next_number = Some(first.into());
        self.order.last_number = Some(last.into());
        self
    }
}
