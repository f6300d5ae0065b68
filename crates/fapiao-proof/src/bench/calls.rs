//! A call through the client, against reqwest by hand: once doing the same work (writing, signing, reading the answer), once
//! sending a request that was made before and looking at nothing.
//!
//! Client and server share one core, as a machine with two would share it out differently from run to run: a server that
//! sleeps on the other core is woken in 50 µs, more than all of the call.

use super::{Line, Machine, pairs::median, server, thousandths};
use cpu_time::ThreadTime;
use fapiao_model::nuonuo::{Buyer, IssueInvoice, LineAmounts, LineItem, PriceBasis, Seller};
use fapiao_model::{InvoiceKind, TaxNumber, WordError};
use fapiao_nuonuo::{Client, Config, Environment, Merchant};
use fapiao_reqwest::HttpTransport;
use fapiao_transport::{AccessToken, Clock as _, Context, Entropy as _, OsEntropy, SystemClock};
use hmac::{Hmac, KeyInit, Mac};
use sha1::Sha1;
use std::error::Error;
use std::fmt;
use std::hint::black_box;
use std::time::Duration;
use tokio::runtime::{Builder, Runtime};

/// How many calls one measurement makes.
const CALLS: u32 = 100;
/// The least that our calls a second may be, in thousandths of theirs.
const LEAST: u128 = 950;
/// The most processor time that a call may cost more, in nanoseconds.
const MOST_EXTRA: u128 = 15_000;
const APP_KEY: &str = "SD12345678";
const SECRET: &str = "SDABCDEF0123456789";
const TOKEN: &str = "54871544ED15874564115";
const ANSWER: &str =
    r#"{"code":"E0000","describe":"开票提交成功","result":{"invoiceSerialNum":"20160108165823395151"}}"#;

pub(super) fn lines(machine: Machine<'_>) -> Result<Vec<Line>, Box<dyn Error>> {
    let runtime = Builder::new_current_thread().enable_all().build()?;
    let url = format!("http://{}/open/v1/services", server::start(ANSWER)?);
    let (ours, order) = (merchant(&url)?, order()?);
    let bare = Bare::new(&url, &ours, &order)?;
    let content = serde_json::from_slice(ours.write(&order)?.bytes())?;
    let by_hand = ByHand { client: bare.client.clone(), url, content };
    let call = || {
        runtime.block_on(async {
            for _ in 0..CALLS {
                black_box(ours.call(&order).await)?;
            }
            Ok(())
        })
    };
    let against_bare = compared(machine, call, || bare.calls(&runtime))?;
    let against_hand = compared(machine, call, || by_hand.calls(&runtime))?;
    Ok(vec![
        Line {
            what: "call nuonuo, calls a second, against reqwest, hmac and serde_json by hand".to_owned(),
            measured: against_hand.to_string(),
            target: format!("at least {}", thousandths(LEAST)),
            is_met: against_hand.speed >= LEAST,
        },
        Line {
            what: "call nuonuo, extra processor time a call, against reqwest sending prepared bytes".to_owned(),
            measured: format!("{} µs", thousandths(against_bare.extra)),
            target: format!("at most {} µs", thousandths(MOST_EXTRA)),
            is_met: against_bare.extra <= MOST_EXTRA,
        },
        Line {
            what: "call nuonuo, calls a second, against reqwest sending prepared bytes".to_owned(),
            measured: against_bare.to_string(),
            target: String::new(),
            is_met: true,
        },
    ])
}

/// Medians over all pairs.
struct Compared {
    /// Our calls a second against theirs, in thousandths.
    speed: u128,
    /// Nanoseconds of processor time that a call of ours costs more.
    extra: u128,
    ours: u128,
    theirs: u128,
}

impl fmt::Display for Compared {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { speed, ours, theirs, .. } = self;
        write!(f, "{} times ({} µs against {} µs)", thousandths(*speed), thousandths(*ours), thousandths(*theirs))
    }
}

type Called = Result<(), Box<dyn Error>>;

/// Nanoseconds of both clocks for one measurement.
type Spent = (u128, u128);

/// Measures both in turns, each first in every other pair.
fn compared(
    machine: Machine<'_>,
    ours: impl Fn() -> Called,
    theirs: impl Fn() -> Called,
) -> Result<Compared, Box<dyn Error>> {
    ours()?;
    theirs()?;
    let mut pairs = Vec::with_capacity(machine.pairs);
    for turn in 0..machine.pairs.max(1) {
        pairs.push(if turn % 2 == 0 {
            let ours = spent(machine, &ours)?;
            (ours, spent(machine, &theirs)?)
        } else {
            let theirs = spent(machine, &theirs)?;
            (spent(machine, &ours)?, theirs)
        });
    }
    let calls = u128::from(CALLS);
    Ok(Compared {
        speed: median(pairs.iter().map(|((ours, _), (theirs, _))| theirs * 1000 / ours.max(&1))),
        extra: median(pairs.iter().map(|((_, ours), (_, theirs))| ours.saturating_sub(*theirs) / calls)),
        ours: median(pairs.iter().map(|((ours, _), _)| ours / calls)),
        theirs: median(pairs.iter().map(|(_, (theirs, _))| theirs / calls)),
    })
}

/// Everything but the server runs on this thread, so its processor time is the client's.
fn spent(machine: Machine<'_>, calls: &impl Fn() -> Called) -> Result<Spent, Box<dyn Error>> {
    let (wall, processor) = (machine.clock.monotonic(), ThreadTime::now());
    calls()?;
    let processor = processor.elapsed().as_nanos();
    Ok((machine.clock.monotonic().saturating_sub(wall).as_nanos(), processor))
}

fn merchant(url: &str) -> Result<Merchant, Box<dyn Error>> {
    let transport = HttpTransport::builder().without_proxy().build()?;
    let context = Context::new(transport, SystemClock::new(), OsEntropy);
    let client = Client::new(Config::new(Environment::Custom(url.to_owned()), APP_KEY, SECRET), context)?;
    Ok(client.merchant_with_token(seller()?, AccessToken::new(TOKEN)))
}

fn seller() -> Result<TaxNumber, WordError> {
    "339902999999789113".parse()
}

fn order() -> Result<IssueInvoice, WordError> {
    let seller = Seller::new(seller()?).phone("0571-77777777").address("杭州市西湖区示例路1号");
    let buyer = Buyer::new("杭州示例科技有限公司").tax_number("91330100MA2AXF2N2T".parse()?);
    let line = LineItem::new("电脑", "0.13".parse()?, PriceBasis::WithTax)
        .classification("1090511030000000000".parse()?)
        .price("113".parse()?, "2".parse()?)
        .unit("台")
        .amounts(LineAmounts::new("200".parse()?, "26".parse()?));
    let (number, time) = ("20261121000000000001".parse()?, "2026-11-21 09:30:00".parse()?);
    Ok(IssueInvoice::new(number, InvoiceKind::DigitalOrdinary, seller, buyer, "张三", time).line(line))
}

/// reqwest with our settings, and a request that is ready to go.
struct Bare {
    client: reqwest::Client,
    request: reqwest::Request,
}

impl Bare {
    fn new(url: &str, merchant: &Merchant, order: &IssueInvoice) -> Result<Self, Box<dyn Error>> {
        let stamp = fapiao_nuonuo::Stamp {
            senid: "5f0c6a1e9d3b4c7f8a2e1d0b9c8f7e6d".to_owned(),
            nonce: "90469871".to_owned(),
            unix_seconds: 1_795_289_365,
            token: AccessToken::new(TOKEN),
        };
        let sealed = merchant.seal(&merchant.write(order)?, &stamp);
        debug_assert!(sealed.uri().to_string().starts_with(url));
        Ok(Self { client: client()?, request: sealed.try_into()? })
    }

    fn calls(&self, runtime: &Runtime) -> Called {
        runtime.block_on(async {
            for _ in 0..CALLS {
                let request = self.request.try_clone().ok_or("the body can be sent again")?;
                let answer = self.client.execute(request).await?;
                black_box(answer.bytes().await?);
            }
            Ok(())
        })
    }
}

/// What somebody writes who has no client: the same work with bare crates.
struct ByHand {
    client: reqwest::Client,
    url: String,
    content: serde_json::Value,
}

impl ByHand {
    fn calls(&self, runtime: &Runtime) -> Called {
        runtime.block_on(async {
            for _ in 0..CALLS {
                black_box(self.call().await?);
            }
            Ok(())
        })
    }

    async fn call(&self) -> Result<serde_json::Value, Box<dyn Error>> {
        let body = serde_json::to_string(&self.content)?;
        let mut random = [0; 20];
        OsEntropy.fill(&mut random);
        let (id, nonce) = random.split_at(16);
        let senid: String = id.iter().map(|byte| format!("{byte:02x}")).collect();
        let nonce = nonce.iter().fold(0_u32, |nonce, byte| nonce << 8 | u32::from(*byte)) % 90_000_000 + 10_000_000;
        let time = SystemClock::new().now().unix_seconds();
        let message = format!("a=services&l=v1&p=open&k={APP_KEY}&i={senid}&n={nonce}&t={time}&f={body}");
        let mut mac: Hmac<Sha1> = Hmac::new_from_slice(SECRET.as_bytes())?;
        mac.update(message.as_bytes());
        let sign = base64::Engine::encode(&base64::engine::general_purpose::STANDARD, mac.finalize().into_bytes());
        let url = format!("{}?senid={senid}&nonce={nonce}&timestamp={time}&appkey={APP_KEY}", self.url);
        let request = self.client.post(url).header("Content-Type", "application/json;charset=utf-8");
        let request = request.header("X-Nuonuo-Sign", sign).header("accessToken", TOKEN);
        let request = request.header("userTax", "339902999999789113");
        let request = request.header("method", "nuonuo.OpeMplatform.requestBillingNew").body(body);
        let answer = request.send().await?.bytes().await?;
        let answer: serde_json::Value = serde_json::from_slice(&answer)?;
        if answer["code"] == "E0000" { Ok(answer) } else { Err("refused".into()) }
    }
}

/// The settings of `fapiao_reqwest`.
fn client() -> Result<reqwest::Client, Box<dyn Error>> {
    let provider = std::sync::Arc::new(rustls::crypto::ring::default_provider());
    let tls = rustls::ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()?
        .with_root_certificates(rustls::RootCertStore::empty())
        .with_no_client_auth();
    let client = reqwest::Client::builder()
        .tls_backend_preconfigured(tls)
        .user_agent(concat!("fapiao/", env!("CARGO_PKG_VERSION")))
        .connect_timeout(Duration::from_secs(5))
        .timeout(Duration::from_secs(60))
        .read_timeout(Duration::from_secs(30))
        .pool_idle_timeout(Duration::from_secs(15))
        .pool_max_idle_per_host(32)
        .tcp_keepalive(Duration::from_secs(30))
        .redirect(reqwest::redirect::Policy::none())
        .retry(reqwest::retry::never())
        .referer(false)
        .http1_only()
        .http1_title_case_headers()
        .no_proxy();
    Ok(client.build()?)
}
