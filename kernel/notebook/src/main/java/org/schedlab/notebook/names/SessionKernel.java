package org.schedlab.notebook.names;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import org.jspecify.annotations.Nullable;
import org.schedlab.lab.words.Lab;
import org.schedlab.vm.Folders;
import org.schedlab.vm.image.KernelImage;

/// The kernel whose names are meant: that of the present machine, and before there is one, that which
/// `%boot` would take. Thread-safe.
public final class SessionKernel {
    private static final long PATIENCE_MILLIS = 300;

    private record Opening(Optional<Path> asked, CompletableFuture<KernelImage> image) {}

    private static final SessionKernel SHARED = new SessionKernel();

    private @Nullable Opening latest;

    private SessionKernel() {}

    /// The one of this process: a kernel's names take memory, and all who ask mean the same kernel.
    public static SessionKernel shared() {
        return SHARED;
    }

    /// Empty if there is no kernel, or as long as it has to be unpacked for the first time.
    public Optional<KernelImage> image() {
        Optional<Path> asked =
                Lab.ifBooted().flatMap(session -> session.options().kernel());
        try {
            return Optional.of(opening(asked).get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        } catch (TimeoutException e) {
            return Optional.empty();
        } catch (ExecutionException e) {
            forget();
            return Optional.empty();
        }
    }

    private synchronized CompletableFuture<KernelImage> opening(Optional<Path> asked) {
        Opening known = latest;
        if (known == null || !known.asked().equals(asked)) {
            known = new Opening(asked, CompletableFuture.supplyAsync(() -> open(asked), SessionKernel::start));
            latest = known;
        }
        return known.image();
    }

    private static void start(Runnable work) {
        Thread.ofPlatform().daemon().name("kernel-names").start(work);
    }

    private static KernelImage open(Optional<Path> asked) {
        Folders folders = Folders.ofUser();
        return KernelImage.open(KernelImage.find(asked.orElse(null), folders), folders);
    }

    private synchronized void forget() {
        latest = null;
    }
}
