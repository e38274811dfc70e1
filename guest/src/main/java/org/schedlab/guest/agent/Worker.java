package org.schedlab.guest.agent;

import java.util.ArrayList;
import java.util.List;

/// A process that was spawned to do some work. Pid and start time together name it for ever.
///
/// @param pid in the guest
/// @param startTimeTicks field 22 of `/proc/PID/stat`
/// @param comm its name in the kernel
public record Worker(int pid, long startTimeTicks, String comm) {
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
}
