package org.schedlab.lab.pictures;

import java.awt.Color;

import org.schedlab.lab.recorder.RecordedTask;

/// The colour of a task, the same in every picture: made of its name and pid. Light enough for dark text, and seen
/// on white and on black.
final class TaskColours {
    /// Of a part that several tasks share.
    static final Color SEVERAL = new Color(0x9A, 0xA0, 0xA6);

    /// Of text on a task's colour.
    static final Color TEXT = new Color(0x14, 0x17, 0x1A);

    /// Steps of this size over the circle of hues leave neighbouring numbers far apart.
    private static final double GOLDEN = 0.618033988749895;

    private TaskColours() {}

    static Color of(RecordedTask task) {
        return of(task.name(), task.pid());
    }

    /// Of a task that is told as `name:pid`; of a cgroup its path alone.
    static Color of(String label) {
        int colon = label.lastIndexOf(':');
        boolean task = colon > 0 && label.substring(colon + 1).matches("\\d{1,9}");
        return task
                ? of(label.substring(0, colon), Integer.parseInt(label.substring(colon + 1)))
                : of(label, label.length());
    }

    private static Color of(String name, int pid) {
        int mixed = name.hashCode() * 0x9E3779B1 ^ pid * 0x85EBCA6B;
        double hue = (pid * GOLDEN + (name.hashCode() & 0xFF) / 256.0) % 1;
        float light = 0.78f + (mixed >>> 30) * 0.06f;
        return Color.getHSBColor((float) hue, 0.5f, light);
    }
}
