package org.schedlab.guest.scheduler;

import java.util.List;

import org.schedlab.vm.btf.Btf;
import org.schedlab.vm.btf.BtfType;

/// Whether an object and a kernel mean the same kind of function: libbpf compares kinds, not names. Stateless.
///
/// Source: __bpf_core_types_are_compat, tools/lib/bpf/relo_core.c, Linux 6.18.
final class Signatures {
    private static final int DEEPEST = 32;

    private Signatures() {}

    static boolean compatible(Btf object, int own, Btf kernel, int there) {
        return compatible(object, own, kernel, there, DEEPEST);
    }

    private static boolean compatible(Btf object, int own, Btf kernel, int there, int depth) {
        if (depth == 0) {
            return false;
        }
        BtfType one = object.strip(own);
        BtfType other = kernel.strip(there);
        return switch (one) {
            case BtfType.Enumerated _ -> other instanceof BtfType.Enumerated;
            case BtfType.Pointer(int _, String _, int to) ->
                other instanceof BtfType.Pointer pointer && compatible(object, to, kernel, pointer.typeId(), depth - 1);
            case BtfType.Array array ->
                other instanceof BtfType.Array that
                        && compatible(object, array.elementTypeId(), kernel, that.elementTypeId(), depth - 1);
            case BtfType.FunctionPrototype function ->
                other instanceof BtfType.FunctionPrototype that
                        && parameters(object, function.parameters(), kernel, that.parameters(), depth - 1)
                        && compatible(object, function.returnTypeId(), kernel, that.returnTypeId(), depth - 1);
            default -> one.getClass() == other.getClass();
        };
    }

    private static boolean parameters(
            Btf object, List<BtfType.Parameter> own, Btf kernel, List<BtfType.Parameter> there, int depth) {
        if (own.size() != there.size()) {
            return false;
        }
        for (int i = 0; i < own.size(); i++) {
            if (!compatible(object, own.get(i).typeId(), kernel, there.get(i).typeId(), depth)) {
                return false;
            }
        }
        return true;
    }
}
