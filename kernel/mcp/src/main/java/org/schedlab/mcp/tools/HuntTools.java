package org.schedlab.mcp.tools;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.schedlab.hunt.Find;
import org.schedlab.hunt.Hunt;
import org.schedlab.hunt.HuntReport;

/// Hunts for what breaks a scheduler.
final class HuntTools {
    private static final long MOST_SECONDS = 1_500;
    private static final long USUAL_SECONDS = 120;

    private HuntTools() {}

    static List<LabTool> all() {
        return List.of(LabTool.looks(
                        "hunt",
                        "Look for what breaks a scheduler",
                        "Makes up scenarios from a seed (workers, cgroups, affinities, weights, changes while they"
                                + " run), each on a machine of its own for about 0.5 s of guest time, and looks for"
                                + " a stall, an error exit, a panic, an idle CPU while work waits (150 ms), a task that"
                                + " waits too long after a move, a wake-up or a preemption (300 ms). What breaks is"
                                + " run again, reduced, and answered as lines of a notebook, with the folder that"
                                + " holds a notebook, a JUnit test, the journal and the timeline. The same seed"
                                + " finds the same. The session does not move. Nothing found is no proof.",
                        Schema.none()
                                .text("scheduler", "by name, as schedulers lists them; with knobs if any")
                                .wholeIf(
                                        "seed", 0, Integer.MAX_VALUE, "that scenarios are made up from; 1 without this")
                                .wholeIf(
                                        "seconds",
                                        1,
                                        MOST_SECONDS,
                                        "host time; 120 without this; a find is reduced beyond it")
                                .wholeIf("scenarios", 1, 10_000, "ends when so many were tried, in place of seconds")
                                .textIf(
                                        "folder",
                                        "of the host, for what was tried and found; out/hunt-NAME without this")
                                .limit(20),
                        HuntTools::hunt)
                .within(Duration.ofHours(1)));
    }

    private static Answer hunt(LabSession session, Arguments given) {
        Hunt hunt = Hunt.of(CompareTools.scheduler(session, given.text("scheduler")))
                .seed(given.whole("seed", 1))
                .onProgress(session.progress());
        session.booted().ifPresent(options -> {
            var _ = hunt.machine(options);
        });
        given.textIf("folder").map(Path::of).ifPresent(folder -> {
            var _ = hunt.folder(folder);
        });
        long scenarios = given.whole("scenarios", 0);
        HuntReport report = (scenarios > 0
                        ? hunt.scenarios(scenarios)
                        : hunt.budget(Duration.ofSeconds(given.whole("seconds", USUAL_SECONDS))))
                .run();
        List<String> lines = new ArrayList<>(List.of(report.toString()));
        report.finds().forEach(find -> lines.add("AS CELLS OF A NOTEBOOK\n" + find.cell()));
        Answer rows = Answer.of(report, given.limit(20));
        return new Answer(String.join("\n\n", lines) + "\n\n" + rows.text(), rows.data())
                .with("finds", report.finds().stream().map(HuntTools::data).toList());
    }

    private static Map<String, Object> data(Find find) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("scenario", find.number());
        data.put("broke", find.breach().toString());
        data.put("cell", find.cell());
        data.put("state_hash", find.stateHash());
        data.put("folder", find.folder().toString());
        return data;
    }
}
