/* The search box of every page: while one types, the first results stand below it. Without this
   script, and by the Enter key, the box leads to search.html. */
"use strict";

globalThis.backissues ??= {};

(() => {
  const SHOWN = 5;

  /** Give a box its list of results. */
  function start(form) {
    const input = form.querySelector("input");
    const root = new URL(".", form.action);
    const status = backissues.make("p", "facts");
    status.setAttribute("role", "status");
    const list = backissues.make("ol", "");
    const panel = backissues.make("div", "results-panel", status, list);
    panel.hidden = true;
    form.append(panel);

    let asked = "";
    const look = backissues.calmly(async () => {
      const query = (asked = input.value.trim());
      const answer = query ? await backissues.answer(root, query).catch(() => null) : null;
      const articles = answer ? await backissues.loadArticles(root, answer.articles.slice(0, SHOWN)) : [];
      if (query !== asked) return;
      list.replaceChildren(...articles.map((article) => backissues.brief(root, article, answer.tests)));
      if (articles.length < (answer?.articles.length ?? 0)) list.append(backissues.make("li", "", all(query)));
      panel.hidden = !answer || Boolean(answer.empty);
      status.textContent = panel.hidden ? "" : backissues.counted(form, answer.articles.length);
    });

    /** Make the link to all results. */
    function all(query) {
      const link = backissues.make("a", "", form.dataset.all);
      link.href = new URL(`search.html?${new URLSearchParams({ q: query })}`, root);
      return link;
    }

    input.addEventListener("input", look);
    input.addEventListener("focus", () => {
      if (input.value.trim()) look();
    });
    form.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || panel.hidden) return;
      panel.hidden = true;
      input.focus();
      event.preventDefault();
    });
    form.addEventListener("focusout", ({ relatedTarget }) => {
      if (!form.contains(relatedTarget)) panel.hidden = true;
    });
  }

  document.addEventListener("DOMContentLoaded", () => {
    for (const form of document.querySelectorAll("header form[role=search]")) start(form);
  });
})();
