package org.schedlab.guest.load;

import java.time.Duration;
import java.util.List;

/// What workers are to do together.
///
/// @param members the workers, each with its task; at least one
/// @param tasks what there is to do: steps, of which a last END is added
/// @param objects what is shared: of each the kind of a step that uses it
/// @param options how
public record Load(List<Member> members, List<Task> tasks, List<Shared> objects, Options options) {
    /// A worker.
    ///
    /// @param name as it is to be called in the kernel, at most 15 ASCII characters
    /// @param task its number
    public record Member(String name, int task) {}

    /// What a worker does.
    ///
    /// @param name of those that are forked, which has a number added
    public record Task(String name, List<LoadStep> steps) {
        public Task {
            steps = List.copyOf(steps);
        }
    }

    /// Something that workers share.
    ///
    /// @param kind LOCK, WAIT, SUSPEND or BARRIER for a mutex and condition, POST for a semaphore, TIMER,
    ///     ADVANCE for a counter
    /// @param users of a barrier, else 0
    public record Shared(LoadStep.Kind kind, int users) {}

    /// How it is played.
    ///
    /// @param duration after this nothing is begun; zero for no end
    /// @param align it begins at a time that is `phase` modulo this; zero for any
    /// @param calibration ns of one loop, for the column `perf`
    /// @param inheritance mutexes with priority inheritance
    /// @param sumOfSlack slack of a phase is the sum over its timers
    /// @param exactTimers without the 50 µs by which the kernel may delay a normal task's timers
    /// @param inOrder the members start one after the other in the last ms before the beginning, and sleep up to it
    ///     if their steps say so
    /// @param forks how many forks there may be
    /// @param memoryBytes of the buffer that `mem` and `iorun` write to
    /// @param device what `iorun` writes to
    public record Options(
            Duration duration,
            Duration align,
            Duration phase,
            long calibration,
            boolean inheritance,
            boolean sumOfSlack,
            boolean exactTimers,
            boolean inOrder,
            int forks,
            long memoryBytes,
            String device) {}

    public Load {
        members = List.copyOf(members);
        tasks = List.copyOf(tasks);
        objects = List.copyOf(objects);
        if (members.isEmpty()) {
            throw new IllegalArgumentException("a load without members");
        }
    }
}
