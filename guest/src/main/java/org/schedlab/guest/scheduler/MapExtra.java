package org.schedlab.guest.scheduler;

import java.util.ArrayList;
import java.util.List;

import org.schedlab.vm.btf.Btf;
import org.schedlab.vm.btf.BtfType;

/// The `map_extra` of a map that is told as 64 bits, as an arena's address in user space is: `__ulong(map_extra, …)`,
/// an enum whose only value it is. The agent's libbpf, 1.1, takes 32 bits at most, told as the size of an array. So the
/// member goes, and the enum stays under a name that the agent knows. A value.
///
/// Source: parse_btf_map_def, tools/lib/bpf/libbpf.c; bpf_helpers.h of libbpf 1.5.
///
/// @param map the map's name
/// @param definition id of the struct that defines it
/// @param enumeration id of the enum that is the number
record MapExtra(String map, int definition, int enumeration) {
    private static final String MEMBER = "map_extra";
    /// The same in scheduler_load.c.
    private static final String NAME = "schedlab_map_extra_";

    /// Those of an object.
    static List<MapExtra> of(Btf object) {
        List<MapExtra> found = new ArrayList<>();
        KnobSet.mapVariables(object).forEach(variable -> add(object, variable, found));
        return found;
    }

    private static void add(Btf object, BtfType.Variable variable, List<MapExtra> found) {
        if (object.strip(variable.typeId()) instanceof BtfType.Struct definition) {
            for (BtfType.Member member : definition.members()) {
                if (member.name().equals(MEMBER) && object.type(member.typeId()) instanceof BtfType.Enumerated) {
                    found.add(new MapExtra(variable.name(), definition.id(), member.typeId()));
                }
            }
        }
    }

    void move(BtfRewriter types) {
        types.dropMember(definition, MEMBER);
        types.renameValue(enumeration, NAME + map);
    }
}
