package org.schedlab.lab.tables;

import java.io.File;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CyclicBarrier;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ColumnTypesTest {
    private static final List<String> FIRST_USED = List.of(
            "tech.tablesaw.api.ColumnType",
            "tech.tablesaw.columns.numbers.IntColumnType",
            "tech.tablesaw.columns.strings.StringColumnType");

    /// Each round has Tablesaw's classes anew; without the initialization one of the first does not
    /// end.
    @Test
    void threadsThatBeginWithDifferentClassesDoNotWaitForEachOther() throws Exception {
        for (int round = 0; round < 10; round++) {
            try (URLClassLoader fresh = new URLClassLoader(classPath(), ClassLoader.getPlatformClassLoader())) {
                CyclicBarrier together = new CyclicBarrier(FIRST_USED.size());
                List<Thread> threads = FIRST_USED.stream()
                        .map(name -> Thread.ofPlatform().daemon().start(() -> {
                            try {
                                together.await();
                                fresh.loadClass(ColumnTypes.class.getName())
                                        .getMethod("initialize")
                                        .invoke(null);
                                Class.forName(name, true, fresh);
                            } catch (Exception e) {
                                throw new IllegalStateException(e);
                            }
                        }))
                        .toList();
                for (Thread thread : threads) {
                    thread.join(30_000);
                    assertThat(thread.isAlive()).isFalse();
                }
            }
        }
    }

    private static URL[] classPath() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(ColumnTypesTest::url)
                .toArray(URL[]::new);
    }

    private static URL url(String entry) {
        try {
            return Path.of(entry).toUri().toURL();
        } catch (MalformedURLException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
