package org.schedlab.notebook.magics;

import java.util.List;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.schedlab.vm.LabException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

final class MagicsTest {
    private final Magics magics = new Magics(List.of(new Boot(), new Scheduler(), new Now()));

    private MagicCall call(String line) {
        return magics.call(line, false, "", 1, (code, at) -> null);
    }

    @Test
    void optionsFlagsAndArgumentsAreToldApart() {
        MagicCall call = call("boot one --topology 1n1l4c1t --cold --memory=512 'two words' // a comment");
        assertThat(call.arguments()).containsExactly("one", "two words");
        assertThat(call.option("topology")).contains("1n1l4c1t");
        assertThat(call.integer("memory")).contains(512L);
        assertThat(call.flag("cold")).isTrue();
        assertThat(call.text()).isEqualTo("one --topology 1n1l4c1t --cold --memory=512 'two words'");
    }

    @Test
    void absentOptionsAreAbsent() {
        MagicCall call = call("boot");
        assertThat(call.option("topology")).isEmpty();
        assertThat(call.flag("cold")).isFalse();
        assertThat(call.arguments()).isEmpty();
    }

    @Test
    void aDoubleDashEndsTheOptions() {
        assertThat(call("boot -- --cold").arguments()).containsExactly("--cold");
    }

    @Test
    void addressesKeepTheirSlashesAndQuotesTheirContent() {
        assertThat(call("boot https://example.org \"a // b\"").arguments())
                .as("a comment needs a blank before its slashes")
                .startsWith("https://example.org");
    }

    @Test
    void cellMagicsGetTheirBody() {
        MagicCall call = magics.call("scheduler vtime", true, "int x;", 2, (code, at) -> null);
        assertThat(call.argument("a name")).isEqualTo("vtime");
        assertThat(call.body()).isEqualTo("int x;");
        assertThat(call.bodyLine()).isEqualTo(2);
    }

    @Test
    void argumentsThatNobodyReadsAreRefused() {
        assertThatThrownBy(() -> call("now 1n1l2c1t"))
                .isInstanceOf(LabException.class)
                .hasMessageContaining(
                        "%now takes options only\n  found: 1n1l2c1t\n  available: none\n  try: %now — the time");
    }

    @Test
    void unknownNamesAndOptionsNameTheNearest() {
        assertThatThrownBy(() -> call("bot"))
                .isInstanceOf(LabException.class)
                .hasMessage("there is no magic %bot\n  available: %boot, %help, %now, %time\n  try: %boot?");
        assertThatThrownBy(() -> call("boot --topologi x"))
                .isInstanceOf(LabException.class)
                .hasMessage("%boot has no option --topologi\n"
                        + "  available: --topology, --memory, --cold\n  try: --topology?");
    }

    @Test
    void mistakesInALineSayWhatIsRight() {
        assertThatThrownBy(() -> call("boot --topology")).hasMessageContaining("--topology of %boot needs a value");
        assertThatThrownBy(() -> call("boot --memory much").integer("memory"))
                .hasMessageContaining("--memory of %boot is a whole number");
        assertThatThrownBy(() -> call("boot 'open")).hasMessageContaining("a quote is not closed");
        assertThatThrownBy(() -> call("scheduler vtime")).hasMessageContaining("%scheduler needs a cell body");
        assertThatThrownBy(() -> magics.call("boot", true, "", 2, (code, at) -> null))
                .hasMessageContaining("%%boot takes no cell body");
        assertThatThrownBy(() -> call("boot a b").argument("a kernel")).hasMessageContaining("takes one argument");
    }

    @Test
    void helpListsAndExplains() throws Exception {
        assertThat(call("help").magic().run(call("help"))).asString().contains("%boot — starts", "%%scheduler NAME");
        assertThat(call("help boot").magic().run(call("help %boot")))
                .asString()
                .isEqualTo("%boot — starts the machine\noptions:\n  --topology SHAPE  cores\n"
                        + "  --memory MIB  size\n  --cold  no checkpoint");
    }

    private record Boot() implements LineMagic {
        @Override
        public String name() {
            return "boot";
        }

        @Override
        public String usage() {
            return "%boot — starts the machine";
        }

        @Override
        public List<MagicOption> options() {
            return List.of(
                    new MagicOption("topology", "SHAPE", "cores"),
                    new MagicOption("memory", "MIB", "size"),
                    MagicOption.flag("cold", "no checkpoint"));
        }

        @Override
        public @Nullable Object run(MagicCall call) {
            return null;
        }
    }

    private record Now() implements LineMagic {
        @Override
        public String name() {
            return "now";
        }

        @Override
        public String usage() {
            return "%now — the time";
        }

        @Override
        public boolean takesArguments() {
            return false;
        }

        @Override
        public @Nullable Object run(MagicCall call) {
            return null;
        }
    }

    private record Scheduler() implements CellMagic {
        @Override
        public String name() {
            return "scheduler";
        }

        @Override
        public String usage() {
            return "%%scheduler NAME — compiles and attaches";
        }

        @Override
        public @Nullable Object run(MagicCall call) {
            return null;
        }
    }
}
