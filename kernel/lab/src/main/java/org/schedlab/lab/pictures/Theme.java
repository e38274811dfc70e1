package org.schedlab.lab.pictures;

import java.awt.Color;

/// The colours of a picture. Those of states and tasks read on both grounds and are told apart with all common
/// forms of colour blindness (Okabe and Ito's set).
public enum Theme {
    LIGHT(0xFFFFFF, 0x1F2328, 0x656D76, 0xDADFE4, 0xEDF0F2, 0x0060A8),
    DARK(0x16191D, 0xE6EDF3, 0x9AA4AE, 0x373E47, 0x2A3037, 0x7CC4F5);

    private final Color ground;
    private final Color text;
    private final Color faint;
    private final Color rule;
    private final Color sleeping;
    private final Color arrow;

    Theme(int ground, int text, int faint, int rule, int sleeping, int arrow) {
        this.ground = new Color(ground);
        this.text = new Color(text);
        this.faint = new Color(faint);
        this.rule = new Color(rule);
        this.sleeping = new Color(sleeping);
        this.arrow = new Color(arrow);
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
