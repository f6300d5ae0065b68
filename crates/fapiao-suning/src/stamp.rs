//! What is made afresh for every send: time, token, signature.

use crate::{Body, Config, PathStyle};
use bytes::Bytes;
use fapiao_model::{ChinaTime, suning::VERSION};
use fapiao_signing::suning::Signable;
use fapiao_transport::AccessToken;
use http::{HeaderValue, Method, Request, header};

/// What changes from send to send. Suning refuses a time that is more than ten minutes off.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Stamp {
    /// The request time.
    pub request_time: ChinaTime,
    /// The merchant's token, if the application needs one.
    pub access_token: Option<AccessToken>,
}

impl Stamp {
    /// A stamp of this instant, without a token.
    #[must_use]
    pub const fn at(request_time: ChinaTime) -> Self {
        Self { request_time, access_token: None }
    }

    /// The same stamp with the merchant's token.
    #[must_use]
    pub fn with_token(mut self, token: AccessToken) -> Self {
        self.access_token = Some(token);
        self
    }
}

/// Signs the bytes and puts the headers around them.
pub(crate) fn seal(config: &Config, body: &Body, stamp: &Stamp) -> Result<Request<Bytes>, http::Error> {
    let request_time = stamp.request_time.to_string();
    let sign_info = Signable {
        method: body.method(),
        request_time: &request_time,
        app_key: &config.app_key,
        version: VERSION,
        body: body.bytes(),
    }
    .sign(&config.app_secret);
    let gateway = config.environment.gateway();
    let target = match config.path_style {
        PathStyle::Appended => format!("{gateway}/{}", body.method()),
        PathStyle::Bare => gateway.to_owned(),
    };
    let mut request = Request::builder()
        .method(Method::POST)
        .uri(target)
        .header(header::CONTENT_TYPE, body.format().content_type())
        .header("AppMethod", body.method())
        .header("AppRequestTime", request_time)
        .header("Format", body.format().as_str())
        .header("AppKey", &config.app_key)
        .header("VersionNo", VERSION)
        .header("signInfo", sign_info);
    if let Some(token) = &stamp.access_token {
        let mut value = HeaderValue::from_str(token.expose())?;
        value.set_sensitive(true);
        request = request.header("access_token", value);
    }
    request.body(body.bytes().clone())
}
