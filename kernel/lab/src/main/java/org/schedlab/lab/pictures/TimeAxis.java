package org.schedlab.lab.pictures;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;

/// The guest's time from left to right. A value.
///
/// @param from at the left end: the guest's clock of QEMU, in ns from power-on
/// @param to at the right end; equal to `from` in an empty interval
/// @param left where it begins, in pixels
/// @param right where it ends, in pixels
/// @param ahead what guest time (CLOCK_MONOTONIC), which is written at the axis, is ahead of that clock, in ns
public record TimeAxis(long from, long to, double left, double right, long ahead) {
    private static final int PIXELS_PER_TICK = 90;

    /// A time that is written at the axis.
    ///
    /// @param nanos of the clock of QEMU
    /// @param label in guest time
    public record Tick(long nanos, String label) {}

    /// The units that ticks are written in.
    ///
    /// @param smallest the shortest step that is written in it
    /// @param base labels count from the last whole one of these; 0: from power-on
    private record Unit(String name, long nanos, long smallest, long base) {}

    private static final List<Unit> UNITS = List.of(
            new Unit("s", 1_000_000_000L, 100_000_000L, 0),
            new Unit("ms", 1_000_000L, 100_000L, 1_000_000_000L),
            new Unit("µs", 1_000L, 100L, 1_000_000L),
            new Unit("ns", 1L, 1L, 1_000L));

    /// In pixels.
    public double x(long nanos) {
        return to == from ? left : left + (right - left) * (nanos - from) / (to - from);
    }

    /// The time at this place, rounded down to whole ns.
    public long nanos(double x) {
        return from + (long) Math.floor((x - left) / (right - left) * (to - from));
    }

    /// Some ten times whose numbers are round.
    public List<Tick> ticks() {
        List<Tick> ticks = new ArrayList<>();
        long step = step();
        Unit unit = unit(step);
        for (long at = Math.ceilDiv(from + ahead, step) * step; at <= to + ahead; at += step) {
            ticks.add(new Tick(at - ahead, label(at - base(unit), unit, step)));
        }
        return ticks;
    }

    /// What the labels of the ticks are: `guest time (ms after 3 s)`.
    public String title() {
        Unit unit = unit(step());
        long base = base(unit);
        String after = base == 0 ? "" : " after " + TimeText.instant(base);
        return "guest time (" + unit.name + after + ")";
    }

    private long base(Unit unit) {
        return unit.base == 0 ? 0 : Math.floorDiv(from + ahead, unit.base) * unit.base;
    }

    private static Unit unit(long step) {
        return UNITS.stream().filter(each -> step >= each.smallest).findFirst().orElse(UNITS.getLast());
    }

    private static String label(long nanos, Unit unit, long step) {
        int decimals = 0;
        for (long whole = unit.nanos; step % whole != 0; whole /= 10) {
            decimals++;
        }
        return BigDecimal.valueOf(nanos)
                .divide(BigDecimal.valueOf(unit.nanos), decimals, RoundingMode.UNNECESSARY)
                .toPlainString();
    }

    /// 1, 2 or 5 times a power of ten.
    private long step() {
        double wanted = Math.max(1, (double) (to - from) * PIXELS_PER_TICK / (right - left));
        long power = 1;
        while (power * 10 <= wanted) {
            power *= 10;
        }
        return power >= wanted ? power : 2 * power >= wanted ? 2 * power : 5 * power >= wanted ? 5 * power : 10 * power;
    }
}
