package org.schedlab.guest.load;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/// What a worker has noted of one pass through a phase. Times in ns; those of an instant are CLOCK_MONOTONIC.
///
/// @param phase its number within the task
/// @param perf work done, in thousands of loops
/// @param runNanos wall time spent in `run` and `runtime`
/// @param slackNanos left when the last timer was set; below zero if it was late
/// @param setRunNanos what `run` and `runtime` were asked to take
/// @param setTimerNanos the periods of its timers
/// @param wakeLatencyNanos how late it came back from its timers
public record PhaseRecord(
        int phase,
        long perf,
        long runNanos,
        long startNanos,
        long endNanos,
        long slackNanos,
        long setRunNanos,
        long setTimerNanos,
        long wakeLatencyNanos) {

    static List<PhaseRecord> decode(byte[] log, long count) {
        ByteBuffer bytes = ByteBuffer.wrap(log).order(ByteOrder.LITTLE_ENDIAN);
        List<PhaseRecord> records = new ArrayList<>();
        int size = PlayerLayout.RECORD_NUMBERS * Long.BYTES;
        for (int at = 0; records.size() < count && at + size <= log.length; at += size) {
            records.add(new PhaseRecord(
                    (int) number(bytes, at, PlayerLayout.RECORD_PHASE),
                    number(bytes, at, PlayerLayout.RECORD_PERF),
                    number(bytes, at, PlayerLayout.RECORD_RUN),
                    number(bytes, at, PlayerLayout.RECORD_START),
                    number(bytes, at, PlayerLayout.RECORD_END),
                    number(bytes, at, PlayerLayout.RECORD_SLACK),
                    number(bytes, at, PlayerLayout.RECORD_SET_RUN),
                    number(bytes, at, PlayerLayout.RECORD_SET_TIMES),
                    number(bytes, at, PlayerLayout.RECORD_LATENCY)));
        }
        return records;
    }

    private static long number(ByteBuffer bytes, int at, int index) {
        return bytes.getLong(at + index * Long.BYTES);
    }
}
