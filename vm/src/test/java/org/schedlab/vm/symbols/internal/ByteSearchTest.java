package org.schedlab.vm.symbols.internal;

import java.nio.charset.StandardCharsets;
import java.util.Random;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ByteSearchTest {
    @Test
    void findsWhatStringsFind() {
        Random random = new Random(1);
        for (int i = 0; i < 2000; i++) {
            String all = letters(random, random.nextInt(60));
            String wanted = letters(random, 1 + random.nextInt(4));
            int from = random.nextInt(all.length() + 1);
            assertThat(new ByteSearch(bytes(wanted)).in(bytes(all), from))
                    .as("%s in %s from %d", wanted, all, from)
                    .isEqualTo(all.indexOf(wanted, from));
        }
    }

    private static String letters(Random random, int count) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < count; i++) {
            text.append((char) ('a' + random.nextInt(3)));
        }
        return text.toString();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
