package org.schedlab.experiments.gauntlet;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

import org.schedlab.experiments.Cell;
import org.schedlab.experiments.CellPlan;
import org.schedlab.experiments.Design;
import org.schedlab.experiments.Experiment;
import org.schedlab.experiments.ExperimentResult;
import org.schedlab.experiments.HopelessException;
import org.schedlab.experiments.gauntlet.Machines.Machine;
import org.schedlab.experiments.store.FolderStore;
import org.schedlab.experiments.store.ResultStore;
import org.schedlab.guest.scheduler.Scheduler;
import org.schedlab.guest.scheduler.Schedulers;
import org.schedlab.lab.ProgressListener;
import org.schedlab.lab.verdict.Verdict;
import org.schedlab.lab.workers.Workers;
import org.schedlab.vm.Folders;
import org.schedlab.vm.LabException;
import org.schedlab.vm.Sha256;
import org.schedlab.vm.image.KernelImage;
import org.schedlab.vm.image.KernelSeries;

/// One scheduler on many machines: topologies × kernels × loads, each cell with verifier cost, attach time,
/// dispatches and a verdict. The most telling machines come first. Results are kept as those of any [Experiment]:
/// what the store has is not run again.
///
/// Not thread-safe; each method but [#run()] and [#kept()] gives this.
public final class Gauntlet {
    static final String KERNEL = "kernel";
    static final String TOPOLOGY = "topology";
    static final String LOAD = "load";

    /// As many as keep the host busy while they boot.
    private static final int AT_ONCE = Runtime.getRuntime().availableProcessors();

    private static final int HOPELESS = 3;

    private final Scheduler scheduler;
    private List<String> kernels = kernelsHere();
    private List<Preset> presets = Preset.all();
    private List<Load> loads = Load.all();
    private Optional<Duration> budget = Optional.empty();
    private ResultStore store = new FolderStore(Folders.ofUser().cache("results"));
    private ProgressListener progress = ProgressListener.SILENT;

    private Gauntlet(Scheduler scheduler) {
        this.scheduler = scheduler;
    }

    /// The one that the user has chosen for all; else those in the cache that have sched_ext.
    private static List<String> kernelsHere() {
        Folders folders = Folders.ofUser();
        List<String> cached = KernelSeries.cached(folders).stream()
                .filter(release -> KernelImage.open(KernelImage.find(Path.of(release), folders), folders)
                        .hasSchedExt())
                .toList();
        String chosen = System.getenv(KernelImage.VARIABLE);
        if (chosen == null || chosen.isBlank()) {
            return cached;
        }
        Path folder = Path.of(chosen).toAbsolutePath().getParent();
        String release = folder == null ? "" : String.valueOf(folder.getFileName());
        return List.of(cached.contains(release) ? release : chosen);
    }

    /// All topologies, all cached kernels (only that of SCHEDLAB_KERNEL, if it is set), all loads.
    public static Gauntlet of(Scheduler scheduler) {
        return new Gauntlet(scheduler);
    }

    /// As [#of(Scheduler)]: one that comes with schedlab, or `eevdf`.
    public static Gauntlet of(String scheduler) {
        return of(scheduler.equals("eevdf") ? Scheduler.eevdf() : Schedulers.named(scheduler));
    }

    /// On these kernels only.
    ///
    /// @param named files, or series, versions and releases in the cache (`7.3`)
    public Gauntlet kernels(String... named) {
        kernels = List.of(named);
        return this;
    }

    /// On these topologies only.
    ///
    /// @param named of [Preset], or any, such as `1n2l2c1t`
    public Gauntlet topologies(String... named) {
        presets = Arrays.stream(named).map(Preset::named).toList();
        return this;
    }

    /// Under these loads only.
    ///
    /// @param named of [Load]
    public Gauntlet loads(String... named) {
        loads = Arrays.stream(named).map(Load::named).toList();
        return this;
    }

    /// In about so much host time: a machine that would not be done by then, as far as can be told, is not begun.
    public Gauntlet budget(Duration hostTime) {
        if (!hostTime.isPositive()) {
            throw LabException.asked("the gauntlet cannot be done in " + hostTime)
                    .available("host time above zero")
                    .remedy("for example Duration.ofMinutes(10)")
                    .exception();
        }
        budget = Optional.of(hostTime);
        return this;
    }

    /// Keeps results in a folder, which may be shared with others; without this in `results` of the cache.
    public Gauntlet store(Path folder) {
        return store(new FolderStore(folder));
    }

    /// Keeps results in a store.
    public Gauntlet store(ResultStore results) {
        store = results;
        return this;
    }

    /// Tells a listener how far [#run()] is.
    public Gauntlet onProgress(ProgressListener listener) {
        progress = listener;
        return this;
    }

    /// Runs what the store does not have, the most telling machines first.
    ///
    /// @throws LabException there is no kernel or no QEMU; the store cannot be written; several machines one after
    ///     the other cannot be brought up; or the thread was interrupted. What was kept stays
    public GauntletResult run() {
        Experiment<List<Workers>> experiment = experiment();
        Map<Machine, List<CellPlan>> cells = byMachine(experiment.plan());
        Machines machines = new Machines(List.copyOf(cells.keySet()));
        ExperimentResult kept = experiment.kept();
        cells.keySet().stream()
                .filter(machine -> kept.failures().stream().noneMatch(each -> machine.equals(machine(each.cell()))))
                .forEach(machines::done);
        Map<Cell, String> failures = new LinkedHashMap<>();
        Spending spending = new Spending(budget);
        int hopeless = 0;
        int ran = 0;
        for (List<Machine> wave = wave(machines, spending); !wave.isEmpty(); wave = wave(machines, spending)) {
            progress.notice(words(wave, machines));
            List<CellPlan> part = wave.stream()
                    .flatMap(each -> cells.getOrDefault(each, List.of()).stream())
                    .toList();
            long began = System.nanoTime();
            try {
                ExperimentResult result = experiment.run(part);
                ran += result.account().ran();
                result.failures().forEach(each -> failures.put(each.cell(), each.why()));
                hopeless = 0;
            } catch (HopelessException e) {
                part.forEach(each -> failures.put(each.cell(), String.valueOf(e.getMessage())));
                hopeless++;
                if (hopeless == HOPELESS) {
                    throw e;
                }
            }
            spending.spent(System.nanoTime() - began, estimated(wave));
        }
        return result(experiment, ran, failures);
    }

    /// What the store has; nothing happens.
    public GauntletResult kept() {
        return result(experiment(), 0, Map.of());
    }

    private GauntletResult result(Experiment<List<Workers>> experiment, int ran, Map<Cell, String> failures) {
        return new GauntletResult(scheduler.name(), presets, loads, experiment.kept(), ran, failures);
    }

    private List<Machine> wave(Machines machines, Spending spending) {
        List<Machine> wave = new ArrayList<>();
        while (wave.size() < AT_ONCE) {
            Optional<Machine> next = machines.next(spending.left() - estimated(wave), loads.size());
            if (next.isEmpty()) {
                break;
            }
            wave.add(next.get());
        }
        return wave;
    }

    private double estimated(List<Machine> wave) {
        return wave.stream()
                .mapToDouble(each -> Machines.seconds(each.preset().topology(), loads.size()))
                .sum();
    }

    private static String words(List<Machine> wave, Machines machines) {
        return wave.stream()
                        .map(each -> each.preset().words() + " on " + each.kernel())
                        .collect(Collectors.joining(", "))
                + (machines.left() == 0
                        ? ": the last ones"
                        : "; %s more machines after these".formatted(machines.left()));
    }

    private Map<Machine, List<CellPlan>> byMachine(List<CellPlan> plan) {
        return plan.stream()
                .collect(Collectors.groupingBy(each -> machine(each.cell()), LinkedHashMap::new, Collectors.toList()));
    }

    private static Machine machine(Cell cell) {
        return new Machine(cell.text(KERNEL), cell.value(TOPOLOGY, Preset.class));
    }

    private Experiment<List<Workers>> experiment() {
        if (kernels.isEmpty()) {
            throw LabException.asked("there is no kernel for the gauntlet")
                    .found("none in " + Folders.ofUser().cache().resolve("kernels"))
                    .remedy("./schedlab kernel fetch, or name files: kernels(…)")
                    .exception();
        }
        Experiment<List<Workers>> experiment = Design.named("gauntlet")
                .kernels(kernels.toArray(String[]::new))
                .machines(
                        TOPOLOGY,
                        (options, preset) ->
                                options.withTopology(preset.topology().toString()),
                        presets.toArray(Preset[]::new))
                .schedulers(scheduler)
                .factor(LOAD, loads.toArray())
                .scenario(version(), (vm, cell) -> {
                    int cpus = cell.value(TOPOLOGY, Preset.class).topology().cpus();
                    List<Workers> workers = cell.value(LOAD, Load.class).workers().apply(cpus).stream()
                            .map(vm::spawn)
                            .toList();
                    vm.run(Load.HOLD);
                    return workers;
                })
                .store(store)
                .onProgress(progress);
        var measurements = Measurements.all();
        measurements.forEach(experiment::metric);
        return experiment.verdict(run ->
                new Verdict(run.cell().value(LOAD, Load.class).claims().stream()
                        .flatMap(claim -> claim
                                .of(Optional.ofNullable(measurements.get(claim.metric()))
                                        .orElseThrow()
                                        .applyAsDouble(run))
                                .stream())
                        .toList()));
    }

    /// Another one whenever a load means something else. Count the number up when a measurement does: its code is in no
    /// cell's key.
    private static String version() {
        Function<Load, String> meaning = Load::meaning;
        String all = "1 " + Load.HOLD + Load.all().stream().map(meaning).collect(Collectors.joining("\n"));
        return Sha256.of(all.getBytes(StandardCharsets.UTF_8));
    }
}
