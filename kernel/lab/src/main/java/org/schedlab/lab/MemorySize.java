package org.schedlab.lab;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.schedlab.vm.LabException;
import org.schedlab.vm.spec.MachineSpec;

/// Sizes of guest memory as they are written: `512M`. Stateless.
final class MemorySize {
    private static final Pattern SIZE = Pattern.compile("([0-9]{1,12})([KMGT])(i?B)?", Pattern.CASE_INSENSITIVE);
    private static final String UNITS = "KMGT";
    private static final long STEP = 2L << 20;

    private MemorySize() {}

    /// Bytes; the units are powers of 1024.
    ///
    /// @throws LabException if it is not a size that a machine can have
    static long parse(String text) {
        Matcher matcher = SIZE.matcher(text.strip());
        if (!matcher.matches()) {
            throw refused("'%s' is not a size of guest memory".formatted(text));
        }
        long number = Long.parseLong(matcher.group(1));
        int shift =
                10 * (1 + UNITS.indexOf(Character.toUpperCase(matcher.group(2).charAt(0))));
        if (number > Long.MAX_VALUE >> shift) {
            throw refused("%s of memory are more than a machine can address".formatted(text));
        }
        long bytes = number << shift;
        if (bytes < MachineSpec.MIN_MEMORY) {
            throw refused("%s of memory are too little for a machine".formatted(text));
        }
        if (bytes % STEP != 0) {
            throw refused("%s of memory are not a multiple of 2M".formatted(text));
        }
        return bytes;
    }

    private static LabException refused(String why) {
        return LabException.asked(why)
                .available("a whole number with K, M, G or T: from 256M on, in steps of 2M, as much as shared memory"
                        + " holds")
                .remedy("for example 512M or 2G")
                .exception();
    }
}
