package org.schedlab.notebook.host;

import java.lang.reflect.Array;
import java.time.temporal.TemporalAmount;
import java.util.Collection;
import java.util.List;
import java.util.Map;

import org.schedlab.notebook.magics.LineMagic;
import org.schedlab.notebook.magics.MagicCall;
import org.schedlab.notebook.magics.Notebook;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/// `%who`: the variables of the session.
record WhoMagic() implements LineMagic {
    private static final int LONGEST = 60;

    @Override
    public String name() {
        return "who";
    }

    @Override
    public String usage() {
        return "%who — the variables that cells declared, with their types and, where it is short, what they hold";
    }

    @Override
    public boolean takesArguments() {
        return false;
    }

    @Override
    public Object run(MagicCall call) {
        List<Notebook.Variable> variables = call.notebook().variables();
        if (variables.isEmpty()) {
            return "no variables yet";
        }
        return Table.create(
                "variables of the session: " + variables.size(),
                StringColumn.create("name", variables.stream().map(Notebook.Variable::name)),
                StringColumn.create("type", variables.stream().map(Notebook.Variable::type)),
                StringColumn.create(
                        "value",
                        variables.stream()
                                .map(each -> call.notebook()
                                        .variable(each.name())
                                        .map(WhoMagic::shown)
                                        .orElse("null"))));
    }

    /// What can be told without asking anybody: other values may ask the machine.
    private static String shown(Object value) {
        return switch (value) {
            case String text -> '"' + cut(text.replace("\n", "\\n")) + '"';
            case Number number -> number.toString();
            case Boolean truth -> truth.toString();
            case Character letter -> letter.toString();
            case Enum<?> constant -> constant.toString();
            case TemporalAmount time -> time.toString();
            case Collection<?> many -> "size " + many.size();
            case Map<?, ?> map -> "size " + map.size();
            default -> value.getClass().isArray() ? "length " + Array.getLength(value) : "";
        };
    }

    private static String cut(String text) {
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
    }
}
