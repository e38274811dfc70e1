package org.schedlab.experiments;

import java.time.Duration;

import org.schedlab.lab.ProgressListener;
import org.schedlab.vm.machine.BootListener;

/// Of the boots of cells only what changes what the user can expect is told.
public record BootNotices(ProgressListener progress) implements BootListener {
    @Override
    public void phase(String phase, Duration elapsed) {}

    @Override
    public void consoleLine(String line, Duration elapsed) {}

    @Override
    public void notice(String text) {
        progress.notice(text);
    }
}
