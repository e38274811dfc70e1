package org.schedlab.vm.machine.internal.qemu;

import java.util.List;

/// Where QEMU is in its round over the vCPUs (`struct round` of `round.h`): it decides which vCPU goes
/// on first, and QEMU itself does not keep it.
///
/// @param next the vCPU whose turn is next
/// @param askedToExit a bit for each vCPU that is asked to end its turn at once; [#WORDS] words
public record Round(long next, List<Long> askedToExit) {
    /// For up to 256 vCPUs.
    public static final int WORDS = 4;

    public Round {
        askedToExit = List.copyOf(askedToExit);
        if (askedToExit.size() != WORDS) {
            throw new IllegalArgumentException(askedToExit.size() + " words instead of " + WORDS);
        }
    }
}
