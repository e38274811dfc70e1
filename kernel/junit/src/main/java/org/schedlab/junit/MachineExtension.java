package org.schedlab.junit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

import org.junit.jupiter.api.extension.AfterTestExecutionCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.platform.commons.support.AnnotationSupport;
import org.schedlab.lab.BootOptions;
import org.schedlab.lab.session.VmSession;
import org.schedlab.vm.LabException;

/// Boots the machine of a test that asks for it, closes it, and says what a failed one ran on. Used through
/// [WithMachine].
public final class MachineExtension implements ParameterResolver, AfterTestExecutionCallback {
    private static final ExtensionContext.Namespace PLACE = ExtensionContext.Namespace.create(MachineExtension.class);
    private static final Path KEPT = Path.of("target", "schedlab-failed");

    /// What stands in the store; JUnit closes it when the test is over.
    private record Booted(VmSession session) implements AutoCloseable {
        @Override
        public void close() {
            session.close();
        }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType().equals(VmSession.class);
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getStore(PLACE)
                .computeIfAbsent(Booted.class, _ -> new Booted(VmSession.boot(options(asked(context)))), Booted.class)
                .session();
    }

    private static WithMachine asked(ExtensionContext context) {
        return context.getTestMethod()
                .flatMap(method -> AnnotationSupport.findAnnotation(method, WithMachine.class))
                .or(() -> AnnotationSupport.findAnnotation(context.getRequiredTestClass(), WithMachine.class))
                .orElseThrow(() -> LabException.asked("a test wants a machine")
                        .found("neither it nor its class says which")
                        .remedy("put @WithMachine on it, for example @WithMachine(topology = \"1n1l2c1t\")")
                        .exception());
    }

    private static BootOptions options(WithMachine asked) {
        BootOptions options = BootOptions.defaults()
                .withTopology(asked.topology())
                .withMemory(asked.memory())
                .withQuantumMicros(asked.quantumMicros())
                .withInstructionNanos(asked.instructionNanos())
                .withSeed(asked.seed());
        if (!asked.kernel().isEmpty()) {
            options = options.withKernel(Path.of(asked.kernel()));
        }
        return asked.live() ? options.live() : options;
    }

    @Override
    public void afterTestExecution(ExtensionContext context) {
        Optional<Throwable> failure = context.getExecutionException();
        Booted booted = context.getStore(PLACE).get(Booted.class, Booted.class);
        if (failure.isPresent() && booted != null) {
            System.out.println(account(context, booted.session()));
        }
    }

    private static String account(ExtensionContext context, VmSession session) {
        String name = context.getRequiredTestClass().getSimpleName() + "." + context.getDisplayName();
        StringBuilder text = new StringBuilder("schedlab: %s failed\n".formatted(name));
        try {
            session.provenance().machine().forEach((what, value) -> text.append("  %s: %s\n".formatted(what, value)));
        } catch (LabException lost) {
            text.append("  ").append(lost.getMessage()).append('\n');
        }
        session.console()
                .forEach(line -> text.append("  console: ").append(line).append('\n'));
        return text.append(kept(name, session)).toString();
    }

    private static String kept(String name, VmSession session) {
        if (session.options().isLive()) {
            return "  the machine was live, so its moment is not kept";
        }
        try {
            Files.createDirectories(KEPT);
            Path folder = Files.createTempDirectory(KEPT.toAbsolutePath(), name.replaceAll("[^A-Za-z0-9.]+", "-"));
            Files.delete(folder);
            session.travel().keep(folder);
            return "  its moment is kept: VmSession.restore(Path.of(\"%s\"))".formatted(folder);
        } catch (IOException | LabException e) {
            return "  its moment is not kept: " + e.getMessage();
        }
    }
}
