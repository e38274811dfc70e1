package org.schedlab.guest.scheduler;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What the verifier's log says: why it rejected a program, and at which line of the user's.
///
/// The log's lines are those of kernel/bpf/verifier.c and kernel/bpf/log.c of Linux 6.18 and 7.3: instructions,
/// states of registers, `; SOURCE @ FILE:LINE` where the line changes, the reason, and a count at the end.
///
/// @param program the callback, if libbpf named it; else empty
/// @param reason the verifier's words, one or more lines
/// @param line the last line of the user's before the reason
record VerifierRejection(String program, String reason, Optional<Integer> line) {
    private static final String BEGIN = "-- BEGIN PROG LOAD LOG --";
    private static final String END = "-- END PROG LOAD LOG --";
    private static final Pattern PROGRAM = Pattern.compile("prog '([^']+)': BPF program load failed");
    private static final Pattern PLACE = Pattern.compile("; .*@ (\\S+):(\\d+)");
    private static final Pattern WALK = Pattern.compile(
            "\\d+: [(R].*|from \\d+ to \\d+.*|; .*|R\\d+=.*|processed \\d+ insns.*|verification time .*|stack depth .*");

    /// The rejection told in the agent's words; empty when the verifier said nothing.
    static Optional<VerifierRejection> find(String said, SchedulerSource source) {
        int begin = said.indexOf(BEGIN);
        int end = said.indexOf(END);
        if (begin < 0 || end < begin) {
            return Optional.empty();
        }
        List<String> log = said.substring(begin + BEGIN.length(), end).lines().toList();
        Matcher program = PROGRAM.matcher(said);
        return Optional.of(
                new VerifierRejection(program.find() ? program.group(1) : "", reason(log), line(log, source)));
    }

    /// What stands after the verifier's last step.
    private static String reason(List<String> log) {
        int last = log.size();
        while (last > 0 && isWalk(log.get(last - 1))) {
            last--;
        }
        int start = last;
        while (start > 0 && !isWalk(log.get(start - 1))) {
            start--;
        }
        String reason = String.join("\n", log.subList(start, last)).strip();
        return reason.isEmpty() ? "no reason in the log" : reason;
    }

    private static boolean isWalk(String line) {
        return line.isBlank() || WALK.matcher(line.strip()).matches();
    }

    private static Optional<Integer> line(List<String> log, SchedulerSource source) {
        return log.reversed().stream()
                .map(each -> PLACE.matcher(each.strip()))
                .filter(Matcher::matches)
                .filter(place -> place.group(1).equals(source.fileName()))
                .map(place -> Integer.valueOf(place.group(2)))
                .findFirst();
    }
}
