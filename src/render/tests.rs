//! Printed letters: what the cover sheet says, and that a sender's PDF comes out as it went in.

use jiff::civil::date;
use lopdf::content::Content;
use lopdf::{
    Dictionary, Document, EncryptionState, EncryptionVersion, Object, ObjectId, Permissions,
    SaveOptions, Stream,
};
use proptest::prelude::*;

use super::{Enclosed, Printed, print};
use crate::domain::blob::BlobKey;
use crate::domain::invoice::Address;
use crate::domain::letter::{Delivery, Letter, LetterContent, LetterFacts, LetterFile};
use crate::domain::money::Ore;

fn letter() -> Letter {
    let text = |text: &str| Some(text.to_owned());
    Letter {
        id: "0b2f8f0a-6c3e-4d53-9d4c-6f6b1a3f7f10".to_owned(),
        sent_at: "2026-03-02T08:00:00Z".parse().unwrap(),
        invoice: Some("1".to_owned()),
        to: Delivery::Print {
            name: "Bjørg Forsøk".to_owned(),
            address: Address {
                line1: text("Traneveien 204"),
                line2: None,
                postal_code: text("8901"),
                city: text("Brønnøysund"),
                country: text("NO"),
            },
        },
        content: LetterContent::Invoice(LetterFacts {
            sender: "Fjord Energi Sandkasse AS".to_owned(),
            number: "1001".to_owned(),
            amount: Ore::new(125_000),
            currency: "NOK".to_owned(),
            due_date: Some(date(2026, 3, 20)),
            kid: text("000001123454"),
            account: text("86011117947"),
        }),
        files: Vec::new(),
    }
}

/// Two pages of different sizes, of which one has its size, its resources and its fonts from a
/// nested page tree, and the other its content in two streams.
fn own_pdf() -> Document {
    let mut pdf = Document::with_version("1.5");
    let mut font = Dictionary::new();
    for (key, name) in [
        ("Type", "Font"),
        ("Subtype", "Type1"),
        ("BaseFont", "Courier"),
    ] {
        font.set(key, name);
    }
    let font = pdf.add_object(font);
    let stream = |text: &str| Stream::new(Dictionary::new(), text.as_bytes().to_vec());
    let mut packed = stream("BT /F9 30 Tf 20 700 Td (Side en) Tj ET                        ");
    packed.compress().unwrap();
    let first = pdf.add_object(packed);
    let second = [
        pdf.add_object(stream("BT /F9 20 Tf 20 200 Td (Side to) Tj")),
        pdf.add_object(stream("ET")),
    ];
    let dictionary = |entries: Vec<(&str, Object)>| {
        let mut dictionary = Dictionary::new();
        for (key, value) in entries {
            dictionary.set(key, value);
        }
        dictionary
    };
    let size = |width: i64, height: i64| {
        Object::Array(vec![0.into(), 0.into(), width.into(), height.into()])
    };
    let (root, inner) = (pdf.new_object_id(), pdf.new_object_id());
    let pages = [
        dictionary(vec![("Type", "Page".into()), ("Contents", first.into())]),
        dictionary(vec![
            ("Type", "Page".into()),
            ("MediaBox", size(420, 298)),
            ("Rotate", 90.into()),
            ("Contents", Object::Array(second.map(Object::from).to_vec())),
        ]),
    ]
    .map(|mut page| {
        page.set("Parent", Object::Reference(inner));
        Object::Reference(pdf.add_object(page))
    });
    let fonts = dictionary(vec![("F9", font.into())]);
    let resources = dictionary(vec![("Font", fonts.into())]);
    let nodes = [
        (
            root,
            vec![Object::Reference(inner)],
            ("MediaBox", size(612, 792)),
        ),
        (inner, pages.to_vec(), ("Resources", resources.into())),
    ];
    for (id, kids, (key, value)) in nodes {
        let mut node = dictionary(vec![("Type", "Pages".into()), ("Count", 2.into())]);
        node.set("Kids", kids);
        node.set(key, value);
        pdf.objects.insert(id, node.into());
    }
    let catalog = dictionary(vec![("Type", "Catalog".into()), ("Pages", root.into())]);
    let catalog = pdf.add_object(catalog);
    pdf.trailer.set("Root", catalog);
    pdf
}

fn saved(mut pdf: Document, packed: bool) -> Vec<u8> {
    let mut bytes = Vec::new();
    let options = SaveOptions {
        use_object_streams: packed,
        use_xref_streams: packed,
        ..SaveOptions::default()
    };
    pdf.save_with_options(&mut bytes, options).unwrap();
    bytes
}

fn printed(files: &[(&str, Option<&[u8]>)]) -> Printed {
    let kept: Vec<LetterFile> = files
        .iter()
        .map(|(name, _)| LetterFile {
            name: (*name).to_owned(),
            media_type: "application/pdf".to_owned(),
            blob: BlobKey::of(b""),
        })
        .collect();
    let enclosed: Vec<Enclosed<'_>> = kept
        .iter()
        .zip(files)
        .map(|(file, (_, bytes))| Enclosed {
            file,
            bytes: *bytes,
        })
        .collect();
    print(&letter(), &enclosed)
}

fn opened(printed: &Printed) -> (Document, Vec<ObjectId>) {
    let pdf = Document::load_mem(&printed.pdf).unwrap();
    let pages = pdf.get_pages().into_values().collect();
    (pdf, pages)
}

/// Every text of a page, one a line.
fn words(pdf: &Document, page: ObjectId) -> String {
    let content = Content::decode(&pdf.get_page_content(page)).unwrap();
    let shown = content.operations.iter().filter(|it| it.operator == "Tj");
    let latin = |bytes: &[u8]| {
        bytes
            .iter()
            .map(|byte| char::from(*byte))
            .collect::<String>()
    };
    let lines: Vec<String> = shown
        .map(|it| latin(it.operands[0].as_str().unwrap()))
        .collect();
    lines.join("\n")
}

#[test]
fn a_cover_sheet_has_addressee_sender_and_all_that_is_needed_to_pay() {
    let printed = printed(&[]);
    assert_eq!(printed.attachment_problem, None);
    let (pdf, pages) = opened(&printed);
    assert_eq!(pages.len(), 1);
    let text = words(&pdf, pages[0]);
    for line in [
        "Bjørg Forsøk",
        "Traneveien 204",
        "8901 Brønnøysund",
        "Fjord Energi Sandkasse AS",
        "1001",
        "1 250,00 NOK",
        "20.03.2026",
        "000001123454",
        "86011117947",
    ] {
        assert!(text.lines().any(|found| found == line), "{line}: {text}");
    }
}

#[test]
fn a_senders_own_pages_follow_with_content_fonts_and_sizes_unchanged() {
    for packed in [false, true] {
        let own = saved(own_pdf(), packed);
        let before = Document::load_mem(&own).unwrap();
        let printed = printed(&[("faktura.pdf", Some(&own))]);
        assert_eq!(printed.attachment_problem, None);
        let (after, pages) = opened(&printed);
        assert_eq!(pages.len(), 3);
        for (old, new) in before.get_pages().into_values().zip(&pages[1..]) {
            let content = |pdf: &Document, page| -> Vec<Vec<u8>> {
                let ids = pdf.get_page_contents(page).into_iter();
                ids.map(|id| {
                    pdf.get_object(id)
                        .unwrap()
                        .as_stream()
                        .unwrap()
                        .content
                        .clone()
                })
                .collect()
            };
            assert_eq!(content(&before, old), content(&after, *new));
            let fonts = after.get_page_fonts(*new).unwrap();
            assert_eq!(fonts, before.get_page_fonts(old).unwrap());
            assert_eq!(fonts.len(), 1);
        }
        let size = |page: ObjectId| {
            let page = after.get_dictionary(page).unwrap();
            let sides = page.get(b"MediaBox").unwrap().as_array().unwrap();
            (sides[2].as_i64().unwrap(), sides[3].as_i64().unwrap())
        };
        assert_eq!(
            pages.iter().map(|page| size(*page)).collect::<Vec<_>>(),
            [(595, 842), (612, 792), (420, 298)]
        );
        let turned = after.get_dictionary(pages[2]).unwrap().get(b"Rotate");
        assert_eq!(turned.unwrap().as_i64().unwrap(), 90);
        assert_eq!(words(&after, pages[1]), "Side en");
    }
}

#[test]
fn two_files_follow_each_other_and_the_same_letter_is_the_same_bytes() {
    let own = saved(own_pdf(), true);
    let files = [("a.pdf", Some(&own[..])), ("b.pdf", Some(&own[..]))];
    let once = printed(&files);
    assert_eq!(opened(&once).1.len(), 5);
    assert_eq!(once, printed(&files));
}

#[test]
fn a_file_that_cannot_be_printed_leaves_the_cover_sheet_and_a_reason() {
    let whole = saved(own_pdf(), false);
    let mut looping = own_pdf();
    let root = looping.catalog().unwrap().get(b"Pages").unwrap().clone();
    let id = root.as_reference().unwrap();
    looping
        .get_dictionary_mut(id)
        .unwrap()
        .set("Kids", vec![root]);
    let looping = saved(looping, false);
    let mut gap = own_pdf();
    gap.objects.retain(|_, object| object.as_stream().is_err());
    let gap = saved(gap, false);
    let mut locked = own_pdf();
    locked.trailer.set("Encrypt", Dictionary::new());
    let locked = saved(locked, false);
    for (bytes, words) in [
        (Some(&b"no pdf"[..]), "found a broken PDF"),
        (Some(&whole[..whole.len() / 4]), "found a broken PDF"),
        (Some(&looping), "comes back to itself"),
        (Some(&gap), "the content of page 1 is missing"),
        (Some(&locked), "PDF"),
        (None, "blobs.bytes_max"),
    ] {
        let printed = printed(&[("strøm.pdf", bytes)]);
        let problem = printed.attachment_problem.clone().unwrap();
        assert!(problem.starts_with("`strøm.pdf`: "), "{problem}");
        assert!(problem.contains(words), "{words}: {problem}");
        let (pdf, pages) = opened(&printed);
        assert_eq!(pages.len(), 1);
        assert!(self::words(&pdf, pages[0]).contains("strøm.pdf"));
    }
}

#[test]
fn an_encrypted_file_is_refused_even_when_it_opens_without_a_password() {
    let mut own = own_pdf();
    let id = Object::string_literal("0123456789abcdef");
    own.trailer.set("ID", vec![id.clone(), id]);
    let version = EncryptionVersion::V2 {
        document: &own,
        owner_password: "eier",
        user_password: "",
        key_length: 128,
        permissions: Permissions::all(),
    };
    let state = EncryptionState::try_from(version).unwrap();
    own.encrypt(&state).unwrap();
    let own = saved(own, false);
    let printed = printed(&[("laast.pdf", Some(&own))]);
    let problem = printed.attachment_problem.unwrap();
    assert!(problem.contains("found an encrypted PDF"), "{problem}");
}

#[test]
fn a_deep_nest_of_arrays_is_refused_or_printed_and_ends_nobody() {
    let deep = 100_000;
    let body = format!(
        "%PDF-1.4\n1 0 obj\n<</Type/Catalog/Pages 2 0 R/X {}{}>>\nendobj\n2 0 obj\n<</Kids[]>>\n\
         endobj\ntrailer\n<</Root 1 0 R>>\n",
        "[".repeat(deep),
        "]".repeat(deep)
    );
    assert!(
        printed(&[("a.pdf", Some(body.as_bytes()))])
            .attachment_problem
            .is_some()
    );
}

#[test]
fn what_unpacks_to_more_than_there_is_room_for_is_refused() {
    let mut bomb = own_pdf();
    let zeros = Stream::new(Dictionary::new(), vec![b' '; 40 * 1024 * 1024]);
    let mut zeros = zeros;
    zeros.compress().unwrap();
    zeros.dict.set("First", 0);
    zeros.dict.set("N", 0);
    bomb.add_object(zeros);
    let bytes = saved(bomb, false);
    // Written out by hand, because the writer drops packed objects that it has not made.
    let at = bytes.windows(8).position(|it| it == b"/First 0").unwrap();
    let bytes = [&bytes[..at], b"/Type /ObjStm ", &bytes[at..]].concat();
    let problem = printed(&[("a.pdf", Some(&bytes))]).attachment_problem;
    assert!(problem.unwrap().contains("broken"));
}

#[test]
fn an_addressee_and_a_sender_of_any_length_stay_on_the_sheet() {
    let long = "Ærverdige Østlandske Åstedsgranskere ".repeat(60);
    let mut letter = letter();
    letter.to = Delivery::Print {
        name: long.clone(),
        address: Address {
            line1: Some("x".repeat(5000)),
            line2: Some(long.clone()),
            postal_code: Some(long.clone()),
            city: Some(long.clone()),
            country: Some(long.clone()),
        },
    };
    letter.content = LetterContent::Invoice(LetterFacts {
        sender: long.clone(),
        number: long.clone(),
        amount: Ore::new(i64::MIN),
        currency: long.clone(),
        due_date: None,
        kid: Some(long.clone()),
        account: Some(long),
    });
    let printed = print(&letter, &[]);
    let (pdf, pages) = opened(&printed);
    let content = Content::decode(&pdf.get_page_content(pages[0])).unwrap();
    for it in content.operations.iter().filter(|it| it.operator == "Td") {
        let [left, base] = [0, 1].map(|at| it.operands[at].as_i64().unwrap());
        assert!(
            (57..538).contains(&left) && (30..800).contains(&base),
            "{left} {base}"
        );
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn garbage_as_pdf_is_refused_and_never_panics(garbage in any::<Vec<u8>>()) {
        let headed = [b"%PDF-1.7\n", &garbage[..]].concat();
        for bytes in [&garbage, &headed] {
            prop_assert!(printed(&[("a.pdf", Some(bytes))]).attachment_problem.is_some());
        }
    }

    #[test]
    fn a_pdf_with_bytes_changed_is_printed_or_refused_and_never_panics(
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..20),
        packed in any::<bool>(),
    ) {
        let mut bytes = saved(own_pdf(), packed);
        for (at, byte) in changes {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        let printed = printed(&[("a.pdf", Some(&bytes))]);
        prop_assert!(printed.pdf.starts_with(b"%PDF-"));
    }
}

#[test]
fn what_a_sender_has_digipost_print_is_the_senders_own_pages_alone() {
    let own = saved(own_pdf(), false);
    let content = LetterContent::Posted {
        sender: "Fjord Energi Sandkasse AS".to_owned(),
        subject: "Brev".to_owned(),
        text: None,
    };
    let letter = Letter {
        content,
        ..letter()
    };
    let file = LetterFile {
        name: "brev.pdf".to_owned(),
        media_type: "application/pdf".to_owned(),
        blob: BlobKey::of(b""),
    };
    let enclosed = |bytes| [Enclosed { file: &file, bytes }];
    let (pdf, pages) = opened(&print(&letter, &enclosed(Some(own.as_slice()))));
    assert_eq!(pages.len(), 2);
    assert_eq!(words(&pdf, pages[0]), "Side en");
    // Whatever is left out is said on a sheet of ours.
    let (_, pages) = opened(&print(&letter, &enclosed(None)));
    assert_eq!(pages.len(), 1);
}
