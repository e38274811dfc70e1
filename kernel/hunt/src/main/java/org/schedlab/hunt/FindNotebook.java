package org.schedlab.hunt;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.schedlab.guest.scheduler.ExecutableScheduler;
import org.schedlab.guest.scheduler.KernelScheduler;
import org.schedlab.guest.scheduler.SchedulerObject;
import org.schedlab.guest.scheduler.Schedulers;
import org.schedlab.hunt.run.Bases;
import org.schedlab.hunt.scenario.NotebookJava;
import org.schedlab.hunt.scenario.Undone;

/// A find as a notebook: boot, scheduler, steps, the moment of the fault, the state in the end. A value.
///
/// @param plan of the hunt
/// @param find what it shows
/// @param undone what the guest refused, or did not come to the end of
/// @param from where the timeline begins: guest time, in ns
/// @param to where it ends
record FindNotebook(HuntPlan plan, Find find, List<Undone> undone, long from, long to) {
    private static final JsonMapper JSON = new JsonMapper();

    String json() {
        ObjectNode notebook = JSON.createObjectNode();
        ArrayNode cells = notebook.putArray("cells");
        markdown(
                cells,
                String.format(
                        Locale.ROOT,
                        "# %s\n\n%s\n\nFound by a hunt: scheduler `%s`, seed %d, scenario %d. Run it from the top; the last cell"
                                + " says whether the machine came to the very bits that it came to there.",
                        find.breach().invariant(),
                        find.breach().text(),
                        plan.scheduler().name(),
                        plan.seed(),
                        find.number()));
        code(cells, "%boot --topology " + find.scenario().topology() + MachineWords.boot(plan.machine()));
        scheduler(cells);
        code(
                cells,
                String.format(
                                Locale.ROOT,
                                "run(ms(%d)); // until what attaching stirred up has come to rest%n",
                                Bases.SETTLE.toMillis())
                        + String.join("\n", NotebookJava.lines(find.scenario(), undone)));
        code(cells, String.format(Locale.ROOT, "trace().during(%dL, %dL).timeline()", from, to));
        code(cells, find.breach().way().startsWith("SCX_EXIT") ? "exitReport()" : "trace().worst(5)");
        code(
                cells,
                "vm().stateHash().equals(\"%s\") ? \"the same bits\" : \"another kernel, QEMU or schedlab than in the hunt\""
                        .formatted(find.stateHash()));
        notebook.putObject("metadata")
                .putObject("kernelspec")
                .put("display_name", "schedlab")
                .put("language", "java")
                .put("name", "schedlab");
        return notebook.put("nbformat", 4).put("nbformat_minor", 5).toPrettyString() + "\n";
    }

    private void scheduler(ArrayNode cells) {
        switch (plan.scheduler()) {
            case KernelScheduler _ -> {}
            case SchedulerObject object
            when isShipped(object) -> code(cells, "%scheduler " + object.name() + settings(object));
            // Not %%scheduler: what the object says of its source's lines is in the guest's memory, and there the text
            // would stand below the magic.
            case SchedulerObject object ->
                code(
                        cells,
                        String.format(
                                Locale.ROOT,
                                "attach(compile(new org.schedlab.guest.scheduler.SchedulerSource(\"%s\", %s, %d))%s)",
                                object.name(),
                                SourceText.block(object.source()),
                                object.firstLine(),
                                FindTest.knobs(object)));
            case ExecutableScheduler executable -> code(cells, "%scheduler " + executable);
        }
    }

    static boolean isShipped(SchedulerObject object) {
        return Schedulers.names().contains(object.name())
                && Schedulers.named(object.name()).source().equals(object.source());
    }

    private static String settings(SchedulerObject object) {
        Map<String, Object> knobs = object.knobValues();
        return knobs.entrySet().stream()
                .map(each -> " " + each.getKey() + "=" + each.getValue())
                .collect(Collectors.joining());
    }

    private static void markdown(ArrayNode cells, String text) {
        cell(cells, "markdown", text);
    }

    private static void code(ArrayNode cells, String text) {
        ObjectNode cell = cell(cells, "code", text);
        cell.putNull("execution_count");
        ArrayNode _ = cell.putArray("outputs");
    }

    private static ObjectNode cell(ArrayNode cells, String type, String text) {
        ObjectNode cell = cells.addObject().put("cell_type", type).put("id", "find-" + cells.size());
        ObjectNode _ = cell.putObject("metadata");
        ArrayNode source = cell.putArray("source");
        List<String> lines = text.lines().toList();
        for (int at = 0; at < lines.size(); at++) {
            ArrayNode _ = source.add(at < lines.size() - 1 ? lines.get(at) + "\n" : lines.get(at));
        }
        return cell;
    }
}
