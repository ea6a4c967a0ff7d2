//! The page on the cast says what the cast file says, and nobody of the list is missing.

mod register;
mod vipps;

use jiff::civil::date;

use sandkasse::consumer::Book;
use sandkasse::domain::cast::Cast;
use sandkasse::domain::company::{
    ActsFor, AgreementStatus, B2cnoStatus, Company, MpsFacet, MpsRole,
};
use sandkasse::domain::digipost::{Bank, BrokerCertificate, DigipostAccount, Language, Right};
use sandkasse::domain::krr::{KrrFacet, KrrStatus, MailboxProvider};
use sandkasse::domain::mint::Mint;
use sandkasse::domain::person::Person;
use sandkasse::domain::slug::Slug;
use sandkasse::domain::vipps::{Product, VippsAccount};
use sandkasse::scenario::script::Scenario;
use sandkasse::scenario::{CastFile, Library};

const PAGE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/CAST.md");
const FILE: &str = include_str!("../../../scenarios/people.toml");

/// Digits of the default sender, whom some of the cast know.
const FJORD_ENERGI: &str = "304520817";

/// Phone of the documented test user of Vipps.
const WILLHELM: &str = "+4797777776";

#[test]
#[expect(
    clippy::disallowed_methods,
    reason = "the page is written here when asked for"
)]
fn the_page_on_the_cast_is_current() {
    let page = page(FILE);
    if std::env::var("SANDKASSE_WRITE_CAST").is_ok() {
        std::fs::write(PAGE, &page).unwrap();
    }
    let written = std::fs::read_to_string(PAGE).unwrap_or_default();
    assert!(
        written == page,
        "docs/CAST.md is not what the cast file says; run `just cast`"
    );
}

/// The page, from the words above each entry.
fn page(file: &str) -> String {
    let mut page = String::from(
        "# The cast\n\n\
         Written from `scenarios/people.toml`; `just cast` writes it again, and a test keeps it \
         current. A quirk that nobody shows yet stands in the cast already, so that a test written \
         today keeps its people.\n",
    );
    for (heading, entry) in [("People", "[[person]]"), ("Companies", "[[company]]")] {
        page.push_str(&format!(
            "\n## {heading}\n\n| slug | quirk | shown by | told in |\n| --- | --- | --- | --- |\n"
        ));
        for row in rows(file, entry) {
            let told = row.told.as_deref().map_or_else(String::new, link);
            page.push_str(&format!(
                "| `{}` | {} | {} | {told} |\n",
                row.slug, row.quirk, row.shown
            ));
        }
    }
    page
}

/// A scenario as a link of the page.
fn link(name: &str) -> String {
    let library = Library::embedded().unwrap();
    let file = library.get(&Slug::parse(name).unwrap());
    let file = file.unwrap_or_else(|| panic!("`Told in: {name}`: no such scenario"));
    format!("[{name}](../scenarios/{})", file.path)
}

/// What stands above an entry of the cast file.
struct Row {
    slug: String,
    quirk: String,
    shown: String,
    /// The scenario that tells of it, if a service of today shows it.
    told: Option<String>,
}

fn rows(file: &str, entry: &str) -> Vec<Row> {
    let lines: Vec<&str> = file.lines().collect();
    let entries = lines.iter().enumerate().filter(|(_, line)| **line == entry);
    entries
        .map(|(at, _)| {
            let above = lines[..at].iter().rev();
            let mut words: Vec<&str> = above.map_while(|line| line.strip_prefix("# ")).collect();
            words.reverse();
            let words = words.join(" ");
            let slug = lines[at + 1].split('"').nth(1).unwrap();
            let (quirk, shown) = words
                .split_once(". Shown by: ")
                .unwrap_or_else(|| panic!("`{slug}` lacks the words `Shown by: ` above it"));
            let shown = shown.strip_suffix('.').unwrap();
            let (shown, told) = match shown.split_once(". Told in: ") {
                Some((shown, told)) => (shown, Some(told.to_owned())),
                None => (shown, None),
            };
            Row {
                slug: slug.to_owned(),
                quirk: quirk.to_owned(),
                shown: shown.to_owned(),
                told,
            }
        })
        .collect()
}

#[test]
fn a_quirk_that_a_service_shows_is_told_in_a_scenario_that_names_it() {
    let library = Library::embedded().unwrap();
    for entry in ["[[person]]", "[[company]]"] {
        for row in rows(FILE, entry) {
            let slug = &row.slug;
            let is_shown = !row.shown.starts_with("nobody yet");
            assert_eq!(
                row.told.is_some(),
                is_shown,
                "`{slug}`: whoever is shown today has a line `Told in: ` above the entry in \
                 people.toml, and nobody else"
            );
            let Some(told) = row.told else { continue };
            let file = library.get(&Slug::parse(&told).unwrap());
            let file = file.unwrap_or_else(|| panic!("`{slug}`: no scenario `{told}`"));
            let told_by = Scenario {
                title: String::new(),
                story: String::new(),
                ..file.parse().unwrap()
            };
            let words = serde_json::to_string(&told_by).unwrap();
            assert!(words.contains(slug), "`{told}` does not name `{slug}`");
        }
    }
}

#[test]
fn everybody_of_the_cast_has_a_row() {
    let (cast, _) = cast();
    let mut people: Vec<String> = cast.people().map(|it| it.slug.to_string()).collect();
    let mut companies: Vec<String> = cast.companies().map(|it| it.slug.to_string()).collect();
    for (entry, all) in [("[[person]]", &mut people), ("[[company]]", &mut companies)] {
        let mut listed: Vec<String> = rows(FILE, entry).into_iter().map(|row| row.slug).collect();
        listed.sort();
        all.sort();
        assert_eq!(&listed, all);
    }
}

fn cast() -> (Cast, Book) {
    let file = CastFile::embedded().unwrap();
    let name = Slug::parse("default").unwrap();
    file.build(&name, &mut Mint::new(1)).unwrap()
}

/// A person of the cast, with what the book has of the person's mandates: notice, limit, in force
/// at MPS, in force at the router.
struct Somebody<'a> {
    person: &'a Person,
    mandates: Vec<(bool, bool, bool, bool)>,
    twins: usize,
}

impl Somebody<'_> {
    fn krr(&self, fits: impl FnOnce(&KrrFacet) -> bool) -> bool {
        self.person.krr.as_ref().is_some_and(fits)
    }

    fn yes(&self) -> bool {
        let efaktura = self.person.efaktura.as_ref();
        efaktura.is_some_and(|facet| facet.yes_to_all)
    }

    fn reads(&self, language: Language) -> bool {
        let user = self.person.digipost.as_ref();
        user.is_some_and(|user| user.active && user.language == language)
    }

    fn has_closed(&self) -> bool {
        let user = self.person.digipost.as_ref();
        user.is_some_and(|user| !user.active)
    }

    fn vipps(&self) -> Option<(bool, bool)> {
        self.person.vipps.map(|facet| (facet.active, facet.display))
    }
}

type Quirk = (&'static str, fn(&Somebody<'_>) -> bool);

const QUIRKS: &[Quirk] = &[
    ("mandate-with-notice", |it| {
        it.yes() && it.mandates == [(true, false, true, true)]
    }),
    ("mandate-without-notice", |it| {
        it.mandates == [(false, false, true, true)]
    }),
    ("mandate-inactive-at-mps", |it| {
        it.mandates == [(true, false, false, true)]
    }),
    ("mandate-inactive-at-router", |it| {
        it.mandates == [(true, false, true, false)]
    }),
    ("mandate-ended", |it| {
        it.mandates == [(true, false, false, false)]
    }),
    ("short-kid", |it| {
        it.mandates == [(true, false, true, true), (false, false, true, true)]
    }),
    ("long-kid", |it| {
        it.mandates == [(false, false, true, true), (true, false, true, true)]
    }),
    ("low-limit", |it| it.mandates == [(true, true, true, true)]),
    ("no-cover", |it| {
        !it.mandates.is_empty() && it.person.bank.as_ref().unwrap().balance.get() == 0
    }),
    ("stops-payment", |it| {
        it.mandates == [(true, false, true, true)]
    }),
    ("notice-by-email", |it| {
        it.mandates[0].0 && it.person.efaktura.is_none() && it.person.email.is_some()
    }),
    ("notice-by-print", |it| {
        it.mandates[0].0 && it.person.efaktura.is_none() && it.person.email.is_none()
    }),
    ("blocks-fjord-energi", |it| {
        let efaktura = it.person.efaktura.as_ref().unwrap();
        it.yes() && efaktura.blocked_issuers[0].as_str() == FJORD_ENERGI
    }),
    ("twin-one", |it| {
        it.twins == 2 && it.reads(Language::Bokmaal)
    }),
    ("twin-two", |it| {
        it.twins == 2 && it.reads(Language::Bokmaal)
    }),
    ("digipost-sample", |it| {
        it.person.ssn.as_str() == "04036125433" && it.reads(Language::Bokmaal)
    }),
    ("digipost-nynorsk", |it| it.reads(Language::Nynorsk)),
    ("digipost-english", |it| it.reads(Language::English)),
    ("digipost-closed", |it| it.has_closed()),
    ("mailbox-refuses", |it| it.has_closed()),
    ("bodil", |it| it.person.digipost.is_none()),
    ("withdraws-jtta", |it| {
        it.yes() && it.person.efaktura.as_ref().unwrap().agreements.is_empty()
    }),
    ("legacy-agreement", |it| {
        !it.yes() && !it.person.efaktura.as_ref().unwrap().agreements.is_empty()
    }),
    ("halgeir", |it| it.vipps() == Some((true, true))),
    ("vipps-display-off", |it| it.vipps() == Some((true, false))),
    ("no-vipps", |it| it.yes() && it.vipps().is_none()),
    ("vipps-not-active", |it| {
        it.yes() && it.vipps() == Some((false, true))
    }),
    ("vipps-blacklisted", |it| {
        it.yes()
            && it
                .person
                .vipps
                .is_some_and(|it| it.active && it.blacklisted)
    }),
    ("mailbox-digipost", |it| {
        it.krr(|krr| krr.mailbox == Some(MailboxProvider::Digipost))
    }),
    ("mailbox-eboks", |it| {
        it.krr(|krr| krr.mailbox == Some(MailboxProvider::Eboks))
    }),
    ("mailbox-refuses", |it| it.krr(|krr| krr.mailbox.is_some())),
    ("reserved-in-krr", |it| it.krr(|krr| krr.reserved)),
    ("stale-contact", |it| {
        it.krr(|krr| krr.verified.unwrap().to_string().as_str() < "2024-09-01")
    }),
    ("deleted-in-krr", |it| {
        it.krr(|krr| krr.status == KrrStatus::Deleted)
    }),
    ("d-number", |it| {
        it.person.ssn.as_str().as_bytes()[0] >= b'4'
    }),
    ("longest-name", |it| {
        let name = &it.person.name;
        let all = format!("{}{}", name.first, name.last);
        let letters = "æøåÆØÅ".chars().all(|letter| all.contains(letter));
        letters && name.first.chars().count() == 50 && name.last.chars().count() == 50
    }),
];

#[test]
fn each_person_has_the_quirk_that_the_name_promises() {
    let (cast, book) = cast();
    let same =
        |one: &Person, other: &Person| one.name == other.name && one.address == other.address;
    for (slug, has) in QUIRKS.iter().chain(register::QUIRKS) {
        let found = cast.person(&Slug::parse(slug).unwrap());
        let person = found.unwrap_or_else(|| panic!("no `{slug}` in the cast"));
        let mandates = book.mandates_of(&person.slug).map(|(_, it)| {
            let limited = it.limit.is_some();
            (
                it.notification,
                limited,
                it.active_at_mps,
                it.active_at_router,
            )
        });
        let somebody = Somebody {
            person,
            mandates: mandates.collect(),
            twins: cast.people().filter(|it| same(it, person)).count(),
        };
        assert!(has(&somebody), "`{slug}` is not what the name promises");
    }
}

type Trait = (&'static str, fn(&Company) -> bool);

const COMPANIES: &[Trait] = &[
    ("fjord-energi", |it| {
        let direct_debit = it.avtalegiro.first();
        b2cno(it) == B2cnoStatus::Active
            && direct_debit.is_some_and(|it| it.status == AgreementStatus::Active)
            && mps(it).roles.len() == MpsRole::WORDS.len()
            && mps(it).avtalegiro
            && digipost(it).rights.len() == Right::WORDS.len()
            && digipost(it).certificate == BrokerCertificate::Usual
            && is_isp(it)
            && it.accounts.len() == 1
    }),
    ("nord-nett", |it| {
        b2cno(it) == B2cnoStatus::Free && digipost(it).certificate == BrokerCertificate::Missing
    }),
    ("vest-vann", |it| {
        b2cno(it) == B2cnoStatus::Reserved && digipost(it).certificate == BrokerCertificate::Revoked
    }),
    ("sor-stroem", |it| b2cno(it) == B2cnoStatus::Fault),
    ("aust-avfall", |it| {
        b2cno(it) == B2cnoStatus::Error && digipost(it).letters_a_month == Some(1)
    }),
    ("midt-mobil", |it| {
        b2cno(it) == B2cnoStatus::Active
            && it.avtalegiro.is_empty()
            && !mps(it).avtalegiro
            && digipost(it).rights.is_empty()
    }),
    ("sandkasse-kommune", |it| {
        it.municipality
            && it.dpi.digdir_agreement
            && it.dpi.altinn_delegation
            && it.digipost.is_some()
    }),
    ("lekeplass-kommune", |it| {
        it.municipality && it.dpi.digdir_agreement && !it.dpi.altinn_delegation
    }),
    ("svensk-el", |it| it.country == "SE"),
    ("ukjent-bredband", |it| !it.verified),
    ("ruteren", |it| {
        mps(it).acts_for == ActsFor::All && mps(it).roles == [MpsRole::Submitter]
    }),
    ("regnskapshuset", |it| {
        let others = ["363275370", "313048519", "366280642"];
        mps(it).roles == [MpsRole::Erp]
            && others.iter().all(|issuer| it.sends_to_mps_for(issuer))
            && !it.sends_to_mps_for(FJORD_ENERGI)
            && matches!(&digipost(it).acts_for, ActsFor::Listed(numbers) if numbers.len() == 2)
    }),
    ("brobyggeren", |it| {
        mps(it).roles == [MpsRole::IssuerViaMps]
            && mps(it).names_service_provider
            && digipost(it).acts_for == ActsFor::Listed(Vec::new())
    }),
    ("stengt-stroem", |it| {
        let listing = mps(it).black_listed.unwrap();
        listing.holds_on(date(2026, 3, 2)) && b2cno(it) == B2cnoStatus::Active
    }),
    ("tind-telefoni", |it| {
        let ways: Vec<usize> = it
            .avtalegiro
            .iter()
            .map(|it| it.kids.iter().count())
            .collect();
        let told = it.avtalegiro[0].data_receivers.len();
        ways == [2, 1] && told == 2 && mps(it).customer_unit.is_some()
    }),
    ("vipps-app", |it| {
        let account = it.vipps.as_ref().unwrap();
        account.ipp.as_ref().is_some_and(|ipp| ipp.is_app) && !is_isp(it)
    }),
    ("nytt-fakturahotell", |it| {
        let isp = it.vipps.as_ref().unwrap().isp.as_ref().unwrap();
        let phones = isp.whitelist.as_ref().unwrap();
        phones.len() == 1 && phones[0].international() == WILLHELM
    }),
    ("sperret-kraft", |it| {
        it.vipps.as_ref().unwrap().blacklisted && !is_isp(it)
    }),
    ("vipps-teknologi", |it| {
        is_isp(it) && owns(it, "918130047", "15038366383")
    }),
    ("vipps-sample", |it| owns(it, "123123123", "12345678903")),
    ("laast-forsikring", |it| {
        !it.maventa.as_ref().unwrap().signer_allowed
    }),
];

fn mps(company: &Company) -> &MpsFacet {
    company.mps.as_ref().unwrap()
}

fn digipost(company: &Company) -> &DigipostAccount {
    company.digipost.as_ref().unwrap()
}

fn is_isp(company: &Company) -> bool {
    let account = company.vipps.as_ref();
    account.is_some_and(|it| it.has(Product::Isp) && !it.has(Product::Ipp))
}

fn owns(company: &Company, number: &str, account: &str) -> bool {
    let accounts: Vec<&str> = company.accounts.iter().map(|it| it.as_str()).collect();
    company.org_number.as_str() == number && accounts == [account]
}

fn b2cno(company: &Company) -> B2cnoStatus {
    company.maventa.as_ref().unwrap().b2cno
}

#[test]
fn each_company_holds_and_lacks_what_its_row_says() {
    let (cast, _) = cast();
    for (slug, holds) in COMPANIES {
        let found = cast.company(&Slug::parse(slug).unwrap());
        let company = found.unwrap_or_else(|| panic!("no `{slug}` in the cast"));
        assert!(holds(company), "`{slug}` is not what its row says");
    }
}

#[test]
fn every_bank_is_at_digipost_and_at_vipps_and_has_a_customer_with_a_mailbox() {
    let (cast, _) = cast();
    for (bank, word) in Bank::WORDS {
        let mut companies = cast.companies();
        let is_it = |it: &DigipostAccount| it.bank == Some(*bank);
        assert!(
            companies.any(|it| it.digipost.as_ref().is_some_and(is_it)),
            "no company is `{word}`"
        );
        let is_with = |person: &Person| {
            let account = person.bank.as_ref();
            let bank_of = account.and_then(|account| Bank::named(&account.name));
            let user = person.digipost.as_ref();
            bank_of == Some(*bank) && user.is_some_and(|user| user.active)
        };
        let mut people = cast.people();
        assert!(
            people.any(|it| is_with(it)),
            "nobody with a mailbox is a customer of `{word}`"
        );
        let is_one = |it: &&std::sync::Arc<Company>| it.digipost.as_ref().is_some_and(is_it);
        let company = cast.companies().find(is_one).unwrap();
        let shows = |it: &VippsAccount| it.ipp.as_ref().is_some_and(|ipp| !ipp.is_app);
        assert!(company.vipps.as_ref().is_some_and(shows), "`{word}`");
    }
}
