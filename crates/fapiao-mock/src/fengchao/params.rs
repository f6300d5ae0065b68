//! The parameters of a request: from a form, or from a multipart body as the PHP demo sends it.

use crate::form;
use bytes::Bytes;
use http::{Request, header};

/// The parameters in their order. A multipart body that can't be read has none.
pub(super) fn read(request: &Request<Bytes>) -> Vec<(String, String)> {
    let kind = request.headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let body = String::from_utf8_lossy(request.body());
    match boundary(kind) {
        Some(boundary) => parts(&body, &boundary),
        None => form::decode(&body, true),
    }
}

fn boundary(kind: &str) -> Option<String> {
    let (form, rest) = kind.split_once(';')?;
    if !form.trim().eq_ignore_ascii_case("multipart/form-data") {
        return None;
    }
    rest.split(';').find_map(|part| {
        let (name, value) = part.split_once('=')?;
        name.trim().eq_ignore_ascii_case("boundary").then(|| value.trim().trim_matches('"').to_owned())
    })
}

fn parts(body: &str, boundary: &str) -> Vec<(String, String)> {
    let delimiter = format!("\r\n--{boundary}");
    let body = format!("\r\n{body}");
    body.split(delimiter.as_str()).skip(1).filter_map(part).collect()
}

/// One part: its headers end with an empty line. What follows the last delimiter has none.
fn part(text: &str) -> Option<(String, String)> {
    let (headers, value) = text.split_once("\r\n\r\n")?;
    let disposition = headers.lines().find(|line| line.to_ascii_lowercase().starts_with("content-disposition:"))?;
    let name = disposition.split(';').find_map(|part| part.trim().strip_prefix("name="))?;
    Some((name.trim_matches('"').to_owned(), value.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn request(kind: &str, body: &str) -> Request<Bytes> {
        Request::post("/gateway/x").header(header::CONTENT_TYPE, kind).body(Bytes::from(body.to_owned())).unwrap()
    }

    #[test]
    fn a_multipart_body_is_read_part_by_part() {
        let body = "--B\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n2\r\n--B\r\ncontent-disposition: form-data; \
                    name=\"b\"\r\nContent-Type: text/plain\r\n\r\n\r\n--B--\r\n";
        let params = read(&request("multipart/form-data; boundary=B", body));
        assert_eq!(params, [("a".to_owned(), "1\r\n2".to_owned()), ("b".to_owned(), String::new())]);
    }

    #[test]
    fn without_a_boundary_it_is_a_form() {
        assert_eq!(read(&request("", "a=%2b")), [("a".to_owned(), "+".to_owned())]);
    }
}
