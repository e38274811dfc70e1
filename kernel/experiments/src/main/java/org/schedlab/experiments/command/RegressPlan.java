package org.schedlab.experiments.command;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

import org.schedlab.experiments.Design;
import org.schedlab.experiments.ExperimentData;
import org.schedlab.experiments.Factor;
import org.schedlab.experiments.FactorForm;
import org.schedlab.experiments.Level;
import org.schedlab.experiments.engine.HostCommand;
import org.schedlab.guest.scheduler.Scheduler;
import org.schedlab.guest.scheduler.SchedulerObject;
import org.schedlab.guest.scheduler.Schedulers;
import org.schedlab.vm.LabException;

/// What two versions of something make of an experiment: a factor with both as its values. Immutable.
///
/// @param data the experiment with that factor
/// @param factor its name
/// @param base what is compared with, as the factor calls it
/// @param head what is compared
record RegressPlan(ExperimentData data, String factor, String base, String head) {
    private static final Pattern KNOB = Pattern.compile("[A-Za-z_][\\w.\\[\\]]*=.+");
    private static final Pattern KERNEL = Pattern.compile("\\d+\\.\\d+.*");
    private static final String SOURCE = ".bpf.c";

    /// What the user named: two values of a factor of the spec; or else two C texts of schedulers (files, or
    /// `REVISION:PATH` of git), two kernels, or two values of a knob (`slice_ns=5000000`) of the spec's only
    /// scheduler.
    ///
    /// @throws LabException it is none of these; says what could be
    static RegressPlan of(ExperimentData data, String base, String head) {
        for (Factor factor : data.factors()) {
            List<String> labels = factor.levels().stream().map(Level::label).toList();
            if (labels.contains(base) && labels.contains(head)) {
                List<Level> both = factor.levels().stream()
                        .filter(level ->
                                level.label().equals(base) || level.label().equals(head))
                        .toList();
                return new RegressPlan(
                        with(data, new Factor(factor.name(), both, factor.form())), factor.name(), base, head);
            }
        }
        if (base.endsWith(SOURCE) && head.endsWith(SOURCE)) {
            return schedulers(data, base, source(base), head, source(head));
        }
        if (KNOB.matcher(base).matches() && KNOB.matcher(head).matches()) {
            return schedulers(data, base, knob(data, base), head, knob(data, head));
        }
        if (KERNEL.matcher(base).matches() && KERNEL.matcher(head).matches()) {
            Factor kernels = factor(design -> design.kernels(base, head));
            return new RegressPlan(with(data, kernels), kernels.name(), base, head);
        }
        throw LabException.asked("'%s' and '%s' cannot be compared".formatted(base, head))
                .found("they are not two of the same kind")
                .available("two values of a factor of the sweep, two C files or REVISION:PATH of schedulers (*%s),"
                                .formatted(SOURCE)
                        + " two kernels (6.18), two values of a knob (slice_ns=5000000)")
                .exception();
    }

    private static RegressPlan schedulers(
            ExperimentData data, String base, SchedulerObject ofBase, String head, SchedulerObject ofHead) {
        // Both may have one name: what the user called them tells them apart.
        List<Level> levels = List.of(labelled(base, ofBase), labelled(head, ofHead));
        Factor both = new Factor(Factor.SCHEDULER, levels, new FactorForm.Schedulers());
        return new RegressPlan(with(data, both), Factor.SCHEDULER, base, head);
    }

    private static Level labelled(String label, Scheduler scheduler) {
        Level level = factor(design -> design.schedulers(scheduler)).levels().getFirst();
        return new Level(label, level.value(), level.identity(), level.machine(), level.preparation());
    }

    private static Factor factor(UnaryOperator<Design> of) {
        return of.apply(Design.named("both")).factors().getFirst();
    }

    /// The factor in the place of the one of its name, or first.
    private static ExperimentData with(ExperimentData data, Factor factor) {
        List<Factor> factors = new ArrayList<>(data.factors());
        int place = 0;
        for (int at = 0; at < factors.size(); at++) {
            if (factors.get(at).name().equals(factor.name())) {
                factors.remove(at);
                place = at;
                break;
            }
        }
        factors.add(place, factor);
        return new ExperimentData(
                data.name(), data.machine(), factors, data.bootSeeds(), data.scenario(), data.metrics(), data.claims());
    }

    private static SchedulerObject knob(ExperimentData data, String setting) {
        List<Object> schedulers = data.factors().stream()
                .filter(each -> each.form() instanceof FactorForm.Schedulers)
                .flatMap(each -> each.levels().stream())
                .map(Level::value)
                .toList();
        if (schedulers.size() != 1 || !(schedulers.getFirst() instanceof SchedulerObject only)) {
            throw LabException.asked("nobody knows whose knob '%s' is".formatted(setting))
                    .found("the sweep has %s".formatted(schedulers.isEmpty() ? "no scheduler" : schedulers.toString()))
                    .remedy("give the sweep one scheduler: {\"schedulers\": [\"vtime\"]}")
                    .exception();
        }
        String[] parts = setting.split("=", 2);
        return only.with(parts[0], parts[1]);
    }

    private static SchedulerObject source(String place) {
        String file = place.substring(place.lastIndexOf('/') + 1).replaceFirst("^.*:", "");
        String name = file.substring(0, file.length() - SOURCE.length());
        return Schedulers.compile(name, text(place));
    }

    private static String text(String place) {
        Path file = Path.of(place);
        if (Files.isRegularFile(file)) {
            try {
                return Files.readString(file, StandardCharsets.UTF_8);
            } catch (IOException e) {
                throw new LabException("the file %s cannot be read: %s".formatted(place, e.getMessage()), e);
            }
        }
        if (place.contains(":")) {
            return HostCommand.output(List.of("git", "show", place), "install git, or name two files");
        }
        throw LabException.asked("there is no file '%s'".formatted(place))
                .remedy("name a file, or REVISION:PATH in a git repository")
                .exception();
    }
}
