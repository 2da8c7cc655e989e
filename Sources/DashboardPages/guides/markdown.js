import { code, element } from "./element.js";

/**
 * The name by which a heading is linked, as the usual hosts make it.
 *
 * @param {string} heading
 */
export function slug(heading) {
  return heading.replace(/\[([^\]]*)\]\([^)]*\)/g, "$1").trim().toLowerCase()
    .replace(/[^\p{L}\p{N}_\- ]/gu, "").replaceAll(" ", "-");
}

/**
 * A text of the documentation as elements: headings, paragraphs, lists, tables, code, links.
 *
 * @param {string} text
 * @param {(target: string) => string} link where a link leads from here
 * @returns {HTMLElement[]}
 */
export function rendered(text, link) {
  const lines = text.replace(/<!--[\s\S]*?-->\n?/g, "").split("\n");
  const parts = [];
  let index = 0;
  while (index < lines.length) {
    const line = lines[index];
    const fence = /^(`{3,})/.exec(line);
    const heading = /^(#{1,6}) +(.*?)#* *$/.exec(line);
    if (fence) {
      const end = lines.findIndex((each, at) => at > index && each.trim() === fence[1]);
      parts.push(code(lines.slice(index + 1, end < 0 ? lines.length : end).join("\n")));
      index = end < 0 ? lines.length : end + 1;
    } else if (heading) {
      const level = heading[1].length;
      parts.push(element(`h${level}`, { id: slug(heading[2]) }, ...spans(heading[2], link)));
      index++;
    } else if (line.startsWith("|") && /^\|[\s:|-]+\|$/.test(lines[index + 1] ?? "")) {
      const end = endOf(lines, index, (each) => each.startsWith("|"));
      parts.push(table(lines.slice(index, end), link));
      index = end;
    } else if (/^(?:[-*]|\d+\.) /.test(line)) {
      const end = endOf(lines, index, (each) => each.trim() !== "" && !each.startsWith("#"));
      parts.push(list(lines.slice(index, end), link));
      index = end;
    } else if (line.startsWith("> ")) {
      const end = endOf(lines, index, (each) => each.startsWith(">"));
      const words = lines.slice(index, end).map((each) => each.replace(/^> ?/, "")).join(" ");
      parts.push(element("blockquote", {}, ...spans(words, link)));
      index = end;
    } else if (line.trim() === "") {
      index++;
    } else if (/^ {4}/.test(line)) {
      const end = endOf(lines, index, (each) => /^ {4}/.test(each) || each.trim() === "");
      parts.push(code(lines.slice(index, end).join("\n").replace(/\n+$/, "")));
      index = end;
    } else {
      const end = endOf(
        lines,
        index,
        (each) => each.trim() !== "" && !/^(?:#|\||```|[-*] |\d+\. |> )/.test(each),
      );
      const words = spans(lines.slice(index, end).join(" "), link);
      if (words.length) parts.push(element("p", {}, ...words));
      index = end;
    }
  }
  return parts;
}

/**
 * Where the lines end that belong together with the first one.
 *
 * @param {string[]} lines
 * @param {number} start
 * @param {(line: string) => boolean} goesOn
 */
function endOf(lines, start, goesOn) {
  let end = start + 1;
  while (end < lines.length && goesOn(lines[end])) end++;
  return end;
}

/**
 * @param {string[]} lines
 * @param {(target: string) => string} link
 */
function list(lines, link) {
  const items = /** @type {string[]} */ ([]);
  for (const line of lines) {
    const begun = /^(?:[-*]|\d+\.) (.*)$/.exec(line);
    if (begun) items.push(begun[1]);
    else items[items.length - 1] += ` ${line.trim()}`;
  }
  const tag = /^\d/.test(lines[0]) ? "ol" : "ul";
  return element(tag, {}, ...items.map((item) => element("li", {}, ...spans(item, link))));
}

/**
 * @param {string[]} lines
 * @param {(target: string) => string} link
 */
function table(lines, link) {
  const rows = lines.filter((_, index) => index !== 1).map((line) =>
    line.trim().replace(/^\||\|$/g, "").split(/(?<!\\)\|/).map((cell) => cell.trim().replaceAll("\\|", "|"))
  );
  const [head, ...body] = rows;
  const row = (/** @type {string[]} */ cells, /** @type {string} */ tag) =>
    element("tr", {}, ...cells.map((cell) => element(cell ? tag : "td", {}, ...spans(cell, link))));
  return element(
    "div",
    { class: "table", tabindex: 0, role: "group", "aria-label": "Table" },
    element(
      "table",
      {},
      head.some((cell) => cell) && element("thead", {}, row(head, "th")),
      element("tbody", {}, ...body.map((cells) => row(cells, "td"))),
    ),
  );
}

/**
 * What stands in a line: code, strong words, links. Pictures are left out: they are not served here.
 *
 * @param {string} text
 * @param {(target: string) => string} link
 * @returns {(Node | string)[]}
 */
function spans(text, link) {
  const found = [];
  let rest = text;
  const pattern =
    /(`+)(.+?)\1|!\[[^\]]*\]\([^)]*\)|\[((?:`[^`]*`|[^\]])*)\]\(([^)\s]+)\)|\*\*(.+?)\*\*|\*([^*\s][^*]*)\*/;
  for (let match = pattern.exec(rest); match; match = pattern.exec(rest)) {
    if (match.index > 0) found.push(rest.slice(0, match.index));
    if (match[2] !== undefined) found.push(element("code", {}, match[2].trim()));
    else if (match[4] !== undefined) {
      found.push(element("a", { href: link(match[4]) }, ...spans(match[3], link)));
    } else if (match[5] !== undefined) found.push(element("strong", {}, ...spans(match[5], link)));
    else if (match[6] !== undefined) found.push(element("em", {}, ...spans(match[6], link)));
    rest = rest.slice(match.index + match[0].length);
  }
  if (rest.trim()) found.push(rest);
  return found;
}
