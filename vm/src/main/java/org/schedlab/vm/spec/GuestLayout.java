package org.schedlab.vm.spec;

/// Where in the guest what schedlab uses lies, the same in every machine. The C sides read the same numbers:
/// `guest/src/main/c/mailbox.h`, a test compares them.
public final class GuestLayout {
    /// The guest virtual address, in user space, whose execution is the freeze point: `nop; ret` in
    /// the agent.
    public static final long FREEZE_POINT = 0x5c_ed1a_b000L;
    /// The guest-physical address of the mailbox, kept from the kernel. The RAM file's offset is the
    /// same.
    public static final long MAILBOX_ADDRESS = 0x0800_0000L;
    /// The mailbox's size.
    public static final long MAILBOX_BYTES = 4L << 20;

    /// Where the mailbox counts the freeze points that the agent has reached; 8 bytes.
    public static final long PASS_OFFSET = 0x18;
    /// Where the host puts the number of the freeze point from which it lets a live machine's agent
    /// go on; 8 bytes.
    public static final long RELEASED_OFFSET = 0x68;

    private GuestLayout() {}
}
