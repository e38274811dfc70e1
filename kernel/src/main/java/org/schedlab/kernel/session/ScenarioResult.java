package org.schedlab.kernel.session;

import java.util.List;
import java.util.Optional;

import org.schedlab.kernel.tables.ReplyTable;
import org.schedlab.kernel.tables.Tabular;
import org.schedlab.vm.LabException;
import org.schedlab.vm.freeze.BatchResult;
import org.schedlab.vm.freeze.Reply;
import tech.tablesaw.api.Table;

/// What a scenario brought: the replies of its steps, and what became of the machine.
///
/// @param batches one result for each step that was begun, in order
/// @param timedOut whether the host's deadline passed before the scenario was over
/// @param crashMessage the kernel's panic line, or how QEMU ended
/// @param exit what became of the machine
/// @param instant when and where the last step happened
public record ScenarioResult(
        List<BatchResult> batches, boolean timedOut, Optional<String> crashMessage, ExitState exit, Instant instant)
        implements Tabular {
    public ScenarioResult {
        batches = List.copyOf(batches);
    }

    /// Whether every operation succeeded, in time, and the machine still stands.
    public boolean success() {
        return !timedOut && exit == ExitState.FROZEN && batches.stream().allMatch(BatchResult::success);
    }

    /// All replies in the order of their operations.
    public List<Reply> replies() {
        return batches.stream().flatMap(batch -> batch.replies().stream()).toList();
    }

    /// The one reply with a tag.
    ///
    /// @throws LabException naming the tags there are
    public Reply reply(String tag) {
        List<Reply> found =
                replies().stream().filter(reply -> reply.tag().equals(tag)).toList();
        if (found.size() != 1) {
            throw LabException.asked("there are %d replies tagged '%s'".formatted(found.size(), tag))
                    .available("tags " + replies().stream().map(Reply::tag).toList())
                    .remedy("give each operation a tag of its own")
                    .exception();
        }
        return found.getFirst();
    }

    /// This result, if it is a success.
    ///
    /// @throws LabException saying which operation failed and why
    public ScenarioResult orThrow() {
        if (success()) {
            return this;
        }
        String why = batches.stream()
                .filter(batch -> !batch.success())
                .map(BatchResult::reason)
                .findFirst()
                .or(this::crashMessage)
                .orElse(timedOut ? "the scenario did not end within its host deadline" : "the machine is gone");
        throw new LabException(why);
    }

    /// Request, tag, target, type, before, after, reason: a row for each reply.
    @Override
    public Table table() {
        return ReplyTable.of(replies(), instant.caption());
    }
}
