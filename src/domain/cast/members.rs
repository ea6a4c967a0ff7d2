//! The cast of a sandbox: its people and companies, and finding one by what a caller knows.

use std::collections::BTreeSet;
use std::sync::Arc;

use imbl::OrdMap;

use super::contacts::ContactIndex;
use super::eboks::EboksIndex;
use super::seen::Seen;
use super::vipps::VippsIndex;
use crate::domain::company::{AvtaleGiroAgreement, Company};
use crate::domain::credentials::{GivenKeys, GivenLogin, MaventaKeys, MpsLogin};
use crate::domain::digipost::AccountId;
use crate::domain::efaktura::EfakturaIdentifier;
use crate::domain::giro::CustomerUnit;
use crate::domain::identity::{NationalId, OrgNumber};
use crate::domain::person::Person;
use crate::domain::slug::Slug;
use crate::domain::vipps::{Product, VippsAccount, VippsKeys};

/// People and companies of one sandbox.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cast {
    sandbox: Slug,
    pub(super) people: OrdMap<Slug, Arc<Person>>,
    companies: OrdMap<Slug, Arc<Company>>,
    pub(super) by_ssn: OrdMap<NationalId, Slug>,
    pub(super) by_identifier: OrdMap<EfakturaIdentifier, Slug>,
    by_org_number: OrdMap<String, Slug>,
    by_company_id: OrdMap<String, Slug>,
    by_mps_user: OrdMap<String, Slug>,
    by_unit: OrdMap<CustomerUnit, Slug>,
    by_digipost_account: OrdMap<AccountId, Slug>,
    /// By the folded spelling.
    pub(super) by_digipost_address: OrdMap<String, Slug>,
    pub(super) by_eboks: EboksIndex,
    by_vipps: VippsIndex,
    by_maskinporten_client: OrdMap<String, Slug>,
    pub(super) contacts: ContactIndex,
}

/// An identifier that somebody else in the cast has already.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{what} `{value}` belongs to `{owner}` already; expected one that nobody else has")]
pub struct Taken {
    /// Which identifier.
    pub what: &'static str,
    /// Its value.
    pub value: String,
    /// Who has it.
    pub owner: Slug,
}

impl Cast {
    /// A cast without anybody.
    #[must_use]
    pub fn empty(sandbox: Slug) -> Self {
        Self {
            sandbox,
            people: OrdMap::new(),
            companies: OrdMap::new(),
            by_ssn: OrdMap::new(),
            by_identifier: OrdMap::new(),
            by_org_number: OrdMap::new(),
            by_company_id: OrdMap::new(),
            by_mps_user: OrdMap::new(),
            by_unit: OrdMap::new(),
            by_digipost_account: OrdMap::new(),
            by_digipost_address: OrdMap::new(),
            by_eboks: EboksIndex::default(),
            by_vipps: VippsIndex::default(),
            by_maskinporten_client: OrdMap::new(),
            contacts: ContactIndex::default(),
        }
    }

    /// The same people and companies in another sandbox.
    ///
    /// Keys that somebody gave are dropped: they lead to the sandbox in which they were given.
    #[must_use]
    pub fn moved_to(&self, sandbox: Slug) -> Self {
        let mut moved = Self {
            sandbox,
            ..self.clone()
        };
        for (slug, company) in &self.companies {
            if has_given(company) {
                let mut company = company.as_ref().clone();
                if let Some(facet) = &mut company.maventa {
                    facet.keys = GivenKeys::default();
                }
                if let Some(facet) = &mut company.mps {
                    facet.login = GivenLogin::default();
                }
                if let Some(facet) = &mut company.digipost {
                    facet.given_id = None;
                }
                if let Some(facet) = &mut company.vipps {
                    facet.forget_given();
                }
                if let Some(client) = &mut company.maskinporten {
                    client.given_id = None;
                }
                moved.companies.insert(slug.clone(), Arc::new(company));
            }
        }
        moved.index_credentials();
        moved
    }

    fn index_credentials(&mut self) {
        let companies = || self.companies.values();
        let ids = companies().filter_map(|company| {
            let facet = company.maventa.as_ref()?;
            let id = facet.keys.company_id(&self.sandbox, &company.slug);
            Some((id, company.slug.clone()))
        });
        let users = companies().filter_map(|company| {
            let facet = company.mps.as_ref()?;
            let user = facet.login.user(&self.sandbox, &company.slug);
            Some((user, company.slug.clone()))
        });
        let accounts = companies().filter_map(|company| {
            let facet = company.digipost.as_ref()?;
            let id = facet.id(&self.sandbox, &company.slug);
            Some((id, company.slug.clone()))
        });
        let clients = companies().filter_map(|company| {
            let client = company.maskinporten.as_ref()?;
            let id = client.id(&self.sandbox, &company.slug);
            Some((id, company.slug.clone()))
        });
        let (accounts, clients) = (accounts.collect(), clients.collect());
        (self.by_company_id, self.by_mps_user) = (ids.collect(), users.collect());
        self.by_digipost_account = accounts;
        self.by_maskinporten_client = clients;
        let companies = self.companies.values().map(AsRef::as_ref);
        self.by_vipps = VippsIndex::of(&self.sandbox, companies);
    }

    /// The name of the sandbox; computed keys depend on it.
    #[must_use]
    pub fn sandbox(&self) -> &Slug {
        &self.sandbox
    }

    /// What a service may read of people; the seam where a scenario lets registries disagree.
    #[must_use]
    pub fn seen_by(&self, service: &'static str) -> Seen<'_> {
        Seen::of(self, service)
    }

    /// A person by name.
    #[must_use]
    pub fn person(&self, slug: &Slug) -> Option<&Arc<Person>> {
        self.people.get(slug)
    }

    /// Everybody, in order of their names.
    pub fn people(&self) -> impl Iterator<Item = &Arc<Person>> {
        self.people.values()
    }

    /// A company by name.
    #[must_use]
    pub fn company(&self, slug: &Slug) -> Option<&Arc<Company>> {
        self.companies.get(slug)
    }

    /// Every company, in order of their names.
    pub fn companies(&self) -> impl Iterator<Item = &Arc<Company>> {
        self.companies.values()
    }

    /// The company with a Norwegian organisation number.
    #[must_use]
    pub fn company_by_org_number(&self, number: &OrgNumber) -> Option<&Arc<Company>> {
        let company = self
            .companies
            .get(self.by_org_number.get(number.as_str())?)?;
        // A foreign number can happen to have the same digits.
        (company.org_number.norwegian() == Some(number)).then_some(company)
    }

    /// Every `AvtaleGiro` agreement with whose it is, in order of the names of companies.
    pub fn agreements(&self) -> impl Iterator<Item = (&Arc<Company>, &AvtaleGiroAgreement)> {
        self.companies().flat_map(|company| {
            let agreements = company.avtalegiro.iter();
            agreements.map(move |agreement| (company, agreement))
        })
    }

    /// Who has an `AvtaleGiro` agreement on an account, and the agreement.
    #[must_use]
    pub fn agreement_on(&self, account: &str) -> Option<(&Arc<Company>, &AvtaleGiroAgreement)> {
        self.agreements()
            .find(|(_, agreement)| agreement.account.as_str() == account)
    }

    /// The company that calls the router with this `client_id`.
    #[must_use]
    pub fn company_by_id(&self, company_id: &str) -> Option<&Arc<Company>> {
        self.companies.get(self.by_company_id.get(company_id)?)
    }

    /// The keys in force of a company, if it has an account at the router.
    #[must_use]
    pub fn keys(&self, company: &Company) -> Option<MaventaKeys> {
        let facet = company.maventa.as_ref()?;
        Some(facet.keys.or_computed(&self.sandbox, &company.slug))
    }

    /// The company that calls MPS as this user.
    #[must_use]
    pub fn company_by_mps_user(&self, user: &str) -> Option<&Arc<Company>> {
        self.companies.get(self.by_mps_user.get(user)?)
    }

    /// The company that files know by this customer unit.
    #[must_use]
    pub fn company_by_unit(&self, unit: &CustomerUnit) -> Option<&Arc<Company>> {
        self.companies.get(self.by_unit.get(unit)?)
    }

    /// User name and password in force of a company, if it has a user at MPS.
    #[must_use]
    pub fn mps_login(&self, company: &Company) -> Option<MpsLogin> {
        let facet = company.mps.as_ref()?;
        Some(facet.login.or_computed(&self.sandbox, &company.slug))
    }

    /// The company with this account at Digipost.
    #[must_use]
    pub fn company_by_digipost_account(&self, id: AccountId) -> Option<&Arc<Company>> {
        self.companies.get(self.by_digipost_account.get(&id)?)
    }

    /// The number in force of a company's account at Digipost, if it has one.
    #[must_use]
    pub fn digipost_account(&self, company: &Company) -> Option<AccountId> {
        let facet = company.digipost.as_ref()?;
        Some(facet.id(&self.sandbox, &company.slug))
    }

    /// Whose client id at Vipps it is, and for which product.
    #[must_use]
    pub fn vipps_client(&self, client_id: &str) -> Option<&(Slug, Product)> {
        self.by_vipps.client(client_id)
    }

    /// Whose subscription key at Vipps it is, and for which product; primary and secondary are
    /// worth the same.
    #[must_use]
    pub fn vipps_subscription(&self, key: &str) -> Option<&(Slug, Product)> {
        self.by_vipps.subscription(key)
    }

    /// What a company calls a product of Vipps with, if it has it.
    #[must_use]
    pub fn vipps_keys(&self, company: &Company, product: Product) -> Option<VippsKeys> {
        let account = company.vipps.as_ref()?;
        account.keys(&self.sandbox, &company.slug, product)
    }

    /// The company that calls Maskinporten as this client.
    #[must_use]
    pub fn company_by_maskinporten_client(&self, id: &str) -> Option<&Arc<Company>> {
        self.companies.get(self.by_maskinporten_client.get(id)?)
    }

    /// The client id in force of a company, if it has a client at Maskinporten.
    #[must_use]
    pub fn maskinporten_client(&self, company: &Company) -> Option<String> {
        let client = company.maskinporten.as_ref()?;
        Some(client.id(&self.sandbox, &company.slug))
    }

    /// Every credential by which a caller of this sandbox can be known from callers of others. The
    /// vendor key is none: it belongs to a software, which may call for anybody. Nor is a password
    /// of MPS, which comes with a user name.
    #[must_use]
    pub fn credentials(&self) -> BTreeSet<String> {
        let keys = self.companies().filter_map(|company| self.keys(company));
        keys.flat_map(|keys| [keys.company_id, keys.user_api_key])
            .chain(self.by_mps_user.keys().cloned())
            .chain(self.by_digipost_account.keys().map(ToString::to_string))
            .chain(self.by_vipps.credentials())
            .chain(self.by_maskinporten_client.keys().cloned())
            .collect()
    }

    /// Adds a person, or puts one in the place of the person with the same name.
    ///
    /// # Errors
    /// [`Taken`] when somebody else has an identifier of the new person; the cast is unchanged.
    pub fn put_person(&mut self, person: Person) -> Result<(), Taken> {
        free(
            &self.by_ssn,
            &person.ssn,
            &person.slug,
            "national identity number",
            |id| id.as_str().to_owned(),
        )?;
        if let Some(efaktura) = &person.efaktura {
            let shown = |id: &EfakturaIdentifier| id.as_str().to_owned();
            let what = "eFaktura identifier";
            free(
                &self.by_identifier,
                &efaktura.identifier,
                &person.slug,
                what,
                shown,
            )?;
        }
        if let Some(bank) = &person.bank {
            let other = self.people.values().find(|other| {
                other.slug != person.slug
                    && other
                        .bank
                        .as_ref()
                        .is_some_and(|theirs| theirs.account == bank.account)
            });
            if let Some(other) = other {
                let value = bank.account.as_str().to_owned();
                return Err(Taken {
                    what: "account",
                    value,
                    owner: other.slug.clone(),
                });
            }
        }
        let address = address_of(&person);
        if let Some(address) = &address {
            let what = "Digipost address";
            let index = &self.by_digipost_address;
            free(index, address, &person.slug, what, String::clone)?;
        }
        self.by_eboks.free(&person)?;
        if let Some(old) = self.people.get(&person.slug).cloned() {
            if let Some(address) = address_of(&old) {
                self.by_digipost_address.remove(&address);
            }
            self.by_ssn.remove(&old.ssn);
            self.contacts.forget(&old);
            self.by_eboks.forget(&old);
            if let Some(efaktura) = &old.efaktura {
                self.by_identifier.remove(&efaktura.identifier);
            }
        }
        self.contacts.add(&person);
        self.by_eboks.add(&person);
        self.by_ssn.insert(person.ssn.clone(), person.slug.clone());
        if let Some(address) = address {
            self.by_digipost_address
                .insert(address, person.slug.clone());
        }
        if let Some(efaktura) = &person.efaktura {
            self.by_identifier
                .insert(efaktura.identifier.clone(), person.slug.clone());
        }
        self.people.insert(person.slug.clone(), Arc::new(person));
        Ok(())
    }

    /// Adds a company, or puts one in the place of the company with the same name.
    ///
    /// # Errors
    /// [`Taken`] when another has an identifier of the new company; the cast is unchanged.
    pub fn put_company(&mut self, company: Company) -> Result<(), Taken> {
        let number = company.org_number.as_str().to_owned();
        free(
            &self.by_org_number,
            &number,
            &company.slug,
            "organisation number",
            String::clone,
        )?;
        let keys = self.keys(&company);
        if let Some(keys) = &keys {
            let what = "company id";
            free(
                &self.by_company_id,
                &keys.company_id,
                &company.slug,
                what,
                String::clone,
            )?;
        }
        let login = self.mps_login(&company);
        if let Some(login) = &login {
            let (user, what) = (&login.user, "MPS user");
            free(&self.by_mps_user, user, &company.slug, what, String::clone)?;
        }
        let account = self.digipost_account(&company);
        if let Some(account) = &account {
            let (index, what) = (&self.by_digipost_account, "Digipost account");
            free(index, account, &company.slug, what, ToString::to_string)?;
        }
        if let Some((what, value, owner)) = self.by_vipps.taken(&self.sandbox, &company) {
            return Err(Taken { what, value, owner });
        }
        let client = self.maskinporten_client(&company);
        if let Some(id) = &client {
            let (index, what) = (&self.by_maskinporten_client, "Maskinporten client id");
            free(index, id, &company.slug, what, String::clone)?;
        }
        let unit = unit_of(&company).cloned();
        if let Some(unit) = &unit {
            let shown = |unit: &CustomerUnit| unit.as_str().to_owned();
            free(&self.by_unit, unit, &company.slug, "customer unit", shown)?;
        }
        if let Some(old) = self.companies.get(&company.slug).cloned() {
            self.forget_identifiers(&old);
        }
        self.by_org_number.insert(number, company.slug.clone());
        if let Some(login) = login {
            self.by_mps_user.insert(login.user, company.slug.clone());
        }
        if let Some(account) = account {
            self.by_digipost_account
                .insert(account, company.slug.clone());
        }
        if let Some(id) = client {
            self.by_maskinporten_client.insert(id, company.slug.clone());
        }
        if let Some(unit) = unit {
            self.by_unit.insert(unit, company.slug.clone());
        }
        if let Some(keys) = keys {
            self.by_company_id
                .insert(keys.company_id, company.slug.clone());
        }
        self.by_vipps.add(&self.sandbox, &company);
        self.companies
            .insert(company.slug.clone(), Arc::new(company));
        Ok(())
    }

    fn forget_identifiers(&mut self, old: &Company) {
        self.by_org_number.remove(old.org_number.as_str());
        self.by_vipps.forget(&self.sandbox, old);
        if let Some(keys) = self.keys(old) {
            self.by_company_id.remove(&keys.company_id);
        }
        if let Some(login) = self.mps_login(old) {
            self.by_mps_user.remove(&login.user);
        }
        if let Some(id) = self.maskinporten_client(old) {
            self.by_maskinporten_client.remove(&id);
        }
        if let Some(unit) = unit_of(old) {
            self.by_unit.remove(unit);
        }
        if let Some(account) = self.digipost_account(old) {
            self.by_digipost_account.remove(&account);
        }
    }
}

/// Whether somebody gave the company a credential instead of the computed one.
fn has_given(company: &Company) -> bool {
    let keys = company.maventa.as_ref().map(|facet| &facet.keys);
    let login = company.mps.as_ref().map(|facet| &facet.login);
    let account = company.digipost.as_ref().and_then(|facet| facet.given_id);
    let vipps = company.vipps.as_ref();
    let client = company.maskinporten.as_ref();
    account.is_some()
        || client.is_some_and(|client| client.given_id.is_some())
        || vipps.is_some_and(VippsAccount::has_given)
        || keys.is_some_and(|keys| *keys != GivenKeys::default())
        || login.is_some_and(|login| *login != GivenLogin::default())
}

fn address_of(person: &Person) -> Option<String> {
    Some(person.digipost.as_ref()?.address.folded())
}

fn unit_of(company: &Company) -> Option<&CustomerUnit> {
    company.mps.as_ref()?.customer_unit.as_ref()
}

fn free<K: Ord + Clone>(
    index: &OrdMap<K, Slug>,
    key: &K,
    me: &Slug,
    what: &'static str,
    shown: impl Fn(&K) -> String,
) -> Result<(), Taken> {
    match index.get(key) {
        Some(owner) if owner != me => Err(Taken {
            what,
            value: shown(key),
            owner: owner.clone(),
        }),
        Some(_) | None => Ok(()),
    }
}
