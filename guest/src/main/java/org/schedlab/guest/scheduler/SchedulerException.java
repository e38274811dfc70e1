package org.schedlab.guest.scheduler;

import java.util.OptionalInt;
import java.util.regex.Matcher;

import org.schedlab.vm.LabException;

/// A scheduler did not compile, or the kernel did not take it. What was in charge before is in charge.
public final class SchedulerException extends LabException {
    private static final long serialVersionUID = 1L;
    private static final int UNKNOWN = 0;

    private final int line;

    private SchedulerException(String message, int line) {
        super(message);
        this.line = line;
    }

    static SchedulerException at(int line, LabException.Message message) {
        return new SchedulerException(message.text(), line);
    }

    static SchedulerException of(LabException.Message message) {
        return at(UNKNOWN, message);
    }

    /// The same, when somebody was put back in charge after the message was made.
    ///
    /// @param words who, as `fifo is in charge`
    public SchedulerException nowInCharge(String words) {
        return new SchedulerException(getMessage().replace(SchedulerSwitch.EEVDF, words), line);
    }

    /// The same with something more that was found.
    public SchedulerException found(String more) {
        return new SchedulerException(
                getMessage().replaceFirst("\n  try: ", "\n    " + Matcher.quoteReplacement(more) + "\n  try: "), line);
    }

    /// The same with something more to try.
    SchedulerException trying(String more) {
        return new SchedulerException(getMessage() + "; " + more, line);
    }

    /// The first line of the scheduler's text to look at, if one is to blame.
    public OptionalInt line() {
        return line == UNKNOWN ? OptionalInt.empty() : OptionalInt.of(line);
    }
}
