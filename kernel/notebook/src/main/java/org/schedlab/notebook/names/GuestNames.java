package org.schedlab.notebook.names;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.schedlab.lab.words.Lab;
import org.schedlab.notebook.cells.Suggestion;
import org.schedlab.vm.btf.Btf;
import org.schedlab.vm.btf.PerCpuVariable;
import org.schedlab.vm.freeze.TaskList;
import org.schedlab.vm.freeze.TaskView;
import org.schedlab.vm.image.KernelImage;

/// Knows the names of the kernel that runs in the current session's machine, or would run there:
/// symbols, per-CPU variables, members, enums; and the session's own: tasks, schedulers, checkpoints.
///
/// Looks only while the machine stands still; a machine that runs is not waited for. Thread-safe.
public final class GuestNames implements CallHelp {
    private static final int MOST = 200;

    private final SessionKernel kernel = SessionKernel.shared();
    private final EnumConstants enums = new EnumConstants();
    private final SymbolNames symbols = new SymbolNames(MOST);
    private final Targets targets = new Targets();
    private final Explanations explanations = new Explanations();
    private final SessionNames own = new SessionNames();

    @Override
    public Optional<Completion> complete(CallAtCursor call, Variables variables) {
        String typed = call.typed();
        return switch (Meaning.of(call)) {
            case PID -> whole(typed, tasks(typed));
            case GLOBAL -> ofKernel(typed, image -> symbols.globals(image.symbols(), typed));
            case SYMBOL -> ofKernel(typed, image -> symbols.all(image.symbols(), typed));
            case PER_CPU_VARIABLE -> ofKernel(typed, image -> perCpuVariables(image.btf(), typed));
            case PER_CPU_PATH, TASK_PATH ->
                kernel.image().flatMap(image -> targets.root(call, image.btf())).map(paths -> paths.complete(typed));
            case OBJECT_PATH ->
                kernel.image()
                        .flatMap(image -> ObjectPaths.root(call, variables, image.btf()))
                        .map(paths -> paths.complete(typed));
            case ENUM_VALUE -> ofKernel(typed, image -> enumValues(call, image.btf()));
            default -> own.complete(call, variables);
        };
    }

    private interface Question {
        List<Suggestion> ask(KernelImage image);
    }

    private Optional<Completion> ofKernel(String typed, Question question) {
        return kernel.image().flatMap(image -> whole(typed, question.ask(image)));
    }

    private static Optional<Completion> whole(String typed, List<Suggestion> suggestions) {
        return Optional.of(new Completion(suggestions, typed.length()));
    }

    private static List<Suggestion> tasks(String typed) {
        List<TaskView> tasks = Lab.ifBooted()
                .flatMap(session -> session.peek(memory -> new TaskList(memory).tasks()))
                .orElse(List.of());
        return tasks.stream()
                .filter(task -> Integer.toString(task.pid()).startsWith(typed))
                .map(task -> Suggestion.of(
                        String.format(Locale.ROOT, "%d, %d, \"", task.pid(), task.startTimeTicks()),
                        "task " + task.comm()))
                .toList();
    }

    private static List<Suggestion> perCpuVariables(Btf btf, String typed) {
        List<PerCpuVariable> all = btf.perCpuVariables();
        List<PerCpuVariable> found = all.stream()
                .filter(variable -> variable.name().startsWith(typed))
                .toList();
        return (found.isEmpty()
                        ? all.stream().filter(variable -> variable.name().contains(typed))
                        : found.stream())
                .map(variable -> Suggestion.of(
                        variable.name(),
                        String.format(Locale.ROOT, "%s, %d bytes", btf.cName(variable.typeId()), variable.size())))
                .toList();
    }

    private List<Suggestion> enumValues(CallAtCursor call, Btf btf) {
        List<Suggestion> ofField = targets.written(call, btf)
                .map(type -> EnumConstants.of(btf, type, call.typed()))
                .orElse(List.of());
        return ofField.isEmpty() ? enums.startingWith(btf, call.typed(), MOST) : ofField;
    }

    @Override
    public Optional<String> inspect(CallAtCursor call, Variables variables) {
        return own.inspect(call, variables)
                .or(() -> kernel.image()
                        .flatMap(image -> explanation(call, variables, image))
                        .map(lines -> Stream.concat(lines.stream(), Values.of(call, variables).stream())
                                .collect(Collectors.joining("\n"))));
    }

    private Optional<List<String>> explanation(CallAtCursor call, Variables variables, KernelImage image) {
        return switch (Meaning.of(call)) {
            case GLOBAL, SYMBOL -> Explanations.symbol(call.typed(), image);
            case PER_CPU_VARIABLE -> explanations.perCpuVariable(call.typed(), image.btf());
            case PER_CPU_PATH, TASK_PATH ->
                targets.root(call, image.btf()).flatMap(paths -> explanations.member(paths, call.typed()));
            case OBJECT_PATH ->
                ObjectPaths.root(call, variables, image.btf())
                        .flatMap(paths -> explanations.member(paths, call.typed()));
            case ENUM_VALUE ->
                Optional.of(enums.startingWith(image.btf(), call.typed(), MOST).stream()
                                .filter(each -> each.text().equals(call.typed()))
                                .map(each -> each.text() + ": " + each.kind())
                                .toList())
                        .filter(lines -> !lines.isEmpty());
            default -> Optional.empty();
        };
    }
}
