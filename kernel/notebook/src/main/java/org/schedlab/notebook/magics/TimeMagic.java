package org.schedlab.notebook.magics;

import java.util.List;

import org.jspecify.annotations.Nullable;

/// `%time` and `%%time`: runs a cell's text and says how long it took in host time.
final class TimeMagic implements LineMagic, CellMagic {
    @Override
    public String name() {
        return "time";
    }

    @Override
    public String usage() {
        return "%time JAVA or %%time — runs Java or another magic and says how long it took, in host time";
    }

    @Override
    public boolean verbatim() {
        return true;
    }

    @Override
    public boolean holdsCell() {
        return true;
    }

    @Override
    public List<MagicOption> options() {
        return List.of(MagicOption.flag("java", "prints the Java that does the same"));
    }

    @Override
    public @Nullable Object run(MagicCall call) throws Exception {
        boolean cell = !call.body().isBlank();
        if (call.flag("java")) {
            String timed = cell ? call.body().stripTrailing() : call.text();
            return new HelpText("long start = System.nanoTime();\n" + timed
                    + "\nSystem.out.printf(\"host time: %.3f ms%n\", (System.nanoTime() - start) / 1e6);");
        }
        long start = System.nanoTime();
        Object value = call.notebook().run(cell ? call.body() : call.text(), call.bodyLine());
        System.out.printf("host time: %.3f ms%n", (System.nanoTime() - start) / 1e6);
        return value;
    }
}
