"""A package of digital post, made by what shares no line with the server: lxml writes and
canonicalises, cryptography signs, openssl encrypts as a stream."""

import base64
import hashlib
import io
import subprocess
import zipfile
from datetime import datetime, timezone

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding
from lxml import etree

SDP = "http://begrep.difi.no/sdp/schema_v10"
ASIC = "http://uri.etsi.org/02918/v1.2.1#"
DSIG = "http://www.w3.org/2000/09/xmldsig#"
XADES = "http://uri.etsi.org/01903/v1.3.2#"
C14N = "http://www.w3.org/TR/2001/REC-xml-c14n-20010315"
RSA_SHA256 = "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256"
SHA256 = "http://www.w3.org/2001/04/xmlenc#sha256"
SIGNED_PROPERTIES = "http://uri.etsi.org/01903#SignedProperties"
MIMETYPE = b"application/vnd.etsi.asic-e+zip"


class Signer:
    """A private key and its certificate, from files in PEM."""

    def __init__(self, key_pem, certificate_pem):
        self.key = serialization.load_pem_private_key(key_pem.encode(), password=None)
        self.certificate = x509.load_pem_x509_certificate(certificate_pem.encode())
        self.der = self.certificate.public_bytes(serialization.Encoding.DER)
        self.pem = key_pem

    def sign(self, message):
        return self.key.sign(message, padding.PKCS1v15(), hashes.SHA256())


def b64(data):
    return base64.b64encode(data).decode()


def digest(data):
    return b64(hashlib.sha256(data).digest())


def canonical(element):
    """Canonical XML 1.0 of an element where it stands."""
    return etree.tostring(element, method="c14n", exclusive=False, with_comments=False)


def child(parent, namespace, name, text=None, **attributes):
    element = etree.SubElement(parent, f"{{{namespace}}}{name}", **attributes)
    element.text = text
    return element


def manifest(address, sender, files):
    """`files` are tuples of name, media type and title, the main document first."""
    root = etree.Element(f"{{{SDP}}}manifest", nsmap={None: SDP})
    if address is not None:
        person = child(child(root, SDP, "mottaker"), SDP, "person")
        child(person, SDP, "postkasseadresse", address)
    party = child(root, SDP, "avsender")
    child(party, SDP, "organisasjon", f"0192:{sender}", authority="iso6523-actorid-upis")
    for at, (name, media_type, title) in enumerate(files):
        document = child(root, SDP, "hoveddokument" if at == 0 else "vedlegg",
                         href=name, mime=media_type)
        child(document, SDP, "tittel", title, lang="nb")
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8")


def signatures(signer, contents):
    """`contents` are tuples of name, media type and bytes."""
    root = etree.Element(f"{{{ASIC}}}XAdESSignatures", nsmap={None: ASIC})
    signature = etree.SubElement(root, f"{{{DSIG}}}Signature", nsmap={None: DSIG}, Id="Signature")
    info = child(signature, DSIG, "SignedInfo")
    child(info, DSIG, "CanonicalizationMethod", Algorithm=C14N)
    child(info, DSIG, "SignatureMethod", Algorithm=RSA_SHA256)
    for at, (name, _, content) in enumerate(contents):
        reference = child(info, DSIG, "Reference", Id=f"ID_{at}", URI=name)
        child(reference, DSIG, "DigestMethod", Algorithm=SHA256)
        child(reference, DSIG, "DigestValue", digest(content))
    value = child(signature, DSIG, "SignatureValue")
    data = child(child(signature, DSIG, "KeyInfo"), DSIG, "X509Data")
    child(data, DSIG, "X509Certificate", b64(signer.der))
    qualifying = etree.SubElement(child(signature, DSIG, "Object"), f"{{{XADES}}}QualifyingProperties",
                                  nsmap={None: XADES, "ds": DSIG}, Target="#Signature")
    properties = child(qualifying, XADES, "SignedProperties", Id="SignedProperties")
    about = child(properties, XADES, "SignedSignatureProperties")
    now = datetime.now(timezone.utc).isoformat(timespec="milliseconds")
    child(about, XADES, "SigningTime", now)
    certificate = child(child(about, XADES, "SigningCertificate"), XADES, "Cert")
    in_short = child(certificate, XADES, "CertDigest")
    child(in_short, DSIG, "DigestMethod", Algorithm=SHA256)
    child(in_short, DSIG, "DigestValue", digest(signer.der))
    serial = child(certificate, XADES, "IssuerSerial")
    child(serial, DSIG, "X509IssuerName", signer.certificate.issuer.rfc4514_string())
    child(serial, DSIG, "X509SerialNumber", str(signer.certificate.serial_number))
    formats = child(properties, XADES, "SignedDataObjectProperties")
    for at, (_, media_type, _) in enumerate(contents):
        form = child(formats, XADES, "DataObjectFormat", ObjectReference=f"#ID_{at}")
        child(form, XADES, "MimeType", media_type)
    reference = child(info, DSIG, "Reference", Type=SIGNED_PROPERTIES, URI="#SignedProperties")
    child(child(reference, DSIG, "Transforms"), DSIG, "Transform", Algorithm=C14N)
    child(reference, DSIG, "DigestMethod", Algorithm=SHA256)
    child(reference, DSIG, "DigestValue", digest(canonical(properties)))
    value.text = b64(signer.sign(canonical(info)))
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=False)


def asic(signer, address, sender, documents, spoil=None):
    """The package as a zip. `documents` are tuples of name, media type, title and bytes; `spoil`
    changes the content of a file by name after it was signed."""
    told = manifest(address, sender, [document[:3] for document in documents])
    contents = [("manifest.xml", "application/xml", told)]
    contents += [(name, media_type, content) for name, media_type, _, content in documents]
    files = [(name, content) for name, _, content in contents]
    files.append(("META-INF/signatures.xml", signatures(signer, contents)))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(zipfile.ZipInfo("mimetype"), MIMETYPE, zipfile.ZIP_STORED)
        for name, content in files:
            archive.writestr(name, (spoil or {}).get(name, lambda it: it)(content))
    return out.getvalue()


def sealed(content, certificate_file):
    """As CMS for the key of a certificate, streamed, as senders do it."""
    command = [
        "openssl", "cms", "-encrypt", "-binary", "-stream", "-outform", "DER", "-aes-256-cbc",
        "-recip", str(certificate_file),
        "-keyopt", "rsa_padding_mode:oaep", "-keyopt", "rsa_oaep_md:sha256",
        "-keyopt", "rsa_mgf1_md:sha256",
    ]
    return subprocess.run(command, input=content, capture_output=True, check=True).stdout
