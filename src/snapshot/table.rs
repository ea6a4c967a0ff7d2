//! The cast as a table for people at a terminal.

use std::fmt::Write;

use crate::consumer::Book;
use crate::domain::cast::Cast;
use crate::domain::company::{ActsFor, AgreementStatus, Company};
use crate::domain::digipost::{Bank, BrokerCertificate, Right};
use crate::domain::maskinporten::ClientKeys;
use crate::domain::person::Person;
use crate::domain::vipps::Product;

/// The company whose keys are printed: the default sender of every example.
const DEFAULT_SENDER: &str = "fjord-energi";

/// The cast as plain text.
///
/// Everybody and where they are reached, their mandates, the companies, the keys of the default
/// sender, the users of MPS, the accounts at Digipost, and the clients of Vipps and Maskinporten.
#[must_use]
pub fn table(cast: &Cast, book: &Book) -> String {
    let people = cast.people().map(|person| person_row(person));
    let reached = cast.people().map(|person| reached_row(person));
    let mandates = cast.people().flat_map(|person| mandate_rows(person, book));
    let companies = cast.companies().map(|company| company_row(company));
    let head = ["slug", "name", "ssn", "eFaktura id", "yes to all", "Vipps"];
    let mut text = aligned(head, people);
    let head = ["slug", "phone", "bank", "account", "Digipost"];
    text = text + "\n" + &aligned(head, reached);
    let head = ["slug", "payee account", "mandate", "in force"];
    text = text + "\n" + &aligned(head, mandates);
    let head = ["slug", "orgnr", "name", "b2cno", "Vipps", "avtalegiro"];
    text = text + "\n" + &aligned(head, companies);
    let senders = cast
        .companies()
        .filter(|it| it.slug.as_str() == DEFAULT_SENDER);
    for (sender, keys) in senders.filter_map(|it| Some((it, cast.keys(it)?))) {
        // Writing to a string cannot fail.
        let _ = write!(
            text,
            "\nkeys of {} in sandbox {}\nclient_id       {}\nclient_secret   {}\n\
             vendor_api_key  {}\n",
            sender.slug,
            cast.sandbox(),
            keys.company_id,
            keys.user_api_key,
            keys.vendor_api_key
        );
    }
    text += &mps_users(cast);
    text += &digipost_accounts(cast);
    text += &vipps_clients(cast);
    text += &maskinporten_clients(cast);
    text
}

/// Every user of MPS with password; nothing where there is none.
fn mps_users(cast: &Cast) -> String {
    let rows = cast.companies().filter_map(|company| {
        let (facet, login) = (company.mps.as_ref()?, cast.mps_login(company)?);
        let roles = facet.roles.iter().map(|role| role.as_str());
        let roles: Vec<&str> = roles.collect();
        Some([
            company.slug.to_string(),
            login.user,
            login.password,
            or_dash(facet.customer_unit.as_ref()),
            or_dash((!roles.is_empty()).then(|| roles.join(", "))),
            acts_for(&facet.acts_for),
        ])
    });
    let rows: Vec<[String; 6]> = rows.collect();
    if rows.is_empty() {
        return String::new();
    }
    let head = [
        "slug",
        "Username",
        "Password",
        "customer unit",
        "roles",
        "acts for",
    ];
    let table = aligned(head, rows.into_iter());
    format!("\nusers of MPS in sandbox {}\n{table}", cast.sandbox())
}

/// Every account of a company at Digipost; nothing where there is none.
fn digipost_accounts(cast: &Cast) -> String {
    let rows = cast.companies().filter_map(|company| {
        let (facet, id) = (company.digipost.as_ref()?, cast.digipost_account(company)?);
        let rights: Vec<&str> = facet.rights.iter().map(|it| it.as_str()).collect();
        let rights = match rights.len() {
            0 => None,
            all if all == Right::WORDS.len() => Some("all".to_owned()),
            _ => Some(rights.join(", ")),
        };
        let certificate = match facet.certificate {
            BrokerCertificate::Usual => "usual",
            BrokerCertificate::Given(_) => "given",
            BrokerCertificate::Missing => "none",
            BrokerCertificate::Revoked => "revoked",
        };
        Some([
            company.slug.to_string(),
            id.to_string(),
            certificate.to_owned(),
            acts_for(&facet.acts_for),
            or_dash(facet.letters_a_month),
            or_dash(facet.bank.map(Bank::as_str)),
            or_dash(rights),
        ])
    });
    let rows: Vec<[String; 7]> = rows.collect();
    if rows.is_empty() {
        return String::new();
    }
    let head = [
        "slug",
        "broker id",
        "certificate",
        "acts for",
        "letters a month",
        "bank",
        "rights",
    ];
    let table = aligned(head, rows.into_iter());
    format!(
        "\naccounts at Digipost in sandbox {}\n{table}",
        cast.sandbox()
    )
}

fn acts_for(whom: &ActsFor) -> String {
    match whom {
        ActsFor::All => "all".to_owned(),
        ActsFor::Listed(numbers) if numbers.is_empty() => "itself".to_owned(),
        ActsFor::Listed(numbers) => {
            let numbers: Vec<&str> = numbers.iter().map(|number| number.as_str()).collect();
            format!("itself, {}", numbers.join(", "))
        }
    }
}

/// What every client of Vipps calls with; nothing where there is none.
fn vipps_clients(cast: &Cast) -> String {
    let mut text = String::new();
    for company in cast.companies() {
        for (product, word) in Product::WORDS {
            let Some(keys) = cast.vipps_keys(company, *product) else {
                continue;
            };
            // Writing to a string cannot fail.
            let _ = write!(
                text,
                "\n{} as {}\nclient_id                  {}\nclient_secret              {}\n\
                 Ocp-Apim-Subscription-Key  {}\n",
                company.slug,
                word.to_uppercase(),
                keys.client_id,
                keys.client_secret,
                keys.subscription_key,
            );
        }
    }
    if text.is_empty() {
        return text;
    }
    format!("\nclients of Vipps in sandbox {}\n{text}", cast.sandbox())
}

/// Every client of Maskinporten, with the ids of its keys; nothing where there is none.
fn maskinporten_clients(cast: &Cast) -> String {
    let rows = cast.companies().filter_map(|company| {
        let (client, id) = (
            company.maskinporten.as_ref()?,
            cast.maskinporten_client(company)?,
        );
        let keys = match &client.keys {
            ClientKeys::Usual => ClientKeys::USUAL_KID.to_owned(),
            ClientKeys::Given(keys) => {
                let ids: Vec<&str> = keys.iter().map(|key| key.kid.as_str()).collect();
                or_dash((!ids.is_empty()).then(|| ids.join(", ")))
            }
        };
        let scopes = client.scopes.len();
        Some([
            company.slug.to_string(),
            company.org_number.as_str().to_owned(),
            id,
            keys,
            scopes.to_string(),
        ])
    });
    let rows: Vec<[String; 5]> = rows.collect();
    if rows.is_empty() {
        return String::new();
    }
    let table = aligned(
        ["slug", "orgnr", "client id", "kid", "scopes"],
        rows.into_iter(),
    );
    format!(
        "\nclients of Maskinporten in sandbox {}\n{table}",
        cast.sandbox()
    )
}

fn person_row(person: &Person) -> [String; 6] {
    let efaktura = person.efaktura.as_ref();
    [
        person.slug.to_string(),
        narrow(format!("{} {}", person.name.first, person.name.last)),
        person.ssn.as_str().to_owned(),
        or_dash(efaktura.map(|facet| &facet.identifier)),
        or_dash(efaktura.map(|facet| if facet.yes_to_all { "yes" } else { "no" })),
        or_dash(person.vipps.map(
            |facet| match (facet.blacklisted, facet.active, facet.display) {
                (true, _, _) => "refused",
                (false, true, true) => "yes",
                (false, true, false) => "hidden",
                (false, false, _) => "inactive",
            },
        )),
    ]
}

fn reached_row(person: &Person) -> [String; 5] {
    let bank = person.bank.as_ref();
    [
        person.slug.to_string(),
        or_dash(person.phone.as_ref()),
        or_dash(bank.map(|bank| narrow(bank.name.clone()))),
        or_dash(bank.map(|bank| bank.account.as_str())),
        or_dash(person.digipost.as_ref().map(|user| {
            let state = if user.active { "" } else { " (off)" };
            format!("{}{state}", user.address)
        })),
    ]
}

fn mandate_rows(person: &Person, book: &Book) -> Vec<[String; 4]> {
    let rows = book.mandates_of(&person.slug).map(|(key, mandate)| {
        let state = match (mandate.active_at_mps, mandate.active_at_router) {
            (true, true) => "yes",
            (false, true) => "not at MPS",
            (true, false) => "not at the router",
            (false, false) => "no",
        };
        [
            person.slug.to_string(),
            key.payee_account.as_str().to_owned(),
            key.kid.to_string(),
            state.to_owned(),
        ]
    });
    rows.collect()
}

fn company_row(company: &Company) -> [String; 6] {
    let agreements = company.avtalegiro.iter().map(|agreement| {
        let account = &agreement.account;
        match agreement.status {
            AgreementStatus::Active => account.to_string(),
            other @ (AgreementStatus::Inactive | AgreementStatus::Pending) => {
                format!("{account} {}", other.as_str())
            }
        }
    });
    let agreements: Vec<String> = agreements.collect();
    let at_vipps = company.vipps.as_ref();
    let products = at_vipps.map(|it| (it.has(Product::Isp), it.has(Product::Ipp)));
    [
        company.slug.to_string(),
        company.org_number.as_str().to_owned(),
        narrow(company.name.clone()),
        or_dash(company.maventa.as_ref().map(|facet| facet.b2cno.as_str())),
        or_dash(products.and_then(|products| match products {
            (true, true) => Some("both"),
            (true, false) => Some("ISP"),
            (false, true) => Some("IPP"),
            (false, false) => None,
        })),
        or_dash((!agreements.is_empty()).then(|| agreements.join(", "))),
    ]
}

// One very long name must not push the other columns off the screen.
fn narrow(name: String) -> String {
    const WIDEST: usize = 24;
    if name.chars().count() <= WIDEST {
        return name;
    }
    name.chars().take(WIDEST - 1).chain(['…']).collect()
}

fn or_dash(value: Option<impl ToString>) -> String {
    value.map_or_else(|| "-".to_owned(), |value| value.to_string())
}

/// Columns as wide as their widest cell. Characters are counted, not bytes: æ, ø and å are one.
fn aligned<const N: usize>(head: [&str; N], rows: impl Iterator<Item = [String; N]>) -> String {
    let rows: Vec<[String; N]> = std::iter::once(head.map(str::to_owned))
        .chain(rows)
        .collect();
    let widths: [usize; N] = std::array::from_fn(|column| {
        let cells = rows.iter().filter_map(|row| row.get(column));
        cells.map(|cell| cell.chars().count()).max().unwrap_or(0)
    });
    let mut text = String::new();
    for row in &rows {
        let cells = row.iter().zip(widths);
        let line: Vec<String> = cells
            .map(|(cell, width)| format!("{cell:<width$}"))
            .collect();
        text += line.join("  ").trim_end();
        text.push('\n');
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_stand_under_each_other_whatever_the_letters() {
        let rows = [["Bjørg", "1"], ["Ås", "22"]].map(|row| row.map(str::to_owned));
        let text = aligned(["name", "n"], rows.into_iter());
        assert_eq!(text, "name   n\nBjørg  1\nÅs     22\n");
    }
}
