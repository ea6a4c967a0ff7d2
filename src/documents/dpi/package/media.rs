//! Types of documents (DPI: Media types of documents).

/// Types that mailboxes take.
const TYPES: &[&str] = &[
    "application/pdf",
    "text/html",
    "text/plain",
    "application/ehf+xml",
    "application/vnd.oasis.opendocument.text",
    "application/vnd.oasis.opendocument.spreadsheet",
    "application/vnd.oasis.opendocument.presentation",
    "application/vnd.oasis.opendocument.graphics",
    "application/msword",
    "application/vnd.ms-excel",
    "application/vnd.ms-powerpoint",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "image/gif",
    "image/jpeg",
    "image/png",
    "application/octet-stream",
    "application/vnd.difi.dpi.bevis+xml",
    "application/vnd.difi.dpi.lenke+xml",
    "application/vnd.difi.dpi.arrangement+xml",
];

/// Ends of names of programs.
const PROGRAMS: &[&str] = &[
    "bat", "cmd", "com", "cpl", "dll", "exe", "hta", "jar", "js", "lnk", "msi", "pif", "ps1",
    "scr", "sh", "vbs", "wsf",
];

/// Whether mailboxes take documents of this type; parameters after `;` and the case of letters do
/// not count.
#[must_use]
pub fn is_allowed_media_type(media_type: &str) -> bool {
    let plain = media_type.split(';').next().unwrap_or_default().trim();
    TYPES.iter().any(|known| known.eq_ignore_ascii_case(plain))
}

/// Whether a file's name is that of a program.
pub(super) fn is_program(name: &str) -> bool {
    let end = name.rsplit_once('.').map(|(_, end)| end);
    end.is_some_and(|end| PROGRAMS.iter().any(|known| known.eq_ignore_ascii_case(end)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn documents_may_be_sent_and_programs_may_not() {
        assert!(is_allowed_media_type("application/PDF"));
        assert!(is_allowed_media_type("text/plain; charset=utf-8"));
        assert!(!is_allowed_media_type("application/x-msdownload"));
        assert!(!is_allowed_media_type(""));
        assert!(is_program("a.b.EXE"));
        assert!(!is_program("exe"));
        assert!(!is_program("faktura.pdf"));
    }
}
