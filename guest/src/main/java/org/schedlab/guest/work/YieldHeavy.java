package org.schedlab.guest.work;

/// Gives up its CPU with sched_yield(2) at each turn. One work unit is a yield.
public record YieldHeavy() implements Work {
    @Override
    public String comm() {
        return "yield";
    }
}
