//! The world: everything that one sandbox is.

use imbl::Vector;
use jiff::Timestamp;

use super::agenda::{Agenda, Due, Job};
use super::cases::Cases;
use super::clock::{Clock, Mode};
use super::guard;
use super::journal::{Journal, Record};
use super::models::{Models, Resident};
use super::trouble;
use super::wiring::{self, Follows};
use crate::consumer::actions::Stage;
use crate::consumer::{Book, Happening, Later, Note, Turn};
use crate::domain::blob::Blobs;
use crate::domain::calendar;
use crate::domain::cast::Cast;
use crate::domain::identity::Guard;
use crate::domain::letter::Letter;
use crate::domain::mint::Mint;
use crate::domain::settings::{Settings, WireTime};
use crate::domain::slug::Slug;
use crate::scenario::Director;
use crate::services::{bank, digipost, dpi, mps, vipps};

/// One isolated world.
#[derive(Debug)]
pub struct World {
    /// Sandbox time.
    pub clock: Clock,
    /// What is to come.
    pub agenda: Agenda,
    /// People and companies.
    pub cast: Cast,
    /// What happened between consumers and services.
    pub book: Book,
    /// The path of each invoice.
    pub cases: Cases,
    /// Every service's state.
    pub models: Models,
    /// Settings in force.
    pub settings: Settings,
    /// Source of ids.
    pub mint: Mint,
    /// File bytes.
    pub blobs: Blobs,
    /// Mails and prints that left.
    pub outbox: Vector<Letter>,
    /// Armed trouble.
    pub director: Director,
    /// What happened, for people.
    pub journal: Journal,
    /// What the agenda let happen while somebody asked to be told.
    pub(super) ran: Option<Vec<Ran>>,
    /// The cases that something happened to in the present turn.
    pub(super) touched: Vec<String>,
    /// How often the sandbox was reset, or another world put in its place.
    pub(super) generation: u64,
}

/// An agenda entry that ran.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ran {
    /// When it was due.
    pub at: Timestamp,
    /// What it was.
    pub what: String,
}

/// What came of letting the next thing happen.
#[derive(Debug)]
pub enum Fired {
    /// Nothing is due.
    Nothing,
    /// An event happened.
    Event,
    /// A message has to leave.
    Job(Job),
}

impl World {
    /// The same world, frozen at the instant up to which it has lived. It shares everything with
    /// this one until one of them changes. The journal stays behind: the twin's is empty and goes
    /// on with the next number, as that of a snapshot does.
    #[must_use]
    pub fn twin(&self) -> Self {
        // Taken apart by name, so that a new field does not compile until somebody decided
        // whether it goes along.
        let Self {
            clock,
            agenda,
            cast,
            book,
            cases,
            models,
            settings,
            mint,
            blobs,
            outbox,
            director,
            journal,
            ran: _,
            touched: _,
            generation: _,
        } = self;
        let now = clock.now();
        Self {
            clock: Clock::new(Mode::Frozen, now, now),
            agenda: agenda.clone(),
            cast: cast.clone(),
            book: book.clone(),
            cases: cases.clone(),
            models: models.clone(),
            settings: settings.clone(),
            mint: mint.clone(),
            blobs: blobs.clone(),
            outbox: outbox.clone(),
            director: director.clone(),
            journal: Journal::from_number(journal.next_number()),
            ran: None,
            touched: Vec::new(),
            generation: 0,
        }
    }

    /// The same world as that of another sandbox: with the credentials of that name, given ones
    /// dropped, and without live tokens. Under its own name it stays as it is.
    #[must_use]
    pub fn called(mut self, name: &Slug) -> Self {
        if self.cast.sandbox() != name {
            self.cast = self.cast.moved_to(name.clone());
            self.models.router.forget_tokens();
        }
        self
    }

    /// Whether nothing is due at the goal of the clock.
    #[must_use]
    pub fn is_quiet(&self, wall: Timestamp) -> bool {
        self.agenda
            .next()
            .is_none_or(|next| next > self.clock.goal(wall))
    }

    /// Lives up to the goal of the clock; to be called when nothing is due before it.
    pub fn catch_up(&mut self, wall: Timestamp) {
        let goal = self.clock.goal(wall);
        self.clock.reach(goal);
    }

    /// Lets the earliest due thing happen at its own time.
    pub fn fire_next(&mut self, wall: Timestamp) -> Fired {
        self.touched.clear();
        let Some((at, due)) = self.agenda.take(self.clock.goal(wall)) else {
            self.catch_up(wall);
            return Fired::Nothing;
        };
        self.clock.reach(at);
        if let Some(ran) = &mut self.ran {
            ran.push(Ran {
                at,
                what: due.describe(),
            });
        }
        match due {
            Due::Mps(event) => {
                self.fire::<mps::Model>(mps::MOUNT.service, event);
                Fired::Event
            }
            Due::Digipost(event) => {
                self.fire::<digipost::Model>(digipost::MOUNT.service, event);
                Fired::Event
            }
            Due::Bank(event) => {
                self.fire::<bank::Model>(bank::MOUNT.service, event);
                Fired::Event
            }
            Due::Vipps(event) => {
                self.fire::<vipps::Model>(vipps::MOUNT.service, event);
                Fired::Event
            }
            Due::Dpi(event) => {
                self.fire::<dpi::Model>(dpi::MOUNT.service, event);
                Fired::Event
            }
            Due::Book(later) => {
                let mut stage = self.consumers();
                later.happen(&mut stage);
                self.spread_news();
                Fired::Event
            }
            Due::Job(job) => Fired::Job(job),
        }
    }

    /// Lets up to so many things happen that are due and done in a moment, in their order; what
    /// stands behind something else waits for it. To be called while no pump is at work.
    pub fn fire_brief(&mut self, wall: Timestamp, most: usize) {
        for _ in 0..most {
            if !self.agenda.next_is_brief(self.clock.goal(wall)) {
                return;
            }
            self.fire_next(wall);
        }
    }

    /// Lets an event of a model happen, disturbed by a rule where one is about it.
    fn fire<M: Resident>(&mut self, service: &'static str, event: M::Event) {
        let verdict = trouble::ask_about::<M>(self, service, &event);
        let wanted = verdict.as_ref().and_then(|verdict| {
            let processed = trouble::unheard(verdict);
            let unheard = processed.and_then(M::unheard).map(|row| (row, &[][..]));
            trouble::refusal(verdict).or(unheard)
        });
        self.take_turn(|model: &mut M, turn| model.fire(event, wanted, turn));
        if let Some(verdict) = verdict {
            trouble::own_up(self, service, verdict);
        }
    }

    /// Gives a model its turn, and takes in what it left behind: later events, letters, notes and
    /// news of the book.
    pub fn take_turn<M: Resident, R>(
        &mut self,
        act: impl FnOnce(&mut M, &mut Turn<'_, M::Event>) -> R,
    ) -> R {
        let now = self.clock.now();
        let mut later = Vec::new();
        let mut letters = Vec::new();
        let mut notes = Vec::new();
        let mut turn = Turn {
            now,
            mint: &mut self.mint,
            cast: &self.cast,
            book: &mut self.book,
            settings: &self.settings,
            blobs: &mut self.blobs,
            letters: &mut letters,
            later: &mut later,
            notes: &mut notes,
        };
        let result = act(M::room(&mut self.models), &mut turn);
        for (at, event) in later {
            if M::is_run(&event) {
                self.agenda.put_once(at, M::due(event));
            } else {
                self.agenda.put(at, M::due(event));
            }
        }
        self.outbox.extend(letters);
        for note in notes {
            self.take_note(note);
        }
        self.spread_news();
        result
    }

    /// Turns the book's news into what shall be known of elsewhere, and into what is to come.
    pub fn spread_news(&mut self) {
        for event in self.book.take_news() {
            let Follows {
                told,
                later,
                due,
                at_once,
            } = wiring::follow(&event, &self.book);
            if let Some(happening) = told {
                self.take_note(Note::Happened(happening));
            }
            for (at, later) in later {
                match later {
                    // Whatever waits for a run, there is one a day.
                    Later::BankRun(_) => self.agenda.put_once(at, Due::Book(later)),
                    Later::AppearsInVipps(_)
                    | Later::LeavesVipps(_)
                    | Later::MailNotice(_)
                    | Later::MailReminder(_) => {
                        self.agenda.put(at.max(self.clock.now()), Due::Book(later));
                    }
                }
            }
            if let Some(due) = at_once {
                self.agenda.put(self.clock.now(), due);
            }
            if let Some(due) = due {
                let at = calendar::next_files_run(self.clock.now());
                self.agenda.put_once(at, due);
            }
        }
    }

    /// Sandbox time, where signed messages are dated by it and not by the wall.
    #[must_use]
    pub fn wire_time(&self) -> Option<Timestamp> {
        match self.settings.wire_time {
            WireTime::Real => None,
            WireTime::Sandbox => Some(self.clock.now()),
        }
    }

    /// What consumers and their banks may know and touch.
    pub(super) fn consumers(&mut self) -> Stage<'_> {
        Stage {
            cast: &mut self.cast,
            book: &mut self.book,
            mint: &mut self.mint,
            outbox: &mut self.outbox,
            now: self.clock.now(),
            expires: self.settings.vipps.expires,
        }
    }

    /// How often the sandbox was built anew.
    #[must_use]
    pub fn generation(&self) -> u64 {
        self.generation
    }

    /// Begins to remember what the agenda lets happen.
    pub fn watch_agenda(&mut self) {
        self.ran = Some(Vec::new());
    }

    /// How much the agenda let happen since [`World::watch_agenda`].
    #[must_use]
    pub fn ran_so_far(&self) -> usize {
        self.ran.as_ref().map_or(0, Vec::len)
    }

    /// What the agenda let happen since [`World::watch_agenda`].
    pub fn unwatch_agenda(&mut self) -> Vec<Ran> {
        self.ran.take().unwrap_or_default()
    }

    /// Tells that something happened: in the case it is about, and in the journal.
    pub fn tell(&mut self, mut happening: Happening) {
        happening.text = self.masked(happening.text);
        let now = self.clock.now();
        let cases = self.cases.note(&happening, now);
        let case = cases.first().cloned();
        self.touched.extend(cases);
        self.write(Record::Event { happening, case });
    }

    /// A text as journal and case files show it: without the identity numbers that may be a
    /// citizen's, unless the guard is off.
    #[must_use]
    pub fn masked(&self, mut text: String) -> String {
        if self.settings.identity_guard != Guard::Off {
            guard::mask_text(&mut text, &self.cast);
        }
        text
    }

    pub(super) fn take_note(&mut self, note: Note) {
        match note {
            Note::FiledWith { id, with } => {
                if let Some(case) = self.cases.first_of(&with).map(str::to_owned) {
                    self.cases.file(id, &case, self.clock.now());
                }
            }
            Note::Filed { id, case } => {
                self.cases.file(id, &case, self.clock.now());
                self.touched.push(case);
            }
            Note::Happened(happening) => self.tell(happening),
            Note::ChangesEntry {
                person,
                entry,
                text,
            } => self.change_entry(&person, *entry, text),
            Note::OpensMailbox { person, user } => self.open_mailbox(&person, user),
        }
    }

    pub(super) fn write(&mut self, mut record: Record) {
        if self.settings.identity_guard != Guard::Off {
            guard::mask_record(&mut record, &self.cast);
        }
        let (entries, bytes) = (
            self.settings.journal_entries_max,
            self.settings.journal_bytes_max,
        );
        self.journal.write(self.clock.now(), record, entries, bytes);
    }
}
