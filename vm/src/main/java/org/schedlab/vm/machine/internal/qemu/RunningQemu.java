package org.schedlab.vm.machine.internal.qemu;

import java.io.EOFException;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;
import org.schedlab.vm.HostProcess;
import org.schedlab.vm.machine.internal.host.ClosedAtExit;
import org.schedlab.vm.machine.internal.host.Deadline;
import org.schedlab.vm.machine.internal.host.OpenMachines;

/// A QEMU process with its runtime folder and its two sockets. The guest is paused until somebody
/// says `cont`.
///
/// QEMU gets a session of its own, so an interrupt typed at a terminal does not reach it. It ends
/// with this JVM: by the shutdown hook of [OpenMachines], and, if the JVM is killed, by the plugin, or
/// in a live machine the preloaded library, which exits when its socket closes.
public final class RunningQemu implements AutoCloseable, ClosedAtExit {
    private static final String MESSAGES = "messages";
    private static final String DEVICES = "devices";
    private static final int SIGKILL = 9;
    /// What a process gets that writes to a hole of a file whose file system is full.
    private static final int SIGBUS = 7;

    private final RuntimeFolder folder;
    private volatile @Nullable Process process;
    private volatile List<String> command = List.of();
    private final List<AutoCloseable> sockets = new ArrayList<>();
    private boolean closed;

    private RunningQemu(RuntimeFolder folder) {
        this.folder = folder;
    }

    /// QEMU did not come up; it is cleaned up. The message is what is known.
    public static final class StartFailure extends IOException {
        private static final long serialVersionUID = 1L;
        private final List<String> messages;

        StartFailure(String how, List<String> messages) {
            super(how);
            this.messages = List.copyOf(messages);
        }

        public List<String> messages() {
            return messages;
        }
    }

    /// A QEMU and its two lines.
    public record Started(RunningQemu qemu, PluginLine line, QmpConnection qmp) {}

    /// Starts QEMU in `folder`, which it takes over, and waits until both its sockets are connected.
    public static Started start(RuntimeFolder folder, List<String> command, Deadline deadline) throws IOException {
        RunningQemu qemu = new RunningQemu(folder);
        OpenMachines.add(qemu);
        return qemu.launchAndConnect(command, deadline);
    }

    private Started launchAndConnect(List<String> newCommand, Deadline deadline) throws IOException {
        try (ServerSocketChannel rendezvousServer = listen(QemuArguments.RENDEZVOUS);
                ServerSocketChannel qmpServer = listen(QemuArguments.QMP)) {
            launch(newCommand);
            SocketLine.Meanwhile check = () -> checkStarting(deadline);
            PluginLine line = owned(new PluginLine(SocketLine.accept(rendezvousServer, check)));
            QmpConnection qmp = owned(new QmpConnection(SocketLine.accept(qmpServer, check)));
            qmp.handshake(deadline);
            return new Started(this, line, qmp);
        } catch (EOFException e) {
            StartFailure failure = new StartFailure(end(), messages());
            failure.initCause(e);
            close();
            throw failure;
        } catch (IOException | RuntimeException e) {
            close();
            throw e;
        }
    }

    private ServerSocketChannel listen(String name) throws IOException {
        Path socket = folder.path().resolve(name);
        Files.deleteIfExists(socket);
        return SocketLine.listen(socket);
    }

    private synchronized void launch(List<String> newCommand) throws IOException {
        if (closed) {
            throw new IOException("the machine was closed meanwhile");
        }
        List<String> words = new ArrayList<>(List.of("setsid", "env", "LD_PRELOAD=./" + QemuArguments.GATE));
        if (!newCommand.contains("-plugin")) {
            words.add("SCHEDLAB_LIVE_SOCKET=" + QemuArguments.RENDEZVOUS);
        }
        words.addAll(newCommand);
        command = List.copyOf(newCommand);
        process = new ProcessBuilder(words)
                .directory(folder.path().toFile())
                .redirectInput(new File("/dev/null"))
                .redirectErrorStream(true)
                .redirectOutput(folder.path().resolve(MESSAGES).toFile())
                .start();
    }

    private void checkStarting(Deadline deadline) throws IOException {
        Process starting = process();
        if (!starting.isAlive()) {
            int code = starting.exitValue();
            String how = HostProcess.killedBy(code)
                    .map(signal -> "was " + signal)
                    .orElse("ended at once with exit code " + code);
            throw new StartFailure("QEMU " + how, messages());
        }
        if (deadline.passed()) {
            throw deadline.missed("QEMU to start", "look at what else keeps this host busy, then try again");
        }
    }

    private Process process() {
        return Objects.requireNonNull(process, "QEMU is not started yet");
    }

    private synchronized <T extends AutoCloseable> T owned(T socket) {
        sockets.add(socket);
        return socket;
    }

    public Path folder() {
        return folder.path();
    }

    public Path ram() {
        return folder.path().resolve(QemuArguments.RAM);
    }

    public Path console() {
        return folder.path().resolve(QemuArguments.CONSOLE);
    }

    /// What the plugin wrote of the devices' state; the file goes.
    public byte[] takeDevices() throws IOException {
        Path file = folder.path().resolve(DEVICES);
        byte[] devices = Files.readAllBytes(file);
        Files.delete(file);
        return devices;
    }

    public long pid() {
        return process().pid();
    }

    public List<String> command() {
        return command;
    }

    /// What QEMU printed, without empty lines.
    public List<String> messages() {
        try {
            Path file = folder.path().resolve(MESSAGES);
            return Files.exists(file)
                    ? Files.readAllLines(file).stream()
                            .filter(line -> !line.isBlank())
                            .toList()
                    : List.of();
        } catch (IOException e) {
            return List.of("(unreadable: " + e.getMessage() + ")");
        }
    }

    /// How the process ended, after a short wait for its end.
    public String end() {
        Process ending = process();
        try {
            if (!ending.waitFor(2, TimeUnit.SECONDS)) {
                return "QEMU closed its sockets";
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        int code = ending.isAlive() ? 0 : ending.exitValue();
        if (code - 128 == SIGBUS) {
            return "QEMU was killed by signal " + SIGBUS
                    + ": there was no room on shared memory for what the guest wrote";
        }
        if (!ending.isAlive() && code == 0) {
            return "the guest powered itself off, or restarted (QEMU ended with exit code 0, and nobody had asked it to)";
        }
        return HostProcess.killedBy(code)
                .map(signal -> "QEMU was " + signal)
                .orElse("QEMU ended with exit code " + code);
    }

    /// Kills QEMU and its children, waits for its end, removes the folder. Idempotent, thread-safe.
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        endProcess();
        folder.close();
        OpenMachines.remove(this);
    }

    private void endProcess() {
        Process ending = process;
        if (ending != null) {
            killGroup(ending);
        }
        for (AutoCloseable socket : sockets) {
            try {
                socket.close();
            } catch (Exception e) {
                // the process at the other end is dead; nothing is lost
            }
        }
        sockets.clear();
    }

    private static void killGroup(Process process) {
        if (process.isAlive()) {
            try {
                int _ = (int) Kill.OF_A_GROUP.invokeExact(-Math.toIntExact(process.pid()), SIGKILL);
            } catch (Throwable e) {
                throw new IllegalStateException("kill(2) cannot be called", e);
            }
            process.destroyForcibly();
        }
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    if (!process.waitFor(10, TimeUnit.SECONDS)) {
                        throw new UncheckedIOException(
                                new IOException("QEMU, process " + process.pid() + ", does not die"));
                    }
                    return;
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /// kill(2), linked when it is first needed.
    private static final class Kill {
        static final MethodHandle OF_A_GROUP = Linker.nativeLinker()
                .downcallHandle(
                        Linker.nativeLinker().defaultLookup().findOrThrow("kill"),
                        FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));

        private Kill() {}
    }
}
