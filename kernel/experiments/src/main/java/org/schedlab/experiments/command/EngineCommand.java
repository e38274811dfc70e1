package org.schedlab.experiments.command;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

import org.schedlab.experiments.ExperimentResult;
import org.schedlab.experiments.engine.Campaign;
import org.schedlab.experiments.engine.Engine;
import org.schedlab.experiments.engine.Submission;
import org.schedlab.experiments.engine.SweepFiles;
import org.schedlab.experiments.spec.SweepSpec;
import org.schedlab.experiments.store.ResultStore;
import org.schedlab.experiments.sweep.ExitCode;
import org.schedlab.experiments.sweep.LineProgress;
import org.schedlab.experiments.sweep.Shard;
import org.schedlab.experiments.sweep.SweepWork;
import org.schedlab.vm.Folders;
import org.schedlab.vm.LabException;
import org.schedlab.vm.Sha256;

/// The part of `./schedlab sweep` that has to do with engines: run, resume, cancel, what they say, files for others.
///
/// @param place the store as the user named it
record EngineCommand(SweepSpec spec, ResultStore store, String place, LineProgress progress) {
    private static final String LOCAL = "local";
    private static final List<String> EXPORTS = List.of("k8s", "github");
    private static final Duration LOOK = Duration.ofSeconds(2);
    private static final int CELLS_EACH = 50;
    private static final int FEW = 8;
    private static final int MOST = 1_000;

    /// Runs all that is missing, and waits for it unless told otherwise.
    int run(Arguments arguments) {
        String engine = arguments.value("--engine").orElse(LOCAL);
        SweepWork work = new SweepWork(spec, store, progress);
        if (engine.equals(LOCAL)) {
            ExperimentResult result = work.work(Shard.ALL, arguments.part("--audit"));
            progress.notice(result.toString());
            return result.failures().isEmpty() ? ExitCode.DONE : ExitCode.AGAIN;
        }
        Engine _ = Engine.named(engine); // a typing error is told before anything runs
        Submission noted = Submission.read(folder()).orElse(null);
        if (noted != null && alive(noted) > 0) {
            throw LabException.asked("the sweep is at work already")
                    .found(standing(noted))
                    .remedy("./schedlab sweep status, cancel, or wait with resume")
                    .exception();
        }
        Submission submission = submission(arguments, engine, work);
        return see(new Campaign(work, progress, LOOK), submission, arguments.has("--detach"));
    }

    /// Submits what is missing of what was submitted before, and waits for it.
    int resume(Arguments arguments) {
        Submission noted = Submission.read(folder()).orElse(null);
        if (noted == null) {
            return run(arguments);
        }
        SweepWork work = new SweepWork(spec, store, progress);
        Campaign campaign = new Campaign(work, progress, LOOK);
        if (alive(noted) > 0) {
            progress.notice("its workers are at work: " + standing(noted));
            return campaign.await(noted) ? ExitCode.DONE : missing(work);
        }
        return see(campaign, noted, arguments.has("--detach"));
    }

    private int see(Campaign campaign, Submission submission, boolean detached) {
        SweepWork work = new SweepWork(spec, store, progress);
        Submission submitted = campaign.submit(submission);
        if (detached) {
            progress.notice("not waited for; ./schedlab sweep status says how far it is");
            return ExitCode.DONE;
        }
        return campaign.await(submitted) ? ExitCode.DONE : missing(work);
    }

    private int missing(SweepWork work) {
        ExperimentResult kept = work.kept();
        progress.notice(String.format(
                Locale.ROOT,
                "%d cells are missing and no worker is left; the first: %s",
                kept.failures().size(),
                kept.failures().getFirst().cell()));
        Submission.read(folder()).ifPresent(noted -> progress.notice("logs: " + logs(noted)));
        return ExitCode.AGAIN;
    }

    private static String logs(Submission noted) {
        if (noted.engine().equals("ssh")) {
            return noted.folder().resolve("ssh.log").toString();
        }
        return noted.store().startsWith("http")
                ? "/tmp/schedlab-*.log of the nodes"
                : Path.of(noted.store(), "logs").toString();
    }

    /// Ends its workers; what they have kept stays.
    int cancel() {
        Submission noted = noted();
        int alive = alive(noted);
        for (String id : noted.ids()) {
            Engine.named(noted.engine()).cancel(noted, id);
        }
        progress.notice(alive == 0 ? "no worker was left" : "cancelled; what is done stays, resume goes on from there");
        return ExitCode.DONE;
    }

    /// What the engine says; empty if none was given the sweep.
    Optional<String> standing() {
        return Submission.read(folder()).map(EngineCommand::standing);
    }

    private static String standing(Submission noted) {
        return noted.ids().isEmpty()
                ? "no worker"
                : Engine.named(noted.engine())
                        .standing(noted, noted.ids().getLast())
                        .text();
    }

    private static int alive(Submission noted) {
        return noted.ids().stream()
                .mapToInt(id -> Engine.named(noted.engine()).standing(noted, id).alive())
                .sum();
    }

    private Submission noted() {
        return Submission.read(folder())
                .orElseThrow(() -> LabException.asked("no engine was given this sweep with the store " + place)
                        .found("a sweep that runs here, without an engine, ends with Ctrl-C")
                        .remedy("./schedlab sweep run SPEC --engine slurm|ssh --store S")
                        .exception());
    }

    /// A file for a system that we do not run.
    String export(String what, Arguments arguments) {
        if (!EXPORTS.contains(what)) {
            throw arguments.wrong(
                    "there is no export for '%s', only %s".formatted(what, String.join(" and ", EXPORTS)));
        }
        SweepWork work = new SweepWork(spec, store, progress);
        Submission submission = submission(arguments, what, work);
        return what.equals("k8s")
                ? SweepFiles.kubernetes(submission, arguments.value("--image").orElse("IMAGE"))
                : SweepFiles.github(submission);
    }

    /// The store gets the spec, with what this host gives for the golden cell.
    private Submission submission(Arguments arguments, String engine, SweepWork work) {
        List<String> hosts = arguments
                .value("--hosts")
                .map(text -> Arrays.stream(text.split(","))
                        .filter(each -> !each.isBlank())
                        .toList())
                .orElse(List.of());
        int shards = arguments.count("--shards").orElseGet(() -> shards(work.cells(), hosts.size()));
        progress.notice("running the golden cell");
        return new Submission(
                folder(),
                engine,
                spec.data().name(),
                store.keepContent(work.withGolden().bytes()),
                place.startsWith("http")
                        ? place
                        : Path.of(place).toAbsolutePath().normalize().toString(),
                Math.min(shards, work.cells()),
                arguments.value("--worker").orElseGet(EngineCommand::thisOne),
                hosts,
                arguments.value("--engine-args").map(Arguments::words).orElse(List.of()),
                List.of());
    }

    private static int shards(int cells, int hosts) {
        return Math.clamp(Math.max(cells / CELLS_EACH, 3 * hosts), FEW, MOST);
    }

    /// The launcher that started this JVM.
    private static String thisOne() {
        return Path.of(System.getProperty("schedlab.home", "."), "schedlab")
                .toAbsolutePath()
                .normalize()
                .toString();
    }

    private Path folder() {
        String both = spec.sha256() + " "
                + (place.startsWith("http") ? place : Path.of(place).toAbsolutePath());
        String name = Sha256.of(both.getBytes(java.nio.charset.StandardCharsets.UTF_8))
                .substring(0, 16);
        return Folders.ofUser().cache("sweeps").resolve(name);
    }
}
