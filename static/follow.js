/* Marks, in the contents of a text, the part that is being read. Nothing depends on it. */
"use strict";

(() => {
  const links = new Map();
  for (const link of document.querySelectorAll(".contents a")) {
    const part = document.getElementById(decodeURIComponent(link.hash.slice(1)));
    if (part) links.set(part, link);
  }
  let marked = null;
  let waiting = false;

  function follow() {
    waiting = false;
    // A part is being read once its first line has passed the upper third of the window.
    let current = null;
    for (const part of links.keys()) {
      if (part.getBoundingClientRect().top > window.innerHeight / 3) break;
      current = links.get(part);
    }
    if (current === marked) return;
    if (marked) marked.removeAttribute("aria-current");
    if (current) current.setAttribute("aria-current", "location");
    marked = current;
  }

  function wait() {
    if (!waiting) window.requestAnimationFrame(follow);
    waiting = true;
  }

  if (links.size) {
    window.addEventListener("scroll", wait, { passive: true });
    window.addEventListener("resize", wait);
    follow();
  }
})();
