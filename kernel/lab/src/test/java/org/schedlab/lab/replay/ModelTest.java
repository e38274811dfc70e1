package org.schedlab.lab.replay;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ModelTest {
    private static final long TICK = 4_000_000;
    private static final long TICK_TO_SWITCH = 8_000;
    private static final SeenEvent.Who IDLE = new SeenEvent.Who(0, "swapper/0", 120);
    private static final SeenEvent.Who ALICE = new SeenEvent.Who(101, "alice", 120);
    private static final SeenEvent.Who BOB = new SeenEvent.Who(102, "bob", 120);

    /// Two that take turns at each tick, some µs later or sooner.
    private static Model turns(long phase, long... later) {
        List<SeenEvent> events = new ArrayList<>(List.of(new SeenEvent.Switched(1, 0, BOB, false, ALICE)));
        for (int turn = 0; turn < later.length; turn++) {
            boolean even = turn % 2 == 0;
            events.add(new SeenEvent.Switched(
                    TICK * (turn + 1) + phase + later[turn], 0, even ? ALICE : BOB, true, even ? BOB : ALICE));
        }
        return Model.of(events, who -> true);
    }

    @Test
    void theTickIsFoundWhereverItFallsInItsOwnTime() {
        for (long phase : List.of(0L, 62_490L, 62_500L, 1_000_000L, 3_999_990L)) {
            assertThat(turns(phase, 0, 12_000, 3_000, 20_000, 7_000, 16_000).tick())
                    .as("switches from %,d ns on", phase)
                    .hasValue(Math.floorMod(phase - TICK_TO_SWITCH, TICK));
        }
    }

    @Test
    void whatComesAtNoTickShowsNone() {
        assertThat(turns(0, 0, 700_000, 1_400_000, 2_100_000, 2_800_000, 3_500_000)
                        .tick())
                .isEmpty();
        assertThat(turns(0, 0, 10_000).tick()).as("too few").isEmpty();
    }

    private static SeenEvent.Who seven(String name) {
        return new SeenEvent.Who(7, name, 120);
    }

    /// Seen as `sh`, which becomes `make` while it runs: two stretches of 10 and of 20 ns.
    private static final List<SeenEvent> RENAMED = List.of(
            new SeenEvent.Switched(100, 0, IDLE, true, seven("sh")),
            new SeenEvent.Switched(110, 0, seven("make"), false, IDLE),
            new SeenEvent.Woken(200, 0, 0, seven("make")),
            new SeenEvent.Switched(210, 0, IDLE, true, seven("make")),
            new SeenEvent.Switched(230, 0, seven("make"), false, IDLE),
            new SeenEvent.Switched(1000, 0, IDLE, true, IDLE));

    @Test
    void aTaskThatIsRenamedIsOneTaskWithItsLastName() {
        Model model = Model.of(RENAMED, who -> who.name().equals("make"));

        assertThat(model.tasks()).singleElement().satisfies(task -> {
            assertThat(task.name).isEqualTo("make");
            assertThat(task.run).isEqualTo(30);
        });
    }

    @Test
    void itDoesNotGoOnUnderANameThatItHadBefore() {
        assertThat(Model.of(RENAMED, who -> who.name().equals("sh")).tasks()).isEmpty();
    }
}
