package org.schedlab.vm.freeze;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import org.schedlab.vm.LabException;

/// Operations that belong together, with the request ids they were given.
///
/// @param firstRequestId of the first operation; the others follow
/// @param ops in their order
/// @param purpose for the freeze's record
record Batch(int firstRequestId, List<ColdOp> ops, String purpose) {

    /// Does all operations or none of them.
    ///
    /// @param transaction a new one
    /// @param guestTimeNanos the guest's time at the freeze
    Outcome run(Transaction transaction, long guestTimeNanos) {
        List<Reply> replies = new ArrayList<>();
        for (int entry = 0; entry < ops.size(); entry++) {
            try {
                replies.add(done(entry, transaction.run(ops.get(entry)), guestTimeNanos));
            } catch (LabException refusal) {
                return failed(entry, refusal, replies, transaction, guestTimeNanos);
            } catch (RuntimeException fault) {
                transaction.undo();
                throw fault;
            }
        }
        return new Outcome("", replies);
    }

    /// What came of a batch.
    ///
    /// @param reason empty if all was done
    record Outcome(String reason, List<Reply> replies) {}

    private Outcome failed(
            int entry, LabException refusal, List<Reply> before, Transaction transaction, long guestTimeNanos) {
        int undone = transaction.undo();
        String cause = String.format(Locale.ROOT, "because entry %d of %d failed", entry + 1, ops.size());
        List<Reply> replies = new ArrayList<>();
        for (Reply reply : before) {
            replies.add(ops.get(replies.size()) instanceof WriteCold ? undone(reply, cause) : reply);
        }
        String reason = message(refusal);
        replies.add(refused(entry, reason, guestTimeNanos));
        for (int later = entry + 1; later < ops.size(); later++) {
            replies.add(refused(later, "not tried, " + cause, guestTimeNanos));
        }
        String writes = undone == 0
                ? "nothing was written"
                : String.format(Locale.ROOT, "%d earlier writes were undone", undone);
        return new Outcome(
                String.format(Locale.ROOT, "entry %d of %d: %s%n  state: %s", entry + 1, ops.size(), reason, writes),
                replies);
    }

    private static String message(LabException refusal) {
        String message = refusal.getMessage();
        return message == null ? refusal.toString() : message;
    }

    private Reply done(int entry, Transaction.Done done, long guestTimeNanos) {
        ColdOp op = ops.get(entry);
        return new Reply(
                firstRequestId + entry,
                op.tag(),
                op.target(),
                done.type().declaration(),
                true,
                "",
                done.note(),
                op instanceof WriteCold ? done.before().boxed() : null,
                done.after().boxed(),
                guestTimeNanos,
                done.type());
    }

    private Reply refused(int entry, String reason, long guestTimeNanos) {
        ColdOp op = ops.get(entry);
        return new Reply(
                firstRequestId + entry, op.tag(), op.target(), "", false, reason, "", null, null, guestTimeNanos, null);
    }

    private static Reply undone(Reply reply, String cause) {
        return new Reply(
                reply.requestId(),
                reply.tag(),
                reply.target(),
                reply.type(),
                false,
                "undone, " + cause,
                "",
                reply.before(),
                reply.before(),
                reply.guestTimeNanos(),
                reply.fieldType());
    }
}
