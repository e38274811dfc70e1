package org.schedlab.lab.pictures;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.InflaterInputStream;

import org.junit.jupiter.api.Test;
import org.schedlab.lab.recorder.Recording;

import static org.assertj.core.api.Assertions.assertThat;

class TimelineHtmlTest {
    private static final Pattern DATA = Pattern.compile("\"data\":\"([A-Za-z0-9+/=]*)\"");

    private final TimelinePicture small = TimelinePicture.of(SmallRecording.make());

    /// Reads as the script does.
    private static final class Reader {
        private final byte[] bytes;
        private int at;

        Reader(String html) throws IOException {
            Matcher data = DATA.matcher(html);
            assertThat(data.find()).isTrue();
            try (var in = new InflaterInputStream(
                    new ByteArrayInputStream(Base64.getDecoder().decode(data.group(1))))) {
                bytes = in.readAllBytes();
            }
        }

        long number() {
            long value = 0;
            int shift = 0;
            byte next;
            do {
                next = bytes[at++];
                value |= (long) (next & 0x7F) << shift;
                shift += 7;
            } while (next < 0);
            return value;
        }

        /// @param byCpu whether the pieces name a CPU, not a task
        List<Piece> lane(int lane, long from, boolean byCpu, int task) {
            List<Piece> pieces = new ArrayList<>();
            long count = number();
            long begin = from;
            long end = from;
            long below = 0;
            for (int i = 0; i < count; i++) {
                int head = (int) number();
                if ((head & 16) == 0) {
                    begin = end + number();
                    end = begin + number();
                    below = 0;
                }
                boolean merged = (head & 8) != 0;
                long nanos = merged ? number() : end - begin;
                int intervals = merged ? (int) number() : 1;
                int last = (int) number() - 1;
                Piece.Kind kind = Piece.Kind.values()[head & 7];
                pieces.add(new Piece(
                        lane, kind, byCpu ? task : last, byCpu ? last : lane % 8, begin, end, below, nanos, intervals));
                below += nanos;
            }
            return pieces;
        }
    }

    @Test
    void theScriptHasEveryPiece() throws IOException {
        Recording recording = new DemoRecording(8, 20, 20_000_000, 95_000).make();
        TimelinePicture picture = TimelinePicture.of(recording);
        Reader reader = new Reader(picture.html());
        TimelineOptions options = TimelineOptions.of(recording);
        TimelineContent exact = TimelineReader.read(
                        recording,
                        options,
                        Activity.of(recording, options.from(), options.to()),
                        new TimelineReader.Limits(LaneBuilder.Grain.EXACT, 100_000, 10, 10))
                .orElseThrow();
        List<Piece> read = new ArrayList<>();
        for (int lane = 0; lane < exact.lanes(); lane++) {
            boolean task = lane >= exact.taskLane(0);
            int number = task ? exact.shown().get(lane - exact.taskLane(0)).number() : -1;
            read.addAll(reader.lane(lane, options.from(), task, number));
        }
        assertThat(read).isEqualTo(exact.pieces());
        assertThat(reader.number()).isEqualTo(exact.counts().wakes());
    }

    @Test
    void aPictureIsInItForPagesThatRunNoScripts() {
        assertThat(small.html())
                .containsPattern("^<div data-schedlab-timeline=\"[0-9a-f]+\"")
                .contains("<img alt=\"timeline: Who ran where: vtime", "src=\"data:image/svg+xml;base64,");
    }

    @Test
    void namesDoNotEndTheScript() {
        String html = small.html();
        assertThat(html.split("</script>", -1)).hasSize(2);
        assertThat(html).contains("\"c\\u003c\\u0026\\u0001\\u003e:103\"");
        assertThat(TimelineHeader.quoted("</script>\"\\\u2028"))
                .isEqualTo("\"\\u003c/script\\u003e\\u0022\\u005c\\u2028\"");
    }

    @Test
    void nothingIsFetched() {
        assertThat(small.html()).doesNotContain("http:", "https:", "import(", "fetch(", "XMLHttpRequest");
    }

    @Test
    void equalRecordingsGiveEqualBytes() {
        assertThat(TimelinePicture.of(SmallRecording.make()).html()).isEqualTo(small.html());
    }

    @Test
    void aLongRecordingIsMergedAndSaysSo() {
        String html = TimelinePicture.of(new DemoRecording(8, 100, 2_000_000_000L, 95_000).make())
                .html();
        assertThat(html.length()).isLessThanOrEqualTo(TimelineHtml.MOST_CHARACTERS);
        assertThat(html)
                .containsPattern("[0-9,]+ of [0-9,]+ intervals are shorter than [0-9.]+ [µm]s and merged into columns")
                .containsPattern("[0-9,]+ of [0-9,]+ wake-ups are in this picture");
    }
}
