package org.schedlab.lab.machine;

import org.junit.jupiter.api.Test;
import org.schedlab.vm.LabException;
import org.schedlab.vm.journal.Journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class TimelineTest {
    private final Timeline timeline = new Timeline(Journal::begin);

    @Test
    void aRewindUndoesWhatCameLaterAndNothingElse() {
        long before = timeline.stamp();
        Timeline.Past checkpoint = timeline.past();
        long later = timeline.stamp();
        timeline.rewindTo(checkpoint);
        long anew = timeline.stamp();

        assertThat(timeline.holds(before)).isTrue();
        assertThat(timeline.holds(later)).isFalse();
        assertThat(timeline.holds(anew)).isTrue();
        assertThatCode(() -> timeline.require(anew, "These workers")).doesNotThrowAnyException();
        assertThatThrownBy(() -> timeline.require(later, "These workers"))
                .isInstanceOf(LabException.class)
                .hasMessageStartingWith("These workers belong to a future that was undone");
    }

    @Test
    void whatIsUndoneStaysUndoneThroughFurtherRewinds() {
        Timeline.Past start = timeline.past();
        long first = timeline.stamp();
        timeline.rewindTo(start);
        long second = timeline.stamp();
        timeline.rewindTo(start);
        long third = timeline.stamp();

        assertThat(timeline.holds(first)).isFalse();
        assertThat(timeline.holds(second)).isFalse();
        assertThat(timeline.holds(third)).isTrue();
    }

    @Test
    void aRewindToALaterCheckpointBringsItsPastBack() {
        Timeline.Past early = timeline.past();
        long inBetween = timeline.stamp();
        Timeline.Past late = timeline.past();
        long afterwards = timeline.stamp();
        timeline.rewindTo(early);
        long otherFuture = timeline.stamp();
        timeline.rewindTo(late);

        assertThat(timeline.holds(inBetween)).isTrue();
        assertThat(timeline.holds(afterwards)).isFalse();
        assertThat(timeline.holds(otherFuture)).isFalse();
    }
}
