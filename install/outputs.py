"""What the outputs of two runs of a cell show, but for host times: those are never the same."""

import difflib
import re
from html.parser import HTMLParser

TOKENS = re.compile(r"-?\d[\d.,]*\d|-?\d|\w+|[^\w\s]")
RULER = re.compile(r"-+(  -+)* *")
# Names of columns: `host frozen [µs]`, `median host frozen [µs]`; `host_frozen_us` in older recordings.
HOST_COLUMN = re.compile(r"(\w+ )?host[ _]")
HOST_TIME = re.compile(r"(host time: )\S+ \S+")
SHOWN = ("text/html", "text/plain", "image/svg+xml", "image/png")
CONTEXT = 3
# Of outputs that tell of the host and of schedlab itself; Notice.java.
MARK = {"about": "host"}
# Recordings without any mark are older: their lines of progress are texts of this form.
UNMARKED_PROGRESS = re.compile(r"[^\n:]+: [^\n]+\n?")


class HtmlText(HTMLParser):
    """The text of HTML, without the cells of columns that hold host times."""

    def __init__(self):
        super().__init__()
        self.words, self.column, self.host_columns, self.hidden = [], -1, set(), 0

    def handle_starttag(self, tag, attributes):
        if tag == "table":
            self.host_columns = set()
        if tag == "tr":
            self.column = -1
        if tag in ("td", "th"):
            self.column += 1
            self.cell = tag
        if tag in ("style", "script"):
            self.hidden += 1

    def handle_endtag(self, tag):
        if tag in ("td", "th"):
            self.cell = None
        if tag in ("style", "script"):
            self.hidden -= 1

    cell = None

    def handle_data(self, data):
        if self.cell == "th" and HOST_COLUMN.match(data):
            self.host_columns.add(self.column)
        if not self.hidden and not (self.cell == "td" and self.column in self.host_columns):
            self.words.append(data)


def text_of_html(html):
    parser = HtmlText()
    parser.feed(html)
    return " ".join(parser.words)


def without_host_columns(text):
    """Tables as plain text: columns stand under rulers of dashes, their names above."""
    lines, kept, hidden = text.split("\n"), [], []
    for number, line in enumerate(lines):
        if number + 1 < len(lines) and RULER.fullmatch(lines[number + 1]):
            spans = [match.span() for match in re.finditer("-+", lines[number + 1])]
            hidden = [(a, b) for a, b in spans if HOST_COLUMN.match(line[a:b].strip())]
        elif not line.strip():
            hidden = []
        for a, b in reversed(hidden):
            line = line[:a] + line[b:]
        kept.append("" if RULER.fullmatch(line) else line)
    return "\n".join(kept)


def is_marked(output):
    return output.get("metadata", {}).get("schedlab") == MARK


def has_marks(notebook):
    """Whether the schedlab that executed a notebook marked what it said of the host: each record is marked."""
    return any(is_marked(output) for cell in notebook.cells for output in cell.get("outputs", []))


def without_unmarked_progress(notebook):
    """The cells of an older recording, without what may be a line of progress."""
    for cell in notebook.cells:
        if "outputs" in cell:
            cell.outputs = [output for output in cell.outputs if not may_be_progress(output)]
    return notebook


def may_be_progress(output):
    text = output.get("data", {}).get("text/plain", "")
    text = "".join(text) if isinstance(text, list) else text
    return (output.output_type == "display_data" and set(output.data) == {"text/plain"}
            and UNMARKED_PROGRESS.fullmatch(text) is not None)


def texts(cell):
    """What a cell shows of the machine, one text for each way of showing it."""
    shown = {}
    for output in cell.get("outputs", []):
        if is_marked(output):
            continue
        parts = dict(output.get("data", {}))
        if output.output_type == "stream":
            parts = {f"text of {output.name}": output.text}
        if output.output_type == "error":
            parts = {"error": f"{output.ename} {output.evalue}"}
        for kind, content in parts.items():
            if kind not in SHOWN and output.output_type in ("display_data", "execute_result"):
                continue
            content = "".join(content) if isinstance(content, list) else str(content)
            content = text_of_html(content) if kind == "text/html" else without_host_columns(content)
            shown[kind] = shown.get(kind, "") + " " + HOST_TIME.sub(r"\1", content)
    return shown


def tokens(text):
    return TOKENS.findall(text)


def differences(then, now):
    """Pairs of texts that differ, in the order of the cell; none if it shows the same."""
    found = []
    old, new = texts(then), texts(now)
    for kind in SHOWN + tuple(sorted((set(old) | set(new)) - set(SHOWN))):
        a, b = tokens(old.get(kind, "")), tokens(new.get(kind, ""))
        if a == b:
            continue
        for tag, i, j, k, l in difflib.SequenceMatcher(None, a, b, autojunk=False).get_opcodes():
            if tag != "equal":
                found.append(Difference(kind, i, " ".join(a[i:j]), k, " ".join(b[k:l]), " ".join(a[max(0, i - CONTEXT):i])))
    return found


class Difference:
    """Where two runs of a cell show other words."""

    def __init__(self, kind, at, then, at_now, now, before):
        self.kind, self.at, self.then, self.at_now, self.now, self.before = kind, at, then, at_now, now, before

    def place(self):
        return self.kind, self.at_now

    def __str__(self):
        return f"{self.then or 'nothing'} then, {self.now or 'nothing'} now (after: {self.before or 'its beginning'})"


def lasting(differences_found, now, once_more):
    """Of these differences those that are not between two runs of today: the others are the host's."""
    by_host = {}
    for difference in differences(now, once_more):
        words = max(1, len(difference.then.split(" ")))
        by_host.setdefault(difference.kind, set()).update(range(difference.at, difference.at + words))
    return [each for each in differences_found if each.at_now not in by_host.get(each.kind, set())]
