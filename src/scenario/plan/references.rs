//! Whether what a text takes from elsewhere will be there.

use super::placeholder::{Piece, Root, pieces, texts_of_fields, texts_of_value};
use super::whole::Present;
use crate::scenario::objection::Objection;
use crate::scenario::script;

/// Objects to a reference of a step to anything but an earlier step or the cast.
pub(super) fn of_step(
    step: &script::Step,
    earlier: &[String],
    present: &Present,
) -> Result<(), Objection> {
    let mut texts: Vec<(String, &str)> = Vec::new();
    let mut visit = |path: &str, text| texts.push((path.to_owned(), text));
    texts_of_fields("fields", &step.fields, &mut visit);
    for (name, map) in [
        ("path", &step.path),
        ("query", &step.query),
        ("headers", &step.headers),
    ] {
        for (key, text) in map {
            visit(&format!("{name}.{key}"), text);
        }
    }
    for (name, text) in [
        ("body", &step.body),
        ("advance", &step.advance),
        ("set", &step.set),
        ("link", &step.link),
    ] {
        if let Some(text) = text {
            visit(name, text);
        }
    }
    for (name, filter) in step.awaited.iter().flatten() {
        texts_of_value(&format!("await.{name}"), filter, &mut visit);
    }
    judge(&texts, earlier, present)
}

/// Objects to a reference of an expectation to a step that is not done by then.
pub(super) fn of_expect(
    expect: &script::Expect,
    done: &[String],
    present: &Present,
) -> Result<(), Objection> {
    let mut texts: Vec<(String, &str)> = Vec::new();
    let mut visit = |path: &str, text| texts.push((path.to_owned(), text));
    if let Some(text) = &expect.timeline {
        visit("timeline", text);
    }
    for (name, filter) in expect.journal.iter().flatten() {
        texts_of_value(&format!("journal.{name}"), filter, &mut visit);
    }
    for (name, value) in expect.has.iter().flatten() {
        texts_of_value(&format!("has.{name}"), value, &mut visit);
    }
    for (index, text) in expect.contains.iter().enumerate() {
        visit(&format!("contains[{index}]"), text);
    }
    judge(&texts, done, present)
}

/// Fields of the cast that are looked up while playing; here only whether somebody has that slug.
fn judge(texts: &[(String, &str)], done: &[String], present: &Present) -> Result<(), Objection> {
    for (path, text) in texts {
        let pieces = pieces(text).map_err(|why| Objection::because(path, why))?;
        for piece in pieces {
            let Piece::Reference(reference) = piece else {
                continue;
            };
            match &reference.root {
                Root::Person(slug) => present.person(path, slug)?,
                Root::Company(slug) => present.company(path, slug)?,
                Root::Step(name) if done.contains(name) => {}
                Root::Step(name) => {
                    let known = done.iter().map(String::as_str);
                    let expected = "the name of a step that is done by then";
                    let unknown = Objection::unknown(path, name, expected, known);
                    return Err(unknown);
                }
            }
        }
    }
    Ok(())
}
