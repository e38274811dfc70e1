package org.schedlab.notebook.names;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;

import org.schedlab.notebook.cells.Suggestion;
import org.schedlab.notebook.names.CallHelp.Completion;
import org.schedlab.vm.LabException;
import org.schedlab.vm.btf.Btf;
import org.schedlab.vm.btf.BtfType;
import org.schedlab.vm.btf.MemberView;

/// Members along a path below a type.
public record MemberPaths(Btf btf, int root) {

    /// What can follow, in the order of declaration; names that only contain what was typed come last.
    /// After a pointer that has no arrow yet, the arrow is suggested with the member.
    Completion complete(String typed) {
        PathText path = PathText.of(typed);
        Optional<Integer> parent = path.named() ? typeOf(path.parent()) : Optional.empty();
        if (parent.isEmpty()) {
            return new Completion(List.of(), 0);
        }
        boolean pointer = btf.strip(parent.get()) instanceof BtfType.Pointer;
        String right = pointer ? "->" : path.parent().isEmpty() ? "" : ".";
        boolean connected = right.equals(path.connector());
        List<MemberView> members = btf.members(parent.get());
        List<Suggestion> found = matching(members, view -> view.name().startsWith(path.name()), connected ? "" : right);
        if (found.isEmpty()) {
            found = matching(members, view -> view.name().contains(path.name()), connected ? "" : right);
        }
        int replaced = path.name().length() + (connected ? 0 : path.connector().length());
        return new Completion(found, replaced);
    }

    private List<Suggestion> matching(List<MemberView> members, Predicate<MemberView> fits, String before) {
        return members.stream()
                .filter(fits)
                .map(view -> Suggestion.of(before + view.name(), place(view)))
                .toList();
    }

    /// Type, offset and size of a member, one line.
    public String place(MemberView view) {
        String bits = view.bitWidth() > 0 ? ":" + view.bitWidth() : "";
        String size = view.bitWidth() > 0 ? "" : ", " + bytes(view.byteSize());
        return String.format(
                Locale.ROOT,
                "%s%s at +%d%s%s",
                btf.cName(view.typeId()),
                bits,
                view.byteOffset(),
                size,
                shared(view, ", "));
    }

    /// With which members it shares its bytes; empty if with none.
    static String shared(MemberView view, String before) {
        return view.unionWith().isEmpty() ? "" : before + "union with " + String.join(", ", view.unionWith());
    }

    /// A size in words.
    static String bytes(long count) {
        return count == 1 ? "1 byte" : count + " bytes";
    }

    /// The declared type of what a path leads to; empty if it leads nowhere.
    Optional<Integer> typeOf(String path) {
        if (path.isEmpty()) {
            return Optional.of(root);
        }
        try {
            return Optional.of(btf.path(root, path).type().typeId());
        } catch (LabException leadsNowhere) {
            return Optional.empty();
        }
    }
}
