//! A letter by e-mail, as an RFC 5322 message.

use jiff::fmt::rfc2822;
use mail_builder::MessageBuilder;
use mail_builder::headers::HeaderType;
use mail_builder::headers::address::Address;
use mail_builder::headers::content_type::ContentType;
use mail_builder::headers::message_id::MessageId;
use mail_builder::headers::raw::Raw;
use mail_builder::headers::text::Text;
use mail_builder::mime::MimePart;

use super::enclosed::Enclosed;
use super::notice;
use super::words::{NO_CLAIM, line, payment, sender, subject};
use crate::domain::calendar::oslo;
use crate::domain::letter::{Delivery, Letter, LetterContent, LetterFacts};

/// Where the router's own mails come from.
const ROUTER: (&str, &str) = ("Sandkasse fakturaruter", "ruter@sandkasse.example");

/// Where lists of MPS come from.
const MPS: (&str, &str) = ("Sandkasse MPS", "mps@sandkasse.example");

/// Where word from the mailbox comes from.
const DIGIPOST: (&str, &str) = ("Sandkasse Digipost", "digipost@sandkasse.example");

/// Longest label of a host name (RFC 1035, 2.3.4).
const LABEL_MAX: usize = 63;

/// Writes a letter as a mail: `Message-ID` and boundary from the letter's id, `Date` from sandbox
/// time. Files whose bytes are gone are named in the text instead of attached.
#[must_use]
pub fn mail(letter: &Letter, files: &[Enclosed<'_>]) -> Vec<u8> {
    let id = id_for_headers(&letter.id);
    let from = match &letter.content {
        LetterContent::Invoice(facts) => {
            let name = sender(&facts.sender);
            let address = format!("faktura@{}.example", host_label(&name));
            Address::new_address(Some(name), address)
        }
        LetterContent::AllRoutesFailed { .. } => Address::new_address(Some(ROUTER.0), ROUTER.1),
        LetterContent::Rejections { .. } => Address::new_address(Some(MPS.0), MPS.1),
        LetterContent::Mailbox(_) | LetterContent::Posted { .. } => {
            Address::new_address(Some(DIGIPOST.0), DIGIPOST.1)
        }
    };
    let to = match &letter.to {
        Delivery::Mail(address) => Address::new_address(None::<String>, address.as_str()),
        Delivery::Print { name, .. } => Address::new_group(Some(line(name)), Vec::new()),
    };
    let text = MimePart::new("text/plain", text(letter, files));
    let attached: Vec<MimePart<'_>> = files.iter().filter_map(attachment).collect();
    let body = if attached.is_empty() {
        text
    } else {
        let boundary = format!("=_sandkasse_{id}");
        let kind = ContentType::new("multipart/mixed").attribute("boundary", boundary);
        let parts: Vec<MimePart<'_>> = std::iter::once(text).chain(attached).collect();
        MimePart::new(kind, parts)
    };
    let headers: [(&str, HeaderType<'_>); 6] = [
        ("Date", Raw::new(date(letter)).into()),
        (
            "Message-ID",
            MessageId::new(format!("{id}@sandkasse.example")).into(),
        ),
        ("From", from.into()),
        ("To", to.into()),
        ("Subject", Text::new(subject(letter)).into()),
        // An out-of-office answer to a test would have nobody to read it (RFC 3834).
        ("Auto-Submitted", Raw::new("auto-generated").into()),
    ];
    let message = headers
        .into_iter()
        .fold(MessageBuilder::new(), |message, (name, value)| {
            message.header(name, value)
        });
    let mut bytes = Vec::new();
    message.body(body).serialize(&mut bytes);
    bytes
}

/// RFC 5322, 3.3, in the time of Norway. The form has no years before 1 or beyond 9999; no sandbox
/// clock gets there, and then UTC as RFC 3339 is better than no date.
fn date(letter: &Letter) -> String {
    rfc2822::to_string(&letter.sent_at.to_zoned(oslo()))
        .unwrap_or_else(|_| letter.sent_at.to_string())
}

fn text(letter: &Letter, files: &[Enclosed<'_>]) -> String {
    let mut text = match &letter.content {
        LetterContent::Invoice(facts) => invoice(facts),
        LetterContent::AllRoutesFailed { number, reasons } => failure(number, reasons),
        LetterContent::Rejections { list, lines } => rejections(list, lines),
        LetterContent::Mailbox(notice) => notice::text(notice),
        LetterContent::Posted { text, .. } => posted(text.as_deref()),
    };
    let (there, gone): (Vec<&Enclosed<'_>>, Vec<&Enclosed<'_>>) =
        files.iter().partition(|file| file.bytes.is_some());
    for (words, files) in [
        ("Vedlagt", there),
        ("Ikke vedlagt, fordi sandkassen ikke har filen lenger", gone),
    ] {
        let names: Vec<String> = files.iter().map(|file| line(file.name())).collect();
        if !names.is_empty() {
            text.push_str(&format!("{words}: {}\n\n", names.join(", ")));
        }
    }
    let name = match &letter.content {
        LetterContent::Invoice(facts) => sender(&facts.sender),
        LetterContent::AllRoutesFailed { .. } => ROUTER.0.to_owned(),
        LetterContent::Rejections { .. } => MPS.0.to_owned(),
        LetterContent::Mailbox(_) => DIGIPOST.0.to_owned(),
        LetterContent::Posted { sender: name, .. } => sender(name),
    };
    let greeting = match &letter.content {
        LetterContent::Mailbox(notice) => notice::greeting(notice),
        LetterContent::Invoice(_)
        | LetterContent::AllRoutesFailed { .. }
        | LetterContent::Rejections { .. }
        | LetterContent::Posted { .. } => "Vennlig hilsen",
    };
    // "-- " with its blank is how mail programs know a signature.
    text + &format!("{greeting}\n{name}\n\n-- \n{NO_CLAIM}\n")
}

/// The sender's words, a line of theirs being one of ours.
fn posted(text: Option<&str>) -> String {
    let lines = text.unwrap_or("Du har fått et brev.").lines().map(line);
    let lines: Vec<String> = lines.collect();
    format!("Hei!\n\n{}\n\n", lines.join("\n"))
}

fn invoice(facts: &LetterFacts) -> String {
    let name = sender(&facts.sender);
    let number = ("Fakturanummer", line(&facts.number));
    let rows: String = std::iter::once(number)
        .chain(payment(facts))
        .map(|(what, value)| format!("  {:<15} {value}\n", format!("{what}:")))
        .collect();
    format!("Hei!\n\nDu har fått en faktura fra {name}.\n\n{rows}\n")
}

fn failure(number: &str, reasons: &[String]) -> String {
    let rows: String = reasons
        .iter()
        .map(|reason| format!("  - {}\n", line(reason)))
        .collect();
    let number = line(number);
    let tried = if rows.is_empty() {
        "Ingen leveringsmåte var åpen for den.\n".to_owned()
    } else {
        format!("Disse leveringsmåtene ble prøvd:\n\n{rows}")
    };
    format!("Hei!\n\nFaktura {number} nådde ikke fram til mottakeren. {tried}\n")
}

fn rejections(list: &str, lines: &[String]) -> String {
    // Records keep their columns: `line` would cut the blanks at their ends only.
    let rows: String = lines
        .iter()
        .map(|text| format!("{}\n", line(text)))
        .collect();
    let list = line(list);
    format!("Hei!\n\nListe {list}: dette ble avvist, eller tatt imot med en advarsel.\n\n{rows}\n")
}

fn attachment<'a>(file: &'a Enclosed<'a>) -> Option<MimePart<'a>> {
    let kind = ContentType::new(media_type(&file.file.media_type));
    Some(MimePart::new(kind, file.bytes?).attachment(file.name()))
}

/// The media type as written when it is one that can be attached as bytes, and otherwise that of
/// bytes of which nothing is known (RFC 2045, 5.1; multipart and message types have no base64).
fn media_type(written: &str) -> &str {
    let token = |text: &str| {
        let fits = |c: char| c.is_ascii_graphic() && !"()<>@,;:\\\"/[]?=".contains(c);
        !text.is_empty() && text.chars().all(fits)
    };
    match written.split_once('/') {
        Some((kind, sub)) if token(kind) && token(sub) => {
            let composite = ["multipart", "message"];
            if composite.iter().any(|it| kind.eq_ignore_ascii_case(it)) {
                "application/octet-stream"
            } else {
                written
            }
        }
        _ => "application/octet-stream",
    }
}

/// The id as it may stand in `Message-ID` and boundary, of which a boundary has at most 70
/// characters (RFC 2046, 5.1.1).
fn id_for_headers(id: &str) -> String {
    let fits = |c: &char| c.is_ascii_alphanumeric() || *c == '-';
    id.chars().filter(fits).take(50).collect()
}

/// A name as one label of a host name: `Bjørg & Sønn AS` is `bjorg-sonn-as`.
fn host_label(name: &str) -> String {
    let mut label = String::new();
    for c in name.to_lowercase().chars() {
        match c {
            'æ' | 'ä' => label.push_str("ae"),
            'ø' | 'ö' => label.push('o'),
            'å' => label.push('a'),
            c if c.is_ascii_alphanumeric() => label.push(c),
            _ if label.ends_with('-') || label.is_empty() => {}
            _ => label.push('-'),
        }
    }
    label.truncate(LABEL_MAX);
    let label = label.trim_end_matches('-');
    if label.is_empty() {
        "avsender".to_owned()
    } else {
        label.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use mail_parser::{Message, MessageParser, MimeHeaders};

    use super::*;
    use crate::domain::blob::BlobKey;
    use crate::domain::email::EmailAddress;
    use crate::domain::letter::LetterFile;
    use crate::domain::money::Ore;

    fn letter(sender: &str) -> Letter {
        Letter {
            id: "0b2f8f0a-6c3e-4d53-9d4c-6f6b1a3f7f10".to_owned(),
            sent_at: "2026-03-02T08:00:00Z".parse().unwrap(),
            invoice: Some("1".to_owned()),
            to: Delivery::Mail(EmailAddress::parse("trude16@mpstest.no").unwrap()),
            content: LetterContent::Invoice(LetterFacts {
                sender: sender.to_owned(),
                number: "1001".to_owned(),
                amount: Ore::new(125_000),
                currency: "NOK".to_owned(),
                due_date: Some(date(2026, 3, 20)),
                kid: Some("000001123454".to_owned()),
                account: Some("86011117947".to_owned()),
            }),
            files: Vec::new(),
        }
    }

    fn file(name: &str, media_type: &str) -> LetterFile {
        LetterFile {
            name: name.to_owned(),
            media_type: media_type.to_owned(),
            blob: BlobKey::of(b""),
        }
    }

    fn parse(bytes: &[u8]) -> Message<'_> {
        MessageParser::default().parse(bytes).unwrap()
    }

    #[test]
    fn a_mail_reads_back_with_everything_that_a_payer_needs() {
        let bytes = mail(&letter("Bjørg & Sønn AS"), &[]);
        let message = parse(&bytes);
        let from = message.from().unwrap().first().unwrap();
        assert_eq!(from.name(), Some("Bjørg & Sønn AS"));
        assert_eq!(from.address(), Some("faktura@bjorg-sonn-as.example"));
        let to = message.to().unwrap().first().unwrap();
        assert_eq!(to.address(), Some("trude16@mpstest.no"));
        assert_eq!(message.subject(), Some("Faktura 1001 fra Bjørg & Sønn AS"));
        assert_eq!(
            message.message_id(),
            Some("0b2f8f0a-6c3e-4d53-9d4c-6f6b1a3f7f10@sandkasse.example")
        );
        let written = String::from_utf8_lossy(&bytes);
        assert!(
            written.contains("Date: Mon, 2 Mar 2026 09:00:00 +0100\r\n"),
            "{written}"
        );
        let body = message.body_text(0).unwrap();
        for words in [
            "Å betale:       1 250,00 NOK",
            "20.03.2026",
            "000001123454",
            "86011117947",
        ] {
            assert!(body.contains(words), "{words} is not in {body}");
        }
    }

    #[test]
    fn attachments_keep_their_bytes_names_and_media_types() {
        let files = [
            (
                "Strøm, måned 2.pdf",
                "application/pdf",
                &b"%PDF-1.4\r\n\xFF\x00\n"[..],
            ),
            (
                "målinger.csv",
                "text/csv",
                "dag;kWh\n1;æ\r2;3\r\n".as_bytes(),
            ),
            ("", "not a type\r\nBcc: x@y.no", b""),
            ("forward.eml", "message/rfc822", b"Subject: x\r\n\r\n"),
        ];
        let kept = files.map(|(name, media_type, _)| file(name, media_type));
        let enclosed: Vec<Enclosed<'_>> = kept
            .iter()
            .zip(&files)
            .map(|(file, (_, _, bytes))| Enclosed {
                file,
                bytes: Some(bytes),
            })
            .collect();
        let bytes = mail(&letter("Fjord Energi"), &enclosed);
        let message = parse(&bytes);
        assert_eq!(message.attachment_count(), files.len());
        for (part, (name, media_type, content)) in message.attachments().zip(&files) {
            let name = if name.is_empty() { "vedlegg" } else { name };
            assert_eq!(part.attachment_name(), Some(name));
            assert_eq!(part.contents(), *content, "{name}");
            let found = part.content_type().unwrap();
            let found = format!("{}/{}", found.ctype(), found.subtype().unwrap());
            let odd = media_type.contains(' ') || media_type.starts_with("message");
            let expected = if odd {
                "application/octet-stream"
            } else {
                media_type
            };
            assert_eq!(found, expected);
        }
        assert!(message.header("Bcc").is_none());
    }

    #[test]
    fn the_same_letter_is_the_same_bytes_and_lines_are_short_enough_for_any_server() {
        let kept = file("a.pdf", "application/pdf");
        let content = vec![7; 10_000];
        let files = [Enclosed {
            file: &kept,
            bytes: Some(&content),
        }];
        let letter = letter(&"Særdeles lang avsender ".repeat(40));
        let once = mail(&letter, &files);
        assert_eq!(once, mail(&letter, &files));
        // RFC 5322, 2.1.1.
        assert!(
            once.split(|byte| *byte == b'\n')
                .all(|line| line.len() <= 999)
        );
    }

    #[test]
    fn a_name_that_holds_line_breaks_adds_no_header() {
        let mut letter = letter("Ond\r\nBcc: alle@sandkasse.example");
        letter.id.push_str("\r\nX-Evil: 1");
        let bytes = mail(&letter, &[]);
        let message = parse(&bytes);
        assert!(message.header("Bcc").is_none() && message.header("X-Evil").is_none());
    }

    #[test]
    fn a_file_whose_bytes_are_gone_is_named_and_not_attached() {
        let kept = file("strøm.pdf", "application/pdf");
        let bytes = mail(
            &letter("Fjord"),
            &[Enclosed {
                file: &kept,
                bytes: None,
            }],
        );
        let message = parse(&bytes);
        assert_eq!(message.attachment_count(), 0);
        let body = message.body_text(0).unwrap();
        assert!(
            body.contains("Ikke vedlagt") && body.contains("strøm.pdf"),
            "{body}"
        );
    }

    #[test]
    fn a_list_says_what_was_rejected_in_lines() {
        let mut letter = letter("Fjord");
        letter.invoice = None;
        letter.content = LetterContent::Rejections {
            list: "L00202".to_owned(),
            lines: vec![
                "Oppdrag 0000001".to_owned(),
                "A001 FBO FINNES IKKE".to_owned(),
            ],
        };
        let bytes = mail(&letter, &[]);
        let message = parse(&bytes);
        let subject = "L00202: avviste oppdrag og transaksjoner";
        assert_eq!(message.subject(), Some(subject));
        let from = message.from().unwrap().first().unwrap();
        assert_eq!(from.address(), Some("mps@sandkasse.example"));
        let body = message.body_text(0).unwrap();
        assert!(body.contains("Oppdrag 0000001") && body.contains("A001 FBO FINNES IKKE"));
    }

    #[test]
    fn word_of_a_failure_names_every_way_that_was_tried() {
        let mut letter = letter("Fjord");
        letter.content = LetterContent::AllRoutesFailed {
            number: "1001".to_owned(),
            reasons: vec![
                "efaktura: not enabled".to_owned(),
                "print: no address".to_owned(),
            ],
        };
        let bytes = mail(&letter, &[]);
        let message = parse(&bytes);
        assert_eq!(message.subject(), Some("Faktura 1001 kunne ikke leveres"));
        let body = message.body_text(0).unwrap();
        assert!(body.contains("efaktura: not enabled") && body.contains("print: no address"));
    }
}
