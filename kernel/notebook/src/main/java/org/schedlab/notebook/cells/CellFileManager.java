package org.schedlab.notebook.cells;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.StandardLocation;

import org.jspecify.annotations.Nullable;
import org.schedlab.notebook.cells.CellClassPath.ClassFile;

/// Answers javac's questions for the classes of the class path from a [CellClassPath]; leaves all
/// else to javac's own file manager.
final class CellFileManager extends ForwardingJavaFileManager<StandardJavaFileManager>
        implements StandardJavaFileManager {
    private static final String CLASS_PATH_OPTION = "--class-path";
    /// Of jdk.jshell.TaskFactory.addToClasspath, seen in JDK 25.
    private static final String ADDED_CLASS_PATH_OPTION = "-classpath";

    private final CompletableFuture<CellClassPath> classPath;
    private final Runnable awaitIndex;
    private @Nullable String classPathGiven;
    private volatile boolean extended;

    /// @param awaitIndex called before anybody learns where classes are: only JShell's index asks that
    ///     outside a run of the compiler (jdk.jshell.SourceCodeAnalysisImpl.refreshIndexes, JDK 25)
    CellFileManager(StandardJavaFileManager javac, CompletableFuture<CellClassPath> classPath, Runnable awaitIndex) {
        super(javac);
        this.classPath = classPath;
        this.awaitIndex = awaitIndex;
    }

    @Override
    public Iterable<JavaFileObject> list(
            Location location, String packageName, Set<JavaFileObject.Kind> kinds, boolean recurse) throws IOException {
        boolean ours = location == StandardLocation.CLASS_PATH && kinds.contains(JavaFileObject.Kind.CLASS) && !recurse;
        if (!ours) {
            return super.list(location, packageName, kinds, recurse);
        }
        List<JavaFileObject> known = classPath.join().classes(packageName);
        return extended ? withAdded(known, super.list(location, packageName, kinds, false)) : known;
    }

    /// What cells added to the class path is javac's to find; it finds all the others again too.
    private Iterable<JavaFileObject> withAdded(List<JavaFileObject> known, Iterable<JavaFileObject> found) {
        Set<String> names = new HashSet<>();
        known.forEach(each -> names.add(((ClassFile) each).binaryName()));
        List<JavaFileObject> all = new ArrayList<>(known);
        for (JavaFileObject each : found) {
            if (names.add(super.inferBinaryName(StandardLocation.CLASS_PATH, each))) {
                all.add(each);
            }
        }
        return all;
    }

    /// Each run of the compiler gives the class path that the kernel began with again; javac would take it apart
    /// again, and forget what was added: JShell gives the longer one once, in the older spelling.
    @Override
    public boolean handleOption(String option, Iterator<String> remaining) {
        extended |= option.equals(ADDED_CLASS_PATH_OPTION);
        if (!option.equals(CLASS_PATH_OPTION) || !remaining.hasNext()) {
            return super.handleOption(option, remaining);
        }
        String given = remaining.next();
        boolean known = given.equals(classPathGiven);
        classPathGiven = given;
        return known || super.handleOption(option, List.of(given).iterator());
    }

    @Override
    public String inferBinaryName(Location location, JavaFileObject file) {
        return file instanceof ClassFile ours ? ours.binaryName() : super.inferBinaryName(location, file);
    }

    @Override
    public boolean isSameFile(FileObject one, FileObject other) {
        boolean ours = one instanceof ClassFile || other instanceof ClassFile;
        return ours ? one.equals(other) : super.isSameFile(one, other);
    }

    @Override
    public Iterable<? extends JavaFileObject> getJavaFileObjectsFromFiles(Iterable<? extends File> files) {
        return fileManager.getJavaFileObjectsFromFiles(files);
    }

    @Override
    public Iterable<? extends JavaFileObject> getJavaFileObjects(File... files) {
        return fileManager.getJavaFileObjects(files);
    }

    @Override
    public Iterable<? extends JavaFileObject> getJavaFileObjectsFromStrings(Iterable<String> names) {
        return fileManager.getJavaFileObjectsFromStrings(names);
    }

    @Override
    public Iterable<? extends JavaFileObject> getJavaFileObjects(String... names) {
        return fileManager.getJavaFileObjects(names);
    }

    @Override
    public void setLocation(Location location, Iterable<? extends File> files) throws IOException {
        fileManager.setLocation(location, files);
    }

    @Override
    public void setLocationFromPaths(Location location, Collection<? extends Path> paths) throws IOException {
        fileManager.setLocationFromPaths(location, paths);
    }

    @Override
    public void setLocationForModule(Location location, String module, Collection<? extends Path> paths)
            throws IOException {
        fileManager.setLocationForModule(location, module, paths);
    }

    @Override
    public Iterable<? extends File> getLocation(Location location) {
        return fileManager.getLocation(location);
    }

    @Override
    public Iterable<? extends Path> getLocationAsPaths(Location location) {
        awaitIndex.run();
        return fileManager.getLocationAsPaths(location);
    }

    @Override
    public Path asPath(FileObject file) {
        return fileManager.asPath(file);
    }
}
