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
  function startBoxes() {
    document.querySelectorAll(MARKS).forEach((mark) => {
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
  function startFigures() {
    document.querySelectorAll(".chart[data-values]").forEach((chart) => {
      const file = `../downloads/figures/${chart.dataset.values}.js`, drawings = [...chart.querySelectorAll("svg")];
      const start = () => load(book("values.js")).then(() => load(file)).then(() => window.editionValues.start(chart));
      drawings.forEach((drawing) => {
        drawing.setAttribute("tabindex", "0");
        ["pointerenter", "pointerdown", "focus"].forEach((kind) => drawing.addEventListener(kind, start, { once: true }));
      });
    });
    document.querySelectorAll("details[data-table]").forEach((fold) => {
      fold.addEventListener("toggle", () => load(`../downloads/figures/${fold.dataset.table}.table.js`), { once: true });
    });
    document.querySelectorAll(".chart-address").forEach((link) => link.addEventListener("click", () => {
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
  window.editionBox = { show, close, later };

  // The margin of a wide screen: editors' notes, the chapter in brief, and the grade and sources of each note, level with their lines or below those before them.
  // On a smaller screen the first two fold into a line that opens. What stands in the margin says nothing that list, box and text do not say.
  const WIDE = window.matchMedia("(min-width: 1200px)");
  function startMargin() {
    const article = document.querySelector(".bd-article"), beside = new Map();
    function grades() {
      document.querySelectorAll("a.footnote-reference").forEach((link) => {
        const note = noteOf(link), sources = note && note.querySelector("[data-sources]");
        if (!sources) return;
        const margin = document.createElement("div"), number = document.createElement("b");
        number.textContent = link.textContent.replace(/\D/g, "");
        margin.className = "note-margin";
        margin.setAttribute("aria-hidden", "true"); // mark, box and list say it
        margin.append(number, ` ${sources.dataset.sources}`);
        beside.set(margin, link);
        article.append(margin);
      });
    }
    function remarks() {
      article.querySelectorAll(".editors-note li").forEach((remark) => {
        const link = remark.querySelector("a[href^='#']"), place = link && noteOf(link);
        beside.set(remark, place || remark.closest(".editors-note"));
      });
      const brief = article.querySelector(".summary"), opening = article.querySelector(".chapter-claim");
      if (brief && opening) beside.set(brief, opening);
    }
    function level() {
      if (!WIDE.matches) return;
      if (!beside.size) { grades(); remarks(); }
      const top = article.getBoundingClientRect().top;
      const places = [...beside].filter(([part]) => part.offsetParent).map(([part, place]) => {
        const line = place.getClientRects()[0];
        return [part, line ? line.top - top : 0, part.offsetHeight];
      }).sort((one, other) => one[1] - other[1]);
      let free = 0;
      places.forEach(([part, line, height]) => {
        const y = Math.max(line, free);
        part.style.top = `${y}px`;
        free = y + height + 10;
      });
      article.style.minHeight = `${free}px`;
    }
    if (!article || !article.querySelector("[data-sources], .editors-note, .summary")) return;
    WIDE.addEventListener("change", level);
    new ResizeObserver(level).observe(article); // fonts that arrive, boxes that open, another depth
  }

  // What folds: remarks and the chapter in brief below 1200 pixels, code on a phone. The style sheet hides what is folded; here the line becomes a button.
  function fold(whole, place, words) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "fold";
    button.textContent = words;
    button.setAttribute("aria-expanded", "false");
    button.addEventListener("click", () => {
      button.setAttribute("aria-expanded", String(whole.classList.toggle("unfolded")));
      steps();
    });
    place.prepend(button);
  }
  function startFolds() {
    document.querySelectorAll(".editors-note, .admonition.summary").forEach((whole) => {
      const title = whole.querySelector(".admonition-title"), about = [...whole.querySelectorAll("li")].map((each) => each.querySelector("a[href^='#']"));
      const words = title.textContent + (whole.matches(".editors-note") && about.every(Boolean) ? `: ${about.map((each) => each.textContent).join("; ")}` : "");
      title.textContent = "";
      fold(whole, title, words);
    });
    document.querySelectorAll("div.cell > .cell_input").forEach((whole) => fold(whole, whole, "Code"));
  }
  // A box of code that goes sideways is a stop of the keyboard, and no other is.
  function steps() {
    document.querySelectorAll("div.cell pre").forEach((code) => {
      if (code.scrollWidth > code.clientWidth) code.tabIndex = 0; else code.removeAttribute("tabindex");
    });
  }
  function startCode() {
    if (!document.querySelector("div.cell pre")) return;
    steps();
    window.addEventListener("resize", steps);
    document.addEventListener("toggle", steps, true);
  }

  // Paper is white: what a reader prints in the dark is set in the colours of the light.
  function startPaper() {
    const root = document.documentElement;
    let theme;
    addEventListener("beforeprint", () => { theme ??= root.dataset.theme; root.dataset.theme = "light"; });
    addEventListener("afterprint", () => { if (theme) root.dataset.theme = theme; theme = undefined; });
  }

  function start() { startPaper(); startDepth(); startBoxes(); startFigures(); startFolds(); startCode(); startMargin(); }
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start); else start();
})();
