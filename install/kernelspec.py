"""Prints the kernel specification: kernelspec.py JAVA CLASS-PATH [JAVA-FLAG...]"""

import json
import sys

java, class_path, *flags = sys.argv[1:]
json.dump(
    {
        "argv": [
            java,
            "--enable-native-access=ALL-UNNAMED",
            "-Djava.awt.headless=true",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Xmx512m",
            *flags,
            "-cp",
            class_path,
            "org.schedlab.kernel.jupyter.Main",
            "{connection_file}",
        ],
        "display_name": "schedlab",
        "language": "java",
        "interrupt_mode": "message",
    },
    sys.stdout,
    indent=2,
)
print()
