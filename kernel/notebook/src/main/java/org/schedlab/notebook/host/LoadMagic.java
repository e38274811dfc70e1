package org.schedlab.notebook.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.schedlab.notebook.cells.Suggestion;
import org.schedlab.notebook.magics.LineMagic;
import org.schedlab.notebook.magics.MagicCall;
import org.schedlab.notebook.magics.TypedWord;
import org.schedlab.notebook.names.FileNames;

/// `%load`: a file's text in place of the cell's.
record LoadMagic() implements LineMagic {
    @Override
    public String name() {
        return "load";
    }

    @Override
    public String usage() {
        return "%load FILE — puts a file of the host into this cell; a scheduler in C (.bpf.c) as %%scheduler NAME";
    }

    @Override
    public List<Suggestion> suggestions(TypedWord word) {
        return FileNames.startingWith(word.typed());
    }

    @Override
    public @Nullable Object run(MagicCall call) {
        Path file = HostFile.of(call.argument("a file"));
        try {
            call.notebook().replaceCell(head(file) + Files.readString(file));
            return null;
        } catch (IOException e) {
            throw HostFile.trouble("%load", file, e);
        }
    }

    private static String head(Path file) {
        String name = String.valueOf(file.getFileName());
        return name.endsWith(".bpf.c")
                ? "%%scheduler " + name.substring(0, name.length() - ".bpf.c".length()) + "\n"
                : "// %load " + file + "\n";
    }
}
