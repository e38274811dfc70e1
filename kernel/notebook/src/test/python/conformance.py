"""Jupyter's own kernel test suite (Debian's python3-jupyter-kernel-test), with every sample filled in."""

import unittest

import jupyter_kernel_test


class Conformance(jupyter_kernel_test.KernelTests):
    kernel_name = "schedlab-test"
    language_name = "java"
    file_extension = ".java"

    code_hello_world = 'System.out.println("hello, world");'
    code_stderr = 'System.err.println("to stderr");'
    completion_samples = [
        {"text": "Math.flo", "matches": {"floor(", "floorDiv(", "floorDivExact(", "floorMod("}},
        {"text": "%hel", "matches": {"help"}},
        {"text": "%table --cor", "matches": {"--cores"}},
    ]
    complete_code_samples = ["1 + 1", "int a = 1;", "%help", "// only a comment", "%%table\nbody\n\n"]
    incomplete_code_samples = ["for (int i = 0; i < 3; i++) {", "int a =", "%%table\nbody"]
    invalid_code_samples = ["import = 7q", "int 5x = ;"]
    code_generate_error = "Object o = null; o.toString();"
    code_execute_result = [
        {"code": "1 + 2", "result": "3"},
        {"code": '"a" + "b"', "result": "ab"},
        {"code": "%table", "mime": "text/html"},
        {"code": "new int[] {1, 2}", "result": "[1, 2]"},
    ]
    code_display_data = [
        {"code": 'display("shown");', "mime": "text/plain"},
        {"code": "%chart\n1", "mime": "image/png"},
    ]
    code_history_pattern = "1 +*"
    supported_history_operations = ("tail", "range", "search")
    code_inspect_sample = "Math.floorDiv"
    code_clear_output = "clear();"


if __name__ == "__main__":
    unittest.main()
