package org.schedlab.notebook.names;

import org.junit.jupiter.api.Test;
import org.schedlab.notebook.names.FieldNotes.Note;
import org.schedlab.vm.Folders;
import org.schedlab.vm.btf.Btf;
import org.schedlab.vm.btf.MemberView;
import org.schedlab.vm.image.KernelImage;

import static org.assertj.core.api.Assertions.assertThat;

class FieldNotesTest {
    @Test
    void everyNoteIsOfAMemberThatTheKernelHas() {
        Folders folders = Folders.ofUser();
        Btf btf = KernelImage.open(KernelImage.find(null, folders), folders).btf();
        FieldNotes notes = FieldNotes.load();
        assertThat(notes.names()).hasSizeGreaterThan(40).allSatisfy(name -> {
            String type = name.substring(0, name.indexOf('.'));
            String member = name.substring(name.indexOf('.') + 1);
            assertThat(btf.members(btf.require(type)))
                    .as(name)
                    .extracting(MemberView::name)
                    .contains(member);
        });
    }

    @Test
    void aNoteHasAMeaningAndASource() {
        assertThat(FieldNotes.load().of("struct sched_ext_entity", "slice").map(Note::file))
                .contains("include/linux/sched/ext.h");
        assertThat(FieldNotes.load().of("struct sched_ext_entity", "nowhere")).isEmpty();
    }
}
