//! The bank's side: what Digipost asks, and what comes of it in the consumers' book.

use jiff::civil::Date;

use super::faults::{Fault, FaultKind};
use crate::consumer::{
    Book, CaseRef, MailInvoiceState, MailNumber, PaymentNumber, PaymentOrder, Turn, judge, offers,
    usable_accounts,
};
use crate::domain::account::AccountNumber;
use crate::domain::cast::Cast;
use crate::domain::digipost::{Bank, BankWay};
use crate::domain::identity::NationalId;
use crate::domain::money::Ore;
use crate::domain::slug::Slug;
use crate::domain::words::words;
use crate::services::{Facts, Scripted, Spoken};

/// The service in whose name the bank speaks.
const BANK: &str = "bank";

/// The bank keeps nothing for itself: agreements and the due-date register stand in the book.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Model;

/// Somebody at a bank, as a message names them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct User {
    /// Name or word of the bank, as sent.
    pub bank: String,
    /// Identity number, as sent.
    pub user_id: String,
}

/// A payment as Digipost sends it (Digipost: bank payment API, CreatePayment).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SentPayment {
    /// The account to debit.
    pub from: AccountNumber,
    /// The account to credit: eleven digits, which need not pass a check.
    pub to: String,
    /// KID, up to 25 characters.
    pub kid: Option<String>,
    /// Amount in øre.
    pub amount: Ore,
    /// Due date.
    pub due_date: Date,
    /// Name of the issuer, up to 80 characters.
    pub issuer_name: Option<String>,
    /// The issuer's id of the invoice, up to 20 characters.
    pub invoice_id: Option<String>,
}

/// What Digipost asks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ask {
    /// An agreement.
    Agree(User),
    /// The accounts that can be used.
    Accounts(User),
    /// A payment.
    Pay(User, Box<SentPayment>),
}

words! {
    /// What a scenario may want of a request that is not refused at once.
    pub enum Desire {
        /// No account can be used.
        NoUsableAccounts "noUsableAccounts",
        /// The payment is booked and the answer lost.
        BookedButLost "bookedButLost",
        /// The agreement ended at the bank.
        AgreementGone "agreementGone",
    }
}

/// A request, with what a scenario wants of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Command {
    /// What is asked.
    pub ask: Ask,
    /// What a scenario wants of it.
    pub wish: Option<Desire>,
}

/// An account in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    /// The number.
    pub number: AccountNumber,
    /// What its owner calls it.
    pub alias: String,
}

/// A good answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reply {
    /// The agreement is made.
    Agreed,
    /// The accounts.
    Accounts(Vec<Account>),
    /// The payment is in the register.
    Taken(PaymentNumber),
}

/// Something that the bank does by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Event {
    /// Digipost asks for the payment of an invoice in a mailbox, whose owner added it to payments.
    TakePayment(MailNumber),
}

impl Event {
    /// What it is, for people.
    #[must_use]
    pub fn describe(&self) -> String {
        match self {
            Self::TakePayment(mail) => format!("Digipost sends letter {mail} to the bank"),
        }
    }
}

impl Model {
    /// Answers a request.
    pub(in crate::services::bank) fn apply(
        self,
        command: Command,
        turn: &mut Turn<'_, Event>,
    ) -> Result<Reply, Fault> {
        let Command { ask, wish } = command;
        match ask {
            Ask::Agree(user) => {
                let (bank, payer) = customer(&user, turn.cast)?;
                turn.book.make_bank_agreement(&payer, bank, turn.now);
                Ok(Reply::Agreed)
            }
            Ask::Accounts(user) => {
                let (bank, payer) = customer(&user, turn.cast)?;
                let none = wish == Some(Desire::NoUsableAccounts);
                let person = turn.cast.person(&payer).filter(|_| !none);
                let accounts = person.map(|person| {
                    let usable = usable_accounts(person, bank);
                    usable.map(|number| account(bank, number)).collect()
                });
                Ok(Reply::Accounts(accounts.unwrap_or_default()))
            }
            Ask::Pay(user, sent) => {
                let (bank, payer) = customer(&user, turn.cast)?;
                let order = order(bank, payer, *sent);
                let number = pay(order, wish, turn)?;
                if wish == Some(Desire::BookedButLost) {
                    return Err(Fault::new(FaultKind::Lost, "nothing"));
                }
                Ok(Reply::Taken(number))
            }
        }
    }

    /// What is about to be done by itself, as rules of scenarios may ask about it.
    #[must_use]
    pub fn doing(self, event: &Event, cast: &Cast, book: &Book) -> Option<Vec<Facts>> {
        let Event::TakePayment(mail) = event;
        let order = PaymentOrder::of_mail(book, *mail)?;
        let person = cast.person(&order.payer)?;
        Some(vec![Facts {
            consumer: vec![person.ssn.as_str().to_owned()],
            kid: order.kid,
            account: Some(order.to),
            amount: Some(order.amount),
            due_date: Some(order.due_date),
            ..Facts::default()
        }])
    }

    /// Lets something happen that was due, as a rule wants it.
    pub fn fire(
        self,
        event: Event,
        refusal: Option<&'static Scripted>,
        turn: &mut Turn<'_, Event>,
    ) {
        let wanted = refusal.map(Wanted::of);
        let Event::TakePayment(mail) = event;
        let waits = turn.book.mail(mail).is_some_and(|mail| mail.is_unhandled());
        if !waits {
            return;
        }
        let wish = match &wanted {
            Some(Wanted::Wish(wish)) => Some(*wish),
            Some(Wanted::Refusal(_)) | None => None,
        };
        let said = match (PaymentOrder::of_mail(turn.book, mail), wanted) {
            (None, _) => {
                let why = "no bank is chosen in Digipost any more; choose one";
                return turn.book.refuse_payment(mail, why.to_owned());
            }
            (Some(_), Some(Wanted::Refusal(fault))) => Err(fault),
            (Some(order), _) => pay(order, wish, turn),
        };
        match said {
            Ok(_) if wish == Some(Desire::BookedButLost) => {
                let why = "the bank did not answer in time; try again".to_owned();
                turn.book.refuse_payment(mail, why);
            }
            Ok(number) => {
                let state = MailInvoiceState::Added {
                    at: turn.now,
                    payment: Some(number),
                    payment_id: Some(number.to_string()),
                };
                turn.book.set_mail_invoice(mail, state);
            }
            Err(fault) => refused(mail, &fault, turn),
        }
    }
}

/// What a rule wants.
#[derive(Debug)]
pub(in crate::services::bank) enum Wanted {
    /// It is refused at once.
    Refusal(Fault),
    /// It goes on, another way.
    Wish(Desire),
}

impl Wanted {
    /// What a rule wants that asks for something by name.
    pub(in crate::services::bank) fn of(refusal: &Scripted) -> Self {
        if let Some(wish) = Desire::parse(refusal.name) {
            return Self::Wish(wish);
        }
        let kind = match refusal.name {
            "accountClosed" => FaultKind::AccountClosed,
            "duplicatePayment" => FaultKind::Duplicate,
            "pastDueDate" => FaultKind::PastDueDate,
            _ => FaultKind::Server,
        };
        Self::Refusal(Fault::new(kind, "what an armed rule asked for"))
    }
}

/// Digipost tells the user why, and forgets an agreement that the bank does not know any more
/// (Digipost: description of the invoice service).
fn refused(mail: MailNumber, fault: &Fault, turn: &mut Turn<'_, Event>) {
    turn.book.refuse_payment(mail, fault.why());
    let owner = turn.book.mail(mail).and_then(|mail| mail.owner.person());
    if fault.kind == FaultKind::AgreementGone
        && let Some(owner) = owner.cloned()
    {
        turn.book.end_payment_agreement(&owner);
    }
}

/// Puts a payment into the register, if the bank's terms allow it.
fn pay(
    order: PaymentOrder,
    wish: Option<Desire>,
    turn: &mut Turn<'_, Event>,
) -> Result<PaymentNumber, Fault> {
    match wish {
        Some(Desire::AgreementGone) => {
            turn.book
                .end_bank_agreement(&order.payer, order.bank, turn.now);
        }
        Some(Desire::NoUsableAccounts) => {
            let found = "no account that payments can be made from";
            return Err(Fault::new(FaultKind::AccountClosed, found));
        }
        Some(Desire::BookedButLost) | None => {}
    }
    judge(turn.cast, turn.book, &order)?;
    let mail = order.mail.and_then(|mail| turn.book.mail(mail));
    let case = mail.map(|mail| CaseRef::of(mail.service, &mail.service_id));
    let number = turn.book.take_payment(order.into_payment(turn.now));
    if let Some(case) = case {
        turn.file_with(CaseRef::of(BANK, &number.to_string()), case);
    }
    Ok(number)
}

fn order(bank: Bank, payer: Slug, sent: SentPayment) -> PaymentOrder {
    let SentPayment {
        from,
        to,
        kid,
        amount,
        due_date,
        issuer_name,
        invoice_id,
    } = sent;
    PaymentOrder {
        bank,
        payer,
        from,
        to,
        kid,
        amount,
        due_date,
        issuer_name,
        invoice_id,
        mail: None,
    }
}

fn account(bank: Bank, number: &AccountNumber) -> Account {
    Account {
        number: number.clone(),
        alias: format!("Brukskonto i {}", bank.name()),
    }
}

/// Bank and person of a message; the bank must take payments from Digipost at all.
fn customer(user: &User, cast: &Cast) -> Result<(Bank, Slug), Fault> {
    let Some(bank) = Bank::named(&user.bank) else {
        let words: Vec<&str> = Bank::WORDS.iter().map(|(_, word)| *word).collect();
        let shown: String = user.bank.chars().take(40).collect();
        let found = format!("`{shown}`; banks are {}", words.join(", "));
        return Err(Fault::new(FaultKind::UnknownBank, found));
    };
    offers(bank, BankWay::FromDigipost)?;
    let number = NationalId::parse(&user.user_id).ok();
    let person = number.and_then(|number| cast.seen_by(BANK).by_ssn(&number));
    match person {
        Some(person) => Ok((bank, person.slug.clone())),
        None => {
            let found = "a number that nobody of the cast has";
            Err(Fault::new(FaultKind::UnknownUser, found))
        }
    }
}
