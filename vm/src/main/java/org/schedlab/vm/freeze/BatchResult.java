package org.schedlab.vm.freeze;

import java.util.List;
import java.util.Locale;

import org.schedlab.vm.LabException;

/// The answer to a batch of cold operations, which all happened at one instant of the guest, or none
/// of them.
///
/// @param success whether all were done
/// @param reason why not, empty on success: the entry that failed, why, and what became of the others
/// @param replies one reply for each operation, in their order
/// @param freeze the freeze in which it happened
public record BatchResult(boolean success, String reason, List<Reply> replies, FreezeRecord freeze) {
    public BatchResult {
        replies = List.copyOf(replies);
    }

    /// The reply to the operation with this tag.
    ///
    /// @throws LabException if there is none, or more than one
    public Reply reply(String tag) {
        List<Reply> found =
                replies.stream().filter(reply -> reply.tag().equals(tag)).toList();
        if (found.size() == 1) {
            return found.getFirst();
        }
        throw LabException.asked("The batch has no single reply tagged '%s'.".formatted(tag))
                .found(String.format(Locale.ROOT, "%d replies of that tag", found.size()))
                .available("tags " + replies.stream().map(Reply::tag).toList())
                .remedy("use one of these tags, or take the reply by its place in replies()")
                .exception();
    }

    /// This result if it is a success.
    ///
    /// @throws LabException with the reason if it is none
    public BatchResult orThrow() {
        if (!success) {
            throw new LabException(reason);
        }
        return this;
    }
}
