package org.schedlab.experiments;

import java.util.Arrays;
import java.util.Optional;

import org.schedlab.experiments.store.ResultStore;
import org.schedlab.experiments.store.ResultStore.Claim;
import org.schedlab.lab.machine.MachinePool;
import org.schedlab.vm.LabException;

/// What is done about a cell. Immutable.
///
/// @param plan the cell
/// @param again whether it happens although the store has it
record CellWork(CellPlan plan, boolean again) {

    /// What came of it.
    sealed interface Done {
        CellPlan plan();

        /// It has a row.
        ///
        /// @param ran whether it happened now; else another sweep had done it
        record Kept(CellPlan plan, CellRow row, boolean ran) implements Done {}

        /// Another sweep is at it.
        record Elsewhere(CellPlan plan) implements Done {}

        /// The host did not let it happen, or its scenario is wrong.
        record Failed(CellPlan plan, String why) implements Done {}

        /// The store has it, and it happened again.
        ///
        /// @param then what the store has
        /// @param now what it gave this time
        record Audited(CellPlan plan, CellRow then, CellRow now, boolean equal) implements Done {}
    }

    /// Lets it happen.
    ///
    /// @throws LabException if its row cannot be kept
    Done happen(ResultStore store, CellRunner<?> runner, MachinePool.Machines machines) {
        return again ? audit(store, runner, machines) : first(store, runner, machines);
    }

    /// Lets it happen unless it is there or another sweep is at it, and keeps the row.
    private Done first(ResultStore store, CellRunner<?> runner, MachinePool.Machines machines) {
        Optional<Claim> claim = store.claim(plan.key());
        if (claim.isEmpty()) {
            return new Done.Elsewhere(plan);
        }
        try (Claim _ = claim.get()) {
            // Another sweep may have done it since this one looked.
            Optional<CellRow> there = plan.find(store);
            if (there.isPresent()) {
                return new Done.Kept(plan, there.get(), false);
            }
            CellRow row;
            try {
                row = runner.run(plan.cell(), machines);
            } catch (RuntimeException | Error e) {
                return new Done.Failed(plan, reason(e));
            }
            store.keep(plan.key(), plan.bytes(row));
            return new Done.Kept(plan, row, true);
        }
    }

    /// Lets it happen again and compares.
    private Done audit(ResultStore store, CellRunner<?> runner, MachinePool.Machines machines) {
        byte[] then = store.find(plan.key()).orElse(new byte[0]);
        try {
            CellRow now = runner.run(plan.cell(), machines);
            boolean equal = Arrays.equals(then, plan.bytes(now));
            return new Done.Audited(plan, CellRow.read(then, plan.key()).orElse(now), now, equal);
        } catch (RuntimeException | Error e) {
            return new Done.Failed(plan, reason(e));
        }
    }

    private static String reason(Throwable why) {
        if (why instanceof LabException told) {
            return told.getMessage();
        }
        StackTraceElement[] stack = why.getStackTrace();
        return why + (stack.length == 0 ? "" : "\n  found: at " + stack[0]);
    }
}
