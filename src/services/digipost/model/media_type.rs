//! Media types of the files that documents are.

/// The media type of a file type, as a sender writes it.
pub(in crate::services::digipost) fn media_type_of(file_type: &str) -> &'static str {
    match file_type.to_ascii_lowercase().as_str() {
        "pdf" => "application/pdf",
        "htm" | "html" => "text/html",
        "xhtml" | "xht" => "application/xhtml+xml",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "gif" => "image/gif",
        "zip" => "application/zip",
        "ehf" | "xml" => "application/xml",
        "txt" => "text/plain",
        _ => "application/octet-stream",
    }
}
