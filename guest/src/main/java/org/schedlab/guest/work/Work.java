package org.schedlab.guest.work;

/// What a worker does, for ever. [#groupSize()] workers belong together and are a group; the n-th of
/// them is said to be the n-th here. Each record says what its work unit is and what its wake-up
/// latencies measure.
///
/// Amounts of work are durations that need no calibration: virtual time counts instructions, 2 ns
/// each unless the machine was booted with another speed, so a millisecond of work is exactly 500,000
/// instructions of the worker's loop (1,000,000 at 1 ns, 125,000 at 8 ns), on every host. Where nobody else runs, that
/// takes 1 ms of guest time and of CPU time, and what is spent
/// besides: a checkpoint of some 100 instructions every 100 µs (0.2 %), and the kernel's tick (1 to
/// 2.5 %, by release). The CPUs of the machine share one count of instructions: while k of them are
/// busy, the same work takes k times as long.
public sealed interface Work
        permits SpinWait,
                Sleep,
                YieldHeavy,
                Mixed,
                Bursty,
                IdleChurn,
                Sequence,
                PipeIo,
                FutexPingPong,
                FutexFanOut,
                WakeChain,
                ThunderingHerd,
                ProducerConsumerImbalance,
                TimerLatency,
                ForkExit,
                NiceSweep,
                AffinityChurn,
                PolicyChurn,
                PageFaultChurn,
                CachePressure,
                MutexContention,
                PriorityInversion,
                RtStarvation,
                CgroupChurn,
                Custom {

    /// How many workers belong together; their number is a multiple of it.
    default int groupSize() {
        return 1;
    }

    /// What workers are called unless they are named.
    String comm();

    /// The name of this type of work.
    default String label() {
        return getClass().getSimpleName();
    }
}
