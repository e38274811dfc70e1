package org.schedlab.lab.pictures;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class FlameGraphTest {
    private static final Map<String, Long> STACKS =
            Map.of("a:1;entry;read", 6L, "a:1;entry;read;copy", 2L, "a:1;user space", 1L, "b:2;entry;write", 1L);

    private final FlameGraph graph = FlameGraph.of("Title", List.of("one", "two"), STACKS, Theme.LIGHT);

    @Test
    void aBoxHasTheSamplesOfAllAboveIt() {
        assertThat(graph.root().samples()).isEqualTo(10);
        FlameGraph.Node first = graph.root().above().getFirst();
        assertThat(first.name()).isEqualTo("a:1");
        assertThat(first.samples()).isEqualTo(9);
        assertThat(first.above())
                .extracting(FlameGraph.Node::name, FlameGraph.Node::samples)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("entry", 8L),
                        org.assertj.core.groups.Tuple.tuple("user space", 1L));
        assertThat(graph.depth()).isEqualTo(5);
    }

    @Test
    void wordsSayWhereTheSamplesAre() {
        assertThat(graph.words().lines())
                .startsWith("Title", "one", "two", " 60.0 % read", " 20.0 % copy")
                .doesNotContain("  0.0 % entry");
    }

    @Test
    void theDrawingHasItsSizeAndItsNames() {
        assertThat(graph.svg())
                .contains("width=\"960\"")
                .contains(">a:1 90.0 %<")
                .contains(">copy 20.0 %<");
        assertThat(FlameGraph.of("Nothing", List.of(), Map.of(), Theme.PAGE).svg())
                .contains("Nothing");
    }
}
