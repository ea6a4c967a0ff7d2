import java.io.ByteArrayInputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.zip.ZipFile;
import javax.xml.crypto.OctetStreamData;
import javax.xml.crypto.URIDereferencer;
import javax.xml.crypto.dsig.Reference;
import javax.xml.crypto.dsig.XMLSignature;
import javax.xml.crypto.dsig.XMLSignatureFactory;
import javax.xml.crypto.dsig.dom.DOMValidateContext;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Element;

/** Whether the signature of a document package holds, by the XML signatures of the JDK. */
public final class SignatureOf {
    private static final String DS = "http://www.w3.org/2000/09/xmldsig#";
    private static final String XADES = "http://uri.etsi.org/01903/v1.3.2#";

    public static void main(String[] arguments) throws Exception {
        for (String path : arguments) {
            try (ZipFile archive = new ZipFile(path)) {
                System.out.println("ok - the JDK verifies " + verified(archive) + " references of " + path);
            }
        }
    }

    private static int verified(ZipFile archive) throws Exception {
        DocumentBuilderFactory builders = DocumentBuilderFactory.newInstance();
        builders.setNamespaceAware(true);
        byte[] bytes = file(archive, "META-INF/signatures.xml");
        var document = builders.newDocumentBuilder().parse(new ByteArrayInputStream(bytes));
        var signature = (Element) document.getElementsByTagNameNS(DS, "Signature").item(0);
        var properties = (Element) signature.getElementsByTagNameNS(XADES, "SignedProperties").item(0);
        properties.setIdAttribute("Id", true);
        String shown = signature.getElementsByTagNameNS(DS, "X509Certificate").item(0).getTextContent();
        byte[] der = java.util.Base64.getMimeDecoder().decode(shown);
        var certificate = (X509Certificate) CertificateFactory.getInstance("X.509")
                .generateCertificate(new ByteArrayInputStream(der));
        var context = new DOMValidateContext(certificate.getPublicKey(), signature);
        XMLSignatureFactory factory = XMLSignatureFactory.getInstance("DOM");
        URIDereferencer inside = factory.getURIDereferencer();
        context.setURIDereferencer((reference, where) -> {
            String uri = reference.getURI();
            if (uri.startsWith("#")) {
                return inside.dereference(reference, where);
            }
            String name = URLDecoder.decode(uri.replace("+", "%2B"), StandardCharsets.UTF_8);
            try {
                return new OctetStreamData(new ByteArrayInputStream(file(archive, name)));
            } catch (java.io.IOException error) {
                throw new javax.xml.crypto.URIReferenceException(error);
            }
        });
        XMLSignature read = factory.unmarshalXMLSignature(context);
        for (Object each : read.getSignedInfo().getReferences()) {
            Reference reference = (Reference) each;
            if (!reference.validate(context)) {
                throw new IllegalStateException("the digest of " + reference.getURI());
            }
        }
        if (!read.validate(context)) {
            throw new IllegalStateException("the value of the signature");
        }
        return read.getSignedInfo().getReferences().size();
    }

    private static byte[] file(ZipFile archive, String name) throws java.io.IOException {
        return archive.getInputStream(archive.getEntry(name)).readAllBytes();
    }
}
