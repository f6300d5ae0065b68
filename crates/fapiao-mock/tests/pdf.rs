//! The file of an issued invoice, fetched through the sandbox's door as a client does it.

use bytes::Bytes;
use fapiao_mock::{Reply, Sandbox, Settings};
use http::{Request, StatusCode, header};

#[test]
fn a_file_that_nobody_was_promised_is_not_there() {
    let sandbox = Sandbox::new(Settings::default());
    let request = Request::get("http://localhost/files/26312000000000000042.pdf").body(Bytes::new()).unwrap();
    let Reply::Answer(answer) = sandbox.respond(&request, "2026-03-05 14:07:08".parse().unwrap()) else { panic!() };
    assert_eq!(answer.status(), StatusCode::NOT_FOUND);
    assert_eq!(answer.headers().get(header::CONTENT_TYPE), None);
}
