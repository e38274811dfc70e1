package org.schedlab.vm.btf;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.schedlab.vm.image.KernelImage;

import static org.assertj.core.api.Assertions.assertThat;

/// C text of every struct, union, enum and typedef, as bpftool writes it. bpftool adds padding and
/// attributes so that its text can be compiled, and numbers to names that occur twice; both are left
/// out of the comparison.
@Tag("kernel")
class DeclarationOracleIT {
    private static final Pattern START = Pattern.compile("^(?:(struct|union|enum) (\\w+) \\{|typedef .*)");
    private static final Pattern PADDING = Pattern.compile("^\\t+(?:long|int|short|char): \\d+;$");
    private static final Pattern NUMBERED = Pattern.compile("___\\d+\\b");

    @ParameterizedTest
    @MethodSource("org.schedlab.vm.image.CachedKernels#all")
    void everyDefinitionIsWhatBpftoolWrites(KernelImage kernel) throws Exception {
        Btf btf = kernel.btf();
        Map<String, String> definitions = definitions(Bpftool.dump(kernel.elf(), "format", "c"));
        assertThat(definitions.keySet()).hasSizeGreaterThan(8_000).contains("struct task_struct", "struct rq");
        List<String> different = new ArrayList<>();
        definitions.forEach((name, expected) -> {
            Optional<Integer> id = btf.find(name);
            String actual = id.map(btf::declaration).orElse("");
            if (!actual.equals(expected)) {
                different.add(name + ": " + firstDifference(expected, actual));
            }
        });
        assertThat(different.stream().limit(40))
                .as("%d of %d", different.size(), definitions.size())
                .isEmpty();
    }

    private static Map<String, String> definitions(String text) {
        Map<String, String> definitions = new LinkedHashMap<>();
        StringBuilder current = new StringBuilder();
        String name = "";
        for (String line : text.lines().toList()) {
            Matcher start = START.matcher(line);
            if (name.isEmpty() && start.find() && start.group(1) != null) {
                name = start.group(1) + " " + start.group(2);
            }
            if (!name.isEmpty() && !PADDING.matcher(line).matches()) {
                current.append(current.isEmpty() ? "" : "\n").append(withoutAttributes(line));
            }
            if (!name.isEmpty() && (line.startsWith("}") || line.endsWith("{};"))) {
                if (!NUMBERED.matcher(current).find()) {
                    definitions.put(name, current.toString());
                }
                current.setLength(0);
                name = "";
            }
        }
        return definitions;
    }

    private static String firstDifference(String expected, String actual) {
        List<String> wanted = expected.lines().toList();
        List<String> seen = actual.lines().toList();
        int line = 0;
        while (line < Math.min(wanted.size(), seen.size()) && wanted.get(line).equals(seen.get(line))) {
            line++;
        }
        return "line %d should be <%s> and is <%s>"
                .formatted(
                        line + 1,
                        line < wanted.size() ? wanted.get(line) : "",
                        line < seen.size() ? seen.get(line) : "");
    }

    private static String withoutAttributes(String line) {
        return line.replaceAll(" ?__attribute__\\(\\((?:packed|aligned\\(\\d+\\)|mode\\(\\w+\\))\\)\\)", "");
    }
}
