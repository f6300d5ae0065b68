//! A client's desk for Nuonuo's tests: signs raw requests and asks the sandbox at a time of its choosing.

use bytes::Bytes;
use fapiao_mock::{Books, Reply, Sandbox, Settings, nuonuo};
use fapiao_model::ChinaTime;
use fapiao_signing::nuonuo::{GatewayPath, Signable};
use http::{Request, Response, header};
use serde_json::{Value, json};
use std::time::Duration;

pub(crate) const SELLER: &str = "339902999999789113";
pub(crate) const ISSUE: &str = "nuonuo.OpeMplatform.requestBillingNew";
pub(crate) const QUERY: &str = "nuonuo.OpeMplatform.queryInvoiceResult";
pub(crate) const RETRY: &str = "nuonuo.OpeMplatform.reInvoice";
pub(crate) const FAST_RED: &str = "nuonuo.OpeMplatform.fastInvoiceRed";
pub(crate) const APPLY: &str = "nuonuo.OpeMplatform.saveInvoiceRedConfirm";
pub(crate) const QUERY_FORMS: &str = "nuonuo.OpeMplatform.queryInvoiceRedConfirm";
pub(crate) const DELIVER: &str = "nuonuo.OpeMplatform.deliveryInvoice";
pub(crate) const REFRESH: &str = "nuonuo.OpeMplatform.refreshInvoiceRedConfirm";

/// 2026-11-21 10:00:00 in China.
const START: i64 = 1_795_226_400_000;

pub(crate) struct Desk {
    pub(crate) sandbox: Sandbox,
    settings: nuonuo::Settings,
    now: ChinaTime,
    token: String,
    count: u64,
}

impl Desk {
    pub(crate) fn new() -> Self {
        Self::with(|_| {})
    }

    /// A desk at a sandbox with other settings, its token fetched.
    pub(crate) fn with(change: impl Fn(&mut nuonuo::Settings)) -> Self {
        let mut settings = Settings::default();
        change(&mut settings.nuonuo);
        let nuonuo = settings.nuonuo.clone();
        let now = ChinaTime::from_unix_millis(START);
        let mut desk = Self { sandbox: Sandbox::new(settings), settings: nuonuo, now, token: String::new(), count: 0 };
        desk.token();
        desk
    }

    /// Moves the clock to so many milliseconds after the start.
    pub(crate) fn at(&mut self, millis: u64) {
        self.now = ChinaTime::from_unix_millis(START) + Duration::from_millis(millis);
    }

    pub(crate) fn now(&self) -> ChinaTime {
        self.now
    }

    /// Fetches a token and uses it from now on.
    pub(crate) fn token(&mut self) -> Value {
        let answer = self.fetch(&self.settings.app_key, self.settings.app_secret.expose());
        if let Some(token) = answer["access_token"].as_str() {
            token.clone_into(&mut self.token);
        }
        answer
    }

    /// Asks for a token with these credentials.
    pub(crate) fn fetch(&self, key: &str, secret: &str) -> Value {
        let body = format!("client_id={key}&client_secret={secret}&grant_type=client_credentials");
        let request = Request::post("https://open.nuonuo.example/accessToken")
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded;charset=UTF-8")
            .body(Bytes::from(body))
            .unwrap();
        json_of(&self.send(&request))
    }

    pub(crate) fn call(&mut self, method: &str, body: &Value) -> Value {
        self.call_as(SELLER, method, body)
    }

    pub(crate) fn call_as(&mut self, tax_number: &str, method: &str, body: &Value) -> Value {
        let request = self.request(tax_number, method, &body.to_string());
        json_of(&self.send(&request))
    }

    /// A request that passes the gateway.
    pub(crate) fn request(&mut self, tax_number: &str, method: &str, body: &str) -> Request<Bytes> {
        self.count += 1;
        let senid = format!("{:032}", self.count);
        let timestamp = self.now.unix_seconds().to_string();
        let path = GatewayPath::parse("/open/v1/services").unwrap();
        let key = self.settings.app_key.clone();
        let signable = Signable {
            path: &path,
            app_key: &key,
            senid: &senid,
            nonce: "12345678",
            timestamp: &timestamp,
            body: body.as_bytes(),
        };
        let signature = signable.sign(&self.settings.app_secret);
        let query = format!("senid={senid}&nonce=12345678&timestamp={timestamp}&appkey={key}");
        Request::post(format!("https://sdk.nuonuo.example/open/v1/services?{query}"))
            .header("X-Nuonuo-Sign", signature)
            .header("accessToken", &self.token)
            .header("userTax", tax_number)
            .header("method", method)
            .header(header::CONTENT_TYPE, "application/json")
            .body(Bytes::from(body.to_owned()))
            .unwrap()
    }

    pub(crate) fn send(&self, request: &Request<Bytes>) -> Response<Bytes> {
        match self.sandbox.respond(request, self.now) {
            Reply::Answer(answer) => answer,
            Reply::Network(fault) => panic!("{fault:?}"),
        }
    }

    /// The body at an address that the sandbox gave.
    pub(crate) fn get(&self, address: &str) -> Bytes {
        self.send(&Request::get(address).body(Bytes::new()).unwrap()).into_body()
    }

    /// What a query says of an order, all parts.
    pub(crate) fn entries(&mut self, number: &str) -> Vec<Value> {
        let answer = self.call(QUERY, &json!({"orderNos": [number]}));
        answer["result"].as_array().unwrap_or_else(|| panic!("{number}: {answer}")).clone()
    }

    pub(crate) fn entry(&mut self, number: &str) -> Value {
        self.entries(number).remove(0)
    }

    /// Issues an order and gives the invoice's number; takes 300 ms.
    pub(crate) fn issued(&mut self, number: &str) -> String {
        self.call(ISSUE, &order(number));
        self.at(300);
        self.entry(number)["allElectronicInvoiceNumber"].as_str().unwrap().to_owned()
    }

    pub(crate) fn form(&mut self, bill_id: &str) -> Value {
        self.call(QUERY_FORMS, &json!({"identity": "0", "billId": bill_id}))["result"]["list"][0].clone()
    }

    /// Issues N1 of this kind and applies for its full reversal as B1; gives the registered form.
    pub(crate) fn applied(&mut self, form_kind: &str, order_kind: Option<&str>) -> Value {
        let mut body = order("N1");
        body["order"]["invoiceLine"] = order_kind.unwrap_or("pc").into();
        self.call(ISSUE, &body);
        self.at(300);
        let blue = self.entry("N1")["allElectronicInvoiceNumber"].clone();
        self.apply("B1", form_kind, &blue);
        self.at(900);
        self.form("B1")
    }

    /// Applies for the full reversal of a blue invoice.
    pub(crate) fn apply(&mut self, bill_id: &str, kind: &str, blue: &Value) {
        let application = json!({
            "billId": bill_id, "blueInvoiceLine": kind, "applySource": "0", "blueElecInvoiceNumber": blue,
            "sellerTaxNo": SELLER, "sellerName": "", "buyerName": "杭州示例科技有限公司", "redReason": "2",
        });
        assert_eq!(self.call(APPLY, &application)["code"], "E0000");
    }

    pub(crate) fn books(&self) -> Books {
        self.sandbox.books(self.now)
    }

    /// Which check the last refused request failed, and the detail.
    pub(crate) fn last_failure(&self) -> (&'static str, String) {
        let log = self.sandbox.log();
        let failed = log.into_iter().rev().find_map(|entry| entry.failed).unwrap();
        (failed.check, failed.detail)
    }
}

/// The order of vector r03, under another number and with a mark.
pub(crate) fn order(number: &str) -> Value {
    json!({"order": {
        "buyerName": "杭州示例科技有限公司", "buyerTaxNum": "91330100TEST00001X", "salerTaxNum": SELLER,
        "salerTel": "0571-77777777", "salerAddress": "杭州市西湖区示例路1号", "orderNo": number,
        "invoiceDate": "2026-11-21 09:30:00", "clerk": "张三", "pushMode": "-1", "buyerPhone": "15858585858",
        "email": "test@example.com", "invoiceType": "1", "invoiceLine": "pc", "extensionNumber": "923", "bField3": "MARK",
        "invoiceDetail": [{
            "goodsName": "电脑", "goodsCode": "1090511030000000000", "withTaxFlag": "1", "price": "113", "num": "2",
            "unit": "台", "specType": "y460", "taxRate": "0.13", "tax": "26", "taxExcludedAmount": "200",
            "taxIncludedAmount": "226", "invoiceLineProperty": "0", "favouredPolicyFlag": "0",
        }],
    }})
}

/// A line without price at 13 %.
pub(crate) fn line(gross: &str, net: &str, tax: &str, property: &str) -> Value {
    json!({
        "goodsName": "纸", "withTaxFlag": "0", "taxRate": "0.13", "taxIncludedAmount": gross, "taxExcludedAmount": net,
        "tax": tax, "invoiceLineProperty": property,
    })
}

fn json_of(answer: &Response<Bytes>) -> Value {
    serde_json::from_slice(answer.body()).unwrap()
}
