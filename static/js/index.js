/* Reads the index of words, piece by piece, as scripts that call `backissues.hold`: a page that was
   opened from a disk may load scripts, and nothing else. What the pieces hold is written by
   outputs/search.py and concordance/. */
"use strict";

globalThis.backissues ??= {};

(() => {
  // A word that so many pieces begin with is too short to tell what is meant.
  const MOST_PIECES = 4;
  // A posting is an article's number and, above it, the level of the word's worth, less one.
  const ARTICLES = 1 << 21;
  const FIRST_SIGN = 0x21;
  const SIGNS = Array.from({ length: 0x7f - FIRST_SIGN }, (_, at) => String.fromCharCode(FIRST_SIGN + at))
    .filter((sign) => sign !== '"' && sign !== "\\");
  const BASE = SIGNS.length / 2;
  const VALUES = new Map(SIGNS.map((sign, value) => [sign, value]));

  const held = new Map();
  const asked = new Map();

  /** Keep what a piece holds until its script is known to have run. */
  function hold(name, value) {
    held.set(name, value);
  }

  /** Load a piece of the index once; `root` is the address of the site. */
  function load(root, name) {
    if (!asked.has(name)) {
      asked.set(
        name,
        new Promise((resolve, reject) => {
          const script = document.createElement("script");
          script.src = new URL(`search/${name}.js`, root);
          script.onload = () => (held.has(name) ? resolve(held.get(name)) : reject(new Error(name)));
          script.onerror = () => {
            asked.delete(name);
            reject(new Error(name));
          };
          document.head.append(script);
        }),
      );
    }
    return asked.get(name);
  }

  /** Read numbers that stand one after the other without a space. */
  function numbers(written) {
    const found = [];
    let number = 0;
    for (const sign of written) {
      const value = VALUES.get(sign);
      number = number * BASE + (value % BASE);
      if (value < BASE) {
        found.push(number);
        number = 0;
      }
    }
    return found;
  }

  /** Read the articles of a word, each with what the word is worth to it. */
  function articles(written) {
    const found = new Map();
    let posting = 0;
    for (const step of numbers(written)) {
      posting += step;
      found.set(posting % ARTICLES, Math.floor(posting / ARTICLES) + 1);
    }
    return found;
  }

  /** Name the pieces that may hold a word, or the words that it opens. */
  function pieces(bounds, word, open) {
    let first = bounds.findLastIndex((bound) => bound <= word);
    const found = [bounds[first]];
    while (open && bounds[++first]?.startsWith(word)) found.push(bounds[first]);
    return found.map(pieceOf);
  }

  /** Name the piece that begins at a bound, as concordance/ranges.py names its file. */
  function pieceOf(bound) {
    const code = (unit) => `_${unit.charCodeAt(0).toString(16).padStart(4, "0")}`;
    return bound ? `words-${bound.replace(/[^a-z0-9]/g, code)}` : "words";
  }

  /** Find a word, or where it is `open` all that begin with it, as pairs of word and articles.
      Where too many do, only the word itself is looked for, and the answer is marked `broad`. */
  async function find(root, word, open) {
    const { bounds } = await load(root, "index");
    let names = pieces(bounds, word, open);
    const broad = names.length > MOST_PIECES;
    if (broad) names = names.slice(0, 1);
    const parts = await Promise.all(names.map((name) => load(root, name)));
    const found = [];
    for (const part of parts) {
      const list = typeof part === "string" ? part.split(" ") : part;
      for (let at = place(list, word); at < list.length; at += 2) {
        const same = list[at] === word;
        if (!same && !(open && !broad && list[at].startsWith(word))) break;
        found.push([list[at], articles(list[at + 1])]);
      }
    }
    return { found, broad };
  }

  /** Find the place of the first word that is not before this one. */
  function place(list, word) {
    let [low, high] = [0, list.length / 2];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (list[2 * middle] < word) low = middle + 1;
      else high = middle;
    }
    return 2 * low;
  }

  /** Read the kind, year and tags of articles, each as its place in the index's lists. */
  async function facets(root, wanted) {
    const { block } = await load(root, "index");
    const blocks = [...new Set(wanted.map((article) => Math.floor(article / block)))];
    const parts = new Map(
      await Promise.all(
        blocks.map(async (at) => [at, (await load(root, `facets-${at}`)).split(" ")]),
      ),
    );
    return new Map(
      wanted.map((article) => {
        const [kind, year, ...tags] = numbers(parts.get(Math.floor(article / block))[article % block]);
        return [article, { kind: [kind], year: [year], tag: tags }];
      }),
    );
  }

  Object.assign(backissues, { hold, load, numbers, find, facets });
})();
