package org.schedlab.lab.replay;

import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

final class ModelTest {
    private static final SeenEvent.Who IDLE = new SeenEvent.Who(0, "swapper/0", 120);

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
