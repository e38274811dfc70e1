package org.schedlab.mcp.tools;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import org.schedlab.guest.work.Worker;
import org.schedlab.guest.work.WorkerSpec;
import org.schedlab.lab.workers.Workers;
import org.schedlab.vm.LabException;
import tech.tablesaw.api.Table;

/// Workers.
final class LoadTools {
    private LoadTools() {}

    static List<LabTool> all() {
        return List.of(
                LabTool.moves(
                        "spawn",
                        "Start workers",
                        "Starts workers of a known shape in the guest, all at one moment. They run when run lets guest"
                                + " time pass. Answers their names and pids.",
                        WorkerShapes.schema(),
                        LoadTools::spawn),
                LabTool.looks(
                        "workers_report",
                        "How workers have fared",
                        "For each worker: work units done, CPU time, time waited for a CPU, wake-up latency and more;"
                                + " the units stand in the columns' names. No guest time passes.",
                        Schema.none()
                                .textIf("name", "of some workers, as given to spawn; all without this")
                                .limit(200),
                        LoadTools::report),
                LabTool.moves(
                        "stop_workers",
                        "End workers",
                        "Ends workers.",
                        Schema.none().text("name", "as given to spawn"),
                        (session, given) -> {
                            int ended =
                                    session.workers(given.text("name")).stop().size();
                            var _ = session.workers().remove(given.text("name"));
                            return Answer.of(ended + " workers have ended").with("ended", ended);
                        }));
    }

    private static Answer spawn(LabSession session, Arguments given) {
        WorkerSpec spec = WorkerShapes.spec(given);
        Workers workers = session.vm().spawn(spec);
        session.workers().put(spec.name(), workers);
        List<Map<String, Object>> list =
                workers.list().stream().map(LoadTools::data).toList();
        String names = workers.list().stream()
                .map(worker -> worker.comm() + ":" + worker.pid())
                .collect(Collectors.joining(", "));
        return new Answer("spawned " + names, Map.of("workers", list));
    }

    private static Map<String, Object> data(Worker worker) {
        return Map.of("name", worker.comm(), "pid", worker.pid());
    }

    private static Answer report(LabSession session, Arguments given) {
        var _ = session.vm();
        if (given.textIf("name").isPresent()) {
            return Answer.of(session.workers(given.text("name")).table(), given.limit(200));
        }
        List<Table> tables = new ArrayList<>();
        List<String> gone = new ArrayList<>();
        session.workers().forEach((name, workers) -> {
            try {
                tables.add(workers.table());
            } catch (LabException e) {
                gone.add(name + ": " + e.getMessage().lines().findFirst().orElse(""));
            }
        });
        if (tables.isEmpty()) {
            throw LabException.asked("there are no workers to report of")
                    .found(gone.isEmpty() ? "none were spawned" : String.join("; ", gone))
                    .remedy("spawn some")
                    .exception();
        }
        Table all = tables.getFirst();
        tables.stream().skip(1).forEach(each -> all.append(each));
        Answer answer = Answer.of(all, given.limit(200));
        return gone.isEmpty() ? answer : answer.below("not there: " + String.join("; ", gone));
    }
}
