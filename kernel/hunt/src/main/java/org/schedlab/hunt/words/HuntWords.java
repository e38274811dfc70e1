package org.schedlab.hunt.words;

import org.schedlab.guest.scheduler.Scheduler;
import org.schedlab.hunt.Hunt;
import org.schedlab.lab.ProgressListener;
import org.schedlab.lab.words.Lab;

/// The words of a notebook for hunts. Imported statically beside [org.schedlab.lab.words.Lab]. Thread-safe.
public final class HuntWords {
    private static volatile ProgressListener progress = ProgressListener.SILENT;

    private HuntWords() {}

    /// Looks for what breaks a scheduler, found as [Lab#scheduler(String)] finds it:
    /// `hunt("mine").seed(1).budget(Duration.ofMinutes(2)).run()`. `eevdf` is the kernel's own.
    public static Hunt hunt(String scheduler) {
        return hunt(scheduler.equals("eevdf") ? Scheduler.eevdf() : Lab.scheduler(scheduler));
    }

    /// The same for any scheduler, such as `Scheduler.path("/usr/bin/scx_simple")`.
    public static Hunt hunt(Scheduler scheduler) {
        return Hunt.of(scheduler).onProgress(progress);
    }

    /// From now on, tells this listener how far hunts are.
    public static void progressTo(ProgressListener listener) {
        progress = listener;
    }
}
