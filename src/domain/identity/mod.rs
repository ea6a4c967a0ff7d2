//! Who is who in Norway: people by their national identity number, businesses by theirs.

mod guard;
mod national_id;
mod org_number;
mod printed;

pub use guard::{Guard, Suspect, mask, masked, suspects, whole_numbers};
pub use national_id::{IdentityError, NationalId, NationalIdKind, NationalIdSeries};
pub use org_number::{OrgNumber, OrgNumberError};
pub use printed::printed_in;
