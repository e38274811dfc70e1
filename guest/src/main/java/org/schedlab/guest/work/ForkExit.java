package org.schedlab.guest.work;

/// Makes a process that ends at once, and waits for it. One work unit is a process reaped.
public record ForkExit() implements Work {
    @Override
    public String comm() {
        return "fork";
    }
}
