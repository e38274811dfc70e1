package org.schedlab.lab.rtapp;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import org.schedlab.guest.load.Load;
import org.schedlab.vm.LabException;

/// A load as a file for rt-app says it. `run` is CPU time, so that it does not stretch when other CPUs are busy;
/// `runtime` is wall time, `sleep` and `timer` are the guest's.
///
/// @param load what its workers do
/// @param phases the names of the phases of each task
/// @param duration `global.duration`; empty if it has no end
/// @param withoutEffect words that mean something to rt-app and nothing here
public record RtApp(Load load, List<List<String>> phases, Optional<Duration> duration, List<String> withoutEffect) {
    private static final long NANOS_PER_LOOP = 4;
    private static final int FORKS = 1024;
    private static final long MEMORY = 4 << 20;
    private static final List<String> RESOURCE_TYPES =
            List.of("mutex", "wait", "signal", "broadcast", "sync", "timer", "sleep", "run", "barrier");

    public RtApp {
        phases = List.copyOf(phases);
        withoutEffect = List.copyOf(withoutEffect);
    }

    /// Reads JSON as it is written for rt-app, with comments and keys that come again.
    ///
    /// @param pathOrText a file, or the JSON itself, which begins with { or a comment
    /// @param cpus how many the machine has
    /// @throws LabException a word that rt-app does not know: says line, column and path
    public static RtApp read(String pathOrText, int cpus) {
        String begins = pathOrText.strip();
        boolean text = begins.startsWith("{") || begins.startsWith("/*") || begins.contains("\n");
        return of(JsonReader.read(text ? pathOrText : file(Path.of(begins))), cpus);
    }

    private static String file(Path path) {
        try {
            return Files.readString(path);
        } catch (IOException e) {
            throw LabException.asked("rt-app's file %s cannot be read".formatted(path))
                    .found(String.valueOf(e))
                    .remedy("check the path, which counts from "
                            + Path.of("").toAbsolutePath()
                            + "; or give the JSON itself, which begins with {")
                    .exception();
        }
    }

    private static RtApp of(Json.Obj file, int cpus) {
        Words words = new Words(file, "a file for rt-app", key -> false);
        Json tasks = words.get("tasks");
        if (tasks == null) {
            throw file.place().refused("there are no tasks", "no 'tasks'", "", "add \"tasks\" : { … }");
        }
        Json globals = words.get("global");
        Words global = globals == null
                ? new Words(new Json.Obj(file.place(), List.of()), "'global'", key -> false)
                : Words.of(globals, "'global'");
        Json old = words.get("resources");
        if (old != null) {
            checkResources(Words.object(old, "'resources'"));
        }
        words.requireAllKnown(List.of());
        return tasks(Words.object(tasks, "'tasks'"), global, cpus);
    }

    /// What they declare is made when it is used, as by rt-app.
    private static void checkResources(Json.Obj resources) {
        for (Json.Member member : resources.members()) {
            Words each = Words.of(member.value(), "a resource");
            String type = each.text("type", "mutex");
            if (!RESOURCE_TYPES.contains(type)) {
                throw each.place("type")
                        .refused(
                                "there is no type of resource '%s'".formatted(type),
                                type,
                                String.join(", ", RESOURCE_TYPES),
                                "change it");
            }
            each.without("target", "mutex");
            each.requireAllKnown(List.of());
        }
    }

    private static RtApp tasks(Json.Obj all, Words global, int cpus) {
        String policy = Scheduling.policy(global, "default_policy", "SCHED_OTHER");
        long seconds = global.number("duration", -1, 86_400, -1);
        Set<String> none = new LinkedHashSet<>();
        Resources resources = new Resources();
        List<String> names = all.members().stream().map(Json.Member::key).toList();
        List<Load.Task> tasks = new ArrayList<>();
        List<Load.Member> members = new ArrayList<>();
        List<List<String>> phases = new ArrayList<>();
        boolean forks = false;
        for (Json.Member member : all.members()) {
            requireName(member, names);
            TaskReader task = new TaskReader(member, cpus, policy, resources, names);
            int number = tasks.size();
            tasks.add(task.read());
            phases.add(List.copyOf(task.phases()));
            forks |= task.forks();
            for (int i = 0; i < task.instances(); i++) {
                members.add(new Load.Member(workerName(member.key(), members.size()), number));
            }
        }
        if (members.isEmpty()) {
            throw all.place().refused("no task is started", "every 'instance' is 0, or no task", "", "add one");
        }
        Load.Options options = new Load.Options(
                seconds <= 0 ? Duration.ZERO : Duration.ofSeconds(seconds),
                Duration.ZERO,
                Duration.ZERO,
                calibration(global),
                global.bool("pi_enabled", false),
                global.bool("cumulative_slack", false),
                false,
                false,
                forks ? FORKS : 0,
                global.number("mem_buffer_size", 1, 1L << 30, MEMORY),
                global.text("io_device", "/dev/null"));
        none.addAll(global.without("lock_pages", "logdir", "log_basename", "log_size", "ftrace", "gnuplot", "frag"));
        global.requireAllKnown(List.of());
        return new RtApp(
                new Load(members, tasks, resources.all(), options),
                phases,
                seconds <= 0 ? Optional.empty() : Optional.of(Duration.ofSeconds(seconds)),
                List.copyOf(none));
    }

    private static void requireName(Json.Member task, List<String> names) {
        if (!task.key().matches("[\\x21-\\x7e]+") || names.indexOf(task.key()) != names.lastIndexOf(task.key())) {
            throw task.place()
                    .refused(
                            "this is no name for a task",
                            "'%s'".formatted(task.key()),
                            "printable ASCII without spaces, each name once",
                            "change it");
        }
    }

    /// As rt-app's: the task's name and the worker's number; the name is cut so that the kernel need not.
    private static String workerName(String task, int number) {
        String behind = "-" + number;
        return task.substring(0, Math.min(task.length(), 15 - behind.length())) + behind;
    }

    /// A loop of the guest's own takes 4 ns, whatever CPU it is calibrated on.
    private static long calibration(Words global) {
        Json value = global.get("calibration");
        return value instanceof Json.Whole
                ? global.number("calibration", 1, 1_000_000, NANOS_PER_LOOP)
                : value == null || global.text("calibration", "").matches("CPU\\d+") ? NANOS_PER_LOOP : wrong(global);
    }

    private static long wrong(Words global) {
        throw global.place("calibration")
                .refused(
                        "this is no calibration",
                        global.text("calibration", ""),
                        "a CPU such as \"CPU0\", or ns of one loop",
                        "change it");
    }

    /// Its words that have no effect here, in a sentence; empty if there are none.
    String notes() {
        return withoutEffect.isEmpty() ? "" : "without effect here: " + String.join(", ", withoutEffect);
    }
}
