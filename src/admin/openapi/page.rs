//! What the document says of one address, beside what the map says already.

use schemars::{JsonSchema, Schema, SchemaGenerator};

use crate::services::Method;

/// Writes a schema, and those that it refers to beside it.
pub(super) type SchemaOf = fn(&mut SchemaGenerator) -> Schema;

/// One row of the map, as the document tells it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Page {
    /// HTTP method.
    pub(super) method: Method,
    /// Path below the prefix.
    pub(super) path: &'static str,
    /// The operation's name for programs.
    pub(super) id: &'static str,
    /// Query parameters, in groups that several addresses share.
    pub(super) query: &'static [&'static [Parameter]],
    /// What is sent.
    pub(super) body: Body,
    /// Bodies that are taken, as JSON.
    pub(super) examples: &'static [&'static str],
    /// What a good answer is.
    pub(super) answers: &'static [Answer],
    /// Refusals that not every address has.
    pub(super) refusals: &'static [u16],
}

/// A query parameter.
#[derive(Debug, Clone, Copy)]
pub(super) struct Parameter {
    /// Its name.
    pub(super) name: &'static str,
    /// What it is for.
    pub(super) text: &'static str,
    /// What it takes.
    pub(super) kind: Kind,
    /// Whether there is no doing without it.
    pub(super) required: bool,
}

/// What a parameter takes.
#[derive(Debug, Clone, Copy)]
pub(super) enum Kind {
    /// Any text.
    Text,
    /// A name as people give it.
    Slug,
    /// A whole number from one up to another.
    Whole(u64, u64),
    /// An amount in øre.
    Ore,
    /// A day, `YYYY-MM-DD`.
    Date,
    /// One of these words.
    Word(&'static [&'static str]),
    /// Text like this one.
    Like(&'static str),
}

/// What is sent.
#[derive(Debug, Clone, Copy)]
pub(super) enum Body {
    /// Nothing.
    Nothing,
    /// JSON of this shape.
    Json(SchemaOf),
    /// The same, or nothing.
    Optional(SchemaOf),
    /// A merge patch of something of this shape.
    Patch(SchemaOf),
    /// A scenario, as JSON or TOML.
    Scenario(SchemaOf),
}

/// A good answer.
#[derive(Debug, Clone, Copy)]
pub(super) struct Answer {
    /// Status code.
    pub(super) status: u16,
    /// What it means.
    pub(super) text: &'static str,
    /// What is in it.
    pub(super) shows: Shows,
}

/// What is in an answer.
#[derive(Debug, Clone, Copy)]
pub(super) enum Shows {
    /// Nothing.
    Nothing,
    /// JSON of this shape.
    Json(SchemaOf),
    /// Text of this media type.
    Text(&'static str),
    /// Bytes of this media type, or JSON of this shape.
    BytesOr(&'static str, SchemaOf),
}

impl Page {
    /// The page of an address that takes nothing and gives nothing yet.
    pub(super) const fn of(method: Method, path: &'static str, id: &'static str) -> Self {
        Self {
            method,
            path,
            id,
            query: &[],
            body: Body::Nothing,
            examples: &[],
            answers: &[],
            refusals: &[],
        }
    }

    /// The same with query parameters.
    pub(super) const fn query(mut self, query: &'static [&'static [Parameter]]) -> Self {
        self.query = query;
        self
    }

    /// The same with what is sent.
    pub(super) const fn body(mut self, body: Body) -> Self {
        self.body = body;
        self
    }

    /// The same with bodies that are taken, as JSON.
    pub(super) const fn examples(mut self, examples: &'static [&'static str]) -> Self {
        self.examples = examples;
        self
    }

    /// The same with good answers.
    pub(super) const fn answers(mut self, answers: &'static [Answer]) -> Self {
        self.answers = answers;
        self
    }

    /// The same with refusals that not every address has.
    pub(super) const fn refuses(mut self, refusals: &'static [u16]) -> Self {
        self.refusals = refusals;
        self
    }
}

/// An optional query parameter.
pub(super) const fn may(name: &'static str, kind: Kind, text: &'static str) -> Parameter {
    Parameter {
        name,
        text,
        kind,
        required: false,
    }
}

/// A good answer.
pub(super) const fn says(status: u16, text: &'static str, shows: Shows) -> Answer {
    Answer {
        status,
        text,
        shows,
    }
}

/// The schema of a type.
pub(super) fn shape<T: JsonSchema>(generator: &mut SchemaGenerator) -> Schema {
    generator.subschema_for::<T>()
}
