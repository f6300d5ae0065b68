//! What Suning's error codes are made of.

/// A code, split: `layer.module.detail:variable`.
///
/// ```
/// use fapiao_model::suning::{Category, CodeParts};
///
/// let code = "biz.custom.addelectronicinvoice.missing-parameter:orderId";
/// let parts = CodeParts::of(code);
/// assert_eq!((parts.layer, parts.module), ("biz", "custom.addelectronicinvoice"));
/// assert_eq!((parts.detail, parts.variable), ("missing-parameter", Some("orderId")));
/// assert_eq!(Category::of(code), Category::BusinessParameter);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CodeParts<'a> {
    /// `sys` (the platform), `biz` (the interface), `isp` (a system behind it).
    pub layer: &'a str,
    /// Where in the layer; empty in short codes.
    pub module: &'a str,
    /// What happened.
    pub detail: &'a str,
    /// A field, a number or a word after the last colon; for `isp.sys.service.unavailable.moms` it is the system, `moms`.
    pub variable: Option<&'a str>,
}

const UNAVAILABLE: &str = "isp.sys.service.unavailable.";

impl<'a> CodeParts<'a> {
    /// Splits a code. Every text can be split; what is not there is empty.
    #[must_use]
    pub fn of(code: &'a str) -> Self {
        if let Some(system) = code.strip_prefix(UNAVAILABLE) {
            return Self { layer: "isp", module: "sys.service", detail: "unavailable", variable: Some(system) };
        }
        let (path, variable) = match code.rsplit_once(':') {
            Some((path, variable)) => (path, Some(variable)),
            None => (code, None),
        };
        let (layer, rest) = path.split_once('.').unwrap_or((path, ""));
        let (module, detail) = rest.rsplit_once('.').unwrap_or(("", rest));
        Self { layer, module, detail, variable }
    }
}

/// A grouping of the codes by what to do. It is ours, not Suning's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Category {
    /// A query found nothing: no error.
    Empty,
    /// A system behind the platform is down.
    Unavailable,
    /// The access token is expired.
    Token,
    /// Key, secret, signature or token is wrong.
    Auth,
    /// The clock is off.
    Time,
    /// No right to the interface or the supplier.
    Permission,
    /// A limit is used up.
    RateLimit,
    /// The platform did not reach what is behind it.
    Network,
    /// Headers or message are wrong.
    Request,
    /// A field is missing, too long or of the wrong form.
    BusinessParameter,
    /// A rule of the business.
    Business,
    /// A code that nobody has told us about.
    Unknown,
}

impl Category {
    /// The category of a code. The first rule that fits decides.
    #[must_use]
    pub fn of(code: &str) -> Self {
        let rules: [(&[&str], Self); 9] = [
            (&[super::NO_RESULT], Self::Empty),
            (&[UNAVAILABLE], Self::Unavailable),
            (&["sys.oauth.check.access_token:overdue", "sys.check.user-permission:overdue"], Self::Token),
            (
                &[
                    "sys.check.app-sign:",
                    "sys.check.user-permission:inexistence",
                    "sys.oauth.check.access_token:inexistence",
                    "sys.check.header-param:forbidden",
                ],
                Self::Auth,
            ),
            (&["sys.check.app-time:", "sys.check.request-apprequesttime:"], Self::Time),
            (
                &[
                    "sys.check.method-permission:",
                    "sys.check.api-permission:",
                    "sys.check.oauth-permission:",
                    "sys.auth.vendor-request:",
                ],
                Self::Permission,
            ),
            (&["sys.controller."], Self::RateLimit),
            (&["sys.error."], Self::Network),
            (&["sys.check.", "biz.handler.batch-handler:", "biz.handler.request-message:"], Self::Request),
        ];
        let fits = |starts: &[&str]| starts.iter().any(|start| code.starts_with(start));
        match rules.iter().find(|(starts, _)| fits(starts)) {
            Some((_, category)) => *category,
            None if !code.starts_with("biz.") => Self::Unknown,
            None => match CodeParts::of(code) {
                CodeParts {
                    detail: "missing-parameter" | "format-error" | "length-overlong",
                    variable: Some(_),
                    ..
                } => Self::BusinessParameter,
                _ => Self::Business,
            },
        }
    }

    /// The name, as the golden vectors spell it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Empty => "empty",
            Self::Unavailable => "unavailable",
            Self::Token => "token",
            Self::Auth => "auth",
            Self::Time => "time",
            Self::Permission => "permission",
            Self::RateLimit => "rate_limit",
            Self::Network => "network",
            Self::Request => "request",
            Self::BusinessParameter => "business_parameter",
            Self::Business => "business",
            Self::Unknown => "unknown",
        }
    }
}
