//! Keys that a company calls with, computed from the names of sandbox and company.

use uuid::Uuid;

use super::slug::Slug;

/// The three keys of the token call (Maventa: AX REST API, Authentication).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MaventaKeys {
    /// The company's UUID, sent as `client_id`.
    pub company_id: String,
    /// The user's API key, sent as `client_secret`.
    pub user_api_key: String,
    /// The software's key, sent as `vendor_api_key`.
    pub vendor_api_key: String,
}

/// Keys that somebody gave instead of the computed ones.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct GivenKeys {
    /// Instead of the computed company UUID.
    pub company_id: Option<String>,
    /// Instead of the computed user key.
    pub user_api_key: Option<String>,
    /// Instead of the computed vendor key.
    pub vendor_api_key: Option<String>,
}

impl GivenKeys {
    /// The company id in force, as in [`GivenKeys::or_computed`].
    #[must_use]
    pub fn company_id(&self, sandbox: &Slug, company: &Slug) -> String {
        let computed = || computed(sandbox, company, "company-id").to_string();
        self.company_id.clone().unwrap_or_else(computed)
    }

    /// The keys in force: the given ones, else those computed from sandbox and company.
    ///
    /// They do not depend on the seed, so a test may change its seed and keep its settings.
    #[must_use]
    pub fn or_computed(&self, sandbox: &Slug, company: &Slug) -> MaventaKeys {
        let key = |what| computed(sandbox, company, what).to_string();
        MaventaKeys {
            company_id: self.company_id(sandbox, company),
            user_api_key: self
                .user_api_key
                .clone()
                .unwrap_or_else(|| key("user-api-key")),
            vendor_api_key: self
                .vendor_api_key
                .clone()
                .unwrap_or_else(|| key("vendor-api-key")),
        }
    }
}

fn computed(sandbox: &Slug, owner: &Slug, what: &str) -> Uuid {
    let name = format!("sandkasse/{sandbox}/{owner}/{what}");
    Uuid::new_v5(&Uuid::NAMESPACE_URL, name.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_differ_between_sandboxes_and_companies_and_given_ones_win() {
        let slug = |text| Slug::parse(text).unwrap();
        let none = GivenKeys::default();
        let here = none.or_computed(&slug("default"), &slug("fjord-energi"));
        assert_eq!(
            here,
            none.or_computed(&slug("default"), &slug("fjord-energi"))
        );
        assert_ne!(
            here,
            none.or_computed(&slug("other"), &slug("fjord-energi"))
        );
        assert_ne!(here, none.or_computed(&slug("default"), &slug("fjord")));
        let given = GivenKeys {
            company_id: Some("x".into()),
            ..GivenKeys::default()
        };
        let mixed = given.or_computed(&slug("default"), &slug("fjord-energi"));
        assert_eq!(mixed.company_id, "x");
        assert_eq!(mixed.user_api_key, here.user_api_key);
    }
}
