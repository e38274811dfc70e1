package org.schedlab.lab.export;

import org.junit.jupiter.api.Test;
import org.schedlab.lab.recorder.Dsq;

import static org.assertj.core.api.Assertions.assertThat;

class DsqTest {
    @Test
    void namesAreThoseOfTheUser() {
        assertThat(new Dsq(5, -1).label()).isEqualTo("5");
        assertThat(new Dsq(0xabcdef, -1).label()).isEqualTo("0xabcdef");
        assertThat(new Dsq(0x4000_0000_0000_0000L, -1).label()).isEqualTo("0x4000000000000000");
        assertThat(new Dsq(0x8000_0000_0000_0001L, -1).label()).isEqualTo("global");
        assertThat(new Dsq(0x8000_0000_0000_0003L, -1).label()).isEqualTo("bypass");
        assertThat(new Dsq(Recordings.LOCAL_DSQ, 3).label()).isEqualTo("local, CPU 3");
    }

    @Test
    void aLocalQueueIsOneWhateverIdNamesIt() {
        assertThat(new Dsq(Recordings.LOCAL_DSQ, 1))
                .isEqualTo(new Dsq(Recordings.LOCAL_ON_1, 1))
                .isNotEqualTo(new Dsq(Recordings.LOCAL_DSQ, 2));
    }
}
