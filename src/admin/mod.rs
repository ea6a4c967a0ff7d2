//! The admin API at `/_sandbox`: one file per resource.

mod routes;

pub use routes::{BODY_MAX, PREFIX, handle};
