package org.schedlab.vm.machine;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.schedlab.vm.journal.Content;
import org.schedlab.vm.journal.Input;
import org.schedlab.vm.trace.Condition;
import org.schedlab.vm.trace.Probe;

import static org.assertj.core.api.Assertions.assertThat;

class InstructionsAheadTest {
    private static final Input WRITE = new Input.Write(0x1000, Content.of(new byte[] {1}));

    private static Input.Instruction instruction(long clock) {
        return new Input.Instruction(clock, 0x100, 0);
    }

    @Test
    void allOfThoseThatFollowEachOtherAreWantedFromTheFirstOn() {
        InstructionsAhead ahead = new InstructionsAhead(List.of(
                new Input.Run(5),
                new Input.Ring(9),
                new Input.Run(10),
                instruction(10),
                WRITE,
                new Input.Run(12),
                new Input.Instruction(12, 0x200, 8),
                WRITE,
                new Input.Run(20),
                new Input.Run(30)));
        List<Probe> both = ahead.from(2);
        assertThat(both).hasSize(2);
        assertThat(both.get(0).kind()).isEqualTo(Probe.Kind.STAND);
        assertThat(both.get(0).condition()).isEqualTo(Condition.atClock(10));
        assertThat(both.get(1).kind()).isEqualTo(Probe.Kind.STORED);
        assertThat(both.get(1).first()).isEqualTo(0x200);
        assertThat(both.get(1).last()).isEqualTo(0x207);
        assertThat(ahead.from(5)).isEqualTo(both);
        for (int number : List.of(0, 1, 3, 4, 8, 9)) {
            assertThat(ahead.from(number)).isEmpty();
        }
    }

    @Test
    void ofVeryManyOnePartAtATime() {
        List<Input> inputs = new ArrayList<>();
        for (int i = 1; i <= 1000; i++) {
            inputs.addAll(List.of(new Input.Run(i), instruction(i), WRITE));
        }
        InstructionsAhead ahead = new InstructionsAhead(inputs);
        assertThat(ahead.from(0)).hasSize(Machine.MOST_PROBES / 2).isEqualTo(ahead.from(3 * 511));
        assertThat(ahead.from(3 * 512)).hasSize(1000 - Machine.MOST_PROBES / 2).isEqualTo(ahead.from(3 * 999));
        assertThat(ahead.from(3 * 999).getLast().condition()).isEqualTo(Condition.atClock(1000));
    }
}
