package org.schedlab.vm.journal;

import java.nio.charset.StandardCharsets;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.schedlab.vm.LabException;
import org.schedlab.vm.PackedText;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class JournalTest {
    private static final Input RING = new Input.Ring(50);

    private static Input write(int value) {
        return new Input.Write(0x1000, Content.of(new byte[] {(byte) value}));
    }

    @Test
    void whatWasGivenIsThereInOrder() {
        Journal journal = Journal.at(Journal.begin());
        Journal.Point empty = journal.present();
        journal.append(write(1), 0);
        Journal.Point one = journal.present();
        journal.append(RING, 0);
        journal.append(write(2), 0);

        assertThat(Journal.between(empty, journal.present())).containsExactly(write(1), RING, write(2));
        assertThat(Journal.between(one, journal.present())).containsExactly(RING, write(2));
        assertThat(Journal.between(one, one)).isEmpty();
        assertThat(journal.present().number()).isEqualTo(3);
    }

    @Test
    void stretchesThatFollowEachOtherAreOne() {
        Journal journal = Journal.at(Journal.begin());
        journal.append(new Input.Run(10), 0);
        journal.append(new Input.Run(20), 0);
        journal.append(write(1), 0);
        journal.append(new Input.Run(30), 0);
        assertThat(Journal.between(Journal.begin(), journal.present()))
                .containsExactly(new Input.Run(20), write(1), new Input.Run(30));
    }

    @Test
    void whatAProbeCutShortIsShorter() {
        Journal journal = Journal.at(Journal.begin());
        journal.append(new Input.Run(100), 0);
        journal.append(new Input.Cut(40, 40), 0);
        journal.append(new Input.Run(90), 0);
        journal.append(new Input.Cut(70, 30), 0);
        journal.append(RING, 0);
        journal.append(new Input.Cut(90, 20), 0);
        journal.append(new Input.GoOn(50), 0);
        assertThat(Journal.between(Journal.begin(), journal.present()))
                .containsExactly(new Input.Run(70), new Input.Ring(20), new Input.GoOn(50));
    }

    @Test
    void whoGoesBackLeavesTheOtherBranchAsItWas() {
        Journal journal = Journal.at(Journal.begin());
        journal.append(write(1), 0);
        Journal.Point fork = journal.present();
        journal.append(write(2), 0);
        Journal.Point left = journal.present();
        Journal other = Journal.at(fork);
        other.append(write(3), 0);
        Journal.Point right = other.present();

        assertThat(Journal.between(Journal.begin(), left)).containsExactly(write(1), write(2));
        assertThat(Journal.between(Journal.begin(), right)).containsExactly(write(1), write(3));
        assertThat(fork.leadsTo(left)).isTrue();
        assertThat(fork.leadsTo(right)).isTrue();
        assertThat(left.leadsTo(right)).isFalse();
        assertThat(right.leadsTo(fork)).isFalse();
        assertThatThrownBy(() -> Journal.between(left, right)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void thePointBeforeAnInstantIsFound() {
        Journal journal = Journal.at(Journal.begin());
        journal.append(write(1), 10);
        Journal.Point written = journal.present();
        journal.append(new Input.Run(100), 10);
        Journal.Point ran = journal.present();
        journal.append(new Input.Run(200), 105);
        Journal.Point stood = journal.present();
        journal.append(new Input.Message("start 4 workers", List.of()), 205);
        journal.append(RING, 205);
        journal.append(new Input.Cut(230, 25), 230);
        journal.append(new Input.GoOn(50), 230);
        Journal.Point present = journal.present();

        assertThat(Journal.before(present, 5)).isEqualTo(new Journal.Before(Journal.begin(), false, ""));
        assertThat(Journal.before(present, 50)).isEqualTo(new Journal.Before(written, true, ""));
        assertThat(Journal.before(present, 104)).isEqualTo(new Journal.Before(written, true, ""));
        assertThat(Journal.before(present, 150)).isEqualTo(new Journal.Before(ran, true, ""));
        assertThat(Journal.before(present, 220)).isEqualTo(new Journal.Before(stood, false, "start 4 workers"));
        assertThat(Journal.before(present, 240)).isEqualTo(new Journal.Before(stood, false, "start 4 workers"));
        assertThat(Journal.before(ran, 240)).isEqualTo(new Journal.Before(written, true, ""));
    }

    @Test
    void aStretchOfTimeThatGoesOnIsOnTheWay() {
        Journal journal = Journal.at(Journal.begin());
        journal.append(new Input.Run(100), 0);
        Journal.Point before = journal.present();
        journal.append(new Input.Run(200), 100);
        journal.append(RING, 200);
        Journal.Point present = journal.present();

        assertThat(after(before, new Input.Run(150)).isOnTheWayTo(present)).isTrue();
        assertThat(after(before, new Input.Run(200)).isOnTheWayTo(present)).isTrue();
        assertThat(after(before, new Input.Run(250)).isOnTheWayTo(present)).isFalse();
        assertThat(after(before, RING).isOnTheWayTo(present)).isFalse();
        assertThat(after(present, new Input.Run(300)).isOnTheWayTo(present)).isFalse();
        assertThat(before.isOnTheWayTo(present)).isTrue();
    }

    private static Journal.Point after(Journal.Point point, Input input) {
        Journal journal = Journal.at(point);
        journal.append(input, 0);
        return journal.present();
    }

    @Test
    void contentsAreEqualIfTheirBytesAre() {
        byte[] bytes = {1, 2, 3};
        Content content = Content.of(bytes);
        bytes[0] = 9;
        assertThat(content).isEqualTo(Content.of(new byte[] {1, 2, 3})).isNotEqualTo(Content.of(bytes));
        assertThat(content.sha256()).isEqualTo("039058c6f2c0cb492c533b0a4d14ef77cc0f78abccced5287d84a1a2011cfb81");
        assertThat(content).hasToString("010203");
    }

    @Test
    void theTextSaysItAll() {
        Content twice = Content.of(new byte[100]);
        List<Input> inputs = List.of(
                new Input.Message("start", List.of(new Input.Part(8, twice), new Input.Part(4096, twice))),
                RING,
                new Input.GoOn(7),
                new Input.Cut(6, 5),
                new Input.Run(Long.MAX_VALUE),
                new Input.Instruction(12_345, 0xffff_ffff_8123_4567L, 8),
                new Input.Write(0x1_2345_6789L, Content.of(new byte[] {-1, 0})));
        String text = JournalText.of(inputs);
        assertThat(JournalText.read(text)).isEqualTo(inputs);
        assertThat(JournalText.of(inputs)).isEqualTo(text);
    }

    @Test
    void aDamagedTextIsRefused() {
        String text = JournalText.of(List.of(write(1)));
        assertThatThrownBy(() -> JournalText.read(text.substring(0, text.length() - 8)))
                .isInstanceOf(LabException.class)
                .hasMessageContaining("a journal cannot be read");
        assertThatThrownBy(() -> JournalText.read("%%")).isInstanceOf(LabException.class);
    }

    @Test
    void equalInputsHaveEqualHashesAndOthersOthers() {
        String hash = JournalText.sha256(List.of(RING, write(1)));
        assertThat(hash).matches("[0-9a-f]{64}").isEqualTo(JournalText.sha256(List.of(RING, write(1))));
        assertThat(List.of(
                        JournalText.sha256(List.of(RING, write(2))),
                        JournalText.sha256(List.of(write(1), RING)),
                        JournalText.sha256(List.of(RING))))
                .doesNotContain(hash);
    }

    @Test
    void oneOfAnotherVersionIsRefused() {
        String later = PackedText.of("{\"format\":2,\"inputs\":[],\"contents\":{}}".getBytes(StandardCharsets.UTF_8));
        assertThatThrownBy(() -> JournalText.read(later))
                .isInstanceOf(LabException.class)
                .hasMessageContaining("format 2");
        String strange = PackedText.of(
                "{\"format\":1,\"inputs\":[{\"wind\":1}],\"contents\":{}}".getBytes(StandardCharsets.UTF_8));
        assertThatThrownBy(() -> JournalText.read(strange))
                .isInstanceOf(LabException.class)
                .hasMessageContaining("an input of no known kind");
    }
}
