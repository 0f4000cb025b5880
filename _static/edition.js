// Notes, values and depth: what a reader can do on a page beyond the theme. Without it, all text and links are there.
(function () {
  "use strict";
  const root = document.documentElement;

  // How much of the book is shown: the argument, the argument with its evidence (as the pages come), or everything.
  // The page itself (_templates/depth.html) keeps the choice and shows it; here boxes are opened.
  function startDepth() {
    const box = document.getElementById("depth");
    if (!box) return;
    function open() {
      document.querySelectorAll("details.hide, details.chart-data").forEach((each) => { each.open = root.dataset.depth === "everything"; });
    }
    box.addEventListener("change", open);
    if (root.dataset.depth === "everything") open();
  }

  // A box beside a note number or a value: on hover, on focus, and on the first tap.
  let box = null, owner = null, timer = 0;
  function close() {
    if (!box) return;
    box.remove();
    owner.removeAttribute("aria-describedby");
    box = owner = null;
  }
  function noteOf(link) {
    return document.getElementById(decodeURIComponent(link.hash.slice(1)));
  }
  function content(link) {
    const part = document.createElement("div");
    if (link.classList.contains("value")) {
      part.textContent = link.dataset.hint;
      return part;
    }
    const note = noteOf(link);
    if (!note) return null;
    note.querySelectorAll(":scope > p").forEach((text) => part.append(text.cloneNode(true)));
    return part;
  }
  function open(link) {
    window.clearTimeout(timer);
    if (owner === link) return;
    close();
    const part = content(link);
    if (!part) return;
    box = document.createElement("div");
    box.id = "note-box";
    box.className = "note-box";
    box.setAttribute("role", "tooltip");
    box.append(part);
    owner = link;
    link.setAttribute("aria-describedby", "note-box");
    link.after(box);
    const mark = link.getBoundingClientRect(), width = Math.min(420, window.innerWidth - 32);
    box.style.width = width + "px";
    box.style.left = Math.max(16, Math.min(mark.left - 40, window.innerWidth - width - 16)) + "px";
    const below = mark.bottom + 6, height = box.offsetHeight;
    box.style.top = (below + height > window.innerHeight && mark.top - height - 6 > 0 ? mark.top - height - 6 : below) + "px";
    box.addEventListener("pointerenter", () => window.clearTimeout(timer));
    box.addEventListener("pointerleave", later);
    box.addEventListener("focusout", later);
  }
  function later() {
    window.clearTimeout(timer);
    timer = window.setTimeout(() => { if (!box || !box.contains(document.activeElement)) close(); }, 250); // a reader may be on a link in the box
  }
  function startNotes() {
    document.querySelectorAll("a.footnote-reference, a.value").forEach((link) => {
      if (link.title) { link.dataset.hint = link.title; link.removeAttribute("title"); }
      let touched = false;
      link.addEventListener("pointerdown", (event) => { touched = event.pointerType === "touch" && owner !== link; });
      link.addEventListener("pointerenter", (event) => { if (event.pointerType !== "touch") open(link); });
      link.addEventListener("pointerleave", (event) => { if (event.pointerType !== "touch") later(); });
      link.addEventListener("focus", () => { if (!touched) open(link); });
      link.addEventListener("blur", later);
      link.addEventListener("click", (event) => {
        if (touched) { event.preventDefault(); touched = false; open(link); } else close();
      });
    });
    document.addEventListener("keydown", (event) => { if (event.key === "Escape") close(); });
    document.addEventListener("pointerdown", (event) => { if (box && !box.contains(event.target) && event.target !== owner) close(); });
    window.addEventListener("scroll", () => { if (box && !box.matches(":hover") && !box.contains(document.activeElement)) close(); }, { passive: true });
  }

  // On wide screens the sources of each note stand in the margin in few words, level with its mark or below those before it; the box has the whole note.
  function startMargin() {
    const article = document.querySelector(".bd-article"), wide = window.matchMedia("(min-width: 1700px)"), beside = new Map();
    function fill() {
      document.querySelectorAll("a.footnote-reference").forEach((link) => {
        const note = noteOf(link), sources = note && note.querySelector("[data-sources]");
        if (!sources) return;
        const margin = document.createElement("div"), number = document.createElement("b");
        number.textContent = link.textContent.replace(/\D/g, "");
        margin.className = "note-margin";
        margin.setAttribute("aria-hidden", "true"); // mark, box and list say it
        margin.append(number, ` ${sources.dataset.sources}`);
        beside.set(link, margin);
      });
      article.append(...beside.values());
    }
    function level() {
      if (!wide.matches) return;
      if (!beside.size) fill();
      const top = article.getBoundingClientRect().top;
      const places = [...beside].map(([link, margin]) => [margin, link.getBoundingClientRect().top - top, margin.offsetHeight]);
      let free = 0;
      places.forEach(([margin, mark, height]) => {
        const y = Math.max(mark + 6, free);
        margin.style.top = `${y}px`;
        free = y + height + 8;
      });
    }
    if (!article || !document.querySelector("[data-sources]")) return;
    wide.addEventListener("change", level);
    new ResizeObserver(level).observe(article); // fonts that arrive, boxes that open, another depth
  }

  function start() { startDepth(); startNotes(); startMargin(); }
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start); else start();
})();
