package org.schedlab.experiments.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.schedlab.experiments.sweep.ExitCode;
import org.schedlab.vm.LabException;

/// Slurm: an array of jobs, a shard each. A job whose node dies is started again by Slurm.
final class SlurmEngine implements Engine {
    private static final String REMEDY = "install Slurm's commands (slurm-client), or use --engine ssh or local";
    private static final Pattern FIELD = Pattern.compile("\\b(ExitCode|BatchHost)=(\\S+)");

    @Override
    public String submit(Submission submission, List<Integer> shards, List<String> shunned) {
        Path script = submission.folder().resolve("sweep.sh");
        try {
            Files.createDirectories(submission.folder());
            if (!submission.store().startsWith("http")) {
                Files.createDirectories(Path.of(logs(submission))); // Slurm does not make it, and ends the job then
            }
            Files.writeString(script, script(submission));
        } catch (IOException e) {
            throw new LabException("the script for sbatch cannot be written: " + e.getMessage(), e);
        }
        List<String> command = new ArrayList<>(List.of("sbatch", "--parsable", "--array=" + ranges(shards)));
        if (!shunned.isEmpty()) {
            command.add("--exclude=" + String.join(",", shunned));
        }
        command.addAll(submission.arguments());
        command.add(script.toString());
        return HostCommand.output(command, REMEDY).strip().split(";", 2)[0];
    }

    /// The output goes where nodes can write: beside a store that is a folder, else to their own /tmp.
    static String script(Submission submission) {
        return """
                #!/bin/bash
                # One shard of the sweep '%s' for each element of the array; written by schedlab sweep run.
                #SBATCH --job-name=%s
                #SBATCH --requeue
                #SBATCH --open-mode=append
                #SBATCH --output=%s/schedlab-%%A-%%a.log
                exec %s
                """.formatted(
                        submission.name(),
                        submission.name().replaceAll("[^\\w.-]", "_"),
                        logs(submission),
                        submission.command("\"$SLURM_ARRAY_TASK_ID\""));
    }

    private static String logs(Submission submission) {
        return submission.store().startsWith("http") ? "/tmp" : submission.store() + "/logs";
    }

    /// Such as `1-3,7`.
    static String ranges(List<Integer> numbers) {
        List<String> ranges = new ArrayList<>();
        int at = 0;
        while (at < numbers.size()) {
            int first = numbers.get(at);
            int last = first;
            while (at + 1 < numbers.size() && numbers.get(at + 1) == last + 1) {
                at++;
                last++;
            }
            ranges.add(first == last ? Integer.toString(first) : first + "-" + last);
            at++;
        }
        return String.join(",", ranges);
    }

    @Override
    public Standing standing(Submission submission, String id) {
        HostCommand.Ended ended =
                HostCommand.run(List.of("squeue", "--noheader", "--array", "--jobs=" + id, "--format=%T"), REMEDY);
        if (ended.code() != 0 && !ended.err().contains("Invalid job id")) {
            // the controller is away for a moment: the jobs are not
            return new Standing(1, ended.err().strip(), List.of());
        }
        List<String> states =
                ended.code() == 0 ? ended.out().lines().map(String::strip).toList() : List.of();
        Map<String, Long> counts = new TreeMap<>(states.stream()
                .collect(Collectors.groupingBy(each -> each.toLowerCase(Locale.ROOT), Collectors.counting())));
        String text = counts.isEmpty()
                ? "no job left"
                : counts.entrySet().stream()
                        .map(each -> each.getValue() + " " + each.getKey())
                        .collect(Collectors.joining(", "));
        return new Standing(states.size(), "Slurm job %s: %s".formatted(id, text), refused(id));
    }

    /// The nodes on which a worker said that it may not work; Slurm remembers for some minutes.
    private static List<String> refused(String id) {
        HostCommand.Ended ended = HostCommand.run(List.of("scontrol", "--oneliner", "show", "job", id), REMEDY);
        return ended.out()
                .lines()
                .map(SlurmEngine::fields)
                .filter(fields -> fields.getOrDefault("ExitCode", "").startsWith(ExitCode.REFUSED + ":"))
                .map(fields -> fields.getOrDefault("BatchHost", ""))
                .filter(host -> !host.isEmpty())
                .distinct()
                .sorted()
                .toList();
    }

    private static Map<String, String> fields(String line) {
        Map<String, String> fields = new TreeMap<>();
        Matcher found = FIELD.matcher(line);
        while (found.find()) {
            fields.put(found.group(1), found.group(2));
        }
        return fields;
    }

    @Override
    public void cancel(Submission submission, String id) {
        var _ = HostCommand.output(List.of("scancel", id), REMEDY);
    }
}
