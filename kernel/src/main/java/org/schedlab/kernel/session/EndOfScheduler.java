package org.schedlab.kernel.session;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.schedlab.guest.agent.ExitRecord;
import org.schedlab.guest.agent.SchedulerExit;
import org.schedlab.kernel.session.internal.GuestMachine;
import org.schedlab.vm.btf.Btf;
import org.schedlab.vm.image.KernelImage;
import org.schedlab.vm.symbols.Symbol;

/// Whether and how the kernel's sched_ext scheduler ended. Stateless.
///
/// Source: `scx_enable_state_var` and enum scx_enable_state, kernel/sched/ext.c, Linux 6.16 to 7.3.
final class EndOfScheduler {
    private static final String STATE = "scx_enable_state_var";
    private static final String DISABLED = "SCX_DISABLED";
    private static final String KIND = "enum scx_exit_kind";

    /// The kernel's messages when it takes a scheduler away (kernel/sched/ext.c, scx_disable_workfn).
    private static final Pattern END = Pattern.compile(".*sched_ext: BPF scheduler \"([^\"]+)\" disabled \\((.*)\\)");

    private static final Pattern TIME = Pattern.compile("\\[ *(\\d+)\\.(\\d{6})].*");

    /// Looks into the frozen kernel: no scheduler is enabled, nor on its way in or out.
    boolean hasEnded(GuestMachine guest) {
        Btf btf = guest.image().btf();
        Long disabled =
                btf.fieldType(btf.require("enum scx_enable_state")).enumNames().get(DISABLED);
        long state = guest.memory().space().read(guest.memory().symbolAddress(STATE), Integer.BYTES);
        return disabled != null && (int) state == disabled;
    }

    static ExitReport report(GuestMachine guest, String scheduler, ExitRecord record) {
        List<String> frames = record.backtrace().stream()
                .map(address -> function(guest.image(), address))
                .toList();
        return new ExitReport(
                scheduler,
                record.atNanos(),
                kindName(guest.image(), record.exit().kind()),
                record.exit(),
                frames,
                record.dump());
    }

    private static String kindName(KernelImage image, long kind) {
        return image.btf().fieldType(image.btf().require(KIND)).enumNames().entrySet().stream()
                .filter(each -> each.getValue() == kind)
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse(Long.toString(kind));
    }

    private static String function(KernelImage image, long address) {
        Optional<Symbol> symbol = image.symbols().covering(address);
        return symbol.map(found -> "%s+%#x".formatted(found.name(), address - found.address()))
                .orElseGet(() -> "%#x, not of the kernel's image: a BPF program".formatted(address));
    }

    /// For a scheduler that keeps no record: what the kernel said on its console.
    static ExitReport fromConsole(GuestMachine guest, String scheduler, String opsName) {
        List<String> console = guest.console();
        for (int i = console.size() - 1; i >= 0; i--) {
            Matcher matcher = END.matcher(console.get(i));
            if (matcher.matches() && matcher.group(1).equals(opsName)) {
                String next = i + 1 < console.size() ? console.get(i + 1) : "";
                String mark = "sched_ext: " + opsName + ": ";
                int message = next.indexOf(mark);
                return new ExitReport(
                        scheduler,
                        time(console.get(i)).orElse(guest.guestTimeNanos()),
                        "kind not known",
                        new SchedulerExit(
                                0, 0, matcher.group(2), message < 0 ? "" : next.substring(message + mark.length())),
                        List.of(),
                        "");
            }
        }
        return new ExitReport(
                scheduler,
                guest.guestTimeNanos(),
                "kind not known",
                new SchedulerExit(0, 0, "it kept no record, and the console does not tell", ""),
                List.of(),
                "");
    }

    private static Optional<Long> time(String line) {
        Matcher matcher = TIME.matcher(line);
        return matcher.matches()
                ? Optional.of(
                        Long.parseLong(matcher.group(1)) * 1_000_000_000L + Long.parseLong(matcher.group(2)) * 1000L)
                : Optional.empty();
    }
}
