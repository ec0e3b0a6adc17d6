/* Answers a query: all of its words must stand in an article. The last word may be unfinished,
   “quoted words” stand as they are written, and -word leaves articles out. */
"use strict";

globalThis.backissues ??= {};

(() => {
  // “Curly”, «angular» or "straight" quotes, or what stands between two spaces; a hyphen before it.
  const TERM = /(?<not>(?<=^|\s)[-−])?(?:"(?<a>[^"]*)"|“(?<b>[^”]*)”|«(?<c>[^»]*)»|(?<plain>[^\s"“«]+))/gu;
  // Regular plurals and singulars of the languages that have them so, each one way and the other:
  // modèle, modèles; réseau, réseaux; box, boxes; journal, journaux; company, companies.
  const ENDINGS = [["", "s"], ["", "x"], ["", "es"], ["al", "aux"], ["y", "ies"]];
  const SHORTEST_STEM = 3;
  // A word that is written out counts most, its plural a little less, a longer word by its length.
  const FOR_FORM = 0.9;
  const FOR_OPENED = 0.7;
  // One or two letters (IA, UE) that are a word stand for themselves, and not for what they open.
  const SHORTEST_OPENED = 3;
  // A phrase is looked for in the texts of so many articles, the likeliest.
  const MOST_READ = 200;

  /** Read a query into units; each is found by any of its `ways`, a way by all of its words. */
  function parse(query) {
    const units = [...query.matchAll(TERM)].flatMap(({ groups }) => {
      const quoted = groups.a ?? groups.b ?? groups.c;
      const not = Boolean(groups.not);
      if (quoted === undefined) {
        return backissues.scan(groups.plain).map((part) => ({ not, ways: waysOf(part) }));
      }
      const ways = backissues.scan(quoted).map((part) => ({ not, exact: true, ways: waysOf(part) }));
      const phrase = backissues.flat(quoted);
      if (not && ways.length > 1) return [{ not, phrase, ways: [] }];
      return ways.length ? [...ways.slice(0, -1), { ...ways.at(-1), phrase }] : [];
    });
    const last = units.at(-1);
    if (last && !last.exact && !last.not) for (const way of last.ways) way.at(-1).open = true;
    return units;
  }

  /** Give the ways to find one part of a query. */
  function waysOf({ run, parts, joined, sign }) {
    const whole = (words) => words.map((word) => ({ word }));
    if (run) {
      // A letter alone opens a pair wherever it stands.
      if (run.length === 1) return [[{ word: run[0], open: true }]];
      return [whole(run.slice(1).map((letter, at) => run[at] + letter))];
    }
    if (sign) return [whole([...parts.slice(0, -1), sign])];
    return joined ? [whole(parts), whole([joined])] : [whole(parts)];
  }

  /** Give the other forms of a word: its plural, its singular. */
  function forms(word) {
    const found = ENDINGS.flatMap(([one, many]) => [[one, many], [many, one]])
      .filter(([from]) => word.endsWith(from))
      .map(([from, to]) => [word.slice(0, word.length - from.length), to])
      .filter(([stem]) => stem.length >= SHORTEST_STEM)
      .map(([stem, to]) => stem + to);
    return /[a-z]$/.test(word) ? [...new Set(found)] : [];
  }

  /** Find the articles of one word, with its worth; `test` tells which words of a text are meant. */
  async function findWord(root, { word, open }, exact) {
    const { count } = await backissues.load(root, "index");
    const others = exact ? [] : forms(word);
    const [whole, ...rest] = await Promise.all([
      backissues.find(root, word, Boolean(open)),
      ...others.map((form) => backissues.find(root, form, false)),
    ]);
    const stands = whole.found.length > 0 && whole.found[0][0] === word;
    const short = word.length < SHORTEST_OPENED && /^[a-z0-9]+$/.test(word);
    const opens = open && !(stands && short);
    const scores = new Map();
    for (const [other, articles] of [...whole.found, ...rest.flatMap(({ found }) => found)]) {
      const closeness = other === word ? 1 : others.includes(other) ? FOR_FORM
        : opens ? (FOR_OPENED * word.length) / other.length : 0;
      if (!closeness) continue;
      const worth = closeness * Math.log(1 + count / articles.size);
      for (const [article, level] of articles) {
        scores.set(article, Math.max(scores.get(article) ?? 0, worth * level));
      }
    }
    const test = (other) =>
      other === word || others.includes(other) || (opens && !whole.broad && other.startsWith(word));
    return { scores, test, broad: whole.broad && !stands };
  }

  /** Keep the articles that stand in both, with the sum of their scores. */
  function both(one, other) {
    return new Map(
      [...one].filter(([article]) => other.has(article))
        .map(([article, score]) => [article, score + other.get(article)]),
    );
  }

  /** Find the articles of a unit, by any of its ways. */
  async function findUnit(root, { ways, exact }) {
    const found = { scores: new Map(), tests: [], broad: false };
    for (const way of ways) {
      const words = await Promise.all(way.map((word) => findWord(root, word, exact)));
      for (const [article, score] of words.map(({ scores }) => scores).reduce(both)) {
        found.scores.set(article, Math.max(found.scores.get(article) ?? 0, score));
      }
      found.tests.push(...words.map(({ test }) => test));
      found.broad ||= words.some(({ broad }) => broad);
    }
    return found;
  }

  /** Answer a query: articles, best first; tests for the words that are meant; and whether a word
      was too short (`broad`), or more articles would have to be read for a phrase (`partly`). */
  async function answer(root, query) {
    const units = parse(query);
    const wanted = units.filter(({ not }) => !not);
    if (!wanted.length) return { articles: [], tests: [], empty: true };
    const found = await Promise.all(wanted.map((unit) => findUnit(root, unit)));
    const unwanted = await Promise.all(
      units.filter(({ not }) => not).map((unit) => findUnit(root, unit)),
    );
    // A last word of which too little stands there yet does not take the others' articles away.
    const told = found.filter(({ scores, broad }) => !broad || scores.size);
    const scores = (told.length ? told : found).map(({ scores }) => scores).reduce(both);
    for (const { scores: out } of unwanted) for (const article of out.keys()) scores.delete(article);
    const ordered = [...scores].sort(([a, x], [b, y]) => y - x || b - a).map(([article]) => article);
    const phrases = units.filter(({ phrase }) => phrase?.trim().includes(" "));
    return {
      articles: phrases.length ? await holding(root, ordered.slice(0, MOST_READ), phrases) : ordered,
      tests: found.map(({ tests }) => (word) => tests.some((test) => test(word))),
      broad: found.some(({ broad }) => broad),
      partly: phrases.length > 0 && ordered.length > MOST_READ,
    };
  }

  /** Keep the articles in whose title or text all phrases stand, or do not, as they should. */
  async function holding(root, articles, phrases) {
    const read = await Promise.all(
      articles.map((article) => backissues.load(root, `articles/${article}`).catch(() => null)),
    );
    return articles.filter((_, at) => {
      const texts = read[at] ? [read[at].title, read[at].text].map(backissues.flat) : [];
      return phrases.every(({ phrase, not }) => texts.some((text) => text.includes(phrase)) !== not);
    });
  }

  Object.assign(backissues, { parse, answer });
})();
