package org.schedlab.vm.linux;

import java.util.Locale;

import org.jspecify.annotations.Nullable;
import org.schedlab.vm.LabException;
import org.schedlab.vm.memory.UnmappedAddressException;

/// A list or tree of the guest's kernel cannot be walked to its end.
public final class BrokenStructureException extends LabException {
    private static final long serialVersionUID = 1L;

    // include/linux/poison.h with CONFIG_ILLEGAL_POINTER_VALUE of x86-64
    private static final long POISON_FIRST = 0xdead_0000_0000_0100L;
    private static final long POISON_LAST = 0xdead_0000_0000_0122L + Long.BYTES;
    private static final long NULL_PAGE = 0x1000;

    private final Fault fault;
    private final long address;

    /// What is wrong with it.
    public enum Fault {
        /// It comes back to a place it has been at.
        CYCLE,
        /// It takes more steps than a sound one.
        ENDLESS,
        /// It leads to memory that is not mapped.
        UNREADABLE
    }

    /// @param address where the walk ended
    /// @param link address of the last pointer that could be read, 0 if none
    /// @param steps pointers followed
    record Place(long address, long link, long steps) {}

    BrokenStructureException(Fault fault, String structure, Place place, @Nullable UnmappedAddressException cause) {
        super(LabException.asked("%s does not end".formatted(structure))
                .found(
                        switch (fault) {
                            case CYCLE ->
                                String.format(
                                        Locale.ROOT,
                                        "after %d steps it is again at the virtual address %s",
                                        place.steps(),
                                        hex(place.address()));
                            case ENDLESS ->
                                String.format(
                                        Locale.ROOT,
                                        "%d steps, more than a sound one takes; at the virtual address %s",
                                        place.steps() - 1,
                                        hex(place.address()));
                            case UNREADABLE -> unreadable(place, cause);
                        })
                .remedy(remedy(place.address()))
                .text());
        this.fault = fault;
        this.address = place.address();
        if (cause != null) {
            initCause(cause);
        }
    }

    private static String unreadable(Place place, @Nullable UnmappedAddressException cause) {
        String led = place.link() == 0
                ? "its head at %s".formatted(hex(place.address()))
                : String.format(
                        Locale.ROOT,
                        "after %d steps the pointer at %s leads to %s",
                        place.steps() - 1,
                        hex(place.link()),
                        hex(place.address()));
        return "%s, which cannot be read: %s".formatted(led, cause == null ? "not mapped" : cause.reason());
    }

    private static String remedy(long address) {
        if (address >= POISON_FIRST && address < POISON_LAST) {
            return "the kernel writes this value into an entry that it takes out of a list: walk from the list's head, at an instant when the entry is in it";
        }
        return address >= 0 && address < NULL_PAGE
                ? "a NULL pointer: the list was never set up, or the entry is in none; look at another instant"
                : "the guest's memory was overwritten: %rewind to an earlier moment, or boot again";
    }

    private static String hex(long address) {
        return "0x" + Long.toHexString(address);
    }

    /// What is wrong.
    public Fault fault() {
        return fault;
    }

    /// The virtual address at which the walk ended.
    public long address() {
        return address;
    }
}
