//! On what terms a bank takes an agreement or a payment from Digipost.

use jiff::Timestamp;
use jiff::civil::Date;

use super::book::Book;
use super::mailbox::MailNumber;
use super::register::{Payment, PaymentNumber, PaymentState};
use crate::domain::account::AccountNumber;
use crate::domain::cast::Cast;
use crate::domain::digipost::{Bank, BankWay};
use crate::domain::money::Ore;
use crate::domain::person::Person;
use crate::domain::slug::Slug;

/// A payment that Digipost asks a bank to put into its due-date register (Digipost: bank payment
/// API, CreatePayment).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PaymentOrder {
    /// The bank.
    pub bank: Bank,
    /// Who pays.
    pub payer: Slug,
    /// The account that is debited.
    pub from: AccountNumber,
    /// The account that is credited, as sent.
    pub to: String,
    /// KID as sent.
    pub kid: Option<String>,
    /// Amount in øre.
    pub amount: Ore,
    /// The day on which it shall be paid.
    pub due_date: Date,
    /// Who sent the invoice.
    pub issuer_name: Option<String>,
    /// The sender's id of the invoice.
    pub invoice_id: Option<String>,
    /// The invoice in the payer's mailbox that it pays, if it came from there.
    pub mail: Option<MailNumber>,
}

impl PaymentOrder {
    /// The longest name of an issuer that a bank takes, in characters (Digipost: bank payment API).
    pub const ISSUER_MAX: usize = 80;
    /// The longest id of an invoice that a bank takes, in characters (same source).
    pub const INVOICE_ID_MAX: usize = 20;

    /// What Digipost asks the bank of its owner for, to pay an invoice in a mailbox; `None` where
    /// the owner has no bank in Digipost, or it is no invoice of a person. The number of the
    /// document stands for the sender's id of the invoice, which Digipost does not know.
    #[must_use]
    pub fn of_mail(book: &Book, number: MailNumber) -> Option<Self> {
        let payer = book.mail(number)?.owner.person()?;
        let agreement = book.payment_agreement(payer)?;
        Self::of_mail_at(book, number, agreement.bank, agreement.account.clone())
    }

    /// The same at a bank that the owner of the mailbox names, from an account there.
    #[must_use]
    pub fn of_mail_at(
        book: &Book,
        number: MailNumber,
        bank: Bank,
        from: AccountNumber,
    ) -> Option<Self> {
        let mail = book.mail(number)?;
        let (payer, invoice) = (mail.owner.person()?, mail.invoice.as_ref()?);
        let issuer: String = mail.sender_name.chars().take(Self::ISSUER_MAX).collect();
        Some(Self {
            bank,
            payer: payer.clone(),
            from,
            to: invoice.account.clone(),
            kid: invoice.kid.clone(),
            amount: invoice.amount,
            due_date: invoice.due_date,
            issuer_name: Some(issuer),
            invoice_id: Some(number.to_string()),
            mail: Some(number),
        })
    }

    /// Whether the bank has not taken the same already.
    ///
    /// # Errors
    /// [`TermsError::Duplicate`].
    pub fn is_new(&self, book: &Book) -> Result<(), TermsError> {
        let mut payments = book.payments_of(&self.payer);
        match payments.find(|(_, known)| is_same(known, self)) {
            Some((known, Payment { state, .. })) => {
                let state = *state;
                Err(TermsError::Duplicate { known, state })
            }
            None => Ok(()),
        }
    }

    /// The payment that the bank takes.
    #[must_use]
    pub fn into_payment(self, received_at: Timestamp) -> Payment {
        let Self {
            bank,
            payer,
            from,
            to,
            kid,
            amount,
            due_date,
            issuer_name,
            invoice_id,
            mail,
        } = self;
        Payment {
            bank,
            payer,
            from,
            to,
            kid,
            amount,
            due_date,
            issuer_name,
            invoice_id,
            mail,
            received_at,
            changed_at: None,
            state: PaymentState::Waiting,
        }
    }
}

/// Why a bank does not take something; nothing has changed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TermsError {
    /// The bank does not offer this way.
    #[error(
        "{} does not offer {}: it offers {}; {}",
        .bank.name(), way_words(*.way), offered(*.bank), others(*.way)
    )]
    NotOffered {
        /// The bank.
        bank: Bank,
        /// The way that was wanted.
        way: BankWay,
    },
    /// No agreement with the bank is in force.
    #[error(
        "{} has no agreement with {payer} that is in force: it was never made, or ended at the \
         bank; make one anew", .bank.name()
    )]
    NoAgreement {
        /// The bank.
        bank: Bank,
        /// Who was to pay.
        payer: Slug,
    },
    /// The person has no such account at the bank.
    #[error(
        "{payer} has no account {account} at {} that payments can be made from: expected {}",
        .bank.name(), usable.as_ref().map_or("a customer of the bank", AccountNumber::as_str)
    )]
    NoAccount {
        /// The bank.
        bank: Bank,
        /// Who was to pay.
        payer: Slug,
        /// The account that was named.
        account: AccountNumber,
        /// The account that can be used, if there is one.
        usable: Option<AccountNumber>,
    },
    /// The same was taken already.
    #[error("payment {known} is the same, and {}; an invoice is paid once", .state.as_str())]
    Duplicate {
        /// The payment.
        known: PaymentNumber,
        /// What became of it.
        state: PaymentState,
    },
}

/// The accounts of a person that a bank lets payments be made from. The cast gives everybody one
/// at most.
pub fn usable_accounts(person: &Person, bank: Bank) -> impl Iterator<Item = &AccountNumber> {
    let facet = person.bank.as_ref();
    let facet = facet.filter(|facet| Bank::named(&facet.name) == Some(bank));
    facet.map(|facet| &facet.account).into_iter()
}

/// Whether a bank offers a way at all.
///
/// # Errors
/// [`TermsError::NotOffered`].
pub fn offers(bank: Bank, way: BankWay) -> Result<(), TermsError> {
    if bank.offers(way) {
        Ok(())
    } else {
        Err(TermsError::NotOffered { bank, way })
    }
}

/// Whether a bank takes a payment (Digipost: invoices in the bank, bank payment API).
///
/// A due date that is over is no reason to refuse: such a payment is carried out by the next run.
/// No document says so; it is what the banks do with late claims too. What is the same as another
/// payment is ours likewise: the same invoice of a mailbox, or payer, KID, credited account, amount
/// and due date of a payment that waits or is paid.
///
/// # Errors
/// The first [`TermsError`] in the order in which they are declared.
pub fn judge(cast: &Cast, book: &Book, order: &PaymentOrder) -> Result<(), TermsError> {
    let (bank, payer) = (order.bank, &order.payer);
    offers(bank, BankWay::FromDigipost)?;
    if book.bank_agreement(payer, bank).is_none() {
        let payer = payer.clone();
        return Err(TermsError::NoAgreement { bank, payer });
    }
    let usable = cast
        .person(payer)
        .and_then(|person| usable_accounts(person, bank).next().cloned());
    if usable.as_ref() != Some(&order.from) {
        return Err(TermsError::NoAccount {
            bank,
            payer: payer.clone(),
            account: order.from.clone(),
            usable,
        });
    }
    order.is_new(book)
}

fn is_same(known: &Payment, order: &PaymentOrder) -> bool {
    let counts = match known.state {
        PaymentState::Waiting | PaymentState::Paid { .. } => true,
        PaymentState::Stopped { .. } | PaymentState::NoCover { .. } => false,
    };
    let same_mail = known.mail.is_some() && known.mail == order.mail;
    let same_bill = (&known.kid, &known.to, known.amount, known.due_date)
        == (&order.kid, &order.to, order.amount, order.due_date);
    let tells_apart = order.kid.is_some() || known.invoice_id == order.invoice_id;
    counts && (same_mail || (same_bill && tells_apart))
}

fn way_words(way: BankWay) -> &'static str {
    match way {
        BankWay::FromDigipost => "payments that are sent from Digipost (option 1)",
        BankWay::InNetbank => "invoices that show in the online bank (option 2)",
    }
}

fn offered(bank: Bank) -> &'static str {
    let other = [BankWay::FromDigipost, BankWay::InNetbank];
    let found = other.into_iter().find(|way| bank.offers(*way));
    found.map_or("neither", way_words)
}

/// The banks that offer a way.
fn others(way: BankWay) -> String {
    let rows = Bank::ROWS.iter().filter(|row| row.bank.offers(way));
    let names: Vec<&str> = rows.map(|row| row.name).collect();
    format!("it is offered by {}", names.join(", "))
}
