package org.schedlab.guest.work;

/// Works without a pause and never gives up its CPU. One work unit is a microsecond of work, 500
/// instructions.
public record SpinWait() implements Work {
    @Override
    public String comm() {
        return "spin";
    }
}
