//! Who is who in Norway: people by their national identity number, businesses by theirs.

mod national_id;
mod org_number;

pub use national_id::{IdentityError, NationalId, NationalIdKind, NationalIdSeries};
pub use org_number::{OrgNumber, OrgNumberError};
