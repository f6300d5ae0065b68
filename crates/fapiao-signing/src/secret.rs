use std::fmt;

use zeroize::{Zeroize, ZeroizeOnDrop};

/// The secret of an application (appSecret), as text.
///
/// It has no `Display` and no serialisation, `Debug` hides it, and it is wiped on drop. All schemes use the UTF-8 bytes
/// of the text; a secret that looks like hex or Base64 is never decoded (vectors `n17` to `n19` of Nuonuo).
#[derive(Clone, Zeroize, ZeroizeOnDrop)]
pub struct AppSecret(String);

impl AppSecret {
    /// Takes the text as it is; nothing is trimmed.
    #[must_use]
    pub fn new(text: impl Into<String>) -> AppSecret {
        AppSecret(text.into())
    }

    /// The secret itself, the one way to it.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl From<&str> for AppSecret {
    fn from(text: &str) -> AppSecret {
        AppSecret::new(text)
    }
}

impl From<String> for AppSecret {
    fn from(text: String) -> AppSecret {
        AppSecret::new(text)
    }
}

impl fmt::Debug for AppSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("AppSecret(hidden)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_never_appears_in_debug() {
        let secret = AppSecret::new("geheim-123");
        assert_eq!(format!("{secret:?} {:#?}", Some(&secret)), "AppSecret(hidden) Some(\n    AppSecret(hidden),\n)");
    }

    #[test]
    fn a_secret_is_kept_character_for_character() {
        assert_eq!(AppSecret::from(" 密钥\n").expose(), " 密钥\n");
        assert_eq!(AppSecret::from(String::from("a b")).expose(), "a b");
    }

    #[test]
    fn wiping_leaves_nothing_to_expose() {
        let mut secret = AppSecret::new("geheim-123");
        secret.zeroize();
        assert_eq!(secret.expose(), "");
    }
}
