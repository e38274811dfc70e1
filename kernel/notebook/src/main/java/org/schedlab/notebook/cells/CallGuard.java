package org.schedlab.notebook.cells;

import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.Opcode;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;

/// Rewrites calls into calls of [CellGuard], in the classes of cells only: those that would end the JVM,
/// and those that start processes, whose output may go past the notebook.
final class CallGuard {
    private static final ClassDesc GUARD = ClassDesc.of(CellGuard.class.getName());
    private static final ClassDesc RUNTIME = ClassDesc.of("java.lang.Runtime");
    private static final MethodTypeDesc STATUS = MethodTypeDesc.of(ConstantDescs.CD_void, ConstantDescs.CD_int);
    private static final MethodTypeDesc RUNTIME_AND_STATUS =
            MethodTypeDesc.of(ConstantDescs.CD_void, RUNTIME, ConstantDescs.CD_int);

    private static final ClassDesc BUILDER = ClassDesc.of("java.lang.ProcessBuilder");
    private static final ClassDesc PROCESS = ClassDesc.of("java.lang.Process");
    private static final MethodTypeDesc START = MethodTypeDesc.of(PROCESS);
    private static final MethodTypeDesc BUILDER_START = MethodTypeDesc.of(PROCESS, BUILDER);

    private CallGuard() {}

    static byte[] weave(byte[] classFile) {
        ClassFile format = ClassFile.of();
        CodeTransform calls = CallGuard::rewrite;
        return format.transformClass(format.parse(classFile), ClassTransform.transformingMethodBodies(calls));
    }

    private static void rewrite(CodeBuilder builder, CodeElement element) {
        if (element instanceof InvokeInstruction call && call.typeSymbol().equals(STATUS)) {
            String target = call.owner().asInternalName() + "." + call.name().stringValue();
            if (call.opcode() == Opcode.INVOKESTATIC && target.equals("java/lang/System.exit")) {
                builder.invokestatic(GUARD, "exit", STATUS);
                return;
            }
            if (target.equals("java/lang/Runtime.exit") || target.equals("java/lang/Runtime.halt")) {
                builder.invokestatic(GUARD, "exit", RUNTIME_AND_STATUS);
                return;
            }
        }
        if (element instanceof InvokeInstruction call
                && call.typeSymbol().equals(START)
                && call.owner().asInternalName().equals("java/lang/ProcessBuilder")
                && call.name().equalsString("start")) {
            builder.invokestatic(GUARD, "start", BUILDER_START);
            return;
        }
        builder.with(element);
    }
}
