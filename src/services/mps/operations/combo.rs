//! The operations of `EfakturaAtgService` v1.

use super::ports::COMBO;
use crate::services::{Fact, Fidelity, Match, Method, Operation, Source};

/// Path of the service below the mount.
pub(in crate::services::mps) const PATH: &str = COMBO.path;

/// Target namespace of every message; the address of the real service, too.
pub(in crate::services::mps) const NAMESPACE: &str = COMBO.namespace;

/// The SOAPActions that a caller inside the house uses.
#[derive(Debug, Clone, Copy)]
pub struct Actions {
    /// Of `getEfakturaIdentifiers`.
    pub get_efaktura_identifiers: &'static str,
    /// Of `addShipment`.
    pub add_shipment: &'static str,
    /// Of `getTransactionStatus`.
    pub get_transaction_status: &'static str,
}

macro_rules! action {
    ($name:literal) => {
        concat!(
            "https://efaktura-services.nets.no/efaktura-atg-service/v1/",
            $name
        )
    };
}

/// The documented SOAPActions.
pub const ACTIONS: Actions = Actions {
    get_efaktura_identifiers: action!("getEfakturaIdentifiers"),
    add_shipment: action!("addShipment"),
    get_transaction_status: action!("getTransactionStatus"),
};

const WSDL: &[Source] = &["MPS: EfakturaAtgService v1, interface description"];
const WSDL_AND_PAGES: &[Source] = &[
    "MPS: EfakturaAtgService v1, interface description",
    "MPS: Combo API, developer pages",
    "Maventa: Consumer Invoicing (Norway), eFaktura validation",
];

const KIB: usize = 1024;
const MIB: usize = 1024 * KIB;

const fn post(
    id: &'static str,
    root: &'static str,
    action: &'static str,
    body_max: usize,
) -> Operation {
    Operation {
        id,
        method: Method::Post,
        path: PATH,
        matched_by: Match::SoapBody {
            root,
            namespace: NAMESPACE,
            identifier: &["auditInformation", "messageIdentifier"],
            action,
        },
        body_max,
        facts: &[],
        contract: None,
        fidelity: Fidelity::Faithful,
        sources: WSDL,
        remark: "",
    }
}

/// Every operation of the interface description, in its order, and the description itself.
pub(super) const ROWS: &[Operation] = &[
    Operation {
        facts: &[Fact::Consumer, Fact::Issuer],
        remark: "the look-up in the Yes to All registry (JTTA); where its four matching rules \
                 leave room, the reading is ours: a sole key outweighs what else is given, and \
                 the postal code counts apart from the address",
        ..post(
            "mps.getEfakturaIdentifiers",
            "GetEfakturaIdentifiersRequest",
            ACTIONS.get_efaktura_identifiers,
            2 * MIB,
        )
    },
    Operation {
        facts: Fact::OF_AN_INVOICE,
        fidelity: Fidelity::Modelled,
        sources: WSDL_AND_PAGES,
        remark: "what the asynchronous validation checks is modelled on public words about it, \
                 and its codes E001 to E012 and A001 to A009 are ours",
        ..post(
            "mps.addShipment",
            "AddShipmentRequest",
            ACTIONS.add_shipment,
            8 * MIB,
        )
    },
    Operation {
        remark: "the names of the statuses are documented, when a leg has which is modelled",
        ..post(
            "mps.getShipmentStatus",
            "GetShipmentStatusRequest",
            action!("getShipmentStatus"),
            64 * KIB,
        )
    },
    Operation {
        remark: "both legs are always there, a missing one as NOT_AN_…; when a leg has which \
                 status is modelled",
        ..post(
            "mps.getTransactionStatus",
            "GetTransactionStatusRequest",
            ACTIONS.get_transaction_status,
            64 * KIB,
        )
    },
    Operation {
        facts: &[Fact::Kid, Fact::Account],
        remark: "matched on the account and the fixed part of the KID as registered by the payee; \
                 a mandate that is not in force is not found",
        ..post(
            "mps.getAtgMandate",
            "GetAtgMandateRequest",
            action!("getAtgMandate"),
            64 * KIB,
        )
    },
    Operation {
        remark: "when each of the documented answers is given is modelled",
        ..post(
            "mps.cancelShipment",
            "CancelShipmentRequest",
            action!("cancelShipment"),
            64 * KIB,
        )
    },
    // The action is in the plural and the operation is not; so it stands in the description.
    Operation {
        remark: "when each of the documented answers is given is modelled",
        ..post(
            "mps.cancelTransaction",
            "CancelTransactionRequest",
            action!("cancelTransactions"),
            64 * KIB,
        )
    },
    Operation {
        remark: "what stands in a signature is ours: the transaction and when the address was \
                 given out; a signed address is in the consumer's netbank",
        ..post(
            "mps.validateSecuritySignature",
            "ValidateSecuritySignatureRequest",
            action!("validateSecuritySignature"),
            64 * KIB,
        )
    },
    Operation {
        remark: "the words identifierType, status and blackListType hold are ours",
        ..post(
            "mps.getBlackList",
            "GetBlackListRequest",
            action!("getBlackList"),
            64 * KIB,
        )
    },
    Operation {
        remark: "the caller's own shipments; how long a span may be is a setting of ours",
        ..post(
            "mps.getShipments",
            "GetShipmentsRequest",
            action!("getShipments"),
            64 * KIB,
        )
    },
    Operation {
        id: "mps.wsdl",
        method: Method::Get,
        path: PATH,
        matched_by: Match::Wsdl,
        body_max: 0,
        facts: &[],
        contract: None,
        fidelity: Fidelity::Faithful,
        sources: WSDL,
        remark: "same interface, our words; the address is the one the client asked at",
    },
];
