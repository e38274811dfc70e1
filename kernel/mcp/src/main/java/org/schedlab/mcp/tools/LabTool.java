package org.schedlab.mcp.tools;

import java.time.Duration;

/// Something that an assistant may call. Immutable.
///
/// @param name as the protocol has it
/// @param title for people
/// @param description what it does, in which units, and what it answers
/// @param schema what it takes
/// @param effect what it does to the machine
/// @param deadline host time after which the call is stopped
/// @param work what it does
public record LabTool(
        String name, String title, String description, Schema schema, Effect effect, Duration deadline, Work work) {

    /// What a call does to the machine.
    public enum Effect {
        /// Not a bit changes.
        LOOKS,
        /// Guest time passes, or something is written.
        MOVES,
        /// It is gone afterwards.
        ENDS
    }

    /// What is done.
    interface Work {
        Answer of(LabSession session, Arguments arguments);
    }

    static LabTool looks(String name, String title, String description, Schema schema, Work work) {
        return new LabTool(name, title, description, schema, Effect.LOOKS, Duration.ofMinutes(3), work);
    }

    static LabTool moves(String name, String title, String description, Schema schema, Work work) {
        return new LabTool(name, title, description, schema, Effect.MOVES, Duration.ofMinutes(10), work);
    }

    LabTool within(Duration hostTime) {
        return new LabTool(name, title, description, schema, effect, hostTime, work);
    }
}
