//! The states that Nuonuo reports.

codes! {
    /// The state of an order (`status`; notes, 7.2). Decide by it, never by the text beside it.
    #[doc(alias = "status")]
    InvoiceStatus {
        /// Issued (开票完成).
        Issued = "2",
        /// Voided (已作废).
        Voided = "3",
        /// Being issued (开票中).
        Issuing = "20",
        /// Issued at the bureau, being sealed (开票成功签章中).
        Sealing = "21",
        /// Failed (开票失败): the reason stands beside it.
        Failed = "22",
        /// Issued at the bureau, but the seal failed (开票成功签章失败): the invoice exists.
        SealFailed = "24",
        /// Being voided (作废中).
        Voiding = "31",
    }
}

impl InvoiceStatus {
    /// Whether it stays as it is unless somebody acts. An unlisted state does not count as final.
    #[must_use]
    pub const fn is_final(&self) -> bool {
        matches!(self, Self::Issued | Self::Voided | Self::Failed | Self::SealFailed)
    }

    /// Whether an invoice exists at the tax bureau.
    #[must_use]
    pub const fn has_invoice(&self) -> bool {
        matches!(self, Self::Issued | Self::Sealing | Self::SealFailed | Self::Voided | Self::Voiding)
    }
}

codes! {
    /// What a call-back says about an order (`c_status`; notes, 6.1). It is absent, and means issued, while the company's
    /// profile does not report failures.
    NoticeStatus {
        /// Issued.
        Issued = "1",
        /// Failed.
        Failed = "2",
        /// Issued, but the seal failed.
        SealFailed = "3",
    }
}

codes! {
    /// The state of a red confirmation form (红字确认单, `billStatus`; notes, 7.8).
    #[doc(alias = "billStatus")]
    RedConfirmationStatus {
        /// No confirmation is needed (无需确认): the red invoice follows by itself.
        NoConfirmationNeeded = "01",
        /// The seller entered it, the buyer has to confirm.
        WaitingForBuyer = "02",
        /// The buyer entered it, the seller has to confirm.
        WaitingForSeller = "03",
        /// Both sides confirmed (购销双方已确认).
        Confirmed = "04",
        /// Void: the buyer refused.
        RefusedByBuyer = "05",
        /// Void: the seller refused.
        RefusedBySeller = "06",
        /// Void: not confirmed within 72 hours.
        Expired = "07",
        /// Void: withdrawn by the side that entered it.
        Withdrawn = "08",
        /// Void: withdrawn after the confirmation.
        WithdrawnAfterConfirmation = "09",
        /// Void: abnormal voucher; a code of the bureau that Nuonuo's list does not have.
        AbnormalVoucher = "10",
        /// Being applied for (申请中): the bureau does not know it yet.
        Applying = "15",
        /// The application failed (申请失败): the reason stands beside it.
        ApplicationFailed = "16",
    }
}

impl RedConfirmationStatus {
    /// Whether the red invoice may be issued.
    #[must_use]
    pub const fn is_confirmed(&self) -> bool {
        matches!(self, Self::NoConfirmationNeeded | Self::Confirmed)
    }

    /// Whether it still waits for somebody.
    #[must_use]
    pub const fn is_pending(&self) -> bool {
        matches!(self, Self::WaitingForBuyer | Self::WaitingForSeller | Self::Applying)
    }

    /// Whether nothing will come of it any more. An unlisted state is neither dead, pending nor confirmed.
    #[must_use]
    pub const fn is_dead(&self) -> bool {
        !matches!(self, Self::Other(_)) && !self.is_confirmed() && !self.is_pending()
    }
}

codes! {
    /// What is being done to a red confirmation form (`requestStatus`; notes, 7.8).
    RedRequestStatus {
        /// It is being withdrawn.
        Withdrawing = "01",
        /// The withdrawal failed.
        WithdrawalFailed = "02",
        /// It is being confirmed.
        Confirming = "03",
        /// The confirmation failed.
        ConfirmationFailed = "04",
    }
}

codes! {
    /// Whether the invoice reached the buyer by mail or phone (notes, 7.2).
    DeliveryStatus {
        /// Not delivered.
        NotDelivered = "0",
        /// Delivered.
        Delivered = "1",
        /// Failed.
        Failed = "2",
        /// Under way.
        UnderWay = "3",
        /// It will not be delivered.
        NotWanted = "4",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_2_3_22_and_24_are_final() {
        for (code, is_final) in
            [("20", false), ("21", false), ("2", true), ("22", true), ("24", true), ("31", false), ("3", true)]
        {
            assert_eq!(InvoiceStatus::from(code).is_final(), is_final, "{code}");
        }
    }

    #[test]
    fn an_unlisted_status_is_kept_and_is_nothing_in_particular() {
        let status = InvoiceStatus::from("99");
        assert_eq!(status.as_str(), "99");
        assert!(!status.is_final() && !status.has_invoice());
        let form = RedConfirmationStatus::from("77");
        assert!(!form.is_dead() && !form.is_pending() && !form.is_confirmed());
    }

    #[test]
    fn the_classes_of_form_states_are_those_of_the_table() {
        for code in ["01", "04"] {
            assert!(RedConfirmationStatus::from(code).is_confirmed(), "{code}");
        }
        for code in ["02", "03", "15"] {
            assert!(RedConfirmationStatus::from(code).is_pending(), "{code}");
        }
        for code in ["05", "06", "07", "08", "09", "10", "16"] {
            assert!(RedConfirmationStatus::from(code).is_dead(), "{code}");
        }
    }
}
