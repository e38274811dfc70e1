package org.schedlab.experiments;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.LongStream;

import org.schedlab.experiments.json.DataJson;
import org.schedlab.experiments.json.DurationText;
import org.schedlab.guest.scheduler.KernelScheduler;
import org.schedlab.guest.scheduler.Scheduler;
import org.schedlab.guest.scheduler.SchedulerObject;
import org.schedlab.guest.scheduler.Schedulers;
import org.schedlab.lab.BootOptions;
import org.schedlab.lab.ProgressListener;
import org.schedlab.lab.scenario.Scenario;
import org.schedlab.lab.scenario.ScenarioResult;
import org.schedlab.lab.session.VmSession;
import org.schedlab.vm.LabException;

/// The factors of an experiment: what differs from cell to cell. Each combination of their values is a cell.
///
/// What the seed varies: each cell first lets 1 µs to 16 ms of guest time pass, how much is decided by its seed, so
/// that it meets ticks and timers in another phase; [Cell#random], [Cell#shuffled] and [Cell#seeded] draw from it in
/// the scenario. All cells start from one boot. [#bootSeeds()] gives each seed a boot of its own, with other random
/// numbers in the guest's kernel.
///
/// Not thread-safe; each method gives this.
public final class Design {
    private final String name;
    private final Function<String, Scheduler> named;
    private final ProgressListener progress;
    private final List<Factor> factors = new ArrayList<>();
    private BootOptions machine = BootOptions.defaults();
    private boolean bootSeeds;

    private Design(String name, Function<String, Scheduler> named, ProgressListener progress) {
        this.name = name;
        this.named = named;
        this.progress = progress;
    }

    /// An experiment whose schedulers are those that come with schedlab, and `eevdf`.
    ///
    /// @param name part of the identity of its cells: experiments of other names share no results
    public static Design named(String name) {
        return named(name, Schedulers::named, ProgressListener.SILENT);
    }

    /// An experiment that finds its schedulers by name elsewhere; `eevdf` is the kernel's own.
    ///
    /// @param progress is told how far it is, unless [Experiment#onProgress] names another
    public static Design named(String name, Function<String, Scheduler> schedulers, ProgressListener progress) {
        if (name.isBlank()) {
            throw LabException.asked("an experiment needs a name")
                    .remedy("for example experiment(\"wake-up latency\")")
                    .exception();
        }
        return new Design(name, schedulers, progress);
    }

    /// The machine of every cell, but for what factors change about it.
    public Design machine(BootOptions options) {
        options.requireVirtualTime("make experiments");
        machine = options;
        return this;
    }

    /// The factor `scheduler` by names; `eevdf` is the kernel's own.
    public Design schedulers(String... names) {
        return schedulers(Arrays.stream(names)
                .map(each -> each.equals("eevdf") ? Scheduler.eevdf() : named.apply(each))
                .toArray(Scheduler[]::new));
    }

    /// The factor `scheduler`: each is in charge before the scenario begins. One with knobs is called by
    /// them too, as `vtime slice_ns=5000000`.
    public Design schedulers(Scheduler... schedulers) {
        return add(factorOf(List.of(schedulers)));
    }

    static Factor factorOf(List<Scheduler> schedulers) {
        return new Factor(
                Factor.SCHEDULER, schedulers.stream().map(Design::level).toList(), new FactorForm.Schedulers());
    }

    private static Level level(Scheduler scheduler) {
        String label = scheduler instanceof SchedulerObject object
                ? (object.name() + " " + object.settings()).strip()
                : scheduler.name();
        return new Level(label, scheduler, SchedulerIdentity.of(scheduler), UnaryOperator.identity(), vm -> {
            if (scheduler instanceof KernelScheduler) {
                // Nothing is asked of the guest: its cells begin where the kernel has booted.
                vm.schedulers().requireEevdf();
            } else {
                var _ = vm.attach(scheduler);
            }
        });
    }

    /// A knob of one scheduler as the factor of its name: the scheduler is in charge before the scenario
    /// begins, with each of the values in turn.
    public Design knob(SchedulerObject scheduler, String knob, Object... values) {
        List<Level> levels = new ArrayList<>();
        for (Object value : values) {
            SchedulerObject set = scheduler.with(knob, value);
            levels.add(new Level(value.toString(), value, SchedulerIdentity.of(set), UnaryOperator.identity(), vm -> {
                var _ = vm.attach(set);
            }));
        }
        return add(new Factor(knob, levels, new FactorForm.Knob(scheduler)));
    }

    /// The factor `topology`.
    ///
    /// @param topologies as [BootOptions#withTopology]
    public Design topologies(String... topologies) {
        return machines("topology", new FactorForm.Topologies(), BootOptions::withTopology, List.of(topologies));
    }

    /// The factor `kernel`: files, or series, versions and releases in the cache (`7.3`).
    public Design kernels(String... kernels) {
        return machines(
                "kernel",
                new FactorForm.Kernels(),
                (options, kernel) -> options.withKernel(Path.of(kernel)),
                List.of(kernels));
    }

    /// A factor of the machine that is booted.
    ///
    /// @param change gives the options for a value
    @SafeVarargs
    @SuppressWarnings("varargs") // the values are only read
    public final <V> Design machines(String factor, BiFunction<BootOptions, V, BootOptions> change, V... values) {
        return machines(factor, new FactorForm.Code(), change, List.of(values));
    }

    private <V> Design machines(
            String factor, FactorForm form, BiFunction<BootOptions, V, BootOptions> change, List<V> values) {
        return add(new Factor(
                factor,
                values.stream()
                        // The options are in the identity of the machine: the value itself decides nothing.
                        .map(value -> Level.ofMachine(value, "", options -> change.apply(options, value)))
                        .toList(),
                form));
    }

    /// The factor `scenario`: scenarios that are data, by the names that tables call them. The experiment
    /// is ready with [#eachScenario()].
    public Design scenarios(SequencedMap<String, Scenario> named) {
        List<Level> levels = new ArrayList<>();
        named.forEach((label, scenario) -> levels.add(
                new Level(label, scenario, DataJson.write(scenario).toString(), UnaryOperator.identity(), _ -> {})));
        return add(new Factor(Factor.SCENARIO, levels, new FactorForm.Scenarios()));
    }

    /// The factor `start offset`: how long the machine runs before the scenario, on top of what the seed
    /// adds, after a scheduler before it in the order of the factors was put in charge.
    ///
    /// @param offsets guest times, not negative
    public Design startOffsets(Duration... offsets) {
        return add(new Factor(
                Factor.START_OFFSET,
                Arrays.stream(offsets)
                        .map(offset -> new Level(
                                DurationText.of(offset),
                                offset,
                                DurationText.of(offset),
                                UnaryOperator.identity(),
                                vm -> {
                                    if (offset.isPositive()) {
                                        vm.run(offset);
                                    }
                                }))
                        .toList(),
                new FactorForm.StartOffsets()));
    }

    /// A factor of the running machine.
    ///
    /// @param setting is done for a value before the scenario begins, after a scheduler before it in the order of
    ///     the factors was put in charge
    @SafeVarargs
    @SuppressWarnings("varargs") // the values are only read
    public final <V> Design settings(String factor, BiConsumer<VmSession, V> setting, V... values) {
        return add(new Factor(
                factor,
                Arrays.stream(values)
                        .map(value -> new Level(
                                value.toString(),
                                value,
                                value.toString(),
                                UnaryOperator.identity(),
                                vm -> setting.accept(vm, value)))
                        .toList()));
    }

    /// A factor that only the scenario knows of: it asks its [Cell]. Values are told apart by their text.
    public Design factor(String factor, Object... values) {
        return add(new Factor(factor, Arrays.stream(values).map(Level::of).toList()));
    }

    /// The factor `seed`, from 1 on.
    public Design seeds(int count) {
        return seeds(LongStream.rangeClosed(1, count).toArray());
    }

    /// The factor `seed`.
    public Design seeds(long... seeds) {
        return add(factorOf(seeds));
    }

    private static Factor factorOf(long... seeds) {
        return new Factor(Factor.SEED, Arrays.stream(seeds).mapToObj(Level::of).toList(), new FactorForm.Seeds());
    }

    /// The same with other schedulers and seeds, and without knobs as factors. The name stays: cells that are
    /// equal share their results.
    Design with(List<Scheduler> schedulers, List<Long> seeds) {
        Design other = new Design(name, named, progress).machine(machine);
        other.bootSeeds = bootSeeds;
        Factor inCharge = factorOf(schedulers);
        Factor starts = factorOf(seeds.stream().mapToLong(Long::longValue).toArray());
        boolean schedulerIsFactor = factors.stream().anyMatch(Design::decidesScheduler);
        if (!schedulerIsFactor) {
            var _ = other.add(inCharge);
        }
        for (Factor factor : factors) {
            var _ = other.add(
                    decidesScheduler(factor) ? inCharge : factor.form() instanceof FactorForm.Seeds ? starts : factor);
        }
        return factors.stream().anyMatch(each -> each.form() instanceof FactorForm.Seeds) ? other : other.add(starts);
    }

    private static boolean decidesScheduler(Factor factor) {
        return factor.form() instanceof FactorForm.Schedulers || factor.form() instanceof FactorForm.Knob;
    }

    /// Each seed boots a machine of its own, with other random numbers in the guest's kernel
    /// ([BootOptions#withSeed]): samples of other boots, not only of other instants. A boot takes some seconds,
    /// once for each seed and kind of machine; the cache keeps eight of them.
    public Design bootSeeds() {
        bootSeeds = true;
        return this;
    }

    /// A factor that is there already, such as another experiment's.
    public Design add(Factor factor) {
        if (factors.stream().anyMatch(each -> each.name().equals(factor.name()))) {
            throw LabException.asked("the experiment '%s' has a factor '%s' already".formatted(name, factor.name()))
                    .remedy("name all its values at once")
                    .exception();
        }
        factors.add(factor);
        return this;
    }

    /// What happens in each cell; the experiment is ready when metrics are added.
    ///
    /// @param version another one whenever the scenario or a metric means something else than before: results are
    ///     kept, and code cannot be compared
    public <T> Experiment<T> scenario(String version, CellScenario<T> scenario) {
        return new Experiment<>(this, version, scenario);
    }

    /// A scenario that is data: the same in each cell, but that what workers draw at random is the cell's seed's. It
    /// needs no version. With metrics and claims that are data too, such an experiment can be run by other hosts.
    public Experiment<ScenarioResult> scenario(Scenario scenario) {
        return new Experiment<>(this, "data", new DataScenario(Optional.of(scenario)));
    }

    /// The cells' own scenarios, of [#scenarios].
    public Experiment<ScenarioResult> eachScenario() {
        if (factors.stream().noneMatch(each -> each.form() instanceof FactorForm.Scenarios)) {
            throw LabException.asked("the experiment '%s' has no scenario".formatted(name))
                    .remedy("name some with scenarios(…), or one with scenario(…)")
                    .exception();
        }
        return new Experiment<>(this, "data", new DataScenario(Optional.empty()));
    }

    BootOptions machine() {
        return machine;
    }

    boolean hasBootSeeds() {
        return bootSeeds;
    }

    ProgressListener progress() {
        return progress;
    }

    String name() {
        return name;
    }

    /// What differs from cell to cell, so far.
    public List<Factor> factors() {
        return List.copyOf(factors);
    }

    /// Every cell: the last factor changes first.
    List<Cell> cells() {
        List<SequencedMap<String, Level>> cells = new ArrayList<>();
        cells.add(new LinkedHashMap<>());
        for (Factor factor : factors) {
            List<SequencedMap<String, Level>> more = new ArrayList<>();
            for (SequencedMap<String, Level> cell : cells) {
                for (Level level : factor.levels()) {
                    SequencedMap<String, Level> longer = new LinkedHashMap<>(cell);
                    longer.put(factor.name(), level);
                    more.add(longer);
                }
            }
            cells = more;
        }
        return cells.stream().map(Cell::new).toList();
    }

    /// The machine of a cell.
    BootOptions options(Cell cell) {
        BootOptions options = machine;
        for (Level level : cell.levels().values()) {
            options = level.machine().apply(options);
        }
        return bootSeeds ? options.withSeed(cell.seed()) : options;
    }
}
