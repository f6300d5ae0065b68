//! The three keys of a partner.

use fapiao_model::Provider;
use fapiao_signing::piaotong::{ContentKey, KeyError, PrivateKey, PublicKey};
use fapiao_transport::{Error, Scrubber};

/// The keys of a partner in one environment: 3DES for contents, the partner's private RSA key, Piaotong's public one.
///
/// Hidden in `Debug`, wiped on drop.
#[derive(Clone, Debug)]
pub struct Keys {
    pub(crate) content: ContentKey,
    pub(crate) private: PrivateKey,
    pub(crate) piaotong: PublicKey,
    scrubber: Scrubber,
}

impl Keys {
    /// Reads the keys in the forms that they are handed around in: the 3DES key as its 24 characters, the RSA keys as bare
    /// Base64 or PEM (PKCS#8 or PKCS#1; SPKI or PKCS#1).
    ///
    /// # Errors
    /// `Configuration`, naming the key and what is wrong with it, without any of it.
    pub fn parse(content_key: &str, private_key: &str, piaotong_public_key: &str) -> Result<Self, Error> {
        let wrong = |field: &'static str| {
            move |error: KeyError| {
                let problem = format!("can't be read: {error}; take it as Piaotong gave it to you");
                Error::configuration(Provider::Piaotong, field, problem).with_source(error)
            }
        };
        let content = ContentKey::parse(content_key).map_err(wrong("content_key"))?;
        let private = PrivateKey::parse(private_key).map_err(wrong("private_key"))?;
        let piaotong = PublicKey::parse(piaotong_public_key).map_err(wrong("piaotong_public_key"))?;
        let bare: String = private_key.lines().filter(|line| !line.starts_with('-')).map(str::trim).collect();
        let scrubber = Scrubber::new([content_key, private_key.trim(), &bare]);
        Ok(Self { content, private, piaotong, scrubber })
    }

    /// Whether the content key is no stronger than single DES. It works, but deserves a warning: .NET clients refuse it.
    #[must_use]
    pub fn is_content_key_weak(&self) -> bool {
        self.content.is_degenerate()
    }

    pub(crate) const fn scrubber(&self) -> &Scrubber {
        &self.scrubber
    }
}
