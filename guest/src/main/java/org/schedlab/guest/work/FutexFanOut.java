package org.schedlab.guest.work;

import java.time.Duration;

/// Groups of one messenger, the first, and its receivers: the messenger wakes them all with one futex
/// call and waits until each has done its work. One work unit is a round; a latency is the time from
/// the call to running again, of receivers and of the messenger.
///
/// @param fanOut receivers of one messenger
/// @param work amount of work of each receiver in a round
public record FutexFanOut(int fanOut, Duration work) implements Work {
    public FutexFanOut {
        Choice.workers("FutexFanOut", "fanOut", fanOut);
        Choice.amount("FutexFanOut", "work", work);
    }

    @Override
    public int groupSize() {
        return fanOut + 1;
    }

    @Override
    public String comm() {
        return "fanout";
    }
}
