package org.schedlab.vm.machine;

import java.nio.file.Path;

import org.schedlab.vm.Folders;
import org.schedlab.vm.machine.internal.host.ClosedAtExit;
import org.schedlab.vm.machine.internal.host.OpenMachines;
import org.schedlab.vm.machine.internal.qemu.RuntimeFolder;

/// A folder on shared memory that lives as long as a session, longer than each of its machines.
///
/// It goes when it is closed, when the JVM ends, and, if the JVM was killed, when the next machine
/// starts. Thread-safe.
public final class SessionFolder implements AutoCloseable, ClosedAtExit {
    private final RuntimeFolder folder;

    private SessionFolder(RuntimeFolder folder) {
        this.folder = folder;
    }

    /// A new, empty folder. The caller closes it.
    public static SessionFolder create(Folders folders) {
        SessionFolder created = new SessionFolder(RuntimeFolder.create(folders));
        OpenMachines.add(created);
        return created;
    }

    public Path path() {
        return folder.path();
    }

    /// Removes the folder and all that is in it. May be called again, if something was still written
    /// meanwhile.
    @Override
    public void close() {
        folder.close();
        OpenMachines.remove(this);
    }
}
