package org.schedlab.guest.work;

import java.nio.file.Path;
import java.util.List;

/// A program of the user's own, which works for ever; one that exits is a worker that failed. What it
/// prints is dropped. `org.schedlab.guest.program.Program#work` makes it of a program with its
/// libraries.
///
/// The worker becomes the program when all are let go. In the kernel it then has the program's name.
/// What only a worker can see of itself is not measured: longest gap, migrations, CPUs, wake-ups. Its
/// work units are what it counts by itself: the variable `SCHEDLAB_COUNTER` names a file of eight
/// bytes, all ones at first, in which it stores a number of its byte order whenever it likes, 0
/// first, by mmap(2) or pwrite(2). One that never stores anything has no work units, rather than
/// none.
///
/// @param files of this host, absolute: the executable, then all that it needs
/// @param arguments those after the program's name
/// @param environment `NAME=VALUE` texts
/// @param folder of the guest that it starts in
public record Custom(List<Path> files, List<String> arguments, List<String> environment, String folder)
        implements Work {
    private static final int COMM_LIMIT = 12;

    public Custom {
        files = List.copyOf(files);
        arguments = List.copyOf(arguments);
        environment = List.copyOf(environment);
        if (files.isEmpty()) {
            throw new IllegalArgumentException("no executable");
        }
    }

    /// The executable.
    public Path executable() {
        return files.getFirst();
    }

    @Override
    public String comm() {
        String name = String.valueOf(executable().getFileName()).replaceAll("[^\\x21-\\x7e]", "_");
        return name.substring(0, Math.min(COMM_LIMIT, name.length()));
    }
}
