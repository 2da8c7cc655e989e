#!/usr/bin/env python3
"""Makes `custom-elements.json` and `laurel.d.ts` of the elements' sources and the comments above them.

    Sources/UIKitPages/describe.py           writes both
    Sources/UIKitPages/describe.py --check   says what is missing or out of date, and fails then
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
SOURCES = [*sorted((HERE / "kit/elements").glob("*.js")), *sorted((HERE / "kit/more").glob("*.js"))]
COMMENT = re.compile(r"^/\*\*\n(.*?)^ \*/\n(?:export class (\w+) extends (\w+) \{\n)?", re.S | re.M)


def classes(text: str) -> list[tuple[str, str, str, str]]:
    """Each class that a comment stands above: the comment, the name, the base, the body."""
    return [
        (match[1], match[2], match[3], text[match.end() :].partition("\n}\n")[0])
        for match in COMMENT.finditer(text)
        if match[2]
    ]


def typedefs(text: str) -> list[tuple[str, str]]:
    """Each comment that names a type of an object."""
    found = [(match[1], re.search(r"@typedef \{object\} (\w+)", match[1])) for match in COMMENT.finditer(text)]
    return [(comment, name[1]) for comment, name in found if name]


def tags(comment: str) -> tuple[str, dict[str, list[str]]]:
    """What a comment says first, and its tags with what they say."""
    text = "\n".join(line[3:] if len(line) > 2 else "" for line in comment.splitlines())
    about, *rest = re.split(r"^@", text, flags=re.M)
    found: dict[str, list[str]] = {}
    for each in rest:
        name, _, words = each.partition(" ")
        found.setdefault(name.strip(), []).append(" ".join(words.split()))
    return " ".join(about.split()), found


def property_of(text: str) -> tuple[str, str, str]:
    """`{type} name - what it is`, where the type may have braces of its own."""
    depth = 0
    for index, character in enumerate(text):
        depth += (character == "{") - (character == "}")
        if depth == 0:
            break
    name, _, about = text[index + 1 :].strip().partition(" - ")
    return name, text[1:index], about


def declared(body: str) -> list[str]:
    """The names of `static properties`."""
    found = re.search(r"static properties = \{(.*?)\};", body, re.S)
    return [] if not found else [name for name in re.findall(r"(\w+):", found[1])]


def common() -> tuple[dict[str, list[str]], list[str]]:
    text = (HERE / "kit/base/kit.js").read_text()
    comment = next(comment for comment, name, _, _ in classes(text) if name == "LaurelElement")
    names = re.findall(r"(\w+):", re.search(r"static common = \{(.*?)\};", text, re.S)[1])
    return tags(comment)[1], names


def can_be_empty(name: str, text: str) -> bool:
    """Whether a class says when it has nothing to show, by itself or by its base."""
    found = re.search(rf"^(?:export )?class {name} extends (\w+) \{{(.*?)^\}}", text, re.S | re.M)
    if not found:
        return False
    if "isEmpty()" in found[2]:
        return "isEmpty() {\n    return false" not in found[2]
    return can_be_empty(found[1], text)


def elements() -> list[dict]:
    shared, shared_names = common()
    found = []
    for source in SOURCES:
        for comment, class_name, base, body in classes(source.read_text()):
            about, own = tags(comment)
            if "element" not in own:
                continue
            own_slots = own.get("slot", [])
            slots = [
                slot for slot in shared["slot"]
                if split(slot)[0] not in {split(one)[0] for one in own_slots}
                and (split(slot)[0] != "empty" or can_be_empty(class_name, source.read_text()))
            ]  # fmt: skip
            properties = [property_of(text) for text in own.get("prop", []) + shared["prop"]]
            found.append({
                "tag": own["element"][0], "class": class_name, "about": about, "file": source,
                "properties": properties, "declared": declared(body) + shared_names,
                "events": own.get("fires", []), "slots": own_slots + slots,
                "parts": own.get("csspart", []), "css": own.get("cssprop", []),
                "methods": own.get("method", []),
                "readonly": {"state"} if "get state" in body else set(),
            })  # fmt: skip
    return found


def problems(found: list[dict]) -> list[str]:
    """What a comment says that is not there, and what is there without a word about it."""
    wrong = []
    everything = "".join(source.read_text() for source in SOURCES)
    for element in found:
        told = {name for name, _, _ in element["properties"]} - element["readonly"]
        there = set(element["declared"])
        wrong += [f"{element['tag']}: {name} is not told of" for name in there - told]
        wrong += [f"{element['tag']}: {name} is not there" for name in told - there]
        for text in element["events"]:
            if f'"{text.split(" ")[0]}"' not in everything:
                wrong.append(f"{element['tag']}: {text} is never told")
    return wrong


def split(text: str) -> tuple[str, str]:
    name, _, about = text.partition("- ")
    return name.strip(), about.strip()


def manifest(found: list[dict]) -> str:
    modules = []
    for element in found:
        declaration = {
            "kind": "class", "customElement": True, "tagName": element["tag"], "name": element["class"],
            "description": element["about"],
            "members": [
                {"kind": "field", "name": name, "type": {"text": kind}, "description": about,
                 **({"attribute": attribute(name)} if "=>" not in kind else {})}
                for name, kind, about in element["properties"]
            ] + [
                {"kind": "method", "name": split(text)[0], "description": split(text)[1]}
                for text in element["methods"]
            ],
            "events": [{"name": split(text)[0], "description": split(text)[1]} for text in element["events"]],
            "slots": [{"name": split(text)[0], "description": split(text)[1]} for text in element["slots"]],
            "cssParts": [{"name": split(text)[0], "description": split(text)[1]} for text in element["parts"]],
            "cssProperties": [{"name": split(text)[0], "description": split(text)[1]} for text in element["css"]],
        }  # fmt: skip
        path = "more.js" if element["file"].parent.name == "more" else "laurel.js"
        modules.append({"kind": "javascript-module", "path": path, "declarations": [declaration]})
    return json.dumps({"schemaVersion": "1.0.0", "modules": modules}, ensure_ascii=False, indent=1) + "\n"


def attribute(name: str) -> str:
    return re.sub(r"[A-Z]", lambda letter: f"-{letter[0].lower()}", name)


def types() -> list[str]:
    lines = []
    for source in SOURCES:
        for comment, name in typedefs(source.read_text()):
            about, own = tags(comment)
            lines.append(f"/** {about} */\nexport interface {name} {{")
            for text in own.get("property", []):
                kind_end = property_of(text)
                field, kind, more = kind_end
                words = field.split(" ", 1)
                optional = words[0].startswith("[")
                field = words[0].strip("[]")
                about = more or (words[1] if len(words) > 1 else "")
                if about:
                    lines.append(f"  /** {about} */")
                lines.append(f"  {field}{'?' if optional else ''}: {kind};")
            lines.append("}\n")
    return lines


CLIENT = """\
/** What the server said instead of an answer; `status` is 0 where there was none. */
export class LaurelError extends Error {
  status: number;
}

export interface ClientOptions {
  /** Where Laurel is. Default: where the module came from. */
  address?: string;
  user: string;
  apiKey?: string;
  token?: string | (() => string | Promise<string>);
  tenant?: string;
  cache?: boolean;
}

/** One answer of the server, which stays up to date while somebody looks at it. */
export interface Resource {
  readonly value: any;
  readonly at: number;
  readonly isStale: boolean;
  readonly error: LaurelError | null;
  subscribe(listener: () => void): () => void;
  refresh(): Promise<void>;
}

export class LaurelClient {
  readonly state: "connecting" | "live" | "offline" | "refused";
  readonly userPath: string;
  readonly changes: EventTarget;
  call(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<any>;
  event(
    metric: string,
    value: number,
    more?: { attributes?: Record<string, string>; idempotencyKey?: string },
  ): Promise<any>;
  resource(path: string): Resource;
  on(listener: (type: string, data: any) => void): () => void;
  forget(): void;
}

export function connect(options: ClientOptions): LaurelClient;
export function addWords(language: string, words: Record<string, string | Record<string, string>>): void;
"""


def declarations(found: list[dict]) -> str:
    lines = ["// Types of the UI kit. Made of the sources by describe.py: do not change it by hand.\n", CLIENT]
    lines += types()
    for element in found:
        lines.append(f"/** {element['about']} */\nexport class {element['class']} extends HTMLElement {{")
        for name, kind, about in element["properties"]:
            lines.append(f"  /** {about} */")
            readonly = "readonly " if name in element["readonly"] else ""
            # HTMLElement has properties of these names, of other types.
            hidden = "  // @ts-ignore: another type than that of HTMLElement\n" if name in ("title",) else ""
            lines.append(f"{hidden}  {readonly}{name}: {kind};")
        for text in element["methods"]:
            lines.append(f"  /** {split(text)[1]} */\n  {split(text)[0]}(...parameters: any[]): any;")
        lines.append("}\n")
    lines.append("declare global {\n  interface HTMLElementTagNameMap {")
    lines += [f'    "{element["tag"]}": {element["class"]};' for element in found]
    lines.append("  }\n}")
    return "\n".join(lines) + "\n"


def main() -> None:
    found = elements()
    wrong = problems(found)
    made = {"custom-elements.json": manifest(found), "laurel.d.ts": declarations(found)}
    for name, text in made.items():
        file = HERE / name
        if "--check" not in sys.argv:
            file.write_text(text)
        elif file.read_text() != text:
            wrong.append(f"{name} is out of date: run {Path(__file__).name}")
    if wrong:
        sys.exit("\n".join(wrong))
    print(f"{len(found)} elements")


main()
