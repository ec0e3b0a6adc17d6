/* Shows where the words of a query stand: a passage of the text, with the words marked. Texts are
   put into the page as texts, never as markup. */
"use strict";

globalThis.backissues ??= {};

(() => {
  // Three lines of a list; the words of a query are sought that near to each other.
  const LONGEST = 260;
  const BEFORE = 60;
  // A word as the text writes it, with its hyphens and marks. Matches Élysée, open-source, C++.
  const PIECE = /[\p{L}\p{N}\p{M}\u00ad]+(?:[-\u2010\u2011][\p{L}\p{N}\p{M}\u00ad]+)*[+#]{0,2}/gu;
  const PART = /[\p{L}\p{N}\p{M}\u00ad]+/gu;

  /** Find the words that tests mean in a text: where each begins and ends, and whose it is. */
  function places(text, tests) {
    const known = new Map();
    const found = [];
    const which = (piece) => {
      if (!known.has(piece)) {
        const words = backissues.words(piece);
        known.set(piece, tests.findIndex((test) => words.some(test)));
      }
      return known.get(piece);
    };
    for (const { 0: piece, index } of text.matchAll(PIECE)) {
      if (which(piece) < 0) continue;
      const folded = [...backissues.fold(piece)];
      const [{ run } = {}] = backissues.scan(piece);
      if (run && folded.length === piece.length) found.push(...runPlaces(folded, index, tests));
      else found.push(...partPlaces(piece, index, which));
    }
    return found;
  }

  /** Find the pairs of letters that are meant, or single ones, in a run that parts no words. */
  function runPlaces(run, index, tests) {
    const found = [];
    run.forEach((letter, at) => {
      const pair = letter + (run[at + 1] ?? "");
      const test = tests.findIndex((one) => one(pair));
      if (test < 0) return;
      // A letter that opens pairs is meant alone.
      const alone = tests[test](`${letter}\0`);
      const [start, end] = [index + at, index + at + (alone ? 1 : pair.length)];
      const last = found.at(-1);
      if (last?.test === test && last.end >= start) last.end = end;
      else found.push({ start, end, test });
    });
    return found;
  }

  /** Find the parts of a compound that are meant, or all of it where it is meant as a whole. */
  function partPlaces(piece, index, which) {
    const parts = [...piece.matchAll(PART)].filter(({ 0: part }) => which(part) >= 0);
    if (!parts.length || /[+#]$/.test(piece)) {
      return [{ start: index, end: index + piece.length, test: which(piece) }];
    }
    return parts.map(({ 0: part, index: at }) => ({
      start: index + at,
      end: index + at + part.length,
      test: which(part),
    }));
  }

  /** Choose the part of a text where most of the words stand, the first of such. */
  function passage(text, found) {
    let best = { words: 0, start: 0 };
    found.forEach(({ start }, at) => {
      const words = new Set();
      for (let next = at; found[next] && found[next].end - start < LONGEST - BEFORE; next++) {
        words.add(found[next].test);
      }
      if (words.size > best.words) best = { words: words.size, start };
    });
    const start = atWord(text, best.start > BEFORE ? best.start - BEFORE : 0);
    return { start, end: atWord(text, Math.min(start + LONGEST, text.length)) };
  }

  /** Give the nearest space behind a place, so that no word is cut; scripts without keep theirs. */
  function atWord(text, place) {
    if (place === 0 || place >= text.length) return place;
    const space = text.slice(place, place + BEFORE / 3).search(/\s/);
    return space < 0 ? place : place + space + 1;
  }

  /** Fill an element with a text, or a range of it, the places found in it inside <mark>. */
  function fill(element, text, found, range = { start: 0, end: text.length }) {
    let at = range.start;
    if (at > 0) element.append("… ");
    for (const { start, end } of found) {
      if (start < at || end > range.end) continue;
      const marked = document.createElement("mark");
      marked.textContent = text.slice(start, end);
      element.append(text.slice(at, start), marked);
      at = end;
    }
    element.append(text.slice(at, range.end).trimEnd());
    if (range.end < text.length) element.append(" …");
  }

  /** Fill an element with a text, the words that are meant marked. */
  function mark(element, text, tests) {
    fill(element, text, places(text, tests));
  }

  /** Fill an element with the passage of a text that a query is about, its words marked. */
  function show(element, text, tests) {
    const found = places(text, tests);
    fill(element, text, found, passage(text, found));
  }

  Object.assign(backissues, { mark, show });
})();
