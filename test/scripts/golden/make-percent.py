"""Writes percent.json: documents in the ts:percent form, and the notebooks jupytext makes of them.

Made with Python 3.11, jupytext 1.19.6 and nbformat 5.11:
    pip install jupytext==1.19.6 && python make-percent.py
"""

import json
import random
from pathlib import Path

import jupytext
import nbformat

PLAIN = """// %% [markdown]
// # Title
//
// Some *text*, with `code`:
// - one
//   - two

// %% tags=["parameters"]
const n = 3;
const s = 'x';

// %% A title tags=["hide"] name="x"
let a = 1;

let b = `a template
literal`;

// %%
console.log(a, 'größer');
// %%


// %% [markdown] tags=["note"]
// ```ts
// %% in a fenced block
// ```

// %% [raw]
// raw text
"""

HEADER = """// ---
// jupyter:
//   jupytext:
//     formats: ipynb,ts:percent
//     text_representation:
//       extension: .ts
//       format_name: percent
//       format_version: '1.3'
//       jupytext_version: 1.19.6
//   kernelspec:
//     display_name: TypeScript
//     language: typescript
//     name: tslab
// ---

// %%
1 + 1;
"""

LINES = [
    "", "", "", "// %%", "// %% [markdown]", "// %% A title", '// %% tags=["a", "b c"]',
    '// %% [markdown] tags=["n"]', '// %% t u k=1 s="x=y"', "// text", "//no space", "//",
    "// ```", "// ```ts", "// ~~~~", "const a = 1;", "  indented();", "// %% in [raw] x",
    "// %% [raw]", "/* block */", "f('it');", "  // %%", "// %%%% deep", "//%% tight",
    "const s = `x`;", '// %% {"k": 1}', "// %% [md] q=[1, 2]",
]


def read(text):
    notebook = jupytext.reads(text, fmt={"extension": ".ts", "format_name": "percent"})
    for i, cell in enumerate(notebook.cells):
        cell["id"] = f"cell-{i}"
    # The command line (jupytext --to ipynb) leaves it out.
    notebook.metadata.get("jupytext", {}).pop("text_representation", None)
    return notebook


def random_text():
    lines = ["// %%", *random.choices(LINES, k=random.randint(1, 12))]
    return "\n".join(lines) + random.choice(["\n", ""])


def cells(text):
    return [[cell.cell_type, cell.source, cell.metadata] for cell in read(text).cells]


random.seed(0)
notebooks = [{"text": text, "ipynb": nbformat.writes(read(text))} for text in (PLAIN, HEADER)]
documents = [{"text": text, "cells": cells(text)} for text in (random_text() for _ in range(150))]
golden = {"jupytext": jupytext.__version__, "notebooks": notebooks, "documents": documents}
path = Path(__file__).with_name("percent.json")
path.write_text(json.dumps(golden, ensure_ascii=False, indent=0) + "\n")
