//! Messages, receipts and a package of ours for judges that others wrote: with
//! `SANDKASSE_WRITE_DPI` set they are put into that folder, where
//! `tests/clients/digdir/packages.py` reads them.

use std::path::PathBuf;

use super::super::*;
use crate::crypto::{Opener, Secrets, Signer, sha256};
use crate::domain::dpi::{
    Abroad, AddressLine, Body, Country, DigitalLetter, Domestic, EmailNotice, FailedChannel, Fault,
    Fingerprint, Header, Language, MailboxAddress, Message, MessageId, MessageKind, Notices, Place,
    PlaceName, PostalAddress, PostalClass, PrintColour, PrintLetter, Receipt, ReceiptNews,
    Repetitions, ReturnHandling, SecurityLevel, SenderUnit, SendingUnit, SmsNotice, SmsNumber,
    Title,
};
use crate::domain::dpi::{ConversationId, EmailText, SmsText};
use crate::domain::email::EmailAddress;
use crate::domain::identity::OrgNumber;

const AT: &str = "2026-03-02T08:00:00Z";

fn sender() -> SendingUnit {
    SendingUnit {
        organisation: OrgNumber::parse("364926111").unwrap(),
        unit: Some(SenderUnit::parse("barnehagen").unwrap()),
        invoice_reference: None,
    }
}

fn sealed() -> (Vec<u8>, Vec<u8>) {
    let file = |name: &str, media_type: &str, text: &str| PackedFile {
        name: name.to_owned(),
        media_type: media_type.to_owned(),
        bytes: text.as_bytes().to_vec().into(),
    };
    let document = |name: &str, media_type: &str| Document {
        name: name.to_owned(),
        media_type: media_type.to_owned(),
        title: Some(ManifestTitle {
            text: Title::parse("Faktura & vedlegg").unwrap(),
            language: Language::parse("nb").unwrap(),
        }),
        data: None,
    };
    let contents = Contents {
        manifest: Manifest {
            mailbox: Some(MailboxAddress::parse("kari.nordmann#A1B2").unwrap()),
            sender: sender(),
            main: document("faktura.xml", "application/ehf+xml"),
            attachments: vec![document("årets vedlegg.pdf", "application/pdf")],
            link: None,
        },
        files: vec![
            file("faktura.xml", "application/ehf+xml", "<Invoice/>"),
            file("årets vedlegg.pdf", "application/pdf", "%PDF-1.4"),
        ],
    };
    let archive = pack_package(&contents, Signer::Municipality, AT.parse().unwrap()).unwrap();
    let secrets = Secrets {
        key: [3; 32],
        start: [4; 16],
    };
    let reader = Opener::DigipostMailbox.certificate();
    let sealed = seal_package(&archive, reader, &secrets).unwrap();
    (archive, sealed)
}

fn message(body: Body, fingerprint: Fingerprint) -> Message {
    let uuid = "a0000000-0000-4000-8000-000000000001";
    Message {
        header: Header {
            sender: OrgNumber::parse("980858073").unwrap(),
            receiver: OrgNumber::parse("984661185").unwrap(),
            message: MessageId::parse(uuid).unwrap(),
            conversation: ConversationId::parse(uuid).unwrap(),
            process: body.kind(),
            created: AT.parse().unwrap(),
            expected_response: Some("2026-03-03T08:00:00Z".to_owned()),
        },
        sender: sender(),
        fingerprint,
        token: "a.b.c".to_owned(),
        body,
    }
}

fn digital() -> Body {
    let repetitions = || Repetitions::parse(&[0, 7]).unwrap();
    Body::Digital(Box::new(DigitalLetter {
        mailbox: MailboxAddress::parse("kari.nordmann#A1B2").unwrap(),
        level: SecurityLevel::High,
        title: Title::parse("Faktura").unwrap(),
        language: Language::parse("nb").unwrap(),
        visible_on: Some("2026-03-04".parse().unwrap()),
        visible_at: Some(AT.parse().unwrap()),
        opening_receipt: true,
        notices: Notices {
            email: Some(EmailNotice {
                address: EmailAddress::parse("kari@example.no").unwrap(),
                text: EmailText::parse("Du har post").unwrap(),
                repetitions: repetitions(),
            }),
            sms: Some(SmsNotice {
                number: SmsNumber::parse("+4791816528").unwrap(),
                text: SmsText::parse("Du har post").unwrap(),
                repetitions: repetitions(),
            }),
        },
    }))
}

fn print() -> Body {
    let address = |place| PostalAddress {
        name: "Ola Nordmann".to_owned(),
        line: AddressLine::parse("Storgata 1").unwrap(),
        more_lines: [None, Some(AddressLine::parse("H0101").unwrap()), None],
        place,
    };
    Body::Print(Box::new(PrintLetter {
        recipient: address(Place::Abroad(Abroad {
            country: Country::Code("SE".to_owned()),
            postcode: None,
            town: Some(PlaceName::parse("Arvika").unwrap()),
        })),
        colour: PrintColour::Colour,
        class: Some(PostalClass::A),
        return_address: address(Place::Domestic(Domestic {
            postcode: "0155".to_owned(),
            town: PlaceName::parse("Oslo").unwrap(),
        })),
        return_handling: ReturnHandling::Shredded,
    }))
}

fn all_news() -> Vec<ReceiptNews> {
    vec![
        ReceiptNews::Delivered,
        ReceiptNews::Opened,
        ReceiptNews::Accepted,
        ReceiptNews::Returned,
        ReceiptNews::NoticeFailed {
            channel: FailedChannel::Email,
            description: Some("Ukjent adresse".to_owned()),
        },
        ReceiptNews::Failed {
            fault: Fault::Server,
            details: Some("Nede".to_owned()),
        },
    ]
}

#[test]
#[expect(
    clippy::disallowed_methods,
    reason = "the judges read files, and who asks for them names the folder"
)]
fn what_is_made_here_reads_back_and_is_written_for_judges_who_ask() {
    let folder = std::env::var_os("SANDKASSE_WRITE_DPI").map(PathBuf::from);
    let write = |name: &str, bytes: &[u8]| {
        if let Some(folder) = &folder {
            std::fs::write(folder.join(name), bytes).unwrap();
        }
    };
    let (archive, sealed) = sealed();
    let limits = PackageLimits::default();
    let package = open_package(&sealed, Opener::DigipostMailbox, limits).unwrap();
    assert_eq!(package.manifest.sender, sender());
    write("package.zip", &archive);
    write("package.cms", &sealed);
    let fingerprint = Fingerprint::of_digest(sha256(&sealed));
    for body in [digital(), print()] {
        let message = message(body, fingerprint);
        let written = write_message(&message);
        assert_eq!(read_message(&written).as_ref(), Ok(&message));
        let name = message.body.kind().as_str();
        write(&format!("{name}.json"), &written);
        let token = write_signed(Signer::Municipality, &written);
        write(&format!("{name}.jwt"), token.as_bytes());
        let other = message.header.message;
        for news in all_news() {
            if news.kind().belongs_to(MessageKind::Digital) != (name == "digital") {
                continue;
            }
            let receipt = Receipt::answering(&message, other, AT.parse().unwrap(), news);
            let name = receipt.news.kind().as_str();
            write(&format!("{name}.json"), &write_receipt(&receipt));
        }
    }
}
