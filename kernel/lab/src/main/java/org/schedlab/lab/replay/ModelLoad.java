package org.schedlab.lab.replay;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

import org.schedlab.guest.load.Load;
import org.schedlab.guest.load.LoadStep;
import org.schedlab.guest.load.LoadStep.Kind;

/// Makes a load of a model: each task runs until it has had as much CPU time as the recorded one had when it slept or
/// woke another. Whoever was woken by a task of the model is woken by it again; who was woken otherwise wakes at the
/// recorded time. Stateless.
final class ModelLoad {
    private static final Duration TICK = Duration.ofMillis(4);
    private static final int NORMAL = 100;
    private static final int NICE_0 = 120;
    private static final int HIGHEST_PRIORITY = 49;
    private static final int ATTRIBUTES = 48;
    private static final int FIFO = 1;
    private static final int CPU_SET_BYTES = 128;
    private static final int NAME = 15;

    private ModelLoad() {}

    /// @param pinned whether each task runs only where it was seen to
    /// @param cpus of the machine
    static Load of(Model model, boolean pinned, int cpus) {
        List<SeenTask> tasks = model.tasks();
        WakeBursts bursts = WakeBursts.of(tasks);
        List<Load.Member> members = new ArrayList<>();
        List<Load.Task> all = new ArrayList<>();
        for (int i = 0; i < tasks.size(); i++) {
            SeenTask task = tasks.get(i);
            String name = name(task.name);
            members.add(new Load.Member(name, i));
            all.add(new Load.Task(name, steps(task, model, bursts, pinned, cpus)));
        }
        List<Load.Shared> counters = Collections.nCopies(bursts.counters(), new Load.Shared(Kind.ADVANCE, 0));
        boolean hasTick = model.tick().isPresent();
        long phase = Math.floorMod(model.began() - model.tick().orElse(0L), TICK.toNanos());
        Load.Options options = new Load.Options(
                Duration.ZERO,
                hasTick ? TICK : Duration.ZERO,
                Duration.ofNanos(phase),
                4,
                false,
                false,
                true,
                true,
                0,
                1,
                "/dev/null");
        return new Load(members, all, counters, options);
    }

    private static String name(String recorded) {
        String ascii = recorded.replaceAll("[^\\x21-\\x7e]", "_");
        return ascii.substring(0, Math.min(NAME, ascii.length()));
    }

    private static List<LoadStep> steps(SeenTask task, Model model, WakeBursts bursts, boolean pinned, int cpus) {
        List<LoadStep> steps = new ArrayList<>();
        if (pinned && !task.cpus.isEmpty()) {
            steps.add(LoadStep.with(Kind.CPUS, set(task.cpus, Math.max(model.cpus(), 1), cpus)));
        }
        if (task.prio != NICE_0) {
            steps.add(LoadStep.with(Kind.SCHEDULE, attributes(task.prio)));
        }
        long ran = 0;
        List<SeenTask.Act> acts = task.acts.stream()
                .sorted(Comparator.comparingLong(SeenTask.Act::after))
                .toList();
        boolean slept = !acts.isEmpty()
                && acts.getFirst() instanceof SeenTask.Act.Sleeps
                && acts.getFirst().after() == 0;
        if (!slept) {
            steps.add(LoadStep.of(Kind.SLEEP_TO, 0));
        }
        for (SeenTask.Act act : acts) {
            LoadStep step = switch (act) {
                case SeenTask.Act.Wakes wakes -> bursts.step(wakes);
                case SeenTask.Act.Sleeps sleeps -> bursts.step(task, sleeps, model.began());
            };
            if (step.kind() == Kind.END && act instanceof SeenTask.Act.Wakes) {
                continue;
            }
            if (act.after() > ran) {
                ran = act.after();
                steps.add(LoadStep.of(Kind.RUN_TO, ran));
            }
            steps.add(step);
            if (step.kind() == Kind.END) {
                return steps;
            }
        }
        if (task.run > ran) {
            steps.add(LoadStep.of(Kind.RUN_TO, task.run));
        }
        return steps;
    }

    /// CPUs of a larger machine share those that there are, in their order.
    private static byte[] set(Set<Integer> seen, int recorded, int cpus) {
        byte[] bits = new byte[CPU_SET_BYTES];
        for (int each : seen) {
            int cpu = recorded <= cpus ? each : (int) ((long) each * cpus / recorded);
            bits[cpu / Byte.SIZE] |= (byte) (1 << cpu % Byte.SIZE);
        }
        return bits;
    }

    /// The agent's priority is 50, and it must stay above.
    private static byte[] attributes(int prio) {
        ByteBuffer bytes = ByteBuffer.allocate(ATTRIBUTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putInt(ATTRIBUTES).putInt(prio < NORMAL ? FIFO : 0).putLong(0);
        bytes.putInt(prio < NORMAL ? 0 : Math.clamp(prio - NICE_0, -20, 19));
        bytes.putInt(prio < NORMAL ? Math.clamp(NORMAL - 1 - prio, 1, HIGHEST_PRIORITY) : 0);
        return bytes.array();
    }
}
