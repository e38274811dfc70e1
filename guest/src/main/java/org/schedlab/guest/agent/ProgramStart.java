package org.schedlab.guest.agent;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import org.schedlab.guest.protocol.Fields;
import org.schedlab.guest.protocol.MailboxLayout;
import org.schedlab.guest.work.Policy;
import org.schedlab.vm.LabException;

/// How a program is to be started in the guest, all of it there already.
///
/// @param path of the executable in the guest
/// @param arguments those after the program's name
/// @param environment `NAME=VALUE` texts, all that it gets
/// @param folder it starts in
/// @param policy its scheduling policy
/// @param nice -20 (heavy) to 19 (light)
/// @param cpus where it may run; empty means everywhere
/// @param scheduler whether it is to be a scheduler, so that [ProgramCommands#scheduler()] tells of it
public record ProgramStart(
        String path,
        List<String> arguments,
        List<String> environment,
        String folder,
        Policy policy,
        int nice,
        List<Integer> cpus,
        boolean scheduler) {
    private static final int CPU_BYTES = MailboxLayout.START_ARGUMENTS - MailboxLayout.START_CPUS;

    public ProgramStart {
        arguments = List.copyOf(arguments);
        environment = List.copyOf(environment);
        cpus = List.copyOf(cpus);
        for (String text : texts(path, arguments, environment, folder)) {
            if (text.indexOf('\0') >= 0) {
                throw LabException.asked("a program cannot be started with a zero character in '%s'"
                                .formatted(text.replace("\0", "\\0")))
                        .remedy("leave it out")
                        .exception();
            }
        }
    }

    private static List<String> texts(String path, List<String> arguments, List<String> environment, String folder) {
        List<String> texts = new ArrayList<>(List.of(folder, path, path));
        texts.addAll(arguments);
        texts.addAll(environment);
        return texts;
    }

    byte[] encode() {
        byte[] cpuSet = new byte[CPU_BYTES];
        for (int cpu : cpus) {
            cpuSet[cpu / Byte.SIZE] |= (byte) (1 << cpu % Byte.SIZE);
        }
        byte[] fixed = Fields.ofSize(MailboxLayout.START_SIZE)
                .put(MailboxLayout.START_POLICY, policy.number())
                .put(MailboxLayout.START_PRIORITY, policy.priority())
                .put(MailboxLayout.START_NICE, nice)
                .put(MailboxLayout.START_CPUS, cpuSet)
                .put(MailboxLayout.START_ARGUMENTS, arguments.size() + 1L)
                .put(MailboxLayout.START_ENVIRONMENT, environment.size())
                .put(MailboxLayout.START_SCHEDULER, scheduler ? 1 : 0)
                .toArray();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(fixed);
        for (String text : texts(path, arguments, environment, folder)) {
            bytes.writeBytes(text.getBytes(StandardCharsets.UTF_8));
            bytes.write(0);
        }
        return bytes.toByteArray();
    }

    static ProgramStart decode(Fields fields) {
        String text = fields.rawText(MailboxLayout.START_SIZE, fields.size() - MailboxLayout.START_SIZE);
        List<String> texts = List.of(text.split("\0", -1));
        int firstArgument = 3;
        int firstVariable = firstArgument + (int) fields.number(MailboxLayout.START_ARGUMENTS) - 1;
        int end = firstVariable + (int) fields.number(MailboxLayout.START_ENVIRONMENT);
        List<Integer> cpus = new ArrayList<>();
        for (int cpu = 0; cpu < CPU_BYTES * Byte.SIZE; cpu++) {
            if ((fields.octet(MailboxLayout.START_CPUS + cpu / Byte.SIZE) >> cpu % Byte.SIZE & 1) != 0) {
                cpus.add(cpu);
            }
        }
        return new ProgramStart(
                texts.get(1),
                texts.subList(firstArgument, firstVariable),
                texts.subList(firstVariable, end),
                texts.getFirst(),
                policy(fields),
                (int) fields.number(MailboxLayout.START_NICE),
                cpus,
                fields.number(MailboxLayout.START_SCHEDULER) != 0);
    }

    private static Policy policy(Fields fields) {
        return Policy.decode(
                fields.number(MailboxLayout.START_POLICY), (int) fields.number(MailboxLayout.START_PRIORITY));
    }
}
