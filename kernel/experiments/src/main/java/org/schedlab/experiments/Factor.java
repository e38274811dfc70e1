package org.schedlab.experiments;

import java.util.List;
import java.util.stream.Collectors;

import org.schedlab.vm.LabException;

/// Something that differs from cell to cell. Immutable.
///
/// @param name unlike the others' of its experiment
/// @param levels the values it takes, in order; at least one
/// @param form what the values are
public record Factor(String name, List<Level> levels, FactorForm form) {
    /// What the factor of [Design#seeds] is called.
    public static final String SEED = "seed";

    /// What the factor of [Design#schedulers] is called.
    public static final String SCHEDULER = "scheduler";

    /// What the factor of [Design#scenarios] is called.
    public static final String SCENARIO = "scenario";

    /// What the factor of [Design#startOffsets] is called.
    public static final String START_OFFSET = "start offset";

    public Factor {
        levels = List.copyOf(levels);
        List<String> labels = levels.stream().map(Level::label).toList();
        if (levels.isEmpty() || labels.stream().distinct().count() < labels.size()) {
            throw LabException.asked("the factor '%s' cannot have these values".formatted(name))
                    .found(levels.isEmpty() ? "none" : String.join(", ", labels))
                    .remedy("give it one value or more, each once")
                    .exception();
        }
    }

    /// One whose values only code knows.
    Factor(String name, List<Level> levels) {
        this(name, levels, new FactorForm.Code());
    }

    /// The level of a label.
    ///
    /// @throws LabException if there is none; says which there are
    Level level(String label) {
        return levels.stream()
                .filter(level -> level.label().equals(label))
                .findFirst()
                .orElseThrow(() -> LabException.asked("the factor '%s' has no value '%s'".formatted(name, label))
                        .available(levels.stream().map(Level::label).collect(Collectors.joining(", ")))
                        .remedy("ask for one of these")
                        .exception());
    }
}
