use fapiao_signing::{
    AppSecret,
    piaotong::{ContentKey, KeyError, PrivateKey},
};
use std::time::Duration;

/// Piaotong's part of the sandbox's settings: one partner, its enterprises, and the open questions of the protocol notes as
/// switches. The default is a usable sandbox whose keys are known to everybody.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Settings {
    /// The partner's platform code.
    pub platform_code: String,
    /// The partner's alias, with which its serials begin.
    pub alias: String,
    /// The enterprises; others do not exist (9997).
    pub sellers: Vec<Seller>,
    /// The partner's key pair: the sandbox verifies with its public half.
    pub partner_key: PrivateKey,
    /// Piaotong's key pair, which signs answers and pushes.
    pub piaotong_key: PrivateKey,
    pub(super) des_key: AppSecret,
    pub(super) content_key: ContentKey,
    /// How long an invoice is being issued.
    pub issue_after: Duration,
    /// Switch `timestamp`: how far a request's time may be off; `None`: its age does not matter.
    pub time_window: Option<Duration>,
    /// Switch `serial_echo`: whether an answer has the request's `serialNo`; else it has one of its own.
    pub echoes_serial: bool,
    /// Switch `extra_members`: whether members that no document names are under the signature.
    pub signs_extra_members: bool,
    /// Switch `failure_content`: the content of a failure.
    pub failure_content: FailureContent,
    /// Switch `check_order`: whether the signature is checked before anything else.
    pub is_signature_first: bool,
    /// Switch `bad_signature_code`: the code for a wrong signature.
    pub bad_signature_code: String,
    /// Switch `duplicate_serial`: whether a serial that is being issued is answered as 8021 too, instead of 8040.
    pub is_always_8021: bool,
    /// Switch `resubmit_after_failure`: whether a serial is taken again after 9999 or 3999; else it is 8021.
    pub takes_failed_again: bool,
    /// Switch `state_3999_in_query`: how a query shows that the drawer has to log in.
    pub login_state: LoginState,
    /// Switch `after_login`: after how long an order that waits for the drawer is issued by itself; `None`: never.
    pub issued_after_login: Option<Duration>,
    /// Switch `late_success`: after how long a failed order is issued after all; `None`: never.
    pub issued_after_failure: Option<Duration>,
    /// Switch `digital_number_member`: which members carry the number of a fully digital invoice.
    pub number_members: NumberMembers,
    /// Switch `scalar_form`: whether amounts are JSON numbers; else texts.
    pub amounts_are_numbers: bool,
    /// Switch `push_url`: where results are pushed to; `None`: nowhere.
    pub push_url: Option<String>,
    /// Switch `push_repeat`: how often a result is pushed. The sandbox does not hear what is answered to a push.
    pub push_times: u32,
    /// Switch `push_repeat`: how far apart these pushes are.
    pub push_apart: Duration,
}

/// An enterprise.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Seller {
    /// Its tax number.
    pub tax_number: String,
    /// Its name.
    pub name: String,
    /// Whether it is bound to the partner; else it is 8104.
    pub is_bound: bool,
}

impl Seller {
    /// An enterprise that is bound to the partner.
    #[must_use]
    pub fn new(tax_number: impl Into<String>, name: impl Into<String>) -> Self {
        Self { tax_number: tax_number.into(), name: name.into(), is_bound: true }
    }

    /// The same enterprise, bound to somebody else.
    #[must_use]
    pub fn unbound(mut self) -> Self {
        self.is_bound = false;
        self
    }
}

/// The content of a failure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum FailureContent {
    /// `""`, signed as `content=`.
    Empty,
    /// `{}`, encrypted.
    EncryptedObject,
    /// `null`, encrypted.
    EncryptedNull,
    /// A JSON `null`, not signed.
    Null,
    /// No member at all, not signed.
    Absent,
}

/// How a query shows that the drawer has to log in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum LoginState {
    /// Not at all: it says 7777, and only the push says 3999.
    PushOnly,
    /// As the invoice's state.
    InContent,
    /// As the code of the envelope.
    AsEnvelopeCode,
}

/// Which members carry the number of a fully digital invoice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum NumberMembers {
    /// `allEleInvNo` and `invoiceNo`.
    Both,
    /// `allEleInvNo` only; `invoiceNo` is empty.
    AllEleInvNo,
    /// `invoiceNo` only.
    InvoiceNo,
}

impl Settings {
    /// The same with another 3DES key.
    ///
    /// # Errors
    /// When the text does not have exactly 24 bytes.
    pub fn with_des_key(mut self, text: &str) -> Result<Self, KeyError> {
        self.content_key = ContentKey::parse(text)?;
        self.des_key = AppSecret::new(text);
        Ok(self)
    }

    /// The 3DES key's text, for handing it to the client.
    #[must_use]
    pub const fn des_key(&self) -> &AppSecret {
        &self.des_key
    }

    /// The partner's private key as PEM, for handing it to the client.
    #[must_use]
    pub fn partner_private_pem(&self) -> String {
        self.partner_key.to_pkcs8_pem().to_string()
    }

    /// Piaotong's public key as PEM, for handing it to the client.
    #[must_use]
    pub fn piaotong_public_pem(&self) -> String {
        self.piaotong_key.public_key().to_spki_pem()
    }

    /// Every secret, for the scrubber: keys as they are handed around, with and without their armour.
    #[must_use]
    pub fn secrets(&self) -> Vec<String> {
        let pems = [&self.partner_key, &self.piaotong_key].map(|key| key.to_pkcs8_pem().to_string());
        let bare = pems.clone().map(|pem| pem.lines().filter(|line| !line.starts_with('-')).collect());
        [self.des_key.expose().to_owned()].into_iter().chain(pems).chain(bare).collect()
    }
}

impl Default for Settings {
    fn default() -> Self {
        let (Ok(partner_key), Ok(piaotong_key), Ok(content_key)) = (
            PrivateKey::parse(include_str!("../../keys/partner.pem")),
            PrivateKey::parse(include_str!("../../keys/piaotong.pem")),
            ContentKey::parse(DES_KEY),
        ) else {
            unreachable!("the sandbox's keys are part of this crate")
        };
        Self {
            platform_code: "TESTCODE".into(),
            alias: "TEST".into(),
            sellers: vec![Seller::new("91310115MA1K3TE5TB", "上海测试科技有限公司")],
            partner_key,
            piaotong_key,
            des_key: AppSecret::new(DES_KEY),
            content_key,
            issue_after: Duration::from_millis(300),
            time_window: None,
            echoes_serial: true,
            signs_extra_members: true,
            failure_content: FailureContent::Empty,
            is_signature_first: false,
            bad_signature_code: "9999".into(),
            is_always_8021: false,
            takes_failed_again: true,
            login_state: LoginState::PushOnly,
            issued_after_login: None,
            issued_after_failure: None,
            number_members: NumberMembers::Both,
            amounts_are_numbers: false,
            push_url: None,
            push_times: 1,
            push_apart: Duration::from_secs(60),
        }
    }
}

/// The 3DES key of the project's test vectors.
const DES_KEY: &str = "8hLRWymFVEA9LKXWKKmXZWWm";
