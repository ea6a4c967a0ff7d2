//! The SOAP ports of MPS: addresses and names.

/// A SOAP port: one address with one interface description.
#[derive(Debug, PartialEq, Eq)]
pub(in crate::services::mps) struct SoapPort {
    /// Path below the mount.
    pub(in crate::services::mps) path: &'static str,
    /// Target namespace of every message; the address of the real service, too.
    pub(in crate::services::mps) namespace: &'static str,
    /// Name of the service.
    pub(in crate::services::mps) service: &'static str,
    /// Name of the port, misspelt where the documented one is.
    pub(in crate::services::mps) port: &'static str,
    /// Name of the port type.
    pub(in crate::services::mps) port_type: &'static str,
    /// Name of the binding, which is ours save that of the combo.
    pub(in crate::services::mps) binding: &'static str,
    /// What it is, for people.
    pub(in crate::services::mps) title: &'static str,
}

macro_rules! ports {
    ($($(#[$doc:meta])* $name:ident $path:literal, $service:literal, $port:literal,
        $port_type:literal, $binding:literal, $title:literal;)+) => {
        $($(#[$doc])* pub(super) const $name: SoapPort = SoapPort {
            path: concat!("/", $path),
            namespace: concat!("https://efaktura-services.nets.no/", $path),
            service: $service,
            port: $port,
            port_type: $port_type,
            binding: $binding,
            title: $title,
        };)+

        /// Every port.
        pub(super) static PORTS: &[SoapPort] = &[$($name),+];
    };
}

// Names that no public page shows stay empty: those of ports that are absent here.
ports! {
    /// The combo.
    COMBO "efaktura-atg-service/v1/", "EfakturaAtgService", "EfakturaAtgPort",
        "EfakturaAtgPortType", "EfakturaAtgSoapBinding",
        "eFaktura and AvtaleGiro for submitters, version 1";
    /// Software that acts for many issuers.
    ERP "invoicing-erp/v4/", "EfakturaErpService", "EfakturaErptPort",
        "EfakturaErpPortType", "EfakturaErpSoapBinding",
        "eFaktura for business software that acts for many issuers";
    /// Issuers with MPS as their submitter.
    NETS "invoicing-nets-submitter/v1/", "EfakturaNetsSubmitterService",
        "EfakturaNetsSubmittertPort", "EfakturaNetsSubmitterPortType",
        "EfakturaNetsSubmitterSoapBinding", "eFaktura for issuers with MPS as their submitter";
    /// The older service for submitters.
    SUBMITTER "efaktura-submitter-service/v1/", "submitter-service", "submitter-service-port",
        "submitter-service-port-type", "submitter-service-soap-binding",
        "eFaktura for submitters, the older service";
    /// The combo's next version for submitters.
    COMBO_SUBMITTER "efaktura-atg-service/v2/submitter/v1/", "EfakturaAtgServiceSubmitterV2", "",
        "EfakturaAtgPortTypeSubmitterV2", "", "eFaktura and AvtaleGiro for submitters, version 2";
    /// The combo's next version for business software.
    COMBO_ERP "efaktura-atg-service/v2/erp/v1/", "EfakturaAtgServiceErpV1", "",
        "EfakturaAtgPortTypeErpV1", "", "eFaktura and AvtaleGiro for business software";
    /// Banks that keep agreements of eFaktura 1.0.
    AGREEMENT "b2c-online-agreement/v2/", "AgreementService", "AgreementPort",
        "AgreementPortType", "", "agreements of eFaktura 1.0, for banks";
}
