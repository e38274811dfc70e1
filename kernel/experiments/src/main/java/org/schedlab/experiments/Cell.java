package org.schedlab.experiments;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Random;
import java.util.SequencedMap;

import org.schedlab.guest.work.WorkerSpec;
import org.schedlab.vm.LabException;

/// One cell of an experiment: a value of each factor. The scenario asks it for them. Immutable.
///
/// @param levels by the factors' names, in the factors' order
public record Cell(SequencedMap<String, Level> levels) {
    public Cell {
        levels = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(levels));
    }

    /// The value of a factor as tables show it.
    ///
    /// @throws LabException if there is no such factor; says which there are
    public String text(String factor) {
        return level(factor).label();
    }

    /// The value of a factor.
    ///
    /// @throws LabException if there is no such factor, or its value is of another type
    public <V> V value(String factor, Class<V> type) {
        Object value = level(factor).value();
        if (!type.isInstance(value)) {
            throw LabException.asked("the value of '%s' is not a %s".formatted(factor, type.getSimpleName()))
                    .found("a %s: %s".formatted(value.getClass().getSimpleName(), value))
                    .remedy("ask for its text(…), or for that type")
                    .exception();
        }
        return type.cast(value);
    }

    /// The value of a factor that is a number.
    public double number(String factor) {
        return value(factor, Number.class).doubleValue();
    }

    /// The value of a factor that is a whole number.
    public int integer(String factor) {
        return Math.toIntExact(value(factor, Number.class).longValue());
    }

    /// The seed; 1 if the experiment has no seeds.
    public long seed() {
        return levels.containsKey(Factor.SEED)
                ? value(Factor.SEED, Number.class).longValue()
                : 1;
    }

    /// Random numbers for the scenario: the same for the same seed, whatever the other factors are.
    public Random random() {
        return new Random(seed());
    }

    /// These in an order that the seed decides: the same for the same seed, whatever the other factors are.
    public <V> List<V> shuffled(List<V> inOrder) {
        List<V> shuffled = new ArrayList<>(inOrder);
        Collections.shuffle(shuffled, random());
        return shuffled;
    }

    /// These workers with the cell's seed for what they draw at random.
    public WorkerSpec seeded(WorkerSpec workers) {
        return workers.withSeed(seed());
    }

    private Level level(String factor) {
        Level level = levels.get(factor);
        if (level == null) {
            throw LabException.asked("there is no factor '%s'".formatted(factor))
                    .available(String.join(", ", levels.keySet()))
                    .remedy("ask for one of these, or add it to the experiment: .factor(\"…\", …)")
                    .exception();
        }
        return level;
    }

    /// The factors with their values, as `scheduler=vtime seed=3`.
    @Override
    public String toString() {
        return String.join(
                " ",
                levels.entrySet().stream()
                        .map(each -> each.getKey() + "=" + each.getValue().label())
                        .toList());
    }
}
