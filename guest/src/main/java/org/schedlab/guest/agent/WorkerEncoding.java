package org.schedlab.guest.agent;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.schedlab.guest.protocol.Fields;
import org.schedlab.guest.protocol.MailboxLayout;
import org.schedlab.guest.work.Ending;
import org.schedlab.guest.work.Latencies;
import org.schedlab.guest.work.Refills;
import org.schedlab.guest.work.Worker;

/// Workers and how they fare, as `mailbox.h` lays them out.
final class WorkerEncoding {
    private static final int COMM_BYTES = MailboxLayout.WORKER_SIZE - MailboxLayout.WORKER_COMM;

    static List<Worker> decode(Fields fields) {
        List<Worker> workers = new ArrayList<>();
        for (int offset = 0; offset < fields.size(); offset += MailboxLayout.WORKER_SIZE) {
            Fields each = fields.at(offset, MailboxLayout.WORKER_SIZE);
            workers.add(new Worker(
                    (int) each.number(MailboxLayout.WORKER_PID),
                    each.number(MailboxLayout.WORKER_START_TICKS),
                    each.text(MailboxLayout.WORKER_COMM, COMM_BYTES)));
        }
        return List.copyOf(workers);
    }

    static byte[] encode(List<Worker> workers) {
        Fields fields = Fields.ofSize(workers.size() * MailboxLayout.WORKER_SIZE);
        for (int i = 0; i < workers.size(); i++) {
            fields.put(
                            i * MailboxLayout.WORKER_SIZE + MailboxLayout.WORKER_PID,
                            workers.get(i).pid())
                    .put(
                            i * MailboxLayout.WORKER_SIZE + MailboxLayout.WORKER_START_TICKS,
                            workers.get(i).startTimeTicks());
        }
        return fields.toArray();
    }

    /// Decodes REPORT_ENDING and REPORT_ENDING_CODE of `mailbox.h`.
    static Ending ending(long kind, int code) {
        return switch ((int) kind) {
            case MailboxLayout.REPORT_ENDING_ALIVE -> new Ending.Alive();
            case MailboxLayout.REPORT_ENDING_EXITED -> new Ending.Exited(code);
            case MailboxLayout.REPORT_ENDING_KILLED -> new Ending.Killed(code);
            case MailboxLayout.REPORT_ENDING_STOPPED -> new Ending.Stopped();
            default -> throw new IllegalStateException("the agent reports an ending of kind " + kind);
        };
    }

    /// Decodes LINE_WAKE_BUCKETS and LINE_WAKE_MAX of `worker_memory.h`. The worker stores the longest one
    /// before it counts it; caught in between, it is counted here.
    static Latencies latencies(Fields line) {
        long max = line.number(MailboxLayout.LINE_WAKE_MAX);
        List<Latencies.Bucket> buckets = new ArrayList<>();
        boolean counted = max == 0;
        for (int i = 0; i < MailboxLayout.BUCKET_COUNT; i++) {
            long count = Integer.toUnsignedLong(line.number32(MailboxLayout.LINE_WAKE_BUCKETS + i * Integer.BYTES));
            long upTo = upTo(i);
            boolean last = !counted && max <= upTo;
            counted |= last;
            if (count > 0 || last) {
                buckets.add(new Latencies.Bucket(upTo, Math.max(count, 1)));
            }
        }
        return Latencies.of(buckets, max);
    }

    /// Decodes LINE_REFILLS and LINE_REFILL_NANOS of a worker with a working set.
    static Optional<Refills> refills(Fields line) {
        return line.number(MailboxLayout.LINE_WORKING_SET) == 0
                ? Optional.empty()
                : Optional.of(new Refills(
                        line.number(MailboxLayout.LINE_REFILLS), line.number(MailboxLayout.LINE_REFILL_NANOS)));
    }

    /// The longest latency in ns that falls into a bucket.
    static long upTo(int bucket) {
        if (bucket == MailboxLayout.BUCKET_COUNT - 1) {
            return Long.MAX_VALUE;
        }
        int octave = bucket / MailboxLayout.BUCKET_STEPS;
        if (octave == 0) {
            return bucket;
        }
        long step = 1L << (octave - 1);
        return (MailboxLayout.BUCKET_STEPS + bucket % MailboxLayout.BUCKET_STEPS + 1) * step - 1;
    }

    private WorkerEncoding() {}
}
