package conformance;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Letters: A4, a box in the middle and no fonts, so that a print shop has nothing to say. */
public final class Pdf {
    private Pdf() {}

    /** A letter of so many pages; {@code mark} makes its bytes its own. */
    public static byte[] of(int pages, String mark) {
        List<String> objects = new ArrayList<>();
        StringBuilder kids = new StringBuilder();
        for (int page = 0; page < pages; page++) {
            kids.append(4 + page).append(" 0 R ");
        }
        objects.add("<</Type/Catalog/Pages 2 0 R>>");
        objects.add("<</Type/Pages/Count " + pages + "/Kids[" + kids + "]/Resources<<>>>>");
        String content = "% " + mark + "\n200 300 200 200 re S";
        objects.add("<</Length " + content.length() + ">>\nstream\n" + content + "\nendstream");
        for (int page = 0; page < pages; page++) {
            objects.add("<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 3 0 R>>");
        }
        return written(objects).getBytes(StandardCharsets.ISO_8859_1);
    }

    private static String written(List<String> objects) {
        StringBuilder pdf = new StringBuilder("%PDF-1.4\n");
        StringBuilder table = new StringBuilder("0000000000 65535 f \n");
        for (int number = 1; number <= objects.size(); number++) {
            table.append(String.format("%010d 00000 n \n", pdf.length()));
            pdf.append(number + " 0 obj\n" + objects.get(number - 1) + "\nendobj\n");
        }
        int start = pdf.length();
        int size = objects.size() + 1;
        pdf.append("xref\n0 " + size + "\n" + table + "trailer\n<</Root 1 0 R/Size " + size);
        return pdf.append(">>\nstartxref\n" + start + "\n%%EOF\n").toString();
    }
}
