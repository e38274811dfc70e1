package org.schedlab.kernel.jupyter.magics;

import org.jspecify.annotations.Nullable;

/// `%time` and `%%time`: runs Java and says how long it took in host time.
final class TimeMagic implements LineMagic, CellMagic {
    @Override
    public String name() {
        return "time";
    }

    @Override
    public String usage() {
        return "%time JAVA or %%time — runs Java and says how long it took, in host time";
    }

    @Override
    public @Nullable Object run(MagicCall call) throws Exception {
        boolean cell = !call.body().isBlank();
        long start = System.nanoTime();
        Object value = call.java().run(cell ? call.body() : call.text(), call.bodyLine());
        System.out.printf("host time: %.3f ms%n", (System.nanoTime() - start) / 1e6);
        return value;
    }
}
