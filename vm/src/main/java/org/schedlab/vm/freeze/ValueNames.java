package org.schedlab.vm.freeze;

import java.util.LinkedHashMap;
import java.util.Map;

import org.schedlab.vm.btf.FieldType;
import org.schedlab.vm.btf.FieldType.Kind;
import org.schedlab.vm.memory.FieldValue;
import org.schedlab.vm.memory.KernelMemory;

/// Names of values that their type does not know: a pointer to something that has a symbol, such as
/// `fair_sched_class`, and a policy, which is a mere number in `struct task_struct`. Stateless.
final class ValueNames {
    private static final String POLICY = "policy";

    private ValueNames() {}

    /// A field's type with the names of what stands there.
    static FieldType of(KernelMemory memory, Target target, FieldType type, FieldValue... values) {
        Map<String, Long> names = new LinkedHashMap<>();
        for (FieldValue value : values) {
            if (type.kind() == Kind.POINTER && value instanceof FieldValue.Scalar scalar && scalar.value() < 0) {
                memory.image()
                        .symbols()
                        .at(scalar.value())
                        .ifPresent(symbol -> names.put(symbol.name(), scalar.value()));
            }
        }
        if (type.kind() == Kind.INTEGER && isPolicy(target)) {
            for (SchedPolicy policy : SchedPolicy.values()) {
                names.put(policy.name(), policy.number());
            }
        }
        return names.isEmpty() ? type : type.withNames(names);
    }

    private static boolean isPolicy(Target target) {
        return switch (target) {
            case TaskField field -> field.path().equals(POLICY) || field.path().endsWith("->" + POLICY);
            case PerCpuField field -> field.path().equals("curr->" + POLICY);
            default -> false;
        };
    }
}
