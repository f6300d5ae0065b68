//! Nuonuo behind the provider-neutral traits of `fapiao-issuing`.

mod files;
mod order;
mod profile;
mod red;
mod verdict;

pub use profile::Profile;

use crate::{Body, Environment, Merchant};
use async_trait::async_trait;
use fapiao_issuing::{
    Account, Attempt, Contact, Direction, Draft, Files, Finding, IssuedInvoice, Mark, NumberForm, Order, RedForms,
    Redeliver, Rejection, Retry, Verdict,
};
use fapiao_model::nuonuo::{Call, DeliverInvoice, IssueInvoice, QueryInvoiceResult, QuickRedFlush, RetryIssue};
use fapiao_model::{Class, Entry, Operation, OrderNumber, Outcome, Provider};
use fapiao_transport::{Error, ErrorKind};

/// How long our order numbers are: the documented limit.
const NUMBER_LENGTH: usize = 20;

/// Issues through a merchant's handle, with a profile of what an order does not say.
///
/// It retries, reverses through red confirmation forms, delivers again and fetches files. The order's mark travels in
/// `bField3`, which Nuonuo returns. It needs no call-back: those only wake a query earlier.
#[derive(Clone, Debug)]
pub struct Issuer {
    merchant: Merchant,
    profile: Profile,
    account: Account,
}

impl Merchant {
    /// This seller as an issuer of invoices. Nothing is sent.
    #[must_use]
    pub fn issuer(&self, profile: Profile) -> Issuer {
        let config = self.client().config();
        let environment = match &config.environment {
            Environment::Production => fapiao_issuing::Environment::Production,
            Environment::VendorTest => fapiao_issuing::Environment::VendorTest,
            Environment::Custom(url) => fapiao_issuing::Environment::Custom(url.clone()),
        };
        let (application, seller) = (config.app_key.clone(), self.tax_number().to_string());
        let account = Account { provider: Provider::Nuonuo, environment, application, merchant: seller };
        Issuer { merchant: self.clone(), profile, account }
    }
}

impl Issuer {
    /// The merchant's handle.
    #[must_use]
    pub const fn merchant(&self) -> &Merchant {
        &self.merchant
    }

    /// The attempt's number, if the attempt is this merchant's and goes this way.
    fn number(&self, entry: &Entry, attempt: &Attempt, direction: Direction) -> Result<OrderNumber, Error> {
        if attempt.seller() != self.merchant.tax_number() {
            return Err(Error::invalid(entry, "attempt", "is of another seller; use that seller's issuer"));
        }
        if attempt.direction() != direction {
            return Err(Error::invalid(
                entry,
                "attempt",
                "goes the other way; blue and red have attempts of their own",
            ));
        }
        let form = NumberForm::new("", NUMBER_LENGTH);
        let form = form.map_err(|error| Error::invalid(entry, "attempt", error.to_string()))?;
        Ok(attempt.number(&form))
    }

    /// Writes an operation into a draft.
    fn drafted<C: Call>(
        &self,
        operation: &C,
        attempt: &Attempt,
        number: OrderNumber,
        mark: Option<Mark>,
    ) -> Result<Draft, Error> {
        let body = self.merchant.write(operation)?;
        Ok(Draft {
            account: self.account.clone(),
            operation: C::ENTRY.wire_name.to_owned(),
            attempt: attempt.clone(),
            number,
            mark,
            body: body.shared(),
            file: None,
        })
    }

    /// The draft's body as this operation's, if the draft is this account's.
    fn body<C: Call>(&self, draft: &Draft) -> Result<Body, Error> {
        if draft.account != self.account {
            let fault = format!("is {}, this issuer's is {}; send it with its own", draft.account, self.account);
            return Err(Error::invalid(&C::ENTRY, "draft.account", fault));
        }
        if draft.operation != C::ENTRY.wire_name {
            let fault = format!("is {}, which is sent another way", draft.operation);
            return Err(Error::invalid(&C::ENTRY, "draft.operation", fault));
        }
        Body::restored(C::ENTRY, Some(draft.number.as_str()), draft.body.clone())
    }

    async fn issue<C: Call>(&self, draft: &Draft) -> Result<Verdict, Error> {
        match self.merchant.send::<C>(&self.body::<C>(draft)?).await {
            Ok(_) => Ok(Verdict::Accepted),
            Err(error) => rejection(&error).map(Verdict::Rejected).ok_or(error),
        }
    }
}

#[async_trait]
impl fapiao_issuing::Issuer for Issuer {
    fn account(&self) -> &Account {
        &self.account
    }

    fn draft(&self, order: &Order, attempt: &Attempt) -> Result<Draft, Error> {
        let entry = &IssueInvoice::ENTRY;
        order.check().map_err(|fault| Error::fault(entry, fault))?;
        let number = self.number(entry, attempt, Direction::Blue)?;
        let mark = attempt.mark(order);
        let issue = order::issue(order, &self.profile, self.merchant.tax_number(), number.clone(), &mark)
            .map_err(|fault| Error::fault(entry, fault))?;
        self.drafted(&issue, attempt, number, Some(mark))
    }

    async fn send(&self, draft: &Draft) -> Result<Verdict, Error> {
        if draft.operation == QuickRedFlush::ENTRY.wire_name {
            return self.issue::<QuickRedFlush>(draft).await;
        }
        self.issue::<IssueInvoice>(draft).await
    }

    async fn find(&self, number: &OrderNumber) -> Result<Finding, Error> {
        let query = QueryInvoiceResult::by_order_numbers([number.clone()]).with_lines();
        match self.merchant.call(&query).await {
            Ok(entries) => {
                let mut found = verdict::found(number, &entries)?;
                let secrets = &self.merchant.client().0.secrets;
                found.verdict = found.verdict.cleaned(|words| secrets.text(words).into_owned());
                Ok(Finding::Found(found))
            }
            Err(error) if is_certainly_absent(&error) => Ok(Finding::Absent),
            Err(error) => Err(error),
        }
    }

    fn retry(&self) -> Option<&dyn Retry> {
        Some(self)
    }

    fn red_forms(&self) -> Option<&dyn RedForms> {
        Some(self)
    }

    fn redeliver(&self) -> Option<&dyn Redeliver> {
        Some(self)
    }

    fn files(&self) -> Option<&dyn Files> {
        Some(self)
    }
}

#[async_trait]
impl Retry for Issuer {
    async fn retry(&self, number: &OrderNumber) -> Result<Verdict, Error> {
        self.merchant.call(&RetryIssue::by_order_number(number.clone())).await?;
        Ok(Verdict::Accepted)
    }
}

#[async_trait]
impl Redeliver for Issuer {
    async fn redeliver(&self, invoice: &IssuedInvoice, contact: &Contact) -> Result<(), Error> {
        let (seller, number) = (self.merchant.tax_number().clone(), invoice.number.clone());
        let mut deliver = match (&contact.email, &contact.phone) {
            (Some(email), None) => DeliverInvoice::by_email(seller, number, email),
            (email, Some(phone)) => {
                let deliver = DeliverInvoice::by_phone(seller, number, phone);
                if let Some(email) = email { deliver.email(email) } else { deliver }
            }
            (None, None) => {
                return Err(Error::invalid(&DeliverInvoice::ENTRY, "contact", "is empty; give an e-mail or a phone"));
            }
        };
        if let Some(code) = &invoice.code {
            deliver = deliver.code(code.clone());
        }
        self.merchant.call(&deliver).await.map(|_| ())
    }
}

/// A refusal of the business: the order was turned down for what it is. What the gateway refuses (token, signature, right) and
/// a limit say nothing of the order, and a duplicate says that one stands there: those stay errors.
fn rejection(error: &Error) -> Option<Rejection> {
    let (reply, row) = (error.reply()?, error.row()?);
    let is_business = matches!(row.class, Class::InvalidInput | Class::Business);
    (error.outcome() == Outcome::Refused && is_business).then(|| Rejection {
        code: reply.code().to_owned(),
        message: reply.message().to_owned(),
        frees_number: row.number == fapiao_model::NumberAfter::Free,
    })
}

/// E9500 under HTTP status 200, and nothing else.
fn is_certainly_absent(error: &Error) -> bool {
    error.kind() == ErrorKind::NotFound && error.outcome() == Outcome::Refused
}
