package org.schedlab.guest.agent;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

import org.schedlab.guest.protocol.Exchange;
import org.schedlab.guest.protocol.Fields;
import org.schedlab.guest.protocol.MailboxLayout;
import org.schedlab.guest.protocol.Request;
import org.schedlab.guest.work.Custom;
import org.schedlab.guest.work.Policy;
import org.schedlab.vm.Sha256;

/// The agent's commands for files and programs from outside. [org.schedlab.guest.program] says what to
/// do with them.
///
/// A program is named by a state of it, whichever: pid and start time are read. As confined as
/// [Agent].
public final class ProgramCommands {
    private static final int PIECE = (int) MailboxLayout.MAILBOX_REQUEST_LIMIT - MailboxLayout.KEEP_SIZE;
    private static final int NAME_BYTES = MailboxLayout.KEEP_SIZE - MailboxLayout.KEEP_NAME;
    private static final String KNOWN = "name a program that this machine's agent started; it knows the last 16";

    private final Exchange exchange;
    private final Map<Path, String> brought = new HashMap<>();
    private final Map<Path, String> elsewhere = new HashMap<>();

    ProgramCommands(Exchange exchange) {
        this.exchange = exchange;
    }

    /// What a wait for a scheduler found.
    public enum Charge {
        /// It is enabled, and a task of policy SCHED_EXT was put on a CPU twice since.
        IN_CHARGE,
        /// The program has ended.
        ENDED,
        /// Not enabled within the time.
        NOT_ENABLED,
        /// Enabled, but it gave that task no CPU within the time.
        NO_DISPATCH
    }

    /// The program that was started last to be a scheduler.
    ///
    /// @param state now
    /// @param start how it was started
    public record SchedulerProgram(ProgramState state, ProgramStart start) {}

    /// Makes a file of the host appear at its path in the guest, readable and executable by all. A
    /// content goes over once: the guest keeps it under its SHA-256.
    ///
    /// @param file absolute
    /// @throws org.schedlab.vm.LabException if it cannot be read here, or has no room there
    public void bring(Path file) {
        bring(file, guestPath(file));
    }

    /// From now on a file of the host stands at another path of the guest than here: one of schedlab's own, whose
    /// path here is an accident that the guest's memory must not know.
    ///
    /// @param path absolute, in the guest
    public void standsAt(Path file, String path) {
        elsewhere.put(file, path);
    }

    private String guestPath(Path file) {
        return elsewhere.getOrDefault(file, file.toString());
    }

    /// Makes a content appear as one file at several paths of the guest: what is written at one of them is read at
    /// all.
    ///
    /// @param paths absolute, in the guest
    /// @throws org.schedlab.guest.protocol.AgentException the guest has no room for it
    public void bring(byte[] content, List<String> paths) {
        String sha256 = Sha256.of(content);
        keep(sha256, content, String.format(Locale.ROOT, "a file of %,d bytes", content.length));
        for (String path : paths) {
            if (!place(sha256, HostFile.MODE, path)) {
                throw new IllegalStateException("the guest does not keep " + path);
            }
        }
    }

    /// The same at another path of the guest.
    ///
    /// @param path absolute, in the guest
    public void bring(Path file, String path) {
        HostFile host = HostFile.read(file);
        String sha256 = host.sha256();
        if (!place(sha256, HostFile.MODE, path)) {
            keep(sha256, host.content(), host.toString());
            if (!place(sha256, HostFile.MODE, path)) {
                throw new IllegalStateException("the guest does not keep " + file);
            }
        }
        brought.put(file, sha256);
    }

    /// Makes a content appear at a path of the guest, folders included, readable and executable by all; a file that was
    /// there goes.
    ///
    /// @param path absolute, in the guest; not below `/proc` or `/sys`, whose files can only be written to
    /// @throws org.schedlab.vm.LabException it cannot stand there, or has no room there
    public void write(String path, byte[] content) {
        String sha256 = Sha256.of(content);
        if (!place(sha256, HostFile.MODE, path)) {
            keep(sha256, content, path);
            if (!place(sha256, HostFile.MODE, path)) {
                throw new IllegalStateException("the guest does not keep " + path);
            }
        }
    }

    /// The SHA-256 of a file's content as it was brought last.
    ///
    /// @throws IllegalArgumentException it was not brought
    public String sha256(Path file) {
        String sha256 = brought.get(file);
        if (sha256 == null) {
            throw new IllegalArgumentException(file + " was not brought into the guest");
        }
        return sha256;
    }

    /// Keeps a content in the guest's memory, for [#place]. Costs one command for each 2 MiB.
    ///
    /// @param name without a slash, at most 120 characters, such as a hash
    /// @param what for messages
    /// @throws org.schedlab.guest.protocol.AgentException the guest has no room for it
    private void keep(String name, byte[] content, String what) {
        int offset = 0;
        do {
            int size = Math.min(PIECE, content.length - offset);
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            bytes.writeBytes(Fields.ofSize(MailboxLayout.KEEP_SIZE)
                    .put(MailboxLayout.KEEP_OFFSET, offset)
                    .put(MailboxLayout.KEEP_WHOLE, content.length)
                    .put(MailboxLayout.KEEP_NAME, text(name))
                    .toArray());
            bytes.write(content, offset, size);
            exchange.call(Request.of(
                    "cannot bring %s into the guest".formatted(what),
                    "boot with more memory, for example %boot --memory 1G",
                    MailboxLayout.COMMAND_KEEP_FILE,
                    bytes.toByteArray()));
            offset += size;
        } while (offset < content.length);
    }

    /// Makes a content that is kept appear at a path; a file that was there goes.
    ///
    /// @param mode permissions, the same for all paths of one content
    /// @return false if no content of that name is kept
    /// @throws org.schedlab.guest.protocol.AgentException with the guest's errno
    private boolean place(String name, int mode, String path) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(Fields.ofSize(MailboxLayout.PLACE_SIZE)
                .put(MailboxLayout.PLACE_MODE, mode)
                .put(MailboxLayout.PLACE_NAME, text(name))
                .toArray());
        bytes.writeBytes(path.getBytes(StandardCharsets.UTF_8));
        exchange.call(Request.of(
                "cannot put the file %s into the guest".formatted(path),
                "choose a path that a file can have in the guest",
                MailboxLayout.COMMAND_PLACE_FILE,
                bytes.toByteArray()));
        return exchange.frozenMailbox().result() != 0;
    }

    private static byte[] text(String name) {
        byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        if (bytes.length >= NAME_BYTES) {
            throw new IllegalArgumentException("a name of " + bytes.length + " bytes: " + name);
        }
        return bytes;
    }

    /// Starts a program, in a session and process group of its own, with nothing on its standard
    /// input.
    ///
    /// @param limit how much guest time may pass until it has become the program
    /// @throws org.schedlab.guest.protocol.AgentException with the guest's errno, or that it got no CPU
    ///     to start on; it is not running then
    public ProgramState start(ProgramStart start, Duration limit) {
        return ProgramState.decode(Fields.of(exchange.call(
                new Request(
                        "cannot start the program " + start.path(),
                        "fix what was found, then start it again; nothing was left running",
                        MailboxLayout.COMMAND_PROGRAM_START,
                        limit.toNanos(),
                        0,
                        start.encode()),
                limit.plus(Exchange.PATIENCE))));
    }

    /// How a program fares now.
    ///
    /// @throws org.schedlab.guest.protocol.AgentException the program is not known
    public ProgramState state(ProgramState program) {
        return await(program, Duration.ZERO);
    }

    /// What a program has printed so far.
    ///
    /// @throws org.schedlab.guest.protocol.AgentException the program is not known
    public ProgramOutput output(ProgramState program) {
        return ProgramOutput.decode(Fields.of(exchange.call(about(
                "read what the program has printed", program, MailboxLayout.COMMAND_PROGRAM_STATE, new byte[0]))));
    }

    /// Sends a signal to a program and the rest of its process group.
    ///
    /// @return false if nobody is left in it
    /// @throws org.schedlab.guest.protocol.AgentException the program is not known
    public boolean signal(ProgramState program, int signal) {
        exchange.call(about("send signal " + signal, program, MailboxLayout.COMMAND_PROGRAM_SIGNAL, number(signal)));
        return exchange.frozenMailbox().result() != 0;
    }

    /// Lets the guest run until a program has ended, or a time is over.
    ///
    /// @throws org.schedlab.guest.protocol.AgentException the program is not known
    public ProgramState await(ProgramState program, Duration limit) {
        return ProgramState.decode(Fields.of(exchange.call(
                about("wait for the program", program, MailboxLayout.COMMAND_PROGRAM_AWAIT, number(limit.toNanos())),
                limit.plus(Exchange.PATIENCE))));
    }

    /// What a wait for a scheduler found, and how its program fares.
    public record Awaited(Charge charge, ProgramState program) {}

    /// Lets the guest run until a program has put a scheduler in charge, or has ended, or a time is
    /// over. Until it is in charge, its nice value is -20.
    ///
    /// @throws org.schedlab.guest.protocol.AgentException the program is not known
    public Awaited awaitCharge(ProgramState program, Duration limit) {
        byte[] reply = exchange.call(
                about(
                        "wait for the scheduler",
                        program,
                        MailboxLayout.COMMAND_SCHEDULER_AWAIT,
                        number(limit.toNanos())),
                limit.plus(Exchange.PATIENCE));
        Charge charge = switch ((int) exchange.frozenMailbox().result()) {
            case MailboxLayout.SCHEDULER_AWAIT_CHARGE -> Charge.IN_CHARGE;
            case MailboxLayout.SCHEDULER_AWAIT_ENDED -> Charge.ENDED;
            case MailboxLayout.SCHEDULER_AWAIT_IDLE -> Charge.NO_DISPATCH;
            default -> Charge.NOT_ENABLED;
        };
        return new Awaited(charge, ProgramState.decode(Fields.of(reply)));
    }

    /// The program that was started last to be a scheduler, running or not.
    public Optional<SchedulerProgram> scheduler() {
        byte[] reply = exchange.call(Request.of(
                "cannot ask for the program that is the scheduler",
                "boot again",
                MailboxLayout.COMMAND_SCHEDULER_PROGRAM,
                new byte[0]));
        if (reply.length == 0) {
            return Optional.empty();
        }
        Fields fields = Fields.of(reply);
        int size = MailboxLayout.PROGRAM_SIZE;
        return Optional.of(new SchedulerProgram(
                ProgramState.decode(fields), ProgramStart.decode(fields.at(size, reply.length - size))));
    }

    /// Brings a program's files and keeps how it is started, for workers.
    ///
    /// @return the number that the request for the workers names it by
    long prepare(Custom work) {
        work.files().forEach(this::bring);
        ProgramStart start = new ProgramStart(
                guestPath(work.executable()),
                work.arguments(),
                work.environment(),
                work.folder(),
                Policy.NORMAL,
                0,
                List.of(),
                false);
        exchange.call(Request.of(
                "cannot make %s the work of workers".formatted(work.executable()),
                "use one of the programs that workers had before, or boot again",
                MailboxLayout.COMMAND_PROGRAM_PREPARE,
                start.encode()));
        return exchange.frozenMailbox().result();
    }

    private static byte[] number(long value) {
        return Fields.ofSize(Long.BYTES).put(0, value).toArray();
    }

    private static Request about(String verb, ProgramState program, long command, byte[] bytes) {
        return new Request(
                String.format(Locale.ROOT, "cannot %s (pid %d)", verb, program.pid()),
                KNOWN,
                command,
                program.pid(),
                program.startTimeTicks(),
                bytes);
    }
}
