// Jupyter Notebook 6 loads this with the kernel: cells that begin with %%scheduler are C. It knows one
// language of a kernel and, for magics, those that are listed here.
define(["base/js/namespace", "notebook/js/codecell"], function (Jupyter, codecell) {
    "use strict";

    function onload() {
        codecell.CodeCell.options_default.highlight_modes["magic_text/x-csrc"] = { reg: ["^\\s*%%scheduler"] };
        Jupyter.notebook.get_cells().forEach(function (cell) {
            if (cell.cell_type === "code") {
                cell.auto_highlight();
            }
        });
    }

    return { onload: onload };
});
