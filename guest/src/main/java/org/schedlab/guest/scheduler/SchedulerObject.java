package org.schedlab.guest.scheduler;

import java.lang.foreign.MemorySegment;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import org.schedlab.vm.LabException;
import org.schedlab.vm.Sha256;
import org.schedlab.vm.btf.Btf;
import org.schedlab.vm.btf.KernelFunctions;

/// A compiled sched_ext scheduler: one of [Schedulers], or the user's own, with the knobs that were
/// set. Immutable; safe to share between threads.
public final class SchedulerObject implements Scheduler {

    private final SchedulerSource source;
    private final Origin origin;
    private final byte[] compiled;
    private final byte[] object;
    private final List<String> warnings;
    private final Map<String, Object> settings;
    private volatile @Nullable KnobSet knobs;

    /// What it was made of.
    ///
    /// @param key what it is known by among [PreparedObjects]
    /// @param text whether its text alone compiles to it
    record Origin(String key, boolean text) {
        static Origin of(SchedulerFiles files) {
            return new Origin(PreparedObjects.filesKey(files.asked()), false);
        }
    }

    /// Of a text alone.
    SchedulerObject(SchedulerSource source, byte[] object, List<String> warnings) {
        this(source, new Origin(PreparedObjects.key(source), true), object, warnings);
    }

    SchedulerObject(SchedulerSource source, Origin origin, byte[] object, List<String> warnings) {
        this(source, origin, object.clone(), object.clone(), List.copyOf(warnings), Map.of());
    }

    /// One that another host has compiled.
    ///
    /// @param source the text of its main file, for messages
    /// @param object as [#compiled()]
    public static SchedulerObject compiledElsewhere(String name, String source, byte[] object) {
        SchedulerSource text = SchedulerSource.of(name, source);
        return new SchedulerObject(text, new Origin(PreparedObjects.key(text), false), object, List.of());
    }

    private SchedulerObject(
            SchedulerSource source,
            Origin origin,
            byte[] compiled,
            byte[] object,
            List<String> warnings,
            Map<String, Object> settings) {
        this.source = source;
        this.origin = origin;
        this.compiled = compiled;
        this.object = object;
        this.warnings = warnings;
        this.settings = settings;
    }

    /// What it is asked for by. The kernel calls it what its `struct sched_ext_ops` says, for those of
    /// [Schedulers] the same.
    @Override
    public String name() {
        return source.name();
    }

    /// The same scheduler with a knob set: a variable or a part of one (`limits[2].low`), or
    /// `timeout_ms`, `flags`, `exit_dump_len` of its `struct sched_ext_ops`.
    ///
    /// @param value a number, a boolean, a text (a number such as `5_000_000` or `0x10`, an enum's
    ///     name), or a list of these for the first elements of an array
    /// @throws LabException if there is no such knob, naming those there are, or the
    ///     value does not fit its type
    public SchedulerObject with(String knob, Object value) {
        KnobSet present = knobs();
        Map<String, Object> more = new LinkedHashMap<>(settings);
        more.put(knob, value);
        SchedulerObject set = new SchedulerObject(
                source, origin, compiled, present.with(present.require(knob), value), warnings, more);
        set.knobs = present.of(new BpfElf(set.object));
        return set;
    }

    /// Its variables with their types and the values that it will be attached with.
    public KnobSet knobs() {
        KnobSet known = knobs;
        if (known == null) {
            known = new KnobSet(name(), new BpfElf(object));
            knobs = known;
        }
        return known;
    }

    /// The knobs that were set, as `slice_ns=5000000 greedy=true`; empty if none was.
    public String settings() {
        return settings(Map.of());
    }

    /// [#settings()] with what was set since it was attached in place of what it was attached with.
    ///
    /// @param since values as text, by the knobs' paths
    public String settings(Map<String, String> since) {
        Map<String, Object> all = new LinkedHashMap<>(settings);
        all.putAll(since);
        return all.entrySet().stream()
                .map(each -> each.getKey() + "=" + each.getValue())
                .collect(Collectors.joining(" "));
    }

    /// The knobs that were set with [#with(String, Object)], by their paths, in the order in which they were.
    public Map<String, Object> knobValues() {
        return Collections.unmodifiableMap(settings);
    }

    /// The number of the first line of [#source()], as messages count lines.
    public int firstLine() {
        return source.firstLine();
    }

    /// Whether a knob was set with [#with(String, Object)].
    public boolean isSet(String knob) {
        return settings.containsKey(knob);
    }

    /// The BPF object, an ELF file.
    public byte[] object() {
        return object.clone();
    }

    /// The BPF object as it is given to a kernel: with that kernel's values in the variables that repeat its
    /// enumerators,
    /// where nobody has set them, and in the form that the agent's libbpf loads. The same as [#object()] for one
    /// that needs neither.
    ///
    /// @param kernel its types
    public byte[] objectFor(Btf kernel) {
        SchedulerObject filled = this;
        List<Knob> constants = knobs().kernelConstants();
        if (!constants.isEmpty()) {
            Map<String, Long> values = Enumerators.of(kernel);
            for (Knob each : constants) {
                if (!isSet(each.name())) {
                    filled = filled.with(
                            each.name(),
                            Long.toUnsignedString(
                                    values.getOrDefault(each.name().substring(2), 0L)));
                }
            }
        }
        return ObjectFit.fit(filled.object, kernel);
    }

    /// The BPF object before knobs were set.
    public byte[] compiled() {
        return compiled.clone();
    }

    /// SHA-256 of the BPF object, its knobs included, in hex.
    public String sha256() {
        return Sha256.of(object);
    }

    /// What it is known by among the objects that a notebook brings: the same for the same name and text, or for
    /// sources that are asked for by the same path.
    public String sourceKey() {
        return origin.key();
    }

    /// Whether [#source()] alone compiles to it, as a cell does. Not so for sources that lie on a host, with headers
    /// and macros, and for what came compiled.
    public boolean isOfText() {
        return origin.text();
    }

    /// Its C text.
    public String source() {
        return source.text();
    }

    /// What the compiler warned of, each with its line.
    public List<String> warnings() {
        return warnings;
    }

    /// The kernel's functions that it calls (kfuncs), by name.
    public List<String> kernelFunctions() {
        return KernelFunctions.namedBy(Btf.of(MemorySegment.ofArray(new BpfElf(object).contents(".BTF"))));
    }

    /// Whether it reads options of the kernel's configuration, `extern int CONFIG_HZ __kconfig`.
    public boolean readsConfiguration() {
        return new BpfElf(object).undefined().anyMatch(name -> name.startsWith("CONFIG_"));
    }

    SchedulerSource lines() {
        return source;
    }

    @Override
    public String toString() {
        return (name() + " " + settings()).strip() + " (" + object.length + " bytes)";
    }
}
