//! The claims of `contract::client` for Piaotong, over all three doors.
#![expect(clippy::unwrap_used, reason = "helpers of a test may panic like the test itself")]

use async_trait::async_trait;
use bytes::Bytes;
use fapiao_mock::{
    Settings,
    contract::client::{self, Connected, Stage, Subject},
};
use fapiao_model::{
    Operation as _, OrderNumber, RedReason, TaxNumber,
    piaotong::{
        BlueInvoice, Buyer, IssueInvoice, IssueKind, Line, PricingBasis, QueryInvoice, QuickRedFlush, Taxation,
    },
};
use fapiao_piaotong::{Client, Config, Environment, Keys, Merchant};
use fapiao_reqwest::HttpTransport;
use fapiao_signing::piaotong::{PrivateKey, string_to_sign};
use fapiao_transport::Error;
use std::sync::Arc;

/// The key pair of the project's test vectors that the sandbox does not know.
const STRANGER: &str = include_str!("../../../fixtures/vectors/piaotong.json");

struct Piaotong;

struct Partner(Merchant);

#[async_trait]
impl Subject for Piaotong {
    fn settings(&self) -> Settings {
        Settings::default()
    }

    fn connect(&self, stage: &Stage) -> Box<dyn Connected> {
        let known = self.settings().piaotong;
        let private = if stage.wrong_secret { stranger() } else { known.partner_private_pem() };
        let keys = Keys::parse(known.des_key().expose(), &private, &known.piaotong_public_pem()).unwrap();
        let environment = Environment::Custom(stage.base_url.clone());
        let config = Config::new(environment, known.platform_code, known.alias.parse().unwrap(), keys);
        let client = Client::new(config, stage.context.clone()).unwrap();
        Box::new(Partner(client.merchant(known.sellers[0].tax_number.parse().unwrap())))
    }

    fn unlisted(&self, code: &str, words: &str) -> http::Response<Bytes> {
        let signed = [("code", Some(code)), ("msg", Some(words)), ("serialNo", Some("S")), ("content", Some(""))];
        let sign = self.settings().piaotong.piaotong_key.sign(&string_to_sign(&signed)).unwrap();
        let answer = serde_json::json!({"code": code, "msg": words, "serialNo": "S", "content": "", "sign": sign});
        http::Response::new(Bytes::from(answer.to_string()))
    }
}

fn stranger() -> String {
    let vectors: serde_json::Value = serde_json::from_str(STRANGER).unwrap();
    let pem = vectors["keys"]["stranger_1024"]["private_pkcs8_pem"].as_str().unwrap();
    assert!(PrivateKey::parse(pem).is_ok());
    pem.to_owned()
}

impl Partner {
    fn seller(&self) -> TaxNumber {
        self.0.tax_number().clone()
    }

    async fn issue(&self, seed: u32) -> Result<(), Error> {
        let code = "1010101020000000000".parse().unwrap();
        let rate = Taxation::Rate("0.09".parse().unwrap());
        let line = Line::new("小麦", code, PricingBasis::TaxIncluded, "109.00".parse().unwrap(), rate);
        let buyer = Buyer::person("示例买家");
        let issue = IssueInvoice::new(self.seller(), serial(seed), IssueKind::Ordinary, buyer, vec![line]);
        self.0.call(&issue).await.map(drop)
    }

    async fn reverse(&self, seed: u32) -> Result<(), Error> {
        let blue = BlueInvoice::Digital { number: "26112000000000000001".parse().unwrap() };
        let reason = RedReason::GoodsReturned.words();
        let red = QuickRedFlush::new(self.seller(), serial(seed), blue, reason, "109.00".parse().unwrap());
        self.0.call(&red).await.map(drop)
    }
}

fn serial(seed: u32) -> OrderNumber {
    format!("TEST{seed:016}").parse().unwrap()
}

#[async_trait]
impl Connected for Partner {
    fn writes(&self) -> Vec<&'static str> {
        vec![IssueInvoice::ENTRY.wire_name, QuickRedFlush::ENTRY.wire_name]
    }

    async fn write(&self, wire_name: &str, seed: u32) -> Result<(), Error> {
        if wire_name == QuickRedFlush::ENTRY.wire_name { self.reverse(seed).await } else { self.issue(seed).await }
    }

    async fn read(&self, seed: u32) -> Result<(), Error> {
        self.0.call(&QueryInvoice::new(self.seller(), serial(seed))).await.map(drop)
    }

    fn debug(&self) -> String {
        format!("{:?} {:?}", self.0, self.0.client())
    }
}

#[tokio::test]
async fn the_client_keeps_every_claim() {
    let http = HttpTransport::builder().without_proxy().build().unwrap();
    client::check(&Piaotong, Arc::new(http)).await;
}
