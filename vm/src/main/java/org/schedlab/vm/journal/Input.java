package org.schedlab.vm.journal;

import java.util.List;

/// One thing that a machine in virtual time was given. Times are guest time in ns by QEMU's clock, as in
/// [org.schedlab.vm.machine.Machine#clockNanos()]. That a machine stood in between is no input: the guest does
/// not notice it.
public sealed interface Input {
    /// Guest time that was let pass, of which nobody in the guest takes notice. Of two stretches, one after the
    /// other, the later one says it all.
    ///
    /// @param untilNanos the clock up to which was asked for; the machine stands at the turn's end at or behind it
    record Run(long untilNanos) implements Input {}

    /// The agent's doorbell: the guest runs until the agent is at its freeze point, for so long at most.
    ///
    /// @param nanos at most; [Long#MAX_VALUE] for as long as it takes
    record Ring(long nanos) implements Input {}

    /// The guest goes on with what the agent is at, without another ring: until the agent is at its freeze point,
    /// for so long at most.
    ///
    /// @param nanos at most
    record GoOn(long nanos) implements Input {}

    /// What was given before, a stretch of time or a ring or both, ended sooner than was asked for, because a probe
    /// froze the machine. Probes are no inputs: it can be given again without them.
    ///
    /// @param untilNanos the clock up to which would have had to be asked for
    /// @param nanos since it was given
    record Cut(long untilNanos, long nanos) implements Input {}

    /// The machine stood in the middle of a CPU's turn, in the stretch of time given before, and was
    /// written to or asked there. Whoever gives that stretch again makes the machine stand there again.
    ///
    /// @param clockNanos when: no two instructions are executed at one time
    /// @param address of the instruction, which is about to be executed; or of the bytes to which one
    ///     has just stored
    /// @param storedBytes how many those are; 0 if it is an instruction
    record Instruction(long clockNanos, long address, int storedBytes) implements Input {}

    /// What was put into the mailbox, which the guest's kernel does not own.
    ///
    /// @param what for, in a few words, such as `cannot start 4 workers` says what was asked for
    /// @param parts in order
    record Message(String what, List<Part> parts) implements Input {
        public Message {
            parts = List.copyOf(parts);
        }
    }

    /// A piece of a message.
    ///
    /// @param offset in the mailbox, in bytes
    record Part(long offset, Content content) {}

    /// What was written into the guest's RAM.
    ///
    /// @param physical address of the first byte
    record Write(long physical, Content content) implements Input {}
}
