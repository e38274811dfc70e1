package org.schedlab.lab.charts;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.zip.DeflaterOutputStream;

/// A PDF file of one page that is one image (PDF 1.4, ISO 32000-1: 7.5, file structure; 8.9, images).
final class PdfPage {
    private final ByteArrayOutputStream file = new ByteArrayOutputStream();
    private final List<Integer> places = new ArrayList<>();

    private PdfPage() {}

    /// @param width of the page, in points of 1/72 inch
    /// @param height the same
    static byte[] of(BufferedImage image, double width, double height) {
        try {
            return new PdfPage().write(image, width, height);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private byte[] write(BufferedImage image, double width, double height) throws IOException {
        text("%PDF-1.4\n");
        object("<< /Type /Catalog /Pages 2 0 R >>", new byte[0]);
        object("<< /Type /Pages /Kids [3 0 R] /Count 1 >>", new byte[0]);
        object(
                String.format(
                        Locale.ROOT,
                        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 %.2f %.2f] /Contents 4 0 R"
                                + " /Resources << /XObject << /Chart 5 0 R >> >> >>",
                        width,
                        height),
                new byte[0]);
        byte[] drawing = String.format(Locale.ROOT, "%.2f 0 0 %.2f 0 0 cm /Chart Do", width, height)
                .getBytes(StandardCharsets.US_ASCII);
        object("<< /Length " + drawing.length + " >>", drawing);
        byte[] pixels = deflated(image);
        object(
                String.format(
                        Locale.ROOT,
                        "<< /Type /XObject /Subtype /Image /Width %d /Height %d /ColorSpace /DeviceRGB"
                                + " /BitsPerComponent 8 /Filter /FlateDecode /Length %d >>",
                        image.getWidth(),
                        image.getHeight(),
                        pixels.length),
                pixels);
        int table = file.size();
        text(String.format(Locale.ROOT, "xref\n0 %d\n0000000000 65535 f \n", places.size() + 1));
        for (int place : places) {
            text(String.format(Locale.ROOT, "%010d 00000 n \n", place));
        }
        text(String.format(
                Locale.ROOT, "trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n", places.size() + 1, table));
        return file.toByteArray();
    }

    private void object(String dictionary, byte[] stream) throws IOException {
        places.add(file.size());
        text(places.size() + " 0 obj\n" + dictionary + "\n");
        if (stream.length > 0) {
            text("stream\n");
            file.write(stream);
            text("\nendstream\n");
        }
        text("endobj\n");
    }

    private void text(String text) throws IOException {
        file.write(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static byte[] deflated(BufferedImage image) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (var out = new DeflaterOutputStream(packed)) {
            int[] row = new int[image.getWidth()];
            byte[] bytes = new byte[3 * row.length];
            for (int y = 0; y < image.getHeight(); y++) {
                image.getRGB(0, y, row.length, 1, row, 0, row.length);
                for (int x = 0; x < row.length; x++) {
                    bytes[3 * x] = (byte) (row[x] >> 16);
                    bytes[3 * x + 1] = (byte) (row[x] >> 8);
                    bytes[3 * x + 2] = (byte) row[x];
                }
                out.write(bytes);
            }
        }
        return packed.toByteArray();
    }
}
