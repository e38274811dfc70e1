package org.schedlab.vm.machine;

import java.time.Duration;

/// Hears what a boot is doing. Called on the thread that boots; must not throw.
public interface BootListener {
    /// Hears nothing.
    BootListener SILENT = new BootListener() {
        @Override
        public void phase(String phase, Duration elapsed) {}

        @Override
        public void consoleLine(String line, Duration elapsed) {}
    };

    /// A phase begins, for example `the kernel boots`, so long after the boot was asked for (host
    /// time).
    void phase(String phase, Duration elapsed);

    /// The guest's kernel wrote a line on its console.
    void consoleLine(String line, Duration elapsed);

    /// Something that changes what the user can expect, such as a checkpoint that had to be made
    /// again.
    default void notice(String text) {}
}
