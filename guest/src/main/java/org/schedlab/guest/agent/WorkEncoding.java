package org.schedlab.guest.agent;

import java.time.Duration;
import java.util.List;

import org.schedlab.guest.protocol.MailboxLayout;
import org.schedlab.guest.work.AffinityChurn;
import org.schedlab.guest.work.Bursty;
import org.schedlab.guest.work.CachePressure;
import org.schedlab.guest.work.CgroupChurn;
import org.schedlab.guest.work.Custom;
import org.schedlab.guest.work.ForkExit;
import org.schedlab.guest.work.FutexFanOut;
import org.schedlab.guest.work.FutexPingPong;
import org.schedlab.guest.work.IdleChurn;
import org.schedlab.guest.work.Mixed;
import org.schedlab.guest.work.MutexContention;
import org.schedlab.guest.work.NiceSweep;
import org.schedlab.guest.work.PageFaultChurn;
import org.schedlab.guest.work.PipeIo;
import org.schedlab.guest.work.PolicyChurn;
import org.schedlab.guest.work.PriorityInversion;
import org.schedlab.guest.work.ProducerConsumerImbalance;
import org.schedlab.guest.work.RtStarvation;
import org.schedlab.guest.work.Sequence;
import org.schedlab.guest.work.Sleep;
import org.schedlab.guest.work.SpinWait;
import org.schedlab.guest.work.ThunderingHerd;
import org.schedlab.guest.work.TimerLatency;
import org.schedlab.guest.work.WakeChain;
import org.schedlab.guest.work.Work;
import org.schedlab.guest.work.WorkPhase;
import org.schedlab.guest.work.YieldHeavy;

/// Work as numbers: its kind and its parameters, in the order that `mailbox.h` tells with each kind.
final class WorkEncoding {
    private static final long KIB = 1024;

    private WorkEncoding() {}

    static long kind(Work work) {
        return switch (work) {
            case SpinWait _ -> MailboxLayout.WORK_SPIN_WAIT;
            case Sleep _ -> MailboxLayout.WORK_SLEEP;
            case YieldHeavy _ -> MailboxLayout.WORK_YIELD_HEAVY;
            case Mixed _ -> MailboxLayout.WORK_MIXED;
            case Bursty _ -> MailboxLayout.WORK_BURSTY;
            case IdleChurn _ -> MailboxLayout.WORK_IDLE_CHURN;
            case Sequence _ -> MailboxLayout.WORK_SEQUENCE;
            case PipeIo _ -> MailboxLayout.WORK_PIPE_IO;
            case FutexPingPong _ -> MailboxLayout.WORK_FUTEX_PING_PONG;
            case FutexFanOut _ -> MailboxLayout.WORK_FUTEX_FAN_OUT;
            case WakeChain _ -> MailboxLayout.WORK_WAKE_CHAIN;
            case ThunderingHerd _ -> MailboxLayout.WORK_THUNDERING_HERD;
            case ProducerConsumerImbalance _ -> MailboxLayout.WORK_PRODUCER_CONSUMER;
            case TimerLatency _ -> MailboxLayout.WORK_TIMER_LATENCY;
            case ForkExit _ -> MailboxLayout.WORK_FORK_EXIT;
            case NiceSweep _ -> MailboxLayout.WORK_NICE_SWEEP;
            case AffinityChurn _ -> MailboxLayout.WORK_AFFINITY_CHURN;
            case PolicyChurn _ -> MailboxLayout.WORK_POLICY_CHURN;
            case PageFaultChurn _ -> MailboxLayout.WORK_PAGE_FAULT_CHURN;
            case CachePressure _ -> MailboxLayout.WORK_CACHE_PRESSURE;
            case MutexContention _ -> MailboxLayout.WORK_MUTEX_CONTENTION;
            case PriorityInversion _ -> MailboxLayout.WORK_PRIORITY_INVERSION;
            case RtStarvation _ -> MailboxLayout.WORK_RT_STARVATION;
            case CgroupChurn _ -> MailboxLayout.WORK_CGROUP_CHURN;
            case Custom _ -> MailboxLayout.WORK_CUSTOM;
        };
    }

    /// @param program the number of the program of [Custom]; of others, whatever
    static List<Long> parameters(Work work, long program) {
        return switch (work) {
            case SpinWait _, YieldHeavy _, Sequence _, ForkExit _ -> List.of();
            case Sleep it -> List.of(nanos(it.sleep()));
            case Mixed it -> List.of(nanos(it.work()));
            case Bursty it -> List.of(nanos(it.burst()), nanos(it.sleep()));
            case IdleChurn it -> List.of(nanos(it.burst()), nanos(it.sleep()));
            case PipeIo it -> List.of(nanos(it.work()));
            case FutexPingPong it -> List.of(nanos(it.work()));
            case FutexFanOut it -> List.of(nanos(it.work()));
            case WakeChain it -> List.of(nanos(it.work()), it.by() == WakeChain.By.PIPE ? 1L : 0L);
            case ThunderingHerd it -> List.of(nanos(it.gap()), nanos(it.work()));
            case ProducerConsumerImbalance it ->
                List.of((long) it.producers(), (long) it.capacity(), nanos(it.produce()), nanos(it.consume()));
            case TimerLatency it -> List.of(nanos(it.interval()));
            case NiceSweep it -> List.of(nanos(it.work()));
            case AffinityChurn it -> List.of(nanos(it.work()));
            case PolicyChurn it -> List.of(nanos(it.work()));
            case PageFaultChurn it -> List.of(it.regionKib() * KIB, (long) it.touches(), nanos(it.work()));
            case CachePressure it -> List.of(it.sizeKib() * KIB, (long) it.strideBytes());
            case MutexContention it -> List.of(nanos(it.hold()), nanos(it.work()));
            case PriorityInversion it ->
                List.of(
                        (long) it.high(),
                        (long) it.medium(),
                        nanos(it.hold()),
                        nanos(it.work()),
                        it.mutex() == PriorityInversion.Mutex.PI ? 1L : 0L);
            case RtStarvation it -> List.of((long) it.realTime(), (long) it.priority(), nanos(it.burst()));
            case CgroupChurn it -> List.of((long) it.groups(), nanos(it.cycle()));
            case Custom _ -> List.of(program);
        };
    }

    static long kind(WorkPhase phase) {
        return switch (phase) {
            case WorkPhase.Spin _ -> MailboxLayout.PHASE_KIND_SPIN;
            case WorkPhase.Sleep _ -> MailboxLayout.PHASE_KIND_SLEEP;
            case WorkPhase.Yield _ -> MailboxLayout.PHASE_KIND_YIELD;
            case WorkPhase.Io _ -> MailboxLayout.PHASE_KIND_IO;
            case WorkPhase.CpuTime _ -> MailboxLayout.PHASE_KIND_CPU;
            case WorkPhase.WallTime _ -> MailboxLayout.PHASE_KIND_WALL;
        };
    }

    private static long nanos(Duration duration) {
        return duration.toNanos();
    }
}
