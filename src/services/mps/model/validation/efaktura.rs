//! Who may get an eFaktura, and what must hold of it.

use jiff::civil::Date;
use jiff::{Timestamp, ToSpan};

use crate::consumer::{DocumentType, Turn};
use crate::domain::account::AccountNumber;
use crate::domain::calendar;
use crate::domain::cast::{Cast, Seen};
use crate::domain::identity::{NationalId, OrgNumber};
use crate::domain::kid::Kid;
use crate::domain::money::Ore;
use crate::domain::person::{EfakturaFacet, Person};
use crate::domain::settings::Settings;
use crate::domain::slug::Slug;
use crate::services::mps::model::{
    EfakturaInfo, Event, Issuer, Model, Receiver, Rejected, Rejection, StoredShipment, Transaction,
    blacklist, lookup,
};

/// Calendar days from intake to the nearest due date that passes.
const DUE_DAYS_MIN: i32 = 3;

/// Who gets the eFaktura, by the rules for eFakturas; `None` for a transaction without one.
pub(super) fn judge<'t, 'c>(
    model: &Model,
    sent: &'t Transaction,
    shipment: &StoredShipment,
    turn: &Turn<'c, Event>,
) -> Result<Option<(&'c Person, &'t EfakturaInfo)>, Rejected> {
    Judge::new(model, turn, shipment).look_at(sent)
}

/// What all transactions of a shipment are held against.
struct Judge<'a, 'i> {
    cast: &'a Cast,
    settings: &'a Settings,
    issuer: &'i str,
    /// The issuer where its software made it.
    made: Option<&'i Issuer>,
    sender: Option<&'i Slug>,
    now: Timestamp,
    received_on: Date,
}

impl<'a, 'i> Judge<'a, 'i> {
    /// The day of intake counts and not that of validation, so that a slow validation rejects
    /// nothing that came in time.
    fn new(model: &'i Model, turn: &Turn<'a, Event>, shipment: &'i StoredShipment) -> Self {
        Self {
            cast: turn.cast,
            settings: turn.settings,
            issuer: &shipment.issuer,
            made: model.issuers.get(&shipment.issuer),
            sender: shipment.sender.as_ref(),
            now: turn.now,
            received_on: calendar::local_date(shipment.received_at),
        }
    }

    /// Who gets the eFaktura; `None` for a transaction without one.
    fn look_at<'t>(
        &self,
        sent: &'t Transaction,
    ) -> Result<Option<(&'a Person, &'t EfakturaInfo)>, Rejected> {
        let Some(efaktura) = &sent.efaktura else {
            return Ok(None);
        };
        self.issuer()?;
        self.black_list()?;
        self.due_date(sent)?;
        self.amount(sent.amount, efaktura.minimum_amount)?;
        notice(sent.document_type, efaktura)?;
        account_and_kid(sent)?;
        let (person, facet) = self.receiver(&efaktura.receiver)?;
        self.consent(facet)?;
        Ok(Some((person, efaktura)))
    }

    fn issuer(&self) -> Result<(), Rejected> {
        let known = OrgNumber::parse(self.issuer)
            .ok()
            .and_then(|number| self.cast.company_by_org_number(&number));
        let issuer = self.issuer;
        if self
            .made
            .is_some_and(|made| self.sender.is_none() || made.holder.as_ref() == self.sender)
        {
            return Ok(());
        }
        if known.is_none() {
            let text = format!("issuer {issuer} is unknown; expected one with an agreement");
            return Err(Rejection::Issuer.because(text));
        }
        // A sender that left the cast meanwhile has no rights to judge by.
        let sender = self.sender.and_then(|sender| self.cast.company(sender));
        if sender.is_some_and(|sender| !sender.sends_to_mps_for(issuer)) {
            let text = format!("the user may not send for issuer {issuer}");
            return Err(Rejection::Issuer.because(text));
        }
        Ok(())
    }

    fn black_list(&self) -> Result<(), Rejected> {
        if blacklist::holds(self.cast, self.issuer, self.now) {
            let issuer = self.issuer;
            let text = format!("issuer {issuer} is black-listed; expected one that is not");
            return Err(Rejection::BlackListed.because(text));
        }
        Ok(())
    }

    fn due_date(&self, sent: &Transaction) -> Result<(), Rejected> {
        if sent.document_type == DocumentType::CreditNote
            || calendar::days_until(self.received_on, sent.due_date) >= DUE_DAYS_MIN
        {
            return Ok(());
        }
        let earliest = self.received_on.saturating_add(DUE_DAYS_MIN.days());
        let due = sent.due_date;
        let text = format!("due date {due} is too near; expected {earliest} or later");
        Err(Rejection::DueDate.because(text))
    }

    fn amount(&self, amount: Ore, minimum: Option<Ore>) -> Result<(), Rejected> {
        if amount.is_negative() || (amount == Ore::ZERO && !self.settings.efaktura_zero_amount) {
            let text = format!("amount {amount} cannot be paid; expected more than 0.00");
            return Err(Rejection::Amount.because(text));
        }
        match minimum {
            Some(minimum) if minimum > amount => {
                let text = format!("minimumAmount {minimum} is above amount {amount}");
                Err(Rejection::MinimumAmount.because(text))
            }
            Some(_) | None => Ok(()),
        }
    }

    fn receiver(&self, named: &Receiver) -> Result<(&'a Person, &'a EfakturaFacet), Rejected> {
        let registry = self.cast.seen_by("mps");
        let (person, what) = match named {
            Receiver::Identifier(id) => (registry.by_identifier(id), "efakturaIdentifier"),
            Receiver::Ssn(ssn) => {
                let ssn = NationalId::parse(ssn).ok();
                let person = ssn.and_then(|ssn| registry.by_ssn(&ssn));
                (person, "socialSecurityNumber")
            }
            Receiver::Reference(reference) => {
                (self.by_reference(registry, reference)?, "eFakturaReference")
            }
        };
        person
            .and_then(|person| Some((person, person.efaktura.as_ref()?)))
            .ok_or_else(|| {
                let text =
                    format!("no eFaktura receiver has this {what}; expected a registered one");
                Rejection::Receiver.because(text)
            })
    }

    fn by_reference(
        &self,
        registry: Seen<'a>,
        reference: &str,
    ) -> Result<Option<&'a Person>, Rejected> {
        let mut hits = registry.people().filter(|person| {
            person.efaktura.as_ref().is_some_and(|efaktura| {
                efaktura.agreements.iter().any(|agreement| {
                    agreement.issuer.as_str() == self.issuer && agreement.reference == reference
                })
            })
        });
        match (hits.next(), hits.next()) {
            (first, None) => Ok(first),
            (_, Some(_)) => {
                let text = "several receivers have this eFakturaReference; expected one";
                Err(Rejection::Receiver.because(text.to_owned()))
            }
        }
    }

    fn consent(&self, efaktura: &EfakturaFacet) -> Result<(), Rejected> {
        let issuer = self.issuer;
        if lookup::blocks(efaktura, issuer) {
            let text = format!("the receiver blocked issuer {issuer}");
            return Err(Rejection::Blocked.because(text));
        }
        if lookup::accepts(efaktura, issuer) {
            return Ok(());
        }
        let text = format!("the receiver has neither said yes to all nor to issuer {issuer}");
        Err(Rejection::NotAccepting.because(text))
    }
}

fn notice(document_type: DocumentType, efaktura: &EfakturaInfo) -> Result<(), Rejected> {
    if efaktura.notice.is_none() || document_type == DocumentType::CollectionNotice {
        return Ok(());
    }
    let found = document_type.as_str();
    let text = format!(
        "collectionNoticeNotification goes with COLLECTION_NOTICE only; found it with {found}"
    );
    Err(Rejection::Notice.because(text))
}

fn account_and_kid(sent: &Transaction) -> Result<(), Rejected> {
    AccountNumber::parse(&sent.account)
        .map_err(|error| Rejection::Account.because(error.to_string()))?;
    match &sent.kid {
        Some(kid) => Kid::parse(kid)
            .map(|_| ())
            .map_err(|error| Rejection::Kid.because(error.to_string())),
        None => Ok(()),
    }
}
