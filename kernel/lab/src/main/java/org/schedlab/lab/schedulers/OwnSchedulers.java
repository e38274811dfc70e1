package org.schedlab.lab.schedulers;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Stream;

import org.schedlab.guest.scheduler.FilesCompiler;
import org.schedlab.guest.scheduler.SchedulerCompiler;
import org.schedlab.guest.scheduler.SchedulerFiles;
import org.schedlab.guest.scheduler.SchedulerObject;
import org.schedlab.guest.scheduler.SchedulerSource;
import org.schedlab.guest.scheduler.Schedulers;
import org.schedlab.vm.Folders;
import org.schedlab.vm.LabException;
import org.schedlab.vm.image.KernelImage;

/// The schedulers that the user compiled, by name, beside those that come with schedlab. Thread-safe.
public final class OwnSchedulers {
    private final SchedulerCompiler compiler = SchedulerCompiler.ofUser();
    private final Map<String, SchedulerObject> compiled = new ConcurrentSkipListMap<>();

    public SchedulerObject compile(SchedulerSource source) {
        if (Schedulers.names().contains(source.name())) {
            throw LabException.asked("a scheduler called '%s' comes with schedlab already".formatted(source.name()))
                    .remedy("choose another name, so that both can be told apart")
                    .exception();
        }
        SchedulerObject scheduler = compiler.compile(source);
        compiled.put(source.name(), scheduler);
        return scheduler;
    }

    /// Compiles sources of this host.
    ///
    /// @param kernel the booted one's file, for `vmlinux.h`
    public SchedulerObject compile(SchedulerFiles files, KernelImage kernel) {
        SchedulerFiles typed = files.types().isEmpty() || files.isPrepared()
                ? files
                : files.withTypesOf(
                        KernelImage.open(files.types().get(), Folders.ofUser()).elf());
        SchedulerObject scheduler = FilesCompiler.ofUser().compile(typed, kernel.elf());
        compiled.put(scheduler.name(), scheduler);
        return scheduler;
    }

    public SchedulerObject named(String name) {
        SchedulerObject own = compiled.get(name);
        if (own != null) {
            return own;
        }
        if (!Schedulers.names().contains(name)) {
            throw LabException.asked("there is no scheduler '%s'".formatted(name))
                    .available(String.join(", ", names()))
                    .remedy("use one of these, or write it: %%scheduler " + name + " with C below it")
                    .exception();
        }
        return Schedulers.named(name);
    }

    public List<String> names() {
        return Stream.concat(Schedulers.names().stream(), compiled.keySet().stream())
                .toList();
    }
}
