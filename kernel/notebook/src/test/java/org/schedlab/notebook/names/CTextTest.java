package org.schedlab.notebook.names;

import org.junit.jupiter.api.Test;
import org.schedlab.guest.scheduler.Schedulers;

import static org.assertj.core.api.Assertions.assertThat;

class CTextTest {
    private static final CText TEXT = new CText("""
            /* SPDX-License-Identifier: Apache-2.0
             *
             * mine: everybody waits.
             * Nobody runs.
             */
            #include "schedlab/scx.bpf.h"
            char LICENSE[] SEC("license") = "GPL v2";
            struct limit { u32 low; };
            struct limit;
            typedef u64 moment;
            /* How long
             * one runs. */
            const volatile u64 slice_ns = 5000000; /* ns */
            struct limit limits[MOST];
            static struct limit *first(void) {
                u64 inner = 1;
                return 0;
            }
            struct {
                __uint(type, BPF_MAP_TYPE_HASH);
            } counts SEC(".maps");
            u64 plain;
            """);

    @Test
    void globalVariablesAreFoundWithWhatIsSaidOfThem() {
        assertThat(TEXT.variables()).extracting(CText.Variable::name).containsExactly("slice_ns", "limits", "plain");
        CText.Variable slice = TEXT.variable("slice_ns").orElseThrow();
        assertThat(slice.type()).isEqualTo("const volatile u64");
        assertThat(slice.definition()).isEqualTo("const volatile u64 slice_ns = 5000000; /* ns */");
        assertThat(slice.comment()).isEqualTo("How long one runs.");
        assertThat(TEXT.variable("limits").orElseThrow().type()).isEqualTo("struct limit[MOST]");
        assertThat(TEXT.variable("plain").orElseThrow().comment()).isEmpty();
    }

    @Test
    void theHeadSaysWhatItIsFor() {
        assertThat(TEXT.headline("mine")).isEqualTo("everybody waits");
        assertThat(TEXT.head()).containsExactly("mine: everybody waits.", "Nobody runs.", "");
        assertThat(new CText("u64 a;").headline("a")).isEmpty();
    }

    @Test
    void aMapIsShownAsItIsDefined() {
        assertThat(TEXT.map("counts"))
                .hasValueSatisfying(text -> assertThat(text)
                        .startsWith("struct {")
                        .contains("BPF_MAP_TYPE_HASH")
                        .endsWith("} counts SEC(\".maps\");"));
        assertThat(TEXT.map("plain")).isEmpty();
    }

    @Test
    void everySchedulerThatComesWithSchedlabHasAHeadline() {
        assertThat(Schedulers.names())
                .allSatisfy(name -> assertThat(new CText(Schedulers.named(name).source()).headline(name))
                        .isNotEmpty()
                        .doesNotStartWith(name));
    }
}
