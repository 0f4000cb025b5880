// Boxes, figures and depth: what a reader can do on a page beyond the theme. Without it, all text and links are there.
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

  // One box for all that says more: beside a mark in the text, or beside a point of a figure.
  // It opens on hover, on focus and on the first tap; Escape, or a tap elsewhere, closes it. What it says stands elsewhere too: in the notes, in a row that the mark leads to, in the data of the figure.
  const MARKS = "a.footnote-reference, a.value, .bd-article a[title], .bd-article [data-box]";
  let box = null, owner = null, timer = 0, focused = 0;
  function close() {
    window.clearTimeout(timer);
    if (!box) return;
    box.remove();
    owner.removeAttribute("aria-describedby");
    box = owner = null;
  }
  function noteOf(link) {
    return document.getElementById(decodeURIComponent(link.hash.slice(1)));
  }
  // What a mark has to say: its note, an element that data-box names, or its title in words.
  function content(mark) {
    const part = document.createElement("div");
    const said = mark.dataset.box ? document.getElementById(mark.dataset.box) : mark.matches(".footnote-reference") ? noteOf(mark) : null;
    if (said) {
      const texts = said.querySelectorAll(":scope > p");
      (texts.length ? [...texts] : [...said.childNodes]).forEach((text) => part.append(text.cloneNode(true)));
      part.querySelectorAll("[id]").forEach((node) => node.removeAttribute("id"));
    } else part.textContent = mark.dataset.hint || "";
    return part.textContent ? part : null;
  }
  // Show content beside a place on the screen; the box stands behind its owner in the page, so that Tab leads into it.
  function show(mark, part, place) {
    window.clearTimeout(timer);
    if (!part) return close();
    if (owner !== mark) {
      close();
      box = document.createElement("div");
      box.id = "note-box";
      box.className = "note-box";
      box.setAttribute("role", "tooltip");
      owner = mark;
      mark.setAttribute("aria-describedby", "note-box");
      (mark.closest("svg") || mark).after(box);
      box.addEventListener("pointerenter", () => window.clearTimeout(timer));
      box.addEventListener("pointerleave", later);
      box.addEventListener("focusout", later);
    }
    box.replaceChildren(part);
    const room = window.innerWidth - 32, short = part.textContent.length < 60;
    box.style.width = short ? "max-content" : `${Math.min(420, room)}px`;
    box.style.maxWidth = `${room}px`;
    box.style.left = `${Math.max(16, Math.min(place.left - 40, window.innerWidth - box.offsetWidth - 16))}px`;
    const below = place.bottom + 6, height = box.offsetHeight, above = place.top - height - 6;
    box.style.top = `${below + height > window.innerHeight && above > 0 ? above : below}px`;
  }
  function open(mark) {
    if (owner === mark) return window.clearTimeout(timer);
    show(mark, content(mark), mark.getClientRects()[0] || mark.getBoundingClientRect());
  }
  function later() {
    window.clearTimeout(timer);
    timer = window.setTimeout(() => { if (!box || !box.contains(document.activeElement)) close(); }, 250); // a reader may be on a link in the box
  }
  function wire(part) {
    part.querySelectorAll(MARKS).forEach((mark) => {
      if (mark.title) { mark.dataset.hint = mark.title; mark.removeAttribute("title"); }
      let touched = false;
      mark.addEventListener("pointerdown", (event) => { touched = event.pointerType === "touch" && owner !== mark; });
      mark.addEventListener("pointerenter", (event) => { if (event.pointerType !== "touch") open(mark); });
      mark.addEventListener("pointerleave", (event) => { if (event.pointerType !== "touch") later(); });
      mark.addEventListener("focus", () => { if (!touched) open(mark); });
      mark.addEventListener("blur", later);
      mark.addEventListener("click", (event) => {
        if (touched || !mark.hash) { event.preventDefault(); touched = false; open(mark); } else close();
      });
    });
  }
  function startBoxes() {
    wire(document);
    document.addEventListener("keydown", (event) => { if (event.key === "Escape") close(); });
    document.addEventListener("pointerdown", (event) => { if (box && !box.contains(event.target) && !owner.contains(event.target)) close(); });
    window.addEventListener("scroll", () => { // but not that which brings into view what has the focus
      if (box && performance.now() - focused > 300 && !box.matches(":hover") && !box.contains(document.activeElement)) close();
    }, { passive: true });
    document.addEventListener("focusin", () => { focused = performance.now(); }, true);
  }

  // What comes on first use, as script files, so that it works from a disk: the values of a figure, and its table where it is long.
  const asked = new Map();
  function load(address) {
    if (!asked.has(address)) asked.set(address, new Promise((done) => {
      const script = document.createElement("script");
      script.src = address;
      script.onload = done;
      document.head.append(script);
    }));
    return asked.get(address);
  }
  // given: values of figures that a reader has drawn anew, by name
  function draw(part, given = {}) {
    part.querySelectorAll(".chart[data-values]").forEach((chart) => {
      const file = `../downloads/figures/${chart.dataset.values}.js`, drawings = [...chart.querySelectorAll("svg")];
      const start = () => load(book("values.js")).then(() => given[chart.dataset.values] ? window.editionValues(chart.dataset.values, given[chart.dataset.values]) : load(file)).then(() => window.editionValues.start(chart));
      drawings.forEach((drawing) => {
        drawing.setAttribute("tabindex", "0");
        ["pointerenter", "pointerdown", "focus"].forEach((kind) => drawing.addEventListener(kind, start, { once: true }));
      });
    });
    part.querySelectorAll("details[data-table]").forEach((fold) => {
      fold.addEventListener("toggle", () => load(`../downloads/figures/${fold.dataset.table}.table.js`), { once: true });
    });
    part.querySelectorAll(".chart-address").forEach((link) => link.addEventListener("click", () => {
      const address = new URL(link.getAttribute("href"), window.location.href).href, words = link.textContent;
      if (navigator.clipboard) navigator.clipboard.writeText(address).then(() => {
        link.textContent = "Address copied";
        window.setTimeout(() => { link.textContent = words; }, 2000);
      }, () => { /* the address is that of the page now */ });
    }));
  }
  function book(name) {
    return new URL(name, document.querySelector("link[rel=stylesheet][href*='_static/']").href).href;
  }
  window.editionTable = (name, text) => {
    const place = document.querySelector(`details[data-table="${name}"] .scroll`);
    if (place) place.innerHTML = text;
  };
  window.editionBox = { show, close, later, wire: (part, given) => { wire(part); draw(part, given); } };

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

  // "Run this chapter" is offered over http, on a page with cells, where live/ holds what it takes (`make live`); all else is loaded on a click.
  function startLive() {
    const place = document.querySelector(".chapter-files"), name = location.pathname.split("/").pop().replace(/\.html$/, "");
    if (!place || !location.protocol.startsWith("http") || !document.querySelector(".bd-article .cell")) return;
    fetch("../live/layer.json").then((said) => said.json()).then((layer) => {
      if (!(layer.chapters || []).includes(name)) return;
      const button = document.createElement("button");
      button.type = "button";
      button.className = "live-open";
      button.textContent = "Run this chapter";
      button.addEventListener("click", () => load("../live/live.js").then(() => window.editionLive(layer, name, button)));
      place.append(button);
    }).catch(() => { /* no layer: nothing is offered */ });
  }

  // Paper is white: what a reader prints in the dark is set in the colours of the light.
  function startPaper() {
    const root = document.documentElement;
    let theme;
    addEventListener("beforeprint", () => { theme ??= root.dataset.theme; root.dataset.theme = "light"; });
    addEventListener("afterprint", () => { if (theme) root.dataset.theme = theme; theme = undefined; });
  }

  function start() { startPaper(); startDepth(); startBoxes(); draw(document); startMargin(); startLive(); }
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start); else start();
})();
