package org.schedlab.lab.pictures;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import java.util.stream.LongStream;
import javax.imageio.ImageIO;

import org.junit.jupiter.api.Test;
import org.schedlab.lab.charts.CpuColours;
import org.schedlab.lab.recorder.Recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;
import static org.schedlab.lab.pictures.SmallRecording.at;

class CausePictureTest {
    private final Recording recording = SmallRecording.make();

    private static CausePicture.Part part(long from, long to, String cause) {
        return new CausePicture.Part(at(from), at(to), cause, cause + " for it");
    }

    @Test
    void partsSumToTheInterval() {
        var picture = CausePicture.of(
                "Why b:102 waited",
                recording,
                List.of(part(100, 200, "in a DSQ"), part(200, 600, "another ran"), part(600, 700, "in a DSQ")));
        assertThat(picture.causes()).containsExactly(entry("another ran", 400_000L), entry("in a DSQ", 200_000L));
        assertThat(picture.words())
                .startsWith("Why b:102 waited: vtime\nLinux 6.18.15 · 600 µs of guest time from 1.5001 s\n")
                .contains("another ran 400 µs (66.7 %)", "in a DSQ 200 µs (33.3 %)")
                .contains("1.5002 s 400 µs: another ran for it");
    }

    @Test
    void eachPartHasItsCausesColour() throws IOException {
        var picture =
                CausePicture.of("Why", recording, List.of(part(100, 200, "in a DSQ"), part(200, 600, "another ran")));
        BufferedImage image = ImageIO.read(new ByteArrayInputStream(picture.png()));
        assertThat(image.getRGB((int) picture.axis().x(at(150)), 55))
                .isEqualTo(CpuColours.of(1).getRGB());
        assertThat(image.getRGB((int) picture.axis().x(at(210)), 55))
                .isEqualTo(CpuColours.of(0).getRGB());
        assertThat(picture.svg()).contains("Why: vtime").doesNotContain("href");
    }

    @Test
    void ofManyTheLongestAreTold() {
        var many = CausePicture.of(
                "Why",
                recording,
                LongStream.range(0, 20)
                        .mapToObj(i -> part(i * i, (i + 1) * (i + 1), "another ran"))
                        .toList());
        assertThat(many.words())
                .contains("the 12 longest of 20 parts are told in words")
                .contains("1.500361 s 39 µs")
                .doesNotContain("1.500049 s");
    }

    @Test
    void nothing() {
        var none = CausePicture.of("Why", recording, List.of());
        assertThat(none.words()).contains("nothing: the interval is empty");
        assertThat(none.png()).isNotEmpty();
        assertThat(none.html()).startsWith("<img");
    }
}
