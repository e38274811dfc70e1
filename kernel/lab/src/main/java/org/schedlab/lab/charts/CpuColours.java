package org.schedlab.lab.charts;

import java.awt.Color;
import java.util.List;

/// The colour of each CPU, the same in every chart of a notebook.
///
/// The eight colours are told apart with all common forms of colour blindness (Okabe and Ito's set,
/// with its yellow darkened so that a thin line stays visible on white, and grey for its black, on dark pages). From
/// CPU 8 on they repeat.
/// Stateless; safe to share.
public final class CpuColours {
    private static final List<Color> PALETTE = List.of(
            new Color(0x00, 0x72, 0xB2),
            new Color(0xD5, 0x5E, 0x00),
            new Color(0x00, 0x9E, 0x73),
            new Color(0xCC, 0x79, 0xA7),
            new Color(0xE6, 0x9F, 0x00),
            new Color(0x56, 0xB4, 0xE9),
            new Color(0xB8, 0xA8, 0x00),
            new Color(0x8C, 0x8C, 0x8C));

    private CpuColours() {}

    /// The colour of one CPU.
    ///
    /// @param cpu the CPU's number, from 0
    public static Color of(int cpu) {
        return PALETTE.get(Math.floorMod(cpu, PALETTE.size()));
    }
}
