//! Whether the parts of a world that was read belong together.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use uuid::Uuid;

use crate::consumer::{Later, run_at};
use crate::domain::blob::BlobKey;
use crate::domain::mint::Stream;
use crate::reference_router;
use crate::sandbox::agenda::Due;
use crate::sandbox::world::World;
use crate::services::{bank, digipost, dpi, mps, vipps};
use crate::snapshot::TextError;

/// Says the first reference that leads nowhere, and the first counter that would give an id a
/// second time.
pub(super) fn holds_together(world: &World) -> Result<(), TextError> {
    let (mps, router) = (&world.models.mps, &world.models.router);
    mps::check_state(mps, &world.cast, &world.book).map_err(|error| error.below("services.mps"))?;
    reference_router::check_state(router, &world.cast)
        .map_err(|error| error.below("services.maventa"))?;
    agenda(world)?;
    runs(world)?;
    works(world)?;
    presented(world)?;
    recorded(world)?;
    letters(world)?;
    for (index, (_, mail)) in world.book.mails().enumerate() {
        let field = format!("book.mailboxes.mails[{index}].mail.content");
        kept(world, &field, mail.content)?;
    }
    vipps::check_state(&world.models.vipps, &world.book)
        .map_err(|error| error.below("services.vipps"))?;
    let post = &world.models.dpi;
    dpi::check_state(post, &world.cast, &world.book)
        .map_err(|error| error.below("services.dpi"))?;
    for (field, blob) in dpi::files(post) {
        kept(world, &format!("services.dpi.{field}"), blob)?;
    }
    let digipost = &world.models.digipost;
    digipost::check_archives(digipost).map_err(|error| error.below("services.digipost"))?;
    for (field, blob) in digipost::files(digipost) {
        kept(world, &format!("services.digipost.{field}"), blob)?;
    }
    for (field, blob) in reference_router::files(router) {
        kept(world, &format!("services.maventa.{field}"), blob)?;
    }
    for (index, (_, armed)) in world.director.armed().enumerate() {
        world.knows_all_of(&armed.rule).map_err(|objection| {
            let field = format!("faults.armed[{index}].rule.{}", objection.path);
            TextError::new(&field, &armed.written.on, objection.reason)
        })?;
    }
    counters(world)
}

fn agenda(world: &World) -> Result<(), TextError> {
    for (index, (_, due)) in world.agenda.iter().enumerate() {
        let (path, said) = match due {
            Due::Mps(event) => (
                "mps",
                mps::check_event(&world.models.mps, &world.book, event),
            ),
            Due::Digipost(_) => continue,
            Due::Dpi(event) => (
                "dpi",
                dpi::check_event(&world.models.dpi, &world.book, event),
            ),
            Due::Bank(event) => ("bank", bank::check_event(&world.book, event)),
            Due::Vipps(event) => ("vipps", vipps::check_event(&world.models.vipps, event)),
            Due::Book(later) => ("book", known(world, later)),
            Due::Job(job) => (
                "job",
                reference_router::check_job(&world.models.router, job),
            ),
        };
        said.map_err(|error| error.below(&format!("agenda[{index}].what.{path}")))?;
    }
    Ok(())
}

fn known(world: &World, later: &Later) -> Result<(), TextError> {
    match later {
        Later::BankRun(_) => Ok(()),
        Later::AppearsInVipps(id) | Later::LeavesVipps(id) => match world.book.shown(id) {
            Some(_) => Ok(()),
            None => Err(TextError::new(
                "invoice",
                &id.0,
                "an id in `book.presented`",
            )),
        },
        Later::MailNotice(number) | Later::MailReminder(number) => match world.book.mail(*number) {
            Some(_) => Ok(()),
            None => {
                let expected = "a number in `book.mailboxes.mails`";
                Err(TextError::new("mail", &number.to_string(), expected))
            }
        },
    }
}

/// What waits at a bank is carried out by its run, which has to be on the agenda.
fn runs(world: &World) -> Result<(), TextError> {
    let planned: BTreeSet<Date> = world
        .agenda
        .iter()
        .filter_map(|(at, due)| match due {
            Due::Book(Later::BankRun(day)) if at == run_at(*day) => Some(*day),
            Due::Book(_)
            | Due::Mps(_)
            | Due::Digipost(_)
            | Due::Bank(_)
            | Due::Vipps(_)
            | Due::Dpi(_)
            | Due::Job(_) => None,
        })
        .collect();
    match world.book.run_days().find(|day| !planned.contains(day)) {
        None => Ok(()),
        Some(day) => {
            let expected = format!(
                "the banks' run of {day} at {}, for which something waits",
                run_at(day)
            );
            Err(TextError::new("agenda", "nothing", expected))
        }
    }
}

/// What waits at MPS is carried out by the agenda too.
fn works(world: &World) -> Result<(), TextError> {
    let events = world.agenda.iter().filter_map(|(at, due)| match due {
        Due::Mps(event) => Some((at, event)),
        Due::Book(_)
        | Due::Digipost(_)
        | Due::Bank(_)
        | Due::Vipps(_)
        | Due::Dpi(_)
        | Due::Job(_) => None,
    });
    mps::check_agenda(&world.models.mps, events)
}

/// What happened is over: the next change is recorded behind the last.
fn recorded(world: &World) -> Result<(), TextError> {
    let now = world.clock.now();
    match world.book.mandate_changes().find(|change| change.at > now) {
        None => Ok(()),
        Some(change) => {
            let expected = format!("{now}, where the clock stands, or earlier");
            let field = "book.mandate_changes";
            Err(TextError::new(field, &change.at.to_string(), expected))
        }
    }
}

fn presented(world: &World) -> Result<(), TextError> {
    for (index, (_, invoice)) in world.book.presented().enumerate() {
        let known = invoice.service != mps::MOUNT.service
            || mps::has_transaction(&world.models.mps, &invoice.service_id);
        if !known {
            let field = format!("book.presented[{index}].service_id");
            let expected = "a transaction in `services.mps.transactions`";
            return Err(TextError::new(&field, &invoice.service_id, expected));
        }
    }
    Ok(())
}

fn letters(world: &World) -> Result<(), TextError> {
    let mut ids = BTreeSet::new();
    for (index, letter) in world.outbox.iter().enumerate() {
        let field = |name: &str| format!("outbox[{index}].{name}");
        if !ids.insert(&letter.id) {
            return Err(TextError::new(&field("id"), &letter.id, "each id once"));
        }
        let invoice = letter.invoice.as_deref();
        let is_known = |id: &str| {
            world.models.router.invoice(id).is_some()
                || world.cases.find(id).is_some()
                || world.book.mail_sent_as("digipost", id).is_some()
                || world.book.mail_sent_as("dpi", id).is_some()
        };
        if let Some(invoice) = invoice.filter(|id| !is_known(id)) {
            let expected = "an invoice in `services.maventa.invoices`, a case or a letter";
            return Err(TextError::new(&field("invoice"), invoice, expected));
        }
        for (place, file) in letter.files.iter().enumerate() {
            kept(world, &field(&format!("files[{place}].blob")), file.blob)?;
        }
    }
    Ok(())
}

/// A blob may be gone only when some were dropped for room.
fn kept(world: &World, field: &str, blob: BlobKey) -> Result<(), TextError> {
    if world.blobs.get(blob).is_some() || world.blobs.dropped() > 0 {
        return Ok(());
    }
    let expected = "a key of `blobs.kept`, for none was dropped";
    Err(TextError::new(field, &blob.to_string(), expected))
}

/// The mint must not give an id that is in use. As many are tried as are in use, so a counter that
/// was set back is found however far.
fn counters(world: &World) -> Result<(), TextError> {
    let id = |stream, text: &str| Some((stream, Uuid::try_parse(text).ok()?));
    let letters = world.outbox.iter();
    let letters = letters.filter_map(|letter| id(Stream::Letter, &letter.id));
    let presented = world.book.presented();
    let presented = presented.filter_map(|(it, _)| id(Stream::Presented, &it.0));
    let mut used: BTreeMap<Stream, BTreeSet<Uuid>> = BTreeMap::new();
    let all = mps::used_ids(&world.models.mps)
        .chain(reference_router::used_ids(&world.models.router))
        .chain(dpi::used_ids(&world.models.dpi))
        .chain(letters)
        .chain(presented);
    for (stream, id) in all {
        used.entry(stream).or_default().insert(id);
    }
    for (stream, ids) in used {
        let mut ahead = world.mint.clone();
        if (0..ids.len()).any(|_| ids.contains(&ahead.uuid(stream))) {
            let drawn = world.mint.drawn().find(|(it, _)| *it == stream);
            let drawn = drawn.map_or(0, |(_, count)| count);
            let field = format!("mint.drawn.{}", stream.as_str());
            let expected = "a count beyond every id in use";
            return Err(TextError::new(&field, &drawn.to_string(), expected));
        }
    }
    Ok(())
}
