package org.schedlab.guest.scheduler;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// What the verifier's log says: why it rejected a program, and at which line of the user's.
///
/// The log's lines are those of kernel/bpf/verifier.c and kernel/bpf/log.c of Linux 6.18 and 7.3:
/// instructions, states of registers, `; SOURCE @ FILE:LINE` where the line changes, the reason, and
/// a count at the end.
///
/// @param program the callback, if libbpf named it; else empty
/// @param reason the verifier's words, one or more lines
/// @param line the last line of the user's before the reason; the callback's first loop if the
///     verifier gave up
record VerifierRejection(String program, String reason, Optional<Integer> line) {
    private static final String BEGIN = "-- BEGIN PROG LOAD LOG --";
    private static final String END = "-- END PROG LOAD LOG --";
    private static final String EXPLANATION = "Verification failed:";
    private static final String TOO_LONG = "BPF program is too large";
    private static final Pattern PROGRAM = Pattern.compile("prog '([^']+)': BPF program load failed");
    private static final Pattern PLACE = Pattern.compile("; .*@ (\\S+):([1-9]\\d*)");
    private static final Pattern LOOP = Pattern.compile(".*\\b(for|while|do)\\b.*");
    private static final Pattern WALK = Pattern.compile("\\d+: [(R].*|from \\d+ to \\d+.*|; .*|R\\d+=.*"
            + "|(processed|subprog) \\d+ .*|(verification time|stack depth|cur state:|old state:) .*"
            + "|func '.*' arg\\d+ has btf_id .*|Global function .* doesn't return scalar.*");

    /// The rejection told in the agent's words; empty when the verifier said nothing.
    static Optional<VerifierRejection> find(String said, SchedulerSource source) {
        int begin = said.indexOf(BEGIN);
        int end = said.indexOf(END);
        if (begin < 0 || end < begin) {
            return Optional.empty();
        }
        List<String> log = said.substring(begin + BEGIN.length(), end).lines().toList();
        Matcher matcher = PROGRAM.matcher(said);
        String program = matcher.find() ? matcher.group(1) : "";
        String reason = reason(log);
        Optional<Integer> line = reason.startsWith(TOO_LONG) ? firstLoop(program, source) : lastPlace(log, source);
        return Optional.of(new VerifierRejection(
                program, reason + paragraph(log, "Reason:") + paragraph(log, "Suggestion:"), line));
    }

    /// What stands after the verifier's last step; newer kernels explain it below.
    private static String reason(List<String> log) {
        int last = 0;
        while (last < log.size() && !log.get(last).startsWith(EXPLANATION)) {
            last++;
        }
        while (last > 0 && isWalk(log.get(last - 1))) {
            last--;
        }
        int start = last;
        while (start > 0 && !isWalk(log.get(start - 1))) {
            start--;
        }
        String reason = String.join("\n", log.subList(start, last)).strip();
        if (reason.startsWith(TOO_LONG)) {
            return reason + ": a loop whose end the verifier cannot see?";
        }
        return reason.isEmpty() ? "no reason in the log" : reason;
    }

    private static boolean isWalk(String line) {
        return line.isBlank() || WALK.matcher(line.strip()).matches();
    }

    /// The text below a heading as one line of its own.
    private static String paragraph(List<String> log, String heading) {
        int start = log.indexOf(heading);
        if (start < 0) {
            return "";
        }
        return log.stream()
                .skip(start + 1L)
                .takeWhile(line -> !line.isBlank())
                .map(String::strip)
                .collect(Collectors.joining(" ", "\n", ""));
    }

    private static Optional<Integer> lastPlace(List<String> log, SchedulerSource source) {
        return log.reversed().stream()
                .map(each -> PLACE.matcher(each.strip()))
                .filter(Matcher::matches)
                .filter(place -> place.group(1).equals(source.fileName()))
                .map(place -> Integer.valueOf(place.group(2)))
                .findFirst();
    }

    /// A verifier that gave up names no line; a loop of the callback is the one to look at.
    private static Optional<Integer> firstLoop(String program, SchedulerSource source) {
        List<String> lines = source.text().lines().toList();
        boolean inside = false;
        for (int i = 0; i < lines.size(); i++) {
            inside |= lines.get(i).contains("(" + program + ",");
            if (inside && LOOP.matcher(lines.get(i)).matches()) {
                return Optional.of(source.firstLine() + i);
            }
            inside &= !lines.get(i).startsWith("}");
        }
        return Optional.empty();
    }
}
