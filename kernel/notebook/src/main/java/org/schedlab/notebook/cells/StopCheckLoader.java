package org.schedlab.notebook.cells;

import java.lang.classfile.ClassFile;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;

/// Supplies `REPL.$Cancel$`, the class whose `stopCheck` the JDK's LocalExecutionControl (25) calls
/// from every snippet class it loads. The JDK makes that class privately together with its own way of
/// running snippets; ours hands the check to [CellGuard].
final class StopCheckLoader extends ClassLoader {
    private static final String NAME = "REPL.$Cancel$";

    StopCheckLoader(ClassLoader parent) {
        super(parent);
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
        if (!name.equals(NAME)) {
            throw new ClassNotFoundException(name);
        }
        byte[] bytes = ClassFile.of()
                .build(
                        ClassDesc.of(NAME),
                        type -> type.withFlags(ClassFile.ACC_PUBLIC)
                                .withMethodBody(
                                        "stopCheck",
                                        ConstantDescs.MTD_void,
                                        ClassFile.ACC_PUBLIC | ClassFile.ACC_STATIC,
                                        code -> code.invokestatic(
                                                        ClassDesc.of(CellGuard.class.getName()),
                                                        "check",
                                                        ConstantDescs.MTD_void)
                                                .return_()));
        return defineClass(name, bytes, 0, bytes.length);
    }
}
