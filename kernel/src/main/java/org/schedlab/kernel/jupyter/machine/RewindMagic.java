package org.schedlab.kernel.jupyter.machine;

import java.util.List;

import org.schedlab.kernel.jupyter.magics.LineMagic;
import org.schedlab.kernel.jupyter.magics.MagicCall;
import org.schedlab.kernel.jupyter.magics.MagicOption;
import org.schedlab.kernel.session.Lab;
import org.schedlab.kernel.session.SessionCheckpoint;

/// `%rewind`: brings the machine back to a checkpoint.
final class RewindMagic implements LineMagic {
    @Override
    public String name() {
        return "rewind";
    }

    @Override
    public String usage() {
        return "%rewind NAME — brings the machine back to a checkpoint, also after a crash";
    }

    @Override
    public List<MagicOption> options() {
        return List.of(MagicOption.flag("java", "prints the Java that does the same"));
    }

    @Override
    public List<String> suggestions(String option) {
        return option.isEmpty()
                ? Lab.ifBooted().stream()
                        .flatMap(session -> session.checkpoints().list().stream())
                        .map(SessionCheckpoint::name)
                        .toList()
                : List.of();
    }

    @Override
    public Object run(MagicCall call) {
        String name = call.argument("the checkpoint's name");
        if (call.flag("java")) {
            return "rewind(\"" + name + "\")";
        }
        return "back at checkpoint '%s': the guest's clock stands at %s"
                .formatted(name, Lab.rewind(name).time());
    }
}
