package org.schedlab.lab.session;

import java.time.Duration;

import org.schedlab.lab.ProgressListener.Call;
import org.schedlab.vm.machine.BootListener;

/// A boot as a call that takes a while; notices are printed.
///
/// @param call is told
public record BootProgress(Call call) implements BootListener {
    @Override
    public void phase(String phase, Duration elapsed) {
        call.update(Double.NaN, phase);
    }

    @Override
    public void consoleLine(String line, Duration elapsed) {
        call.update(Double.NaN, line);
    }

    @Override
    public void notice(String text) {
        System.out.println(text);
    }
}
