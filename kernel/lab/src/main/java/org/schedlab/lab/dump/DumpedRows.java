package org.schedlab.lab.dump;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/// Reads the part of a dump that is about CPUs and their tasks. Confined to one thread.
final class DumpedRows {
    private static final Pattern CPU = Pattern.compile("CPU (\\d+) *: (.+)");
    private static final Pattern CURRENT = Pattern.compile("curr=(.+)\\[(\\d+)] class=(\\S+)");
    private static final Pattern RESCUE = Pattern.compile("rescue=(\\d+) budget=(-?\\d+)us rescuing=(.+)\\[(-?\\d+)]");
    private static final Pattern MASK =
            Pattern.compile("(cpus_to_kick|idle_to_kick|cpus_to_preempt|cpus_to_wait|cpus_to_sync) *: ([0-9a-f,]+)");
    private static final Pattern TASK =
            Pattern.compile("(\\*)?([A-Za-z?]) (.+)\\[(\\d+)](?: (\\*?)(root|sub\\d+-\\d+))? ([+-]\\d+)ms");
    private static final Pattern BLANKS = Pattern.compile(" +");
    private static final Set<String> CPU_FIELDS = Set.of("nr_run", "flags", "cpu_rel", "ops_qseq", "pnt_seq", "ksync");
    private static final Set<String> TASK_FIELDS = Set.of(
            "scx_state/flags",
            "dsq_flags",
            "ops_state/qseq",
            "sticky/holding_cpu",
            "dsq_id",
            "dsq_vtime",
            "slice",
            "weight",
            "cpus",
            "no_mig");

    private final List<DumpedCpu> cpus = new ArrayList<>();
    private final List<DumpedTask> tasks = new ArrayList<>();
    private @Nullable Matcher task;
    private int cpu = -1;
    private String running = "";
    private String schedClass = "";
    private boolean cpuOpen;
    private boolean afterBlank;
    private boolean itsOwn;
    private Map<String, String> fields = new LinkedHashMap<>();
    private List<String> stack = new ArrayList<>();
    private List<String> own = new ArrayList<>();

    List<DumpedCpu> cpus() {
        end();
        return cpus;
    }

    List<DumpedTask> tasks() {
        end();
        return tasks;
    }

    /// The kernel puts an empty line before what the scheduler has to say.
    void blank() {
        afterBlank = true;
        itsOwn = false;
    }

    boolean understood(String line) {
        boolean first = afterBlank;
        afterBlank = false;
        String bare = line.strip();
        Matcher cpuLine = CPU.matcher(bare);
        Matcher taskLine = TASK.matcher(bare);
        if (cpuLine.matches()) {
            return beginCpu(Integer.parseInt(cpuLine.group(1)), cpuLine.group(2));
        }
        if (cpu < 0) {
            return false;
        }
        if (taskLine.matches()) {
            end();
            task = taskLine;
            return true;
        }
        return (cpuOpen ? ofCpu(bare) : task != null && ofTask(bare)) || own(line, first);
    }

    private boolean beginCpu(int number, String values) {
        end();
        cpu = number;
        cpuOpen = true;
        running = "";
        schedClass = "";
        return take(values, CPU_FIELDS);
    }

    private boolean ofCpu(String bare) {
        Matcher current = CURRENT.matcher(bare);
        if (current.matches()) {
            running = current.group(1) + ":" + current.group(2);
            schedClass = current.group(3);
            return true;
        }
        Matcher mask = MASK.matcher(bare);
        if (mask.matches()) {
            fields.put(mask.group(1), mask.group(2));
            return true;
        }
        Matcher rescue = RESCUE.matcher(bare);
        if (rescue.matches()) {
            fields.put("rescue", rescue.group(1));
            fields.put("budget [µs]", rescue.group(2));
            fields.put("rescuing", rescue.group(3) + ":" + rescue.group(4));
            return true;
        }
        return false;
    }

    private boolean ofTask(String bare) {
        if (bare.contains("=") && take(bare, TASK_FIELDS)) {
            return true;
        }
        @Nullable String frame = DumpReader.frameOf(bare);
        return frame != null && stack.add(frame);
    }

    /// The scheduler's words follow an empty line and are set in: by two blanks for a CPU, by four for a task.
    private boolean own(String line, boolean first) {
        boolean setIn = line.startsWith(cpuOpen ? "  " : "    ");
        itsOwn = setIn && (first || itsOwn);
        return itsOwn && own.add(line.strip());
    }

    /// `name=value` and nothing else, of these names; none is taken if one is not.
    private boolean take(String values, Set<String> names) {
        Map<String, String> found = new LinkedHashMap<>();
        for (String each : BLANKS.split(values.strip(), -1)) {
            int equals = each.indexOf('=');
            if (equals <= 0 || equals == each.length() - 1 || !names.contains(each.substring(0, equals))) {
                return false;
            }
            found.put(each.substring(0, equals), each.substring(equals + 1));
        }
        fields.putAll(found);
        return true;
    }

    /// The CPU or task that was being read is complete.
    void end() {
        if (cpuOpen) {
            cpus.add(new DumpedCpu(cpu, running, schedClass, fields, own));
        }
        Matcher open = task;
        if (open != null) {
            tasks.add(new DumpedTask(
                    cpu,
                    open.group(1) != null,
                    open.group(2),
                    open.group(3),
                    Integer.parseInt(open.group(4)),
                    open.group(6) == null ? "" : open.group(6),
                    -Long.parseLong(open.group(7)),
                    fields,
                    stack,
                    own));
        }
        cpuOpen = false;
        task = null;
        itsOwn = false;
        fields = new LinkedHashMap<>();
        stack = new ArrayList<>();
        own = new ArrayList<>();
    }
}
