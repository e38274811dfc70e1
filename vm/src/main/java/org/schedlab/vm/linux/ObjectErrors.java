package org.schedlab.vm.linux;

import java.util.List;
import java.util.Locale;

import org.schedlab.vm.LabException;
import org.schedlab.vm.btf.FieldPath;
import org.schedlab.vm.btf.MemberView;
import org.schedlab.vm.memory.UnmappedAddressException;

/// Why something cannot be had from an object. Stateless.
final class ObjectErrors {
    private static final int MEMBERS_TO_NAME = 8;

    private ObjectErrors() {}

    /// It is of another kind than what was asked for.
    ///
    /// @param kind with its article
    static LabException notA(KernelObject object, String kind, String remedy) {
        List<String> members = object.btf().members(object.type().typeId()).stream()
                .map(MemberView::name)
                .toList();
        String some = String.join(", ", members.subList(0, Math.min(members.size(), MEMBERS_TO_NAME)));
        return LabException.asked("%s is not %s".formatted(object, kind))
                .available(
                        members.isEmpty()
                                ? ""
                                : "its members " + some + (members.size() > MEMBERS_TO_NAME ? ", ..." : ""))
                .remedy(remedy)
                .exception();
    }

    static LabException unreadable(KernelObject object, UnmappedAddressException cause) {
        boolean itself = cause.address() == object.address();
        return new LabException(
                LabException.asked("%s cannot be read".formatted(object))
                        .found(
                                itself
                                        ? cause.reason()
                                        : String.format(Locale.ROOT, "%#x: %s", cause.address(), cause.reason()))
                        .remedy("check where its address comes from: a pointer may be NULL, stale, or of user space")
                        .text(),
                cause);
    }

    static LabException strayPath(KernelObject object, FieldPath path, UnmappedAddressException cause) {
        return new LabException(
                LabException.asked("'%s' of %s cannot be followed".formatted(path.text(), object))
                        .found(String.format(
                                Locale.ROOT, "a pointer on the way lies at %#x: %s", cause.address(), cause.reason()))
                        .remedy("follow it one pointer at a time to see which is stale")
                        .text(),
                cause);
    }

    static LabException noElement(KernelObject array, long index, long count) {
        return LabException.asked(String.format(Locale.ROOT, "%s has no element %d", array, index))
                .available(count == 0 ? "0 and above" : String.format(Locale.ROOT, "0 to %d", count - 1))
                .remedy("name one of its elements")
                .exception();
    }

    static LabException openLength(KernelObject array) {
        return LabException.asked("%s has no length".formatted(array))
                .found("its type leaves it open")
                .remedy("read the length where the kernel keeps it, and each element with element(i)")
                .exception();
    }

    static LabException nullPointer(KernelObject pointer) {
        return LabException.asked("%s cannot be followed".formatted(pointer))
                .found("it is NULL at this instant")
                .remedy("ask isNull() first, or look at another instant")
                .exception();
    }

    static LabException untypedTarget(KernelObject pointer) {
        return LabException.asked("%s cannot be followed".formatted(pointer))
                .found("nothing is known of what it points to, '%s'"
                        .formatted(pointer.btf().cName(pointer.pointeeType())))
                .remedy("say what lies there: dereference(\"struct ...\")")
                .exception();
    }

    static LabException otherMember(KernelObject object, FieldPath member, String type) {
        return LabException.asked("%s is in no %s by '%s'".formatted(object, member.rootType(), member.text()))
                .found("'%s' is a %s".formatted(member.text(), type))
                .remedy("name the member that this object is, or cast it first")
                .exception();
    }
}
