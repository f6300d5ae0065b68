//! The one neutral trait that the gateway can keep.

use crate::{Environment, Merchant};
use async_trait::async_trait;
use fapiao_issuing::{Account, IssuedInvoice, Retry, Verdict};
use fapiao_model::{
    Amount, OrderNumber, Provider,
    fengchao::{RetryIssue, RetryIssueAnswer},
};
use fapiao_transport::Error;

/// Retries only. The gateway is no `Issuer`: it can neither issue nor be asked about a number here, for nobody has published
/// how. Ask the platform behind it, or wait for its push.
#[async_trait]
impl Retry for Merchant {
    /// [`Verdict::Accepted`] if the retry was taken; [`Verdict::Issued`] with number and link, and zero amounts, if the
    /// invoice exists: the gateway names no amounts, so `has_amounts` is false.
    ///
    /// Dropping the future leaves the outcome unknown. The same number may be sent again.
    ///
    /// # Errors
    /// Every other answer is one with an unknown outcome; being issued at this moment and a missing log-in are told by words
    /// alone. `NotSent` if nothing left.
    async fn retry(&self, number: &OrderNumber) -> Result<Verdict, Error> {
        match self.call(&RetryIssue::new(number.clone())).await? {
            RetryIssueAnswer::AlreadyIssued { invoice_number, pdf_url } => {
                let mut invoice = IssuedInvoice::new(invoice_number, String::new(), Amount::ZERO, Amount::ZERO);
                invoice.pdf_url = pdf_url;
                invoice.has_amounts = false;
                Ok(Verdict::Issued(vec![invoice]))
            }
            _ => Ok(Verdict::Accepted),
        }
    }
}

impl Merchant {
    /// The account that this handle stands for.
    #[must_use]
    pub fn account(&self) -> Account {
        let config = self.client().config();
        Account {
            provider: Provider::Fengchao,
            environment: match &config.environment {
                Environment::Production => fapiao_issuing::Environment::Production,
                other => fapiao_issuing::Environment::Custom(other.base().to_owned()),
            },
            application: config.app_id.clone(),
            merchant: self.tax_number().to_string(),
        }
    }
}
