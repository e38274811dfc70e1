"""Prints the kernel specification: kernelspec.py START JDK ARGUMENT..."""

import json
import sys

json.dump(
    {
        "argv": [*sys.argv[1:], "{connection_file}"],
        "display_name": "schedlab",
        "language": "java",
        "interrupt_mode": "message",
        "metadata": {"debugger": False},
    },
    sys.stdout,
    indent=2,
)
print()
