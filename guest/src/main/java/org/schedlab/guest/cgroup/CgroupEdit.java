package org.schedlab.guest.cgroup;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

import org.schedlab.guest.work.Worker;
import org.schedlab.vm.LabException;

/// One change of the guest's cgroup v2 hierarchy. Paths are relative to `/sys/fs/cgroup`, for example
/// `web/api`; the root is the empty path.
public sealed interface CgroupEdit {

    /// Makes a cgroup, and those above it that are not there; each of these passes the controllers
    /// cpu, cpuset, memory and pids on. Refused when there is one already.
    record Make(String path) implements CgroupEdit {
        public Make {
            check(path, CgroupEdit.PATH_BYTES);
        }
    }

    /// Writes one of a cgroup's files. A `1` in `cgroup.freeze` is waited for until all tasks are
    /// frozen; `cpuset.cpus` is refused unless all those CPUs are granted.
    ///
    /// @param file for example `cpu.weight`
    /// @param text at most 255 bytes; empty clears the file
    record Write(String path, String file, String text) implements CgroupEdit {
        public Write {
            check(path, CgroupEdit.PATH_BYTES);
            check(text, CgroupEdit.TEXT_BYTES);
        }
    }

    /// Moves a process into a cgroup, with all its threads.
    record Move(String path, Worker worker) implements CgroupEdit {
        public Move {
            check(path, CgroupEdit.PATH_BYTES);
        }
    }

    /// Moves all processes of a cgroup into another; those of cgroups below it stay.
    record MoveAll(String path, String to) implements CgroupEdit {
        public MoveAll {
            check(path, CgroupEdit.PATH_BYTES);
            check(to, CgroupEdit.TEXT_BYTES);
        }
    }

    /// Removes a cgroup and those below it. Refused when one of them has tasks. Cannot be taken back,
    /// so removals stand last in a list of edits.
    record Remove(String path) implements CgroupEdit {
        public Remove {
            check(path, CgroupEdit.PATH_BYTES);
        }
    }

    /// The cgroup that is changed.
    String path();

    /// The room for a path, and for a text or list, in bytes; one is left for its end.
    int PATH_BYTES = 256;
    int TEXT_BYTES = 256;

    private static void check(String text, int room) {
        if (text.getBytes(StandardCharsets.UTF_8).length >= room) {
            throw LabException.asked("a cgroup cannot be changed as asked")
                    .found(String.format(Locale.ROOT, "a text of %d bytes: %s", text.length(), text))
                    .available(String.format(Locale.ROOT, "at most %d bytes", room - 1))
                    .remedy("take a shorter path or list")
                    .exception();
        }
    }
}
