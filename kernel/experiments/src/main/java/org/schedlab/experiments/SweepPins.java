package org.schedlab.experiments;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.schedlab.lab.machine.MachineStarts;
import org.schedlab.vm.machine.CheckpointPin;

/// The checkpoints that a sweep still needs: nobody drops them meanwhile. Confined to one thread.
final class SweepPins implements AutoCloseable {
    private final Map<String, Pinned> pins = new HashMap<>();

    private static final class Pinned {
        private final CheckpointPin pin;
        private int cells;

        Pinned(CheckpointPin pin) {
            this.pin = pin;
        }
    }

    /// Pins those of all machines that are to be started.
    SweepPins(Design design, List<CellWork> work) {
        for (CellWork each : work) {
            CellPlan plan = each.plan();
            Pinned pinned = pins.computeIfAbsent(
                    plan.machine(), _ -> new Pinned(MachineStarts.pin(design.options(plan.cell()))));
            pinned.cells++;
        }
    }

    /// One of the cells has come to its end: after the last one of its machine the checkpoint may go.
    void ended(CellPlan plan) {
        Pinned pinned = pins.get(plan.machine());
        if (pinned != null) {
            pinned.cells--;
            if (pinned.cells == 0) {
                pins.remove(plan.machine());
                pinned.pin.close();
            }
        }
    }

    /// How many are pinned.
    int count() {
        return pins.size();
    }

    @Override
    public void close() {
        pins.values().forEach(each -> each.pin.close());
        pins.clear();
    }
}
