package org.schedlab.experiments;

import java.util.Locale;

/// How far a number of cells are, and how long the others will take. Confined to one thread.
final class Pace {
    private final int all;
    private final int atOnce;
    private final long began = System.nanoTime();
    private int ended;

    Pace(int all, int atOnce) {
        this.all = all;
        this.atOnce = atOnce;
    }

    void ended() {
        ended++;
    }

    double fraction() {
        return (double) ended / all;
    }

    String text(int failed) {
        String text = String.format(Locale.ROOT, "%d to run, %d at once", all - ended, atOnce);
        if (ended > 0 && ended < all) {
            double seconds = (System.nanoTime() - began) / 1e9 / ended * (all - ended);
            text += seconds < 90
                    ? String.format(Locale.ROOT, ", about %.0f s left", seconds)
                    : String.format(Locale.ROOT, ", about %.0f min left", seconds / 60);
        }
        return failed == 0 ? text : text + String.format(Locale.ROOT, ", %d failed", failed);
    }
}
