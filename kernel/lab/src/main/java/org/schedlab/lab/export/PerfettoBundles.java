package org.schedlab.lab.export;

import java.util.List;

/// The kernel's trace events in a Perfetto trace: bundles of those of one CPU. Not thread-safe.
final class PerfettoBundles {
    private static final int FULL = 1 << 16;

    private final PerfettoPackets packets;
    private final ProtoBuffer[] bundles;

    PerfettoBundles(PerfettoPackets packets, int cpus) {
        this.packets = packets;
        bundles = new ProtoBuffer[cpus];
        for (int cpu = 0; cpu < cpus; cpu++) {
            bundles[cpu] = new ProtoBuffer();
        }
    }

    void add(TraceEvent event) {
        ProtoBuffer bundle = bundles[event.cpu()];
        int opened = bundle.open(PerfettoFields.BUNDLE_EVENT);
        bundle.number(PerfettoFields.EVENT_TIMESTAMP, event.nanos());
        bundle.number(PerfettoFields.EVENT_PID, event.pid());
        if (event.commonFlags() != 0) {
            bundle.number(PerfettoFields.EVENT_FLAGS, event.commonFlags());
        }
        int fields = bundle.open(event.format().perfetto());
        List<EventField> all = event.format().fields();
        for (int i = 0; i < all.size(); i++) {
            EventField field = all.get(i);
            if (field.type().text()) {
                bundle.text(field.perfetto(), event.text(i));
            } else {
                bundle.number(field.perfetto(), event.number(i));
            }
        }
        bundle.close(fields);
        bundle.close(opened);
        if (bundle.size() >= FULL) {
            write(event.cpu());
        }
    }

    /// Writes what is left.
    void finish() {
        for (int cpu = 0; cpu < bundles.length; cpu++) {
            write(cpu);
        }
    }

    private void write(int cpu) {
        ProtoBuffer events = bundles[cpu];
        if (events.size() > 0) {
            packets.write(body -> {
                int opened = body.open(PerfettoFields.FTRACE_EVENTS);
                body.number(PerfettoFields.BUNDLE_CPU, cpu);
                body.append(events);
                body.close(opened);
            });
            events.clear();
        }
    }
}
