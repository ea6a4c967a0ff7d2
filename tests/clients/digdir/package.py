"""A package of digital post, made by what shares no line with the server: lxml writes,
cryptography signs, openssl encrypts as a stream."""

import base64
import hashlib
import io
import subprocess
import zipfile
from datetime import datetime, timezone
from xml.sax.saxutils import escape

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
    """`contents` are tuples of name, media type and bytes. What is signed is written in canonical
    form, with every namespace in scope declared where it begins: lxml gives another form of a part."""
    method = f'<ds:DigestMethod Algorithm="{SHA256}"></ds:DigestMethod>'
    formats = "".join(
        f'<DataObjectFormat ObjectReference="#ID_{at}"><MimeType>{escape(media_type)}</MimeType>'
        "</DataObjectFormat>"
        for at, (_, media_type, _) in enumerate(contents)
    )
    now = datetime.now(timezone.utc).isoformat(timespec="milliseconds")
    properties = (
        f'<SignedProperties xmlns="{XADES}" xmlns:ds="{DSIG}" Id="SignedProperties">'
        f"<SignedSignatureProperties><SigningTime>{now}</SigningTime><SigningCertificate><Cert>"
        f"<CertDigest>{method}<ds:DigestValue>{digest(signer.der)}</ds:DigestValue></CertDigest>"
        "<IssuerSerial><ds:X509IssuerName>"
        f"{escape(signer.certificate.issuer.rfc4514_string())}</ds:X509IssuerName>"
        f"<ds:X509SerialNumber>{signer.certificate.serial_number}</ds:X509SerialNumber>"
        "</IssuerSerial></Cert></SigningCertificate></SignedSignatureProperties>"
        f"<SignedDataObjectProperties>{formats}</SignedDataObjectProperties></SignedProperties>"
    )
    method = f'<DigestMethod Algorithm="{SHA256}"></DigestMethod>'
    references = "".join(
        f'<Reference Id="ID_{at}" URI="{escape(name)}">{method}'
        f"<DigestValue>{digest(content)}</DigestValue></Reference>"
        for at, (name, _, content) in enumerate(contents)
    )
    info = (
        f'<SignedInfo xmlns="{DSIG}">'
        f'<CanonicalizationMethod Algorithm="{C14N}"></CanonicalizationMethod>'
        f'<SignatureMethod Algorithm="{RSA_SHA256}"></SignatureMethod>{references}'
        f'<Reference Type="{SIGNED_PROPERTIES}" URI="#SignedProperties"><Transforms>'
        f'<Transform Algorithm="{C14N}"></Transform></Transforms>{method}'
        f"<DigestValue>{digest(properties.encode())}</DigestValue></Reference></SignedInfo>"
    )
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="no"?>'
        f'<XAdESSignatures xmlns="{ASIC}"><Signature xmlns="{DSIG}" Id="Signature">{info}'
        f"<SignatureValue>{b64(signer.sign(info.encode()))}</SignatureValue><KeyInfo><X509Data>"
        f"<X509Certificate>{b64(signer.der)}</X509Certificate></X509Data></KeyInfo><Object>"
        f'<QualifyingProperties xmlns="{XADES}" xmlns:ds="{DSIG}" Target="#Signature">{properties}'
        "</QualifyingProperties></Object></Signature></XAdESSignatures>"
    ).encode()


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
