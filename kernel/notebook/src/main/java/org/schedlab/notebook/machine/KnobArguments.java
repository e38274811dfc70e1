package org.schedlab.notebook.machine;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import org.schedlab.guest.scheduler.SchedulerObject;
import org.schedlab.notebook.magics.Magic;
import org.schedlab.notebook.magics.MagicUsage;
import org.schedlab.vm.LabException;

/// Words of the form `KNOB=VALUE`. Stateless.
final class KnobArguments {
    private KnobArguments() {}

    /// The knobs in their order.
    ///
    /// @throws LabException if a word has no `=`
    static Map<String, String> parse(List<String> words, Magic magic) {
        Map<String, String> knobs = new LinkedHashMap<>();
        for (String word : words) {
            int equals = word.indexOf('=');
            if (equals < 1) {
                throw LabException.asked("'%s' is not a knob and value".formatted(word))
                        .available("KNOB=VALUE without blanks, such as slice_ns=5000000")
                        .remedy(MagicUsage.synopsis(magic))
                        .exception();
            }
            knobs.put(word.substring(0, equals), word.substring(equals + 1));
        }
        return knobs;
    }

    /// The knob of a word, of which the value may be missing yet.
    static String name(String word) {
        return word.split("=", 2)[0];
    }

    static SchedulerObject set(SchedulerObject scheduler, Map<String, String> knobs) {
        SchedulerObject set = scheduler;
        for (Map.Entry<String, String> knob : knobs.entrySet()) {
            set = set.with(knob.getKey(), knob.getValue());
        }
        return set;
    }

    /// The calls that do the same.
    static String java(Map<String, String> knobs) {
        return knobs.entrySet().stream()
                .map(knob -> ".with(\"%s\", \"%s\")".formatted(knob.getKey(), knob.getValue()))
                .collect(Collectors.joining());
    }
}
