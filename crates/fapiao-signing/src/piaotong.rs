//! Piaotong (票通): the encryption of the content, the string to sign, RSA keys and signatures.
//!
//! The content of an envelope is 3DES encrypted, the envelope around it is signed: `name=value` of all members but `sign`,
//! sorted, joined by `&`, under SHA1withRSA. Both directions use the same rules. Source: protocol notes, section 3; vectors
//! from public Go, PHP, Java, Node and .NET clients, checked with OpenSSL.
//!
//! 3DES in ECB mode protects nothing against change: act on decrypted content only after the signature was verified.
//!
//! ```
//! use fapiao_signing::piaotong::{ContentKey, string_to_sign};
//!
//! let key = ContentKey::parse("8hLRWymFVEA9LKXWKKmXZWWm")?;
//! let content = key.encrypt(r#"{"taxpayerNum":"91310117568051223X"}"#.as_bytes());
//! assert_eq!(key.decrypt(&content)?, r#"{"taxpayerNum":"91310117568051223X"}"#);
//!
//! let answer = [("msg", Some("成功")), ("code", Some("0000")), ("content", Some("")), ("serialNo", None)];
//! assert_eq!(string_to_sign(&answer), "code=0000&content=&msg=成功");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod content;
mod encoding;
mod error;
mod keys;
mod members;

pub use content::ContentKey;
pub use error::{ContentError, KeyError, SignError};
pub use keys::{PrivateKey, PublicKey};
pub use members::{candidates, string_to_sign};
