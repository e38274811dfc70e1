package org.schedlab.lab.session;

import java.time.Duration;
import java.util.Locale;

import org.schedlab.lab.BootOptions;
import org.schedlab.lab.ProgressListener;
import org.schedlab.lab.ProgressListener.Call;
import org.schedlab.vm.machine.BootListener;

/// A boot as a call that takes a while.
///
/// @param call is told how far it is
/// @param listener is told the notices
public record BootProgress(Call call, ProgressListener listener) implements BootListener {
    /// Boots a machine; the listener is told of the boot, and of the long calls of the session.
    public static VmSession boot(BootOptions options, ProgressListener listener) {
        long began = System.nanoTime();
        try (Call call = listener.begin("boot")) {
            VmSession session = VmSession.boot(options, new BootProgress(call, listener));
            session.onProgress(listener);
            call.done(String.format(Locale.ROOT, "machine ready in %.2f s", (System.nanoTime() - began) / 1e9));
            return session;
        }
    }

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
        listener.notice(text);
    }
}
