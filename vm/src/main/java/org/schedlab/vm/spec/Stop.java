package org.schedlab.vm.spec;

import java.time.Duration;

/// Why a machine stands, or why it will not. A value.
public sealed interface Stop {
    /// The machine stands, between two turns of its CPUs, and can go on.
    sealed interface Standing extends Stop {
        /// Whether the agent came to its freeze point in the turn with whose end the machine stands.
        default boolean agentArrived() {
            return false;
        }
    }

    /// The time that was asked for has come.
    record AtTurnsEnd() implements Standing {}

    /// The agent came to its freeze point; in a live machine it waits there.
    record AtAgent() implements Standing {
        @Override
        public boolean agentArrived() {
            return true;
        }
    }

    /// A CPU executed an instruction at which a probe freezes. The machine stands at the first multiple of
    /// the quantum (of 1 ms without a quantum) behind that instruction, not before or right behind it: that
    /// CPU has gone on to there, and if it went idle on the way, those after it have had turns. The time
    /// asked for may have come there too. The event of the instruction itself is among the machine's events.
    ///
    /// @param probe its id; that of the first one, if CPUs were at several in that turn
    /// @param cpu the CPU that was there
    /// @param agentArrived whether the agent came to its freeze point in that turn too
    record AtProbe(int probe, int cpu, boolean agentArrived) implements Standing {}

    /// A CPU is at a probe that stops it there: before the instruction, or right behind its store. It is in the
    /// middle of its turn; RAM may be read. The guest does not notice, and goes through the same states as without.
    ///
    /// @param probe its id
    /// @param cpu which CPU
    /// @param pc address of the instruction
    record InTurn(int probe, int cpu, long pc) implements Standing {}

    /// The guest's kernel gave up.
    ///
    /// @param panic what it said
    record Panicked(String panic) implements Stop {}

    /// QEMU has ended.
    ///
    /// @param how in words
    record Gone(String how) implements Stop {}

    /// The guest did not come to a stop in time, of the host's; it still runs.
    record OutOfTime(Duration waited) implements Stop {}
}
