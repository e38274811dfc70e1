package org.schedlab.guest.agent;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.schedlab.guest.cgroup.CgroupEdit;
import org.schedlab.guest.cgroup.CgroupState;
import org.schedlab.guest.protocol.Fields;
import org.schedlab.guest.protocol.MailboxLayout;

/// Changes and states of cgroups, as `mailbox.h` lays them out.
final class CgroupEncoding {
    static byte[] encode(List<CgroupEdit> edits) {
        Fields fields = Fields.ofSize(edits.size() * MailboxLayout.CGROUP_EDIT_SIZE);
        for (int i = 0; i < edits.size(); i++) {
            encode(edits.get(i), fields, i * MailboxLayout.CGROUP_EDIT_SIZE);
        }
        return fields.toArray();
    }

    private static void encode(CgroupEdit edit, Fields fields, int at) {
        text(fields, at + MailboxLayout.CGROUP_EDIT_PATH, edit.path());
        switch (edit) {
            case CgroupEdit.Make _ -> kind(fields, at, MailboxLayout.CGROUP_EDIT_KIND_MAKE);
            case CgroupEdit.Write write -> {
                kind(fields, at, MailboxLayout.CGROUP_EDIT_KIND_WRITE);
                text(fields, at + MailboxLayout.CGROUP_EDIT_FILE, write.file());
                text(fields, at + MailboxLayout.CGROUP_EDIT_TEXT, write.text().isEmpty() ? "\n" : write.text());
            }
            case CgroupEdit.Move move -> {
                kind(fields, at, MailboxLayout.CGROUP_EDIT_KIND_MOVE);
                fields.put(at + MailboxLayout.CGROUP_EDIT_PID, move.worker().pid())
                        .put(
                                at + MailboxLayout.CGROUP_EDIT_START_TICKS,
                                move.worker().startTimeTicks());
            }
            case CgroupEdit.MoveAll all -> {
                kind(fields, at, MailboxLayout.CGROUP_EDIT_KIND_MOVE_ALL);
                text(fields, at + MailboxLayout.CGROUP_EDIT_TEXT, all.to());
            }
            case CgroupEdit.Remove _ -> kind(fields, at, MailboxLayout.CGROUP_EDIT_KIND_REMOVE);
        }
    }

    private static void kind(Fields fields, int at, long kind) {
        fields.put(at + MailboxLayout.CGROUP_EDIT_KIND, kind);
    }

    private static void text(Fields fields, int offset, String text) {
        fields.put(offset, text.getBytes(StandardCharsets.UTF_8));
    }

    static List<CgroupState> decode(Fields fields) {
        List<CgroupState> states = new ArrayList<>();
        for (int offset = 0; offset < fields.size(); offset += MailboxLayout.CGROUP_STATE_SIZE) {
            states.add(one(fields.at(offset, MailboxLayout.CGROUP_STATE_SIZE)));
        }
        return states.stream().sorted(Comparator.comparing(CgroupState::path)).toList();
    }

    private static CgroupState one(Fields fields) {
        return new CgroupState(
                text(fields, MailboxLayout.CGROUP_STATE_PATH, MailboxLayout.CGROUP_STATE_WEIGHT),
                (int) fields.number(MailboxLayout.CGROUP_STATE_WEIGHT),
                text(fields, MailboxLayout.CGROUP_STATE_MAX, MailboxLayout.CGROUP_STATE_CPUS),
                text(fields, MailboxLayout.CGROUP_STATE_CPUS, MailboxLayout.CGROUP_STATE_EFFECTIVE_CPUS),
                text(fields, MailboxLayout.CGROUP_STATE_EFFECTIVE_CPUS, MailboxLayout.CGROUP_STATE_CPU_STAT),
                (int) fields.number(MailboxLayout.CGROUP_STATE_TASKS),
                fields.number(MailboxLayout.CGROUP_STATE_FROZEN) != 0,
                numbers(text(fields, MailboxLayout.CGROUP_STATE_CPU_STAT, MailboxLayout.CGROUP_STATE_SIZE)));
    }

    private static String text(Fields fields, int from, int to) {
        return fields.text(from, to - from);
    }

    private static Map<String, Long> numbers(String text) {
        Map<String, Long> numbers = new LinkedHashMap<>();
        text.lines()
                .map(line -> line.split(" ", 2))
                .filter(parts -> parts.length == 2)
                .forEach(parts -> numbers.put(parts[0], Long.parseLong(parts[1])));
        return numbers;
    }

    private CgroupEncoding() {}
}
