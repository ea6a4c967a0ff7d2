//! Where the pages of a list are (RFC 8288).

use http::HeaderValue;

use crate::reference_router::model::Listing;
use crate::wire::form::{self, Form};

/// The parameter that picks the page.
const PAGE: &str = "page";

/// What an answer of the router repeats of its request: the address of the list that was asked
/// for, without its page.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Echo {
    list: Option<String>,
}

impl Echo {
    /// The address of a list: the base that the caller used, the path below it, the filters.
    pub(super) fn of_list(base: &str, path: &str, query: &Form) -> Self {
        let filters = query.pairs().filter(|(name, _)| *name != PAGE);
        let mut address = format!(
            "{base}{path}?{}",
            form::encode(&filters.collect::<Vec<_>>())
        );
        if !address.ends_with('?') {
            address.push('&');
        }
        Self {
            list: Some(address),
        }
    }

    /// The header `Link` for a page of the list. There is none when the caller called us by a name
    /// that no header can carry.
    pub(super) fn links(&self, listing: &Listing) -> Option<HeaderValue> {
        let list = self.list.as_ref()?;
        let last = listing.pages().max(1);
        let previous = listing.page.checked_sub(1).filter(|page| *page >= 1);
        let next = listing.page.checked_add(1).filter(|page| *page <= last);
        let pages = [
            ("first", Some(1)),
            ("prev", previous),
            ("next", next),
            ("last", Some(last)),
        ];
        let links = pages.into_iter().filter_map(|(relation, page)| {
            Some(format!("<{list}{PAGE}={}>; rel=\"{relation}\"", page?))
        });
        HeaderValue::from_str(&links.collect::<Vec<_>>().join(", ")).ok()
    }
}
