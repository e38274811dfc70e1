package org.schedlab.guest.agent;

import java.nio.charset.StandardCharsets;
import java.util.List;

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

    int PATH_BYTES = MailboxLayout.CGROUP_EDIT_FILE - MailboxLayout.CGROUP_EDIT_PATH;
    int TEXT_BYTES = MailboxLayout.CGROUP_EDIT_SIZE - MailboxLayout.CGROUP_EDIT_TEXT;

    private static void check(String text, int room) {
        if (text.getBytes(StandardCharsets.UTF_8).length >= room) {
            throw LabException.asked("a cgroup cannot be changed as asked")
                    .found("a text of %d bytes: %s".formatted(text.length(), text))
                    .available("at most %d bytes".formatted(room - 1))
                    .remedy("take a shorter path or list")
                    .exception();
        }
    }

    static byte[] encode(List<CgroupEdit> edits) {
        Fields fields = Fields.ofSize(edits.size() * MailboxLayout.CGROUP_EDIT_SIZE);
        for (int i = 0; i < edits.size(); i++) {
            edits.get(i).encode(fields, i * MailboxLayout.CGROUP_EDIT_SIZE);
        }
        return fields.toArray();
    }

    private void encode(Fields fields, int at) {
        text(fields, at + MailboxLayout.CGROUP_EDIT_PATH, path());
        switch (this) {
            case Make _ -> kind(fields, at, MailboxLayout.CGROUP_EDIT_KIND_MAKE);
            case Write write -> {
                kind(fields, at, MailboxLayout.CGROUP_EDIT_KIND_WRITE);
                text(fields, at + MailboxLayout.CGROUP_EDIT_FILE, write.file());
                text(fields, at + MailboxLayout.CGROUP_EDIT_TEXT, write.text().isEmpty() ? "\n" : write.text());
            }
            case Move move -> {
                kind(fields, at, MailboxLayout.CGROUP_EDIT_KIND_MOVE);
                fields.put(at + MailboxLayout.CGROUP_EDIT_PID, move.worker().pid())
                        .put(
                                at + MailboxLayout.CGROUP_EDIT_START_TICKS,
                                move.worker().startTimeTicks());
            }
            case MoveAll all -> {
                kind(fields, at, MailboxLayout.CGROUP_EDIT_KIND_MOVE_ALL);
                text(fields, at + MailboxLayout.CGROUP_EDIT_TEXT, all.to());
            }
            case Remove _ -> kind(fields, at, MailboxLayout.CGROUP_EDIT_KIND_REMOVE);
        }
    }

    private static void kind(Fields fields, int at, long kind) {
        fields.put(at + MailboxLayout.CGROUP_EDIT_KIND, kind);
    }

    private static void text(Fields fields, int offset, String text) {
        fields.put(offset, text.getBytes(StandardCharsets.UTF_8));
    }
}
