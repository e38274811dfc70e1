package org.schedlab.guest.scheduler;

/// Schedulers as a user writes them in a cell.
public final class OwnSchedulers {
    /// First come, first served, in fifteen lines.
    public static final String FIFO = """
            #define WAITING 0

            void BPF_STRUCT_OPS(mine_enqueue, struct task_struct *p, u64 enq_flags) {
                scx_bpf_dsq_insert(p, WAITING, SCX_SLICE_DFL, enq_flags);
            }

            void BPF_STRUCT_OPS(mine_dispatch, s32 cpu, struct task_struct *prev) {
                if (scx_bpf_dsq_move_to_local(WAITING))
                    count_dispatch();
            }

            s32 BPF_STRUCT_OPS_SLEEPABLE(mine_init) {
                return scx_bpf_create_dsq(WAITING, -1);
            }
            SCX_OPS_DEFINE(mine, .enqueue = (void *)mine_enqueue, .dispatch = (void *)mine_dispatch,
                           .init = (void *)mine_init, .name = "mine");
            """;

    /// Uses what a map lookup gives without asking whether it gave anything, on line 7.
    public static final String NO_NULL_CHECK = FIFO.replace("#define WAITING 0\n", """
            #define WAITING 0
            struct { __uint(type, BPF_MAP_TYPE_HASH); __uint(max_entries, 1); __type(key, u32); __type(value, u64); }
            counts SEC(".maps");
            """)
            .replace("    scx_bpf_dsq_insert(", """
                u32 key = 0;
                *(u64 *)bpf_map_lookup_elem(&counts, &key) += 1;
                scx_bpf_dsq_insert(""".indent(4).stripTrailing());

    private OwnSchedulers() {}
}
