package org.schedlab.lab.machine;

import java.time.Duration;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.schedlab.lab.cold.ColdOps;
import org.schedlab.lab.cold.PerCpuVariableField;
import org.schedlab.lab.scenario.Backdrop;
import org.schedlab.lab.scenario.Hold;
import org.schedlab.lab.series.PerCpuSampling;
import org.schedlab.vm.LabException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/// Guest time that cannot pass is refused where it is asked for.
class StretchTest {
    private static final PerCpuVariableField FIELD = ColdOps.perCpu("runqueues", "nr_running");

    @ParameterizedTest
    @ValueSource(strings = {"PT-0.005S", "PT0S", "PT8761H", "PT2562047788015215H"})
    void whatCannotPassIsRefused(Duration stretch) {
        assertThatThrownBy(() -> Stretch.require(stretch)).isInstanceOf(LabException.class);
        assertThatThrownBy(() -> Hold.of(stretch)).isInstanceOf(LabException.class);
        assertThatThrownBy(() -> Hold.loop(Duration.ofMillis(1), stretch)).isInstanceOf(LabException.class);
        assertThatThrownBy(() -> new PerCpuSampling(stretch, 1, FIELD)).isInstanceOf(LabException.class);
        if (!stretch.isZero()) {
            assertThatThrownBy(() -> Backdrop.none().settle(stretch)).isInstanceOf(LabException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT0.000000001S", "PT8760H"})
    void whatCanPassIsTaken(Duration stretch) {
        assertThat(Stretch.require(stretch)).isEqualTo(stretch);
        assertThat(Hold.of(stretch).within(Duration.ofMillis(1))).isEqualTo(stretch);
    }
}
