"""Screens as SVG: text that can be selected and searched, in the light and in the dark."""

import xml.etree.ElementTree as ElementTree
from xml.sax.saxutils import escape

CELL, LINE, SIZE, MARGIN = 8.4, 19, 14, 16
STYLE = """
svg{font:14px ui-monospace,SFMono-Regular,"SF Mono",Menlo,Consolas,"DejaVu Sans Mono","Liberation Mono",monospace}
.screen{fill:#f6f8fa;stroke:#d0d7de}
text{fill:#1f2328;white-space:pre}
.bold{font-weight:700}.underlined{text-decoration:underline}
.dim{fill:#57606a}.red{fill:#b3261e}.green{fill:#116329}.yellow{fill:#7d4e00}
@media(prefers-color-scheme:dark){.screen{fill:#161b22;stroke:#30363d}text{fill:#e6edf3}
.dim{fill:#9198a1}.red{fill:#ff8b82}.green{fill:#7ee787}.yellow{fill:#e3b341}}
""".strip()


def draw(lines, title, columns):
    """The lines of a screen. Each is stretched to its width in cells, so that columns stand below each other in any font."""
    width, height = round(columns * CELL + 2 * MARGIN), len(lines) * LINE + 2 * MARGIN
    texts = "".join(line(runs, MARGIN + SIZE + number * LINE) for number, runs in enumerate(lines))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}" role="img">\n'
        f"<title>{escape(title)}</title>\n<style>\n{STYLE}\n</style>\n"
        f'<rect class="screen" x="0.5" y="0.5" width="{width - 1}" height="{height - 1}" rx="6"/>\n{texts}</svg>\n'
    )


def line(runs, y):
    length = sum(len(text) for text, _ in runs)
    if length == 0:
        return f'<text y="{y}"></text>\n'
    spans = "".join(escape(text) if not style else f'<tspan class="{style}">{escape(text)}</tspan>' for text, style in runs)
    return f'<text x="{MARGIN}" y="{y}" textLength="{length * CELL:.1f}" xml:space="preserve">{spans}</text>\n'


def text_of(drawing):
    """The lines of a drawing."""
    texts = ElementTree.fromstring(drawing).iter("{http://www.w3.org/2000/svg}text")
    return ["".join(text.itertext()) for text in texts]
