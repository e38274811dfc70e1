package org.schedlab.lab.export;

import java.util.Locale;

import org.schedlab.lab.recorder.Dsq;
import org.schedlab.lab.recorder.SchedEvent;

/// What else is on tracks of a Perfetto trace: ops of the BPF scheduler, inserts into DSQs, EEVDF's steps, throttled
/// cgroups, schedulers that come and go. Stateless.
final class PerfettoSlices {
    private final PerfettoTracks tracks;

    PerfettoSlices(PerfettoTracks tracks) {
        this.tracks = tracks;
    }

    void take(SchedEvent event) {
        switch (event) {
            case SchedEvent.OpCalled at -> called(at);
            case SchedEvent.DsqInserted at -> inserted(at);
            case SchedEvent.Eevdf at -> eevdf(at);
            case SchedEvent.Throttled at -> throttled(at);
            case SchedEvent.SchedExtChanged at ->
                tracks.instant(
                        at.nanos(),
                        tracks.track(PerfettoTracks.Group.SCHED_EXT, "changes", 0),
                        words(at.change()) + " " + at.scheduler(),
                        _ -> {});
            case SchedEvent.CpuChanged at ->
                tracks.instant(
                        at.nanos(),
                        tracks.track(PerfettoTracks.Group.SCHED_EXT, "changes", 0),
                        String.format(
                                Locale.ROOT, "CPU %d %s", at.ofCpu(), at.active() ? "comes online" : "goes offline"),
                        _ -> {});
            default -> {}
        }
    }

    private void called(SchedEvent.OpCalled at) {
        long track = tracks.track(PerfettoTracks.Group.OPS, "CPU " + at.cpu() + ": ops", at.cpu());
        tracks.begin(at.begun(), track, at.op(), body -> {
            if (at.task() != null) {
                Annotation.TASK.add(body, at.task().label());
            }
            Annotation.INSTRUCTIONS.add(body, at.instructions());
        });
        tracks.end(at.nanos(), track, at.op());
    }

    private void inserted(SchedEvent.DsqInserted at) {
        Dsq dsq = new Dsq(at.dsq(), at.ofCpu());
        long track = tracks.track(
                PerfettoTracks.Group.INSERTS, "into DSQ " + dsq.label(), dsq.ofCpu() < 0 ? 0 : 1 + dsq.ofCpu());
        tracks.instant(at.nanos(), track, at.task().label(), body -> {
            Annotation.CPU.add(body, at.cpu());
            Annotation.SLICE.add(body, at.slice());
            Annotation.VTIME.addUnsigned(body, at.vtime());
            Annotation.FLAGS.addUnsigned(body, at.flags());
        });
    }

    private void eevdf(SchedEvent.Eevdf at) {
        long track = tracks.track(PerfettoTracks.Group.EEVDF, "CPU " + at.cpu() + ": EEVDF", at.cpu());
        String step = switch (at.step()) {
            case PLACED -> "placed ";
            case PICKED -> "picked ";
            case SLICE_ENDED -> "slice ended: ";
        };
        tracks.instant(at.nanos(), track, step + at.task().label(), body -> {
            Annotation.VRUNTIME.addUnsigned(body, at.vruntime());
            Annotation.DEADLINE.addUnsigned(body, at.deadline());
            Annotation.LAG.add(body, at.lag());
            Annotation.SLICE.add(body, at.slice());
        });
    }

    private void throttled(SchedEvent.Throttled at) {
        String name = at.cgroup() + " on CPU " + at.ofCpu();
        long track = tracks.track(PerfettoTracks.Group.THROTTLES, name, at.ofCpu());
        if (at.throttled()) {
            tracks.begin(at.nanos(), track, "throttled", _ -> {});
        } else {
            tracks.end(at.nanos(), track, "throttled");
        }
    }

    private static String words(SchedEvent.SchedExtChanged.Change change) {
        return switch (change) {
            case ATTACH_BEGINS -> "attach begins:";
            case EXIT_BEGINS -> "exit begins:";
            case BYPASS_BEGINS -> "bypass begins:";
            case BYPASS_ENDS -> "bypass ends:";
        };
    }
}
