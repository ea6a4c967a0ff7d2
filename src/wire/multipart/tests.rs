//! Bodies in parts, whole and broken.

use bytes::Bytes;
use proptest::prelude::*;

use super::{Limits, MultipartError, Parts, read, read_files};

const TYPE: &str = "multipart/form-data; boundary=\"b\"";

fn part(disposition: &str, body: &str) -> String {
    format!("--b\r\nContent-Disposition: form-data; {disposition}\r\n\r\n{body}\r\n")
}

fn take(body: String) -> Result<Parts, MultipartError> {
    read(TYPE, Bytes::from(body), Limits::default())
}

#[test]
fn fields_and_files_are_told_apart_and_lists_gathered() {
    let body = [
        part("name=\"recipient_type\"", "consumer"),
        part("name=\"route_order[]\"", "netbank"),
        part("name=\"route_order[]\"", "print"),
        part(
            "name=\"file\"; filename=\"faktura å.xml\"\r\nContent-Type: text/xml",
            "<a/>",
        ),
        "--b--\r\n".to_owned(),
    ];
    let parts = take(body.concat()).unwrap();
    assert_eq!(parts.text("recipient_type").unwrap(), Some("consumer"));
    assert_eq!(parts.text("none").unwrap(), None);
    assert_eq!(parts.texts("route_order").unwrap(), ["netbank", "print"]);
    let file = parts.file("file").unwrap();
    assert_eq!(file.filename.as_deref(), Some("faktura å.xml"));
    assert_eq!(file.content_type.as_deref(), Some("text/xml"));
    assert_eq!(&file.body[..], b"<a/>");
    assert_eq!(parts.file("recipient_type"), None);
    assert_eq!(parts.names().last(), Some("file"));
}

#[test]
fn a_body_without_parts_is_an_empty_list() {
    assert_eq!(take("--b--\r\n".to_owned()).unwrap(), Parts::default());
}

#[test]
fn each_broken_body_is_refused_with_its_reason() {
    let whole = part("name=\"a\"", "1");
    let rows = [
        (
            "application/json",
            String::new(),
            "expected Content-Type multipart/form-data, found",
        ),
        (
            "multipart/mixed; boundary=b",
            String::new(),
            "expected Content-Type multipart/form",
        ),
        (
            "multipart/form-data",
            String::new(),
            "expected a boundary parameter",
        ),
        ("å", String::new(), "expected Content-Type"),
        (
            TYPE,
            String::new(),
            "expected the closing boundary, found the end of the body",
        ),
        (
            TYPE,
            whole.clone(),
            "expected the closing boundary, found the end of the body",
        ),
        (
            TYPE,
            whole[..whole.len() - 2].to_owned(),
            "expected the closing boundary, found the \
          end of the body inside part \"a\"",
        ),
        (
            TYPE,
            whole[..20].to_owned(),
            "expected the closing boundary, found the end of the \
          body",
        ),
        (
            TYPE,
            part("x=1", "1") + "--b--",
            "expected a name in the Content-Disposition of part 1",
        ),
    ];
    for (content_type, body, told) in rows {
        let error = read(content_type, Bytes::from(body.clone()), Limits::default());
        let error = error.unwrap_err().to_string();
        assert!(error.starts_with(told), "{content_type} {body:?}: {error}");
    }
}

#[test]
fn content_is_whole_whether_it_is_most_of_its_body_or_little_of_it() {
    for (small, large) in [(0, 1), (1, 5_000), (300, 90_000)] {
        let (small, large) = ("s".repeat(small), "l\r\n--".repeat(large));
        let body = part("name=\"a\"", &small) + &part("name=\"b\"", &large) + "--b--\r\n";
        let parts = take(body).unwrap();
        assert_eq!(parts.text("a").unwrap(), Some(small.as_str()));
        assert_eq!(parts.text("b").unwrap(), Some(large.as_str()));
    }
}

#[test]
fn content_that_is_most_of_its_body_is_kept_once_and_the_rest_apart() {
    let large = "l\r\n--".repeat(5_000);
    let body = part("name=\"a\"", "small") + &part("name=\"b\"", &large) + "--b--\r\n";
    let body = Bytes::from(body);
    let parts = read(TYPE, body.clone(), Limits::default()).unwrap();
    let is_within = |part: &Bytes| body.as_ptr_range().contains(&part.as_ptr());
    let [small, large] = &parts.0[..] else {
        panic!("{} parts", parts.0.len());
    };
    assert!(!is_within(&small.body));
    assert!(is_within(&large.body));
}

#[test]
fn too_many_or_too_large_parts_are_refused() {
    let body = Bytes::from(part("name=\"a\"", "123").repeat(3) + "--b--\r\n");
    let limits = Limits {
        max_parts: 2,
        max_part_bytes: 3,
    };
    assert_eq!(
        read(TYPE, body.clone(), limits),
        Err(MultipartError::TooManyParts(2))
    );
    let limits = Limits {
        max_parts: 3,
        max_part_bytes: 2,
    };
    let name = "a".to_owned();
    assert_eq!(
        read(TYPE, body, limits),
        Err(MultipartError::TooLarge { name, limit: 2 })
    );
}

#[test]
fn bytes_that_are_no_text_are_refused_only_when_text_is_wanted() {
    let mut body = part("name=\"a\"", "x").into_bytes();
    let at = body.len() - 3;
    body[at] = 0xFF;
    body.extend_from_slice(b"--b--\r\n");
    let parts = read(TYPE, Bytes::from(body), Limits::default()).unwrap();
    assert_eq!(
        parts.text("a"),
        Err(MultipartError::NotText("a".to_owned()))
    );
}

#[test]
fn files_are_told_by_their_filename_in_whatever_disposition_and_subtype() {
    let body = "--_-aB1\r\nContent-Disposition: x; filename=\"message\"\r\n\r\n<a/>\r\n\
                --_-aB1\r\ncontent-disposition: attachment; filename=0b1f\r\n\r\n\r\n\
                --_-aB1\r\nContent-Disposition: form-data; name=x; filename=\"y\"\r\n\r\n1\r\n\
                --_-aB1\r\nContent-Disposition: attachment\r\n\r\n2\r\n\
                --_-aB1\r\nContent-Type: text/plain\r\n\r\n3\r\n--_-aB1--\r\n";
    for subtype in ["vnd.digipost-v7+xml", "mixed", "form-data"] {
        let media = format!("multipart/{subtype}; boundary=_-aB1");
        let files = read_files(&media, Bytes::from(body), Limits::default()).unwrap();
        let told: Vec<_> = files
            .iter()
            .map(|file| {
                (
                    file.has_disposition,
                    file.filename.as_deref(),
                    &file.body[..],
                )
            })
            .collect();
        let expected: [(bool, Option<&str>, &[u8]); 5] = [
            (true, Some("message"), b"<a/>"),
            (true, Some("0b1f"), b""),
            (true, Some("y"), b"1"),
            (true, None, b"2"),
            (false, None, b"3"),
        ];
        assert_eq!(told, expected, "{subtype}");
    }
    for (boundary, line) in [("-x", "---x"), ("\"--\"", "----"), ("A-b_C", "--A-b_C")] {
        let media = format!("multipart/mixed; boundary={boundary}");
        let body = format!("{line}\r\nA: b\r\n\r\n1\r\n{line}--");
        let files = read_files(&media, Bytes::from(body), Limits::default());
        assert_eq!(files.map(|files| files.len()), Ok(1), "{boundary}");
    }
    let told = read_files("application/xml", Bytes::new(), Limits::default());
    assert_eq!(
        told.unwrap_err().to_string(),
        "expected Content-Type multipart, found \"application/xml\""
    );
}

proptest! {
    #[test]
    fn arbitrary_bytes_never_panic(
        content_type in ".*",
        bytes in prop::collection::vec(any::<u8>(), 0..100),
    ) {
        let _ = read(&content_type, Bytes::from(bytes.clone()), Limits::default());
        let mut body = b"--b\r\n".to_vec();
        body.extend(bytes);
        let _ = read(TYPE, Bytes::from(body.clone()), Limits::default());
        let _ = read_files(TYPE, Bytes::from(body), Limits::default());
    }
}
