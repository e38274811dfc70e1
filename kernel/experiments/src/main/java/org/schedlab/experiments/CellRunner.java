package org.schedlab.experiments;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

import org.schedlab.guest.protocol.AgentException;
import org.schedlab.guest.scheduler.SchedulerException;
import org.schedlab.lab.Watchdog;
import org.schedlab.lab.machine.MachinePool;
import org.schedlab.lab.scenario.ScenarioResult;
import org.schedlab.lab.schedulers.ExitReport;
import org.schedlab.lab.session.Fork;
import org.schedlab.lab.session.VmSession;
import org.schedlab.lab.verdict.Outcome;
import org.schedlab.vm.LabException;
import org.schedlab.vm.image.KernelImage;
import org.schedlab.vm.image.KernelImageException;
import org.schedlab.vm.journal.JournalText;
import org.schedlab.vm.machine.BootListener;
import org.schedlab.vm.machine.GuestPanicException;

/// Runs one cell on a machine of its own. Stateless.
///
/// @param experiment whose cell it is
/// @param listener is told notices of the boot
record CellRunner<T>(Experiment<T> experiment, BootListener listener) {

    /// What the guest decided. Throws what the host decided: missed deadlines, a lost machine, no room, an
    /// interrupt, an error in the scenario.
    CellRow run(Cell cell, MachinePool.Machines machines) {
        try (VmSession vm = machines.hold(VmSession.boot(experiment.design().options(cell), listener))) {
            return ScopedValue.where(Fork.FUTURE, vm).call(() -> run(cell, vm));
        }
    }

    private CellRow run(Cell cell, VmSession vm) {
        List<ExitReport> ends = new ArrayList<>();
        vm.schedulers().onEnd(ends::add);
        T outcome;
        try {
            vm.run(experiment.startOffset(cell));
            cell.levels().values().forEach(level -> level.preparation().accept(vm));
            outcome = experiment.scenario().run(vm, cell);
        } catch (GuestPanicException e) {
            return new CellRow(unmeasured(), lost(), "panic: " + line(e), 0, "", "");
        } catch (AssertionError e) {
            return row(vm, unmeasured(), Outcome.FAIL.toString(), "assertion: " + line(e));
        } catch (SchedulerException e) {
            return row(vm, unmeasured(), lost(), "scheduler refused: " + line(e));
        } catch (KernelImageException e) {
            return row(vm, unmeasured(), lost(), "scheduler refused: " + lacking(vm.image(), e));
        } catch (AgentException e) {
            if (e.agentGone() || e.unfinished()) {
                throw e;
            }
            return row(vm, unmeasured(), lost(), "refused: " + line(e));
        }
        if (outcome instanceof ScenarioResult result && !result.success()) {
            return ended(vm, result);
        }
        CellRow unmeasured = row(vm, unmeasured(), "", "");
        return measured(new Run<>(vm, cell, outcome), unmeasured, ends);
    }

    /// A scenario that is data tells how it ended instead of throwing.
    private CellRow ended(VmSession vm, ScenarioResult result) {
        LabException why = new LabException(result.timeOut()
                .or(() -> result.end().problem())
                .or(result::crashMessage)
                .orElse("a cold operation was refused"));
        return switch (result.exit()) {
            case PANICKED -> new CellRow(unmeasured(), lost(), "panic: " + line(why), 0, "", "");
            case GONE -> throw why;
            case FROZEN -> {
                if (result.end()
                        .watchdog()
                        .filter(each -> each.watchdog() != Watchdog.GUEST_DURATION)
                        .isPresent()) {
                    throw why;
                }
                yield row(vm, unmeasured(), lost(), "refused: " + line(why));
            }
        };
    }

    private CellRow measured(Run<T> run, CellRow stands, List<ExitReport> ends) {
        SequencedMap<String, Double> metrics = new LinkedHashMap<>();
        String verdict = "";
        String end = "";
        try {
            for (Metric<T> metric : experiment.measures()) {
                metrics.put(metric.name(), metric.measure().applyAsDouble(run));
            }
            verdict = experiment.verdict(run);
        } catch (AssertionError e) {
            verdict = Outcome.FAIL.toString();
            end = "assertion: " + line(e);
        }
        SequencedMap<String, Double> all = unmeasured();
        all.putAll(metrics);
        if (end.isEmpty() && !ends.isEmpty()) {
            end = "%s: %s".formatted(ends.getFirst().title(), ends.getFirst().kindText());
        }
        return new CellRow(all, verdict, end, stands.guestTimeNanos(), stands.stateHash(), stands.journalSha256());
    }

    private static CellRow row(VmSession vm, SequencedMap<String, Double> metrics, String verdict, String end) {
        return new CellRow(
                metrics,
                verdict,
                end,
                vm.instant().guestTimeNanos(),
                vm.stateHash(),
                JournalText.sha256(vm.travel().given()));
    }

    private SequencedMap<String, Double> unmeasured() {
        SequencedMap<String, Double> metrics = new LinkedHashMap<>();
        experiment.metrics().forEach(name -> metrics.put(name, Double.NaN));
        return metrics;
    }

    /// What became of claims that could not be made.
    private String lost() {
        return experiment.judges() ? Outcome.INCONCLUSIVE.toString() : "";
    }

    /// What a kernel lacks decides about the cell as a verifier's rejection does: it is a row, whatever the host.
    private static String lacking(KernelImage kernel, KernelImageException refused) {
        return switch (refused.problem()) {
            case NO_SCHED_EXT -> "Linux %s has no sched_ext".formatted(kernel.release());
            case NO_EEVDF -> "the own scheduler of Linux %s is CFS".formatted(kernel.release());
            default -> throw refused;
        };
    }

    private static String line(Throwable told) {
        return String.valueOf(told.getMessage()).lines().findFirst().orElse("");
    }
}
