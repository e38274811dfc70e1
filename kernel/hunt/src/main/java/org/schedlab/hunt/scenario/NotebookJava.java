package org.schedlab.hunt.scenario;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

import org.schedlab.guest.work.Affinity;
import org.schedlab.guest.work.Policy;
import org.schedlab.guest.work.WorkerSpec;

/// A scenario in the words of a notebook, a line for each step. The same calls in the same order as a hunt makes them,
/// so that the machine comes to the same bits. Stateless.
public final class NotebookJava {
    private NotebookJava() {}

    /// The lines: one for each cgroup and step, with the guest time before it, and the hold.
    public static List<String> lines(Scenario scenario) {
        return lines(scenario, List.of());
    }

    /// The same for a run of which is known what the guest refused: a notebook goes on behind that, as the hunt did.
    ///
    /// @param undone in the order of the steps
    public static List<String> lines(Scenario scenario, List<Undone> undone) {
        List<String> lines = new ArrayList<>();
        for (Group each : scenario.groups()) {
            lines.add(String.format(
                    Locale.ROOT,
                    "var %s = create(cgroup(\"%s\").weight(%d));",
                    each.name(),
                    each.name(),
                    each.weight()));
        }
        for (int place = 0; place < scenario.steps().size(); place++) {
            int step = place;
            Timed each = scenario.steps().get(place);
            String before = each.after().isPositive() ? "run(%s); ".formatted(duration(each.after())) : "";
            Optional<Undone> refused =
                    undone.stream().filter(one -> one.step() == step).findFirst();
            if (refused.isEmpty() || each.step() instanceof Step.Spawn) {
                lines.add(before + line(each.step()));
                continue;
            }
            lines.add(
                    "%stry { %s } catch (org.schedlab.vm.LabException refused) { System.out.println(refused.getMessage()); }"
                            .formatted(before, line(each.step())));
            if (!refused.get().ended()) {
                return List.copyOf(lines);
            }
        }
        lines.add("run(%s);".formatted(duration(scenario.hold())));
        return List.copyOf(lines);
    }

    private static String line(Step step) {
        return switch (step) {
            case Step.Spawn(WorkerSpec workers) -> "var %s = spawn(%s);".formatted(workers.name(), spec(workers));
            case Step.Affinity affinity -> "%s.affinity(%s);".formatted(affinity.workers(), cpus(affinity.cpus()));
            case Step.Nice nice -> String.format(Locale.ROOT, "%s.nice(%d);", nice.workers(), nice.nice());
            case Step.SetPolicy policy -> "%s.policy(%s);".formatted(policy.workers(), policy(policy.policy()));
            case Step.Move move -> "%s.move(%s);".formatted(move.cgroup(), move.workers());
            case Step.Weight weight -> String.format(Locale.ROOT, "%s.weight(%d);", weight.cgroup(), weight.weight());
            case Step.Cpuset cpuset -> "%s.cpuset(%s);".formatted(cpuset.cgroup(), cpus(cpuset.cpus()));
            case Step.Freeze freeze -> freeze.cgroup() + ".freeze();";
            case Step.Unfreeze unfreeze -> unfreeze.cgroup() + ".unfreeze();";
            case Step.Stop stop -> stop.workers() + ".stop();";
            case Step.Hotplug hotplug ->
                "start(program(\"/bin/sh\", \"-c\", \"%s\")).await(s(2));".formatted(command(hotplug));
        };
    }

    /// What a shell of the guest does for it.
    public static String command(Step.Hotplug hotplug) {
        return String.format(
                Locale.ROOT, "echo %d > /sys/devices/system/cpu/cpu%d/online", hotplug.online() ? 1 : 0, hotplug.cpu());
    }

    private static String cpus(List<Integer> cpus) {
        return "cpus(%s)".formatted(numbers(cpus));
    }

    private static String numbers(List<Integer> cpus) {
        return cpus.stream().map(String::valueOf).collect(Collectors.joining(", "));
    }

    private static String spec(WorkerSpec workers) {
        StringBuilder text = new StringBuilder(String.format(
                Locale.ROOT,
                "workers(%d).doing(%s).named(\"%s\")",
                workers.count(),
                RecordText.of(workers.work()),
                workers.name()));
        if (workers.nice() != 0) {
            text.append(String.format(Locale.ROOT, ".nice(%d)", workers.nice()));
        }
        if (!workers.policy().equals(Policy.NORMAL)) {
            text.append(".policy(%s)".formatted(policy(workers.policy())));
        }
        if (workers.affinity() instanceof Affinity.Exact exact) {
            text.append(".withCpus(%s)".formatted(numbers(exact.cpus())));
        }
        if (!workers.cgroup().isEmpty()) {
            text.append(".inCgroup(\"%s\")".formatted(workers.cgroup()));
        }
        return text.toString();
    }

    /// Those that a hunt chooses from.
    private static String policy(Policy policy) {
        return policy.kind() == Policy.Kind.FIFO
                ? String.format(Locale.ROOT, "Policy.fifo(%d)", policy.priority())
                : "Policy." + policy.kind();
    }

    static String duration(Duration time) {
        long micros = time.toNanos() / 1000;
        return micros % 1000 == 0
                ? String.format(Locale.ROOT, "ms(%d)", micros / 1000)
                : String.format(Locale.ROOT, "us(%d)", micros);
    }
}
