//! Persons as JSON, written straight: a thousand are one answer (Digdir: KRR, attributes). What is
//! not shown is not there.

use jiff::civil::Date;

use super::certificate::Certificates;
use super::days::Days;
use crate::domain::krr::{KrrChannel, KrrFacet, KrrSettings, MailboxProvider};
use crate::domain::person::Person;
use crate::services::krr::model::{Row, ShownCertificate, ShownChannel};

/// An answer while it is written.
#[derive(Debug)]
pub(super) struct Writer {
    out: Vec<u8>,
    days: Days,
    certificates: Certificates,
}

impl Writer {
    pub(super) fn new(settings: &KrrSettings) -> Self {
        Self {
            out: Vec::new(),
            days: Days::new(settings.times),
            certificates: Certificates::default(),
        }
    }

    pub(super) fn into_bytes(self) -> Vec<u8> {
        self.out
    }

    /// Something of JSON's own.
    pub(super) fn raw(&mut self, text: &str) {
        self.out.extend_from_slice(text.as_bytes());
    }

    /// A list of persons.
    pub(super) fn persons(&mut self, rows: &[Row]) {
        self.raw("[");
        for (index, row) in rows.iter().enumerate() {
            if index > 0 {
                self.raw(",");
            }
            self.person(row);
        }
        self.raw("]");
    }

    /// A person.
    pub(super) fn person(&mut self, row: &Row) {
        let entry = row.person.as_ref();
        let entry = entry.and_then(|person| Some((person.as_ref(), person.krr.as_ref()?)));
        self.raw("{\"personidentifikator\":");
        self.text(&row.id);
        if row.reservation {
            let is_reserved = entry.is_some_and(|(_, entry)| entry.reserved);
            self.yes_or_no("reservasjon", is_reserved);
        }
        if let Some((_, entry)) = entry.filter(|(_, entry)| entry.reserved) {
            self.day("", "reservasjonstidspunkt", entry.reserved_on);
            self.day("", "reservasjon_oppdatert", entry.reserved_on);
        }
        self.member("status", row.status.as_str());
        if let Some(notifiable) = row.notifiable {
            let word = if notifiable {
                "KAN_VARSLES"
            } else {
                "KAN_IKKE_VARSLES"
            };
            self.member("varslingsstatus", word);
        }
        if let Some((person, entry)) = entry {
            self.contact(row, person, entry);
            self.mailbox(row, person, entry);
            if let Some(language) = entry.language.filter(|_| row.language) {
                self.member("spraak", language.as_str());
                self.day("", "spraak_oppdatert", entry.language_updated);
            }
        }
        self.raw("}");
    }

    fn contact(&mut self, row: &Row, person: &Person, entry: &KrrFacet) {
        let email = row.email.zip(person.email.as_ref());
        let mobile = row.mobile.zip(person.phone.as_ref());
        if email.is_none() && mobile.is_none() {
            return;
        }
        self.raw(",\"kontaktinformasjon\":");
        let begins = self.out.len();
        if let Some((shown, email)) = email {
            self.channel("epostadresse", email.as_str(), shown, entry, &entry.email);
        }
        if let Some((shown, phone)) = mobile {
            let phone = phone.international();
            self.channel("mobiltelefonnummer", phone, shown, entry, &entry.mobile);
        }
        // The comma before the first member is where the object opens.
        if let Some(first) = self.out.get_mut(begins) {
            *first = b'{';
        }
        self.raw("}");
    }

    fn channel(
        &mut self,
        name: &str,
        value: &str,
        shown: ShownChannel,
        entry: &KrrFacet,
        channel: &KrrChannel,
    ) {
        self.member(name, value);
        if !shown.dated {
            return;
        }
        self.day(name, "_oppdatert", entry.updated_of(channel));
        self.day(name, "_sist_verifisert", entry.verified_of(channel));
        self.day(name, "_sist_validert", channel.validated);
        self.key(name, "_duplisert");
        self.raw(if shown.shared { "\"JA\"" } else { "\"NEI\"" });
    }

    fn mailbox(&mut self, row: &Row, person: &Person, entry: &KrrFacet) {
        let registered = person.registered_mailbox();
        let provider = entry.mailbox.unwrap_or(MailboxProvider::Digipost);
        if row.mailbox {
            let address = registered.filter(|_| !row.empty_strings);
            let address = address.map_or_else(String::new, |(_, address)| address);
            self.raw(",\"digital_post\":{\"postkasseadresse\":");
            self.text(&address);
            self.member("postkasseleverandoeradresse", provider.org_number());
            self.raw("}");
        }
        if row.empty_strings {
            self.member("sertifikat", "");
        } else if row.certificate != ShownCertificate::None {
            self.raw(",\"sertifikat\":\"");
            // Base64 needs no escapes, and it is by far the longest text.
            let text = self.certificates.text(provider, row.certificate);
            self.out.extend_from_slice(text.as_bytes());
            self.raw("\"");
        }
    }

    fn yes_or_no(&mut self, name: &str, value: bool) {
        self.member(name, if value { "JA" } else { "NEI" });
    }

    fn day(&mut self, name: &str, suffix: &str, day: Option<Date>) {
        let Some(day) = day else { return };
        self.key(name, suffix);
        self.raw("\"");
        let text = self.days.text(day);
        self.out.extend_from_slice(text.as_bytes());
        self.raw("\"");
    }

    /// A member behind others.
    pub(super) fn member(&mut self, name: &str, value: &str) {
        self.key(name, "");
        self.text(value);
    }

    /// The name of a member behind others.
    pub(super) fn key(&mut self, name: &str, suffix: &str) {
        self.raw(",\"");
        self.raw(name);
        self.raw(suffix);
        self.raw("\":");
    }

    /// A text, escaped.
    fn text(&mut self, value: &str) {
        // Writing to memory does not fail.
        let _ = serde_json::to_writer(&mut self.out, value);
    }
}
