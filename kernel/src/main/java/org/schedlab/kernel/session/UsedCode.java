package org.schedlab.kernel.session;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

import org.schedlab.guest.scheduler.SchedulerObject;

/// What a session and its futures have brought into the guest: schedulers that were put in charge,
/// each once, and programs. Thread-safe.
final class UsedCode {
    private final List<SchedulerObject> schedulers = new CopyOnWriteArrayList<>();
    private final Map<String, String> programs = Collections.synchronizedMap(new LinkedHashMap<>());

    synchronized void add(SchedulerObject scheduler) {
        if (schedulers.stream().noneMatch(each -> same(each, scheduler))) {
            schedulers.add(scheduler);
        }
    }

    private static boolean same(SchedulerObject one, SchedulerObject other) {
        return one.name().equals(other.name()) && one.sha256().equals(other.sha256());
    }

    /// @param files the executable, then all that it needs
    void add(List<Path> files) {
        programs.put(name(files.getFirst()), sha256(files));
    }

    private static String name(Path file) {
        return String.valueOf(file.getFileName());
    }

    /// Of names and contents: where the files stand on this host makes no difference to the guest's
    /// code.
    private static String sha256(List<Path> files) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (Path file : files) {
                digest.update(name(file).getBytes(StandardCharsets.UTF_8));
                digest.update(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read a file of " + files.getFirst(), e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    List<SchedulerObject> schedulers() {
        return List.copyOf(schedulers);
    }

    /// A hash of each program with all its files, by the executable's name.
    Map<String, String> programs() {
        synchronized (programs) {
            return new LinkedHashMap<>(programs);
        }
    }
}
