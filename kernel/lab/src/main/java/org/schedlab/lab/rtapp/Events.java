package org.schedlab.lab.rtapp;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

import org.schedlab.guest.load.LoadStep;
import org.schedlab.guest.load.LoadStep.Kind;
import org.schedlab.guest.load.StepData;

/// The events of a task's phases. Confined to one reading.
final class Events {
    /// In an order in which none stands behind one that it begins with.
    static final List<String> NAMES = List.of(
            "runtime",
            "run",
            "sleep",
            "timer",
            "lock",
            "unlock",
            "wait",
            "signal",
            "broad",
            "sync",
            "barrier",
            "suspend",
            "resume",
            "yield",
            "fork",
            "memrun",
            "mem",
            "iorun",
            "sem_post",
            "sem_wait");
    private static final long MOST_MICROS = 3_600_000_000L;
    private static final long MOST_BYTES = 1L << 40;
    private static final long MOST_BUFFER = 1L << 30;
    private static final int DEFAULT_STRIDE = 64;
    private static final int OWN_TIMERS = 64;
    private static final int BUFFERS = 64;

    private final String task;
    private final int instances;
    private final Resources resources;
    private final List<String> tasks;
    private final Map<String, Integer> ownTimers = new LinkedHashMap<>();

    /// @param tasks the names of all tasks, whom `fork` may name
    Events(String task, int instances, Resources resources, List<String> tasks) {
        this.task = task;
        this.instances = instances;
        this.resources = resources;
        this.tasks = tasks;
    }

    /// The event that a key is, which may have more behind it: `run`, `run1`, `run_long`.
    static Optional<String> name(String key) {
        return NAMES.stream().filter(name -> key.matches(name + "([^a-z].*)?")).findFirst();
    }

    static boolean isEvent(String key) {
        return name(key).isPresent();
    }

    /// What the event of this name does.
    LoadStep read(String name, Json.Member member) {
        Json value = member.value();
        Json.Place place = member.place();
        return switch (name) {
            case "run" -> LoadStep.of(Kind.RUN, nanos(member));
            case "runtime" -> LoadStep.of(Kind.RUNTIME, nanos(member));
            case "sleep" -> LoadStep.of(Kind.SLEEP, nanos(member));
            case "mem" -> LoadStep.of(Kind.MEMORY, Words.number(value, place, member.key(), 0, MOST_BYTES));
            case "iorun" -> LoadStep.of(Kind.IO, Words.number(value, place, member.key(), 0, MOST_BYTES));
            case "timer" -> timer(Words.of(value, "a timer"));
            case "lock" -> shared(Kind.LOCK, Kind.LOCK, text(member));
            case "unlock" -> shared(Kind.UNLOCK, Kind.LOCK, text(member));
            case "signal" -> shared(Kind.SIGNAL, Kind.WAIT, text(member));
            case "broad" -> shared(Kind.BROADCAST, Kind.WAIT, text(member));
            case "wait" -> waiting(Kind.WAIT, Words.of(value, "a wait"));
            case "sync" -> waiting(Kind.SYNC, Words.of(value, "a sync"));
            case "barrier" -> LoadStep.with(Kind.BARRIER, resources.barrier(text(member), instances), 0, 0);
            case "suspend" -> shared(Kind.SUSPEND, Kind.SUSPEND, task);
            case "resume" -> shared(Kind.RESUME, Kind.SUSPEND, text(member));
            case "yield" -> LoadStep.of(Kind.YIELD, 0);
            case "sem_post" -> shared(Kind.POST, Kind.POST, text(member));
            case "sem_wait" -> shared(Kind.TAKE, Kind.POST, text(member));
            case "memrun" -> memory(member, Words.of(value, "a memrun"));
            case "fork" -> LoadStep.of(Kind.FORK, task(member));
            default -> throw new IllegalArgumentException("no event " + name);
        };
    }

    private int task(Json.Member member) {
        int number = tasks.indexOf(text(member));
        if (number < 0) {
            throw member.place()
                    .refused(
                            "there is no task '%s'".formatted(text(member)), "", String.join(", ", tasks), "change it");
        }
        return number;
    }

    private static long nanos(Json.Member member) {
        return 1000 * Words.number(member.value(), member.place(), member.key(), 0, MOST_MICROS);
    }

    static String text(Json.Member member) {
        return Words.text(member.value(), member.place(), member.key());
    }

    private LoadStep shared(Kind kind, Kind of, String name) {
        return LoadStep.with(kind, resources.number(of, name), 0, 0);
    }

    private LoadStep waiting(Kind kind, Words words) {
        int condition = resources.number(Kind.WAIT, words.text("ref", "unknown"));
        int mutex = resources.number(Kind.LOCK, words.text("mutex", "unknown"));
        words.requireAllKnown(List.of());
        return LoadStep.with(kind, condition, mutex, 0);
    }

    private LoadStep timer(Words words) {
        String name = words.text("ref", "unknown");
        long period = 1000 * words.number("period", 0, MOST_MICROS, 0);
        String mode = words.text("mode", "relative");
        if (!mode.equals("relative") && !mode.equals("absolute")) {
            throw words.place("mode")
                    .refused("there is no mode '%s'".formatted(mode), mode, "relative, absolute", "change it");
        }
        words.requireAllKnown(List.of());
        int absolute = mode.equals("absolute") ? 2 : 0;
        if (!name.startsWith("unique")) {
            return LoadStep.with(Kind.TIMER, resources.number(Kind.TIMER, name), period, absolute);
        }
        int number = ownTimers.computeIfAbsent(name, _ -> ownTimers.size());
        if (number >= OWN_TIMERS) {
            throw words.place("ref")
                    .refused("one timer of a task too many", name, OWN_TIMERS + " timers of its own", "use one again");
        }
        return LoadStep.with(Kind.TIMER, number, period, absolute | 1);
    }

    private LoadStep memory(Json.Member member, Words words) {
        String type = words.text("type", "");
        long size = words.number("size", 1, MOST_BUFFER, 0);
        long count = words.number("count", 0, MOST_BYTES, 0);
        String name = words.text(
                "ref", task + "/" + type + "/" + size + "/" + member.place().path());
        Kind kind = switch (type) {
            case "read" -> Kind.MEM_READ;
            case "write" -> Kind.MEM_WRITE;
            case "chase" -> Kind.MEM_CHASE;
            default ->
                throw words.place("type")
                        .refused("there is no memrun '%s'".formatted(type), type, "read, write, chase", "change it");
        };
        long stride = 0;
        if (kind == Kind.MEM_CHASE) {
            String pattern = words.text("pattern", "random");
            stride = words.number("stride", Long.BYTES, Math.max(Long.BYTES, size), DEFAULT_STRIDE);
            stride = pattern.equals("sequential") ? stride : -stride;
        }
        words.requireAllKnown(List.of());
        int buffer = resources.buffer(name);
        if (size == 0 || buffer >= BUFFERS) {
            throw member.place()
                    .refused(
                            "this memrun cannot be",
                            size == 0 ? "no size" : "buffer " + (buffer + 1),
                            String.format(Locale.ROOT, "a size in bytes; up to %d buffers in a file", BUFFERS),
                            "change it");
        }
        return new LoadStep(kind, buffer, size, count, stride, StepData.NONE);
    }
}
