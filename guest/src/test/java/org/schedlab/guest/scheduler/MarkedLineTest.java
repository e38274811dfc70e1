package org.schedlab.guest.scheduler;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class MarkedLineTest {
    @Test
    void theWordAtThePlaceIsMarked() {
        assertThat(MarkedLine.of("    insert(p, slcie, 0);", 5, 15, ""))
                .isEqualTo(new MarkedLine("insert(p, slcie, 0);", "          ^~~~~"));
        assertThat(MarkedLine.of("\tint x = 3", 5, 11, ""))
                .as("behind the end")
                .isEqualTo(new MarkedLine("int x = 3", "         ^"));
    }

    @Test
    void whatBelongsToItIsMarkedToo() {
        assertThat(MarkedLine.of("    u64 x = \"a\" * 3;", 3, 17, "{3:13-3:16}{3:19-3:20}{4:1-4:9}"))
                .isEqualTo(new MarkedLine("u64 x = \"a\" * 3;", "        ~~~ ^ ~"));
        assertThat(MarkedLine.of("f(a,", 3, 1, "{3:1-4:9}")).isEqualTo(new MarkedLine("f(a,", "^~~~"));
    }

    @Test
    void columnsAreBytes() {
        assertThat(MarkedLine.of("/* µ */ x = y;", 1, 10, "")).isEqualTo(new MarkedLine("/* µ */ x = y;", "        ^"));
    }

    @Test
    void aLongLineIsCutAroundThePlace() {
        String line = "  " + "a + ".repeat(60) + "wrong" + " + b".repeat(60);
        MarkedLine marked = MarkedLine.of(line, 1, line.indexOf("wrong") + 1, "");
        assertThat(marked.code()).startsWith("…").endsWith("…").hasSize(102);
        assertThat(marked.code().indexOf("wrong"))
                .isEqualTo(41)
                .isEqualTo(marked.marks().indexOf('^'));
        assertThat(marked.marks().strip()).isEqualTo("^~~~~");
    }

    @Test
    void aPlaceOutsideIsNotMarked() {
        assertThat(MarkedLine.of("int x;", 1, 40, ""))
                .as("clang names no such place")
                .isEqualTo(new MarkedLine("int x;", "      ^"));
        assertThat(MarkedLine.of("   ", 1, 1, "")).isEqualTo(new MarkedLine("", ""));
    }
}
