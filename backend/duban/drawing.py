"""Draws every workflow from its table, so that the picture in `docs/workflows/` cannot lie (compared in CI)."""

from typing import Any

import duban.main as application
from duban.kernel import term_registry
from duban.kernel.terms import Mark
from duban.kernel.workflow import Workflow

HEADER = "<!-- Written by `make draw` from the workflow's table. Change the table, not this page. -->\n"


def pages() -> dict[str, str]:
    """File name → page, one for each workflow and an index."""
    application.routers()
    flows = term_registry.workflows()
    found = {f"{flow.name}.md": page(flow) for flow in flows}
    lines = "".join(f"- [{flow.title.zh} {flow.title.en}]({flow.name}.md)\n" for flow in flows)
    found["README.md"] = f"{HEADER}\n# Workflows\n\n{lines}"
    return found


def page(flow: Workflow[Any]) -> str:
    """One workflow: the diagram, its steps with who may take them and why not, its terms with their articles."""
    parts = [HEADER, f"# {flow.title.zh} {flow.title.en}", f"```mermaid\n{flow.mermaid()}```", "## Steps", _steps(flow)]
    if flow.terms():
        parts += ["## Terms", _terms(flow)]
    return "\n\n".join(parts) + "\n"


def _steps(flow: Workflow[Any]) -> str:
    rows = ["| Step | From | To | Permission | Guards | Clocks | Basis |", "|---|---|---|---|---|---|---|"]
    for step in flow.steps:
        clocks = [f"starts `{start.term.name}`" for start in step.starts]
        clocks += [f"stops `{name}`" for name in step.stops]
        clocks += [f"cancels `{name}`" for name in step.cancels]
        clocks += [f"pauses `{name}`" for name in step.pauses] + [f"resumes `{name}`" for name in step.resumes]
        guards = ", ".join(f"`{guard.__name__}`" for guard in step.guards)
        sources = ", ".join(f"`{state}`" for state in sorted(step.sources))
        name = f"{step.label.zh} `{step.name}`" + (" (timer)" if step.system else "")
        target = f"`{step.target}`" if step.target else "stays"
        cells = (name, sources, target, f"`{step.permission}`", guards, "<br>".join(clocks), step.basis)
        rows.append("| " + " | ".join(cells) + " |")
    return "\n".join(rows)


def _terms(flow: Workflow[Any]) -> str:
    rows = ["| Term | Length | Basis | Mark | Regional setting |", "|---|---|---|---|---|"]
    for term in flow.terms():
        length = f"{term.amount} {term.unit.value.replace('_', ' ')}" if term.amount else "to the day set"
        mark = Mark(term.mark).value
        setting = f"`term.{term.name}`" if term.setting else ""
        rows.append(f"| {term.title.zh} `{term.name}` | {length} | {term.basis} | {mark} | {setting} |")
    return "\n".join(rows)
