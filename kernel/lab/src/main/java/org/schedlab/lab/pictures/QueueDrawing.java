package org.schedlab.lab.pictures;

import java.awt.Color;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

import org.schedlab.lab.recorder.Dsq;
import org.schedlab.lab.runqueues.CpuQueue;
import org.schedlab.lab.runqueues.DispatchQueue;
import org.schedlab.lab.runqueues.FairEntity;
import org.schedlab.lab.runqueues.FairQueue;
import org.schedlab.lab.runqueues.GroupShare;
import org.schedlab.lab.runqueues.QueueInstant;
import org.schedlab.lab.runqueues.WaitingTask;

/// Draws the queues of one instant with any pen.
final class QueueDrawing {
    static final int WIDTH = 900;
    private static final int TOP = 76;
    private static final int HEAD = 24;
    private static final int LANE = 19;
    private static final int LEFT = 190;
    private static final int RIGHT = 880;
    private static final int CHIP = 138;
    private static final int CHIPS = (RIGHT - LEFT) / CHIP;
    private static final int NAME = 22;
    private static final String LEGEND =
            "● vruntime, full if eligible: not right of the average V · ▏deadline · ▶ whom EEVDF would pick now · lag: CPU time owed";
    private static final String CFS_LEGEND = "● vruntime, V is min_vruntime · ▶ whom CFS would pick now";
    private static final Color AVERAGE = new Color(0xD5, 0x5E, 0x00);

    private final QueueInstant queues;
    private final QueuePlan plan;
    private final Theme theme;
    private final Pen pen;
    private final Pen.Font text;
    private final Pen.Font bold;
    private final Pen.Font faint;
    private double y = TOP;

    QueueDrawing(QueueInstant queues, QueuePlan plan, Theme theme, Pen pen) {
        this.queues = queues;
        this.plan = plan;
        this.theme = theme;
        this.pen = pen;
        text = new Pen.Font(theme.text(), 11, false);
        bold = new Pen.Font(theme.text(), 11, true);
        faint = new Pen.Font(theme.faint(), 11, false);
    }

    static int height(QueuePlan plan) {
        int height = TOP;
        for (QueuePlan.OfCpu cpu : plan.cpus()) {
            height += HEAD + cpu.lanes() * LANE + cpu.queues().size() * HEAD + (cpu.others() ? LANE + 4 : 0) + 6;
        }
        int rows = plan.dsqs().size() + plan.groups().size();
        int heads = (plan.dsqs().isEmpty() ? 0 : 1) + (plan.groups().isEmpty() ? 0 : 1);
        return height + heads * HEAD + rows * (LANE + 4) + 8;
    }

    void draw(String title, String place) {
        pen.text(new Pen.Font(theme.text(), 14, true), Pen.Anchor.START, 14, 22, title);
        pen.text(faint, Pen.Anchor.START, 14, 40, place);
        boolean fair = plan.cpus().stream().anyMatch(each -> each.lanes() > 0);
        pen.text(faint, Pen.Anchor.START, 14, 57, !fair ? "" : queues.underCfs() ? CFS_LEGEND : LEGEND);
        for (QueuePlan.OfCpu each : plan.cpus()) {
            cpu(each, queues.cpus().get(each.cpu()));
        }
        dispatch();
        groups();
    }

    private void cpu(QueuePlan.OfCpu room, CpuQueue cpu) {
        pen.line(Pen.Stroke.of(theme.rule()), List.of(new Pen.Point(14, y), new Pen.Point(RIGHT, y)));
        pen.text(bold, Pen.Anchor.START, 14, y + 16, "CPU " + cpu.cpu());
        pen.text(
                text,
                Pen.Anchor.START,
                64,
                y + 16,
                (cpu.idle() ? "idle" : "runs " + cpu.running()) + " · nr_running " + cpu.nrRunning()
                        + (cpu.changing() ? " · its lock is held: it may be half changed" : ""));
        y += HEAD;
        for (var each : room.queues().entrySet()) {
            Optional<FairQueue> queue = cpu.fair().stream()
                    .filter(fair -> fair.cgroup().equals(each.getKey()))
                    .findFirst();
            fair(each.getKey(), queue, each.getValue());
        }
        if (room.others()) {
            List<Chip> chips = new ArrayList<>();
            QueuePlan.others(cpu).forEach(each -> chips.add(new Chip(each[0], each[1])));
            chips("other classes", chips);
        }
        y += 6;
    }

    private void fair(String cgroup, Optional<FairQueue> found, int lanes) {
        double top = y;
        String name = cgroup.equals("/") ? "fair" : "fair, " + shorter(cgroup);
        pen.text(
                faint,
                Pen.Anchor.START,
                20,
                y + 15,
                name + (found.filter(FairQueue::throttled).isPresent() ? ", throttled" : ""));
        y += HEAD;
        if (found.isPresent() && !found.get().entities().isEmpty()) {
            FairQueue queue = found.get();
            long average = queue.reference();
            double middle = x(0);
            pen.line(
                    new Pen.Stroke(AVERAGE, 0.9, 1.3, true),
                    List.of(new Pen.Point(middle, top + 6), new Pen.Point(middle, y + lanes * LANE - 2)));
            pen.text(new Pen.Font(AVERAGE, 10, false), Pen.Anchor.START, middle + 4, top + 15, "V");
            if (cgroup.equals("/")) {
                scale(top);
            }
            Optional<FairEntity> picked = queue.picked();
            List<FairEntity> shown = queue.entities().stream().limit(lanes).toList();
            for (FairEntity each : shown) {
                lane(queue, each, average, picked.filter(each::equals).isPresent());
                y += LANE;
            }
            int rest = queue.entities().size() - shown.size();
            if (rest > 0) {
                pen.text(faint, Pen.Anchor.END, LEFT - 10, top + 15, "and " + rest + " more");
            }
            y += (double) (lanes - shown.size()) * LANE;
        } else {
            y += (double) lanes * LANE;
        }
    }

    /// How long a piece of the axis is.
    private void scale(double top) {
        double unit = Math.pow(10, Math.floor(Math.log10(plan.reach().length() / 2)));
        double to = RIGHT - 130;
        pen.line(
                Pen.Stroke.of(theme.faint()),
                List.of(new Pen.Point(to - x(unit) + x(0), top + 12), new Pen.Point(to, top + 12)));
        pen.text(faint, Pen.Anchor.START, to + 5, top + 16, TimeText.length((long) unit) + " of virtual time");
    }

    private double x(double distance) {
        return LEFT + (distance + plan.reach().before()) / plan.reach().length() * (RIGHT - LEFT);
    }

    private void lane(FairQueue queue, FairEntity entity, long average, boolean picked) {
        boolean current = entity.equals(queue.current());
        double line = y + LANE / 2.0;
        Color colour = TaskColours.of(entity.name());
        if (current) {
            pen.boxes(theme.rule(), 0.6, List.of(new Pen.Box(14, y + 1, RIGHT - 14.0, LANE - 2.0)));
        }
        pen.text(
                current || picked ? bold : text,
                Pen.Anchor.START,
                34,
                y + 14,
                shorter(entity.name()) + (current ? " (runs)" : entity.delayed() ? " (asleep)" : ""));
        if (picked) {
            pen.area(
                    AVERAGE,
                    1,
                    List.of(new Pen.Point(20, line - 5), new Pen.Point(29, line), new Pen.Point(20, line + 5)));
        }
        double wanted = x(entity.vruntime() - (double) average);
        double at = Math.clamp(wanted, LEFT, RIGHT - 14);
        double due = queue.isCfs() ? at + 6 : Math.clamp(x(entity.deadline() - (double) average), at, RIGHT - 8);
        if (!queue.isCfs()) {
            deadline(entity, colour, at, due, line);
        }
        List<Pen.Point> ring = circle(at, line, 4.5);
        if (queue.isCfs() || queue.eligible(entity)) {
            pen.area(colour, 1, ring);
        }
        ring.add(ring.getFirst());
        pen.line(new Pen.Stroke(theme.text(), 1, 1.5, false), ring);
        String beyond = wanted == at ? "" : wanted > at ? " →" : " ←";
        String lag = queue.isCfs()
                ? String.format(Locale.ROOT, "V %+.2f ms%s", (entity.vruntime() - average) / 1e6, beyond)
                : String.format(Locale.ROOT, "lag %+.2f ms%s", queue.lag(entity) / 1e6, beyond);
        boolean right = due < RIGHT - 110;
        pen.text(faint, right ? Pen.Anchor.START : Pen.Anchor.END, right ? due + 6 : at - 9, y + 14, lag);
    }

    private void deadline(FairEntity entity, Color colour, double at, double due, double line) {
        pen.line(
                new Pen.Stroke(colour, entity.delayed() ? 0.5 : 1, 4, false),
                List.of(new Pen.Point(at, line), new Pen.Point(due, line)));
        pen.line(
                new Pen.Stroke(theme.text(), 0.9, 2, false),
                List.of(new Pen.Point(due, line - 6), new Pen.Point(due, line + 6)));
    }

    private static List<Pen.Point> circle(double x, double y, double radius) {
        List<Pen.Point> corners = new ArrayList<>();
        for (int step = 0; step < 16; step++) {
            double angle = Math.PI * step / 8;
            corners.add(new Pen.Point(x + Math.cos(angle) * radius, y + Math.sin(angle) * radius));
        }
        return corners;
    }

    /// A task in a row of them.
    ///
    /// @param under what is told of it in a few characters
    private record Chip(String name, String under) {}

    private void chips(String label, List<Chip> chips) {
        pen.text(faint, Pen.Anchor.START, 20, y + 14, label);
        double x = LEFT;
        int shown = chips.size() > CHIPS ? CHIPS - 1 : chips.size();
        for (Chip each : chips.subList(0, shown)) {
            pen.boxes(TaskColours.of(each.name()), 1, List.of(new Pen.Box(x, y, CHIP - 6.0, LANE + 1.0)));
            pen.text(new Pen.Font(TaskColours.TEXT, 10, true), Pen.Anchor.START, x + 4, y + 9, shorter(each.name()));
            pen.text(new Pen.Font(TaskColours.TEXT, 9, false), Pen.Anchor.START, x + 4, y + 18, each.under());
            x += CHIP;
        }
        if (shown < chips.size()) {
            pen.text(faint, Pen.Anchor.START, x, y + 14, "and " + (chips.size() - shown) + " more");
        } else if (chips.isEmpty()) {
            pen.text(faint, Pen.Anchor.START, x, y + 14, "empty");
        }
        y += LANE + 4;
    }

    private void dispatch() {
        if (plan.dsqs().isEmpty()) {
            return;
        }
        head("Dispatch queues", "whoever is leftmost is taken first");
        for (Dsq dsq : plan.dsqs()) {
            List<Chip> chips = new ArrayList<>();
            queues.dsqs().stream()
                    .filter(each -> each.dsq().equals(dsq))
                    .forEach(each -> each.tasks().forEach(task -> chips.add(new Chip(task.name(), under(each, task)))));
            chips("DSQ " + dsq.label(), chips);
        }
    }

    private static String under(DispatchQueue dsq, WaitingTask task) {
        String waits = String.format(Locale.ROOT, "waits %.1f ms", task.waiting() / 1e6);
        return dsq.byVtime() ? String.format(Locale.ROOT, "v %.2f ms, %s", task.key() / 1e6, waits) : waits;
    }

    private void groups() {
        if (plan.groups().isEmpty()) {
            return;
        }
        head("Quotas", "what is left of this period's CPU time, not yet given to a CPU");
        for (String path : plan.groups()) {
            pen.text(faint, Pen.Anchor.START, 20, y + 14, shorter(path));
            queues.groups().stream()
                    .filter(each -> each.cgroup().equals(path) && each.quota() > 0)
                    .forEach(this::quota);
            y += LANE + 4;
        }
    }

    private void quota(GroupShare group) {
        double whole = 300;
        double left = Math.clamp((double) group.left() / group.quota(), 0, 1);
        pen.boxes(theme.rule(), 1, List.of(new Pen.Box(LEFT, y + 3, whole, LANE - 6.0)));
        pen.boxes(TaskColours.of(group.cgroup()), 1, List.of(new Pen.Box(LEFT, y + 3, whole * left, LANE - 6.0)));
        List<String> out = new ArrayList<>();
        for (int cpu = 0; cpu < group.cpus().size(); cpu++) {
            if (group.cpus().get(cpu).throttled()) {
                out.add(Integer.toString(cpu));
            }
        }
        pen.text(
                text,
                Pen.Anchor.START,
                LEFT + whole + 10,
                y + 14,
                TimeText.length(group.left()) + " of " + TimeText.length(group.quota()) + " every "
                        + TimeText.length(group.period())
                        + (out.isEmpty() ? "" : " · throttled on CPU " + String.join(", ", out)));
    }

    private void head(String title, String what) {
        pen.line(Pen.Stroke.of(theme.rule()), List.of(new Pen.Point(14, y), new Pen.Point(RIGHT, y)));
        pen.text(bold, Pen.Anchor.START, 14, y + 16, title);
        pen.text(faint, Pen.Anchor.START, LEFT, y + 16, what);
        y += HEAD;
    }

    private static String shorter(String name) {
        return name.length() <= NAME ? name : name.substring(0, NAME - 1) + "…";
    }
}
