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
  let jumped = null;

  function jump() {
    const link = [...links.values()].find((one) => one.hash === window.location.hash);
    jumped = link ? { link, place: window.scrollY } : null;
    follow();
  }

  function follow() {
    waiting = false;
    // A part is being read once it has come to the top of the window; what was jumped to, until
    // the reader moves on: the last parts of a text never come to the top.
    let current = null;
    if (jumped && Math.abs(window.scrollY - jumped.place) < 50) {
      current = jumped.link;
    } else {
      jumped = null;
      for (const part of links.keys()) {
        if (part.getBoundingClientRect().top > 100) break;
        current = links.get(part);
      }
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
    window.addEventListener("hashchange", jump);
    jump();
  }
})();
