package org.schedlab.notebook.cells;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;

import jdk.jshell.JShell;
import org.jspecify.annotations.Nullable;

/// JShell as the cells need it, made in the background by [#begin] or at the first use, and the lock
/// that whoever uses it holds. Thread-safe.
final class CellShell {
    /// What cells can use of the JDK: each run of the compiler goes through all modules that there
    /// are, so those of its tools are left out. JShell itself is among them for the methods that it
    /// makes for ones which are not yet complete.
    static final String MODULES = "java.se,jdk.httpserver,jdk.jfr,jdk.jshell,jdk.management,jdk.net,jdk.unsupported";

    private static final String[] COMPILER_OPTIONS = {
        "--class-path", System.getProperty("java.class.path"), "--limit-modules", MODULES, "-Xlint:-options"
    };

    private final List<String> imports;
    private final Imports starred = new Imports();
    private final ReentrantLock compiler = new ReentrantLock();
    private final CellEngine engine;
    private final CountDownLatch warm = new CountDownLatch(1);
    private final CountDownLatch index = new CountDownLatch(1);
    private @Nullable JShell shell;
    private volatile @Nullable CompletableFuture<CellClassPath> classes;

    /// @param imports what every cell sees, one line each
    /// @param userCode where the cells' code runs
    CellShell(List<String> imports, UserCode userCode) {
        this.imports = imports;
        engine = new CellEngine(userCode, compiler);
    }

    /// What runs the snippets.
    CellEngine engine() {
        return engine;
    }

    /// JShell, for a thread that holds the lock.
    JShell get() {
        JShell ready = shell;
        if (ready == null) {
            CompletableFuture<CellClassPath> classPath = CompletableFuture.supplyAsync(CellClassPath::read);
            classes = classPath;
            ready = JShell.builder()
                    .executionEngine(engine.provider(), null)
                    .fileManager(javac -> new CellFileManager(javac, classPath, this::awaitIndex))
                    .compilerOptions(COMPILER_OPTIONS)
                    .in(System.in)
                    .build();
            shell = ready;
            List<String> refused = starred.begin(ready, imports);
            if (!refused.isEmpty()) {
                System.err.println("schedlab: these imports are not valid: " + refused);
            }
        }
        return ready;
    }

    /// Takes an import that ends in a star, for a thread that holds the lock. Returns false if the piece is
    /// none, or not valid.
    boolean addImport(Piece piece) {
        return starred.add(get(), piece);
    }

    /// Does this with the lock, on a thread with the stack that the compiler needs.
    <T, E extends Exception> T locked(DeepStack.Work<T, E> work) throws E {
        if (compiler.isHeldByCurrentThread()) {
            return work.run();
        }
        return DeepStack.run(() -> {
            compiler.lock();
            try {
                return work.run();
            } finally {
                compiler.unlock();
            }
        });
    }

    /// Makes JShell ready on a thread of its own.
    void begin() {
        Thread.ofPlatform().daemon().name("warm-up-java").start(() -> {
            try {
                warmUp();
            } finally {
                warm.countDown();
            }
        });
    }

    /// What a cell does first is done once before, unless one waits already.
    private void warmUp() {
        locked(this::get);
        if (!compiler.hasQueuedThreads()) {
            locked(() -> {
                Piece.split("1 + 1", get().sourceCodeAnalysis());
                get().eval("void warmUp() {}").forEach(event -> get().drop(event.snippet()));
                return get();
            });
        }
    }

    /// Waits until what [#begin] started has ended.
    void awaitWarm() throws InterruptedException {
        warm.await();
    }

    /// Lets the index of all classes begin.
    void index() {
        if (index.getCount() > 0) {
            index.countDown();
            Thread.ofPlatform().daemon().name("warm-up-names").start(ClassNames::get);
        }
    }

    /// The packages whose classes cells can import; those of the JDK once the index has begun.
    Stream<String> packages() {
        CompletableFuture<CellClassPath> mine = classes;
        return Stream.concat(
                ClassNames.ifReady().stream().flatMap(names -> names.packages().stream()),
                mine == null ? Stream.of() : mine.join().packages().stream().filter(name -> !name.contains("-")));
    }

    /// Lets it begin soon, because somebody asks for names; not at once, because who types asks again.
    void indexSoon() {
        if (index.getCount() > 0) {
            CompletableFuture.delayedExecutor(1, TimeUnit.SECONDS).execute(this::index);
        }
    }

    /// JShell asks for the class path on a thread of its index, and on those that hold the lock.
    private void awaitIndex() {
        try {
            if (!compiler.isHeldByCurrentThread()) {
                index.await();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
