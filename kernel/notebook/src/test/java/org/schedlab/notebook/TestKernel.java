package org.schedlab.notebook;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

import org.jfree.chart.ChartFactory;
import org.jfree.data.xy.XYSeries;
import org.jfree.data.xy.XYSeriesCollection;
import org.jspecify.annotations.Nullable;
import org.schedlab.lab.charts.Charted;
import org.schedlab.lab.tables.Tabular;
import org.schedlab.notebook.cells.JavaCells;
import org.schedlab.notebook.host.HostMagics;
import org.schedlab.notebook.magics.CellMagic;
import org.schedlab.notebook.magics.LineMagic;
import org.schedlab.notebook.magics.Magic;
import org.schedlab.notebook.magics.MagicCall;
import org.schedlab.notebook.magics.MagicOption;
import org.schedlab.notebook.names.CallHelp;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.Table;

/// The kernel with magics that the client tests need, and a resource to close.
final class TestKernel {
    private static @Nullable Process child;

    private TestKernel() {}

    public static void main(String[] arguments) throws IOException, GeneralSecurityException {
        Path connectionFile = ConnectionFile.required(arguments);
        JavaCells java = new JavaCells(StartUp.with(List.of()));
        java.begin();
        List<Magic> magics =
                new ArrayList<>(List.of(new TableMagic(), new ChartMagic(), new WaitMagic(), new ChildMagic()));
        magics.addAll(HostMagics.all(OptionalLong::empty));
        SchedlabKernel kernel = new SchedlabKernel(java, magics, CallHelp.NONE);
        String history = System.getenv("SCHEDLAB_TEST_HISTORY");
        if (history != null) {
            kernel.keepHistoryIn(Path.of(history));
        }
        kernel.beforeEachCell(_ -> failIfAsked());
        kernel.closeOnShutdown(TestKernel::close);
        kernel.serve(connectionFile);
    }

    private static void failIfAsked() {
        if (System.clearProperty("schedlab.test.fail") != null) {
            throw new IllegalStateException("asked for by a test");
        }
    }

    private static void close() throws IOException {
        if (child != null) {
            child.destroyForcibly();
        }
        String marker = System.getenv("SCHEDLAB_TEST_MARKER");
        if (marker != null) {
            Files.createFile(Path.of(marker));
        }
    }

    private record TableMagic() implements LineMagic, CellMagic {
        @Override
        public String name() {
            return "table";
        }

        @Override
        public String usage() {
            return "%table [--cores N] — a small table";
        }

        @Override
        public List<MagicOption> options() {
            return List.of(new MagicOption("cores", "N", "rows"));
        }

        @Override
        public Object run(MagicCall call) {
            int[] rows = new int[(int) (long) call.integer("cores").orElse(1L)];
            return (Tabular) () -> Table.create("cores", IntColumn.create("core", rows));
        }
    }

    private record ChartMagic() implements LineMagic {
        @Override
        public String name() {
            return "chart";
        }

        @Override
        public String usage() {
            return "%chart — a small chart";
        }

        @Override
        public Object run(MagicCall call) {
            XYSeries series = new XYSeries("cpu 0");
            series.add(0, 1);
            return (Charted)
                    () -> ChartFactory.createXYLineChart("load", "ms", "tasks", new XYSeriesCollection(series));
        }
    }

    private record WaitMagic() implements LineMagic {
        @Override
        public String name() {
            return "wait";
        }

        @Override
        public String usage() {
            return "%wait — waits until interrupted";
        }

        @Override
        public @Nullable Object run(MagicCall call) throws InterruptedException {
            System.out.println("waiting");
            Thread.sleep(100_000);
            return null;
        }
    }

    private record ChildMagic() implements LineMagic {
        @Override
        public String name() {
            return "child";
        }

        @Override
        public String usage() {
            return "%child — starts a process that lives until the kernel closes it";
        }

        @Override
        public @Nullable Object run(MagicCall call) throws IOException {
            child = new ProcessBuilder("sleep", "1000").start();
            return null;
        }
    }
}
