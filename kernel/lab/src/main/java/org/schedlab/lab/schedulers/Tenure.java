package org.schedlab.lab.schedulers;

import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.schedlab.guest.agent.Attachment;
import org.schedlab.guest.agent.ExitRecord;
import org.schedlab.guest.agent.ProgramStart;
import org.schedlab.guest.agent.SchedulerMap;
import org.schedlab.guest.scheduler.KnobSet;
import org.schedlab.guest.scheduler.SchedulerObject;
import org.schedlab.vm.memory.KernelMemory;

/// A scheduler that is, or was, in charge.
sealed interface Tenure {
    /// What the session calls it.
    String name();

    /// The knobs or arguments it was attached with, as text, with what was written into knobs since.
    String settings();

    /// What the kernel says of it.
    Standing standing();

    /// The same with knobs written.
    ///
    /// @param written values as text, by the knobs' paths
    Tenure with(Map<String, String> written);

    private static Map<String, String> both(Map<String, String> since, Map<String, String> written) {
        Map<String, String> all = new LinkedHashMap<>(since);
        all.putAll(written);
        return Collections.unmodifiableMap(all);
    }

    private static String text(String settings, Map<String, String> since) {
        return Stream.concat(
                        Stream.of(settings),
                        since.entrySet().stream().map(knob -> knob.getKey() + "=" + knob.getValue()))
                .filter(each -> !each.isEmpty())
                .collect(Collectors.joining(" "));
    }

    /// What the kernel says of a scheduler in charge.
    ///
    /// @param opsName its name
    /// @param sequence how often a scheduler had come into charge when it had
    /// @param root address of its `struct scx_sched`
    /// @param sinceNanos guest time from which on it has been in charge, or a little earlier
    record Standing(String opsName, long sequence, long root, long sinceNanos) {}

    /// A BPF object that the session attached.
    ///
    /// @param scheduler with its knobs as it was attached
    /// @param maps the maps that the guest's kernel made for it
    /// @param since knobs that were written since, with their values as text
    record OfObject(
            SchedulerObject scheduler,
            Attachment attachment,
            List<SchedulerMap> maps,
            Standing standing,
            Map<String, String> since)
            implements Tenure {
        private static final String EXIT = "schedlab_exit";

        public OfObject {
            maps = List.copyOf(maps);
            since = Collections.unmodifiableMap(new LinkedHashMap<>(since));
        }

        @Override
        public String name() {
            return scheduler.name();
        }

        @Override
        public String settings() {
            return scheduler.settings(since);
        }

        @Override
        public OfObject with(Map<String, String> written) {
            return new OfObject(scheduler, attachment, maps, standing, both(since, written));
        }

        /// Where its variables of a section begin in the guest.
        ///
        /// @param agent address of the agent's `task_struct`
        long sectionStart(String section, KernelMemory memory, long agent) {
            return maps.stream()
                    .filter(map -> map.name().endsWith(section))
                    .findFirst()
                    .map(map -> MapMemory.firstValue(memory, agent, map))
                    .orElseThrow(() -> new IllegalStateException("%s has no map for %s".formatted(name(), section)));
        }

        /// What it recorded of its end, read from its memory; empty if it keeps no record.
        Optional<ExitRecord> exit(KernelMemory memory, long agent) {
            Optional<KnobSet.Place> place =
                    scheduler.knobs().own(EXIT).filter(found -> found.bytes() == ExitRecord.BYTES);
            return place.flatMap(found -> ExitRecord.of(memory.space()
                    .readBytes(sectionStart(found.section(), memory, agent) + found.offset(), ExitRecord.BYTES)));
        }
    }

    /// An executable that the session started.
    ///
    /// @param start how
    /// @param since knobs that were written since, with their values as text
    record OfExecutable(ProgramStart start, Standing standing, Map<String, String> since) implements Tenure {
        @Override
        public String name() {
            return String.valueOf(Path.of(start.path()).getFileName());
        }

        @Override
        public String settings() {
            return text(String.join(" ", start.arguments()), since);
        }

        @Override
        public OfExecutable with(Map<String, String> written) {
            return new OfExecutable(start, standing, both(since, written));
        }
    }

    /// One that the session was not asked for.
    ///
    /// @param whose who has put it in charge, in words
    /// @param since knobs that were written since, with their values as text
    record Unasked(Standing standing, String whose, Map<String, String> since) implements Tenure {
        static final String A_PROGRAMS = "a program of the guest put it in charge, not this session";
        static final String FOUND = "it came with the checkpoint or the journal from which this session goes on";

        @Override
        public String name() {
            return standing.opsName();
        }

        @Override
        public String settings() {
            return text("", since);
        }

        @Override
        public Unasked with(Map<String, String> written) {
            return new Unasked(standing, whose, both(since, written));
        }
    }

    /// That it came.
    default SchedulerEvent came(SchedulerEvent.What what, long atNanos, long loadNanos) {
        long instructions =
                this instanceof OfObject object ? object.attachment().verifiedInstructions() : 0;
        return new SchedulerEvent(atNanos, what, name(), settings(), instructions, loadNanos, Optional.empty());
    }

    /// That it ended.
    default SchedulerEvent ended(SchedulerEvent.What what, ExitReport report) {
        long instructions =
                this instanceof OfObject object ? object.attachment().verifiedInstructions() : 0;
        return new SchedulerEvent(report.atNanos(), what, name(), settings(), instructions, 0, Optional.of(report));
    }
}
