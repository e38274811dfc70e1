package org.schedlab.notebook.machine;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.schedlab.experiments.TableMetric;
import org.schedlab.guest.agent.Attachment;
import org.schedlab.guest.scheduler.ExecutableScheduler;
import org.schedlab.guest.scheduler.Scheduler;
import org.schedlab.guest.scheduler.SchedulerFiles;
import org.schedlab.guest.scheduler.SchedulerObject;
import org.schedlab.guest.scheduler.SchedulerSource;
import org.schedlab.lab.MeasuredAt;
import org.schedlab.lab.words.Lab;
import org.schedlab.notebook.c.CHelp;
import org.schedlab.notebook.cells.Suggestion;
import org.schedlab.notebook.cells.Suggestions;
import org.schedlab.notebook.display.Notice;
import org.schedlab.notebook.display.Progress;
import org.schedlab.notebook.magics.CellMagic;
import org.schedlab.notebook.magics.LineMagic;
import org.schedlab.notebook.magics.MagicCall;
import org.schedlab.notebook.magics.MagicOption;
import org.schedlab.notebook.magics.MagicUsage;
import org.schedlab.notebook.magics.TypedWord;
import org.schedlab.notebook.names.SessionKernel;
import org.schedlab.vm.LabException;

/// `%scheduler`: puts a scheduler in charge by its name, or takes it away. `%%scheduler`: compiles
/// the C below it first.
final class SchedulerMagic implements LineMagic, CellMagic {
    private static final String NONE = "eevdf";
    static final String WATCH = "watch";
    static final String METRIC = "metric";

    private final CHelp help = new CHelp(SessionKernel.shared()::image);

    @Override
    public String name() {
        return "scheduler";
    }

    @Override
    public String usage() {
        return """
                %%scheduler NAME [KNOB=VALUE …] — puts a scheduler in charge: %s; %s is the kernel's own
                  knobs are its variables, set before it is attached: %%scheduler vtime slice_ns=5000000;
                  an executable such as scx_simple by its name or --path FILE, its arguments after --;
                  sources as they lie on this host: %%scheduler --path FILE_OR_FOLDER -I DIR -D NAME=VALUE KNOB=VALUE,
                  BPF C, several files of it, or a compiled .bpf.o;
                  with two percent signs and BPF C below it: compiles the C, calls it NAME and puts it in charge;
                  when it fails, whoever was in charge stays""".formatted(String.join(", ", Lab.schedulers()), NONE);
    }

    @Override
    public List<MagicOption> options() {
        return List.of(
                ExecutableSchedulers.PATH,
                ExecutableSchedulers.PATIENCE,
                SourceFiles.TYPES,
                MagicOption.flag(
                        WATCH,
                        "compiles and replaces whenever the files of --path change, until the cell is interrupted"),
                new MagicOption(
                        METRIC,
                        "'SUMMARY of COLUMN in TABLE'",
                        "with --watch: shown before and after, such as 'max of p99 [ns] in latency'"),
                MagicOption.flag("source", "prints the scheduler's C text instead"),
                MagicOption.flag("java", "prints the Java that does the same"));
    }

    @Override
    public List<Suggestion> suggestions(TypedWord word) {
        return SchedulerWords.suggestions(word);
    }

    @Override
    public Optional<String> explain(TypedWord word) {
        return SchedulerWords.explain(word);
    }

    @Override
    public Suggestions suggestionsInBody(String body, int cursor) {
        return help.complete(body, cursor);
    }

    @Override
    public Optional<String> explainInBody(String body, int cursor) {
        return help.inspect(body, cursor);
    }

    @Override
    public @Nullable Object run(MagicCall call) {
        SourceFiles sources = SourceFiles.of(call);
        if (sources.files().isPresent()) {
            UnfitWords.ofFiles(call);
            return ofFiles(call, sources.files().get(), KnobArguments.parse(sources.rest(), this));
        }
        Optional<ExecutableScheduler> executable = ExecutableSchedulers.meant(call);
        if (executable.isPresent()) {
            boolean byPath = call.option(ExecutableSchedulers.PATH.name()).isPresent();
            UnfitWords.ofExecutable(
                    call, sources.rest().subList(byPath ? 0 : 1, sources.rest().size()));
            return call.flag("java") ? ExecutableSchedulers.java(executable.get()) : attached(executable.get());
        }
        if (call.arguments().isEmpty()) {
            throw LabException.asked("%scheduler needs the scheduler's name")
                    .available(String.join(", ", Lab.schedulers()) + ", " + NONE)
                    .remedy(MagicUsage.synopsis(this))
                    .exception();
        }
        String name = call.arguments().getFirst();
        List<String> words = call.arguments().subList(1, call.arguments().size());
        UnfitWords.ofNamed(call);
        if (name.equals(NONE) && call.body().isBlank()) {
            UnfitWords.ofKernelsOwn(name, words);
        }
        Map<String, String> knobs = KnobArguments.parse(words, this);
        if (call.flag("java")) {
            return java(name, call.body(), knobs);
        }
        if (call.flag("source")) {
            return call.body().isBlank() ? Lab.scheduler(name).source() : call.body();
        }
        if (!call.body().isBlank()) {
            return attached(KnobArguments.set(compiled(name, call), knobs));
        }
        if (!name.equals(NONE)) {
            return attached(KnobArguments.set(Lab.scheduler(name), knobs));
        }
        Lab.attach(Scheduler.eevdf());
        return "EEVDF is in charge, no sched_ext scheduler is attached";
    }

    private static Object ofFiles(MagicCall call, SchedulerFiles files, Map<String, String> knobs) {
        if (call.flag("java")) {
            String path = call.option(ExecutableSchedulers.PATH.name()).orElseThrow();
            return "attach(%s%s)".formatted(SourceFiles.java(files, path), KnobArguments.java(knobs));
        }
        var reload = new SourceReload(
                files, knobs, SchedulerMagic::attached, compile -> shown(files.name(), compile), Notice::show);
        Optional<TableMetric> metric = call.option(METRIC).map(TableMetric::parse);
        if (metric.isPresent() && !call.flag(WATCH)) {
            throw LabException.asked("--%s of %%scheduler is for --%s".formatted(METRIC, WATCH))
                    .remedy("add --%s, or measure by hand: run(ms(100)), trace().latency()".formatted(WATCH))
                    .exception();
        }
        return call.flag(WATCH) ? reload.watched(metric) : reload.once();
    }

    private static SchedulerObject shown(String name, Supplier<SchedulerObject> compile) {
        Lab.vm();
        try (var progress = Progress.start("compiling " + name)) {
            SchedulerObject scheduler = compile.get();
            progress.end(String.format(Locale.ROOT, "%d KiB of BPF", scheduler.object().length >> 10));
            if (!scheduler.warnings().isEmpty()) { // of the host's compiler, which a recorded object does not need
                Notice.show(String.join("\n", scheduler.warnings()));
            }
            return scheduler;
        }
    }

    private static SchedulerObject compiled(String name, MagicCall call) {
        if (name.equals(NONE)) {
            throw LabException.asked("'%s' is the kernel's own scheduler".formatted(NONE))
                    .remedy("choose another name")
                    .exception();
        }
        return shown(name, () -> Lab.compile(new SchedulerSource(name, call.body(), call.bodyLine())));
    }

    private static String attached(Scheduler scheduler) {
        Attachment attachment = Lab.attach(scheduler);
        return "%s is in charge: the kernel says enabled, and it has dispatched; loading took %s of guest time"
                .formatted(attachment.opsName(), MeasuredAt.seconds(attachment.loadNanos()));
    }

    private static String java(String name, String body, Map<String, String> knobs) {
        String set = KnobArguments.java(knobs);
        if (!body.isBlank()) {
            String text = body.replace("\\", "\\\\").replace("\"\"\"", "\\\"\"\"");
            return "attach(Schedulers.compile(\"%s\", \"\"\"\n%s\n\"\"\")%s)".formatted(name, text, set);
        }
        if (name.equals(NONE)) {
            return "detach()";
        }
        return set.isEmpty() ? "attach(\"" + name + "\")" : "attach(scheduler(\"%s\")%s)".formatted(name, set);
    }
}
