//! What the reader takes, what it refuses, and where it says so.

use proptest::prelude::*;

use crate::wire::xml::{Element, Limits, XmlErrorKind, root_name};

fn read(bytes: &[u8]) -> Result<Element, crate::wire::xml::XmlError> {
    Element::parse(bytes, Limits::default())
}

#[test]
fn a_document_becomes_a_tree_with_resolved_names() {
    let root = read(
        b"\xEF\xBB\xBF<?xml version='1.0' encoding='utf-8'?><!-- c --><?pi x?>\n\
          <a xmlns='u' xmlns:p='v' p:x='1' y='&lt;&#65;\n'>\r\n t&amp;u<p:b>1</p:b>\
          <![CDATA[<&]]><b xmlns=''> 2 </b><e/></a>\n<!-- end -->",
    )
    .unwrap();
    assert!(root.name.is("u", "a"));
    assert_eq!(root.attributes.len(), 2);
    assert!(root.attributes[0].name.is("v", "x"));
    assert_eq!(root.attributes[1].name.namespace, None);
    assert_eq!(root.attribute("y"), Some("<A "));
    assert_eq!(root.text, "\n t&u<&");
    assert_eq!(root.path_text(&["b"]), Some("1"));
    assert_eq!(root.children_named("b").count(), 2);
    assert_eq!(root.child("b").unwrap().text(), "1");
    assert_eq!(root.children[1].namespace(), None);
    assert_eq!(root.children[2].namespace(), Some("u"));
    assert_eq!(root.path_text(&["e"]), None);
    assert_eq!(
        (
            root.children[0].position.line,
            root.children[0].position.column
        ),
        (4, 9)
    );
}

#[test]
fn each_broken_document_is_refused_with_its_place() {
    for (document, told) in BROKEN {
        let error = read(document).unwrap_err();
        let found = format!("{}:{} {}", error.line, error.column, error.kind);
        let shown = String::from_utf8_lossy(document);
        assert!(
            found.starts_with(told),
            "{shown}\n  says  {found}\n  wants {told}"
        );
    }
}

#[test]
fn latin_1_is_read_when_it_is_declared_and_refused_when_it_is_not() {
    let root = read(b"<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?><a>bl\xE5b\xE6r</a>").unwrap();
    assert_eq!(root.text(), "blåbær");
    let error = read(b"<?xml version='1.0' encoding='us-ascii'?><a>\xE5</a>").unwrap_err();
    assert_eq!(
        error.kind,
        XmlErrorKind::WrongBytes {
            declared: "US-ASCII",
            byte: 0xE5
        }
    );
}

#[test]
fn nesting_of_any_depth_is_refused_without_recursion() {
    for depth in [65, 10_000, 200_000] {
        let open = "<a>".repeat(depth);
        assert_eq!(
            read(open.as_bytes()).unwrap_err().kind,
            XmlErrorKind::TooDeep(64)
        );
        let whole = format!("{open}{}", "</a>".repeat(depth));
        let generous = Limits {
            max_depth: usize::MAX,
            max_elements: usize::MAX,
            ..Limits::default()
        };
        let outcome = Element::parse(whole.as_bytes(), generous);
        assert_eq!(outcome.is_ok(), depth <= 1000);
    }
    let whole = format!("{}{}", "<a>".repeat(64), "</a>".repeat(64));
    assert!(read(whole.as_bytes()).is_ok());
}

#[test]
fn too_many_elements_or_attributes_are_refused() {
    let limits = Limits {
        max_elements: 3,
        max_attributes: 2,
        ..Limits::default()
    };
    assert!(Element::parse(b"<a><b/><b/></a>", limits).is_ok());
    let error = Element::parse(b"<a><b/><b/><b/></a>", limits).unwrap_err();
    assert_eq!(error.kind, XmlErrorKind::TooManyElements(3));
    let error = Element::parse(b"<a x='1' y='2' z='3'/>", limits).unwrap_err();
    assert_eq!(error.kind, XmlErrorKind::TooManyAttributes(2));
}

#[test]
fn very_many_namespaces_are_refused_when_nested_and_read_when_side_by_side() {
    let opened = |at: usize| format!("<a xmlns:p{at}='u' xmlns:q{at}='v' xmlns='w{at}'>");
    let declaring = |count: usize| (0..count).map(opened).collect::<String>();
    let limits = Limits {
        max_depth: 300,
        ..Limits::default()
    };
    let error = Element::parse(declaring(200).as_bytes(), limits).unwrap_err();
    assert_eq!(error.kind, XmlErrorKind::TooManyNamespaces(512));
    let flat: String = (0..2000).map(|at| opened(at) + "</a>").collect();
    let root = read(format!("<r>{flat}</r>").as_bytes()).unwrap();
    assert_eq!(root.children[1999].namespace(), Some("w1999"));
}

#[test]
fn the_root_name_is_told_without_reading_on() {
    assert!(
        root_name(b"<!-- c --><a xmlns='u'><b></a>")
            .unwrap()
            .is("u", "a")
    );
    assert!(root_name(b"nothing of the kind").is_err());
}

#[test]
fn layout_does_not_make_two_elements_differ() {
    assert_eq!(
        read(b"<a><b/></a>").unwrap(),
        read(b"<!-- c -->\n<a><b></b></a>").unwrap()
    );
}

proptest! {
    #[test]
    fn arbitrary_bytes_never_panic(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let _ = read(&bytes);
        let _ = root_name(&bytes);
    }

    #[test]
    fn near_xml_never_panics(
        parts in prop::collection::vec(
            prop::sample::select(vec![
                "<a>", "</a>", "<a:b", " x='1'", " xmlns:a='u'", ">", "/>", "&", "&#x", "41;", "å",
                "<!--", "-->", "<![CDATA[", "]]>", "<?", "?>", "<!DOCTYPE", "\r\n", "\u{FFFE}",
                "<?xml version='1.0' encoding='ISO-8859-1'?>", "&lt;", "'", "\"", "=",
            ]),
            0..24,
        )
    ) {
        let _ = read(parts.concat().as_bytes());
    }
}

const BROKEN: [(&[u8], &str); 34] = [
    (b"", "1:1 expected an XML document, found nothing"),
    (b"  \n ", "2:2 expected an XML document, found nothing"),
    (
        b"<!-- only -->",
        "1:14 expected an XML document, found nothing",
    ),
    (
        b"hello",
        "1:1 expected one root element and nothing beside it, found text \"hello\"",
    ),
    (
        b"<a></a>x",
        "1:8 expected one root element and nothing beside it, found text \"x\"",
    ),
    (
        b"<a/>\n<b/>",
        "2:1 expected one root element and nothing beside it, found <b>",
    ),
    (
        b"<a/></b>",
        "1:5 expected one root element and nothing beside it, found </b>",
    ),
    (
        b"<a/>&amp;",
        "1:5 expected one root element and nothing beside it, found &amp;",
    ),
    (b"<a>", "1:4 expected </a>, found the end of the document"),
    (b"<a><b></a>", "1:7 expected </b>, found </a>"),
    (
        b"<a",
        "1:1 expected well-formed XML, found syntax error: tag not closed",
    ),
    (b"<a x></a>", "1:1 expected well-formed XML, found"),
    (
        b"<a x='1' x='2'/>",
        "1:1 expected every attribute once, found \"x\" again",
    ),
    (
        b"<a xmlns:p='u' xmlns:q='u' p:x='1' q:x='2'/>",
        "1:1 expected every attribute once, found \"q:x\" again",
    ),
    (
        b"<a x='<'/>",
        "1:1 expected well-formed XML, found < in an attribute's value",
    ),
    (
        b"<p:a/>",
        "1:1 expected a declared prefix, found \"p\"; declare it with xmlns:p",
    ),
    (
        b"<a p:x='1'/>",
        "1:1 expected a declared prefix, found \"p\"",
    ),
    (b"<a><1/></a>", "1:4 expected a name, found \"1\""),
    (b"<a:b:c/>", "1:1 expected a name, found \"a:b:c\""),
    (
        b"<a>&nbsp;</a>",
        "1:4 expected a predefined entity or a character reference, found",
    ),
    (
        b"<a x='&nbsp;'/>",
        "1:1 expected a predefined entity or a character reference",
    ),
    (b"<a>\n &#0;</a>", "2:2 expected"),
    (
        b"<a>&#1;</a>",
        "1:4 expected characters of XML 1.0, found U+0001",
    ),
    (b"<a>& </a>", "1:4 expected well-formed XML"),
    (
        b"<a>\n\x01</a>",
        "2:1 expected characters of XML 1.0, found U+0001",
    ),
    (
        b"<a>\xEF\xBF\xBF</a>",
        "1:4 expected characters of XML 1.0, found U+FFFF",
    ),
    (
        b"<a>]]></a>",
        "1:4 expected well-formed XML, found ]]> outside a CDATA section",
    ),
    (b"<a><![CDATA[x</a>", "1:4 expected well-formed XML"),
    (
        b"<!DOCTYPE a [<!ENTITY x 'y'>]><a>&x;</a>",
        "1:1 expected no document type",
    ),
    (
        b"<!DOCTYPE a [<!ENTITY",
        "1:1 expected no document type declaration, found <!DOCTYPE",
    ),
    (
        b" <?xml version='1.0'?><a/>",
        "1:2 expected well-formed XML, found an XML declaration",
    ),
    (b"\xFF\xFE<\0a\0/\0>\0", "1:1 expected UTF-8, found UTF-16"),
    (
        b"<?xml version='1.0' encoding='koi8-r'?><a/>",
        "1:1 expected encoding UTF-8, US-ASCII",
    ),
    (
        b"<?xml version='1.0' encoding='UTF-8'?>\n<a>bl\xE5</a>",
        "2:6 expected UTF-8 as decl",
    ),
];
