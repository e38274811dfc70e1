package org.schedlab.guest.agent;

import org.schedlab.guest.protocol.Fields;
import org.schedlab.guest.protocol.MailboxLayout;

/// The guest as its agent sees it.
///
/// @param release `uname -r`
/// @param kernelVersion `uname -v`
/// @param cpus CPUs online
/// @param memoryBytes memory that the kernel manages: less than the machine's RAM
/// @param ticksPerSecond the unit of start times in `/proc/PID/stat`
/// @param quantumNanos the longest turn of a vCPU in guest nanoseconds as programmed; 0 if none is
/// @param agentPriority the agent's SCHED_FIFO priority; workers must stay below
/// @param workerLimit how many workers may be alive at once
public record AgentInfo(
        String release,
        String kernelVersion,
        int cpus,
        long memoryBytes,
        int ticksPerSecond,
        long quantumNanos,
        int agentPriority,
        int workerLimit) {

    static AgentInfo decode(Fields fields) {
        return new AgentInfo(
                fields.text(MailboxLayout.INFO_RELEASE, MailboxLayout.INFO_KERNEL_VERSION - MailboxLayout.INFO_RELEASE),
                fields.text(
                        MailboxLayout.INFO_KERNEL_VERSION, MailboxLayout.INFO_CPUS - MailboxLayout.INFO_KERNEL_VERSION),
                (int) fields.number(MailboxLayout.INFO_CPUS),
                fields.number(MailboxLayout.INFO_MEMORY_BYTES),
                (int) fields.number(MailboxLayout.INFO_TICKS_PER_SECOND),
                fields.number(MailboxLayout.INFO_QUANTUM_NANOS),
                (int) fields.number(MailboxLayout.INFO_AGENT_PRIORITY),
                (int) fields.number(MailboxLayout.INFO_WORKER_LIMIT));
    }
}
