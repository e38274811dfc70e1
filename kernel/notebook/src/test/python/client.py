"""A real client of a real kernel, with the few questions that the tests ask."""

import time
from queue import Empty

from jupyter_client.manager import KernelManager

NAME = "schedlab-test"
PATIENCE = 30


class Session:
    """A kernel and its client; use as a context manager."""

    def __init__(self, name=NAME, **start):
        self.manager = KernelManager(kernel_name=name)
        self.manager.start_kernel(**start)
        self.client = self.manager.blocking_client()
        self.client.start_channels()
        self.client.wait_for_ready(timeout=PATIENCE)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.client.stop_channels()
        if self.manager.has_kernel:
            self.manager.shutdown_kernel(now=True)

    def reply(self, request, channel="shell"):
        """The reply to the request with this id; others are dropped."""
        get = self.client.get_control_msg if channel == "control" else self.client.get_shell_msg
        end = time.monotonic() + PATIENCE
        while True:
            message = get(timeout=max(0.01, end - time.monotonic()))
            if message["parent_header"].get("msg_id") == request:
                return message

    def published(self, request, until="idle"):
        """What was published for the request up to its idle status."""
        messages = []
        end = time.monotonic() + PATIENCE
        while True:
            message = self.client.get_iopub_msg(timeout=max(0.01, end - time.monotonic()))
            if message["parent_header"].get("msg_id") == request:
                messages.append(message)
                if message["content"].get("execution_state") == until:
                    return messages

    def run(self, code, **options):
        """Reply content and published messages of a cell."""
        request = self.client.execute(code, **options)
        messages = self.published(request)
        return self.reply(request)["content"], messages

    def text(self, code):
        """The text value of a cell."""
        content, messages = self.run(code)
        assert content["status"] == "ok", content
        return of_type(messages, "execute_result")[0]["content"]["data"]["text/plain"]

    def send(self, kind, content, channel="shell"):
        """Sends a request of any kind and gives its id."""
        message = self.client.session.msg(kind, content)
        target = self.client.control_channel if channel == "control" else self.client.shell_channel
        target.send(message)
        return message["header"]["msg_id"]

    def wait_for_output(self, text):
        """Returns when this was printed by any cell."""
        end = time.monotonic() + PATIENCE
        while True:
            message = self.client.get_iopub_msg(timeout=max(0.01, end - time.monotonic()))
            if message["msg_type"] == "stream" and text in message["content"]["text"]:
                return message

    def nothing_more(self):
        """Drops what is still published."""
        while True:
            try:
                self.client.get_iopub_msg(timeout=0.1)
            except Empty:
                return


class Reconnected(Session):
    """Another front end of a kernel that runs; leaves it running."""

    def __init__(self, manager):
        self.manager = manager
        self.client = manager.blocking_client()
        self.client.start_channels()

    def __exit__(self, *_):
        self.client.stop_channels()


def of_type(messages, kind):
    return [message for message in messages if message["msg_type"] == kind]


def printed(messages, name="stdout"):
    return "".join(m["content"]["text"] for m in of_type(messages, "stream") if m["content"]["name"] == name)
