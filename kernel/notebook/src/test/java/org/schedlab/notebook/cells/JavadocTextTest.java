package org.schedlab.notebook.cells;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/// Javadoc as it stands in the JDK, and what a reader should see of it.
final class JavadocTextTest {
    @ParameterizedTest
    @CsvSource(delimiter = '~', textBlock = """
                    ({@code index < 0 || index > size()})     ~ (index < 0 || index > size())
                    if a < b then <b>not</b> b > a            ~ if a < b then not b > a
                    {@link Math#abs(int, int) this one} here  ~ this one here
                    {@link java.util.List#add(int, Object)}   ~ List.add(int, Object)
                    {@link #size()}                           ~ size()
                    {@linkplain java.util.Map<K, V> the map}  ~ the map
                    {@code Map<String, {x}>} ends             ~ Map<String, {x}> ends
                    {@return the <em>size</em>}               ~ Returns the size
                    a &lt; b &amp;&amp; c &ge; &#64;d &nope;  ~ a < b && c ≥ @d &nope;
                    <a href="x.html#y">named</a>              ~ named
                    {@value #MAX}                             ~ MAX
                    {@code open                               ~ open
                    """)
    void markupGoesAndTextStays(String javadoc, String text) {
        assertThat(JavadocText.of(javadoc)).isEqualTo(text);
    }

    @Test
    void itemsAreMarkedAndBlankLinesJoined() {
        assertThat(JavadocText.of("One:\n<ul>\n\n<li>first\n<li>second</li>\n</ul>\n<p>\nEnd"))
                .isEqualTo("One:\n\n- first\n- second\n\nEnd");
    }
}
