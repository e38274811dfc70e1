package org.schedlab.vm.requirements;

import java.util.List;
import java.util.Optional;

import org.jspecify.annotations.Nullable;
import org.schedlab.vm.image.KernelImage;
import org.schedlab.vm.requirements.Finding.Verdict;

/// Looks for everything in [KernelRequirements] at once.
public final class KernelCheck {
    private KernelCheck() {}

    /// What a configuration has.
    public static List<Finding> of(KernelConfig config) {
        return KernelRequirements.ALL.stream()
                .map(each -> byConfig(each, config))
                .toList();
    }

    /// What a kernel has: by its configuration, which it may carry itself (`CONFIG_IKCONFIG`), else by its
    /// symbols and types, which do not tell everything.
    ///
    /// @param config the configuration it was built with, if it is at hand
    public static List<Finding> of(KernelImage image, Optional<KernelConfig> config) {
        Optional<KernelConfig> known = config.or(() -> image.configuration().flatMap(KernelConfig::parse));
        return KernelRequirements.ALL.stream()
                .map(each -> known.map(settings -> byConfig(each, settings)).orElseGet(() -> byImage(each, image)))
                .toList();
    }

    /// What is known of a kernel that cannot be opened because it lacks one option.
    ///
    /// @param lacking the option, with `CONFIG_`
    /// @param seen what of the file tells that
    static List<Finding> ofUnreadable(String lacking, String seen, @Nullable KernelConfig config) {
        return KernelRequirements.ALL.stream()
                .map(each -> {
                    if (each.options().contains(lacking)) {
                        return new Finding(each, Verdict.MISSING, seen);
                    }
                    return config == null
                            ? new Finding(each, Verdict.UNKNOWN, "this image cannot be read")
                            : byConfig(each, config);
                })
                .toList();
    }

    private static Finding byConfig(Requirement requirement, KernelConfig config) {
        if (requirement.isIn(config)) {
            String fulfilled = requirement.options().stream()
                    .filter(option -> requirement.setting().accepts(config.value(option)))
                    .findFirst()
                    .orElseThrow();
            return new Finding(requirement, Verdict.FOUND, line(fulfilled, config));
        }
        Optional<String> since = KernelRequirements.since(requirement).filter(config::isBefore);
        if (since.isPresent()) {
            String older = "Linux %s has no such option, it came with %s"
                    .formatted(config.version().orElseThrow(), since.get());
            return new Finding(requirement, Verdict.MISSING, older);
        }
        String seen = line(requirement.option(), config);
        boolean module = config.value(requirement.option()).filter("m"::equals).isPresent();
        return new Finding(requirement, Verdict.MISSING, module ? seen + ", a module; the guest loads none" : seen);
    }

    private static String line(String option, KernelConfig config) {
        return config.value(option).map(value -> option + "=" + value).orElse(option + " is not set");
    }

    private static Finding byImage(Requirement requirement, KernelImage image) {
        return switch (requirement.sign()) {
            case Sign.Symbol symbol ->
                told(requirement, image.symbols().find(symbol.name()).isPresent(), "symbol " + symbol.name());
            case Sign.Type type ->
                told(requirement, image.btf().find(type.name()).isPresent(), type.name());
            case Sign.Member member -> told(requirement, hasMember(image, member), member.type() + "." + member.name());
            case Sign.Opened _ -> told(requirement, true, "the image was read by it");
            case Sign.None _ -> new Finding(requirement, Verdict.UNKNOWN, "an image does not tell");
        };
    }

    private static boolean hasMember(KernelImage image, Sign.Member wanted) {
        return image.btf().find(wanted.type()).stream()
                .flatMap(type -> image.btf().members(type).stream())
                .anyMatch(member -> wanted.name().equals(member.name()));
    }

    private static Finding told(Requirement requirement, boolean there, String by) {
        return new Finding(requirement, there ? Verdict.FOUND : Verdict.MISSING, there ? by : "no " + by);
    }
}
