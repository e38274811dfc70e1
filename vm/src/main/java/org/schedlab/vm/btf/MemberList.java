package org.schedlab.vm.btf;

import java.util.List;
import java.util.function.Consumer;

import org.schedlab.vm.btf.BtfType.Composite;
import org.schedlab.vm.btf.BtfType.Member;

/// Lists what a path may name in a struct, with the members of anonymous members in their place.
record MemberList(FieldTypes fields, CText text) {

    /// Hands every member to `collector`, in the order of declaration.
    ///
    /// @param offset of `composite` in the struct that is listed, bytes
    public void collect(Composite composite, long offset, Consumer<MemberView> collector) {
        collect(composite, offset, List.of(), collector);
    }

    private void collect(
            Composite composite, long offset, List<FieldTypes.Span> outer, Consumer<MemberView> collector) {
        for (Member member : composite.members()) {
            List<FieldTypes.Span> others = fields.sharing(composite, offset, member, outer);
            long at = offset + member.bitOffset() / 8;
            if (!member.name().isEmpty()) {
                collector.accept(new MemberView(
                        member.name(),
                        text.shortDeclaration(member.typeId(), member.name()),
                        member.typeId(),
                        at,
                        fields.sizeOf(member.typeId()),
                        member.bitfieldWidth(),
                        fields.overlapping(member, offset, others)));
            } else if (fields.strip(member.typeId()) instanceof Composite inner) {
                collect(inner, at, others, collector);
            }
        }
    }
}
