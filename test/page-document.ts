import { readFileSync } from 'node:fs';

type Attributes = Record<string, string>;
type Listener = (event: { preventDefault(): void }) => void;

/**
 * As much of a document as the scripts of a page use: what goes in as a text stays a text, and there is no way for it to become markup. The
 * places are those that the page's HTML names; a script that looks for another finds null, as in a browser.
 */
export class PageDocument {
  hidden = false;
  readonly #places: ReadonlyMap<string, PageElement>;

  constructor(htmlFile: string) {
    const html = readFileSync(htmlFile, 'utf8');
    const ids = [...html.matchAll(/<(\w+)[^>]*\bid="([^"]+)"([^>]*)>/g)];
    this.#places = new Map(
      ids.map(([tag, name = '', id = '']) => [
        id,
        Object.assign(new PageElement(name), { hidden: / hidden\b/.test(tag) }),
      ]),
    );
  }

  getElementById(id: string): PageElement | null {
    return this.#places.get(id) ?? null;
  }

  place(id: string): PageElement {
    const place = this.#places.get(id);
    if (!place) throw new Error(`the page has no place "${id}"`);
    return place;
  }

  createElement(name: string): PageElement {
    return new PageElement(name);
  }

  createElementNS(_: string, name: string): PageElement {
    return new PageElement(name);
  }

  addEventListener(): void {}
}

export class PageElement {
  hidden = false;
  value = '';
  readonly attributes: Attributes = {};
  #children: (PageElement | string)[] = [];
  readonly #listeners = new Map<string, Listener>();

  constructor(readonly name: string) {}

  setAttribute(name: string, value: string): void {
    this.attributes[name] = value;
  }

  append(...children: (PageElement | string)[]): void {
    this.#children.push(...children);
  }

  replaceChildren(...children: (PageElement | string)[]): void {
    this.#children = children;
  }

  addEventListener(kind: string, listener: Listener): void {
    this.#listeners.set(kind, listener);
  }

  /** What a person does. */
  happens(kind: string): void {
    this.#listeners.get(kind)?.({ preventDefault: () => undefined });
  }

  /** Every text inside, in order. */
  get texts(): string[] {
    return this.#children.flatMap((child) => (typeof child === 'string' ? [child] : child.texts));
  }

  /** This and every element inside. */
  get elements(): PageElement[] {
    return [this, ...this.#children.flatMap((child) => (typeof child === 'string' ? [] : child.elements))];
  }
}
