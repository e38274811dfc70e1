package org.schedlab.lab.pictures;

import java.awt.Color;

/// The colours of a picture. Those of states and tasks read on both grounds and are told apart with all common
/// forms of colour blindness (Okabe and Ito's set).
public enum Theme {
    LIGHT(0xFFFFFFFF, 0xFF1F2328, 0xFF656D76, 0xFFDADFE4, 0xFFEDF0F2, 0xFF0060A8),
    DARK(0xFF16191D, 0xFFE6EDF3, 0xFF9AA4AE, 0xFF373E47, 0xFF2A3037, 0xFF7CC4F5),
    /// Without a ground: for a page that may be light or dark, and cannot be asked.
    PAGE(0x00000000, 0xFF7A7A7A, 0xFF7A7A7A, 0x50808080, 0x28808080, 0xFF3A8FC8);

    private final Color ground;
    private final Color text;
    private final Color faint;
    private final Color rule;
    private final Color sleeping;
    private final Color arrow;

    Theme(int ground, int text, int faint, int rule, int sleeping, int arrow) {
        this.ground = new Color(ground, true);
        this.text = new Color(text, true);
        this.faint = new Color(faint, true);
        this.rule = new Color(rule, true);
        this.sleeping = new Color(sleeping, true);
        this.arrow = new Color(arrow, true);
    }

    Color ground() {
        return ground;
    }

    Color text() {
        return text;
    }

    /// Of captions and labels of axes.
    Color faint() {
        return faint;
    }

    /// Of grid lines.
    Color rule() {
        return rule;
    }

    Color arrow() {
        return arrow;
    }

    Color of(Piece.Kind kind) {
        return switch (kind) {
            case RUNNING -> new Color(0x2F, 0xA8, 0x7F);
            case WAITING -> new Color(0xE6, 0x9F, 0x00);
            case BLOCKED -> new Color(0xCC, 0x79, 0xA7);
            case SLEEPING -> sleeping;
            case INTERRUPT -> new Color(0xD5, 0x5E, 0x00);
        };
    }
}
