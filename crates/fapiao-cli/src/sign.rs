//! `fapiao sign`: the signature of a request, and the exact text under it with the secret masked.

use crate::{
    args::{Scheme, Sign},
    exit::Exit,
    say,
};
use fapiao::signing::{AppSecret, fengchao, nuonuo, piaotong, suning};
use std::fs;

struct Signed {
    canonical: String,
    signature: String,
}

pub(crate) fn run(args: &Sign) -> Result<Exit, (Exit, String)> {
    let usage = |message: String| (Exit::Usage, message);
    let inputs = Inputs::parse(&args.inputs).map_err(usage)?;
    let secret = read(&args.secret_file)?;
    let secret = String::from_utf8(secret).map_err(|_| usage("the secret file is not UTF-8".into()))?;
    // The line end is the editor's; a blank at the end is the secret's.
    let secret = secret.trim_end_matches(['\r', '\n']);
    let body = args.body.as_deref().map(read).transpose()?.unwrap_or_default();
    let signed = match args.scheme {
        Scheme::Nuonuo => sign_nuonuo(&inputs, &body, secret),
        Scheme::Fengchao => Ok(sign_fengchao(&inputs, secret)),
        Scheme::Piaotong => sign_piaotong(&inputs, secret),
        Scheme::Suning => sign_suning(&inputs, &body, secret),
    }
    .map_err(usage)?;
    print(args.json, &signed);
    Ok(Exit::Done)
}

fn print(json: bool, signed: &Signed) {
    if json {
        say(&serde_json::json!({"canonical": signed.canonical, "signature": signed.signature}).to_string());
    } else {
        say(&format!(
            "text under the signature (secret masked):\n{}\n\nsignature:\n{}",
            signed.canonical, signed.signature
        ));
    }
}

fn read(path: &std::path::Path) -> Result<Vec<u8>, (Exit, String)> {
    fs::read(path).map_err(|error| (Exit::Failed, format!("{}: {error}", path.display())))
}

/// The NAME=VALUE pairs.
struct Inputs(Vec<(String, String)>);

impl Inputs {
    fn parse(pairs: &[String]) -> Result<Self, String> {
        let pair = |text: &String| {
            let (name, value) = text.split_once('=').ok_or_else(|| format!("{text:?} is not NAME=VALUE"))?;
            Ok((name.to_owned(), value.to_owned()))
        };
        pairs.iter().map(pair).collect::<Result<_, String>>().map(Self)
    }

    fn get(&self, name: &str) -> Result<&str, String> {
        let found = self.0.iter().find(|(known, _)| known == name);
        found.map(|(_, value)| value.as_str()).ok_or_else(|| format!("{name}=… is missing"))
    }
}

fn sign_nuonuo(inputs: &Inputs, body: &[u8], secret: &str) -> Result<Signed, String> {
    let path =
        nuonuo::GatewayPath::parse(inputs.get("path").unwrap_or("/open/v1/services")).map_err(|e| e.to_string())?;
    let signable = nuonuo::Signable {
        path: &path,
        app_key: inputs.get("app_key")?,
        senid: inputs.get("senid")?,
        nonce: inputs.get("nonce")?,
        timestamp: inputs.get("timestamp")?,
        body,
    };
    let canonical = String::from_utf8_lossy(&signable.canonical()).into_owned();
    Ok(Signed { canonical, signature: signable.sign(&AppSecret::new(secret)) })
}

fn sign_fengchao(inputs: &Inputs, secret: &str) -> Signed {
    let secret = AppSecret::new(secret);
    Signed {
        canonical: fengchao::canonical(&inputs.0, &secret).masked(),
        signature: fengchao::sign(&inputs.0, &secret),
    }
}

fn sign_piaotong(inputs: &Inputs, key: &str) -> Result<Signed, String> {
    let key = piaotong::PrivateKey::parse(key).map_err(|error| error.to_string())?;
    let members: Vec<_> = inputs.0.iter().map(|(name, value)| (name, Some(value))).collect();
    let canonical = piaotong::string_to_sign(&members);
    let signature = key.sign(&canonical).map_err(|error| error.to_string())?;
    Ok(Signed { canonical, signature })
}

fn sign_suning(inputs: &Inputs, body: &[u8], secret: &str) -> Result<Signed, String> {
    let secret = AppSecret::new(secret);
    let signable = suning::Signable {
        method: inputs.get("method")?,
        request_time: inputs.get("request_time")?,
        app_key: inputs.get("app_key")?,
        version: inputs.get("version").unwrap_or("v1.2"),
        body,
    };
    Ok(Signed { canonical: signable.canonical(&secret).masked(), signature: signable.sign(&secret) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nuonuo_signs_as_the_published_live_example() {
        // Vector n01-live: the same computation was accepted by the production gateway.
        let pairs = ["app_key=APPKEY", "senid=SENID", "nonce=12345678", "timestamp=1700000000"];
        let inputs = Inputs::parse(&pairs.map(str::to_owned)).unwrap();
        let signed = sign_nuonuo(&inputs, b"{\"a\":1}", "SECRET").unwrap();
        assert_eq!(signed.signature, "7iSZiR+0g+376QEJ38xLM+3vGDs=");
    }

    #[test]
    fn a_missing_input_is_named() {
        let inputs = Inputs::parse(&[]).unwrap();
        assert_eq!(sign_suning(&inputs, b"", "s").err(), Some("method=… is missing".into()));
    }
}
