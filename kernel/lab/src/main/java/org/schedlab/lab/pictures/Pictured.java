package org.schedlab.lab.pictures;

/// Something that can be seen as a picture. A cell whose value is pictured shows the picture, and its table below
/// when it has one too.
public interface Pictured {
    /// The picture.
    Picture picture();
}
