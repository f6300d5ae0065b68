//! The claims of `contract::client` for Nuonuo, over all three doors.
#![expect(clippy::unwrap_used, reason = "helpers of a test may panic like the test itself")]

use async_trait::async_trait;
use bytes::Bytes;
use fapiao_mock::{
    Settings,
    contract::client::{self, Connected, Stage, Subject},
};
use fapiao_model::{
    InvoiceKind, InvoiceNumber, Operation as _, OrderNumber, RedReason, TaxNumber,
    nuonuo::{
        ApplyRedConfirmation, BlueInvoice, Buyer, DeliverInvoice, IssueInvoice, LineAmounts, LineItem, PriceBasis,
        QueryInvoiceResult, QuickRedFlush, RedConfirmationRef, RedParty, RefreshRedConfirmations, RetryIssue, Seller,
        Side,
    },
};
use fapiao_nuonuo::{Client, Config, Environment, Merchant};
use fapiao_reqwest::HttpTransport;
use fapiao_transport::Error;
use std::sync::Arc;

struct Nuonuo;

struct Company(Merchant);

#[async_trait]
impl Subject for Nuonuo {
    fn settings(&self) -> Settings {
        Settings::default()
    }

    fn connect(&self, stage: &Stage) -> Box<dyn Connected> {
        let known = self.settings().nuonuo;
        let secret = if stage.wrong_secret { "another".into() } else { known.app_secret };
        let environment = Environment::Custom(format!("{}/open/v1/services", stage.base_url));
        let config =
            Config::new(environment, known.app_key, secret).with_token_url(format!("{}/accessToken", stage.base_url));
        let client = Client::new(config, stage.context.clone()).unwrap();
        Box::new(Company(client.merchant(known.companies[0].tax_number.parse().unwrap())))
    }

    fn unlisted(&self, code: &str, words: &str) -> http::Response<Bytes> {
        let answer = serde_json::json!({"code": code, "describe": words, "result": null});
        http::Response::new(Bytes::from(answer.to_string()))
    }
}

impl Company {
    fn seller(&self) -> TaxNumber {
        self.0.tax_number().clone()
    }

    fn issue(&self, seed: u32) -> IssueInvoice {
        let amounts = LineAmounts::new("100.00".parse().unwrap(), "13.00".parse().unwrap());
        let line = LineItem::new("电脑", "0.13".parse().unwrap(), PriceBasis::WithTax)
            .classification("1090511030000000000".parse().unwrap())
            .amounts(amounts);
        let (seller, buyer) = (Seller::new(self.seller()), Buyer::new("示例买家"));
        let time = "2026-11-21 09:00:00".parse().unwrap();
        IssueInvoice::new(number(seed), InvoiceKind::DigitalOrdinary, seller, buyer, "开票员", time).line(line)
    }

    fn apply(&self, seed: u32) -> ApplyRedConfirmation {
        let blue = BlueInvoice::Digital { kind: InvoiceKind::DigitalOrdinary, number: invoice() };
        let bill = format!("B{seed}").parse().unwrap();
        let buyer = RedParty::person("示例买家");
        ApplyRedConfirmation::by_seller(bill, number(seed), blue, self.seller(), buyer, RedReason::GoodsReturned)
    }

    fn flush(&self, seed: u32) -> QuickRedFlush {
        let number_at_bureau = "202302089545783568390".parse().unwrap();
        let uuid = "1d7f08b6ddb64cb19b095b0360f074d7".parse().unwrap();
        let form = RedConfirmationRef { number: number_at_bureau, uuid };
        QuickRedFlush::new(number(seed), self.seller(), form).blue_digital(InvoiceKind::DigitalOrdinary, invoice())
    }
}

fn number(seed: u32) -> OrderNumber {
    format!("{seed:020}").parse().unwrap()
}

fn invoice() -> InvoiceNumber {
    "26332000000000000001".parse().unwrap()
}

#[async_trait]
impl Connected for Company {
    fn writes(&self) -> Vec<&'static str> {
        vec![
            IssueInvoice::ENTRY.wire_name,
            RetryIssue::ENTRY.wire_name,
            QuickRedFlush::ENTRY.wire_name,
            ApplyRedConfirmation::ENTRY.wire_name,
            RefreshRedConfirmations::ENTRY.wire_name,
            DeliverInvoice::ENTRY.wire_name,
        ]
    }

    async fn write(&self, wire_name: &str, seed: u32) -> Result<(), Error> {
        let is = |entry: fapiao_model::Entry| entry.wire_name == wire_name;
        if is(RetryIssue::ENTRY) {
            return self.0.call(&RetryIssue::by_order_number(number(seed))).await.map(drop);
        }
        if is(QuickRedFlush::ENTRY) {
            return self.0.call(&self.flush(seed)).await.map(drop);
        }
        if is(ApplyRedConfirmation::ENTRY) {
            return self.0.call(&self.apply(seed)).await.map(drop);
        }
        if is(RefreshRedConfirmations::ENTRY) {
            return self.0.call(&RefreshRedConfirmations::new(Side::Seller)).await.map(drop);
        }
        if is(DeliverInvoice::ENTRY) {
            let deliver = DeliverInvoice::by_email(self.seller(), invoice(), "buyer@example.com");
            return self.0.call(&deliver).await.map(drop);
        }
        self.0.call(&self.issue(seed)).await.map(drop)
    }

    async fn read(&self, seed: u32) -> Result<(), Error> {
        self.0.call(&QueryInvoiceResult::by_order_numbers([number(seed)])).await.map(drop)
    }

    fn debug(&self) -> String {
        format!("{:?} {:?}", self.0, self.0.client())
    }
}

#[tokio::test]
async fn the_client_keeps_every_claim() {
    let http = HttpTransport::builder().without_proxy().build().unwrap();
    client::check(&Nuonuo, Arc::new(http)).await;
}
