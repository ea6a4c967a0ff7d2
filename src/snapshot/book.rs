//! The consumers' book as text, both ways.

use imbl::Vector;
use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::claim::ClaimText;
use super::mailbox::MailboxesText;
use super::mandate::MandateText;
use super::text::TextError;
use super::written::{self, ServiceName, formed};
use crate::consumer::{
    Book, Claim, DocumentType, Mandate, MandateChange, MandateKey, Presented, PresentedId,
    PresentedState, VippsStay,
};
use crate::domain::cast::Cast;
use crate::domain::money::Ore;
use crate::domain::slug::Slug;

/// The book as text: mandates with their payers and what happened to them, presented invoices and
/// claims with their ids. What is missing in the first documents of this format had not been
/// there.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "an object")]
pub struct BookText {
    mandates: Vec<MandateRow>,
    #[serde(default, with = "written")]
    mandate_changes: Vector<MandateChange>,
    /// How many of them the world began with.
    #[serde(default)]
    first_change: usize,
    presented: Vec<PresentedText>,
    #[serde(default)]
    claims: Vec<ClaimText>,
    #[serde(default)]
    mailboxes: MailboxesText,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "an object")]
struct MandateRow {
    #[serde(with = "written")]
    payer: Slug,
    mandate: MandateText,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "an object")]
struct PresentedText {
    #[serde(with = "written")]
    id: PresentedId,
    #[serde(with = "written")]
    consumer: Slug,
    #[serde(with = "written")]
    service: ServiceName,
    service_id: String,
    issuer: String,
    brand: String,
    #[serde(with = "written")]
    document_type: DocumentType,
    kid: Option<String>,
    account: String,
    #[serde(with = "written")]
    amount_ore: Ore,
    #[serde(with = "written")]
    minimum_amount_ore: Option<Ore>,
    #[serde(with = "written")]
    due_date: Date,
    url: String,
    #[serde(with = "written")]
    presented_at: Timestamp,
    in_vipps: bool,
    #[serde(default, with = "written")]
    vipps_stay: Option<VippsStay>,
    #[serde(default)]
    by_direct_debit: bool,
    #[serde(with = "written")]
    state: PresentedState,
    revision: u32,
    #[serde(with = "written")]
    changed: Timestamp,
}

formed! {
    StateText for PresentedState,
    StayText for VippsStay,
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "VippsStay", deny_unknown_fields)]
struct StayText {
    #[serde(with = "written")]
    since: Timestamp,
    #[serde(with = "written")]
    left: Option<Timestamp>,
}

/// The words are those of [`PresentedState::as_str`].
#[derive(Serialize, Deserialize)]
#[serde(
    remote = "PresentedState",
    tag = "is",
    rename_all = "lowercase",
    deny_unknown_fields
)]
enum StateText {
    Open,
    Approved {
        #[serde(rename = "amount_ore", with = "written")]
        amount: Ore,
        #[serde(with = "written")]
        on: Date,
        #[serde(with = "written")]
        at: Timestamp,
    },
    Paid {
        #[serde(rename = "amount_ore", with = "written")]
        amount: Ore,
        #[serde(with = "written")]
        at: Timestamp,
    },
    Deleted {
        #[serde(with = "written")]
        at: Timestamp,
    },
    Withdrawn {
        #[serde(with = "written")]
        at: Timestamp,
    },
}

impl BookText {
    /// The text of a book.
    #[must_use]
    pub fn of(book: &Book) -> Self {
        let mandates = book.mandates().map(|(key, mandate)| MandateRow {
            payer: mandate.payer.clone(),
            mandate: MandateText::of(key, mandate),
        });
        let presented = book.presented();
        Self {
            mandates: mandates.collect(),
            mandate_changes: book.mandate_changes().cloned().collect(),
            first_change: book.first_change(),
            presented: presented.map(PresentedText::of).collect(),
            claims: book.claims().map(ClaimText::of).collect(),
            mailboxes: MailboxesText::of(book),
        }
    }

    /// Reads the book of these people. Nothing in it has just happened.
    ///
    /// # Errors
    /// [`TextError`] for the first value that does not fit, for somebody who is not in the cast,
    /// and for whatever stands there twice.
    pub fn into_book(self, cast: &Cast) -> Result<Book, TextError> {
        let mut book = Book::default();
        for (index, row) in self.mandates.into_iter().enumerate() {
            let field = format!("mandates[{index}]");
            known(cast, &row.payer, &format!("{field}.payer"))?;
            let (key, mandate) = mandate(row, &field)?;
            let found = format!("{} {}", key.payee_account, key.kid);
            if book.mandate(&key).is_some() {
                let expected = "each payee account with each KID once";
                return Err(TextError::new(&field, &found, expected));
            }
            // What happened to it, and when, stands further down.
            book.put_mandate(key, mandate, Timestamp::UNIX_EPOCH);
        }
        changes(&self.mandate_changes, cast)?;
        let recorded = self.mandate_changes.len();
        if self.first_change > recorded {
            let found = self.first_change.to_string();
            let expected = format!("{recorded} or less, for so many are in `mandate_changes`");
            return Err(TextError::new("first_change", &found, expected));
        }
        book.restore_mandate_changes(self.mandate_changes, self.first_change);
        for (index, row) in self.presented.into_iter().enumerate() {
            let field = format!("presented[{index}]");
            let (id, invoice) = row.read();
            known(cast, &invoice.consumer, &format!("{field}.consumer"))?;
            if book.presented_with(&id).is_some() {
                let expected = "each id once";
                return Err(TextError::new(&format!("{field}.id"), &id.0, expected));
            }
            let (service, service_id) = (invoice.service, &invoice.service_id);
            if book.presented_by(service, service_id).is_some() {
                let field = format!("{field}.service_id");
                let expected = "each id of a service once";
                return Err(TextError::new(&field, service_id, expected));
            }
            book.put_back_invoice(id, invoice);
        }
        for (index, row) in self.claims.into_iter().enumerate() {
            let field = format!("claims[{index}]");
            let (id, mut claim) = row.read();
            known(cast, &claim.payer, &format!("{field}.payer"))?;
            amount(&claim, &format!("{field}.amount_ore"))?;
            if book.claim(&id).is_some() {
                let expected = "each id once";
                return Err(TextError::new(
                    &format!("{field}.id"),
                    &id.to_string(),
                    expected,
                ));
            }
            match &claim.copy {
                Some(copy) if book.shown(copy).is_none() => {
                    let expected = "an invoice in `presented`, or null";
                    return Err(TextError::new(&format!("{field}.copy"), &copy.0, expected));
                }
                Some(_) => {}
                // The first documents of this format had only copies with the ids of their claims,
                // and did not name them.
                None => claim.copy = book.id_of(claim.service, &id.to_string()).cloned(),
            }
            book.put_back_claim(id, claim);
        }
        self.mailboxes.put_into(&mut book, cast)?;
        book.take_news();
        Ok(book)
    }
}

/// Changes since an instant are looked for by halving, so they have to be in order.
fn changes(rows: &Vector<MandateChange>, cast: &Cast) -> Result<(), TextError> {
    let mut before = None;
    for (index, row) in rows.iter().enumerate() {
        let field = |name: &str| format!("mandate_changes[{index}].{name}");
        known(cast, &row.payer, &field("payer"))?;
        if before.is_some_and(|before| row.at < before) {
            let expected = "the instant of the row before, or a later one";
            return Err(TextError::new(&field("at"), &row.at.to_string(), expected));
        }
        before = Some(row.at);
    }
    Ok(())
}

fn amount(claim: &Claim, field: &str) -> Result<(), TextError> {
    if claim.amount > Ore::ZERO {
        return Ok(());
    }
    let found = claim.amount.get().to_string();
    Err(TextError::new(field, &found, "1 øre or more"))
}

pub(super) fn known(cast: &Cast, slug: &Slug, field: &str) -> Result<(), TextError> {
    match cast.person(slug) {
        Some(_) => Ok(()),
        None => {
            let expected = "somebody in `cast.people`";
            Err(TextError::new(field, slug.as_str(), expected))
        }
    }
}

/// Here nothing is filled in: a payer's account that is left out is one that nobody told of.
fn mandate(row: MandateRow, field: &str) -> Result<(MandateKey, Mandate), TextError> {
    row.mandate
        .read(&format!("{field}.mandate"), &row.payer, None)
}

impl PresentedText {
    fn of((PresentedId(id), invoice): (&PresentedId, &Presented)) -> Self {
        // Taken apart by name, so that a new field does not compile until it has a text.
        let Presented {
            consumer,
            service,
            service_id,
            issuer,
            brand,
            document_type,
            kid,
            account,
            amount,
            minimum_amount,
            due_date,
            url,
            presented_at,
            in_vipps,
            vipps_stay,
            by_direct_debit,
            state,
            revision,
            changed,
        } = invoice.clone();
        Self {
            id: PresentedId(id.clone()),
            consumer,
            service,
            service_id,
            issuer,
            brand,
            document_type,
            kid,
            account,
            amount_ore: amount,
            minimum_amount_ore: minimum_amount,
            due_date,
            url,
            presented_at,
            in_vipps,
            vipps_stay,
            by_direct_debit,
            state,
            revision,
            changed,
        }
    }

    fn read(self) -> (PresentedId, Presented) {
        let invoice = Presented {
            consumer: self.consumer,
            service: self.service,
            service_id: self.service_id,
            issuer: self.issuer,
            brand: self.brand,
            document_type: self.document_type,
            kid: self.kid,
            account: self.account,
            amount: self.amount_ore,
            minimum_amount: self.minimum_amount_ore,
            due_date: self.due_date,
            url: self.url,
            presented_at: self.presented_at,
            in_vipps: self.in_vipps,
            vipps_stay: self.vipps_stay,
            by_direct_debit: self.by_direct_debit,
            state: self.state,
            revision: self.revision,
            changed: self.changed,
        };
        (self.id, invoice)
    }
}
