package org.schedlab.kernel.jupyter.names;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import org.jspecify.annotations.Nullable;
import org.schedlab.kernel.session.Lab;
import org.schedlab.kernel.session.VmSession;
import org.schedlab.vm.Folders;
import org.schedlab.vm.image.KernelImage;

/// The kernel whose names are meant: that of the present machine, and before there is one, that which `%boot`
/// would take. Thread-safe.
final class SessionKernel {
    private static final long PATIENCE_MILLIS = 300;

    private @Nullable CompletableFuture<KernelImage> standard;

    /// Empty if there is no kernel, or as long as it has to be unpacked for the first time.
    Optional<KernelImage> image() {
        return Lab.ifBooted().flatMap(VmSession::imageOnceUp).or(this::standard);
    }

    private Optional<KernelImage> standard() {
        try {
            return Optional.of(opening().get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS));
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

    private synchronized CompletableFuture<KernelImage> opening() {
        CompletableFuture<KernelImage> present = standard;
        if (present == null) {
            present = CompletableFuture.supplyAsync(SessionKernel::open, SessionKernel::start);
            standard = present;
        }
        return present;
    }

    private static void start(Runnable work) {
        Thread.ofPlatform().daemon().name("kernel-names").start(work);
    }

    private static KernelImage open() {
        Folders folders = Folders.ofUser();
        return KernelImage.open(KernelImage.find(null, folders), folders);
    }

    private synchronized void forget() {
        standard = null;
    }
}
