package org.schedlab.experiments;

import java.util.Optional;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.schedlab.experiments.store.ResultStore;

/// A cell that may have to happen, and what its result is known by. Immutable.
public final class CellPlan {
    private final Cell cell;
    private final ObjectNode identity;
    private final String key;

    CellPlan(Cell cell, ObjectNode identity) {
        this.cell = cell;
        this.identity = identity;
        this.key = Identities.key(identity);
    }

    /// The factors.
    public Cell cell() {
        return cell;
    }

    /// SHA-256 of the [#identity()], in hex: the key of the result in a store.
    public String key() {
        return key;
    }

    /// All that decides what the cell gives, as JSON: schedlab's own classes, the machine, the experiment's name and
    /// the scenario's version, the start offset, the factors, the names of the metrics.
    public String identity() {
        return identity.toString();
    }

    /// What decides about its machine, as a hash: cells of one machine begin at one checkpoint.
    public String machine() {
        return identity.path("machine").asText();
    }

    /// schedlab's own classes, as a hash.
    public String code() {
        return identity.path("code").asText();
    }

    /// The row of the cell, if the store has it.
    public Optional<CellRow> find(ResultStore store) {
        return store.find(key).flatMap(bytes -> CellRow.read(bytes, key));
    }

    /// The row of the cell as a store keeps it.
    public byte[] bytes(CellRow row) {
        return row.bytes(identity);
    }
}
