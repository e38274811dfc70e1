package org.schedlab.lab.dump;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What a log puts before each line. Stateless.
final class LogPrefix {
    /// `2026-11-29T12:00:00+0000 host kernel: ` or `Nov 29 12:00:00 host kernel: `: journalctl, syslog.
    private static final String JOURNAL = "(?:\\S+T\\S+|\\w{3} +\\d+ [\\d:.]+) \\S+ [^ :]+(?:\\[\\d+])?: ";

    /// `<4>`: the level, as `dmesg -r` has it; `kern  :err   : `: `dmesg -x`.
    private static final String LEVEL = "<\\d+>|\\w+ *:\\w+ *: ";

    /// `[   12.345678] `, `[Sun Nov 29 12:00:00 2026] `, `[   12.345678][ T123] `: printk, dmesg -T,
    /// CONFIG_PRINTK_CALLER.
    private static final String TIME =
            "\\[ *\\d+\\.\\d+](?:\\[ *[TC]\\d+])? ?|\\[\\w{3} \\w{3} +\\d+ [\\d:]+ \\d{4}] ?";

    /// `kworker/1:2-123 [001] d..1. 12.345678: sched_ext_dump: `: the trace event of the same lines.
    private static final String TRACE = " *.+-\\d+ +\\[\\d+] \\S+ +[\\d.]+: sched_ext_dump: ?";

    private static final Pattern PREFIX =
            Pattern.compile("^(?:%s|(?:%s)?(?:%s)?(?:%s)?)".formatted(TRACE, JOURNAL, LEVEL, TIME));

    private LogPrefix() {}

    /// The line without it.
    static String off(String line) {
        Matcher prefix = PREFIX.matcher(line);
        return prefix.find() ? line.substring(prefix.end()) : line;
    }
}
