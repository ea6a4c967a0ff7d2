//! Keys that a company calls with, computed from the names of sandbox and company.

use std::fmt;

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

/// What a user of MPS proves itself with (MPS: EfakturaAtgService v1, interface description: policy
/// with a UsernameToken).
#[derive(Clone, PartialEq, Eq)]
pub struct MpsLogin {
    /// The user name.
    pub user: String,
    /// The password.
    pub password: String,
}

impl fmt::Debug for MpsLogin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { user, password: _ } = self;
        f.debug_struct("MpsLogin")
            .field("user", user)
            .finish_non_exhaustive()
    }
}

/// User name and password that somebody gave instead of the computed ones.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct GivenLogin {
    /// Instead of the computed user name.
    pub user: Option<String>,
    /// Instead of the computed password.
    pub password: Option<String>,
}

impl GivenLogin {
    /// The user name in force, as in [`GivenLogin::or_computed`].
    #[must_use]
    pub fn user(&self, sandbox: &Slug, company: &Slug) -> String {
        let computed = || computed(sandbox, company, "mps-user").to_string();
        self.user.clone().unwrap_or_else(computed)
    }

    /// User name and password in force: the given ones, else those computed from the names of
    /// sandbox and company, as the router's keys are.
    #[must_use]
    pub fn or_computed(&self, sandbox: &Slug, company: &Slug) -> MpsLogin {
        let password = || computed(sandbox, company, "mps-password").to_string();
        MpsLogin {
            user: self.user(sandbox, company),
            password: self.password.clone().unwrap_or_else(password),
        }
    }
}

pub(super) fn computed(sandbox: &Slug, owner: &Slug, what: &str) -> Uuid {
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

    #[test]
    fn a_login_is_neither_that_of_another_sandbox_nor_a_key_of_the_same_company() {
        let slug = |text| Slug::parse(text).unwrap();
        let (here, fjord) = (slug("default"), slug("fjord-energi"));
        let none = GivenLogin::default();
        let login = none.or_computed(&here, &fjord);
        assert_ne!(login, none.or_computed(&slug("other"), &fjord));
        assert_ne!(login.user, login.password);
        let keys = GivenKeys::default().or_computed(&here, &fjord);
        assert!(![keys.company_id, keys.user_api_key].contains(&login.user));
        let given = GivenLogin {
            user: Some("x".into()),
            password: None,
        };
        let mixed = given.or_computed(&here, &fjord);
        assert_eq!(
            (mixed.user.as_str(), &mixed.password),
            ("x", &login.password)
        );
        assert!(!format!("{mixed:?}").contains(&mixed.password));
    }
}
