"""What the user displays: HTML, Markdown, formulas, JSON, pictures, own types; and what is replaced later."""

import base64
import os
import tempfile
import unittest

from client import Session, of_type

IMAGE = "new java.awt.image.BufferedImage(6, 4, java.awt.image.BufferedImage.TYPE_INT_RGB)"


class Display(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.s = Session()

    @classmethod
    def tearDownClass(cls):
        cls.s.__exit__()

    def value(self, code):
        content, messages = self.s.run(code)
        self.assertEqual(content["status"], "ok", content)
        return of_type(messages, "execute_result")[0]["content"]

    def test_the_forms(self):
        for code, mime, data, text in (
            ('html("<b>seven</b> runs")', "text/html", "<b>seven</b> runs", "seven runs"),
            ('markdown("*a* $x$")', "text/markdown", "*a* $x$", "*a* $x$"),
            ('latex("x^2")', "text/latex", "$\\displaystyle x^2$", "x^2"),
            ('latex("as $x^2$")', "text/latex", "as $x^2$", "as $x^2$"),
            ('json(Map.of("a", List.of(1, 2)))', "application/json", {"a": [1, 2]}, '{\n  "a": [\n    1,\n    2\n  ]\n}'),
            ('json("[true, null]")', "application/json", [True, None], "[\n  true,\n  null\n]"),
            ('record P(int x) {}\njson(new P(3))', "application/json", {"x": 3}, '{\n  "x": 3\n}'),
            ('html("<i>1</i>").withText("one").with("text/csv", "1")', "text/csv", "1", "one"),
        ):
            with self.subTest(code):
                bundle = self.value(code)["data"]
                self.assertEqual((bundle[mime], bundle["text/plain"]), (data, text))

    def test_what_is_no_json_is_told(self):
        content, _ = self.s.run('json("{")')
        self.assertIn("this cannot be shown as JSON", content["evalue"])

    def test_pictures(self):
        for code in (IMAGE, "image(%s)" % IMAGE):
            with self.subTest(code):
                content = self.value(code)
                self.assertTrue(base64.b64decode(content["data"]["image/png"]).startswith(b"\x89PNG"))
                self.assertEqual(content["metadata"]["image/png"], {"width": 6, "height": 4})
                self.assertEqual(content["data"]["text/plain"], "picture, 6 × 4")
        with tempfile.TemporaryDirectory() as folder:
            for name, mime in (("a.gif", "image/gif"), ("a.jpg", "image/jpeg"), ("a.svg", "text/html")):
                path = os.path.join(folder, name)
                with open(path, "wb") as file:
                    file.write(b"bytes")
                self.assertIn(mime, self.value('image(Path.of("%s"))' % path)["data"])
            content, _ = self.s.run('image(Path.of("%s/a.txt"))' % folder)
            self.assertEqual(content["status"], "error")

    def test_own_types(self):
        self.s.run('record Share(double part) implements Displayable {\n'
                   '  public Rich display() { return html("<meter value=\'" + part + "\'></meter>").withText("" + part); }\n}')
        bundle = self.value("new Share(0.5)")["data"]
        self.assertEqual(bundle, {"text/html": "<meter value='0.5'></meter>", "text/plain": "0.5"})
        content, _ = self.s.run("record Bad() implements Displayable { public Rich display() { throw new RuntimeException(\"no\"); } }\nnew Bad()")
        self.assertEqual((content["ename"], content["evalue"]), ("RuntimeException", "no"))

    def test_types_of_somebody_else(self):
        self.s.run('show(java.net.URI.class, uri -> html("<a href=\'" + uri + "\'>" + uri.getHost() + "</a>"));')
        self.assertEqual(self.value('java.net.URI.create("http://localhost/x")')["data"]["text/plain"], "localhost")

    def test_a_display_is_replaced(self):
        content, messages = self.s.run('var shown = display("0 %");\nshown.update("50 %").update(html("<b>all</b>"))')
        self.assertEqual(content["status"], "ok")
        self.assertEqual(of_type(messages, "execute_result"), [])
        (first,) = of_type(messages, "display_data")
        updates = of_type(messages, "update_display_data")
        self.assertEqual([u["content"]["data"]["text/plain"] for u in updates], ["50 %", "all"])
        ids = {m["content"]["transient"]["display_id"] for m in [first, *updates]}
        self.assertEqual(len(ids), 1)
        _, messages = self.s.run('shown.update("later");')
        (later,) = of_type(messages, "update_display_data")
        self.assertEqual(later["content"]["transient"]["display_id"], ids.pop())

    def test_display_shows_no_value_of_its_own(self):
        for code in ("display(1)", 'display(2, "own id")', "display(null)"):
            with self.subTest(code):
                self.assertEqual(of_type(self.s.run(code)[1], "execute_result"), [])


if __name__ == "__main__":
    unittest.main()
