package org.schedlab.lab.time;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.schedlab.lab.machine.Timeline;
import org.schedlab.vm.LabException;
import org.schedlab.vm.journal.Journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class CheckpointShelfTest {
    private static final long PLENTY = 1_000_000;

    private final List<StoredMoment> removed = new ArrayList<>();
    private final CheckpointShelf<StoredMoment> shelf = new CheckpointShelf<>(3, 100, new Storage());

    private static final class StoredMoment {
        private final long bytes;

        StoredMoment(long bytes) {
            this.bytes = bytes;
        }
    }

    private final class Storage implements CheckpointShelf.Storage<StoredMoment> {
        @Override
        public long bytes(StoredMoment moment) {
            return moment.bytes;
        }

        @Override
        public void remove(StoredMoment moment) {
            removed.add(moment);
        }
    }

    @Test
    void theOldestGoWhenThereAreTooMany() {
        StoredMoment first = put("a", 10);
        put("b", 10);
        put("c", 10);
        assertThat(names()).containsExactly("a", "b", "c");
        assertThat(shelf.makeRoom("d", 10, PLENTY)).containsExactly("'a'");
        put("d", 10);
        assertThat(names()).containsExactly("b", "c", "d");
        assertThat(removed).containsExactly(first);
    }

    @Test
    void theOldestGoWhenTheyTakeTooMuch() {
        put("a", 60);
        put("b", 30);
        assertThat(shelf.makeRoom("c", 11, PLENTY)).containsExactly("'a'");
        assertThat(shelf.makeRoom("c", 70, PLENTY)).isEmpty();
        assertThat(shelf.makeRoom("c", 100, PLENTY)).containsExactly("'b'");
    }

    @Test
    void theOldestGoWhenNothingIsFree() {
        put("a", 20);
        put("b", 20);
        assertThat(shelf.makeRoom("c", 25, 10)).containsExactly("'a'");
    }

    @Test
    void noneGoesInVain() {
        put("a", 20);
        put("b", 20);
        assertThat(shelf.makeRoom("c", 51, 10)).isEmpty();
        assertThat(names()).containsExactly("a", "b");
        assertThat(shelf.makeRoom("b", 31, 10)).isEmpty();
        assertThat(shelf.makeRoom("c", 50, 10)).containsExactly("'a'", "'b'");
        assertThat(removed).hasSize(2);
    }

    @Test
    void thoseOfCellsGoBeforeThoseWithNames() {
        put("warm", 10);
        putOfCell(3, new StoredMoment(10));
        putOfCell(4, new StoredMoment(10));
        assertThat(shelf.makeRoom("5", 10, PLENTY)).containsExactly("that of cell 3");
        putOfCell(5, new StoredMoment(10));
        assertThat(names()).containsExactly("warm", "4", "5");
    }

    @Test
    void aMomentWithTwoNamesCountsOnceAndStaysUntilTheLastGoes() {
        StoredMoment both = put("warm", 60);
        putOfCell(3, both);
        assertThat(shelf.makeRoom("x", 40, PLENTY)).isEmpty();
        assertThat(shelf.makeRoom("x", 50, PLENTY)).containsExactly("that of cell 3", "'warm'");
        assertThat(removed).containsExactly(both);
    }

    @Test
    void theSameNameReplaces() {
        put("a", 10);
        StoredMoment old = put("b", 10);
        put("c", 10);
        assertThat(shelf.makeRoom("b", 10, PLENTY)).isEmpty();
        StoredMoment fresh = put("b", 10);
        assertThat(names()).containsExactly("a", "c", "b");
        assertThat(removed).containsExactly(old);
        assertThat(shelf.require("b", 0).moment()).isSameAs(fresh);
    }

    @Test
    void aCellThatMovedNothingIsTheOneBefore() {
        StoredMoment second = new StoredMoment(1);
        putOfCell(2, second);
        StoredMoment fifth = new StoredMoment(1);
        putOfCell(5, fifth);

        assertThat(shelf.require("2", 9).moment()).isSameAs(second);
        assertThat(shelf.require("4", 9).moment()).isSameAs(second);
        assertThat(shelf.require("9", 9).moment()).isSameAs(fifth);
        assertThatThrownBy(() -> shelf.require("1", 9)).hasMessageContaining("there was no machine yet");
        assertThatThrownBy(() -> shelf.require("10", 9)).hasMessageContaining("none of that name");
        assertThatThrownBy(() -> shelf.require("0", 9)).hasMessageContaining("none of that name");
    }

    /// Neither a cell whose moment found no room nor one that was dropped is lost: the journal leads there.
    @Test
    void whatIsNotStoredIsKnownAllTheSame() {
        StoredMoment second = new StoredMoment(60);
        putOfCell(2, second);
        StoredMoment fourth = new StoredMoment(0);
        shelf.putUnstored(kept("4", 4, true, fourth));

        assertThat(names()).containsExactly("2");
        assertThat(shelf.stored()).containsExactly(second);
        assertThat(shelf.require("3", 9).moment()).isSameAs(second);
        assertThat(shelf.require("4", 9).moment()).isSameAs(fourth);
        assertThat(shelf.require("5", 9).moment()).isSameAs(fourth);

        assertThat(shelf.makeRoom("6", 90, PLENTY)).containsExactly("that of cell 2");
        assertThat(shelf.stored()).isEmpty();
        assertThat(shelf.require("2", 9).moment()).isSameAs(second);
        StoredMoment again = new StoredMoment(1);
        putOfCell(2, again);
        assertThat(shelf.require("2", 9).moment()).isSameAs(again);
    }

    @Test
    void anUnknownNameIsToldWithThoseThatAreThere() {
        assertThatThrownBy(() -> shelf.require("x", 0))
                .isInstanceOf(LabException.class)
                .hasMessageContaining("no checkpoint was made yet");
        put("warm", 60);
        put("hot", 30);
        assertThatThrownBy(() -> shelf.require("x", 0))
                .hasMessageContaining("'x'")
                .hasMessageContaining("available: warm, hot");
        shelf.makeRoom("new", 50, PLENTY);
        assertThatThrownBy(() -> shelf.require("x", 0)).hasMessageContaining("available: hot, warm");
    }

    private List<String> names() {
        return shelf.all().stream().map(SessionCheckpoint::name).toList();
    }

    private StoredMoment put(String name, long bytes) {
        StoredMoment moment = new StoredMoment(bytes);
        put(name, 0, false, moment);
        return moment;
    }

    private void putOfCell(int cell, StoredMoment moment) {
        put(Integer.toString(cell), cell, true, moment);
    }

    private void put(String name, int cell, boolean automatic, StoredMoment moment) {
        shelf.put(kept(name, cell, automatic, moment));
    }

    private static CheckpointShelf.Kept<StoredMoment> kept(
            String name, int cell, boolean automatic, StoredMoment moment) {
        var about = new SessionCheckpoint(name, cell, automatic, 0, moment.bytes, "", List.of(), "");
        return new CheckpointShelf.Kept<>(about, moment, new Timeline(Journal::begin).past());
    }
}
