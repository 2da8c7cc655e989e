// Templates: `html` makes a value of what a page shows, `render` writes it into the page.
//
// A template is parsed once. When it is rendered again, only the values that changed are written, so
// focus, selection and scrolling stay. Every value is text or an attribute's value: nothing that
// comes from elsewhere is ever read as HTML.

/**
 * @typedef {object} Template
 * @property {TemplateStringsArray} strings What was written.
 * @property {unknown[]} values What goes in between.
 * @property {boolean} isSVG Whether it stands inside of an SVG image.
 * @property {unknown} [key] What the template is found again by among others in a list.
 */

/**
 * A piece of a page.
 *
 * `name=${value}` is an attribute (none for null and false), `?name=${bool}` one that is there or
 * not, `.name=${value}` a property, `@name=${function}` listens, and `ref=${function}` is given the
 * element once.
 * @param {TemplateStringsArray} strings
 * @param {...unknown} values
 * @returns {Template}
 */
export function html(strings, ...values) {
  return { strings, values, isSVG: false };
}

/**
 * A piece of an SVG image.
 * @param {TemplateStringsArray} strings
 * @param {...unknown} values
 * @returns {Template}
 */
export function svg(strings, ...values) {
  return { strings, values, isSVG: true };
}

/**
 * A list whose elements keep their place in the page as long as their key is in the list.
 * @template T
 * @param {Iterable<T>} items
 * @param {(item: T, index: number) => unknown} key
 * @param {(item: T, index: number) => Template} view
 * @returns {Template[]}
 */
export function each(items, key, view) {
  return Array.from(items, (item, index) => ({ ...view(item, index), key: key(item, index) }));
}

/**
 * Writes a template into an element, whose content is only ever written by this function.
 * @param {unknown} value
 * @param {Element | ShadowRoot} container
 */
export function render(value, container) {
  let slot = slots.get(container);
  if (!slot) {
    container.textContent = "";
    slot = new Slot(container, null);
    slots.set(container, slot);
  }
  slot.set(value);
}

/** @type {WeakMap<Node, Slot>} */
const slots = new WeakMap();
/** @type {WeakMap<TemplateStringsArray, Blueprint>} */
const blueprints = new WeakMap();

const MARK = "laurel-";

/**
 * @typedef {{kind: string, path: number[], name: string, pieces: string[], count: number}} Spot
 */

/** A template as it was parsed: a fragment to copy, and where the values go. */
class Blueprint {
  /** @param {Template} template */
  constructor(template) {
    this.element = document.createElement("template");
    const text = marked(template.strings);
    this.element.innerHTML = template.isSVG ? `<svg>${text}</svg>` : text;
    if (template.isSVG) {
      const root = this.element.content.firstChild;
      this.element.content.replaceChildren(...Array.from(root?.childNodes ?? []));
    }
    /** @type {Spot[]} */
    this.spots = [];
    this.find(this.element.content, [], template.strings);
  }

  /**
   * @param {Node} node
   * @param {number[]} path
   * @param {TemplateStringsArray} strings
   */
  find(node, path, strings) {
    if (node instanceof Element) this.findAttributes(node, path, strings);
    if (node instanceof Comment && node.data.startsWith(MARK)) {
      this.spots.push({ kind: "child", path, name: "", pieces: [], count: 1 });
    }
    Array.from(node.childNodes).forEach((child, index) => {
      this.find(child, [...path, index], strings);
    });
  }

  /**
   * @param {Element} element
   * @param {number[]} path
   * @param {TemplateStringsArray} strings
   */
  findAttributes(element, path, strings) {
    for (const attribute of Array.from(element.attributes)) {
      if (!/laurel-\d+-/.test(attribute.value)) continue;
      const pieces = attribute.value.split(/laurel-\d+-/);
      const first = Number(attribute.value.match(/laurel-(\d+)-/)?.[1]);
      // The parser folds names to lower case, which properties do not have.
      const written = strings[first].match(/([^\s"'<>=]+)\s*=\s*["']?[^"']*$/)?.[1];
      const name = written ?? attribute.name;
      element.removeAttribute(attribute.name);
      const kind = name === "ref" ? "ref" : ATTRIBUTE_KINDS[name[0]] ?? "attribute";
      this.spots.push({
        kind,
        path,
        name: ATTRIBUTE_KINDS[name[0]] ? name.slice(1) : name,
        pieces,
        count: pieces.length - 1,
      });
    }
  }
}

/** @type {Record<string, string>} */
const ATTRIBUTE_KINDS = { "@": "listener", ".": "property", "?": "flag" };

/**
 * The text with a mark for each value: a comment among elements, a word inside of a tag.
 * @param {TemplateStringsArray} strings
 */
function marked(strings) {
  let text = "";
  let isInTag = false;
  strings.forEach((string, index) => {
    text += trimmed(string, index === 0, index === strings.length - 1);
    for (const character of string) {
      if (character === "<") isInTag = true;
      else if (character === ">") isInTag = false;
    }
    if (index < strings.length - 1) text += isInTag ? `${MARK}${index}-` : `<!--${MARK}${index}-->`;
  });
  return text;
}

/**
 * A string of a template without the ends of lines that are there for readers of the source: between
 * tags, between a tag and a value, and at both ends.
 * @param {string} string
 * @param {boolean} isFirst
 * @param {boolean} isLast
 */
function trimmed(string, isFirst, isLast) {
  let text = string.replace(/>\s*\n\s*</g, "><").replace(/>\s*\n\s*$/, ">").replace(/^\s*\n\s*</, "<");
  if (/^\s*\n\s*$/.test(text)) text = "";
  if (isFirst) text = text.replace(/^\s*\n\s*/, "");
  if (isLast) text = text.replace(/\s*\n\s*$/, "");
  return text;
}

/** A template in the page. */
class Instance {
  /** @param {Template} template */
  constructor(template) {
    let blueprint = blueprints.get(template.strings);
    if (!blueprint) {
      blueprint = new Blueprint(template);
      blueprints.set(template.strings, blueprint);
    }
    this.strings = template.strings;
    this.fragment = document.importNode(blueprint.element.content, true);
    // Found before anything is written, as writing moves what comes behind.
    const nodes = blueprint.spots.map((spot) =>
      spot.path.reduce((node, index) => node.childNodes[index], /** @type {Node} */ (this.fragment))
    );
    this.spots = blueprint.spots.map((spot, index) => placed(spot, nodes[index]));
  }

  /** @param {unknown[]} values */
  set(values) {
    let next = 0;
    for (const { spot, write } of this.spots) {
      write(values.slice(next, next + spot.count));
      next += spot.count;
    }
  }
}

/**
 * @param {Spot} spot
 * @param {any} node
 * @returns {{spot: Spot, write: (values: any[]) => void}}
 */
function placed(spot, node) {
  const { name, pieces } = spot;
  /** @type {unknown} */
  let last;
  switch (spot.kind) {
    case "child": {
      const slot = new Slot(node.parentNode, node);
      return { spot, write: ([value]) => slot.set(value) };
    }
    case "ref": {
      let isGiven = false;
      const write = (/** @type {any[]} */ [give]) => {
        if (!isGiven) give(node);
        isGiven = true;
      };
      return { spot, write };
    }
    case "listener": {
      /** @type {((event: Event) => void) | null} */
      let listener = null;
      node.addEventListener(name, (event) => listener?.(event));
      return { spot, write: ([value]) => listener = value };
    }
    case "property": {
      const isLive = name === "value" || name === "checked";
      const write = (/** @type {any[]} */ [value]) => {
        if (isLive ? node[name] !== value : last !== value) node[name] = value;
        last = value;
      };
      return { spot, write };
    }
    case "flag":
      return { spot, write: ([value]) => node.toggleAttribute(name, Boolean(value)) };
    default: {
      const write = (values) => {
        const isWhole = pieces.length === 2 && pieces.every((piece) => piece === "");
        const isNone = isWhole && (values[0] === null || values[0] === undefined || values[0] === false);
        const text = isNone ? null : pieces.map((piece, i) => piece + (values[i] ?? "")).join("");
        if (text === last) return;
        last = text;
        if (text === null) node.removeAttribute(name);
        else node.setAttribute(name, text);
      };
      return { spot, write };
    }
  }
}

/** A place in the page that holds a text, an element, a template, or a list of these. */
class Slot {
  /**
   * @param {Node} parent
   * @param {ChildNode | null} before The node that it stands before; the parent's end for null.
   */
  constructor(parent, before) {
    this.start = document.createComment("");
    this.end = document.createComment("");
    parent.insertBefore(this.start, before);
    parent.insertBefore(this.end, before);
    before?.remove();
    /** @type {unknown} */
    this.text = undefined;
    /** @type {Instance | null} */
    this.instance = null;
    /** @type {Map<unknown, Slot> | null} */
    this.list = null;
  }

  /** @param {any} value */
  set(value) {
    if (value === null || value === undefined || value === false || value === true) value = "";
    if (Array.isArray(value)) return this.setList(value);
    if (value instanceof Node) {
      if (this.text === value) return;
      this.clear();
      this.text = value;
      this.end.before(value);
    } else if (typeof value === "object" && value.strings) {
      if (this.instance?.strings !== value.strings) {
        this.clear();
        const instance = new Instance(value);
        this.instance = instance;
        instance.set(value.values);
        this.end.before(instance.fragment);
      } else {
        this.instance?.set(value.values);
      }
    } else {
      this.setText(String(value));
    }
  }

  /** @param {string} text */
  setText(text) {
    if (this.text === text) return;
    const node = this.start.nextSibling;
    if (typeof this.text === "string" && node instanceof Text) {
      node.data = text;
    } else {
      this.clear();
      if (text !== "") this.end.before(text);
    }
    this.text = text;
    if (text === "") this.clear();
  }

  /** @param {any[]} values */
  setList(values) {
    if (!this.list) {
      this.clear();
      this.list = new Map();
    }
    const before = this.list;
    const after = new Map();
    /** @type {ChildNode} */
    let last = this.start;
    values.forEach((value, index) => {
      const key = value?.key ?? index;
      let slot = before.get(key);
      before.delete(key);
      if (!slot) slot = new Slot(/** @type {Node} */ (this.end.parentNode), this.mark(last));
      else if (last.nextSibling !== slot.start) slot.moveAfter(last);
      slot.set(value);
      after.set(key, slot);
      last = slot.end;
    });
    for (const slot of before.values()) slot.remove();
    this.list = after;
  }

  /**
   * A node that a slot takes the place of.
   * @param {ChildNode} last
   */
  mark(last) {
    const node = document.createComment("");
    last.after(node);
    return node;
  }

  /** @param {ChildNode} node */
  moveAfter(node) {
    const nodes = [];
    for (let each = this.start; each !== this.end; each = /** @type {any} */ (each.nextSibling)) {
      nodes.push(each);
    }
    node.after(...nodes, this.end);
  }

  clear() {
    while (this.start.nextSibling && this.start.nextSibling !== this.end) this.start.nextSibling.remove();
    this.text = undefined;
    this.instance = null;
    this.list = null;
  }

  remove() {
    this.clear();
    this.start.remove();
    this.end.remove();
  }
}
