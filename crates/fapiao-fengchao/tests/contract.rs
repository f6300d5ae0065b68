//! The claims of `contract::client` for Fengchao, over all three doors.
//!
//! The gateway has no query that is known, so what stands under a number is asked by retrying it again.

#![expect(clippy::unwrap_used, reason = "clippy knows the test functions, not their helpers")]

use async_trait::async_trait;
use bytes::Bytes;
use fapiao_fengchao::{Client, Config, Environment, Merchant};
use fapiao_mock::{
    Settings,
    contract::client::{self, Connected, Stage, Subject},
    fengchao::{OrderState, StandingOrder},
};
use fapiao_model::{
    Operation as _, OrderNumber,
    fengchao::{RetryIssue, RetryIssueAnswer},
};
use fapiao_reqwest::HttpTransport;
use fapiao_transport::Error;
use std::sync::Arc;

const SELLER: &str = "91310117568051223X";

struct Fengchao;

struct Seller(Merchant);

fn number(seed: u32) -> OrderNumber {
    format!("2024012215051817{seed:04}").parse().unwrap()
}

#[async_trait]
impl Subject for Fengchao {
    fn settings(&self) -> Settings {
        let mut settings = Settings::default();
        settings.fengchao.tax_numbers = vec![SELLER.to_owned()];
        settings.fengchao.orders = vec![StandingOrder {
            number: number(1).to_string(),
            seller: SELLER.to_owned(),
            buyer: "上海某某节能科技有限公司".to_owned(),
            net: "100.00".parse().unwrap(),
            tax: "13.00".parse().unwrap(),
            state: OrderState::Failed,
        }];
        settings
    }

    fn connect(&self, stage: &Stage) -> Box<dyn Connected> {
        let known = self.settings().fengchao;
        let secret = if stage.wrong_secret { "another".into() } else { known.app_secret };
        let config = Config::new(known.app_id, secret).with_environment(Environment::Custom(stage.base_url.clone()));
        Box::new(Seller(Client::new(config, stage.context.clone()).unwrap().merchant(SELLER.parse().unwrap())))
    }

    fn unlisted(&self, code: &str, words: &str) -> http::Response<Bytes> {
        http::Response::new(Bytes::from(format!(r#"{{"code":"{code}","message":"{words}"}}"#)))
    }
}

#[async_trait]
impl Connected for Seller {
    fn writes(&self) -> Vec<&'static str> {
        vec![RetryIssue::ENTRY.wire_name]
    }

    async fn write(&self, _: &str, seed: u32) -> Result<(), Error> {
        self.0.call(&RetryIssue::new(number(seed))).await.map(drop)
    }

    async fn read(&self, seed: u32) -> Result<(), Error> {
        let answer = self.0.call(&RetryIssue::new(number(seed))).await?;
        assert!(matches!(answer, RetryIssueAnswer::AlreadyIssued { .. }), "{answer:?}");
        Ok(())
    }

    fn debug(&self) -> String {
        format!("{:?} {:?}", self.0, self.0.client())
    }
}

#[tokio::test]
async fn the_client_keeps_every_claim() {
    client::check(&Fengchao, Arc::new(HttpTransport::builder().without_proxy().build().unwrap())).await;
}
