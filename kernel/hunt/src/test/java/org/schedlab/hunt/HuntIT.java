package org.schedlab.hunt;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.schedlab.guest.scheduler.SchedulerException;
import org.schedlab.guest.scheduler.Schedulers;
import org.schedlab.hunt.run.ClaimFailedException;
import org.schedlab.vm.LabException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/// Hunts on real machines.
@Tag("machine")
class HuntIT {
    private static final Duration SOUND = Duration.ofHours(1);

    @TempDir
    private Path folder;

    private Hunt small(String planted) {
        return Hunt.of(Planted.scheduler(planted))
                .topologies("1n1l2c1t")
                .seed(20) // its first scenario gives a spinning worker one CPU
                .scenarios(2)
                .folder(folder.resolve(planted));
    }

    /// Found, reduced, written down, and gone on with: the second call runs nothing and says the same.
    @Test
    void aPlantedBugIsFoundAndReduced() throws IOException {
        HuntReport report = small("lost").run();

        assertThat(report.passed()).isFalse();
        Find find = report.finds().getFirst();
        assertThat(find.scenario().workers()).isLessThanOrEqualTo(3);
        assertThat(find.scenario().steps()).hasSizeLessThanOrEqualTo(3);
        assertThat(find.stateHash()).hasSize(64);
        try (Stream<Path> files = Files.list(find.folder())) {
            assertThat(files.map(each -> each.getFileName().toString()))
                    .containsExactlyInAnyOrder(
                            "scenario.json", "find.ipynb", "FoundByHuntIT.java", "journal.json", "timeline.html");
        }
        assertThat(Files.exists(folder.resolve("lost/checkpoints"))).isFalse();

        HuntReport again = small("lost").run();
        assertThat(again.finds()).isEqualTo(report.finds());
        assertThat(again.entries()).isEqualTo(report.entries());
    }

    @Test
    void whatCannotBegin() {
        assertThatExceptionOfType(SchedulerException.class)
                .isThrownBy(() -> Hunt.of(Schedulers.rejected())
                        .topologies("1n1l1c1t")
                        .folder(folder)
                        .run());
        assertThatExceptionOfType(LabException.class)
                .isThrownBy(() -> Hunt.of(Schedulers.fifo()).budget(Duration.ZERO))
                .withMessageContaining("a hunt cannot find anything in PT0S");
        assertThatExceptionOfType(LabException.class)
                .isThrownBy(() -> Hunt.of(Schedulers.fifo()).scenarios(0));
        assertThat(Files.exists(folder.resolve("checkpoints"))).isFalse();
    }

    @Test
    void aVerdictThatThrowsEndsTheHuntAndSaysWhere() {
        assertThatExceptionOfType(ClaimFailedException.class)
                .isThrownBy(() -> Hunt.of(Schedulers.fifo())
                        .topologies("1n1l1c1t")
                        .scenarios(1)
                        .folder(folder)
                        .verdict("odd", _ -> {
                            throw new IllegalStateException("mine");
                        })
                        .run())
                .withMessageContaining("the verdict 'odd' could not be given")
                .withMessageContaining("mine")
                .withMessageContaining("spawn a");
    }

    /// Each of the six within ten minutes. With `./schedlab test --long`.
    @ParameterizedTest
    @FieldSource("org.schedlab.hunt.Planted#NAMES")
    @EnabledIfSystemProperty(named = "schedlab.long", matches = "true")
    void allPlantedBugsAreFound(String name) {
        HuntReport report = Hunt.of(Planted.scheduler(name))
                .budget(Duration.ofMinutes(10))
                .folder(folder)
                .run();
        assertThat(report.finds()).singleElement().satisfies(find -> {
            assertThat(find.scenario().workers()).isLessThanOrEqualTo(3);
            assertThat(find.scenario().steps()).hasSizeLessThanOrEqualTo(3);
        });
    }

    /// An hour without a find. With `./schedlab test --long`.
    @ParameterizedTest
    @ValueSource(strings = {"fifo", "vtime", "llc", "fails"})
    @EnabledIfSystemProperty(named = "schedlab.long", matches = "true")
    void nothingIsFoundInSoundOnes(String name) {
        HuntReport report =
                Hunt.of(Schedulers.named(name)).budget(SOUND).folder(folder).run();
        report.requirePass();
        assertThat(report.missed()).isZero();
        assertThat(List.copyOf(report.firsts().keySet())).hasSizeGreaterThan(50);
    }

    /// What order scenarios come in, and what they reach, is the seed's; how many happen at once is not.
    @Test
    @EnabledIfSystemProperty(named = "schedlab.long", matches = "true")
    void equalSeedsTryTheSame() {
        assertThat(entries("one")).isEqualTo(entries("two"));
    }

    private List<Entry> entries(String name) {
        return Hunt.of(Schedulers.vtime())
                .scenarios(60)
                .folder(folder.resolve(name))
                .run()
                .entries();
    }
}
