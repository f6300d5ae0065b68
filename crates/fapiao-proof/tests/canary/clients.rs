//! The four clients, with right and with wrong secrets; what they do, and everything that they print of themselves.

use crate::line::Line;
use crate::secrets::{
    FENGCHAO, FENGCHAO_WRONG, Found, NUONUO, NUONUO_TOKEN, NUONUO_WRONG, PIAOTONG, PIAOTONG_WRONG, SUNING,
    SUNING_TOKEN, SUNING_WRONG, SUNING_WRONG_TOKEN, strangers_key,
};
use fapiao_mock::Settings;
use fapiao_model::{ChinaTime, InvoiceKind, fengchao, nuonuo, piaotong, suning};
use fapiao_transport::{
    AccessToken, Context, Error, MemoryQuota, MemoryTokenStore, OsEntropy, Scrubber, StoredToken, SystemClock,
    TokenStore,
};
use std::fmt::Debug;
use std::sync::Arc;

/// One client each, and one more of Nuonuo whose token was given to it.
pub(crate) struct Clients {
    nuonuo: fapiao_nuonuo::Merchant,
    nuonuo_with_token: fapiao_nuonuo::Merchant,
    store: Arc<MemoryTokenStore>,
    fengchao: fapiao_fengchao::Merchant,
    piaotong: fapiao_piaotong::Merchant,
    suning: fapiao_suning::Merchant,
}

impl Clients {
    pub(crate) fn right(base_url: &str, line: &Line, settings: &Settings) -> Self {
        let key = settings.piaotong.partner_private_pem();
        Self::new(base_url, line, settings, [NUONUO, FENGCHAO, SUNING, SUNING_TOKEN, PIAOTONG, &key])
    }

    pub(crate) fn wrong(base_url: &str, line: &Line, settings: &Settings) -> Self {
        let secrets =
            [NUONUO_WRONG, FENGCHAO_WRONG, SUNING_WRONG, SUNING_WRONG_TOKEN, PIAOTONG_WRONG, &strangers_key()];
        Self::new(base_url, line, settings, secrets)
    }

    fn new(base_url: &str, line: &Line, settings: &Settings, secrets: [&str; 6]) -> Self {
        let [nuonuo_secret, fengchao_secret, suning_secret, suning_token, content_key, private_key] = secrets;
        let context = Context::new(line.clone(), SystemClock::new(), OsEntropy);
        let store = Arc::new(MemoryTokenStore::default());
        let environment = fapiao_nuonuo::Environment::Custom(format!("{base_url}/open/v1/services"));
        let config = fapiao_nuonuo::Config::new(environment, &settings.nuonuo.app_key, nuonuo_secret)
            .with_token_url(format!("{base_url}/accessToken"))
            .with_token_store(Arc::clone(&store) as Arc<dyn TokenStore>);
        let client = fapiao_nuonuo::Client::new(config, context.clone()).unwrap();
        let seller = settings.nuonuo.companies[0].tax_number.parse::<fapiao_model::TaxNumber>().unwrap();
        let nuonuo_with_token = client.merchant_with_token(seller.clone(), AccessToken::new(NUONUO_TOKEN));
        let nuonuo = client.merchant(seller.clone());

        let environment = fapiao_fengchao::Environment::Custom(base_url.to_owned());
        let config = fapiao_fengchao::Config::new(&settings.fengchao.app_id, fengchao_secret);
        let client = fapiao_fengchao::Client::new(config.with_environment(environment), context.clone()).unwrap();
        let fengchao = client.merchant(seller);

        let known = &settings.piaotong;
        let keys = fapiao_piaotong::Keys::parse(content_key, private_key, &known.piaotong_public_pem()).unwrap();
        let environment = fapiao_piaotong::Environment::Custom(base_url.to_owned());
        let alias = known.alias.parse().unwrap();
        let config = fapiao_piaotong::Config::new(environment, &known.platform_code, alias, keys);
        let client = fapiao_piaotong::Client::new(config, context.clone()).unwrap();
        let piaotong = client.merchant(known.sellers[0].tax_number.parse().unwrap());

        let gateway = format!("{base_url}/api/http/sopRequest");
        let config = fapiao_suning::Config::new(
            fapiao_suning::Environment::Custom(gateway),
            &settings.suning.app_key,
            suning_secret,
        )
        .with_token_required();
        let client = fapiao_suning::Client::new(config, context).unwrap();
        let suning = client.merchant("70066253").with_token(AccessToken::new(suning_token));
        Self { nuonuo, nuonuo_with_token, store, fengchao, piaotong, suning }
    }

    /// Calls everything a few times, and keeps what comes of it and what everything prints of itself.
    pub(crate) async fn talk(&self, found: &mut Found) {
        for turn in 0..12 {
            self.talk_to_nuonuo(found, turn).await;
            self.talk_to_the_others(found, turn).await;
        }
        self.print(found).await;
    }

    async fn talk_to_nuonuo(&self, found: &mut Found, turn: u32) {
        // Each number comes twice, so that the second is refused as a duplicate.
        let order = order(self.nuonuo.tax_number(), turn / 2);
        told(found, "nuonuo issue", self.nuonuo.call(&order).await);
        told(found, "nuonuo issue with a token", self.nuonuo_with_token.call(&order).await);
        let number = format!("CANARY{turn:014}").parse().unwrap();
        told(found, "nuonuo query", self.nuonuo.call(&nuonuo::QueryInvoiceResult::by_order_numbers([number])).await);
        let body = self.nuonuo.write(&order).unwrap();
        printed(found, "nuonuo body", &body);
        match self.nuonuo.stamp().await {
            Ok(stamp) => printed(found, "nuonuo stamp", &stamp),
            Err(error) => told::<()>(found, "nuonuo stamp", Err(error)),
        }
    }

    async fn talk_to_the_others(&self, found: &mut Found, turn: u32) {
        let number = || format!("{turn:020}").parse().unwrap();
        told(found, "fengchao retry", self.fengchao.call(&fengchao::RetryIssue::new(number())).await);
        printed(found, "fengchao body", &self.fengchao.write(&fengchao::RetryIssue::new(number())).unwrap());
        let serial = || format!("TEST{:016}", turn / 2).parse().unwrap();
        let line = piaotong::Line::new(
            "小麦",
            "1010101020000000000".parse().unwrap(),
            piaotong::PricingBasis::TaxIncluded,
            "109.00".parse().unwrap(),
            piaotong::Taxation::Rate("0.09".parse().unwrap()),
        );
        let (seller, buyer) = (self.piaotong.tax_number().clone(), piaotong::Buyer::person("示例买家"));
        let issue =
            piaotong::IssueInvoice::new(seller.clone(), serial(), piaotong::IssueKind::Ordinary, buyer, vec![line]);
        told(found, "piaotong issue", self.piaotong.call(&issue).await);
        told(found, "piaotong query", self.piaotong.call(&piaotong::QueryInvoice::new(seller, serial())).await);
        printed(found, "piaotong body", &self.piaotong.write(&issue).unwrap());
        let upload = upload(turn);
        told(found, "suning upload", self.suning.call(&upload).await);
        printed(found, "suning body", &self.suning.write(&upload).unwrap());
    }

    /// `Debug` of every public value at hand.
    async fn print(&self, found: &mut Found) {
        let Self { nuonuo, nuonuo_with_token, store, fengchao, piaotong, suning } = self;
        printed(found, "nuonuo", &(nuonuo, nuonuo.client(), nuonuo.client().config(), nuonuo.client().context()));
        printed(found, "nuonuo with a token", nuonuo_with_token);
        printed(found, "nuonuo issuer", &nuonuo.issuer(fapiao_nuonuo::Profile::new("开票员")));
        let granted =
            format!(r#"{{"access_token":"{NUONUO_TOKEN}","refresh_token":"{NUONUO_TOKEN}","expires_in":"1"}}"#);
        let granted = nuonuo.client().read_token(&http::Response::new(bytes::Bytes::from(granted)));
        printed(found, "nuonuo token", &granted);
        let (token, now) = (AccessToken::new(NUONUO_TOKEN), ChinaTime::from_unix_millis(0));
        let stored = StoredToken { token, generation: 1, fetched_at: now, expires_at: None };
        printed(found, "tokens", &(store, MemoryQuota::default(), &stored, Scrubber::new([NUONUO, FENGCHAO])));
        printed(found, "fengchao", &(fengchao, fengchao.client(), fengchao.client().config(), fengchao.stamp()));
        let config = piaotong.client().config();
        printed(found, "piaotong", &(piaotong, piaotong.client(), config, &config.keys, piaotong.issuer()));
        printed(found, "piaotong receiver", &fapiao_piaotong::Receiver::new(config.clone()));
        let stamp = fapiao_piaotong::Stamp::new(now, "00000000");
        printed(found, "piaotong envelope", &fapiao_piaotong::seal_request(config, b"{}", &stamp));
        printed(found, "suning", &(suning, suning.client(), suning.client().config(), suning.marketplace()));
        let stamp = fapiao_suning::Stamp::at(now).with_token(AccessToken::new(SUNING_TOKEN));
        printed(found, "suning stamp", &stamp);
        signing(found);
    }
}

/// The types of the signatures.
fn signing(found: &mut Found) {
    use fapiao_signing::{AppSecret, fengchao, nuonuo, piaotong, suning};
    let secret = AppSecret::new(FENGCHAO);
    let form = [("appid", "a")];
    let signable =
        suning::Signable { method: "m", request_time: "t", app_key: "k", version: "v1.2", body: b"<sn_request/>" };
    let canonical = [fengchao::canonical(&form, &secret), signable.canonical(&AppSecret::new(SUNING))];
    found.keep("masked strings to sign", canonical.each_ref().map(|text| text.masked()).concat());
    printed(found, "signing", &(&secret, nuonuo::SigningKey::new(&AppSecret::new(NUONUO)), &canonical));
    let keys = (piaotong::ContentKey::parse(PIAOTONG), piaotong::PrivateKey::parse(&strangers_key()));
    printed(found, "keys", &keys);
    // A key that is none is told about without any of it.
    let broken = [PIAOTONG_WRONG.replace('#', ""), strangers_key().replace("MII", "XII")];
    printed(
        found,
        "broken keys",
        &broken.map(|key| (piaotong::ContentKey::parse(&key), piaotong::PrivateKey::parse(&key))),
    );
}

fn printed(found: &mut Found, what: &str, value: &dyn Debug) {
    found.keep(format!("Debug of {what}"), format!("{value:?} {value:#?}"));
}

/// What a caller, or the caller's log, can get out of an error.
fn told<T: Debug>(found: &mut Found, what: &str, result: Result<T, Error>) {
    let error = match result {
        Ok(answer) => return found.keep(format!("answer of {what}"), format!("{answer:?}")),
        Err(error) => error,
    };
    found.keep(format!("error of {what}"), format!("{error} {error:?} {error:#?}"));
    let mut source = std::error::Error::source(&error);
    while let Some(cause) = source {
        found.keep(format!("cause of the error of {what}"), format!("{cause} {cause:?}"));
        source = cause.source();
    }
    if let Some(reply) = error.reply() {
        let kept = format!("{} {} {}", reply.code(), reply.message(), String::from_utf8_lossy(reply.body()));
        found.keep(format!("what is kept of the answer to {what}"), kept);
    }
}

fn order(seller: &fapiao_model::TaxNumber, turn: u32) -> nuonuo::IssueInvoice {
    let amounts = nuonuo::LineAmounts::new("100.00".parse().unwrap(), "13.00".parse().unwrap());
    let line = nuonuo::LineItem::new("电脑", "0.13".parse().unwrap(), nuonuo::PriceBasis::WithTax)
        .classification("1090511030000000000".parse().unwrap())
        .amounts(amounts);
    let (seller, buyer) = (nuonuo::Seller::new(seller.clone()), nuonuo::Buyer::new("示例买家"));
    let (number, time) = (format!("CANARY{turn:014}").parse().unwrap(), "2026-11-21 09:00:00".parse().unwrap());
    nuonuo::IssueInvoice::new(number, InvoiceKind::DigitalOrdinary, seller, buyer, "开票员", time).line(line)
}

/// An upload for one of the shop's orders, and for some that it does not have.
fn upload(turn: u32) -> suning::AddElectronicInvoice {
    let face = suning::InvoiceFace {
        number: "24312000000022669098".parse().unwrap(),
        issued: "2026-03-05 14:07:08".parse::<ChinaTime>().unwrap().into(),
        amount: "113.00".parse().unwrap(),
        flag: suning::InvoiceFlag::Electronic,
        title: "南京某某科技有限公司".into(),
        title_kind: "1".into(),
    };
    let file = suning::InvoiceFile::new(*b"%PDF-1.4 and so on").unwrap();
    let order = format!("45116804{:02}", 45 + turn).parse().unwrap();
    suning::AddElectronicInvoice::new(order, suning::Side::Blue, face, file)
}
