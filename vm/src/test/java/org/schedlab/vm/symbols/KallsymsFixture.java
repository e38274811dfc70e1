package org.schedlab.vm.symbols;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

import org.schedlab.vm.image.Bytes;

/// Builds the kallsyms tables as scripts/kallsyms.c writes them, in each layout.
public final class KallsymsFixture {
    /// Which kernels' layout.
    public enum Layout {
        /// Names alone; the addresses stood elsewhere.
        BEFORE_6_4,
        UNTIL_6_14,
        SINCE_6_15,
        SINCE_7_0
    }

    private static final String LONG_TOKEN = "sched_";
    private static final int LONG_TOKEN_CODE = 1;
    private static final int TWO_BYTE_LENGTH = 0x80;

    private KallsymsFixture() {}

    /// The tables of `symbols`, which ascend by address.
    ///
    /// @param before what stands in front, such as other read-only data
    /// @param address virtual address of the first byte of `before`
    /// @param base the lowest kernel address
    public static byte[] build(Layout layout, List<Symbol> symbols, byte[] before, long address, long base) {
        int alignment = layout == Layout.SINCE_7_0 ? 4 : 8;
        Bytes out = new Bytes().bytes(before).align(alignment);
        if (layout == Layout.BEFORE_6_4) {
            for (Symbol symbol : symbols) {
                out.u32(offset(layout, symbol.address(), base, 0));
            }
            out.align(8).u64(base);
        }
        out.u32(symbols.size()).align(alignment);
        int names = out.size();
        List<Integer> markers = new ArrayList<>();
        for (int position = 0; position < symbols.size(); position++) {
            if (position % 256 == 0) {
                markers.add(out.size() - names);
            }
            Symbol symbol = symbols.get(position);
            byte[] codes = codes(symbol.kind() + symbol.name());
            if (codes.length < TWO_BYTE_LENGTH) {
                out.u8(codes.length);
            } else {
                out.u8((codes.length & 0x7f) | TWO_BYTE_LENGTH).u8(codes.length >> 7);
            }
            out.bytes(codes);
        }
        out.align(alignment);
        markers.forEach(out::u32);
        out.align(alignment);
        if (layout == Layout.BEFORE_6_4) {
            nameOrder(symbols, out);
            out.align(8);
        }
        tokens(out, alignment);
        if (layout == Layout.BEFORE_6_4) {
            return out.toArray();
        }
        for (Symbol symbol : symbols) {
            long place = address + out.size();
            out.u32(offset(layout, symbol.address(), base, place));
        }
        if (layout != Layout.SINCE_7_0) {
            out.align(8).u64(base);
        }
        nameOrder(symbols, out);
        return out.align(8).toArray();
    }

    private static long offset(Layout layout, long value, long base, long place) {
        return switch (layout) {
            case BEFORE_6_4, UNTIL_6_14 -> value >= 0 ? value : base - 1 - value;
            case SINCE_6_15 -> value - base;
            case SINCE_7_0 -> value - place;
        };
    }

    private static void tokens(Bytes out, int alignment) {
        Bytes index = new Bytes();
        int tokens = out.size();
        for (int code = 0; code < 256; code++) {
            index.u16(out.size() - tokens);
            out.text(token(code)).u8(0);
        }
        out.align(alignment).bytes(index.toArray()).align(alignment);
    }

    private static void nameOrder(List<Symbol> symbols, Bytes out) {
        IntStream.range(0, symbols.size())
                .boxed()
                .sorted(Comparator.comparing(position -> symbols.get(position).name()))
                .forEach(position -> out.u8(position >> 16).u8(position >> 8).u8(position));
    }

    private static String token(int code) {
        if (code == LONG_TOKEN_CODE) {
            return LONG_TOKEN;
        }
        return code > ' ' && code < 0x7f ? String.valueOf((char) code) : "";
    }

    private static byte[] codes(String text) {
        Bytes codes = new Bytes();
        for (int at = 0; at < text.length(); ) {
            if (text.startsWith(LONG_TOKEN, at)) {
                codes.u8(LONG_TOKEN_CODE);
                at += LONG_TOKEN.length();
            } else {
                codes.u8(text.charAt(at++));
            }
        }
        return codes.toArray();
    }
}
