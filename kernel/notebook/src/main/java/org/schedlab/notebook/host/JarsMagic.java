package org.schedlab.notebook.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

import org.schedlab.notebook.cells.Suggestion;
import org.schedlab.notebook.magics.LineMagic;
import org.schedlab.notebook.magics.MagicCall;
import org.schedlab.notebook.magics.MagicUsage;
import org.schedlab.notebook.magics.TypedWord;
import org.schedlab.notebook.names.FileNames;
import org.schedlab.vm.LabException;

/// `%jars`: jars and folders of classes of the host, for the cells.
record JarsMagic() implements LineMagic {
    @Override
    public String name() {
        return "jars";
    }

    @Override
    public String usage() {
        return "%jars PATH … — lets cells use the classes of jars: a jar, a folder of jars, or a folder of classes";
    }

    @Override
    public List<Suggestion> suggestions(TypedWord word) {
        return FileNames.startingWith(word.typed());
    }

    @Override
    public Object run(MagicCall call) {
        if (call.arguments().isEmpty()) {
            throw LabException.asked("%jars needs a path")
                    .remedy(MagicUsage.synopsis(this))
                    .exception();
        }
        List<Path> found = new ArrayList<>();
        for (String typed : call.arguments()) {
            Path path = HostFile.of(typed).toAbsolutePath();
            try {
                found.addAll(entries(path));
            } catch (IOException e) {
                throw HostFile.trouble("%jars", path, e);
            }
        }
        call.notebook().addToClassPath(found);
        return told(found);
    }

    static String told(List<Path> entries) {
        String names = String.join(
                ", ",
                entries.stream().map(each -> String.valueOf(each.getFileName())).toList());
        return "cells can use " + names;
    }

    private static List<Path> entries(Path path) throws IOException {
        if (!Files.exists(path)) {
            throw new NoSuchFileException(path.toString());
        }
        if (!Files.isDirectory(path)) {
            try (ZipFile jar = new ZipFile(path.toFile())) {
                return List.of(Path.of(jar.getName()));
            } catch (ZipException e) {
                throw new IOException("it is no jar: " + e.getMessage(), e);
            }
        }
        try (Stream<Path> files = Files.list(path)) {
            List<Path> jars = files.filter(each -> each.toString().endsWith(".jar"))
                    .sorted()
                    .toList();
            return jars.isEmpty() ? List.of(path) : jars;
        }
    }
}
