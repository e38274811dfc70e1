package org.schedlab.vm.memory;

import org.schedlab.vm.LabException;

/// A physical address does not lie in the guest's RAM.
public final class OutsideRamException extends LabException {
    private static final long serialVersionUID = 1L;

    private final long physicalAddress;

    OutsideRamException(long physicalAddress, long length, RamLayout layout) {
        super(asked("%d bytes at the physical address %#x are not in the guest's RAM."
                        .formatted(length, physicalAddress))
                .available(ranges(layout))
                .remedy("check where the address comes from: devices and the hole below 4 GiB are not RAM")
                .text());
        this.physicalAddress = physicalAddress;
    }

    /// The physical address asked for.
    public long physicalAddress() {
        return physicalAddress;
    }

    private static String ranges(RamLayout layout) {
        String low = "physical 0x0 to %#x".formatted(layout.lowBytes());
        long highBytes = layout.size() - layout.lowBytes();
        return highBytes == 0
                ? low
                : low + " and %#x to %#x".formatted(RamLayout.HIGH_START, RamLayout.HIGH_START + highBytes);
    }
}
