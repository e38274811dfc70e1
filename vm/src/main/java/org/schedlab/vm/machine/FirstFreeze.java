package org.schedlab.vm.machine;

import java.io.IOException;
import java.time.Duration;

import org.schedlab.vm.machine.internal.ConsoleFollower;
import org.schedlab.vm.machine.internal.Deadline;
import org.schedlab.vm.machine.internal.Meeting;

/// The way of a guest that was just started to its freeze point; its console is handed on meanwhile.
///
/// @param firstLine by when the kernel must have said something
record FirstFreeze(Console console, BootListener listener, Deadline firstLine, Deadline deadline) {
    private static final Duration CONSOLE_POLL = Duration.ofMillis(100);

    void await(Meeting meeting) throws IOException {
        ConsoleFollower follower =
                new ConsoleFollower(console.file(), line -> listener.consoleLine(line, deadline.elapsed()));
        while (!meeting.await(shorter(CONSOLE_POLL, deadline.left()))) {
            follower.poll();
            if (firstLine.passed() && console.lastLines().isEmpty()) {
                throw firstLine.missed("the kernel's first line on its console", "allow more time");
            }
            if (deadline.passed()) {
                throw deadline.missed(
                        "the guest's agent to reach its freeze point",
                        "allow more time, or look at " + Console.quoted(console.lastLines()));
            }
        }
        follower.poll();
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
