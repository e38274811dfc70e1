package org.schedlab.guest.agent;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

import org.schedlab.guest.protocol.Exchange;
import org.schedlab.guest.protocol.Fields;
import org.schedlab.guest.protocol.MailboxLayout;
import org.schedlab.guest.protocol.Request;
import org.schedlab.guest.work.Policy;
import org.schedlab.guest.work.TaskAttribute;
import org.schedlab.guest.work.Worker;
import org.schedlab.vm.LabException;

/// The agent's commands that set something: of the kernel through its files, of tasks through sched_setattr(2). As
/// confined as [Agent].
public final class SettingCommands {
    private static final int MOST_BYTES = 1 << 20;

    private final Exchange exchange;

    SettingCommands(Exchange exchange) {
        this.exchange = exchange;
    }

    /// Writes a file of the guest, in one piece as sysfs and procfs want it. What was in it goes; one that is not
    /// there is made, its folder is not.
    ///
    /// @param path absolute
    /// @param content 1 MiB at most
    /// @throws org.schedlab.guest.protocol.AgentException with the guest's errno
    /// @throws LabException it is larger, or the path is not absolute
    public void writeFile(String path, byte[] content) {
        byte[] name = path.getBytes(StandardCharsets.UTF_8);
        if (content.length > MOST_BYTES || !path.startsWith("/")) {
            throw LabException.asked("cannot write the guest's file " + path)
                    .found(
                            path.startsWith("/")
                                    ? String.format(Locale.ROOT, "%,d bytes", content.length)
                                    : "a path that does not begin at /")
                    .available("1 MiB at most, to an absolute path; programs bring their files with withFile(...)")
                    .exception();
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(name);
        bytes.writeBytes(content);
        exchange.call(new Request(
                "cannot write the guest's file " + path,
                "check the path and what the kernel takes there",
                MailboxLayout.COMMAND_WRITE_FILE,
                name.length,
                0,
                bytes.toByteArray()));
    }

    /// Changes something of tasks that are there, of all of them or of none.
    ///
    /// @throws org.schedlab.guest.protocol.AgentException the kernel refuses it, or a task has ended
    public void set(List<Worker> workers, TaskAttribute attribute) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(encode(attribute));
        bytes.writeBytes(WorkerEncoding.encode(workers));
        exchange.call(Request.of(
                String.format(Locale.ROOT, "cannot give %d workers %s", workers.size(), attribute.text()),
                "name workers that are alive; a deadline task needs all CPUs, and runtime that is not promised yet;"
                        + " utilization clamps need a kernel with CONFIG_UCLAMP_TASK",
                MailboxLayout.COMMAND_SET_ATTRIBUTES,
                bytes.toByteArray()));
    }

    private static byte[] encode(TaskAttribute attribute) {
        Fields fields = Fields.ofSize(MailboxLayout.ATTRIBUTES_SIZE);
        switch (attribute) {
            case TaskAttribute.OfPolicy of -> {
                Policy policy = of.policy();
                fields.put(MailboxLayout.ATTRIBUTES_WHAT, MailboxLayout.ATTRIBUTES_OF_POLICY)
                        .put(MailboxLayout.ATTRIBUTES_POLICY, policy.number())
                        .put(MailboxLayout.ATTRIBUTES_PRIORITY, policy.priority())
                        .put(MailboxLayout.ATTRIBUTES_RUNTIME, policy.runtime().toNanos())
                        .put(
                                MailboxLayout.ATTRIBUTES_DEADLINE,
                                policy.deadline().toNanos())
                        .put(MailboxLayout.ATTRIBUTES_PERIOD, policy.period().toNanos());
            }
            case TaskAttribute.OfNice of ->
                fields.put(MailboxLayout.ATTRIBUTES_WHAT, MailboxLayout.ATTRIBUTES_OF_NICE)
                        .put(MailboxLayout.ATTRIBUTES_NICE, of.nice());
            case TaskAttribute.OfSlice of ->
                fields.put(MailboxLayout.ATTRIBUTES_WHAT, MailboxLayout.ATTRIBUTES_OF_SLICE)
                        .put(MailboxLayout.ATTRIBUTES_RUNTIME, of.slice().toNanos());
            case TaskAttribute.OfUtilization of ->
                fields.put(MailboxLayout.ATTRIBUTES_WHAT, MailboxLayout.ATTRIBUTES_OF_CLAMP)
                        .put(MailboxLayout.ATTRIBUTES_CLAMP_MIN, of.min())
                        .put(MailboxLayout.ATTRIBUTES_CLAMP_MAX, of.max());
        }
        return fields.toArray();
    }
}
