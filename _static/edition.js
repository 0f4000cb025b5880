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
  // It opens on hover and on focus; a click or a tap keeps it, Enter leads into it (Tab goes past a box that is not kept), and the mark's own link is followed the second time.
  // Escape, or a tap elsewhere, closes it. What it says stands elsewhere too: in the notes, in a row that the mark leads to, in the data of the figure.
  const ANSWERED = "a.value, a.claim-verdict, a.claim-link"; // downloads/answers.js has what these say
  const MARKS = `a.footnote-reference, ${ANSWERED}, .bd-article a[title], .bd-article [data-box]`;
  const MARKED = ".footnote-reference, .claim-verdict, .emendation, .claim-link, .note-box"; // in a statement, no words of it
  let box = null, owner = null, spot = null, kept = false, timer = 0, focused = 0, told = null;
  window.editionAnswers = (name, answers) => { told = answers; };
  function close(back) {
    window.clearTimeout(timer);
    if (!box) return;
    const inside = box.contains(document.activeElement), last = owner;
    box.remove();
    last.removeAttribute("aria-describedby");
    if (last.matches(MARKS)) last.setAttribute("aria-expanded", "false");
    box = owner = null;
    kept = false;
    if (back && inside) { last.dataset.quiet = ""; last.focus(); delete last.dataset.quiet; }
  }
  function noteOf(link) {
    return document.getElementById(decodeURIComponent(link.hash.slice(1)));
  }
  // What a mark has to say: its note, an element that data-box names, its answer where that has come, or its title in words.
  function content(mark) {
    const part = document.createElement("div");
    const said = mark.dataset.box ? document.getElementById(mark.dataset.box) : mark.matches(".footnote-reference") ? noteOf(mark) : null;
    if (mark.matches("a.claim-link")) part.append(...copies(mark));
    else if (said) {
      const texts = said.querySelectorAll(":scope > p");
      (texts.length ? [...texts] : [...said.childNodes]).forEach((text) => part.append(text.cloneNode(true)));
      part.querySelectorAll("[id]").forEach((node) => node.removeAttribute("id"));
    } else if (told && mark.hash && told.marks[mark.hash.slice(1)]) part.innerHTML = told.marks[mark.hash.slice(1)];
    else part.textContent = mark.dataset.hint || "";
    return part.textContent ? part : null;
  }
  // The number of a statement offers what a reader takes along: its address, its words with their reference, an entry of a bibliography.
  function copies(mark) {
    const name = mark.hash.slice(1), page = document.querySelector("link[rel=canonical]");
    const places = { claim: name.toUpperCase(), key: name, address: `${page ? page.href : window.location.href.split(/[?#]/)[0]}#${name}`, words: wordsOf(name) };
    const fill = (form) => form.replace(/\{(\w+)\}/g, (whole, place) => (place in places ? places[place] : whole));
    const head = document.createElement("p"), row = document.createElement("p"), status = document.createElement("p");
    head.className = "answer-head";
    head.textContent = `Statement ${places.claim}: copy`;
    row.className = "answer-copies";
    status.setAttribute("role", "status");
    const offered = { "Link": places.address, ...(told && { "Quotation with reference": fill(told.cited.quotation), "BibTeX": fill(told.cited.bibtex) }) };
    Object.entries(offered).forEach(([words, text]) => {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = words;
      button.addEventListener("click", () => copy(text).then(() => { status.textContent = `${words} copied.`; }, () => { status.textContent = text; }));
      row.append(button, " ");
    });
    return [head, row, status];
  }
  function copy(text) {
    return navigator.clipboard ? navigator.clipboard.writeText(text) : Promise.reject(new Error("no clipboard here"));
  }
  function wordsOf(name) {
    const statement = document.getElementById(name).cloneNode(true);
    statement.querySelectorAll(MARKED).forEach((node) => node.remove());
    return statement.textContent.replace(/\s+/g, " ").trim();
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
      box.tabIndex = -1;
      owner = mark;
      mark.setAttribute("aria-describedby", "note-box");
      if (mark.matches(MARKS)) mark.setAttribute("aria-expanded", "true");
      (mark.closest("svg, .scroll, .footnote-list, .bibliography") || mark).after(box); // some of these cut off what goes beyond them
      box.addEventListener("pointerenter", () => window.clearTimeout(timer));
      box.addEventListener("pointerleave", later);
      box.addEventListener("click", (event) => { if (event.target.closest("a")) window.setTimeout(close); }); // when the link has led on
      box.addEventListener("toggle", () => box && fit(), true); // a test of several that opens
      box.addEventListener("focusout", (event) => { if (box && !box.contains(event.relatedTarget)) { kept = false; later(); } });
    }
    const stop = stops().indexOf(document.activeElement), inside = box.contains(document.activeElement);
    box.replaceChildren(part);
    reach();
    if (inside) (stops()[stop] || box).focus(); // who is in the box already stays in it when more to say has come
    spot = place;
    fit();
  }
  function stops() {
    return [...box.querySelectorAll("a, button, summary")];
  }
  function reach() { // the stops of a box that merely shows itself are none of the keyboard's
    stops().forEach((each) => { if (kept) each.removeAttribute("tabindex"); else each.tabIndex = -1; });
  }
  // Set the box below its place or above, where there is more room, and never over it.
  function fit() {
    const place = spot, room = window.innerWidth - 32, short = box.textContent.length < 60;
    box.style.width = short ? "max-content" : `${Math.min(420, room)}px`;
    box.style.maxWidth = `${room}px`;
    box.style.left = `${Math.max(16, Math.min(place.left - 40, window.innerWidth - box.offsetWidth - 16))}px`;
    box.style.maxHeight = "";
    const below = place.bottom + 6, under = window.innerHeight - below - 8, over = place.top - 14, height = box.offsetHeight;
    const up = height > under && over > under;
    box.style.maxHeight = `${Math.min(window.innerHeight * 0.7, up ? over : under)}px`;
    box.style.top = `${up ? Math.max(8, place.top - 6 - box.offsetHeight) : below}px`;
  }
  function open(mark) {
    if (owner === mark) return window.clearTimeout(timer);
    const say = () => show(mark, content(mark), mark.getClientRects()[0] || mark.getBoundingClientRect());
    say();
    if (mark.matches(ANSWERED) && !told) load("../downloads/answers.js").then(() => { if (owner === mark && told) say(); });
  }
  function later() {
    window.clearTimeout(timer);
    timer = window.setTimeout(() => { if (box && !kept && !box.matches(":hover") && !box.contains(document.activeElement)) close(); }, 250); // a reader may be on a link in the box
  }
  // Keep the box until a reader closes it; who came by the keyboard goes on inside it.
  function keep(mark, byKey) {
    kept = true;
    reach();
    box.setAttribute("role", "dialog");
    box.setAttribute("aria-label", mark.getAttribute("aria-label") || mark.textContent.trim());
    if (byKey) box.focus();
  }
  function wire(part) {
    part.querySelectorAll(MARKS).forEach((mark) => {
      if (mark.title) { mark.dataset.hint = mark.title; mark.removeAttribute("title"); }
      mark.setAttribute("aria-expanded", "false");
      mark.addEventListener("pointerenter", (event) => { if (event.pointerType !== "touch" && !kept) open(mark); });
      mark.addEventListener("pointerleave", (event) => { if (event.pointerType !== "touch") later(); });
      mark.addEventListener("focus", () => { if (!("quiet" in mark.dataset) && mark.matches(":focus-visible")) open(mark); });
      mark.addEventListener("blur", later);
      mark.addEventListener("click", (event) => {
        if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
        const again = kept && owner === mark;
        if (again && mark.hash) return close();
        if (!again) open(mark);
        if (!box) return; // there is nothing to say, and the link leads on
        event.preventDefault();
        if (again) close(); else keep(mark, event.detail === 0);
      });
    });
  }
  function startBoxes() {
    wire(document);
    document.addEventListener("click", (event) => event.target.closest?.("dialog a[href*='#']")?.closest("dialog").close()); // a drawer is in the way of where its link leads
    document.addEventListener("keydown", (event) => { if (event.key === "Escape") close(true); });
    document.addEventListener("pointerdown", (event) => { if (box && !box.contains(event.target) && !owner.contains(event.target)) close(); });
    window.addEventListener("scroll", () => { // but not that which brings into view what has the focus
      if (box && performance.now() - focused > 300 && !box.matches(":hover") && !box.contains(document.activeElement)) close();
    }, { passive: true });
    document.addEventListener("focusin", () => { focused = performance.now(); }, true);
  }

  // What comes on first use, as script files, so that it works from a disk: what marks say, the values of a figure, its table where it is long, the choices of a test.
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
  // given: values of figures and tables of tests that a reader has made anew, by name
  function draw(part, given = {}) {
    part.querySelectorAll(".chart[data-values]").forEach((chart) => {
      const file = `../downloads/figures/${chart.dataset.values}.js`, drawings = [...chart.querySelectorAll("svg")];
      const start = () => load(book("values.js")).then(() => given[chart.dataset.values] ? window.editionValues(chart.dataset.values, given[chart.dataset.values]) : load(file)).then(() => window.editionValues.start(chart));
      drawings.forEach((drawing) => {
        drawing.setAttribute("tabindex", "0");
        ["pointerenter", "pointerdown", "focus"].forEach((kind) => drawing.addEventListener(kind, start, { once: true }));
      });
    });
    part.querySelectorAll("table.verdict-box").forEach((box) => box.after(fold("What stands behind it", box, ...box.parentElement.querySelectorAll(":scope > .choices"))));
    part.querySelectorAll(".chart-curve > .chart-title").forEach((title) => {
      const words = [...title.childNodes], button = fold("", title.parentElement), depth = document.getElementById("depth");
      const arrange = () => {
        if (PHONE.matches && root.dataset.depth !== "everything") { button.append(...words); title.append(button); } else title.replaceChildren(...words);
      };
      [PHONE, depth].forEach((each) => each?.addEventListener("change", arrange));
      arrange();
    });
    part.querySelectorAll("details[data-table]").forEach((table) => {
      table.addEventListener("toggle", () => load(`../downloads/figures/${table.dataset.table}.table.js`), { once: true });
    });
    part.querySelectorAll("details[data-choices]").forEach((choices) => {
      const name = choices.dataset.choices, start = () => load(book("choices.js")).then(() => given[name] ? window.editionChoices(name, given[name]) : load(`../downloads/specifications/${name}.js`)).then(() => window.editionChoices.start(choices));
      choices.addEventListener("toggle", start, { once: true });
      if (new URLSearchParams(window.location.search).get("choices")?.startsWith(`${name}.`)) choices.open = true;
    });
    part.querySelectorAll(".chart-address").forEach((link) => link.addEventListener("click", () => {
      const address = new URL(link.getAttribute("href"), window.location.href).href, words = link.textContent;
      copy(address).then(() => {
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

  // The margin of a wide screen: editors' notes, the chapter in brief, and the grade and sources of each note, level with their lines or below those before them.
  // A long editors' note folds after some lines, and after fewer where what follows would stand far from its line.
  // On a smaller screen the first two fold into a line that opens. What stands in the margin says nothing that list, box and text do not say.
  const WIDE = window.matchMedia("(min-width: 75em)"), PHONE = window.matchMedia("(max-width: 719.98px)");
  const APART = 10, FAR = 130, MOST = 7, LEAST = 2; // pixels between notes, and from a line at most; lines of a note that folds
  const FOLDED = ".editors-note li:not(.unfolded, :has(p :focus), :has(:target), [data-found], :has([data-found]))"; // as the style sheet has it
  // How far down each part of the margin stands: each in its kind's order, and of those that wait for room the one that keeps the other least.
  function stacked(parts) {
    const kinds = [parts.filter((part) => part.short), parts.filter((part) => !part.short)], tall = (part) => part.head + part.lines * part.line;
    const placed = [];
    for (let free = 0; kinds.some((kind) => kind.length);) {
      const heads = kinds.filter((kind) => kind.length).sort((one, other) => one[0].at - other[0].at), ready = heads.filter(([part]) => part.at <= free);
      const [part] = ready.sort((one, other) => one[0].at + tall(one[0]) - other[0].at - tall(other[0]))[0] || heads[0];
      kinds[part.short ? 0 : 1].shift();
      part.top = Math.max(part.at, free);
      part.close = placed.length > 0 && part.top === free; // it stands right below the one before it
      free = part.top + tall(part) + APART;
      placed.push(part);
    }
    return placed;
  }
  // Fold what stands above a part that is too far from its line, the longest first, a line at a time.
  function folded(parts) {
    for (;;) {
      const placed = stacked(parts), far = placed.reduce((one, other) => (other.top - other.at > one.top - one.at ? other : one), placed[0]);
      if (!far || far.top - far.at <= FAR) return placed;
      let first = placed.indexOf(far);
      const last = first;
      while (placed[first].close) first -= 1;
      const above = placed.slice(first, last + 1).filter((part) => part.lines > LEAST).sort((one, other) => other.lines - one.lines)[0];
      if (!above) return placed;
      above.lines -= 1;
    }
  }
  function startMargin() {
    const article = document.querySelector(".bd-article"), beside = new Map(), watch = new ResizeObserver(level);
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
        const more = fold("more", remark);
        more.classList.add("note-more");
        if (link) more.setAttribute("aria-label", `more on ${link.textContent}`);
        remark.append(more);
        watch.observe(remark); // whatever unfolds it
      });
      const brief = article.querySelector(".summary"), opening = article.querySelector(":scope > section > h1");
      if (brief && opening) beside.set(brief, opening);
    }
    function measured(part, place, top) {
      const line = place.getClientRects()[0], text = part.matches(FOLDED) && part.querySelector("p"), one = text ? parseFloat(getComputedStyle(text).lineHeight) : 0;
      const whole = text ? Math.round(text.scrollHeight / one) : 0, tall = part.getBoundingClientRect().height;
      return { part, at: line ? Math.max(0, line.top - top) : 0, head: tall - (text ? text.offsetHeight : 0), line: one, whole, lines: whole > MOST + 1 ? MOST : whole, short: part.matches(".note-margin") };
    }
    function level() {
      if (!WIDE.matches) return;
      if (!beside.size) { grades(); remarks(); }
      const top = article.getBoundingClientRect().top;
      const parts = [...beside].filter(([part]) => part.offsetParent).map(([part, place]) => measured(part, place, top)).sort((one, other) => one.at - other.at);
      const placed = folded(parts), last = placed.at(-1);
      placed.forEach(({ part, top: down, lines, whole }) => {
        part.style.top = `${down}px`;
        if (!whole) return;
        part.classList.toggle("note-long", lines < whole);
        part.style.setProperty("--lines", lines);
      });
      if (last) article.style.minHeight = `${last.top + last.head + last.lines * last.line}px`;
    }
    if (!article || !article.querySelector("[data-sources], .editors-note, .summary")) return;
    WIDE.addEventListener("change", level);
    watch.observe(article); // fonts that arrive, boxes that open, another depth
  }

  // What folds: remarks and the chapter in brief below 1200 pixels; on a phone code and what it prints, cells that follow each other as one,
  // rows of a verdict with its choices, and a specification curve below its title. The style sheet hides what is folded; here the line becomes a button.
  function fold(words, ...parts) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "fold";
    button.textContent = words;
    button.setAttribute("aria-expanded", "false");
    button.addEventListener("click", () => {
      const open = button.getAttribute("aria-expanded") === "false";
      parts.forEach((part) => part.classList.toggle("unfolded", open));
      button.setAttribute("aria-expanded", String(open));
    });
    return button;
  }
  function startFolds() {
    document.querySelectorAll(".editors-note, .admonition.summary").forEach((whole) => {
      const title = whole.querySelector(".admonition-title"), plain = title.textContent, about = [...whole.querySelectorAll("li")].map((each) => each.querySelector("a[href^='#']"));
      const told = whole.matches(".editors-note") && about.every(Boolean) ? `: ${about.map((each) => each.textContent).join("; ")}` : "";
      const button = fold(plain + told, whole), arrange = () => title.replaceChildren(WIDE.matches ? plain : button);
      WIDE.addEventListener("change", arrange);
      arrange();
    });
    const code = (cell) => cell?.matches("div.cell") && cell.querySelector(":scope > .cell_input");
    const quiet = (cell) => [...cell.querySelectorAll(":scope > .cell_output:not(:has(.chart, .data-table:not(.frame)))")];
    document.querySelectorAll("div.cell:has(> .cell_input)").forEach((cell) => {
      if (code(cell.previousElementSibling)) return;
      const run = [cell];
      while (code(run.at(-1).nextElementSibling)) run.push(run.at(-1).nextElementSibling);
      code(cell).prepend(fold(run.some((each) => quiet(each).length) ? "Code and what it prints" : "Code", ...run.flatMap((each) => [code(each), ...quiet(each)])));
    });
  }
  // A box of code that goes sideways is a stop of the keyboard, and no other is.
  function steps() {
    document.querySelectorAll("div.cell pre").forEach((code) => {
      if (code.scrollWidth > code.clientWidth) code.tabIndex = 0; else code.removeAttribute("tabindex");
    });
  }
  function startCode() { // measured when the page has been laid out anyway: at first, and when folds open
    if (document.querySelector("div.cell pre")) new ResizeObserver(steps).observe(document.querySelector(".bd-article"));
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

  // The theme scrolls the contents of the book to the page that is read; where that is in view anyway, title, search and “Show” stay.
  function startSide() {
    const side = document.querySelector(".bd-sidebar-primary"), here = side && [...side.querySelectorAll(".bd-docs-nav .active")].at(-1);
    if (here) requestAnimationFrame(() => {
      const end = here.getBoundingClientRect().bottom + side.scrollTop - side.getBoundingClientRect().top;
      if (end < side.clientHeight) side.scrollTop = 0;
    });
  }

  // Where a search has led, its words are marked.
  function startFound() {
    if (new URLSearchParams(window.location.search).has("find") && document.querySelector(".bd-article")) load(book("search.js"));
  }

  function start() { startFound(); startSide(); startPaper(); startDepth(); startBoxes(); draw(document); startFolds(); startCode(); startMargin(); startLive(); }
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start); else start();
})();
