//! What the services refuse at once: a table in order of precedence.

use super::model::Port;
use crate::domain::giro::Complaint;
use crate::services::Spoken;

macro_rules! faults {
    ($($(#[$doc:meta])* $variant:ident, $code:expr, $rule:expr, $text:literal;)+) => {
        /// A kind of refusal. The order is that of precedence within one request.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
        pub enum FaultKind { $($(#[$doc])* $variant,)+ }

        impl FaultKind {
            /// Every kind, first to speak first.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The service's own number; `None` where the refusal is ours and not the service's.
            #[must_use]
            pub fn code(self) -> Option<u16> {
                match self { $(Self::$variant => $code),+ }
            }

            /// The rule that speaks.
            #[must_use]
            pub fn rule(self) -> Option<&'static str> {
                match self { $(Self::$variant => $rule),+ }
            }

            /// What was expected, in words; the service has none.
            #[must_use]
            pub fn text(self) -> &'static str {
                match self { $(Self::$variant => $text),+ }
            }
        }
    };
}

faults! {
    /// The service fails.
    Server, None, None, "the service failed, as a scenario asked; the request may be sent again";
    /// The service fails and says nothing of the message.
    Plain, None, None, "the service failed, as a scenario asked; the request may be sent again";
    /// The security header is not one of a user of MPS; how MPS says so is not published.
    Unauthenticated, None, Some("MPS-SECURITY"),
        "the security token could not be authenticated or authorized (wsse:FailedAuthentication)";
    /// Nobody sent this shipment.
    UnknownShipment, Some(3000), Some("MPS-3000"), "expected the id of a shipment that was sent";
    /// Nobody sent this transaction.
    UnknownTransaction, Some(3001), Some("MPS-3001"),
        "expected the id of a transaction that was sent";
    /// The shipment id is used up.
    ShipmentIdUsed, Some(3002), Some("MPS-3002"), "expected a shipment id that was never used";
    /// A transaction id is used up, here or earlier.
    TransactionIdUsed, Some(3003), Some("MPS-3003"),
        "expected a transaction id that was never used";
    /// The user may not send claims.
    AvtaleGiroNotAllowed, Some(3101), Some("MPS-3101"),
        "expected a user that may send AvtaleGiro claims";
    /// The document type is not implemented at the service.
    DocumentType, Some(3100), Some("MPS-3100"), "expected documentType INVOICE";
    /// A claim that is no invoice.
    ClaimIsNoInvoice, Some(3021), Some("MPS-3021"),
        "expected documentType INVOICE in a transaction with AvtaleGiro";
    /// A claim without its part of the message.
    NoAtgInfo, Some(3010), Some("MPS-3010"),
        "expected atgInfo in a transaction with AvtaleGiro";
    /// An eFaktura without its part of the message.
    NoEfakturaInfo, Some(3011), Some("MPS-3011"),
        "expected efakturaInfo in a transaction with an eFaktura";
    /// A claim without a KID.
    NoKid, Some(3020), Some("MPS-3020"), "expected kid in a transaction with AvtaleGiro";
    /// The signature is too old.
    SignatureExpired, Some(3030), Some("MPS-3030"), "expected a signature that still holds";
    /// The signature is not ours, or not any more.
    SignatureTampered, Some(3031), Some("MPS-3031"),
        "expected a signature as it was given out";
    /// The span of time is too long.
    SpanTooLong, Some(3040), Some("MPS-3040"), "expected a shorter span of time";
    /// Mandates cannot be looked up at present.
    MandateLookupOff, Some(3102), Some("MPS-3102"), "expected mandate look-up to be switched on";
    /// ERP: nobody holds the issuer, or not this user.
    ErpIssuer, Some(5002), Some("MPS-ERP-5002"), "expected an issuer that the user holds";
    /// ERP: a billing account is wrong.
    ErpAccount, Some(5006), Some("MPS-ERP-5006"),
        "expected an accountNumber of 11 digits that passes MOD11";
    /// ERP: the position of the reference is wrong.
    ErpPosition, Some(5007), Some("MPS-ERP-5007"),
        "expected a customerReferencePosition such as KID[1-6], the second number the greater";
    /// ERP: the rule is there already.
    ErpRule, Some(5008), Some("MPS-ERP-5008"), "expected a rule that the issuer does not have";
    /// ERP: the issuer has as many rules as it may. The refusal is ours.
    ErpRulesFull, None, Some("MPS-BRAND-RULES"),
        "expected at most 100 brand agreement rules of an issuer";
    /// ERP and Nets: the consignment id is used up. The refusal is ours: no code of theirs is
    /// public, and theirs begin with 5.
    ConsignmentUsed, None, Some("MPS-CONSIGNMENT"),
        "expected a consignmentId that this sender never used";
    /// Nets: an invoice without a receiver.
    NetsReceiver, Some(5003), Some("MPS-NETS-5003"),
        "expected efakturaReference, efakturaIdentifier or socialSecurityNumber";
    /// Nets: a service provider is missing.
    NetsNoProvider, Some(5009), Some("MPS-NETS-5009"), "expected a serviceProvider from this user";
    /// Nets: a service provider is named.
    NetsProvider, Some(5010), Some("MPS-NETS-5010"), "expected no serviceProvider from this user";
    /// Nets: no such invoice.
    NetsUnknown, Some(5004), Some("MPS-NETS-5004"), "expected the id of an invoice that was sent";
    /// Nets: not this user's.
    NetsForbidden, Some(5008), Some("MPS-NETS-5008"), "expected an issuer that the user acts for";
    /// Nets: paid.
    NetsPaid, Some(5005), Some("MPS-NETS-5005"), "expected an invoice that is not paid";
    /// Nets: cancelled.
    NetsCancelled, Some(5006), Some("MPS-NETS-5006"), "expected an invoice that is not cancelled";
    /// Submitter: the consignment id is used up.
    SubmitterConsignment, Some(209), Some("MPS-SUBMITTER-209"),
        "expected a consignmentId that this sender never used";
    /// Submitter: no such consignment.
    SubmitterUnknown, Some(201), Some("MPS-SUBMITTER-201"),
        "expected the id of a consignment that was sent";
    /// Submitter: several of them.
    SubmitterSeveral, Some(202), Some("MPS-SUBMITTER-202"), "expected the id of one consignment";
    /// Submitter: the consignment is cancelled.
    SubmitterCancelled, Some(205), Some("MPS-SUBMITTER-205"),
        "expected a consignment that is not cancelled";
    /// Submitter: no such invoice.
    SubmitterNoInvoice, Some(203), Some("MPS-SUBMITTER-203"),
        "expected the id of an invoice that was sent";
    /// Submitter: not this user's.
    SubmitterForbidden, Some(208), Some("MPS-SUBMITTER-208"),
        "expected an issuer that the user acts for";
    /// Submitter: the invoice is paid.
    SubmitterPaid, Some(204), Some("MPS-SUBMITTER-204"), "expected an invoice that is not paid";
    /// Submitter: the invoice is cancelled.
    SubmitterInvoice, Some(206), Some("MPS-SUBMITTER-206"),
        "expected an invoice that is not cancelled";
    /// Submitter: a signature is too old.
    SubmitterExpired, Some(210), Some("MPS-SUBMITTER-210"), "expected a signature in its lifetime";
    /// Submitter: a signature was altered.
    SubmitterTampered, Some(211), Some("MPS-SUBMITTER-211"),
        "expected a signature as it was made";
    /// Creditor mandate API: nobody has the account.
    MandateAccount, None, Some("MPS-MANDATE-ACCOUNT"),
        "expected the account of a payee with an AvtaleGiro agreement on it";
    /// Creditor mandate API: not this user's.
    MandateForbidden, None, Some("MPS-MANDATE-USER"),
        "expected the account of a company that the user acts for";
    /// Creditor mandate API: no such mandate.
    MandateUnknown, None, Some("MPS-MANDATE-UNKNOWN"),
        "expected the reference of a mandate that has not ended";
    /// File exchange: no such file.
    FileUnknown, None, Some("MPS-FILE-UNKNOWN"),
        "expected the name of a file from MPS in the user's mailbox";
    /// File exchange: nobody gets files for the account.
    NobodyReceives, None, Some("MPS-FILE-RECEIVER"),
        "expected an account whose agreement names data receivers (`data_receivers`)";
    /// Creditor mandate API: a cursor that nobody gave out here.
    MandateCursor, None, Some("MPS-MANDATE-QUERY"),
        "expected the next_cursor of an earlier answer";
}

impl FaultKind {
    /// The kind with this code; any other name is a failure of the service.
    #[must_use]
    pub fn of_name(name: &str, port: Port) -> Self {
        if name == "soapFault" {
            return Self::Plain;
        }
        if name == "authentication" {
            return Self::Unauthenticated;
        }
        let code = name.parse().ok();
        let mut kinds = Self::ALL.iter().copied();
        kinds
            .find(|kind| code.is_some() && kind.code() == code && kind.port() == port)
            .unwrap_or(Self::Server)
    }

    /// The service that means this by its code.
    fn port(self) -> Port {
        let rule = self.rule().and_then(|rule| rule.strip_prefix("MPS-"));
        let service = rule.and_then(|rule| rule.split_once('-'));
        match service {
            Some(("ERP", _)) => Port::Erp,
            Some(("NETS", _)) => Port::Nets,
            Some(("SUBMITTER", _)) => Port::Submitter,
            Some(_) | None => Port::Combo,
        }
    }
}

/// A refusal with what was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// Which one.
    pub kind: FaultKind,
    /// What was found.
    pub found: String,
}

impl Fault {
    /// Puts the two together.
    #[must_use]
    pub fn new(kind: FaultKind, found: impl Into<String>) -> Self {
        Self {
            kind,
            found: found.into(),
        }
    }
}

impl Spoken for Fault {
    fn rule(&self) -> Option<&'static str> {
        self.kind.rule()
    }

    fn why(&self) -> String {
        let (text, found) = (self.kind.text(), &self.found);
        match (self.kind, self.kind.code()) {
            (FaultKind::Server | FaultKind::Plain, _) => text.to_owned(),
            (_, Some(code)) => format!("{code} {text}, found {found}"),
            (_, None) => format!("{text}, found {found}"),
        }
    }
}

impl Spoken for Complaint {
    fn rule(&self) -> Option<&'static str> {
        Some(self.rule.id())
    }

    fn why(&self) -> String {
        self.to_string()
    }
}
