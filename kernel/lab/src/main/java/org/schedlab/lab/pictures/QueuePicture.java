package org.schedlab.lab.pictures;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import org.schedlab.lab.runqueues.CpuQueue;
import org.schedlab.lab.runqueues.DispatchQueue;
import org.schedlab.lab.runqueues.QueueInstant;

/// The queues of one instant: EEVDF's on an axis of virtual time, who is eligible and who is picked; the DSQs in the
/// order in which tasks are taken; what is left of quotas. A value; thread-safe.
public final class QueuePicture implements Picture {
    private final QueueInstant queues;
    private final QueuePlan plan;
    private final String title;
    private final String place;
    private final Theme theme;

    QueuePicture(QueueInstant queues, QueuePlan plan, String title, String place, Theme theme) {
        this.queues = queues;
        this.plan = plan;
        this.title = title;
        this.place = place;
        this.theme = theme;
    }

    /// Of one instant, for a page of any colour.
    ///
    /// @param scheduler who was in charge, as captions say it
    /// @param place when and where, as captions say it
    public static QueuePicture of(QueueInstant queues, String scheduler, String place) {
        return new QueuePicture(
                queues, QueuePlan.of(List.of(queues)), "Who waits where: " + scheduler, place, Theme.PAGE);
    }

    /// The same in other colours.
    public QueuePicture withTheme(Theme other) {
        return new QueuePicture(queues, plan, title, place, other);
    }

    @Override
    public String words() {
        List<String> lines = new ArrayList<>(List.of(title, place));
        for (CpuQueue cpu : queues.cpus()) {
            lines.add(String.format(
                    Locale.ROOT,
                    "CPU %d: %s, nr_running %d%s",
                    cpu.cpu(),
                    cpu.idle() ? "idle" : "runs " + cpu.running(),
                    cpu.nrRunning(),
                    cpu.root()
                            .picked()
                            .map(picked -> "; " + cpu.root().scheduler() + " would pick " + picked.name())
                            .orElse("")));
        }
        for (DispatchQueue dsq : queues.dsqs()) {
            if (!dsq.tasks().isEmpty()) {
                lines.add("DSQ " + dsq.dsq().label() + ": "
                        + String.join(
                                ", ",
                                dsq.tasks().stream().map(task -> task.name()).toList()));
            }
        }
        return String.join("\n", lines);
    }

    private void draw(Pen pen) {
        new QueueDrawing(queues, plan, theme, pen).draw(title, place);
    }

    @Override
    public String svg() {
        return Images.svg(this, theme, this::draw);
    }

    @Override
    public byte[] png() {
        return Images.png(this, theme, this::draw);
    }

    @Override
    public String html() {
        return Images.svgHtml(this);
    }

    @Override
    public int width() {
        return QueueDrawing.WIDTH;
    }

    @Override
    public int height() {
        return QueueDrawing.height(plan);
    }

    @Override
    public String toString() {
        return words();
    }
}
