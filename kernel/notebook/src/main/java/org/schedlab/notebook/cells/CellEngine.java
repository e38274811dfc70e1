package org.schedlab.notebook.cells;

import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

import jdk.jshell.execution.LocalExecutionControl;
import jdk.jshell.spi.ExecutionControl;
import jdk.jshell.spi.ExecutionControlProvider;
import jdk.jshell.spi.ExecutionEnv;
import org.jspecify.annotations.Nullable;

/// Runs compiled snippets in this JVM.
///
/// From the JDK's LocalExecutionControl (25) it keeps the weaving of stop checks into every snippet
/// class, which is what ends `while (true) {}`. It replaces how a snippet is invoked: the value is
/// kept as an object instead of its text, the exception as it was thrown, and the thread is one that
/// [UserCode] can interrupt. While user code runs, the compiler's lock is released, so completion
/// works meanwhile.
final class CellEngine extends LocalExecutionControl {
    private final UserCode userCode;
    private final ReentrantLock compiler;
    private final VariableValues values = new VariableValues();
    private @Nullable Object value;
    private @Nullable Throwable failure;
    private @Nullable Object variable;

    CellEngine(UserCode userCode, ReentrantLock compiler) {
        super(new StopCheckLoader(CellEngine.class.getClassLoader()));
        this.userCode = userCode;
        this.compiler = compiler;
    }

    /// Forgets the last value and failure.
    void reset() {
        value = null;
        failure = null;
        values.reset();
    }

    /// What the last snippet gave.
    @Nullable
    Object value() {
        return value;
    }

    /// What the last snippet threw.
    @Nullable
    Throwable failure() {
        return failure;
    }

    /// Loads the classes, and takes the variables' values over into those that replace earlier ones: JShell
    /// compiles a variable anew when what its declaration names is declared again.
    @Override
    public void load(ClassBytecodes[] classes)
            throws ClassInstallException, NotImplementedException, EngineTerminationException {
        super.load(Arrays.stream(classes)
                .map(each -> new ClassBytecodes(each.name(), CallGuard.weave(each.bytecodes())))
                .toArray(ClassBytecodes[]::new));
        for (ClassBytecodes each : classes) {
            try {
                values.takeOver(findClass(each.name()));
            } catch (ReflectiveOperationException | LinkageError e) {
                throw new ClassInstallException(e.toString(), new boolean[classes.length]);
            }
        }
    }

    /// The variables that have lost their values since [#reset].
    List<String> lostVariables() {
        return values.lost();
    }

    @Override
    protected String invoke(Method snippet) throws Exception {
        compiler.unlock();
        try {
            value = userCode.run(() -> snippet.invoke(null));
            QuickForm.forgetValue(snippet.getDeclaringClass());
            return "";
        } catch (InvocationTargetException e) {
            failure = e.getCause();
            throw e;
        } catch (LeftBehindException e) {
            failure = e;
            throw e;
        } finally {
            compiler.lock();
        }
    }

    /// What a variable holds, as an object.
    ///
    /// @param asking makes JShell ask this engine for the variable's text
    Optional<Object> valueOf(Runnable asking) {
        variable = null;
        asking.run();
        return Optional.ofNullable(variable);
    }

    @Override
    public String varValue(String className, String name) throws InternalException {
        try {
            Field field = findClass(className).getDeclaredField(name);
            field.setAccessible(true);
            variable = field.get(null);
            return "";
        } catch (ReflectiveOperationException e) {
            throw new InternalException(e.toString());
        }
    }

    @Override
    public void stop() {
        userCode.interrupt();
    }

    /// Lets JShell use this engine.
    ExecutionControlProvider provider() {
        return new ExecutionControlProvider() {
            @Override
            public String name() {
                return "schedlab";
            }

            @Override
            public ExecutionControl generate(ExecutionEnv environment, Map<String, String> parameters) {
                return CellEngine.this;
            }
        };
    }
}
