package org.schedlab.lab.rtapp;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

import org.schedlab.guest.load.Load;
import org.schedlab.guest.load.LoadStep;
import org.schedlab.guest.load.LoadStep.Kind;

/// One task of a file: its phases as steps. Confined to one reading.
final class TaskReader {
    private static final int MOST_INSTANCES = 512;
    private static final int MOST_PHASES = 1000;
    private static final long MOST_MICROS = 3_600_000_000L;
    private static final int CPU_SET_BYTES = 128;

    private final String name;
    private final Json.Obj object;
    private final Words words;
    private final int cpus;
    private final String defaultPolicy;
    private final Events events;
    private final int instances;
    private final List<String> phases = new ArrayList<>();
    private final List<LoadStep> steps = new ArrayList<>();
    private boolean forks;

    /// @param cpus how many the machine has
    /// @param tasks the names of all tasks
    TaskReader(Json.Member task, int cpus, String defaultPolicy, Resources resources, List<String> tasks) {
        this.name = task.key();
        this.object = Words.object(task.value(), "a task");
        boolean hasPhases =
                object.members().stream().anyMatch(member -> member.key().equals("phases"));
        this.words = new Words(object, "a task", hasPhases ? key -> false : Events::isEvent);
        this.cpus = cpus;
        this.defaultPolicy = defaultPolicy;
        this.instances = (int) words.number("instance", 0, MOST_INSTANCES, 1);
        this.events = new Events(name, instances, resources, tasks);
    }

    int instances() {
        return instances;
    }

    /// The names of its phases.
    List<String> phases() {
        return phases;
    }

    /// Whether it makes other tasks.
    boolean forks() {
        return forks;
    }

    Load.Task read() {
        long delay = words.number("delay", 0, MOST_MICROS, 0);
        if (delay > 0) {
            steps.add(LoadStep.of(Kind.DELAY, delay * 1000));
        }
        Scheduling.Chosen chosen = Scheduling.read(words, defaultPolicy, true);
        chosen.step().ifPresent(steps::add);
        place(words);
        int first = steps.size();
        long loop = loop(words, words.has("phases") ? LoadStep.FOREVER : 1);
        Json all = words.get("phases");
        if (all != null) {
            readPhases(Words.object(all, "'phases'"), chosen.policy());
            words.requireAllKnown(List.of());
            jump(first, loop, phases.size());
        } else {
            cpus(words);
            phase(name, object, words.has("loop") ? loop : 1);
            words.requireAllKnown(Events.NAMES);
            jump(first, words.has("loop") ? 1 : LoadStep.FOREVER, phases.size());
        }
        return new Load.Task(name, steps);
    }

    private void readPhases(Json.Obj all, String taskPolicy) {
        String policy = taskPolicy;
        if (all.members().size() > MOST_PHASES) {
            throw all.place()
                    .refused("too many phases", "" + all.members().size(), "up to " + MOST_PHASES, "use loops");
        }
        boolean anyCpus = all.members().stream().anyMatch(TaskReader::hasCpus) || words.has("cpus");
        for (Json.Member member : all.members()) {
            Json.Obj phase = Words.object(member.value(), "a phase");
            Words its = new Words(phase, "a phase", Events::isEvent);
            long loop = loop(its, 1);
            if (anyCpus) {
                cpus(its.has("cpus") ? its : words);
            }
            Scheduling.Chosen chosen = Scheduling.read(its, policy, false);
            chosen.step().ifPresent(steps::add);
            policy = chosen.policy();
            place(its);
            phase(member.key(), phase, loop);
            its.requireAllKnown(Events.NAMES);
        }
        if (all.members().isEmpty()) {
            throw all.place().refused("a task has a phase", "none", "", "add one");
        }
    }

    private static boolean hasCpus(Json.Member phase) {
        return phase.value() instanceof Json.Obj object
                && object.members().stream().anyMatch(member -> member.key().equals("cpus"));
    }

    private static long loop(Words words, long otherwise) {
        long loop = words.number("loop", -1, Integer.MAX_VALUE, otherwise);
        if (loop == 0) {
            throw words.place("loop").refused("a loop of no times", "0", "1 and more; -1 for ever", "change it");
        }
        return loop;
    }

    private void phase(String phase, Json.Obj from, long loop) {
        int number = phases.size();
        phases.add(phase);
        int first = steps.size();
        steps.add(LoadStep.of(Kind.BEGIN, number));
        int before = steps.size();
        for (Json.Member member : from.members()) {
            Optional<String> event = Events.name(member.key());
            if (event.isPresent()) {
                LoadStep step = events.read(event.get(), member);
                forks |= step.kind() == Kind.FORK;
                steps.add(step);
            }
        }
        if (steps.size() == before) {
            throw from.place()
                    .refused("'%s' has no event".formatted(phase), "none", String.join(", ", Events.NAMES), "add one");
        }
        steps.add(LoadStep.of(Kind.FINISH, number));
        jump(first, loop, number);
    }

    private void jump(int to, long times, int counter) {
        if (times != 1) {
            steps.add(LoadStep.with(Kind.JUMP, counter, to, times));
        }
    }

    private void place(Words from) {
        String group = from.text("taskgroup", "");
        if (!group.isEmpty()) {
            if (!group.startsWith("/") || group.contains("..") || group.length() > 200) {
                throw from.place("taskgroup")
                        .refused("this is no taskgroup", "'%s'".formatted(group), "such as /tg1/tg11", "change it");
            }
            byte[] path = (group + "\0").getBytes(StandardCharsets.UTF_8);
            steps.add(LoadStep.with(Kind.CGROUP, path));
        }
        List<Integer> nodes = from.numbers("nodes_membind", Long.SIZE - 1);
        if (!nodes.isEmpty()) {
            steps.add(LoadStep.of(
                    Kind.NODES, nodes.stream().mapToLong(node -> 1L << node).reduce(0, (one, other) -> one | other)));
        }
    }

    private void cpus(Words from) {
        List<Integer> asked = from.numbers("cpus", cpus - 1);
        List<Integer> set = asked.isEmpty() ? IntStream.range(0, cpus).boxed().toList() : asked;
        if (asked.isEmpty() && phases.isEmpty() && steps.stream().noneMatch(step -> step.kind() == Kind.CPUS)) {
            return;
        }
        byte[] bits = new byte[CPU_SET_BYTES];
        for (int cpu : set) {
            bits[cpu / Byte.SIZE] |= (byte) (1 << cpu % Byte.SIZE);
        }
        steps.add(LoadStep.with(Kind.CPUS, bits));
    }
}
