package org.schedlab.guest.load;

import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class PlayerLayoutTest {
    private static final Pattern CONSTANT =
            Pattern.compile("^#define (\\w+) +(0x[0-9a-f]+|\\d+)\\b", Pattern.MULTILINE);

    @Test
    void javaHasTheConstantsOfTheHeader() throws Exception {
        Map<String, Long> header = new TreeMap<>();
        Matcher matcher = CONSTANT.matcher(Files.readString(Path.of("src/main/player/load.h")));
        while (matcher.find()) {
            header.put(matcher.group(1), Long.decode(matcher.group(2)));
        }
        Map<String, Long> java = new TreeMap<>();
        for (Field field : PlayerLayout.class.getDeclaredFields()) {
            if (!field.isSynthetic()) {
                java.put(field.getName(), ((Number) field.get(null)).longValue());
            }
        }
        assertThat(java).hasSizeGreaterThan(60).isEqualTo(header);
    }

    @Test
    void everyKindOfStepHasItsNumber() {
        assertThat(Arrays.stream(LoadStep.Kind.values()).map(LoadStep.Kind::number))
                .containsExactlyElementsOf(java.util.stream.IntStream.rangeClosed(1, PlayerLayout.STEP_AWAIT)
                        .boxed()
                        .toList());
    }
}
