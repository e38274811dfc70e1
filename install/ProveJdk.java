import java.awt.Color;
import java.awt.Font;
import java.awt.image.BufferedImage;
import java.io.File;
import java.util.List;
import javax.imageio.ImageIO;
import javax.tools.ToolProvider;

/// Does what schedlab needs of a JDK once: compiles (this file was), draws text into a PNG, starts a
/// process.
class ProveJdk {
    public static void main(String[] arguments) throws Exception {
        System.setProperty("java.awt.headless", "true");
        var image = new BufferedImage(64, 32, BufferedImage.TYPE_INT_RGB);
        var graphics = image.createGraphics();
        graphics.setColor(Color.WHITE);
        graphics.setFont(new Font(Font.SANS_SERIF, Font.BOLD, 20));
        graphics.drawString("rq", 8, 24);
        graphics.dispose();
        require(hasInk(image), "text was drawn, and no pixel changed: is a font installed?");
        require(ImageIO.write(image, "png", new File(arguments[0])), "no PNG writer");
        require(new ProcessBuilder(List.of("/bin/true")).start().waitFor() == 0, "/bin/true failed");
        require(ToolProvider.getSystemJavaCompiler() != null, "no compiler");
    }

    private static boolean hasInk(BufferedImage image) {
        for (int x = 0; x < image.getWidth(); x++) {
            for (int y = 0; y < image.getHeight(); y++) {
                if ((image.getRGB(x, y) & 0xffffff) != 0) {
                    return true;
                }
            }
        }
        return false;
    }

    private static void require(boolean condition, String message) {
        if (!condition) {
            throw new IllegalStateException(message);
        }
    }
}
