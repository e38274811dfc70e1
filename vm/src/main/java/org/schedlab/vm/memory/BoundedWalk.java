package org.schedlab.vm.memory;

import org.schedlab.vm.LabException;

/// The steps of one walk along pointers of a guest's kernel. The guest, or whoever writes to it, may
/// have tied its lists into a knot; then the walk ends with an error that names the place, and not
/// never. Used once, by one thread.
public final class BoundedWalk {
    private final AddressSpace space;
    private final String structure;
    private final long most;
    private long steps;

    /// @param structure what is walked along, for example `the guest's task list`
    /// @param most more steps than a sound structure takes
    public BoundedWalk(AddressSpace space, String structure, long most) {
        this.space = space;
        this.structure = structure;
        this.most = most;
    }

    /// The pointer at an address.
    ///
    /// @throws LabException if this walk has taken too many steps; if the address is not mapped
    public long follow(long address) {
        if (++steps > most) {
            throw LabException.asked("%s does not end".formatted(structure))
                    .found("%s steps, more than a sound one takes; at the virtual address 0x%s"
                            .formatted(most, Long.toHexString(address)))
                    .remedy("the guest's memory was overwritten: %rewind to an earlier moment, or boot again")
                    .exception();
        }
        return space.readLong(address);
    }
}
