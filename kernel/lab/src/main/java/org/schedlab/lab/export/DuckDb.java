package org.schedlab.lab.export;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;

import org.schedlab.vm.Folders;
import org.schedlab.vm.LabException;

/// DuckDB, an optional part of schedlab: its driver is loaded from the cache folder when it is first asked for, and
/// kept. `./schedlab sql fetch` puts it there. Thread-safe.
final class DuckDb {
    /// One for each file, as long as this JVM lives: its native library can be loaded once by each loader.
    private static final Map<Path, Driver> DRIVERS = new HashMap<>();

    private DuckDb() {}

    /// A new, empty database in memory.
    ///
    /// @throws LabException DuckDB is not set up, or cannot be loaded
    static Connection open(Folders folders) {
        try {
            Connection connection = driver(jar(folders)).connect("jdbc:duckdb:", new Properties());
            if (connection == null) {
                throw new SQLException("the driver does not know its own address");
            }
            try (Statement statement = connection.createStatement()) {
                // Nothing is downloaded and nothing is left in the folder that this JVM runs in.
                statement.execute("SET autoinstall_known_extensions = false");
                statement.execute("SET temp_directory = ''");
                statement.execute("SET memory_limit = '2GiB'");
            }
            return connection;
        } catch (SQLException e) {
            throw new LabException(
                    LabException.asked("DuckDB does not start")
                            .found(String.valueOf(e.getMessage()))
                            .remedy("remove " + jar(folders) + " and run ./schedlab sql fetch")
                            .text(),
                    e);
        }
    }

    /// Where its file is when it is there.
    static Path jar(Folders folders) {
        return folders.cache().resolve("sql").resolve("duckdb_jdbc-" + stated("DUCKDB_VERSION") + ".jar");
    }

    private static Driver driver(Path jar) {
        synchronized (DRIVERS) {
            return DRIVERS.computeIfAbsent(jar, DuckDb::load);
        }
    }

    private static Driver load(Path jar) {
        if (!Files.isRegularFile(jar)) {
            throw LabException.asked("SQL over tables and Parquet need DuckDB, which is not set up")
                    .found("there is no " + jar)
                    .available("CSV and JSON, without it")
                    .remedy("run ./schedlab sql fetch once (80 MB), then this again")
                    .exception();
        }
        try {
            // Not closed: the driver's classes are loaded from it as they are used.
            @SuppressWarnings("resource")
            URLClassLoader loader = new URLClassLoader(new URL[] {url(jar)}, DuckDb.class.getClassLoader());
            return (Driver)
                    loader.loadClass("org.duckdb.DuckDBDriver").getConstructor().newInstance();
        } catch (ReflectiveOperationException | LinkageError e) {
            throw new LabException(
                    LabException.asked("DuckDB cannot be loaded")
                            .found(jar + ": " + e)
                            .remedy("remove that file and run ./schedlab sql fetch")
                            .text(),
                    e);
        }
    }

    private static URL url(Path jar) {
        try {
            return jar.toUri().toURL();
        } catch (MalformedURLException e) {
            throw new IllegalStateException("a file has an address", e);
        }
    }

    private static String stated(String name) {
        try (InputStream stream = DuckDb.class.getResourceAsStream("sql.properties")) {
            if (stream == null) {
                throw new IllegalStateException("the build left out sql.properties");
            }
            Properties stated = new Properties();
            stated.load(stream);
            return String.valueOf(stated.getProperty(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
