//! Names for mailboxes that are made without one.

use super::DigipostAddress;
use crate::domain::cast::Cast;
use crate::domain::mint::{Mint, Stream};
use crate::domain::person::PersonName;

/// How far to look for a free name after the drawn one; far more than any cast is large.
const TRIES: u64 = 100_000;

/// How many tails there are: four signs of 36.
const TAILS: u64 = 36 * 36 * 36 * 36;

/// Most characters of a name before the tail; ours.
const LONGEST: usize = 60;

/// A name for the mailbox of a person: the person's own, and four letters or digits with which
/// nobody of the cast has it. `None` where no tail is free.
pub fn free_address(name: &PersonName, cast: &Cast, mint: &mut Mint) -> Option<DigipostAddress> {
    let name = plain(name);
    let seen = cast.seen_by("cast");
    let first = mint.number(Stream::DigipostAddress, TAILS);
    (first..first + TRIES)
        .map(|number| format!("{name}#{}", tail(number % TAILS)))
        .filter_map(|text| DigipostAddress::parse(&text))
        .find(|address| seen.by_digipost_address(address).is_none())
}

fn tail(number: u64) -> String {
    let signs = [36 * 36 * 36, 36 * 36, 36, 1].map(|place| number / place % 36);
    let signs = signs.map(|sign| u32::try_from(sign).unwrap_or(0));
    let signs = signs.map(|sign| char::from_digit(sign, 36).unwrap_or('0'));
    signs.map(|sign| sign.to_ascii_uppercase()).iter().collect()
}

// As addresses of every kind write Norwegian names; what has no such writing is left out.
fn plain(name: &PersonName) -> String {
    let words = [&name.first, &name.last];
    let words = words.map(|words| words.to_lowercase());
    let words = words.iter().flat_map(|words| words.split_whitespace());
    let written = |word: &str| {
        let parts = word.chars().map(|letter| match letter {
            'æ' | 'ä' => "ae".to_owned(),
            'ø' | 'ö' => "o".to_owned(),
            'å' => "aa".to_owned(),
            'é' | 'è' | 'ê' | 'ë' => "e".to_owned(),
            'ó' | 'ò' | 'ô' => "o".to_owned(),
            'á' | 'à' | 'â' => "a".to_owned(),
            'ü' => "u".to_owned(),
            'a'..='z' | '0'..='9' | '-' => letter.to_string(),
            _ => String::new(),
        });
        parts.collect::<String>()
    };
    let words: Vec<String> = words.map(written).filter(|it| !it.is_empty()).collect();
    // It is ASCII by now.
    let mut name = words.join(".");
    name.truncate(LONGEST);
    if name.is_empty() {
        "person".clone_into(&mut name);
    }
    name
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::slug::Slug;

    #[test]
    fn a_mailbox_bears_the_name_of_its_owner_in_plain_letters() {
        let cast = Cast::empty(Slug::parse("default").unwrap());
        let named = |first: &str, last: &str| {
            let (first, last) = (first.to_owned(), last.to_owned());
            let name = PersonName { first, last };
            let address = free_address(&name, &cast, &mut Mint::new(1)).unwrap();
            address.as_str().split('#').next().unwrap().to_owned()
        };
        assert_eq!(named("Åse Ærlig", "Øst-Vik"), "aase.aerlig.ost-vik");
        assert_eq!(named("José", "O'Neill"), "jose.oneill");
        assert_eq!(named("渡辺", "直美"), "person");
        assert_eq!(named(&"Å".repeat(200), "B").len(), 60);
        assert_eq!((tail(0), tail(TAILS - 1)), ("0000".into(), "ZZZZ".into()));
    }
}
