package org.schedlab.vm.btf;

import java.util.Locale;

/// Proves that no type contains itself other than behind a pointer, so that whoever follows types
/// comes to an end.
final class Containment {
    /// Deeper nesting no compiler makes of kernel code.
    private static final int DEEPEST = 256;

    private static final byte OPEN = 1;
    private static final byte DONE = 2;

    private final BtfReader reader;
    private final byte[] states;

    private Containment(BtfReader reader) {
        this.reader = reader;
        this.states = new byte[reader.count()];
    }

    static void check(BtfReader reader) {
        Containment containment = new Containment(reader);
        for (int id = 1; id < reader.count(); id++) {
            containment.visit(id, 0);
        }
    }

    private void visit(int id, int depth) {
        if (id == 0 || states[id] == DONE) {
            return;
        }
        if (states[id] == OPEN || depth > DEEPEST) {
            throw new BtfException(String.format(Locale.ROOT, "type %d of its type information contains itself", id));
        }
        states[id] = OPEN;
        switch (reader.kind(id)) {
            case TYPEDEF, VOLATILE, CONST, RESTRICT, TYPE_TAG, VAR -> visit(reader.sizeOrType(id), depth + 1);
            case ARRAY -> visit(reader.word(id, 3), depth + 1);
            case STRUCT, UNION -> {
                for (int number = 0; number < reader.elements(id); number++) {
                    visit(reader.word(id, 3 + 3 * number + 1), depth + 1);
                }
            }
            case VOID, INT, PTR, ENUM, FWD, FUNC, FUNC_PROTO, DATASEC, FLOAT, DECL_TAG, ENUM64 -> {}
        }
        states[id] = DONE;
    }
}
