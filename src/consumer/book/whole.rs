//! The book itself, and what it tells when something in it changes.

use std::sync::Arc;

use imbl::{OrdMap, OrdSet, Vector};
use jiff::Timestamp;
use jiff::civil::Date;

use crate::consumer::agreement::{AgreementKey, BankAgreement, PaymentAgreement, UserAgreement};
use crate::consumer::claim::{Claim, ClaimId, Month};
use crate::consumer::mailbox::{Mail, MailNumber, MailboxOwner};
use crate::consumer::mandate::{Mandate, MandateChange, MandateKey};
use crate::consumer::presented::{Presented, PresentedId};
use crate::consumer::register::{Payment, PaymentNumber};
use crate::domain::account::AccountNumber;
use crate::domain::digipost::Bank;
use crate::domain::kid::Kid;
use crate::domain::money::Ore;
use crate::domain::slug::Slug;

/// What happened between the consumers of a sandbox and the services.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Book {
    pub(super) mandates: OrdMap<MandateKey, Mandate>,
    pub(super) mandate_changes: Vector<MandateChange>,
    pub(super) first_change: usize,
    pub(super) presented: OrdMap<PresentedId, Arc<Presented>>,
    pub(super) by_service: OrdMap<(&'static str, String), PresentedId>,
    pub(super) claims: OrdMap<ClaimId, Arc<Claim>>,
    pub(super) mails: OrdMap<MailNumber, Arc<Mail>>,
    pub(super) user_agreements: OrdMap<AgreementKey, UserAgreement>,
    pub(super) payment_agreements: OrdMap<Slug, PaymentAgreement>,
    pub(super) bank_agreements: OrdMap<(Slug, Bank), BankAgreement>,
    pub(super) payments: OrdMap<PaymentNumber, Arc<Payment>>,
    // Those below follow from the rest and are kept for speed.
    pub(super) orders: OrdMap<Date, OrdSet<Order>>,
    /// The claims among the orders that have a copy.
    pub(super) awaited: OrdSet<(PresentedId, Date, ClaimId)>,
    pub(super) debited: OrdMap<(Slug, AccountNumber, Month), Ore>,
    pub(super) settled: OrdSet<(Timestamp, ClaimId)>,
    pub(super) by_owner: OrdMap<MailboxOwner, OrdSet<MailNumber>>,
    pub(super) by_sent_id: OrdSet<(&'static str, String, MailNumber)>,
    pub(super) by_opening: OrdSet<(Timestamp, MailNumber)>,
    /// For which payee's account and KID a claim against a payer came.
    pub(super) claimed: OrdSet<(Slug, AccountNumber, Kid)>,
    pub(super) by_payer: OrdMap<Slug, OrdSet<PaymentNumber>>,
    pub(super) by_consumer: OrdMap<Slug, OrdSet<PresentedId>>,
    pub(super) news: Vec<BookEvent>,
}

/// Something that a payer's bank carries out on a day.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::consumer) enum Order {
    /// A claim is debited.
    Claim(ClaimId),
    /// An approved invoice is paid.
    Invoice(PresentedId),
    /// A payment of the due-date register is carried out.
    Payment(PaymentNumber),
}

/// Something that changed in the book. The sandbox turns it into commands of other services, into
/// what is told, and into what is to come.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BookEvent {
    /// An invoice was presented.
    InvoicePresented(PresentedId),
    /// A consumer approved, paid or deleted an invoice, or took an approval back.
    InvoiceAnswered(PresentedId),
    /// The bank paid an invoice, as it was approved or with its claim.
    InvoiceSettled(PresentedId),
    /// The bank did not pay an approved invoice, for there was too little on the account.
    InvoiceUncovered(PresentedId),
    /// The issuer took an invoice back.
    InvoiceWithdrawn(PresentedId),
    /// Vipps began to show an invoice.
    AppearedInVipps(PresentedId),
    /// Vipps should have begun to show an invoice, but the consumer wants none there any more.
    KeptFromVipps(PresentedId),
    /// Vipps shows an invoice no more.
    LeftVipps(PresentedId),
    /// A consumer made a mandate.
    MandateMade(MandateKey),
    /// A consumer changed a mandate.
    MandateChanged(MandateKey),
    /// A mandate ended, which this consumer had.
    MandateEnded(MandateKey, Slug),
    /// A claim came to the payer's bank.
    ClaimTaken(ClaimId),
    /// Something became of a claim.
    ClaimChanged(ClaimId),
    /// The payer wants a claim paid after all that had been stopped.
    ClaimResumed(ClaimId),
    /// A document came to a mailbox.
    MailDelivered(MailNumber),
    /// The owner of a document opened it for the first time.
    MailOpened(MailNumber),
    /// The owner of a document deleted it.
    MailDeleted(MailNumber),
    /// Something was made of an invoice in a mailbox.
    MailInvoiceChanged(MailNumber),
    /// The owner of an invoice wants Digipost to send it to the bank.
    PaymentWanted(MailNumber),
    /// The bank did not take what Digipost sent it for the owner of an invoice, for this reason.
    PaymentRefused(MailNumber, String),
    /// A payment came to a due-date register.
    PaymentTaken(PaymentNumber),
    /// The payer changed amount, account or day of a payment.
    PaymentEdited(PaymentNumber),
    /// A payment was stopped or paid, or found too little on the account.
    PaymentChanged(PaymentNumber),
    /// A user of Digipost agreed with a company on what it may see.
    UserAgreementMade(AgreementKey),
    /// Such an agreement was replaced by another one.
    UserAgreementChanged(AgreementKey),
    /// Such an agreement ended.
    UserAgreementEnded(AgreementKey),
    /// A person chose a bank and an account in Digipost.
    PaymentAgreementMade(Slug, Bank),
    /// Digipost sends nothing to the person's bank any more.
    PaymentAgreementEnded(Slug, Bank),
    /// A bank takes payments of a person from Digipost from now on.
    BankAgreementMade(Slug, Bank),
    /// A bank takes none any more.
    BankAgreementEnded(Slug, Bank),
}

impl Book {
    /// Takes the news since the last call, oldest first.
    pub fn take_news(&mut self) -> Vec<BookEvent> {
        std::mem::take(&mut self.news)
    }

    /// The days on which a bank has something to carry out, in order.
    pub fn run_days(&self) -> impl Iterator<Item = Date> {
        self.orders.keys().copied()
    }

    /// What the banks carry out on a day, for the run of that day to take.
    pub(in crate::consumer) fn take_orders(&mut self, day: Date) -> OrdSet<Order> {
        let orders = self.orders.remove(&day).unwrap_or_default();
        for order in &orders {
            if let Some(awaited) = self.awaiting(day, order) {
                self.awaited.remove(&awaited);
            }
        }
        orders
    }

    pub(super) fn order(&mut self, day: Date, order: Order) {
        let awaited = self.awaiting(day, &order);
        self.awaited.extend(awaited);
        self.orders.entry(day).or_default().insert(order);
    }

    pub(super) fn drop_order(&mut self, day: Date, order: &Order) {
        if let Some(awaited) = self.awaiting(day, order) {
            self.awaited.remove(&awaited);
        }
        if let Some(orders) = self.orders.get_mut(&day) {
            orders.remove(order);
            if orders.is_empty() {
                self.orders.remove(&day);
            }
        }
    }

    /// By what an order is found from the copy of its claim, if there is one.
    fn awaiting(&self, day: Date, order: &Order) -> Option<(PresentedId, Date, ClaimId)> {
        match order {
            Order::Claim(id) => {
                let copy = self.claim(id)?.copy.clone()?;
                Some((copy, day, id.clone()))
            }
            Order::Invoice(_) | Order::Payment(_) => None,
        }
    }
}
