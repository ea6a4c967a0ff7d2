//! What a person has in the mailbox, at the bank, and agreed on between the two.

use std::collections::BTreeMap;

use jiff::Timestamp;
use schemars::JsonSchema;
use serde::Serialize;

use super::time::instant;
use crate::consumer::{
    AgreementKey, BankAgreement, Book, EndedBy, Later, Mail, MailInvoice, MailInvoiceState,
    MailNumber, Payment, PaymentAgreement, PaymentNumber, UserAgreement, planned, run_at,
};
use crate::domain::digipost::{Bank, Language};
use crate::domain::slug::Slug;

/// A letter in a mailbox.
#[derive(Debug, Serialize, JsonSchema)]
pub(in crate::admin) struct MailRow {
    /// The number, which an action takes as `mail`.
    mail: u64,
    /// The case of the letter; null where none was opened.
    case: Option<String>,
    /// Whose service holds the mailbox.
    provider: &'static str,
    service: &'static str,
    /// The id that its sender gave it, which an action takes as `mail` too.
    service_id: String,
    sender: String,
    sender_name: String,
    subject: String,
    file_type: String,
    authentication_level: &'static str,
    sensitivity_level: &'static str,
    delivered_at: String,
    opened_at: Option<String>,
    deleted_at: Option<String>,
    /// Whether its owner sees it: it came, and was not deleted.
    seen: bool,
    /// The letter that it is an attachment of.
    attached_to: Option<u64>,
    /// What is to be paid; null for what is no invoice.
    invoice: Option<InvoiceText>,
    /// When Digipost will remind of it next.
    next_reminder_at: Option<String>,
}

/// An invoice in a mailbox.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "MailInvoice")]
struct InvoiceText {
    kid: Option<String>,
    amount_ore: i64,
    account: String,
    due_date: String,
    /// `unpaid`, `added` or `deleted`. It does not follow the money.
    state: &'static str,
    /// How Digipost says that in the person's language.
    status: &'static str,
    /// Since when; null while nobody took care of it.
    changed_at: Option<String>,
    /// The payment in the due-date register of a bank that the sandbox plays.
    payment: Option<u64>,
    /// The bank's own id of the payment.
    payment_id: Option<String>,
    /// Whether a bank that may see the person's invoices sees it.
    in_bank: bool,
}

impl MailRow {
    /// The row of a letter that stands in a case, as its owner sees it at an instant.
    pub(in crate::admin) fn of(
        number: MailNumber,
        mail: &Mail,
        case: Option<&str>,
        language: Language,
        now: Timestamp,
    ) -> Self {
        let to_come = planned(number, mail).into_iter();
        let reminders = to_come.filter(|(at, later)| {
            let reminds = matches!(later, Later::MailReminder(_));
            reminds && *at > now && mail.is_unhandled()
        });
        let in_bank = mail.in_bank(now).is_some();
        let invoice = mail.invoice.as_ref();
        Self {
            mail: number.0,
            case: case.map(str::to_owned),
            provider: mail.provider.as_str(),
            service: mail.service,
            service_id: mail.service_id.clone(),
            sender: mail.sender.to_string(),
            sender_name: mail.sender_name.clone(),
            subject: mail.subject.clone(),
            file_type: mail.file_type.clone(),
            authentication_level: mail.authentication.as_str(),
            sensitivity_level: mail.sensitivity.as_str(),
            delivered_at: instant(mail.delivered_at),
            opened_at: mail.opened_at.map(instant),
            deleted_at: mail.deleted_at.map(instant),
            seen: mail.is_seen(now),
            attached_to: mail.attached_to.map(|number| number.0),
            invoice: invoice.map(|invoice| InvoiceText::of(invoice, language, in_bank)),
            next_reminder_at: reminders.map(|(at, _)| at).min().map(instant),
        }
    }
}

impl InvoiceText {
    fn of(invoice: &MailInvoice, language: Language, in_bank: bool) -> Self {
        let (payment, payment_id) = match &invoice.state {
            MailInvoiceState::Added {
                payment,
                payment_id,
                ..
            } => (*payment, payment_id.clone()),
            MailInvoiceState::Unpaid | MailInvoiceState::Deleted { .. } => (None, None),
        };
        Self {
            kid: invoice.kid.clone(),
            amount_ore: invoice.amount.get(),
            account: invoice.account.clone(),
            due_date: invoice.due_date.to_string(),
            state: invoice.state.as_str(),
            status: invoice.state.shown(language),
            changed_at: invoice.state.at().map(instant),
            payment: payment.map(|number| number.0),
            payment_id,
            in_bank,
        }
    }
}

/// A payment in a bank's due-date register.
#[derive(Debug, Serialize, JsonSchema)]
pub(in crate::admin) struct PaymentRow {
    /// The number, which an action takes as `payment`, and the bank calls it.
    payment: u64,
    bank: &'static str,
    from_account: String,
    to_account: String,
    kid: Option<String>,
    amount_ore: i64,
    due_date: String,
    /// When the bank's run looks at it, or would have.
    run_at: String,
    issuer_name: Option<String>,
    invoice_id: Option<String>,
    /// The letter in the mailbox that it pays; null for what came to the bank another way.
    mail: Option<u64>,
    received_at: String,
    /// When the payer changed it in the bank.
    edited_at: Option<String>,
    /// `waiting`, `stopped`, `paid` or `no-cover`.
    state: &'static str,
    /// Since when; null while it waits.
    changed_at: Option<String>,
}

impl PaymentRow {
    /// The row of a payment.
    pub(in crate::admin) fn of(number: PaymentNumber, payment: &Payment) -> Self {
        Self {
            payment: number.0,
            bank: payment.bank.as_str(),
            from_account: payment.from.to_string(),
            to_account: payment.to.clone(),
            kid: payment.kid.clone(),
            amount_ore: payment.amount.get(),
            due_date: payment.due_date.to_string(),
            run_at: instant(run_at(payment.debit_day())),
            issuer_name: payment.issuer_name.clone(),
            invoice_id: payment.invoice_id.clone(),
            mail: payment.mail.map(|number| number.0),
            received_at: instant(payment.received_at),
            edited_at: payment.changed_at.map(instant),
            state: payment.state.as_str(),
            changed_at: payment.state.at().map(instant),
        }
    }
}

/// What a person agreed on with banks and other companies about letters in the mailbox.
#[derive(Debug, Serialize, JsonSchema)]
pub(in crate::admin) struct AgreementsText {
    /// The bank and the account that the person chose in Digipost; null without.
    digipost: Option<ChosenText>,
    /// The banks that take, or took, payments from Digipost.
    banks: Vec<BankText>,
    /// What companies may see, or might.
    companies: Vec<CompanyText>,
}

#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "ChosenBank")]
struct ChosenText {
    bank: &'static str,
    account: String,
    since: String,
    /// Since when it rests, because the account at Digipost is closed.
    rests_since: Option<String>,
}

#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "BankAgreement")]
struct BankText {
    bank: &'static str,
    since: String,
    ended_at: Option<String>,
}

#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "UserAgreement")]
struct CompanyText {
    company: String,
    #[serde(rename = "type")]
    about: &'static str,
    attributes: BTreeMap<String, String>,
    since: String,
    ended_at: Option<String>,
    /// `user`, `holder` or `closing`.
    ended_by: Option<&'static str>,
}

impl AgreementsText {
    /// The agreements of a person.
    pub(in crate::admin) fn of(book: &Book, person: &Slug) -> Self {
        let chosen = book.payment_agreements().find(|(who, _)| *who == person);
        let banks = book.bank_agreements().filter(|((who, _), _)| who == person);
        let companies = book.user_agreements();
        let companies = companies.filter(|(key, _)| key.person == *person);
        Self {
            digipost: chosen.map(|(_, agreement)| ChosenText::of(agreement)),
            banks: banks
                .map(|((_, bank), agreement)| BankText::of(*bank, *agreement))
                .collect(),
            companies: companies
                .map(|(key, agreement)| CompanyText::of(key, agreement))
                .collect(),
        }
    }
}

impl ChosenText {
    fn of(agreement: &PaymentAgreement) -> Self {
        Self {
            bank: agreement.bank.as_str(),
            account: agreement.account.to_string(),
            since: instant(agreement.since),
            rests_since: agreement.rests.map(instant),
        }
    }
}

impl BankText {
    fn of(bank: Bank, agreement: BankAgreement) -> Self {
        Self {
            bank: bank.as_str(),
            since: instant(agreement.since),
            ended_at: agreement.ended.map(instant),
        }
    }
}

impl CompanyText {
    fn of(key: &AgreementKey, agreement: &UserAgreement) -> Self {
        Self {
            company: key.holder.to_string(),
            about: key.about.as_str(),
            attributes: agreement.attributes.iter().cloned().collect(),
            since: instant(agreement.since),
            ended_at: agreement.ended.map(|ended| instant(ended.at)),
            ended_by: agreement.ended.map(|ended| EndedBy::as_str(ended.by)),
        }
    }
}
