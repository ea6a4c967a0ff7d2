//! The whole server on one screen: every service, every desk, who runs the jobs.

use std::sync::Arc;

use tokio::runtime::Handle;

use crate::admin;
use crate::http::{Desk, House};
use crate::reference_router::{Router, Walker};
use crate::sandbox::Sandboxes;
use crate::scenario::CastFile;
use crate::services::mps::Mps;

/// Builds the house, without any sandbox in it.
#[must_use]
pub fn house(cast: Arc<CastFile>, runtime: Handle) -> House {
    House {
        sandboxes: Sandboxes::default(),
        services: vec![Box::new(Mps), Box::new(Router)],
        desks: vec![Desk {
            prefix: admin::PREFIX,
            body_max: admin::body_max,
            handler: admin::handle,
        }],
        jobs: Box::new(Walker),
        cast,
        runtime,
    }
}
