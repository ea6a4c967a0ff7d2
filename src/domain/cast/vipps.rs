//! Finding companies by what they call Vipps with.

use imbl::OrdMap;

use crate::domain::company::Company;
use crate::domain::slug::Slug;
use crate::domain::vipps::{Product, VippsKeys};

/// The keys of every client, and whose they are.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct VippsIndex {
    clients: OrdMap<String, (Slug, Product)>,
    subscriptions: OrdMap<String, (Slug, Product)>,
}

const CLIENT_ID: &str = "Vipps client id";
const SUBSCRIPTION_KEY: &str = "Vipps subscription key";

const PRODUCTS: [Product; 2] = [Product::Isp, Product::Ipp];

/// The keys in force of a company, one set a product.
fn keys(sandbox: &Slug, company: &Company) -> impl Iterator<Item = (Product, VippsKeys)> {
    PRODUCTS.into_iter().filter_map(|product| {
        let account = company.vipps.as_ref()?;
        Some((product, account.keys(sandbox, &company.slug, product)?))
    })
}

impl VippsIndex {
    /// The index of these companies.
    pub(super) fn of<'a>(sandbox: &Slug, companies: impl Iterator<Item = &'a Company>) -> Self {
        let mut index = Self::default();
        for company in companies {
            index.add(sandbox, company);
        }
        index
    }

    /// A credential of a company that another company has already, or that is given to both of its
    /// products: which, its value, and whose.
    pub(super) fn taken(
        &self,
        sandbox: &Slug,
        company: &Company,
    ) -> Option<(&'static str, String, Slug)> {
        let mut own: Vec<(&'static str, String)> = Vec::new();
        for (_, keys) in keys(sandbox, company) {
            for (what, index, key) in [
                (CLIENT_ID, &self.clients, keys.client_id),
                (SUBSCRIPTION_KEY, &self.subscriptions, keys.subscription_key),
                (
                    SUBSCRIPTION_KEY,
                    &self.subscriptions,
                    keys.secondary_subscription_key,
                ),
            ] {
                let found = index.get(&key).map(|(owner, _)| owner);
                if let Some(owner) = found.filter(|owner| **owner != company.slug) {
                    return Some((what, key, owner.clone()));
                }
                // A key tells products apart too.
                let known = (what, key);
                if own.contains(&known) {
                    return Some((known.0, known.1, company.slug.clone()));
                }
                own.push(known);
            }
        }
        None
    }

    pub(super) fn add(&mut self, sandbox: &Slug, company: &Company) {
        for (product, keys) in keys(sandbox, company) {
            let whose = (company.slug.clone(), product);
            self.clients.insert(keys.client_id, whose.clone());
            let primary = keys.subscription_key;
            self.subscriptions.insert(primary, whose.clone());
            let secondary = keys.secondary_subscription_key;
            self.subscriptions.insert(secondary, whose);
        }
    }

    pub(super) fn forget(&mut self, sandbox: &Slug, company: &Company) {
        for (_, keys) in keys(sandbox, company) {
            self.clients.remove(&keys.client_id);
            self.subscriptions.remove(&keys.subscription_key);
            self.subscriptions.remove(&keys.secondary_subscription_key);
        }
    }

    /// Whose client id it is.
    pub(super) fn client(&self, id: &str) -> Option<&(Slug, Product)> {
        self.clients.get(id)
    }

    /// Whose subscription key it is.
    pub(super) fn subscription(&self, key: &str) -> Option<&(Slug, Product)> {
        self.subscriptions.get(key)
    }

    /// Every credential that tells sandboxes apart.
    pub(super) fn credentials(&self) -> impl Iterator<Item = String> + '_ {
        let all = self.clients.keys().chain(self.subscriptions.keys());
        all.cloned()
    }
}
