package org.schedlab.lab.schedulers;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.schedlab.guest.agent.ExitRecord;
import org.schedlab.guest.agent.SchedulerExit;
import org.schedlab.lab.machine.GuestMachine;
import org.schedlab.lab.machine.PrintkClock;
import org.schedlab.vm.image.KernelImage;
import org.schedlab.vm.symbols.Symbol;

/// How a scheduler ended, from whoever still knows: its own record, the kernel's memory, the kernel's
/// line on the console. Stateless.
///
/// Source: `scx_disable_workfn` or its like and `scx_exit_reason`, kernel/sched/ext.c, Linux 6.16 to
/// 7.3.
public final class EndOfScheduler {
    private static final String KIND = "enum scx_exit_kind";
    private static final int CONSOLE_LINES = 1000;
    private static final long MICROSECOND = 1000;

    private static final Pattern END = Pattern.compile(".*sched_ext: BPF scheduler \"([^\"]+)\" disabled \\((.*)\\)");

    private static final Pattern TIME = Pattern.compile("\\[ *(\\d+)\\.(\\d{6})].*");

    private static final Map<String, String> KINDS = Map.of(
            "unregistered from user space", "SCX_EXIT_UNREG",
            "unregistered from BPF", "SCX_EXIT_UNREG_BPF",
            "unregistered from the main kernel", "SCX_EXIT_UNREG_KERN",
            "disabled by sysrq-S", "SCX_EXIT_SYSRQ",
            "runtime error", "SCX_EXIT_ERROR",
            "scx_bpf_error", "SCX_EXIT_ERROR_BPF",
            "runnable task stall", "SCX_EXIT_ERROR_STALL");

    private EndOfScheduler() {}

    /// The line on the console that tells of an end.
    private record Line(long atNanos, String reason, String message) {}

    /// From the record that a scheduler keeps itself.
    public static ExitReport fromRecord(KernelImage image, String scheduler, ExitRecord record) {
        return new ExitReport(
                scheduler,
                record.atNanos(),
                kindName(image, record.exit().kind()),
                record.exit(),
                functions(image, record.backtrace()),
                record.dump(),
                ExitReport.Source.RECORD);
    }

    /// For a scheduler that keeps no record: from the kernel's memory and its console.
    ///
    /// @param scheduler what the session calls it
    /// @param opsName what the kernel calls it; empty for whatever its name
    /// @param sched address of its `struct scx_sched`, 0 if not known
    /// @param sinceNanos guest time from which on it can have ended
    /// @return empty if neither tells of an end
    public static Optional<ExitReport> fromKernel(
            GuestMachine guest, String scheduler, String opsName, long sched, long sinceNanos) {
        KernelImage image = guest.image();
        Optional<Line> line = line(guest, opsName, sinceNanos);
        Optional<SchedExtView.Exit> kept = SchedExtView.exit(guest.memory(), sched, opsName)
                .filter(exit -> kinds(image).containsValue(exit.kind()))
                .filter(exit ->
                        line.isEmpty() || exit.reason().equals(line.get().reason()));
        if (kept.isEmpty() && line.isEmpty()) {
            return Optional.empty();
        }
        long at = line.map(Line::atNanos).orElse(guest.guestTimeNanos());
        return Optional.of(
                kept.isPresent()
                        ? report(image, scheduler, at, kept.get())
                        : report(image, scheduler, line.orElseThrow()));
    }

    /// When nobody tells.
    public static ExitReport unknown(GuestMachine guest, String scheduler) {
        return new ExitReport(
                scheduler,
                guest.guestTimeNanos(),
                "kind not known",
                new SchedulerExit(0, 0, "it kept no record, and the console does not tell", ""),
                List.of(),
                "",
                ExitReport.Source.NOBODY);
    }

    private static ExitReport report(KernelImage image, String scheduler, long atNanos, SchedExtView.Exit exit) {
        return new ExitReport(
                scheduler,
                atNanos,
                kindName(image, exit.kind()),
                new SchedulerExit(exit.kind(), exit.code(), exit.reason(), exit.message()),
                functions(image, exit.backtrace()),
                exit.dump(),
                ExitReport.Source.KERNEL);
    }

    private static ExitReport report(KernelImage image, String scheduler, Line line) {
        String kindName = KINDS.getOrDefault(line.reason(), "kind not known");
        long kind = kinds(image).getOrDefault(kindName, 0L);
        return new ExitReport(
                scheduler,
                line.atNanos(),
                kindName,
                new SchedulerExit(kind, 0, line.reason(), line.message()),
                List.of(),
                "",
                ExitReport.Source.CONSOLE);
    }

    private static Map<String, Long> kinds(KernelImage image) {
        return image.btf().fieldType(image.btf().require(KIND)).enumNames();
    }

    /// The kernel's name, or the number if it has none.
    private static String kindName(KernelImage image, long kind) {
        return kinds(image).entrySet().stream()
                .filter(each -> each.getValue() == kind)
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse(Long.toString(kind));
    }

    private static List<String> functions(KernelImage image, List<Long> addresses) {
        return addresses.stream().map(address -> function(image, address)).toList();
    }

    private static String function(KernelImage image, long address) {
        Optional<Symbol> symbol = image.symbols().covering(address);
        return symbol.map(found -> String.format(Locale.ROOT, "%s+%#x", found.name(), address - found.address()))
                .orElseGet(() -> String.format(Locale.ROOT, "%#x, not of the kernel's image: a BPF program", address));
    }

    /// The first since then, so that a later scheduler of the same name is not taken for it.
    private static Optional<Line> line(GuestMachine guest, String opsName, long sinceNanos) {
        List<String> console = guest.machine().console().lastLines(CONSOLE_LINES);
        for (int i = 0; i < console.size(); i++) {
            Matcher matcher = END.matcher(console.get(i));
            if (!matcher.matches() || !(opsName.isEmpty() || matcher.group(1).equals(opsName))) {
                continue;
            }
            long at = time(guest, console.get(i)).orElse(sinceNanos);
            if (at >= sinceNanos - MICROSECOND) {
                String next = i + 1 < console.size() ? console.get(i + 1) : "";
                String mark = "sched_ext: " + matcher.group(1) + ": ";
                int message = next.indexOf(mark);
                return Optional.of(
                        new Line(at, matcher.group(2), message < 0 ? "" : next.substring(message + mark.length())));
            }
        }
        return Optional.empty();
    }

    private static Optional<Long> time(GuestMachine guest, String line) {
        Matcher matcher = TIME.matcher(line);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        long printed = Long.parseLong(matcher.group(1)) * 1_000_000_000L + Long.parseLong(matcher.group(2)) * 1000L;
        return Optional.of(PrintkClock.monotonic(guest.memory(), printed));
    }
}
