// Put into pages by `backissues serve` alone: shows what is wrong with the site, and loads the page
// again when it has changed. The files on disk know nothing of it.
"use strict";

(() => {
  const shown = document.currentScript.dataset.site;
  let stream = null;
  let box = null;

  function element(name, properties, ...children) {
    const made = Object.assign(document.createElement(name), properties);
    made.append(...children);
    return made;
  }

  // In a shadow tree, where no style sheet of the site reaches; styled by a file of its own, for the
  // site's content security policy allows no other styles.
  function makeBox() {
    const host = element("backissues-problems", { lang: "en", dir: "ltr" });
    const text = element("pre", { tabIndex: 0 });
    const said = element("div", {});
    said.setAttribute("role", "alert");
    const hide = element("button", { type: "button", textContent: "Hide" });
    hide.addEventListener("click", () => { host.hidden = true; });
    host.attachShadow({ mode: "open" }).append(
      element("link", { rel: "stylesheet", href: "/_backissues/problems.css" }),
      element("section", { ariaLabel: "Problems of the last build" }, said, hide, text),
    );
    document.body.append(host);
    return { host, said, text };
  }

  function report(problems) {
    if (!problems) {
      box?.host.remove();
      box = null;
      return;
    }
    box ??= makeBox();
    box.host.hidden = false;
    box.text.textContent = problems;
    // Set last, when it is on the page: that is what screen readers listen for.
    box.said.textContent = "The last build found errors:";
  }

  function open() {
    if (stream) return;
    stream = new EventSource("/_backissues/events");
    stream.addEventListener("message", (event) => {
      const news = JSON.parse(event.data);
      if (news.site === shown) report(news.problems);
      else location.reload();
    });
  }

  // A browser opens six connections to a host at most: pages that nobody sees must not hold them.
  function attend() {
    if (!document.hidden) {
      open();
    } else if (stream) {
      stream.close();
      stream = null;
    }
  }

  document.addEventListener("visibilitychange", attend);
  attend();
})();
