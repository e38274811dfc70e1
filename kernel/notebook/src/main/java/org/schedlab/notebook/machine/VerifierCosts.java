package org.schedlab.notebook.machine;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;

import org.schedlab.lab.words.Lab;
import org.schedlab.vm.LabException;
import tech.tablesaw.api.Row;

/// How many instructions the verifier went through for each program of the scheduler in charge.
///
/// @param byProgram in the order of the kernel's list; empty if none is in charge
record VerifierCosts(Map<String, Long> byProgram) {
    private static final int MOST_TOLD = 4;

    /// Those of now; the guest does nothing for it.
    static VerifierCosts now() {
        Map<String, Long> costs = new LinkedHashMap<>();
        try {
            for (Row row : Lab.schedulerPrograms()) {
                costs.put(row.getString("program"), row.getLong("verified instructions"));
            }
        } catch (LabException nobody) {
            return new VerifierCosts(Map.of());
        }
        return new VerifierCosts(costs);
    }

    private long sum() {
        return byProgram.values().stream().mapToLong(Long::longValue).sum();
    }

    /// What is different from those before, in words; empty if they have no program in common.
    String since(VerifierCosts before) {
        if (byProgram.keySet().stream().noneMatch(before.byProgram::containsKey)) {
            return "";
        }
        StringJoiner changes = new StringJoiner(", ", " (", ")").setEmptyValue("");
        int told = 0;
        for (Map.Entry<String, Long> each : byProgram.entrySet()) {
            Long then = before.byProgram.get(each.getKey());
            if (!each.getValue().equals(then) && told++ < MOST_TOLD) {
                changes.add(
                        then == null
                                ? String.format(Locale.ROOT, "%s %,d, new", each.getKey(), each.getValue())
                                : String.format(Locale.ROOT, "%s %,d → %,d", each.getKey(), then, each.getValue()));
            }
        }
        String sums = before.sum() == sum()
                ? String.format(Locale.ROOT, "%,d instructions, as before", sum())
                : String.format(Locale.ROOT, "%,d → %,d instructions", before.sum(), sum());
        return "the verifier went through %s%s".formatted(sums, changes);
    }
}
