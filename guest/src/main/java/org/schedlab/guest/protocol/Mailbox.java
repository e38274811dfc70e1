package org.schedlab.guest.protocol;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;

import org.schedlab.vm.journal.Content;
import org.schedlab.vm.journal.Input;

/// The mailbox of a frozen machine, read and written. Layout: `src/main/c/mailbox.h`.
public final class Mailbox {
    private static final ValueLayout.OfLong NUMBER = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private final MemorySegment memory;

    public Mailbox(MemorySegment memory) {
        this.memory = memory;
    }

    public boolean hasAgent() {
        return number(MailboxLayout.MAILBOX_MAGIC) == MailboxLayout.MAILBOX_MAGIC_VALUE
                && number(MailboxLayout.MAILBOX_VERSION) == MailboxLayout.MAILBOX_VERSION_VALUE;
    }

    public long guestTimeNanos() {
        return number(MailboxLayout.MAILBOX_GUEST_TIME);
    }

    public long workers() {
        return number(MailboxLayout.MAILBOX_WORKERS);
    }

    public long workerLines() {
        return number(MailboxLayout.MAILBOX_WORKER_LINES);
    }

    public long pass() {
        return number(MailboxLayout.MAILBOX_PASS);
    }

    /// Whether the latest request has no reply yet.
    public boolean busy() {
        return number(MailboxLayout.MAILBOX_REQUEST_ID) != replyId();
    }

    /// Which step of its command the agent is at; empty if it does not tell.
    public String doing() {
        byte[] text = memory.asSlice(MailboxLayout.MAILBOX_DOING, MailboxLayout.MAILBOX_DOING_SIZE)
                .toArray(ValueLayout.JAVA_BYTE);
        return Fields.of(text).text(0, text.length);
    }

    public long replyId() {
        return number(MailboxLayout.MAILBOX_REPLY_ID);
    }

    /// The message that is a request, for [org.schedlab.vm.machine.Machine#give].
    ///
    /// @param id the reply will bear; see [#nextId()]
    List<Input.Part> message(Request request, long id) {
        return List.of(
                new Input.Part(MailboxLayout.MAILBOX_REQUEST_BYTES, Content.of(request.bytes())),
                number(MailboxLayout.MAILBOX_REQUEST_SIZE, request.bytes().length),
                number(MailboxLayout.MAILBOX_ARGUMENT_0, request.argument0()),
                number(MailboxLayout.MAILBOX_ARGUMENT_1, request.argument1()),
                number(MailboxLayout.MAILBOX_COMMAND, request.command()),
                number(MailboxLayout.MAILBOX_REQUEST_ID, id));
    }

    /// The id of a request that is put now.
    long nextId() {
        return number(MailboxLayout.MAILBOX_REQUEST_ID) + 1;
    }

    private static Input.Part number(long offset, long value) {
        return new Input.Part(
                offset, Content.of(Fields.ofSize(Long.BYTES).put(0, value).toArray()));
    }

    /// Zero, or the errno of a command that failed.
    public int error() {
        return (int) number(MailboxLayout.MAILBOX_ERROR);
    }

    public long result() {
        return number(MailboxLayout.MAILBOX_RESULT_0);
    }

    public byte[] replyBytes() {
        long size = Math.min(number(MailboxLayout.MAILBOX_REPLY_SIZE), MailboxLayout.MAILBOX_REPLY_LIMIT);
        return memory.asSlice(MailboxLayout.MAILBOX_REPLY_BYTES, size).toArray(ValueLayout.JAVA_BYTE);
    }

    public String replyText() {
        return new String(replyBytes(), StandardCharsets.UTF_8).strip();
    }

    private long number(long offset) {
        return memory.get(NUMBER, offset);
    }
}
