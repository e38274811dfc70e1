package org.schedlab.vm.symbols.internal;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Locale;
import java.util.stream.IntStream;

/// All names, expanded.
///
/// @param starts where each name starts in `names`, and at last the end
/// @param names the names without separators; may be longer than used
/// @param kinds the letter of each symbol, which stands in front of its compressed name
/// @param order positions sorted by name, equal names by position
@SuppressWarnings("ArrayRecordComponent") // owned by the decoder, which hands them on as segments
record NameTable(int[] starts, byte[] names, byte[] kinds, int[] order) {

    static NameTable decode(byte[] bytes, Tokens tokens, CompressedNames compressed) throws KallsymsException {
        int count = compressed.count();
        int[] starts = new int[count + 1];
        byte[] kinds = new byte[count];
        byte[] names = new byte[count * 32];
        int used = 0;
        int at = compressed.start();
        for (int position = 0; position < count; position++) {
            int length = CompressedNames.lengthAt(bytes, at);
            at += CompressedNames.lengthSize(bytes, at);
            starts[position] = used;
            boolean kindIsRead = false;
            for (int end = at + length; at < end; at++) {
                byte[] token = tokens.strings()[bytes[at] & 0xff];
                if (used + token.length > names.length) {
                    names = Arrays.copyOf(names, names.length + names.length / 2 + token.length);
                }
                int from = 0;
                if (!kindIsRead && token.length > 0) {
                    kinds[position] = token[0];
                    kindIsRead = true;
                    from = 1;
                }
                System.arraycopy(token, from, names, used, token.length - from);
                used += token.length - from;
            }
            if (used == starts[position] || !isLetter(kinds[position])) {
                throw new KallsymsException(
                        String.format(Locale.ROOT, "symbol %d of its kallsyms tables has no name or type", position));
            }
        }
        starts[count] = used;
        return new NameTable(starts, names, kinds, order(starts, names, count));
    }

    /// The first position of a name, -1 if there is none.
    int find(String name) {
        byte[] wanted = name.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);
        for (int position = 0; position < kinds.length; position++) {
            if (Arrays.equals(names, starts[position], starts[position + 1], wanted, 0, wanted.length)) {
                return position;
            }
        }
        return -1;
    }

    int compareNames(int one, int other) {
        return compare(starts, names, one, other);
    }

    private static int[] order(int[] starts, byte[] names, int count) {
        Comparator<Integer> byName = (one, other) -> compare(starts, names, one, other);
        return IntStream.range(0, count)
                .boxed()
                .sorted(byName)
                .mapToInt(Integer::intValue)
                .toArray();
    }

    private static int compare(int[] starts, byte[] names, int one, int other) {
        return Arrays.compareUnsigned(names, starts[one], starts[one + 1], names, starts[other], starts[other + 1]);
    }

    private static boolean isLetter(byte kind) {
        return (kind >= 'A' && kind <= 'Z') || (kind >= 'a' && kind <= 'z') || kind == '?';
    }
}
