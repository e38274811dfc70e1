package org.schedlab.guest.agent;

import java.util.ArrayList;
import java.util.List;

import org.schedlab.guest.protocol.Fields;
import org.schedlab.guest.protocol.MailboxLayout;

/// A BPF map of the scheduler that is attached.
///
/// @param fileDescriptor the agent's
/// @param id the kernel's
/// @param type enum bpf_map_type (include/uapi/linux/bpf.h)
/// @param keyBytes of one key
/// @param valueBytes of one value; of a map with a value for each CPU, on one CPU
/// @param mostEntries how many it can hold
/// @param name as in the C text; for variables, the scheduler's name and the section, such as
///     `vtime.data`
public record SchedulerMap(
        int fileDescriptor, long id, int type, int keyBytes, int valueBytes, long mostEntries, String name) {

    static List<SchedulerMap> decode(Fields fields) {
        List<SchedulerMap> maps = new ArrayList<>();
        for (int offset = 0; offset < fields.size(); offset += MailboxLayout.SCHEDULER_MAP_SIZE) {
            Fields each = fields.at(offset, MailboxLayout.SCHEDULER_MAP_SIZE);
            maps.add(new SchedulerMap(
                    (int) each.number(MailboxLayout.SCHEDULER_MAP_FD),
                    each.number(MailboxLayout.SCHEDULER_MAP_ID),
                    (int) each.number(MailboxLayout.SCHEDULER_MAP_TYPE),
                    (int) each.number(MailboxLayout.SCHEDULER_MAP_KEY_BYTES),
                    (int) each.number(MailboxLayout.SCHEDULER_MAP_VALUE_BYTES),
                    each.number(MailboxLayout.SCHEDULER_MAP_ENTRIES),
                    each.text(
                            MailboxLayout.SCHEDULER_MAP_NAME,
                            MailboxLayout.SCHEDULER_MAP_SIZE - MailboxLayout.SCHEDULER_MAP_NAME)));
        }
        return List.copyOf(maps);
    }
}
