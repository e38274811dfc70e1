package org.schedlab.vm.freeze;

/// A target with the width that its bytes are taken for, where the kernel's types do not say it: a global that is not
/// declared, or an address.
///
/// @param target of another kind
/// @param width what its bytes are
public record SizedTarget(Target target, Width.Scalar width) implements Target {
    @Override
    public String text() {
        return target.text();
    }
}
