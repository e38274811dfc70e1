# schedlab help: the commands.
# shellcheck shell=bash

command_help() {
    local only_sources='^ *\./schedlab (test|format|docs)'
    if is_release; then help_text | grep -v -E "$only_sources"; else help_text; fi
}

help_text() {
    cat <<'END'
schedlab: a Jupyter kernel whose session is a virtual machine running a real Linux kernel

  ./schedlab run NOTEBOOK.ipynb [--output DIR] [--kernel PATH] [-p NAME=VALUE]...
                              sets up what is missing, builds, executes the notebook,
                              writes out/NAME.ipynb and out/NAME.html; -p sets what the
                              cell tagged 'parameters' declares
  ./schedlab reproduce FILE.ipynb [--out F] [--journal]
                              runs an executed notebook again: the same states, or the
                              first cell that differs and why; with --journal without
                              any of its Java
  ./schedlab sweep run SPEC.json [--engine local|slurm|ssh] [--store FOLDER|URL]
                              many runs without a notebook, here or on many hosts; status,
                              resume, cancel, collect, work, export: docs/sweeps.md
  ./schedlab regress SPEC.json --base A --head B
                              has something become worse? sentences, a page, an exit code
  ./schedlab bisect SPEC.json --over VALUE,VALUE,... [--claim 'METRIC<=N']
                              the first kernel, revision or knob at which a claim fails
  ./schedlab gauntlet SCHEDULER [--budget 20m] [--kernels 6.18,7.3] [--topologies NAME,...]
                              24 topologies x the cached kernels x seven loads, with verdicts
  ./schedlab mcp              for assistants: a server of the Model Context Protocol on
                              standard input and output: docs/assistants.md
  ./schedlab hunt SCHEDULER... [--seed 1] [--budget 10m] [--out FOLDER]
                              scenarios made up from a seed until something breaks: reduced to a
                              notebook and a test: docs/hunting.md
  ./schedlab tune SPEC.json --knob NAME=LOW..HIGH --minimise METRIC
                              the best values of a scheduler's knobs, shown on other seeds: docs/tuning.md
  ./schedlab lab [OPTION...]  opens Jupyter with the kernel installed and notebooks/ in view
  ./schedlab test [OPTION...] sets up, builds, runs all tests (--all-kernels: all notebooks on 3 kernels; --long: long proofs;
                              --sweeps: sweeps on two machines, as root)
  ./schedlab doctor           what is there, what is missing, the command that fixes it

  ./schedlab kernel fetch [SERIES | VERSION] [--default]
                              fetches a Linux kernel image; without a series: 6.18. 6.1 and 6.12 have no sched_ext
  ./schedlab kernel add FILE [--default]
                              takes a kernel of one's own out of a .deb, .rpm, .pkg.tar.zst or build
  ./schedlab kernel build FOLDER [--name NAME] [--jobs N] [--default]
                              configures and builds the kernel in a folder, and adds it
  ./schedlab kernel check FILE
                              what a .config or a kernel has of what schedlab needs: docs/your-own-kernel.md
  ./schedlab kernel list      the kernels in Debian's archive, in this machine's package sources and in the cache
  ./schedlab sql fetch        fetches DuckDB (80 MB): SQL over tables, Parquet files; nothing else needs it
  ./schedlab cache            what the cache folder holds; cache clear empties it
  ./schedlab install [--user | --prefix DIR]     installs the Jupyter kernel
  ./schedlab uninstall [--user | --prefix DIR]   removes it
  ./schedlab benchmark [NAME...]
                              measures the promised numbers on this machine; time-travel and rewinds are two of the names
  ./schedlab benchmark jupyter [--starts N] [--cells N]
                              measures how fast the kernel answers, beside a plain Java kernel
  ./schedlab format           lays out the sources as the build wants them
  ./schedlab docs             writes the pages of docs/ that come from the code

Variables:
  SCHEDLAB_KERNEL      the kernel image to boot (bzImage or vmlinux) instead of the fetched one
  SCHEDLAB_QEMU        the QEMU to use instead of qemu-system-x86_64 of the path
  SCHEDLAB_CACHE       the cache folder (else $XDG_CACHE_HOME/schedlab or ~/.cache/schedlab)
  SCHEDLAB_RUNTIME     the folder for running machines, on shared memory
  SCHEDLAB_SCHEDULERS  folders of executable schedulers, separated by colons
  SCHEDLAB_PYTHON      the Python whose Jupyter is used instead of /usr/bin/python3
  SCHEDLAB_JDK_SEARCH  JDK folders to look at, separated by colons, instead of the usual places
All of them: install/README.md
END
}
