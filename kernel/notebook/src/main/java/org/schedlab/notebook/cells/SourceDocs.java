package org.schedlab.notebook.cells;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePathScanner;
import org.jspecify.annotations.Nullable;

/// Javadoc from the sources in schedlab's jars; JShell itself looks only into the JDK's.
final class SourceDocs {
    private static final String SOURCES = "META-INF/sources/";

    private final List<String> imports;

    /// @param imports the import lines that cells see: JShell names these types without their package
    SourceDocs(List<String> imports) {
        this.imports = List.copyOf(imports);
    }

    /// The Javadoc of what JShell describes by this signature, without markup that only links.
    Optional<String> of(Signature signature) {
        return candidates(signature.owner()).stream()
                .flatMap(name -> source(name).stream())
                .findFirst()
                .flatMap(source -> documentation(source, signature))
                .map(SourceDocs::readable);
    }

    private List<String> candidates(String owner) {
        if (owner.contains(".")) {
            return List.of(owner);
        }
        List<String> names = new ArrayList<>();
        for (String line : imports) {
            String name = line.replaceFirst("^import\\s+(?:static\\s+)?", "").replaceFirst("\\s*;\\s*$", "");
            String whole = name.endsWith(".*") ? name.substring(0, name.length() - 2) : name;
            names.add(whole.endsWith("." + owner) ? whole : whole + "." + owner);
        }
        return names;
    }

    private static Optional<JavaFileObject> source(String className) {
        String path = SOURCES + className.replace('.', '/') + ".java";
        try (InputStream text = SourceDocs.class.getClassLoader().getResourceAsStream(path)) {
            return text == null
                    ? Optional.empty()
                    : Optional.of(new Source(path, new String(text.readAllBytes(), StandardCharsets.UTF_8)));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static Optional<String> documentation(JavaFileObject source, Signature signature) {
        JavacTask task = (JavacTask) ToolProvider.getSystemJavaCompiler()
                .getTask(null, null, diagnostic -> {}, List.of("-proc:none"), null, List.of(source));
        try {
            Search search = new Search(DocTrees.instance(task), signature);
            task.parse().forEach(unit -> search.scan(unit, null));
            return Optional.ofNullable(search.found);
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /// `[org.schedlab.lab.words.Lab#run(Duration)]` becomes `Lab.run(Duration)`.
    private static String readable(String markdown) {
        return markdown.lines()
                .map(String::strip)
                .map(line -> line.replaceAll("\\[#?(?:[a-z]\\w*\\.)*([\\w.#(), ]+)](?!\\()", "$1")
                        .replace('#', '.'))
                .reduce((a, b) -> a + "\n" + b)
                .orElse("")
                .strip();
    }

    private static final class Search extends TreePathScanner<@Nullable Void, @Nullable Void> {
        private final DocTrees documentation;
        private final Signature signature;
        private @Nullable String found;

        Search(DocTrees documentation, Signature signature) {
            this.documentation = documentation;
            this.signature = signature;
        }

        @Override
        public @Nullable Void visitClass(ClassTree type, @Nullable Void nothing) {
            if (signature.method().isEmpty() && type.getSimpleName().contentEquals(signature.simpleOwner())) {
                take();
            }
            return super.visitClass(type, null);
        }

        @Override
        public @Nullable Void visitMethod(MethodTree method, @Nullable Void nothing) {
            if (method.getName().contentEquals(signature.method()) && sameParameters(method)) {
                take();
            }
            return super.visitMethod(method, null);
        }

        private boolean sameParameters(MethodTree method) {
            return method.getParameters().stream()
                    .map(VariableTree::getType)
                    .map(Tree::toString)
                    .map(Signature::erased)
                    .toList()
                    .equals(signature.parameters());
        }

        private void take() {
            if (found == null) {
                found = documentation.getDocComment(getCurrentPath());
            }
        }
    }

    private static final class Source extends SimpleJavaFileObject {
        private final String text;

        Source(String path, String text) {
            super(URI.create("string:///" + path), Kind.SOURCE);
            this.text = text;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }
    }
}
