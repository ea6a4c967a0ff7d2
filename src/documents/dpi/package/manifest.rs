//! What is in a package, from whom and for whom (`manifest.xml`).
//!
//! Source: DPI: schema sdp-manifest.

use crate::domain::dpi::{
    InvoiceReference, Language, MailboxAddress, OutOfBounds, SenderUnit, SendingUnit, Title,
};
use crate::domain::identity::OrgNumber;
use crate::wire::error::WireError;
use crate::wire::xml::{Element, Limits, Sequence, Writer};

use super::names::SDP;

/// A manifest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Manifest {
    /// Whose mailbox it is for; prints name nobody.
    pub mailbox: Option<MailboxAddress>,
    /// From whom.
    pub sender: SendingUnit,
    /// The main document.
    pub main: Document,
    /// Its attachments, at most 200.
    pub attachments: Vec<Document>,
    /// A link that the mailbox shows.
    pub link: Option<Link>,
}

impl Manifest {
    /// The main document and its attachments.
    pub fn documents(&self) -> impl Iterator<Item = &Document> {
        std::iter::once(&self.main).chain(&self.attachments)
    }

    /// Every file that the manifest names, in its order.
    pub(super) fn file_names(&self) -> impl Iterator<Item = &str> {
        self.documents().flat_map(|document| {
            let data = document.data.as_ref().map(|data| data.name.as_str());
            std::iter::once(document.name.as_str()).chain(data)
        })
    }
}

/// A document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document {
    /// The file, 4 to 100 characters.
    pub name: String,
    /// Its media type.
    pub media_type: String,
    /// Its title, which who has logged in sees.
    pub title: Option<ManifestTitle>,
    /// Data for the mailbox that go with it.
    pub data: Option<DocumentData>,
}

/// A title in a language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ManifestTitle {
    /// The words.
    pub text: Title,
    /// The language.
    pub language: Language,
}

/// Data for the mailbox that go with a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DocumentData {
    /// The file.
    pub name: String,
    /// Its media type.
    pub media_type: String,
}

/// A link that the mailbox shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// Where it leads.
    pub url: String,
    /// What is said of it.
    pub description: Option<String>,
    /// What stands on the button.
    pub button: Option<String>,
    /// Until when, as it was written.
    pub deadline: Option<String>,
}

const MOST_ATTACHMENTS: usize = 200;

/// Reads a manifest.
pub(super) fn read(bytes: &[u8]) -> Result<Manifest, WireError> {
    let root = Element::parse(bytes, Limits::default())
        .map_err(|error| WireError::new("the document", "well-formed XML", error.to_string()))?;
    if !root.name.is(SDP, "manifest") {
        let expected = format!("<manifest> of namespace {SDP}");
        return Err(WireError::new("the root", expected, root.name.to_string()));
    }
    let mut children = Sequence::of(&root);
    let mailbox = children.optional("mottaker");
    let mailbox = mailbox
        .map(|found| recipient(&children, found))
        .transpose()?;
    let sender = children.required("avsender")?;
    let sender = read_sender(&children, sender)?;
    let main = children.required("hoveddokument")?;
    let main = document(&children, main)?;
    let attachments = children.repeated("vedlegg");
    if attachments.len() > MOST_ATTACHMENTS {
        let found = attachments.len().to_string();
        return Err(children.error("vedlegg", "at most 200", found));
    }
    let attachments = attachments
        .into_iter()
        .map(|found| document(&children, found));
    let attachments = attachments.collect::<Result<_, _>>()?;
    let found = children.optional("lenke");
    let link = found.map(|found| link(&children, found)).transpose()?;
    children.finish()?;
    Ok(Manifest {
        mailbox,
        sender,
        main,
        attachments,
        link,
    })
}

/// Writes a manifest.
pub(super) fn write(manifest: &Manifest) -> Vec<u8> {
    let mut out = Writer::new();
    out.open("manifest", &[("xmlns", SDP)]);
    if let Some(mailbox) = &manifest.mailbox {
        out.open("mottaker", &[]).open("person", &[]);
        out.leaf("postkasseadresse", mailbox.as_str());
        out.close().close();
    }
    let sender = &manifest.sender;
    out.open("avsender", &[]).leaf_with(
        "organisasjon",
        &[("authority", "iso6523-actorid-upis")],
        &format!("0192:{}", sender.organisation),
    );
    let unit = sender.unit.as_ref().map(SenderUnit::as_str);
    out.leaf_if("avsenderidentifikator", unit);
    let reference = sender.invoice_reference.as_ref();
    out.leaf_if("fakturaReferanse", reference.map(InvoiceReference::as_str));
    out.close();
    write_document(&mut out, "hoveddokument", &manifest.main);
    for attachment in &manifest.attachments {
        write_document(&mut out, "vedlegg", attachment);
    }
    if let Some(link) = &manifest.link {
        let norwegian = [("lang", "nb")];
        out.open("lenke", &[]).leaf("url", &link.url);
        if let Some(text) = &link.description {
            out.leaf_with("beskrivelse", &norwegian, text);
        }
        if let Some(text) = &link.button {
            out.leaf_with("knappTekst", &norwegian, text);
        }
        out.leaf_if("frist", link.deadline.as_deref());
        out.close();
    }
    out.finish()
}

fn write_document(out: &mut Writer, element: &str, document: &Document) {
    let attributes = [("href", &*document.name), ("mime", &*document.media_type)];
    out.open(element, &attributes);
    if let Some(title) = &document.title {
        let language = [("lang", title.language.as_str())];
        out.leaf_with("tittel", &language, title.text.as_str());
    }
    if let Some(data) = &document.data {
        let attributes = [("href", &*data.name), ("mime", &*data.media_type)];
        out.leaf_with("data", &attributes, "");
    }
    out.close();
}

fn recipient(outer: &Sequence<'_>, found: &Element) -> Result<MailboxAddress, WireError> {
    let mut children = outer.inside(found);
    let person = children.required("person")?;
    children.finish()?;
    let mut parts = outer.inside(person);
    let number = parts.optional("personidentifikator");
    if let Some(number) = number {
        let digits = number.text();
        if digits.len() != 11 || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(parts.error("personidentifikator", "eleven digits", "something else"));
        }
    }
    let address = parts.required("postkasseadresse")?;
    let address = parsed(&parts, address, MailboxAddress::parse)?;
    parts.finish()?;
    Ok(address)
}

fn read_sender(outer: &Sequence<'_>, found: &Element) -> Result<SendingUnit, WireError> {
    let mut parts = outer.inside(found);
    let organisation = parts.required("organisasjon")?;
    let organisation = parsed(&parts, organisation, |text| {
        let digits = text.strip_prefix("0192:").filter(|rest| rest.len() == 9);
        let number = digits.and_then(|digits| OrgNumber::parse(digits).ok());
        number.ok_or_else(|| OutOfBounds::form(text, "`0192:` and an organisation number"))
    })?;
    let unit = parts.optional("avsenderidentifikator");
    let unit = unit.map(|found| parsed(&parts, found, SenderUnit::parse));
    let reference = parts.optional("fakturaReferanse");
    let reference = reference.map(|found| parsed(&parts, found, InvoiceReference::parse));
    let read = SendingUnit {
        organisation,
        unit: unit.transpose()?,
        invoice_reference: reference.transpose()?,
    };
    parts.finish()?;
    Ok(read)
}

fn document(outer: &Sequence<'_>, found: &Element) -> Result<Document, WireError> {
    let mut parts = outer.inside(found);
    let (name, media_type) = file(&parts, found)?;
    let title = parts.optional("tittel");
    let title = title.map(|title| {
        let language = attribute(&parts, title, "lang", 2, 2)?;
        let language = Language::parse(&language)
            .map_err(|wrong| parts.error("tittel/@lang", wrong.expected, wrong.found))?;
        let text = parsed(&parts, title, Title::parse)?;
        Ok(ManifestTitle { text, language })
    });
    let title = title.transpose()?;
    let data = parts.optional("data");
    let data = data.map(|data| {
        let (name, media_type) = file(&parts, data)?;
        Ok(DocumentData { name, media_type })
    });
    let data = data.transpose()?;
    parts.finish()?;
    Ok(Document {
        name,
        media_type,
        title,
        data,
    })
}

fn link(outer: &Sequence<'_>, found: &Element) -> Result<Link, WireError> {
    let mut parts = outer.inside(found);
    let url = parts.required("url")?;
    let url = parsed(&parts, url, |text| {
        let rest = text
            .strip_prefix("https://")
            .or_else(|| text.strip_prefix("http://"));
        let fits = rest.is_some_and(|rest| !rest.is_empty());
        fits.then(|| text.to_owned())
            .ok_or_else(|| OutOfBounds::form(text, "an address by http or https"))
    })?;
    let short = |child: &Element| child.text().to_owned();
    let link = Link {
        url,
        description: parts.optional("beskrivelse").map(short),
        button: parts.optional("knappTekst").map(short),
        deadline: parts.optional("frist").map(short),
    };
    parts.finish()?;
    Ok(link)
}

/// Name and media type of a file.
fn file(at: &Sequence<'_>, element: &Element) -> Result<(String, String), WireError> {
    let name = attribute(at, element, "href", 4, 100)?;
    Ok((name, attribute(at, element, "mime", 1, 100)?))
}

fn attribute(
    at: &Sequence<'_>,
    element: &Element,
    name: &str,
    least: usize,
    most: usize,
) -> Result<String, WireError> {
    let value = element.attribute(name).unwrap_or_default();
    let length = value.chars().count();
    if !(least..=most).contains(&length) {
        let place = format!("{}/@{name}", element.local());
        let found = format!("{length} characters");
        return Err(at.error(&place, format!("{least} to {most} characters"), found));
    }
    Ok(value.to_owned())
}

fn parsed<T>(
    at: &Sequence<'_>,
    child: &Element,
    parse: impl FnOnce(&str) -> Result<T, OutOfBounds>,
) -> Result<T, WireError> {
    parse(child.text()).map_err(|wrong| at.error(child.local(), wrong.expected, wrong.found))
}

#[cfg(test)]
mod tests {
    use super::*;

    const WHOLE: &str = r#"<manifest xmlns="http://begrep.difi.no/sdp/schema_v10"><mottaker><person>
        <personidentifikator>00000000000</personidentifikator>
        <postkasseadresse>kari.nordmann#A1B2</postkasseadresse></person></mottaker>
        <avsender><organisasjon authority="iso6523-actorid-upis">0192:364926111</organisasjon>
        <avsenderidentifikator>barnehagen</avsenderidentifikator>
        <fakturaReferanse>4711</fakturaReferanse></avsender>
        <hoveddokument href="faktura.xml" mime="application/ehf+xml">
        <tittel lang="nb">Faktura</tittel>
        <data href="data.xml" mime="application/vnd.difi.dpi.bevis+xml"/></hoveddokument>
        <vedlegg href="side.pdf" mime="application/pdf"/>
        <lenke><url>https://example.no/</url><beskrivelse lang="nb">Svar</beskrivelse>
        <knappTekst lang="nb">Svar</knappTekst><frist>2026-10-01T12:00:00+02:00</frist></lenke>
        </manifest>"#;

    #[test]
    fn a_manifest_is_read_and_written_whole() {
        let manifest = read(WHOLE.as_bytes()).unwrap();
        assert_eq!(manifest.attachments.len(), 1);
        let names: Vec<&str> = manifest.file_names().collect();
        assert_eq!(names, ["faktura.xml", "data.xml", "side.pdf"]);
        assert_eq!(read(&write(&manifest)), Ok(manifest));
    }

    #[test]
    fn a_manifest_that_is_not_as_it_should_be_says_where() {
        for (from, to, said) in [
            (
                "<manifest ",
                "<manifest",
                "the document: expected well-formed XML",
            ),
            (
                "schema_v10\"",
                "schema_v9\"",
                "the root: expected <manifest>",
            ),
            (
                "0192:364926111",
                "9908:364926111",
                "manifest/avsender/organisasjon: expected `0192:`",
            ),
            (
                "lang=\"nb\">Faktura",
                ">Faktura",
                "tittel/@lang: expected 2 to 2 characters",
            ),
            (
                "faktura.xml",
                "x",
                "hoveddokument/@href: expected 4 to 100 characters, found 1",
            ),
            (
                "mime=\"application/pdf\"",
                "",
                "vedlegg/@mime: expected 1 to 100",
            ),
            (
                "https://example.no/",
                "ftp://example.no/",
                "lenke/url: expected an address",
            ),
            (
                "00000000000",
                "000",
                "personidentifikator: expected eleven digits",
            ),
            (
                "<vedlegg",
                "<annet/><vedlegg",
                "expected the end of <manifest>",
            ),
            ("<hoveddokument", "<vedlegg", "expected"),
        ] {
            let text = WHOLE.replacen(from, to, 1);
            assert_ne!(text, WHOLE);
            let told = read(text.as_bytes()).unwrap_err().to_string();
            assert!(told.contains(said), "{told}\nwants {said}");
        }
    }
}
