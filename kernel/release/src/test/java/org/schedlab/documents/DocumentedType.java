package org.schedlab.documents;

import java.util.List;

/// A public type and its public members, as their Javadoc tells of them.
///
/// @param name the qualified name
/// @param kind `class`, `record`, `interface` or `enum`
/// @param comment what the Javadoc says of the type
/// @param members methods and constants in the order of the source
record DocumentedType(String name, String kind, Comment comment, List<Member> members) {

    /// A public method, record component or enum constant.
    ///
    /// @param name what it is called
    /// @param signature what one types, for example `run(Duration guestTime)`
    /// @param result the type that it gives; empty for none
    record Member(String name, String signature, String result, Comment comment) {}

    String simpleName() {
        return name.substring(name.lastIndexOf('.') + 1);
    }

    String packageName() {
        return name.substring(0, name.lastIndexOf('.'));
    }
}
