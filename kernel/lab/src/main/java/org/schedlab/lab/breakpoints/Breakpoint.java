package org.schedlab.lab.breakpoints;

import java.util.OptionalInt;

import org.schedlab.guest.work.Worker;
import org.schedlab.vm.freeze.Target;
import org.schedlab.vm.trace.Condition;

/// Something at which the machine is to stop. A value; [#entry] and [#written] make one.
public sealed interface Breakpoint {
    /// A function is called.
    ///
    /// @param name of a function of the kernel, or of a BPF program that is loaded, such as `enqueue_task_scx`
    static Entry entry(String name) {
        return new Entry(name, OptionalInt.empty());
    }

    /// A field is written, whatever comes of it.
    ///
    /// @param field of a task, a per-CPU variable, a global or a BPF program's variable: 8 bytes at most
    static Written written(Target field) {
        return new Written(field, Condition.Test.ALWAYS, 0);
    }

    /// In words.
    String text();

    /// A function's first instruction.
    ///
    /// @param pid if present, only calls whose first argument that is a task has this pid
    record Entry(String function, OptionalInt pid) implements Breakpoint {
        /// Only the calls for one worker: whose first argument of type `struct task_struct *` is its task.
        public Entry of(Worker worker) {
            return new Entry(function, OptionalInt.of(worker.pid()));
        }

        @Override
        public String text() {
            return pid.isPresent() ? function + " of pid " + pid.getAsInt() : function;
        }
    }

    /// A store of the kernel's code to a field.
    ///
    /// @param test what the value that was stored has to be
    /// @param operand to which it is compared
    record Written(Target field, Condition.Test test, long operand) implements Breakpoint {
        /// Only if it changes the value.
        public Written changed() {
            return new Written(field, Condition.Test.CHANGED, 0);
        }

        /// Only if the value is this afterwards.
        public Written equalTo(long value) {
            return new Written(field, Condition.Test.EQUAL, value);
        }

        /// Only if the value is another one afterwards.
        public Written notEqualTo(long value) {
            return new Written(field, Condition.Test.NOT_EQUAL, value);
        }

        /// Only if the value is below this afterwards.
        public Written below(long value) {
            return new Written(field, Condition.Test.BELOW, value);
        }

        /// Only if the value is above this afterwards.
        public Written above(long value) {
            return new Written(field, Condition.Test.ABOVE, value);
        }

        /// Only if the value is this or below afterwards.
        public Written atMost(long value) {
            return new Written(field, Condition.Test.AT_MOST, value);
        }

        /// Only if the value is this or above afterwards.
        public Written atLeast(long value) {
            return new Written(field, Condition.Test.AT_LEAST, value);
        }

        @Override
        public String text() {
            return switch (test) {
                case ALWAYS -> field.text() + " written";
                case CHANGED -> field.text() + " changes";
                default -> field.text() + " written, " + test.text() + " " + operand;
            };
        }
    }
}
