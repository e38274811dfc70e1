package org.schedlab.lab.rtapp;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

import org.schedlab.guest.load.LoadStep;

/// The words of a task or phase about its policy: `struct sched_attr` (include/uapi/linux/sched/types.h, 6.16 to 7.3).
/// Stateless.
final class Scheduling {
    private static final Map<String, Integer> POLICIES = Map.of(
            "SCHED_OTHER", 0, "SCHED_FIFO", 1, "SCHED_RR", 2, "SCHED_BATCH", 3, "SCHED_IDLE", 5, "SCHED_DEADLINE", 6);
    private static final List<String> NAMES =
            List.of("SCHED_OTHER", "SCHED_BATCH", "SCHED_IDLE", "SCHED_RR", "SCHED_FIFO", "SCHED_DEADLINE");
    private static final int FIFO = 1;
    private static final int ROUND_ROBIN = 2;
    private static final int DEADLINE = 6;
    private static final int SIZE = 56;
    private static final int HIGHEST_PRIORITY = 49;
    private static final int DEFAULT_PRIORITY = 10;
    private static final int UNCHANGED = Integer.MIN_VALUE;
    private static final long RESET_ON_FORK = 0x01;
    private static final long KEEP_POLICY = 0x08;
    private static final long KEEP_PARAMETERS = 0x10;
    private static final long CLAMP_MIN = 0x20;
    private static final long CLAMP_MAX = 0x40;
    private static final long MOST_MICROS = 4_000_000;
    private static final int NO_CLAMP = -1;

    private Scheduling() {}

    /// @param policy in words
    /// @param step empty if nothing changes
    record Chosen(String policy, Optional<LoadStep> step) {}

    static String policy(Words words, String key, String otherwise) {
        String policy = words.text(key, otherwise);
        if (!POLICIES.containsKey(policy)) {
            throw words.place(key)
                    .refused(
                            "there is no policy '%s'".formatted(policy),
                            "'%s'".formatted(policy),
                            String.join(", ", NAMES),
                            "change it");
        }
        return policy;
    }

    /// @param before the policy that it has, the default of a task
    /// @param task whether these are a task's words, which always set a policy, and may say `period`
    ///     and `deadline` as rt-app's first versions did
    static Chosen read(Words words, String before, boolean task) {
        String policy = policy(words, "policy", before);
        int number = POLICIES.getOrDefault(policy, 0);
        boolean realTime = number == FIFO || number == ROUND_ROBIN;
        boolean fixed = realTime || number == DEADLINE;
        long priority = words.number(
                "priority",
                realTime ? 1 : number == DEADLINE ? 0 : -20,
                realTime ? HIGHEST_PRIORITY : number == DEADLINE ? 0 : 19,
                UNCHANGED);
        boolean old = task && number == DEADLINE && !words.has("dl-runtime");
        long runtime = micros(words, "dl-runtime", old ? micros(words, "runtime", 0) : 0);
        long period = micros(words, "dl-period", old ? micros(words, "period", runtime) : runtime);
        long deadline = micros(words, "dl-deadline", old ? micros(words, "deadline", period) : period);
        int least = (int) words.number("util_min", NO_CLAMP, 1024, NO_CLAMP);
        int most = (int) words.number("util_max", NO_CLAMP, 1024, NO_CLAMP);
        boolean parameters = task || words.has("policy") || priority != UNCHANGED || runtime > 0;
        if (!parameters && least == NO_CLAMP && most == NO_CLAMP) {
            return new Chosen(policy, Optional.empty());
        }
        if (number == DEADLINE && parameters) {
            requireTimes(words, runtime, deadline, period);
        }
        long flags = (parameters ? 0 : KEEP_POLICY | KEEP_PARAMETERS)
                | (number == DEADLINE && parameters ? RESET_ON_FORK : 0)
                | (least == NO_CLAMP ? 0 : CLAMP_MIN)
                | (most == NO_CLAMP ? 0 : CLAMP_MAX);
        ByteBuffer bytes = ByteBuffer.allocate(SIZE).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putInt(SIZE).putInt(number).putLong(flags);
        bytes.putInt(fixed || priority == UNCHANGED ? 0 : (int) priority);
        bytes.putInt(realTime ? (int) (priority == UNCHANGED ? DEFAULT_PRIORITY : priority) : 0);
        bytes.putLong(runtime * 1000);
        bytes.putLong(number == DEADLINE ? deadline * 1000 : 0);
        bytes.putLong(number == DEADLINE ? period * 1000 : 0);
        bytes.putInt(Math.max(0, least)).putInt(most == NO_CLAMP ? 1024 : most);
        return new Chosen(policy, Optional.of(LoadStep.with(LoadStep.Kind.SCHEDULE, bytes.array())));
    }

    private static void requireTimes(Words words, long runtime, long deadline, long period) {
        if (runtime < 2 || runtime > deadline || deadline > period) {
            throw words.place("dl-runtime")
                    .refused(
                            "these times are none of SCHED_DEADLINE",
                            String.format(
                                    Locale.ROOT,
                                    "runtime %d µs, deadline %d µs, period %d µs",
                                    runtime,
                                    deadline,
                                    period),
                            "2 µs <= dl-runtime <= dl-deadline <= dl-period <= 4 s",
                            "change them");
        }
    }

    private static long micros(Words words, String key, long otherwise) {
        return words.number(key, 0, MOST_MICROS, otherwise);
    }
}
