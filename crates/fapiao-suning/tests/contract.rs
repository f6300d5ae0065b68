//! The claims of `contract::client` for Suning, over all three doors, in XML and in JSON.
#![expect(clippy::unwrap_used, reason = "helpers of a test may panic like the test itself")]

use async_trait::async_trait;
use bytes::Bytes;
use fapiao_mock::{
    Settings,
    contract::client::{self, Connected, Stage, Subject},
};
use fapiao_model::{
    Operation as _,
    suning::{
        AddElectronicInvoice, Format, GetElectronicInvoice, InvoiceFace, InvoiceFile, InvoiceFlag, InvoiceTime, Side,
    },
};
use fapiao_reqwest::HttpTransport;
use fapiao_suning::{Client, Config, Environment, Merchant};
use fapiao_transport::Error;
use std::sync::Arc;

const PRODUCT: &str = "1000000001";

struct Suning(Format);

struct Shop(Merchant);

#[async_trait]
impl Subject for Suning {
    fn settings(&self) -> Settings {
        Settings::default()
    }

    fn connect(&self, stage: &Stage) -> Box<dyn Connected> {
        let known = self.settings().suning;
        let secret = if stage.wrong_secret { "another".into() } else { known.app_secret };
        let gateway = format!("{}/api/http/sopRequest", stage.base_url);
        let config = Config::new(Environment::Custom(gateway), known.app_key, secret).with_format(self.0);
        Box::new(Shop(Client::new(config, stage.context.clone()).unwrap().merchant("shop")))
    }

    fn unlisted(&self, code: &str, words: &str) -> http::Response<Bytes> {
        http::Response::new(Bytes::from(match self.0 {
            Format::Json => format!(
                "{{\"sn_responseContent\":{{\"sn_error\":{{\"error_code\":\"{code}\",\"error_msg\":\"{words}\"}}}}}}"
            ),
            Format::Xml => format!(
                "<sn_responseContent><sn_error><error_code>{code}</error_code><error_msg>{words}</error_msg></sn_error>\
                 </sn_responseContent>"
            ),
        }))
    }
}

fn order(seed: u32) -> fapiao_model::OrderNumber {
    format!("45116804{}", 50 + seed).parse().unwrap()
}

#[async_trait]
impl Connected for Shop {
    fn writes(&self) -> Vec<&'static str> {
        vec![AddElectronicInvoice::ENTRY.wire_name]
    }

    async fn write(&self, _: &str, seed: u32) -> Result<(), Error> {
        let face = InvoiceFace {
            number: format!("243120000000226{seed:05}").parse().unwrap(),
            issued: InvoiceTime::Second("2026-11-20 10:10:10".parse().unwrap()),
            amount: "113.00".parse().unwrap(),
            flag: InvoiceFlag::Electronic,
            title: "示例买家".into(),
            title_kind: "1".into(),
        };
        let file = InvoiceFile::new(Bytes::from_static(b"%PDF-1.4\ntest document\n%%EOF")).unwrap();
        let upload = AddElectronicInvoice::new(order(seed), Side::Blue, face, file).product_code(PRODUCT);
        self.0.call(&upload).await.map(drop)
    }

    async fn read(&self, seed: u32) -> Result<(), Error> {
        self.0.call(&GetElectronicInvoice::new(order(seed), PRODUCT)).await.map(drop)
    }

    fn debug(&self) -> String {
        format!("{:?} {:?}", self.0, self.0.client())
    }
}

fn http() -> Arc<HttpTransport> {
    Arc::new(HttpTransport::builder().without_proxy().build().unwrap())
}

#[tokio::test]
async fn the_client_keeps_every_claim_in_xml() {
    client::check(&Suning(Format::Xml), http()).await;
}

#[tokio::test]
async fn the_client_keeps_every_claim_in_json() {
    client::check(&Suning(Format::Json), http()).await;
}
