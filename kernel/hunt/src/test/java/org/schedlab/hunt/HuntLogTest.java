package org.schedlab.hunt;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.schedlab.hunt.run.Breach;
import org.schedlab.hunt.scenario.Generator;
import org.schedlab.hunt.scenario.Scenario;
import org.schedlab.vm.LabException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/// What is kept of a hunt.
class HuntLogTest {
    private static final Entry.Began BEGAN = new Entry.Began("abc", "scheduler x, seed 1");

    @TempDir
    private Path folder;

    private static Entry.Tried tried(long number) {
        Scenario scenario =
                new Generator(1, List.of("1n1l2c1t"), Duration.ofMillis(400), true).scenario(number, List.of());
        return new Entry.Tried(
                number,
                scenario,
                List.of(new Breach("nobody starves", "waits", "a-0", "a-0 waited \"long\", µs", 1, 2)),
                "00ff",
                List.of("then - enqueue"),
                List.of(),
                5);
    }

    @Test
    void whatWasWrittenIsReadAgain() {
        try (HuntLog log = HuntLog.open(folder, BEGAN)) {
            log.append(tried(0));
            log.append(new Entry.Missed(1, "no room"));
            log.append(new Entry.Reduced(0, tried(0).breaches().getFirst(), tried(0).scenario(), "11", 7));
        }
        try (HuntLog log = HuntLog.open(folder, BEGAN)) {
            assertThat(log.entries())
                    .containsExactly(
                            BEGAN,
                            tried(0),
                            new Entry.Missed(1, "no room"),
                            new Entry.Reduced(0, tried(0).breaches().getFirst(), tried(0).scenario(), "11", 7));
            assertThat(log.next()).isEqualTo(2);
        }
    }

    @Test
    void halfALineIsCutOff() throws IOException {
        try (HuntLog log = HuntLog.open(folder, BEGAN)) {
            log.append(tried(0));
        }
        Path file = folder.resolve(HuntLog.FILE);
        long whole = Files.size(file);
        Files.writeString(file, "{\"type\":\"Tried\",\"numb", StandardOpenOption.APPEND);
        try (HuntLog log = HuntLog.open(folder, BEGAN)) {
            assertThat(log.next()).isEqualTo(1);
            assertThat(Files.size(file)).isEqualTo(whole);
            log.append(tried(1));
            assertThat(log.entries()).endsWith(tried(1));
        }
        try (HuntLog log = HuntLog.open(folder, BEGAN)) {
            assertThat(log.entries()).containsExactly(BEGAN, tried(0), tried(1));
        }
    }

    @Test
    void anotherHuntsFolderIsRefused() {
        HuntLog.open(folder, BEGAN).close();
        assertThatExceptionOfType(LabException.class)
                .isThrownBy(() -> HuntLog.open(folder, new Entry.Began("def", "scheduler x, seed 2")))
                .withMessageContaining("another one was there: scheduler x, seed 1; this one is scheduler x, seed 2")
                .withMessageContaining("name another folder");
    }

    @Test
    void oneHuntAtATime() {
        try (HuntLog _ = HuntLog.open(folder, BEGAN)) {
            assertThatExceptionOfType(LabException.class)
                    .isThrownBy(() -> HuntLog.open(folder, BEGAN))
                    .withMessageContaining("another one is at work there");
        }
    }

    @Test
    void aBrokenLineIsNamed() throws IOException {
        Files.writeString(folder.resolve(HuntLog.FILE), "no JSON\n");
        assertThatExceptionOfType(LabException.class)
                .isThrownBy(() -> HuntLog.open(folder, BEGAN))
                .withMessageContaining("line 1");
    }
}
