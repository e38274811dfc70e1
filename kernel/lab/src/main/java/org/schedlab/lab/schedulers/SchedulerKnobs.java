package org.schedlab.lab.schedulers;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

import org.schedlab.guest.scheduler.Knob;
import org.schedlab.guest.scheduler.KnobSet;
import org.schedlab.guest.scheduler.KnobValue;
import org.schedlab.lab.machine.GuestMachine;
import org.schedlab.lab.machine.SessionMachine;
import org.schedlab.lab.tables.CaptionedTable;
import org.schedlab.vm.LabException;
import org.schedlab.vm.btf.FieldType;
import org.schedlab.vm.freeze.BatchResult;
import org.schedlab.vm.freeze.ColdOp;
import org.schedlab.vm.freeze.FreezeCoordinator;
import org.schedlab.vm.freeze.ReadCold;
import org.schedlab.vm.freeze.ReadMode;
import org.schedlab.vm.freeze.Reply;
import org.schedlab.vm.freeze.TypedAddress;
import org.schedlab.vm.freeze.Value;
import org.schedlab.vm.freeze.Width;
import org.schedlab.vm.freeze.WriteCold;
import org.schedlab.vm.memory.FieldReader;
import tech.tablesaw.api.BooleanColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/// The knobs of the scheduler in charge, read and written in the frozen guest's memory: the guest
/// does nothing for it.
final class SchedulerKnobs {
    private final SessionMachine session;
    private final FreezeCoordinator coordinator;
    private final Function<GuestMachine, BpfHalf> present;
    private final Written written;

    /// Is told of knobs that were written.
    @FunctionalInterface
    interface Written {
        /// They hold these values now.
        ///
        /// @param values as text, by the knobs' paths
        void told(GuestMachine guest, Map<String, String> values);
    }

    SchedulerKnobs(SessionMachine session, Function<GuestMachine, BpfHalf> present, Written written) {
        this.written = written;
        this.session = session;
        this.coordinator = session.coordinator();
        this.present = present;
    }

    Table table() {
        return session.inTurn(guest -> {
            BpfHalf half = present.apply(guest);
            KnobSet knobs = half.knobs();
            Map<String, Long> sections = new HashMap<>();
            var name = StringColumn.create("name");
            var type = StringColumn.create("type");
            var kind = StringColumn.create("kind");
            var value = StringColumn.create("value");
            var writable = BooleanColumn.create("writable");
            for (Knob knob : knobs.all()) {
                name.append(knob.name());
                type.append(knob.type());
                kind.append(knob.kind().name().toLowerCase(Locale.ROOT).replace('_', ' '));
                value.append(
                        knob.kind() == Knob.Kind.OPS_MEMBER
                                ? knobs.text(knob)
                                : text(
                                        knobs,
                                        knob,
                                        read(List.of(field(guest, half, knob, sections)))
                                                .getFirst()));
                writable.append(knob.writable());
            }
            half.ops().forEach((member, text) -> {
                name.append(member);
                type.append("");
                kind.append("ops member");
                value.append(text);
                writable.append(false);
            });
            return CaptionedTable.titled(
                    "knobs of %s, %s".formatted(half.name(), session.instant().caption()),
                    name,
                    type,
                    kind,
                    value,
                    writable);
        });
    }

    private List<Reply> read(List<TypedAddress> fields) {
        List<ColdOp> reads = fields.stream()
                .<ColdOp>map(field -> new ReadCold(field.name(), field, Width.natural(), ReadMode.STRICT))
                .toList();
        return coordinator.apply(reads).orThrow().replies();
    }

    private static String text(KnobSet knobs, Knob knob, Reply reply) {
        return reply.after() instanceof byte[] bytes ? knobs.text(knob, bytes) : reply.afterText();
    }

    KnobReading read(String path) {
        return session.inTurn(guest -> {
            BpfHalf half = present.apply(guest);
            KnobSet knobs = half.knobs();
            Knob knob = knobs.require(path);
            if (knob.kind() == Knob.Kind.OPS_MEMBER) {
                long number = KnobValue.number(knob, knobs.text(knob));
                return new KnobReading(
                        knob.name(), knob.type(), knobs.text(knob), number, true, guest.guestTimeNanos());
            }
            Reply reply =
                    read(List.of(field(guest, half, knob, new HashMap<>()))).getFirst();
            boolean isNumber = reply.after() instanceof Long;
            return new KnobReading(
                    knob.name(),
                    knob.type(),
                    text(knobs, knob, reply),
                    isNumber ? reply.number() : 0,
                    isNumber,
                    reply.guestTimeNanos());
        });
    }

    TypedAddress field(String path) {
        return session.inTurn(guest -> {
            BpfHalf half = present.apply(guest);
            Knob knob = half.knobs().require(path);
            if (knob.kind() == Knob.Kind.OPS_MEMBER) {
                throw constant(half, knob, "the kernel has taken over the scheduler's struct sched_ext_ops");
            }
            return field(guest, half, knob, new HashMap<>());
        });
    }

    /// @param sections where sections begin, as far as is known already
    private TypedAddress field(GuestMachine guest, BpfHalf half, Knob knob, Map<String, Long> sections) {
        long start = sections.computeIfAbsent(knob.section(), section -> half.sectionStart(section, guest.memory()));
        return new TypedAddress(
                knob.name(),
                start + knob.offset(),
                knob.fieldType(),
                knob.writable() ? "" : "it is a constant of the scheduler %s".formatted(half.name()));
    }

    KnobChange write(Map<String, ?> values) {
        return session.inTurn(guest -> {
            BpfHalf half = present.apply(guest);
            Map<String, Long> sections = new HashMap<>();
            List<ColdOp> writes = new ArrayList<>();
            values.forEach((path, value) -> {
                Knob knob = half.knobs().require(path);
                if (!knob.writable()) {
                    throw constant(half, knob, "its value was fixed when the scheduler was attached");
                }
                writes.add(new WriteCold(
                        knob.name(), field(guest, half, knob, sections), encoded(knob.fieldType(), knob, value)));
            });
            BatchResult result = coordinator.apply(writes).orThrow();
            Map<String, String> now = new LinkedHashMap<>();
            result.replies().forEach(reply -> now.put(reply.tag(), reply.afterText()));
            written.told(guest, now);
            return new KnobChange(result, session.instant());
        });
    }

    private static Value encoded(FieldType type, Knob knob, Object value) {
        if (!FieldReader.isNumber(type)) {
            throw LabException.asked("the knob %s cannot be written as a whole".formatted(knob.name()))
                    .found("its type is '%s'".formatted(knob.type()))
                    .remedy("write a member or an element of it: %s[0]=… or %s.MEMBER=…"
                            .formatted(knob.name(), knob.name()))
                    .exception();
        }
        long number = KnobValue.number(knob, value);
        return type.byteSize() == Long.BYTES && !type.signed() && !type.isBitfield()
                ? Value.u64(number)
                : Value.number(number);
    }

    private static LabException constant(BpfHalf half, Knob knob, String why) {
        return LabException.asked("the knob %s of %s cannot be written any more".formatted(knob.name(), half.name()))
                .found(why)
                .remedy(
                        switch (half) {
                            case SessionsBpf own ->
                                "attach the scheduler again with another value: %%scheduler %s %s=…"
                                        .formatted(own.name(), knob.name());
                            case LoadedBpf _ ->
                                "its program sets it before it loads it: attach that again with an argument for it,"
                                        + " %scheduler … -- ARGUMENTS";
                        })
                .exception();
    }
}
