//! What mailboxes make of messages.

use jiff::SignedDuration;
use serde_json::json;

use super::post::{Post, document, file, sealed};
use super::world::{KARI, KOMMUNE, OTHER, World};
use crate::consumer::MailInvoice;
use crate::crypto::{Opener, Signer};
use crate::domain::digipost::AuthenticationLevel;
use crate::domain::dpi::{Destination, Fault, MailboxAddress, ReceiptNews};
use crate::domain::identity::OrgNumber;
use crate::domain::person::MailboxProvider;
use crate::domain::slug::Slug;

/// What the receipt says of a message that fails.
fn refusal(world: &mut World, post: &Post) -> (Fault, String) {
    world.takes(post);
    world.minute();
    let receipts = world.receipts();
    let [receipt] = &receipts[..] else {
        panic!("{receipts:?}");
    };
    assert_eq!(world.mails(), []);
    let ReceiptNews::Failed { fault, details } = &receipt.news else {
        panic!("{receipt:?}");
    };
    (*fault, details.clone().unwrap())
}

fn refused(post: impl FnOnce(&mut World) -> Post, words: &str) {
    let mut world = World::new();
    let post = post(&mut world);
    let (whose, details) = refusal(&mut world, &post);
    assert_eq!(whose, Fault::Client);
    assert!(details.contains(words), "{details}");
}

#[test]
fn a_letter_lies_in_the_mailbox_at_digipost_with_its_attachments() {
    let mut world = World::new();
    let post = world.letter();
    let heard = world.sends(&post);
    assert_eq!((heard.status, heard.body), (201, json!(null)));
    let facts = &heard.facts[0];
    assert_eq!(facts.ids, [post.id.to_string()]);
    assert_eq!(facts.consumer, [KARI]);
    assert_eq!(facts.issuer.as_deref(), Some(KOMMUNE));
    assert_eq!(world.statuses(&post), ["OPPRETTET", "SENDT"]);
    assert_eq!(world.mails(), []);
    world.minute();
    let mails: Vec<_> = world.book.mails().map(|(_, mail)| mail.clone()).collect();
    let [letter, attachment] = &mails[..] else {
        panic!("{mails:?}");
    };
    assert_eq!(
        (letter.service, letter.provider),
        ("dpi", MailboxProvider::Digipost)
    );
    assert_eq!(letter.owner.slug().as_str(), "kari");
    assert_eq!(letter.service_id, post.id.to_string());
    assert_eq!(letter.subject, "Faktura fra kommunen");
    assert_eq!(letter.sender_name, "kommune by name");
    assert_eq!(letter.file_type, "pdf");
    assert_eq!(letter.authentication, AuthenticationLevel::Idporten3);
    assert!(letter.is_seen(world.now) && letter.attached_to.is_none());
    assert_eq!(attachment.attached_to, Some(world.mails()[0]));
    assert_eq!(attachment.subject, "vedlegg.pdf");
    assert_eq!(world.news(), ["leveringskvittering"]);
}

#[test]
fn a_letter_lies_in_the_mailbox_at_e_boks_which_is_another() {
    let mut world = World::new();
    let post = world.eboks_letter();
    assert_eq!(world.ola().len(), 10);
    world.takes(&post);
    world.minute();
    let (_, mail) = world.book.mails().next().unwrap();
    assert_eq!(mail.provider, MailboxProvider::Eboks);
    assert_eq!(mail.owner.slug().as_str(), "ola");
    let receipts = world.receipts();
    assert_eq!(receipts[0].from.as_str(), Destination::Eboks.number());
}

#[test]
fn a_letter_shows_from_the_day_its_sender_wants() {
    let mut world = World::new();
    let mut post = world.letter();
    post.body["virkningsdato"] = json!("2026-03-09");
    world.takes(&post);
    world.minute();
    assert_eq!(world.news(), ["leveringskvittering"]);
    let (_, mail) = world.book.mails().next().unwrap();
    assert_eq!(mail.delivered_at.to_string(), "2026-03-08T23:00:00Z");
    assert!(!mail.is_seen(world.now));
}

#[test]
fn an_address_is_somebodys_at_this_provider() {
    let nobodys = |world: &mut World| {
        let mut post = world.letter();
        post.body["mottaker"]["postkasseadresse"] = json!("nobody#0000");
        post
    };
    refused(
        nobodys,
        "no mailbox has this address here - `nobody#0000` at Digipost",
    );
    // Moved to e-Boks since the sender asked the register.
    let moved = |world: &mut World| {
        let slug = Slug::parse("kari").unwrap();
        let mut kari = world.cast.person(&slug).unwrap().as_ref().clone();
        kari.krr.as_mut().unwrap().mailbox = Some(MailboxProvider::Eboks);
        world.cast.put_person(kari).unwrap();
        world.letter()
    };
    refused(moved, "no mailbox has this address here");
    let closed = |world: &mut World| {
        let slug = Slug::parse("kari").unwrap();
        let mut kari = world.cast.person(&slug).unwrap().as_ref().clone();
        kari.digipost.as_mut().unwrap().active = false;
        world.cast.put_person(kari).unwrap();
        world.letter()
    };
    refused(closed, "no mailbox has this address here");
    let printed = |world: &mut World| {
        let mut post = world.letter();
        post.receiver = Destination::Printer.number();
        post
    };
    refused(printed, "sent to the print service");
}

#[test]
fn an_address_is_known_in_any_case_and_reservation_is_not_asked_again() {
    let mut world = World::new();
    let slug = Slug::parse("kari").unwrap();
    let mut kari = world.cast.person(&slug).unwrap().as_ref().clone();
    kari.krr.as_mut().unwrap().reserved = true;
    world.cast.put_person(kari).unwrap();
    let mut post = world.letter();
    post.body["mottaker"]["postkasseadresse"] = json!("KARI.nordmann#a1b2");
    world.takes(&post);
    world.minute();
    assert_eq!(world.news(), ["leveringskvittering"]);
}

#[test]
fn a_package_opens_with_the_key_of_its_mailbox_and_no_other() {
    let other = |world: &mut World| {
        let mut post = world.letter();
        post.opener = Opener::EboksMailbox;
        post
    };
    refused(other, "cannot be decrypted - encrypted to e-Boks");
    let plain = |world: &mut World| {
        let mut post = world.letter();
        post.package = Some(b"not sealed at all".to_vec());
        post
    };
    refused(plain, "cannot be decrypted");
    let nobodys = |world: &mut World| {
        let mut post = world.letter();
        post.opener = Opener::Recipient;
        post
    };
    refused(nobodys, "cannot be decrypted");
}

#[test]
fn the_fingerprint_is_that_of_the_package() {
    let wrong = |world: &mut World| {
        let mut post = world.letter();
        post.digest = Some([0; 32]);
        post
    };
    refused(wrong, "is not that of the document package - SHA-256 ");
}

#[test]
fn message_and_package_are_signed_by_the_technical_sender() {
    let message = |world: &mut World| {
        let mut post = world.letter();
        post.signer = Signer::AccessProvider;
        post
    };
    refused(
        message,
        "signed the message is not that of the technical sender",
    );
    let package = |world: &mut World| {
        let mut post = world.letter();
        post.package_signer = Signer::AccessProvider;
        post
    };
    refused(
        package,
        "signed the document package is not that of the technical sender",
    );
}

#[test]
fn the_manifest_is_of_the_same_sender_and_for_the_same_mailbox() {
    let sender = |world: &mut World| {
        let mut post = world.letter();
        post.contents.manifest.sender.organisation = OrgNumber::parse(OTHER).unwrap();
        post
    };
    refused(sender, "the sender in the manifest");
    let mailbox = |world: &mut World| {
        let mut post = world.letter();
        post.contents.manifest.mailbox = Some(MailboxAddress::parse("ola#B2C3").unwrap());
        post
    };
    refused(mailbox, "the mailbox in the manifest");
}

#[test]
fn what_is_no_archive_has_a_code_at_e_boks_and_words_at_digipost() {
    let digipost = |world: &mut World| {
        let mut post = world.letter();
        post.package = Some(sealed(b"no archive", Opener::DigipostMailbox));
        post
    };
    refused(digipost, "Bad format in document package");
    let eboks = |world: &mut World| {
        let mut post = world.eboks_letter();
        post.package = Some(sealed(b"no archive", Opener::EboksMailbox));
        post
    };
    refused(
        eboks,
        "Reason code: SBD:4069. Bad format in document package",
    );
}

#[test]
fn e_boks_alone_minds_names_that_stand_twice() {
    let twice = |mut post: Post| {
        let contents = &mut post.contents;
        contents.manifest.attachments = vec![document("Faktura.PDF", "application/pdf")];
        contents.files[1] = file("Faktura.PDF", "application/pdf", b"%PDF-1.4");
        post
    };
    refused(
        |world| twice(world.eboks_letter()),
        "Reason code: SBD:5023.",
    );
    let mut world = World::new();
    let post = twice(world.letter());
    world.takes(&post);
    world.minute();
    assert_eq!(world.news(), ["leveringskvittering"]);
}

#[test]
fn programs_are_no_documents() {
    let program = |world: &mut World| {
        let mut post = world.letter();
        post.contents.manifest.main = document("faktura.exe", "application/octet-stream");
        post.contents.files[0] = file("faktura.exe", "application/octet-stream", b"MZ");
        post
    };
    refused(program, "of a type that may not be sent");
}

#[test]
fn a_letter_shows_within_the_limit() {
    let far = |world: &mut World| {
        world.set("dpi.visible_within", "PT720H");
        let mut post = world.letter();
        post.body["virkningstidspunkt"] = json!("2026-05-02T08:00:00+02:00");
        post
    };
    refused(far, "virkningsdato is too far ahead");
}

#[test]
fn who_is_no_mailbox_gets_nothing_and_the_status_says_so() {
    let mut world = World::new();
    let mut post = world.letter();
    post.receiver = OTHER;
    world.takes(&post);
    assert_eq!(world.statuses(&post), ["OPPRETTET", "FEILET"]);
    world.advance(SignedDuration::from_hours(1));
    assert_eq!(world.news(), [""; 0]);
}

#[test]
fn a_token_may_expire_before_the_letter_arrives() {
    let mut world = World::new();
    world.set("dpi.mailbox_delay", "PT10M");
    let post = world.letter();
    world.takes(&post);
    world.advance(SignedDuration::from_mins(10));
    assert_eq!(world.news(), ["leveringskvittering"]);
}

/// An invoice as main document, with more or other elements.
fn invoice(world: &mut World, change: impl FnOnce(String) -> String) -> Option<MailInvoice> {
    let text = change(INVOICE.to_owned());
    let mut post = world.letter();
    post.contents.manifest.main = document("faktura.xml", "application/ehf+xml");
    post.contents.files[0] = file("faktura.xml", "application/ehf+xml", text.as_bytes());
    world.takes(&post);
    world.minute();
    let (_, mail) = world.book.mails().next().expect("a letter");
    assert_eq!(mail.file_type, "xml");
    mail.invoice.clone()
}

#[test]
fn an_invoice_fills_a_payment_in_if_everything_is_there_once() {
    let found = invoice(&mut World::new(), |text| text).unwrap();
    assert_eq!(found.kid.as_deref(), Some("000002123453"));
    assert_eq!(found.account, "86011117947");
    assert_eq!(
        (found.amount.get(), found.due_date.to_string()),
        (12500, "2026-03-20".to_owned())
    );
    let without = |from: &'static str, to: &'static str| {
        let change = move |text: String| {
            assert!(text.contains(from), "{from}");
            text.replace(from, to)
        };
        invoice(&mut World::new(), change)
    };
    assert_eq!(without("<cbc:DueDate>2026-03-20</cbc:DueDate>", ""), None);
    assert_eq!(without("NOK", "EUR"), None);
    assert_eq!(
        without("<cbc:PaymentID>000002123453</cbc:PaymentID>", ""),
        None
    );
    let twice = "<cbc:PaymentID>000002123453</cbc:PaymentID><cbc:PaymentID>2</cbc:PaymentID>";
    assert_eq!(
        without("<cbc:PaymentID>000002123453</cbc:PaymentID>", twice),
        None
    );
    assert_eq!(without("NO4386011117947", "SE4386011117947"), None);
}

const INVOICE: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<Invoice xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2"
 xmlns:cac="urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2"
 xmlns:cbc="urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2">
<cbc:CustomizationID
>urn:cen.eu:en16931:2017#compliant#urn:fdc:peppol.eu:2017:poacc:billing:3.0</cbc:CustomizationID>
<cbc:ProfileID>urn:fdc:peppol.eu:2017:poacc:billing:01:1.0</cbc:ProfileID>
<cbc:ID>1001</cbc:ID><cbc:IssueDate>2026-03-02</cbc:IssueDate>
<cbc:DueDate>2026-03-20</cbc:DueDate>
<cbc:InvoiceTypeCode>380</cbc:InvoiceTypeCode>
<cbc:DocumentCurrencyCode>NOK</cbc:DocumentCurrencyCode>
<cac:AccountingSupplierParty><cac:Party>
<cbc:EndpointID schemeID="0192">364926111</cbc:EndpointID>
<cac:PartyLegalEntity><cbc:RegistrationName>Kommune</cbc:RegistrationName>
<cbc:CompanyID schemeID="0192">364926111</cbc:CompanyID></cac:PartyLegalEntity>
</cac:Party></cac:AccountingSupplierParty>
<cac:AccountingCustomerParty><cac:Party>
<cac:PartyName><cbc:Name>Kari</cbc:Name></cac:PartyName>
<cac:PartyLegalEntity><cbc:RegistrationName>Kari</cbc:RegistrationName></cac:PartyLegalEntity>
</cac:Party></cac:AccountingCustomerParty>
<cac:PaymentMeans><cbc:PaymentMeansCode>30</cbc:PaymentMeansCode>
<cbc:PaymentID>000002123453</cbc:PaymentID>
<cac:PayeeFinancialAccount><cbc:ID>NO4386011117947</cbc:ID></cac:PayeeFinancialAccount>
</cac:PaymentMeans>
<cac:TaxTotal><cbc:TaxAmount currencyID="NOK">25.00</cbc:TaxAmount></cac:TaxTotal>
<cac:LegalMonetaryTotal><cbc:LineExtensionAmount currencyID="NOK">100.00</cbc:LineExtensionAmount>
<cbc:TaxExclusiveAmount currencyID="NOK">100.00</cbc:TaxExclusiveAmount>
<cbc:TaxInclusiveAmount currencyID="NOK">125.00</cbc:TaxInclusiveAmount>
<cbc:PayableAmount currencyID="NOK">125.00</cbc:PayableAmount></cac:LegalMonetaryTotal>
<cac:InvoiceLine><cbc:ID>1</cbc:ID><cbc:InvoicedQuantity unitCode="EA">1</cbc:InvoicedQuantity>
<cbc:LineExtensionAmount currencyID="NOK">100.00</cbc:LineExtensionAmount>
<cac:Item><cbc:Name>Vann</cbc:Name></cac:Item>
<cac:Price><cbc:PriceAmount currencyID="NOK">100.00</cbc:PriceAmount></cac:Price></cac:InvoiceLine>
</Invoice>"#;
