package org.schedlab.guest.agent;

import org.schedlab.vm.LabException;

/// One command for the agent.
///
/// @param what the sentence an error message begins with, for example `cannot attach the scheduler vtime`
/// @param remedy what to do when it fails
record Request(String what, String remedy, long command, long argument0, long argument1, byte[] bytes) {
    Request {
        if (bytes.length > MailboxLayout.MAILBOX_REQUEST_LIMIT) {
            throw LabException.asked(what)
                    .found(bytes.length + " bytes")
                    .available("at most " + MailboxLayout.MAILBOX_REQUEST_LIMIT + " bytes fit into the mailbox")
                    .remedy("make it smaller")
                    .exception();
        }
    }

    static Request of(String what, String remedy, long command, byte[] bytes) {
        return new Request(what, remedy, command, 0, 0, bytes);
    }

    static Request of(String what, String remedy, long command, long argument0, long argument1) {
        return new Request(what, remedy, command, argument0, argument1, new byte[0]);
    }
}
