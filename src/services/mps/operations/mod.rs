//! The operations of MPS, one file a port. Start at `table`.

mod absent;
mod combo;
mod erp;
mod files;
mod mandates;
mod nets;
mod parts;
mod ports;
mod submitter;
mod table;

pub use combo::{ACTIONS, Actions};
pub(super) use combo::{NAMESPACE, PATH};
pub use files::DELIVER;
pub(super) use files::FILES_PATH;
pub(super) use mandates::{MANDATES_PATH, PAGE, PAGE_MAX};
pub(super) use ports::SoapPort;
pub use table::{MOUNT, OPERATIONS};
pub(super) use table::{at, at_path, by_root, paths, port_of, roots, wsdl};
