/* Makes the list of results: an article's title, kind, date and a passage. The shape is that of
   every other list of articles (templates/macros/lists.html). */
"use strict";

globalThis.backissues ??= {};

(() => {
  /** Make an element with its class, if it has one, and what it holds. */
  function make(name, className, ...held) {
    const element = document.createElement(name);
    if (className) element.className = className;
    element.append(...held);
    return element;
  }

  /** Give an element the language and direction of an article that is not in the page's. */
  function speak(element, { lang, dir }) {
    if (lang) element.lang = lang;
    if (dir) element.dir = dir;
    return element;
  }

  /** Load what is shown of articles; one whose file is missing is left out. */
  async function load(root, articles) {
    const found = await Promise.all(
      articles.map((article) => backissues.load(root, `articles/${article}`).catch(() => null)),
    );
    return found.filter(Boolean);
  }

  /** Make the date of an article, for people and machines. */
  function date({ date, time }) {
    if (!time) return make("span", "", date);
    const element = make("time", "", date);
    element.dateTime = time;
    return element;
  }

  /** Make a link to an article, with the words that are meant marked in its title. */
  function link(root, article, tests) {
    const element = speak(make("a"), article);
    element.href = new URL(article.url, root);
    backissues.mark(element, article.title, tests);
    return element;
  }

  /** Make one result with its passage. */
  function result(root, article, tests) {
    const facts = make("p", "facts");
    if (article.byline) facts.append(article.byline, " · ");
    facts.append(date(article));
    const passage = speak(make("p", "summary"), article);
    backissues.show(passage, article.text, tests);
    return make(
      "li",
      "",
      make("p", "kicker", article.kind),
      make("h2", "", link(root, article, tests)),
      facts,
      passage,
    );
  }

  /** Make one result in short: its title, kind and date. */
  function brief(root, article, tests) {
    return make(
      "li",
      "",
      link(root, article, tests),
      make("span", "facts", ` ${article.kind} · `, date(article)),
    );
  }

  /** Say how many articles there are, in the words of an element's data. */
  function counted({ dataset }, number) {
    const language = document.documentElement.lang;
    const form = new Intl.PluralRules(language).select(number) === "one" ? "one" : "other";
    if (!number) return dataset.nothing;
    return dataset[form].replace("%(num)s", new Intl.NumberFormat(language).format(number));
  }

  /** Call a function when nothing has happened for a moment. */
  function calmly(act) {
    let timer;
    return () => {
      clearTimeout(timer);
      timer = setTimeout(act, 120);
    };
  }

  Object.assign(backissues, { make, loadArticles: load, result, brief, counted, calmly });
})();
