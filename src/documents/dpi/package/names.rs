//! Names that packages are made of: files, namespaces, algorithms.

/// What kind of archive it is (ETSI TS 102 918, section A.1).
pub(super) const MEDIA_TYPE: &str = "application/vnd.etsi.asic-e+zip";

/// The first file.
pub(super) const MIMETYPE: &str = "mimetype";

/// Metadata of every file that is for somebody.
pub(super) const MANIFEST: &str = "manifest.xml";

/// The signature.
pub(super) const SIGNATURES: &str = "META-INF/signatures.xml";

/// A list of the files, which the documents forbid and every published package has.
pub(super) const LIST: &str = "META-INF/manifest.xml";

/// Namespace of the manifest.
pub(super) const SDP: &str = "http://begrep.difi.no/sdp/schema_v10";

/// Namespace of the root that holds signatures.
pub(super) const ASIC: &str = "http://uri.etsi.org/02918/v1.2.1#";

/// Namespace of signatures.
pub(super) const DS: &str = "http://www.w3.org/2000/09/xmldsig#";

/// Namespace of what a signature says of itself.
pub(super) const XADES: &str = "http://uri.etsi.org/01903/v1.3.2#";

/// What refers to that.
pub(super) const SIGNED_PROPERTIES: &str = "http://uri.etsi.org/01903#SignedProperties";

/// How signatures are made.
pub(super) const RSA_SHA256: &str = "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256";

/// SHA-256.
pub(super) const SHA256: &str = "http://www.w3.org/2001/04/xmlenc#sha256";

/// SHA-512.
pub(super) const SHA512: &str = "http://www.w3.org/2001/04/xmlenc#sha512";

/// SHA-1, which many name their certificate by.
pub(super) const SHA1: &str = "http://www.w3.org/2000/09/xmldsig#sha1";
