/* The words that a search finds a text by. The rules are those of text/search_words.py, which
   explains them; tests/cases/search/words.txt is run there and here. */
"use strict";

globalThis.backissues ??= {};

(() => {
  const UNSPACED =
    "\\u0e00-\\u0eff\\u1000-\\u109f\\u1780-\\u17ff\\u3005-\\u3007\\u3040-\\u30ff\\u31f0-\\u31ff" +
    "\\u3400-\\u4dbf\\u4e00-\\u9fff\\u{20000}-\\u{3ffff}";
  const LETTER = "[\\p{L}\\p{N}]";
  const SPACED = `(?:(?![${UNSPACED}])${LETTER})`;
  const ELIDED = new RegExp(`(?<!${LETTER})(?:${LETTER}|qu)'(?=${LETTER})`, "gu");
  const CONTRACTED = new RegExp(`(?<=${LETTER})'(?:[sdtm]|ll|re|ve)(?!${LETTER})`, "gu");
  const WORD = new RegExp(
    `(?<run>[${UNSPACED}]+)|(?<word>${SPACED}+(?:-${SPACED}+)*)` +
      `(?<sign>(?:\\+{1,2}|#)(?!${LETTER}))?`,
    "gu",
  );
  const MOST_PARTS = 3;
  const LONGEST = 40;
  const PLAIN = new Map([
    ..."æ:ae œ:oe ß:ss ø:o ł:l đ:d ð:d þ:th ı:i ħ:h ŧ:t ŋ:n ĸ:k ſ:s ς:σ"
      .split(" ")
      .map((pair) => pair.split(":")),
    ...[..."’‘‛ʼʹ′＇"].map((sign) => [sign, "'"]),
    ...[..."\u2010\u2011"].map((sign) => [sign, "-"]),
    ...[..."\u0660\u06f0\u0966\u09e6\u0e50"].flatMap((zero) =>
      [..."0123456789"].map((digit, value) => [
        String.fromCharCode(zero.charCodeAt(0) + value),
        digit,
      ]),
    ),
  ]);

  /** Give a text as it is compared: lower case, plain letters, one apostrophe, one hyphen. */
  function fold(text) {
    const apart = text.replace(/[™℠]/g, " ").normalize("NFKD").toLowerCase();
    const bare = apart.replace(/(?![\u3099\u309a])[\p{M}\p{Cf}]/gu, "");
    return bare.replace(/[^\0-\x7f]/gu, (sign) => PLAIN.get(sign) ?? sign).normalize("NFC");
  }

  /** Find the words of a text: runs of letters that part no words, and parts between hyphens. */
  function scan(text) {
    const folded = fold(text).replace(ELIDED, " ").replace(CONTRACTED, " ");
    return [...folded.matchAll(WORD)].map(({ groups: { run, word, sign } }) => ({
      run: run && [...run],
      parts: word?.split("-").map(cut),
      joined: word?.includes("-") && joined(word.split("-")),
      sign: sign && cut(word.split("-").at(-1) + sign),
    }));
  }

  function cut(word) {
    return [...word].slice(0, LONGEST).join("");
  }

  function joined(parts) {
    return parts.length <= MOST_PARTS ? cut(parts.join("")) : undefined;
  }

  /** Give the words that the index has of a text. */
  function words(text) {
    return scan(text).flatMap(({ run, parts, joined, sign }) =>
      run ? run.map((letter, at) => letter + (run[at + 1] ?? "")) : [...parts, joined, sign].filter(Boolean),
    );
  }

  /** Give a text as one string of plain words, each between two spaces, to look for a phrase in. */
  function flat(text) {
    return ` ${scan(text)
      .flatMap(({ run, parts }) => run ?? parts)
      .join(" ")} `;
  }

  Object.assign(backissues, { fold, scan, words, flat });
})();
