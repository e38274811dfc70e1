package org.schedlab.guest.work;

import java.time.Duration;

/// Groups of producers, the first ones, and consumers with a queue of limited room between them; who
/// finds it full or empty waits. One work unit is an item produced or consumed; a latency is the time
/// from the call of whoever made room or an item to running again.
///
/// @param producers in a group
/// @param consumers in a group
/// @param capacity items that the queue holds
/// @param produce amount of work for one item
/// @param consume amount of work for one item
public record ProducerConsumerImbalance(int producers, int consumers, int capacity, Duration produce, Duration consume)
        implements Work {
    public ProducerConsumerImbalance {
        Choice.workers("ProducerConsumerImbalance", "producers", producers);
        Choice.workers("ProducerConsumerImbalance", "consumers", consumers);
        Choice.within("ProducerConsumerImbalance", "capacity", capacity, 1, 1_000_000);
        Choice.amount("ProducerConsumerImbalance", "produce", produce);
        Choice.amount("ProducerConsumerImbalance", "consume", consume);
    }

    @Override
    public int groupSize() {
        return producers + consumers;
    }

    @Override
    public String comm() {
        return "prodcons";
    }
}
