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

const fn absent(id: &'static str, root: &'static str, action: &'static str) -> Operation {
    Operation {
        fidelity: Fidelity::Absent,
        remark: "not simulated: a SOAP Server fault says so",
        ..post(id, root, action, 64 * KIB)
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
        remark: "payment type EFAKTURA only; what the asynchronous validation checks is modelled \
                 on public words about it, and its codes E001 to E011 are ours",
        ..post(
            "mps.addShipment",
            "AddShipmentRequest",
            ACTIONS.add_shipment,
            8 * MIB,
        )
    },
    Operation {
        remark: "of the statuses only those of an eFaktura that is validated once occur",
        ..post(
            "mps.getShipmentStatus",
            "GetShipmentStatusRequest",
            action!("getShipmentStatus"),
            64 * KIB,
        )
    },
    Operation {
        remark: "both legs are always there, the missing one as NOT_AN_ATG_TRANSACTION",
        ..post(
            "mps.getTransactionStatus",
            "GetTransactionStatusRequest",
            ACTIONS.get_transaction_status,
            64 * KIB,
        )
    },
    absent(
        "mps.getAtgMandate",
        "GetAtgMandateRequest",
        action!("getAtgMandate"),
    ),
    absent(
        "mps.cancelShipment",
        "CancelShipmentRequest",
        action!("cancelShipment"),
    ),
    // The action is in the plural and the operation is not; so it stands in the description.
    absent(
        "mps.cancelTransaction",
        "CancelTransactionRequest",
        action!("cancelTransactions"),
    ),
    absent(
        "mps.validateSecuritySignature",
        "ValidateSecuritySignatureRequest",
        action!("validateSecuritySignature"),
    ),
    absent(
        "mps.getBlackList",
        "GetBlackListRequest",
        action!("getBlackList"),
    ),
    absent(
        "mps.getShipments",
        "GetShipmentsRequest",
        action!("getShipments"),
    ),
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
