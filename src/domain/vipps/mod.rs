//! Words of the Vipps invoice API that cast, settings and services share.

mod account;
mod invoice_id;
mod settings;

pub use account::{GivenVippsKeys, IppAccount, IspAccount, Product, VippsAccount, VippsKeys};
pub use invoice_id::{InvoiceId, InvoiceIdError};
pub use settings::{
    ApproveRules, AuthorizationForms, CorrelationKey, DueZone, EmptyContentType, KeyNumber,
    KeyRing, VippsSettings,
};
