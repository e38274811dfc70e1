package org.schedlab.lab.tables;

import java.util.List;

import org.schedlab.vm.freeze.Reply;
import tech.tablesaw.api.BooleanColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.LongColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/// The replies to cold operations as a table.
///
/// Values are text, as their type prints: a 64-bit unsigned number does not fit a column of longs.
/// Stateless; safe to share.
public final class ReplyTable {
    private ReplyTable() {}

    /// Columns: `request`, `tag`, `target`, `type`, `before` (what a write replaced), `value` (what
    /// was read, or stands there after a write), `success`, `guest time [ns]`, `reason` (why not, or
    /// how a check was passed).
    ///
    /// @param caption where and when it was measured
    public static Table of(List<Reply> replies, String caption) {
        var request = IntColumn.create("request");
        var tag = StringColumn.create("tag");
        var target = StringColumn.create("target");
        var type = StringColumn.create("type");
        var before = StringColumn.create("before");
        var value = StringColumn.create("value");
        var success = BooleanColumn.create("success");
        var reason = StringColumn.create("reason");
        var guestTime = LongColumn.create("guest time [ns]");
        for (Reply reply : replies) {
            request.append(reply.requestId());
            tag.append(reply.tag());
            target.append(reply.target().text());
            type.append(reply.type());
            before.append(reply.beforeText());
            value.append(reply.afterText());
            success.append(reply.success());
            reason.append(reply.success() ? reply.note() : reply.reason());
            guestTime.append(reply.guestTimeNanos());
        }
        return CaptionedTable.counted(
                "cold operations", caption, request, tag, target, type, before, value, success, guestTime, reason);
    }
}
