package org.schedlab.kernel.jupyter;

import org.schedlab.kernel.session.Lab;
import org.schedlab.kernel.session.SessionCheckpoint;

/// What happens behind each cell: the moment in which it ended is kept, for `%rewind`.
final class CellEnd {
    private CellEnd() {}

    static void run() {
        try {
            Lab.endCell().ifPresent(CellEnd::tell);
        } catch (RuntimeException e) {
            System.err.println("no checkpoint after this cell: " + e.getMessage());
        }
    }

    private static void tell(SessionCheckpoint checkpoint) {
        if (!checkpoint.problem().isEmpty()) {
            System.err.println("no checkpoint after this cell: " + checkpoint.problem());
        }
        if (!checkpoint.dropped().isEmpty()) {
            System.out.println("checkpoints " + checkpoint.droppedText());
        }
    }
}
