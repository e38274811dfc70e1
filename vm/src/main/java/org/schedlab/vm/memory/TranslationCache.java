package org.schedlab.vm.memory;

import java.util.Arrays;

/// Translations of 4 KiB pages remembered while the guest stands still. Not thread-safe: one per
/// reading thread's address space, guarded by the rule that a frozen machine is used by one thread at
/// a time.
final class TranslationCache {
    private static final int ENTRIES = 1024;
    private static final long NOTHING = -1L >>> 1;

    private final long[] pages = new long[ENTRIES];
    private final long[] frames = new long[ENTRIES];
    private boolean enabled;

    TranslationCache() {
        clear();
    }

    void enable(boolean on) {
        clear();
        enabled = on;
    }

    /// The physical address, or -1 if it is not remembered.
    long find(long virtual) {
        long page = virtual >>> 12;
        int slot = slot(page);
        return pages[slot] == page ? frames[slot] | (virtual & 0xfff) : -1;
    }

    void remember(long virtual, long physical) {
        if (enabled) {
            long page = virtual >>> 12;
            int slot = slot(page);
            pages[slot] = page;
            frames[slot] = physical & ~0xfffL;
        }
    }

    private void clear() {
        Arrays.fill(pages, NOTHING);
    }

    private static int slot(long page) {
        return (int) (page ^ (page >>> 10)) & (ENTRIES - 1);
    }
}
