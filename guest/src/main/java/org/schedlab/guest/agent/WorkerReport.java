package org.schedlab.guest.agent;

import java.util.ArrayList;
import java.util.List;

/// How a worker has fared, at one moment; after its end, at its last one. Guest time.
///
/// @param iterations turns of its loop
/// @param cpuNanos on a CPU: `/proc/PID/schedstat`, first number
/// @param runDelayNanos runnable but waiting: second number
/// @param timeslices times it was put on a CPU: third number
/// @param userTicks user time in ticks: field 14 of `/proc/PID/stat`
/// @param systemTicks system time in ticks: field 15
public record WorkerReport(
        Worker worker,
        long iterations,
        long cpuNanos,
        long runDelayNanos,
        long timeslices,
        long userTicks,
        long systemTicks,
        Ending ending) {

    static List<WorkerReport> decode(List<Worker> workers, Fields fields) {
        List<WorkerReport> reports = new ArrayList<>();
        for (int i = 0; i < workers.size(); i++) {
            reports.add(decode(workers.get(i), fields.at(i * MailboxLayout.REPORT_SIZE, MailboxLayout.REPORT_SIZE)));
        }
        return List.copyOf(reports);
    }

    private static WorkerReport decode(Worker worker, Fields fields) {
        return new WorkerReport(
                worker,
                fields.number(MailboxLayout.REPORT_ITERATIONS),
                fields.number(MailboxLayout.REPORT_CPU_NANOS),
                fields.number(MailboxLayout.REPORT_RUN_DELAY_NANOS),
                fields.number(MailboxLayout.REPORT_TIMESLICES),
                fields.number(MailboxLayout.REPORT_USER_TICKS),
                fields.number(MailboxLayout.REPORT_SYSTEM_TICKS),
                Ending.decode(fields.number(MailboxLayout.REPORT_ENDING), (int)
                        fields.number(MailboxLayout.REPORT_ENDING_CODE)));
    }
}
