//! The page on fidelity says what the tables say.

use sandkasse::reference_router;
use sandkasse::scenario::catalogue::SERVICES;
use sandkasse::services::{bank, digipost, dpi, fidelity_page, krr, maskinporten, mps, vipps};

const PAGE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/FIDELITY.md");

#[test]
#[expect(
    clippy::disallowed_methods,
    reason = "the page is written here when asked for"
)]
fn the_page_on_fidelity_is_current() {
    let page = fidelity_page(&[
        (&mps::MOUNT, mps::OPERATIONS),
        (&digipost::MOUNT, digipost::OPERATIONS),
        (&bank::MOUNT, bank::OPERATIONS),
        (&vipps::MOUNT, vipps::OPERATIONS),
        (&maskinporten::MOUNT, maskinporten::OPERATIONS),
        (&krr::MOUNT, krr::OPERATIONS),
        (&dpi::MOUNT, dpi::OPERATIONS),
        (&reference_router::MOUNT, reference_router::OPERATIONS),
    ]);
    for service in SERVICES {
        let section = format!("\n## `{}`: ", service.name);
        assert!(page.contains(&section), "{} has no section", service.name);
    }
    if std::env::var("SANDKASSE_WRITE_FIDELITY").is_ok() {
        std::fs::write(PAGE, &page).unwrap();
    }
    let written = std::fs::read_to_string(PAGE).unwrap_or_default();
    assert!(
        written == page,
        "docs/FIDELITY.md is not what the tables say; run `just fidelity`"
    );
}
