/* The search page: results while one types, facets that narrow them, the query in the address. */
"use strict";

globalThis.backissues ??= {};

(() => {
  const SHOWN = 10;
  const FACETS = ["kind", "year", "tag"];
  // So many tags are offered, the most frequent; all kinds and years are.
  const MOST_TAGS = 24;

  class SearchPage {
    constructor(form, results) {
      this.form = form;
      this.input = form.querySelector("input");
      this.results = results;
      this.root = new URL(".", form.action);
      this.status = results.querySelector("[role=status]");
      this.list = results.querySelector("ol");
      this.more = results.querySelector("button");
      this.groups = new Map(FACETS.map((facet) => [facet, results.querySelector(`[data-facet=${facet}]`)]));
      this.found = { articles: [], tests: [] };
      this.chosen = new Map(FACETS.map((facet) => [facet, new Set()]));
      this.turn = 0;
    }

    /** Begin with the address, then listen. */
    start() {
      const said = new URLSearchParams(location.search);
      this.input.value = said.get("q") ?? "";
      for (const facet of FACETS) this.chosen.set(facet, new Set(said.getAll(facet)));
      this.form.addEventListener("submit", (event) => {
        event.preventDefault();
        this.look();
      });
      this.input.addEventListener("input", backissues.calmly(() => this.look()));
      this.results.addEventListener("change", (event) => this.choose(event.target));
      this.more.addEventListener("click", () => this.showMore());
      if (this.input.value.trim()) this.look();
    }

    /** Look for what stands in the box; an answer that comes after a newer question is dropped. */
    async look() {
      const turn = ++this.turn;
      const query = this.input.value.trim();
      this.remember(query);
      try {
        const found = await backissues.answer(this.root, query);
        if (turn !== this.turn) return;
        this.found = found;
        this.facets = await backissues.facets(this.root, found.articles);
        this.index = await backissues.load(this.root, "index");
        if (turn !== this.turn) return;
        this.offer();
        await this.refresh(turn);
      } catch {
        if (turn === this.turn) this.status.textContent = this.results.dataset.failed;
      }
    }

    /** Keep the query and what is chosen in the address, so that it can be kept and sent. */
    remember(query) {
      const said = new URLSearchParams(query ? { q: query } : {});
      for (const [facet, labels] of this.chosen) for (const label of labels) said.append(facet, label);
      const search = said.size ? `?${said}` : "";
      history.replaceState(null, "", location.pathname + search);
    }

    /** Tell whether an article is among what is chosen, one facet left out of account. */
    fits(article, but) {
      const own = this.facets.get(article);
      return FACETS.every((facet) => {
        const chosen = this.chosen.get(facet);
        return facet === but || !chosen.size || own[facet].some((at) => chosen.has(this.label(facet, at)));
      });
    }

    label(facet, at) {
      return this.index[facet][at];
    }

    /** Count the articles of each label of a facet, the other facets as they are chosen. */
    counts(facet) {
      const counts = new Map();
      for (const article of this.found.articles) {
        const fits = this.fits(article, facet);
        for (const at of this.facets.get(article)[facet]) {
          const label = this.label(facet, at);
          counts.set(label, (counts.get(label) ?? 0) + fits);
        }
      }
      return counts;
    }

    /** Offer the labels of the articles found, what is chosen among them; the order stays. */
    offer() {
      for (const [facet, group] of this.groups) {
        const counts = this.counts(facet);
        for (const label of this.chosen.get(facet)) counts.set(label, counts.get(label) ?? 0);
        let labels = [...counts].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1));
        if (facet === "tag") {
          labels = labels.filter(([label], at) => at < MOST_TAGS || this.chosen.get(facet).has(label));
        }
        if (facet === "year") labels.sort(([a], [b]) => b.localeCompare(a, undefined, { numeric: true }));
        group.querySelector("ul").replaceChildren(...labels.map(([label]) => this.box(facet, label)));
        group.hidden = labels.length < 2 && !this.chosen.get(facet).size;
      }
    }

    /** Make the box to choose a label by. */
    box(facet, label) {
      const input = backissues.make("input");
      Object.assign(input, { type: "checkbox", name: facet, value: label });
      input.checked = this.chosen.get(facet).has(label);
      return backissues.make("li", "", backissues.make("label", "", input, ` ${label} `, backissues.make("span", "count")));
    }

    /** Choose a label or drop it. */
    choose(input) {
      const chosen = this.chosen.get(input.name);
      if (input.checked) chosen.add(input.value);
      else chosen.delete(input.value);
      this.remember(this.input.value.trim());
      this.refresh(++this.turn);
    }

    /** Show the counts, how many articles there are, and the first of them. */
    async refresh(turn) {
      const number = new Intl.NumberFormat(document.documentElement.lang);
      for (const [facet, group] of this.groups) {
        const counts = this.counts(facet);
        for (const input of group.querySelectorAll("input")) {
          input.nextElementSibling.textContent = number.format(counts.get(input.value) ?? 0);
        }
      }
      this.shown = this.found.articles.filter((article) => this.fits(article));
      const items = await this.items(0);
      if (turn !== this.turn) return;
      this.from = 0;
      this.list.replaceChildren(...items);
      this.more.hidden = this.shown.length <= SHOWN;
      this.status.textContent = this.found.empty ? "" : this.summary();
    }

    /** Say how many articles there are, and what the reader should know of the search. */
    summary() {
      const { broad, partly, nothing } = this.results.dataset;
      const said = [];
      if (this.shown.length || !this.found.broad) said.push(backissues.counted(this.results, this.shown.length));
      if (!this.shown.length && this.chosenAny() && said[0] === nothing) said[0] = this.results.dataset.narrow;
      if (this.found.broad) said.push(broad);
      if (this.found.partly) said.push(partly);
      return said.join(" ");
    }

    chosenAny() {
      return [...this.chosen.values()].some((labels) => labels.size);
    }

    /** Make the results from a place on, as many as are shown at once. */
    async items(from) {
      const articles = await backissues.loadArticles(this.root, this.shown.slice(from, from + SHOWN));
      return articles.map((article) => backissues.result(this.root, article, this.found.tests));
    }

    /** Show the next results, and lead the keyboard to the first of them. */
    async showMore() {
      const turn = this.turn;
      this.from += SHOWN;
      const items = await this.items(this.from);
      if (turn !== this.turn) return;
      this.list.append(...items);
      this.more.hidden = this.from + SHOWN >= this.shown.length;
      items[0]?.querySelector("a").focus();
    }
  }

  document.addEventListener("DOMContentLoaded", () => {
    const results = document.getElementById("_results");
    const form = document.querySelector("main form[role=search]");
    if (results && form) new SearchPage(form, results).start();
  });
})();
