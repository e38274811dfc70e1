package org.schedlab.documents;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

import com.sun.source.tree.BinaryTree;
import com.sun.source.tree.ConditionalExpressionTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.ParenthesizedTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.TreeScanner;

/// Every error that is made with `LabException.asked(…)`: what it says, and what it says to do. What
/// a message fills in is shown as `…`.
final class ErrorList extends TreeScanner<Void, String> {
    private static final List<String> PARTS = List.of("asked", "available", "remedy");

    private record Problem(String sentence, String available, String remedy) {}

    private final Map<String, List<Problem>> problemsByPackage = new TreeMap<>();

    private ErrorList() {}

    static String page(JavaSources sources) {
        var list = new ErrorList();
        sources.units().values().forEach(unit -> list.scan(unit, String.valueOf(unit.getPackageName())));
        var page = new StringBuilder(ReferencePages.GENERATED).append("""
                # What the errors say

                An error that is yours to fix says what was asked, what was found, what is available and what to do. These are all of
                them, by the package that refuses; `…` stands for what the message fills in.
                """);
        list.problemsByPackage.forEach((name, problems) -> {
            page.append("\n## ").append(name).append("\n\n");
            problems.stream()
                    .filter(problem -> !problem.sentence().equals("…"))
                    .map(ErrorList::entry)
                    .sorted()
                    .distinct()
                    .forEach(page::append);
        });
        return page.toString();
    }

    private static String entry(Problem problem) {
        return "- **%s**%s%s\n"
                .formatted(
                        problem.sentence(),
                        said(problem.available()) ? " Available: " + problem.available() + "." : "",
                        said(problem.remedy()) ? " → " + problem.remedy() : "");
    }

    /// Whether the source itself says something, not only a variable.
    private static boolean said(String text) {
        return !text.isEmpty() && !text.equals("…");
    }

    /// The outermost call of a chain comes first; its inner calls are its parts.
    @Override
    public Void visitMethodInvocation(MethodInvocationTree call, String packageName) {
        Map<String, String> parts = new TreeMap<>();
        ExpressionTree at = call;
        while (at instanceof MethodInvocationTree invocation
                && invocation.getMethodSelect() instanceof MemberSelectTree select) {
            String name = select.getIdentifier().toString();
            if (PARTS.contains(name) && invocation.getArguments().size() == 1) {
                parts.putIfAbsent(name, text(invocation.getArguments().getFirst()));
            }
            if (name.equals("asked") && select.getExpression().toString().endsWith("LabException")) {
                problemsByPackage
                        .computeIfAbsent(packageName, key -> new ArrayList<>())
                        .add(new Problem(
                                parts.getOrDefault("asked", ""),
                                parts.getOrDefault("available", ""),
                                parts.getOrDefault("remedy", "")));
                return null;
            }
            at = select.getExpression();
        }
        return super.visitMethodInvocation(call, packageName);
    }

    /// The text as far as the source has it.
    private static String text(Tree tree) {
        String text = switch (tree) {
            case LiteralTree literal -> unformatted(String.valueOf(literal.getValue()));
            case BinaryTree sum -> text(sum.getLeftOperand()) + text(sum.getRightOperand());
            case ParenthesizedTree inner -> text(inner.getExpression());
            case ConditionalExpressionTree choice ->
                joined(List.of(text(choice.getTrueExpression()), text(choice.getFalseExpression())));
            case MethodInvocationTree call
            when isFormatted(call) -> text(((MemberSelectTree) call.getMethodSelect()).getExpression());
            default -> "…";
        };
        return text.replaceAll("\\s*\n\\s*", " ").replaceAll("…(…)+", "…");
    }

    private static boolean isFormatted(MethodInvocationTree call) {
        return call.getMethodSelect() instanceof MemberSelectTree select
                && select.getIdentifier().contentEquals("formatted");
    }

    private static String joined(Collection<String> choices) {
        List<String> written = choices.stream().filter(each -> !each.isEmpty()).toList();
        return written.contains("…") ? "…" : written.stream().distinct().collect(Collectors.joining(" / "));
    }

    /// A magic, such as `%scheduler`, is no conversion; `%%` is one in a text that has others.
    private static String unformatted(String text) {
        String told = text.replace("%%", "\u0001").replaceAll("%[0-9$#,.]*[sdxXfn](?![a-z])", "…");
        return told.replace("\u0001", told.contains("…") ? "%" : "%%");
    }
}
