package org.schedlab.experiments;

import java.util.Arrays;
import java.util.Optional;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.schedlab.experiments.store.ResultStore;
import org.schedlab.experiments.store.ResultStore.Claim;
import org.schedlab.lab.machine.MachinePool;
import org.schedlab.vm.LabException;

/// A cell that may have to happen. Immutable.
///
/// @param key of the identity
record CellWork(Cell cell, ObjectNode identity, String key) {

    /// What came of it.
    sealed interface Done {
        /// The cell.
        CellWork work();

        /// It has a row.
        ///
        /// @param ran whether it happened now; else another sweep had done it
        record Kept(CellWork work, Row row, boolean ran) implements Done {}

        /// Another sweep is at it.
        record Elsewhere(CellWork work) implements Done {}

        /// The host did not let it happen, or its scenario is wrong.
        record Failed(CellWork work, String why) implements Done {}

        /// The store has it, and it happened again.
        ///
        /// @param then what the store has
        /// @param now what it gave this time
        record Audited(CellWork work, Row then, Row now, boolean equal) implements Done {}
    }

    Optional<Row> find(ResultStore store) {
        return store.find(key).flatMap(bytes -> Row.read(bytes, key));
    }

    /// Lets it happen unless it is there or another sweep is at it, and keeps the row.
    ///
    /// @throws LabException if it cannot be kept
    Done happen(ResultStore store, CellRunner<?> runner, MachinePool.Machines machines) {
        Optional<Claim> claim = store.claim(key);
        if (claim.isEmpty()) {
            return new Done.Elsewhere(this);
        }
        try (Claim _ = claim.get()) {
            // Another sweep may have done it since this one looked.
            Optional<Row> there = find(store);
            if (there.isPresent()) {
                return new Done.Kept(this, there.get(), false);
            }
            Row row;
            try {
                row = runner.run(cell, machines);
            } catch (RuntimeException | Error e) {
                return new Done.Failed(this, reason(e));
            }
            store.keep(key, row.bytes(identity));
            return new Done.Kept(this, row, true);
        }
    }

    /// Lets it happen again and compares.
    Done audit(ResultStore store, CellRunner<?> runner, MachinePool.Machines machines) {
        byte[] then = store.find(key).orElse(new byte[0]);
        try {
            Row now = runner.run(cell, machines);
            boolean equal = Arrays.equals(then, now.bytes(identity));
            return new Done.Audited(this, Row.read(then, key).orElse(now), now, equal);
        } catch (RuntimeException | Error e) {
            return new Done.Failed(this, reason(e));
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
