//! Which sandbox and which service an address names.

use super::entry::Entry;
use super::house::House;
use crate::domain::slug::Slug;

/// Path prefix that names a sandbox.
pub(super) const SANDBOX_PREFIX: &str = "/s/";

/// What an address names.
pub struct Located<'a> {
    /// The sandbox, as written; `None` where the address names none.
    pub sandbox: Option<&'a str>,
    /// Everything before the path below the mount, such as `/s/demo/mps`.
    pub prefix: &'a str,
    /// The service.
    pub service: &'a dyn Entry,
    /// The path below the mount, beginning with `/`.
    pub path: &'a str,
}

impl std::fmt::Debug for Located<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self {
            sandbox,
            prefix,
            service,
            path,
        } = self;
        let service = service.mount().service;
        write!(f, "Located {{ {sandbox:?}, {prefix}, {service}, {path} }}")
    }
}

/// The name of the sandbox that is there from the start.
#[must_use]
pub fn default_sandbox() -> Slug {
    Slug::parse("default").expect("the word is a slug")
}

/// Where metadata of servers stand. A client puts this in front of an issuer's path, not behind it
/// (RFC 8414, section 3.1).
const METADATA: &str = "/.well-known/oauth-authorization-server";

/// Reads an address; `None` when no service is mounted there.
#[must_use]
pub fn locate<'a>(house: &'a House, path: &'a str) -> Option<Located<'a>> {
    if let Some(issuer) = below(path, METADATA) {
        let located = mounted(house, issuer)?;
        let mut rows = located.service.operations().iter();
        let is_there = located.path == "/" && rows.any(|row| row.path == METADATA);
        return is_there.then_some(Located {
            path: METADATA,
            ..located
        });
    }
    mounted(house, path)
}

fn mounted<'a>(house: &'a House, path: &'a str) -> Option<Located<'a>> {
    let (sandbox, rest) = match path.strip_prefix(SANDBOX_PREFIX) {
        Some(named) => {
            let end = named.find('/').unwrap_or(named.len());
            let (name, rest) = named.split_at(end);
            (Some(name), rest)
        }
        None => (None, path),
    };
    // The longest mount wins, so that one may stand below another.
    let service = house
        .services
        .iter()
        .filter(|service| below(rest, service.mount().prefix).is_some())
        .max_by_key(|service| service.mount().prefix.len())?;
    let below = below(rest, service.mount().prefix)?;
    let prefix = &path[..path.len() - below.len()];
    let path = if below.is_empty() { "/" } else { below };
    Some(Located {
        sandbox,
        prefix,
        service: service.as_ref(),
        path,
    })
}

/// What stands below a prefix that ends at a segment.
pub(super) fn below<'a>(path: &'a str, prefix: &str) -> Option<&'a str> {
    let rest = path.strip_prefix(prefix)?;
    (rest.is_empty() || rest.starts_with('/')).then_some(rest)
}
