//! The whole server on one screen: every service, every desk, who runs the jobs.

use std::sync::Arc;

use tokio::runtime::Handle;

use crate::admin;
use crate::http::{Admission, Audience, Desk, House, Listeners};
use crate::reference_router::{Router, Walker};
use crate::sandbox::Sandboxes;
use crate::scenario::{CastFile, Library};
use crate::services::bank::Bank;
use crate::services::digipost::Digipost;
use crate::services::dpi::Dpi;
use crate::services::krr::Krr;
use crate::services::maskinporten::Maskinporten;
use crate::services::mps::Mps;
use crate::services::vipps::Vipps;
use crate::web;

/// Builds the house, without any sandbox in it; whoever gives it a socket sets its admission.
#[must_use]
pub fn house(cast: Arc<CastFile>, library: Arc<Library>, runtime: Handle) -> House {
    House {
        sandboxes: Sandboxes::default(),
        services: vec![
            Box::new(Mps),
            Box::new(Digipost),
            Box::new(Bank),
            Box::new(Vipps::default()),
            Box::new(Maskinporten),
            Box::new(Krr::default()),
            Box::new(Dpi::default()),
            Box::new(Router),
        ],
        desks: vec![
            Desk {
                prefix: admin::PREFIX,
                is_open: false,
                body_max: admin::body_max,
                handler: admin::handle,
            },
            page_at("/"),
            page_at("/favicon.ico"),
        ],
        admission: Admission::Anybody,
        jobs: Box::new(Walker),
        cast,
        scenarios: library,
        listeners: Listeners::default(),
        audience: Audience::default(),
        runtime,
    }
}

/// The page for people stands at single addresses.
fn page_at(prefix: &'static str) -> Desk {
    Desk {
        prefix,
        is_open: true,
        body_max: web::body_max,
        handler: web::handle,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::services::{Fidelity, Method};

    #[tokio::test]
    async fn every_operation_says_how_large_a_body_it_takes_and_one_that_is_absent_takes_little() {
        let cast = CastFile::embedded().unwrap();
        let library = Arc::new(Library::embedded().unwrap());
        let house = house(Arc::new(cast), library, Handle::current());
        for row in house.services.iter().flat_map(|it| it.operations()) {
            let takes_none = matches!(row.method, Method::Get | Method::Delete);
            assert!(takes_none || row.body_max > 0, "{} takes nothing", row.id);
            let most = match row.fidelity {
                Fidelity::Faithful | Fidelity::Modelled => 160 * 1024 * 1024,
                Fidelity::Absent => 1024 * 1024,
            };
            assert!(row.body_max <= most, "{} takes {}", row.id, row.body_max);
        }
    }
}
