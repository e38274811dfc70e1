package org.schedlab.guest.protocol;

import org.schedlab.vm.LabException;

/// One command for the agent.
public final class Request {
    private final String what;
    private final String remedy;
    private final long command;
    private final long argument0;
    private final long argument1;
    private final byte[] bytes;

    /// @param what the sentence an error message begins with, for example `cannot attach the scheduler
    /// vtime`
    /// @param remedy what to do when it fails
    public Request(String what, String remedy, long command, long argument0, long argument1, byte[] bytes) {
        if (bytes.length > MailboxLayout.MAILBOX_REQUEST_LIMIT) {
            throw LabException.asked(what)
                    .found(bytes.length + " bytes")
                    .available("at most " + MailboxLayout.MAILBOX_REQUEST_LIMIT + " bytes fit into the mailbox")
                    .remedy("make it smaller")
                    .exception();
        }
        this.what = what;
        this.remedy = remedy;
        this.command = command;
        this.argument0 = argument0;
        this.argument1 = argument1;
        this.bytes = bytes;
    }

    public static Request of(String what, String remedy, long command, byte[] bytes) {
        return new Request(what, remedy, command, 0, 0, bytes);
    }

    public static Request of(String what, String remedy, long command, long argument0, long argument1) {
        return new Request(what, remedy, command, argument0, argument1, new byte[0]);
    }

    public String what() {
        return what;
    }

    public String remedy() {
        return remedy;
    }

    public long command() {
        return command;
    }

    public long argument0() {
        return argument0;
    }

    public long argument1() {
        return argument1;
    }

    public byte[] bytes() {
        return bytes;
    }
}
