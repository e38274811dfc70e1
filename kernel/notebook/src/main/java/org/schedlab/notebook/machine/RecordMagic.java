package org.schedlab.notebook.machine;

import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.schedlab.lab.flightrecorder.FlightRecorder;
import org.schedlab.lab.words.TraceWords;
import org.schedlab.notebook.magics.LineMagic;
import org.schedlab.notebook.magics.MagicCall;
import org.schedlab.notebook.magics.MagicOption;
import org.schedlab.vm.LabException;

/// `%record`: the flight recorder's switch.
final class RecordMagic implements LineMagic {
    private static final Pattern SIZE = Pattern.compile("(\\d{1,9})([KMG])B?", Pattern.CASE_INSENSITIVE);

    @Override
    public String name() {
        return "record";
    }

    @Override
    public String usage() {
        return "%record [on|off|SIZE] — the flight recorder: on, off, or how much it keeps, such as 64M;"
                + " without an argument, what it does";
    }

    @Override
    public List<MagicOption> options() {
        return List.of(MagicOption.flag("java", "prints the Java that does the same"));
    }

    @Override
    public Object run(MagicCall call) {
        String wanted = call.arguments().isEmpty() ? "" : call.argument("on, off, or a size");
        boolean onOrOff = wanted.equals("on") || wanted.equals("off");
        if (call.flag("java")) {
            return wanted.isEmpty()
                    ? "recorder().text()"
                    : onOrOff
                            ? "recorder().on(" + wanted.equals("on") + ")"
                            : "recorder().keep(" + bytes(wanted) + "L)";
        }
        FlightRecorder recorder = TraceWords.recorder();
        if (onOrOff) {
            recorder.on(wanted.equals("on"));
        } else if (!wanted.isEmpty()) {
            recorder.keep(bytes(wanted));
        }
        return recorder.text();
    }

    private static long bytes(String size) {
        Matcher matcher = SIZE.matcher(size);
        if (!matcher.matches()) {
            throw LabException.asked("'" + size + "' is nothing that the flight recorder can be set to")
                    .available("on, off, or how much it keeps, with K, M or G behind the number")
                    .remedy("for example %record 64M")
                    .exception();
        }
        int shift = switch (matcher.group(2).toUpperCase(Locale.ROOT)) {
            case "K" -> 10;
            case "M" -> 20;
            default -> 30;
        };
        return Long.parseLong(matcher.group(1)) << shift;
    }
}
