package org.schedlab.experiments.command;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.schedlab.experiments.Design;
import org.schedlab.experiments.ExperimentData;
import org.schedlab.experiments.Factor;
import org.schedlab.experiments.FactorForm;
import org.schedlab.experiments.Level;
import org.schedlab.guest.scheduler.Scheduler;
import org.schedlab.guest.scheduler.SchedulerObject;
import org.schedlab.guest.scheduler.Schedulers;
import org.schedlab.vm.LabException;

/// Versions of something that an experiment is run with, as the values of a factor. Immutable.
///
/// @param data the experiment with that factor
/// @param factor its name
/// @param values what it calls them, in order
record Versions(ExperimentData data, String factor, List<String> values) {
    private static final Pattern KNOB = Pattern.compile("[A-Za-z_][\\w.\\[\\]]*=.+");
    private static final Pattern KERNEL = Pattern.compile("\\d+\\.\\d+.*");
    private static final String SOURCE = ".bpf.c";
    private static final String EEVDF = "eevdf";

    /// What the user named: values of one factor of the experiment; or else schedulers (those that come with
    /// schedlab, C files, `REVISION:PATH` of git), kernels, or values of a knob (`slice_ns=5000000`) of the
    /// experiment's only scheduler.
    ///
    /// @throws LabException they are none of these, or not all of one kind; says what could be
    static Versions of(ExperimentData data, List<String> named) {
        for (Factor factor : data.factors()) {
            List<String> labels = factor.levels().stream().map(Level::label).toList();
            if (labels.containsAll(named)) {
                List<Level> chosen = named.stream()
                        .map(label -> factor.levels().get(labels.indexOf(label)))
                        .toList();
                return with(data, new Factor(factor.name(), chosen, factor.form()));
            }
        }
        if (all(named, Versions::isScheduler)) {
            return schedulers(data, named, Versions::scheduler);
        }
        if (all(named, text -> KNOB.matcher(text).matches())) {
            return schedulers(data, named, setting -> knob(data, setting));
        }
        if (all(named, text -> KERNEL.matcher(text).matches())) {
            return with(data, factor(design -> design.kernels(named.toArray(String[]::new))));
        }
        throw LabException.asked("%s cannot be compared".formatted(quoted(named, " and ")))
                .found("they are not of the same kind")
                .available(String.join(
                        ", ",
                        Stream.concat(
                                        data.factors().stream()
                                                .map(each -> "values of the factor %s (%s)"
                                                        .formatted(
                                                                each.name(),
                                                                String.join(
                                                                        ", ",
                                                                        each.levels().stream()
                                                                                .map(Level::label)
                                                                                .toList()))),
                                        Stream.of(
                                                "schedulers (%s, %s; C files or REVISION:PATH, *%s)"
                                                        .formatted(
                                                                EEVDF, String.join(", ", Schedulers.names()), SOURCE),
                                                "kernels (6.18)",
                                                "values of a knob (slice_ns=5000000)"))
                                .toList()))
                .remedy("name values of one of these kinds")
                .exception();
    }

    private static boolean all(Collection<String> texts, java.util.function.Predicate<String> what) {
        return texts.stream().allMatch(what);
    }

    private static String quoted(List<String> texts, String between) {
        return String.join(between, texts.stream().map("'%s'"::formatted).toList());
    }

    /// The factor's name, and what it calls its values.
    private static Versions with(ExperimentData data, Factor factor) {
        return new Versions(
                replaced(data, factor),
                factor.name(),
                factor.levels().stream().map(Level::label).toList());
    }

    private static Versions schedulers(ExperimentData data, List<String> named, Function<String, Scheduler> scheduler) {
        // They may have one name: what the user called them tells them apart.
        List<Level> levels = named.stream()
                .map(each -> labelled(each, scheduler.apply(each)))
                .toList();
        return with(data, new Factor(Factor.SCHEDULER, levels, new FactorForm.Schedulers()));
    }

    private static Level labelled(String label, Scheduler scheduler) {
        Level level = factor(design -> design.schedulers(scheduler)).levels().getFirst();
        return new Level(label, level.value(), level.identity(), level.machine(), level.preparation());
    }

    private static Factor factor(UnaryOperator<Design> of) {
        return of.apply(Design.named("versions")).factors().getFirst();
    }

    /// The factor in the place of the one of its name, or first.
    private static ExperimentData replaced(ExperimentData data, Factor factor) {
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

    private static boolean isScheduler(String text) {
        return text.endsWith(SOURCE) || text.equals(EEVDF) || Schedulers.names().contains(text);
    }

    /// A scheduler: `eevdf`, one that comes with schedlab, or one by its C text: a file, or `REVISION:PATH` of git.
    static Scheduler scheduler(String place) {
        if (!place.endsWith(SOURCE)) {
            return place.equals(EEVDF) ? Scheduler.eevdf() : Schedulers.named(place);
        }
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
            return Revisions.text(place);
        }
        throw LabException.asked("there is no file '%s'".formatted(place))
                .available(quoted(Revisions.sourcesHere(), ", "))
                .remedy("name a file, or REVISION:PATH in a git repository")
                .exception();
    }
}
