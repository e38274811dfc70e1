package org.schedlab.notebook.machine;

import org.junit.jupiter.api.Test;
import org.schedlab.notebook.magics.MagicOption;
import org.schedlab.notebook.magics.Magics;

import static org.assertj.core.api.Assertions.assertThat;

class EveryMagicTest {
    private final Magics magics = new Magics(MachineMagics.all());

    @Test
    void canPrintItsJava() {
        assertThat(magics.all())
                .allSatisfy(magic -> assertThat(magic.options())
                        .as(magic.name())
                        .extracting(MagicOption::name)
                        .contains("java"));
    }

    @Test
    void saysHowItIsUsedInOneLine() {
        assertThat(magics.all())
                .allSatisfy(
                        magic -> assertThat(magic.usage().lines().findFirst().orElse(""))
                                .as(magic.name())
                                .contains("%" + magic.name())
                                .contains(" — "));
    }
}
