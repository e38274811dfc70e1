package org.schedlab.vm.memory;

import java.util.Locale;

import org.schedlab.vm.LabException;

/// A physical address does not lie in the guest's RAM.
public final class OutsideRamException extends LabException {
    private static final long serialVersionUID = 1L;

    private final long physicalAddress;

    OutsideRamException(long physicalAddress, long length, RamLayout layout) {
        super(asked(String.format(
                        Locale.ROOT,
                        "%d bytes at the physical address %#x are not in the guest's RAM.",
                        length,
                        physicalAddress))
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
        String low = String.format(Locale.ROOT, "physical 0x0 to %#x", layout.lowBytes());
        long highBytes = layout.size() - layout.lowBytes();
        return highBytes == 0
                ? low
                : low
                        + String.format(
                                Locale.ROOT, " and %#x to %#x", RamLayout.HIGH_START, RamLayout.HIGH_START + highBytes);
    }
}
