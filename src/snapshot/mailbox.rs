//! Mailboxes, agreements with banks and due-date registers as text, both ways.

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::book::known as person;
use super::text::TextError;
use super::written::{self, ServiceName, formed, plain, texted, worded};
use crate::consumer::{
    AgreementKey, AgreementType, BankAgreement, Book, Ended, EndedBy, Mail, MailInvoice,
    MailInvoiceState, MailNumber, MailboxOwner, Payment, PaymentAgreement, PaymentNumber,
    PaymentState, UserAgreement,
};
use crate::domain::account::AccountNumber;
use crate::domain::blob::BlobKey;
use crate::domain::cast::Cast;
use crate::domain::digipost::{AuthenticationLevel, Bank, Language, SensitivityLevel};
use crate::domain::money::Ore;
use crate::domain::person::MailboxProvider;
use crate::domain::slug::Slug;

formed! {
    OwnerText for MailboxOwner,
    MailText for Mail,
    InvoiceText for MailInvoice,
    InvoiceStateText for MailInvoiceState,
    AgreementText for UserAgreement,
    EndedText for Ended,
    PaymentAgreementText for PaymentAgreement,
    BankAgreementText for BankAgreement,
    PaymentText for Payment,
    PaymentStateText for PaymentState,
}
worded!(
    AgreementType,
    AuthenticationLevel,
    Bank,
    EndedBy,
    Language,
    MailboxProvider,
    SensitivityLevel,
);
texted! {
    MailNumber, "the number of a document", |it| it.to_string().into(),
        |text: &str| text.parse().map(MailNumber);
    PaymentNumber, "the number of a payment", |it| it.to_string().into(),
        |text: &str| text.parse().map(PaymentNumber);
}
plain!(AttributeText);

/// What stands in mailboxes and banks, as it stands in the text of a book.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default, expecting = "an object")]
pub(super) struct MailboxesText {
    mails: Vec<MailRow>,
    user_agreements: Vec<AgreementRow>,
    payment_agreements: Vec<PaymentAgreementRow>,
    bank_agreements: Vec<BankAgreementRow>,
    payments: Vec<PaymentRow>,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "an object")]
struct MailRow {
    #[serde(with = "written")]
    number: MailNumber,
    #[serde(with = "written")]
    mail: Mail,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "an object")]
struct AgreementRow {
    #[serde(with = "written")]
    person: Slug,
    #[serde(with = "written")]
    holder: Slug,
    #[serde(with = "written")]
    about: AgreementType,
    #[serde(with = "written")]
    agreement: UserAgreement,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "an object")]
struct PaymentAgreementRow {
    #[serde(with = "written")]
    person: Slug,
    #[serde(with = "written")]
    agreement: PaymentAgreement,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "an object")]
struct BankAgreementRow {
    #[serde(with = "written")]
    person: Slug,
    #[serde(with = "written")]
    bank: Bank,
    #[serde(with = "written")]
    agreement: BankAgreement,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "an object")]
struct PaymentRow {
    #[serde(with = "written")]
    number: PaymentNumber,
    #[serde(with = "written")]
    payment: Payment,
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "MailboxOwner", rename_all = "snake_case")]
enum OwnerText {
    Person(#[serde(with = "written")] Slug),
    Company(#[serde(with = "written")] Slug),
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "Mail", deny_unknown_fields)]
struct MailText {
    #[serde(with = "written")]
    owner: MailboxOwner,
    #[serde(with = "written")]
    provider: MailboxProvider,
    #[serde(with = "written")]
    service: ServiceName,
    service_id: String,
    #[serde(with = "written")]
    sender: Slug,
    sender_name: String,
    subject: String,
    file_type: String,
    #[serde(with = "written")]
    content: BlobKey,
    #[serde(with = "written")]
    authentication: AuthenticationLevel,
    #[serde(with = "written")]
    sensitivity: SensitivityLevel,
    #[serde(with = "written")]
    delivered_at: Timestamp,
    #[serde(with = "written")]
    opened_at: Option<Timestamp>,
    #[serde(with = "written")]
    deleted_at: Option<Timestamp>,
    #[serde(with = "written")]
    attached_to: Option<MailNumber>,
    #[serde(with = "written")]
    invoice: Option<MailInvoice>,
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "MailInvoice", deny_unknown_fields)]
struct InvoiceText {
    kid: Option<String>,
    #[serde(rename = "amount_ore", with = "written")]
    amount: Ore,
    account: String,
    #[serde(with = "written")]
    due_date: Date,
    #[serde(with = "written")]
    state: MailInvoiceState,
}

/// The words are those of [`MailInvoiceState::as_str`].
#[derive(Serialize, Deserialize)]
#[serde(
    remote = "MailInvoiceState",
    tag = "is",
    rename_all = "lowercase",
    deny_unknown_fields
)]
enum InvoiceStateText {
    Unpaid,
    Added {
        #[serde(with = "written")]
        at: Timestamp,
        #[serde(with = "written")]
        payment: Option<PaymentNumber>,
        payment_id: Option<String>,
    },
    Deleted {
        #[serde(with = "written")]
        at: Timestamp,
    },
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "UserAgreement", deny_unknown_fields)]
struct AgreementText {
    #[serde(with = "attributes")]
    attributes: Vec<(String, String)>,
    #[serde(with = "written")]
    since: Timestamp,
    #[serde(with = "written")]
    ended: Option<Ended>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "an object")]
struct AttributeText {
    key: String,
    value: String,
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "Ended", deny_unknown_fields)]
struct EndedText {
    #[serde(with = "written")]
    at: Timestamp,
    #[serde(with = "written")]
    by: EndedBy,
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "PaymentAgreement", deny_unknown_fields)]
struct PaymentAgreementText {
    #[serde(with = "written")]
    bank: Bank,
    #[serde(with = "written")]
    account: AccountNumber,
    #[serde(with = "written")]
    since: Timestamp,
    #[serde(with = "written")]
    rests: Option<Timestamp>,
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "BankAgreement", deny_unknown_fields)]
struct BankAgreementText {
    #[serde(with = "written")]
    since: Timestamp,
    #[serde(with = "written")]
    ended: Option<Timestamp>,
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "Payment", deny_unknown_fields)]
struct PaymentText {
    #[serde(with = "written")]
    bank: Bank,
    #[serde(with = "written")]
    payer: Slug,
    #[serde(with = "written")]
    from: AccountNumber,
    to: String,
    kid: Option<String>,
    #[serde(rename = "amount_ore", with = "written")]
    amount: Ore,
    #[serde(with = "written")]
    due_date: Date,
    issuer_name: Option<String>,
    invoice_id: Option<String>,
    #[serde(with = "written")]
    mail: Option<MailNumber>,
    #[serde(with = "written")]
    received_at: Timestamp,
    #[serde(with = "written")]
    changed_at: Option<Timestamp>,
    #[serde(with = "written")]
    state: PaymentState,
}

/// The words are those of [`PaymentState::as_str`].
#[derive(Serialize, Deserialize)]
#[serde(
    remote = "PaymentState",
    tag = "is",
    rename_all = "kebab-case",
    deny_unknown_fields
)]
enum PaymentStateText {
    Waiting,
    Stopped {
        #[serde(with = "written")]
        at: Timestamp,
    },
    Paid {
        #[serde(with = "written")]
        at: Timestamp,
    },
    NoCover {
        #[serde(with = "written")]
        at: Timestamp,
    },
}

/// Keys and values in the order in which they were given.
mod attributes {
    use serde::{Deserializer, Serializer};

    use super::AttributeText;
    use crate::snapshot::written::{self, Written};

    pub(super) fn serialize<S: Serializer>(
        pairs: &[(String, String)],
        to: S,
    ) -> Result<S::Ok, S::Error> {
        let rows = pairs.iter().cloned();
        let rows: Vec<_> = rows
            .map(|(key, value)| AttributeText { key, value })
            .collect();
        written::serialize(&rows, to)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(
        from: D,
    ) -> Result<Vec<(String, String)>, D::Error> {
        let rows = Vec::<AttributeText>::read(from)?.into_iter();
        Ok(rows.map(|row| (row.key, row.value)).collect())
    }
}

impl MailboxesText {
    /// What a book has of it.
    pub(super) fn of(book: &Book) -> Self {
        let mails = book.mails().map(|(number, mail)| MailRow {
            number,
            mail: mail.clone(),
        });
        let agreements = book.user_agreements().map(|(key, agreement)| {
            // Taken apart by name, so that a new field does not compile until it has a text.
            let AgreementKey {
                person,
                holder,
                about,
            } = key.clone();
            AgreementRow {
                person,
                holder,
                about,
                agreement: agreement.clone(),
            }
        });
        let chosen = book.payment_agreements();
        let chosen = chosen.map(|(person, agreement)| PaymentAgreementRow {
            person: person.clone(),
            agreement: agreement.clone(),
        });
        let banks = book.bank_agreements();
        let banks = banks.map(|((person, bank), agreement)| BankAgreementRow {
            person: person.clone(),
            bank: *bank,
            agreement: *agreement,
        });
        let payments = book.payments().map(|(number, payment)| PaymentRow {
            number,
            payment: payment.clone(),
        });
        Self {
            mails: mails.collect(),
            user_agreements: agreements.collect(),
            payment_agreements: chosen.collect(),
            bank_agreements: banks.collect(),
            payments: payments.collect(),
        }
    }

    /// Puts it into a book of these people and companies.
    ///
    /// # Errors
    /// [`TextError`] for somebody who is not in the cast, for a reference that leads nowhere, and
    /// for whatever stands there twice.
    pub(super) fn put_into(self, book: &mut Book, cast: &Cast) -> Result<(), TextError> {
        self.agreements_into(book, cast)?;
        let rows = self.mails.into_iter().zip(0..);
        let mut references = Vec::new();
        for (MailRow { number, mail }, index) in rows {
            let field = |name: &str| format!("mailboxes.mails[{index}].{name}");
            if book.mail(number).is_some() {
                return Err(twice(&field("number"), &number.to_string()));
            }
            match &mail.owner {
                MailboxOwner::Person(slug) => person(cast, slug, &field("mail.owner.person"))?,
                MailboxOwner::Company(slug) => company(cast, slug, &field("mail.owner.company"))?,
            }
            company(cast, &mail.sender, &field("mail.sender"))?;
            if book.mail_sent_as(mail.service, &mail.service_id).is_some() {
                return Err(twice(&field("mail.service_id"), &mail.service_id));
            }
            references.push((field("mail"), number, mail.attached_to, payment_of(&mail)));
            book.put_back_mail(number, mail);
        }
        for (PaymentRow { number, payment }, index) in self.payments.into_iter().zip(0..) {
            let field = |name: &str| format!("mailboxes.payments[{index}].{name}");
            if book.payment(number).is_some() {
                return Err(twice(&field("number"), &number.to_string()));
            }
            person(cast, &payment.payer, &field("payment.payer"))?;
            if payment.amount <= Ore::ZERO {
                let found = payment.amount.get().to_string();
                let field = field("payment.amount_ore");
                return Err(TextError::new(&field, &found, "1 øre or more"));
            }
            let owner = payment.mail.map(|mail| (mail, book.mail(mail)));
            if let Some((mail, known)) = owner
                && known.and_then(|known| known.owner.person()) != Some(&payment.payer)
            {
                let expected = "the number of a document in the payer's mailbox, or null";
                let found = mail.to_string();
                return Err(TextError::new(&field("payment.mail"), &found, expected));
            }
            book.put_back_payment(number, payment);
        }
        for (field, number, attached_to, payment) in references {
            sound(book, &field, number, attached_to, payment)?;
        }
        Ok(())
    }

    fn agreements_into(&self, book: &mut Book, cast: &Cast) -> Result<(), TextError> {
        for (index, row) in self.user_agreements.iter().enumerate() {
            let field = format!("mailboxes.user_agreements[{index}]");
            person(cast, &row.person, &format!("{field}.person"))?;
            company(cast, &row.holder, &format!("{field}.holder"))?;
            let key = AgreementKey {
                person: row.person.clone(),
                holder: row.holder.clone(),
                about: row.about,
            };
            if book.known_user_agreement(&key).is_some() {
                return Err(twice(&field, row.about.as_str()));
            }
            book.put_back_user_agreement(key, row.agreement.clone());
        }
        for (index, row) in self.payment_agreements.iter().enumerate() {
            let field = format!("mailboxes.payment_agreements[{index}].person");
            person(cast, &row.person, &field)?;
            if book
                .payment_agreements()
                .any(|(known, _)| *known == row.person)
            {
                return Err(twice(&field, row.person.as_str()));
            }
            book.put_back_payment_agreement(row.person.clone(), row.agreement.clone());
        }
        for (index, row) in self.bank_agreements.iter().enumerate() {
            let field = format!("mailboxes.bank_agreements[{index}].person");
            person(cast, &row.person, &field)?;
            let key = (row.person.clone(), row.bank);
            if book.bank_agreements().any(|(known, _)| *known == key) {
                return Err(twice(&field, row.person.as_str()));
            }
            book.put_back_bank_agreement(row.person.clone(), row.bank, row.agreement);
        }
        Ok(())
    }
}

/// Whether what a document refers to is there and belongs to it.
fn sound(
    book: &Book,
    field: &str,
    number: MailNumber,
    attached_to: Option<MailNumber>,
    payment: Option<PaymentNumber>,
) -> Result<(), TextError> {
    let owner = |number| book.mail(number).map(|mail| &mail.owner);
    if let Some(to) = attached_to
        && (to == number || owner(to) != owner(number))
    {
        let field = format!("{field}.attached_to");
        let expected = "the number of another document in the same mailbox, or null";
        return Err(TextError::new(&field, &to.to_string(), expected));
    }
    if let Some(payment) = payment
        && book.payment(payment).map(|known| known.mail) != Some(Some(number))
    {
        let field = format!("{field}.invoice.state.payment");
        let expected = "the number of the payment of this invoice, or null";
        return Err(TextError::new(&field, &payment.to_string(), expected));
    }
    Ok(())
}

fn payment_of(mail: &Mail) -> Option<PaymentNumber> {
    match mail.invoice.as_ref()?.state {
        MailInvoiceState::Added { payment, .. } => payment,
        MailInvoiceState::Unpaid | MailInvoiceState::Deleted { .. } => None,
    }
}

fn twice(field: &str, found: &str) -> TextError {
    TextError::new(field, found, "each once")
}

fn company(cast: &Cast, slug: &Slug, field: &str) -> Result<(), TextError> {
    match cast.company(slug) {
        Some(_) => Ok(()),
        None => {
            let expected = "a company in `cast.companies`";
            Err(TextError::new(field, slug.as_str(), expected))
        }
    }
}
