package org.schedlab.experiments;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.security.MessageDigest;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

import org.schedlab.guest.agent.Agent;
import org.schedlab.lab.session.VmSession;
import org.schedlab.vm.LabException;
import org.schedlab.vm.Sha256;
import org.schedlab.vm.machine.Machine;

/// schedlab's own classes: they decide what a machine is given and how it is measured, so results of other ones
/// are no results of these.
public final class CodeIdentity {
    private static final String PACKAGE = "org/schedlab/experiments/";

    private CodeIdentity() {}

    /// SHA-256 over the classes of the modules `vm`, `guest` and `lab`, and of this package, in hex; the
    /// same whether they are in folders or in jars. Takes some 0.1 s the first time.
    public static String sha256() {
        return Known.SHA256;
    }

    private static final class Known {
        static final String SHA256 = computed();
    }

    private static String computed() {
        MessageDigest digest = Sha256.digest();
        for (Class<?> one : List.of(Machine.class, Agent.class, VmSession.class)) {
            add(one, _ -> true, digest);
        }
        add(Cell.class, name -> name.startsWith(PACKAGE) && name.indexOf('/', PACKAGE.length()) < 0, digest);
        return Sha256.of(digest);
    }

    private static void add(Class<?> one, Predicate<String> counts, MessageDigest digest) {
        try {
            CodeSource source = one.getProtectionDomain().getCodeSource();
            if (source == null) {
                throw new IllegalStateException("nobody knows where " + one + " comes from");
            }
            Path place = Path.of(source.getLocation().toURI());
            if (Files.isDirectory(place)) {
                addClasses(place, counts, digest);
            } else {
                try (FileSystem jar = FileSystems.newFileSystem(place)) {
                    addClasses(jar.getPath("/"), counts, digest);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read schedlab's own classes", e);
        } catch (URISyntaxException e) {
            throw new LabException("schedlab's own classes are at no path of this host", e);
        }
    }

    private static void addClasses(Path root, Predicate<String> counts, MessageDigest digest) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            List<String> names = files.map(file -> root.relativize(file).toString())
                    .filter(name -> name.endsWith(".class") && counts.test(name))
                    .sorted()
                    .toList();
            for (String name : names) {
                digest.update(name.getBytes(StandardCharsets.UTF_8));
                digest.update(Files.readAllBytes(root.resolve(name)));
            }
        }
    }
}
