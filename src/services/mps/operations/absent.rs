//! Ports that MPS has and that are not simulated: one row an operation, so that each says so.

use super::ports::{AGREEMENT, COMBO_ERP, COMBO_SUBMITTER, SoapPort};
use crate::services::{Fidelity, Match, Method, Operation, Source};

const SUBMITTER_PAGE: &[Source] =
    &["eFaktura: Submitter service, common API for eFaktura and AvtaleGiro, developer page"];
const ERP_PAGE: &[Source] = &["eFaktura: Kombo ERP API, developer page"];
const AGREEMENT_PAGE: &[Source] = &["eFaktura: Agreement service, developer page"];

const fn row(
    id: &'static str,
    port: &SoapPort,
    matched_by: Match,
    sources: &'static [Source],
) -> Operation {
    Operation {
        id,
        method: match matched_by {
            Match::Wsdl => Method::Get,
            Match::Path | Match::SoapBody { .. } | Match::Own => Method::Post,
        },
        path: port.path,
        matched_by,
        body_max: 64 * 1024,
        facts: &[],
        contract: None,
        fidelity: Fidelity::Absent,
        sources,
        remark: "not simulated: a SOAP Server fault says so",
    }
}

macro_rules! rows {
    ($($port:ident $prefix:literal $sources:ident $path:literal: $($name:literal)+;)+) => {
        /// Every operation that the pages list, and the description of each port.
        pub(super) const ROWS: &[Operation] = &[$(
            $(row(
                concat!("mps.", $prefix, ".", $name),
                &$port,
                Match::SoapBody {
                    root: $name,
                    namespace: $port.namespace,
                    identifier: &["auditInformation", "messageIdentifier"],
                    action: concat!("https://efaktura-services.nets.no/", $path, $name),
                },
                $sources,
            ),)+
            row(concat!("mps.", $prefix, ".wsdl"), &$port, Match::Wsdl, $sources),
        )+];
    };
}

rows! {
    COMBO_SUBMITTER "submitterV2" SUBMITTER_PAGE "efaktura-atg-service/v2/submitter/v1/":
        "addShipment" "cancelShipment" "cancelTransaction" "getBlackList" "getEfakturaIdentifiers"
        "getShipments" "getShipmentStatus" "getTransaction" "getTransactionStatus"
        "validateSecuritySignature";
    COMBO_ERP "erpV2" ERP_PAGE "efaktura-atg-service/v2/erp/v1/":
        "addBrandAgreementRule" "addShipment" "cancelShipment" "cancelTransaction" "createIssuer"
        "deleteBrandAgreementRule" "deleteIssuer" "getEfakturaIdentifiers" "getIssuer"
        "getShipments" "getShipmentStatus" "getTransaction" "getTransactionStatus" "healthCheck";
    AGREEMENT "agreement" AGREEMENT_PAGE "b2c-online-agreement/v2/":
        "addAgreement" "addReceiver" "deleteAgreement" "getAgreement" "getEfakturaIdentifier"
        "getReceiverList" "updateReceiverStatus";
}
