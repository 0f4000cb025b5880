// Cells that a reader can change and run; edition.js asks for this file on a click on "Run this chapter".
(function () {
  "use strict";
  const make = (tag, about = {}, ...inside) => { const made = Object.assign(document.createElement(tag), about); made.append(...inside); return made; };
  const near = (address) => new URL(`../live/${address}`, location.href).href;
  const tight = (html) => html.replace(/\n\s*\n/g, "\n").trim(); // as pages are written
  const root = document.documentElement;

  // What a browser must have; the interpreter itself tells of what else it misses.
  function lacking() {
    if (!window.Worker || !window.WebAssembly || !WebAssembly.compileStreaming) return "WebAssembly";
    if (!("DecompressionStream" in window)) return "streams that unpack";
    return "";
  }

  // What the page printed, as its file has it: scripts may have changed what stands here.
  async function printed() {
    const page = new DOMParser().parseFromString(await (await fetch(location.href)).text(), "text/html");
    return [...page.querySelectorAll("article .cell")].map((cell) => [...cell.querySelectorAll(":scope > .cell_output > *")].map((each) => tight(bare(each))));
  }
  // A figure is compared without its caption, which no cell makes.
  function bare(output) {
    const inner = output.matches("figure") ? output.querySelector(".output") : output;
    return inner ? inner.outerHTML : output.outerHTML;
  }

  function shown(output) {
    if (output.kind === "html") return made("text_html", output.html);
    const said = make("pre");
    said.append(make("span"), output.text.replace(/\n*$/, "\n"));
    const kind = output.kind === "plain" ? "text_plain" : output.kind === "error" ? "traceback" : `stream${output.stream === "stderr" ? " stderr" : ""}`;
    const box = made(`${kind} highlight-myst-ansi notranslate`, "");
    box.append(make("div", { className: "highlight" }, said), "\n");
    return box;
  }
  function made(kind, html) {
    const box = make("div", { className: `output ${kind}` });
    box.innerHTML = html;
    return box;
  }
  const file = (name, type, content) => ({ name, address: URL.createObjectURL(new Blob([content], { type })) });
  // The files of a figure that was drawn here are made here, too.
  function takeAlong(box, { chart, png }) {
    const raw = Uint8Array.from(atob(png), (letter) => letter.charCodeAt(0));
    const files = { CSV: file("csv", "text/csv", chart.csv), SVG: file("svg", "image/svg+xml", chart.svg), PNG: file("png", "image/png", raw) };
    box.querySelectorAll(".chart-files a[download]").forEach((link) => {
      const { name, address } = files[link.textContent];
      link.href = address;
      link.download = `${chart.name}.${name}`;
    });
    const late = box.querySelector("details[data-table]");
    if (late && chart.table) {
      late.removeAttribute("data-table");
      late.querySelector(".scroll").innerHTML = chart.table;
    }
  }

  // What figures and tests have to say when a reader comes to them, by name.
  const anew = (outputs) => Object.fromEntries(outputs.flatMap(({ chart, choices }) => [...(chart ? [[chart.name, chart.values]] : []), ...(choices ? [[choices.id, choices]] : [])]));

  // One cell of the chapter: its place in the page (none for one that prepares the others), its code, what it shows.
  class Cell {
    constructor({ source, shown: there }, number, place, outputs, run) {
      Object.assign(this, { source, number, place: there ? place : null, outputs });
      if (this.place) this.open(run);
    }
    open(run) {
      const name = `Code of cell ${this.number}`;
      this.input = this.place.querySelector(".cell_input");
      this.code = make("textarea", { className: "live-code", value: this.source, spellcheck: false, autocapitalize: "off", ariaLabel: name, rows: this.source.split("\n").length });
      this.code.addEventListener("input", () => { this.code.rows = this.code.value.split("\n").length; });
      this.code.addEventListener("keydown", (event) => { if (event.key === "Enter" && event.shiftKey) { event.preventDefault(); run(this); } });
      this.button = make("button", { type: "button", className: "live-run", textContent: "Run this cell" });
      this.button.addEventListener("click", () => run(this));
      this.said = make("span", { className: "live-said" });
      this.bar = make("div", { className: "live-cell" }, this.button, this.said);
      if (this.input) {
        this.input.querySelector(".highlight").hidden = true;
        this.input.append(this.code);
        (this.input.closest("details") || this.input).after(this.bar);
      } else {
        this.fold = make("details", { className: "live-fold" }, make("summary", { textContent: "Code" }), this.code);
        this.place.append(this.fold, this.bar);
      }
      this.kept = this.place.querySelector(":scope > .cell_output");
    }
    get now() { return this.code ? this.code.value : this.source; }
    say(words, kind) { if (this.said) Object.assign(this.said, { textContent: words, className: `live-said live-${kind}` }); }
    show(said) {
      if (!this.place) return;
      const old = this.place.querySelector(":scope > .cell_output"), figures = this.kept ? [...this.kept.children] : [];
      const box = make("div", { className: "cell_output docutils container" });
      const drawn = said.outputs.map(shown);
      this.same = drawn.length === this.outputs.length && drawn.every((each, place) => tight(each.outerHTML) === this.outputs[place]);
      drawn.forEach((each, place) => {
        const figure = figures[place] && figures[place].matches("figure") && said.outputs[place].chart ? figures[place].cloneNode(false) : null;
        if (figure) figure.append(each, ...[...figures[place].querySelectorAll(":scope > figcaption")].map((caption) => caption.cloneNode(true)));
        box.append(figure || each);
        if (said.outputs[place].chart) takeAlong(each, said.outputs[place]);
      });
      if (old) old.replaceWith(box); else if (drawn.length) (this.fold ? this.fold.before.bind(this.fold) : this.place.append.bind(this.place))(box);
      window.editionBox.wire(box, anew(said.outputs));
      if (said.failed) this.say("This cell failed", "failed");
      else this.say(!this.same ? "Other than printed" : this.outputs.length ? "As printed" : "Has run", this.same ? "same" : "other");
    }
    reset() {
      if (!this.place) return;
      const now = this.place.querySelector(":scope > .cell_output");
      if (now && this.kept) now.replaceWith(this.kept); else if (now) now.remove();
      (this.fold || this.code).remove();
      this.bar.remove();
      if (this.input) this.input.querySelector(".highlight").hidden = false;
    }
  }

  // The interpreter: one question at a time.
  class Interpreter {
    constructor(layer, progress) {
      this.worker = new Worker(near("worker.js"), { type: "module" });
      this.worker.onmessage = ({ data }) => this.heard(data, progress);
      this.worker.onerror = (event) => this.lost(event.message || "the interpreter could not be loaded");
      this.ready = this.ask({ files: layer.files, versions: Object.keys(layer.built_with) });
    }
    ask(question) { return new Promise((done, failed) => { this.done = done; this.failed = failed; this.worker.postMessage(question); }); }
    heard(data, progress) {
      if (data.kind === "fetched" || data.kind === "starting") progress(data);
      else if (data.kind === "broken") this.lost(data.words);
      else this.done(data);
    }
    lost(words) { this.end(); this.failed(new Error(words)); }
    end() { this.worker.terminate(); this.ended = true; }
  }

  class Chapter {
    constructor(layer, name, button) {
      Object.assign(this, { layer, name, button, values: new Map() });
      this.status = make("p", { className: "live-status" });
      this.status.setAttribute("role", "status");
      this.progress = make("progress", { max: 1, value: 0, hidden: true, ariaLabel: "Loading" });
      this.versions = make("p", { className: "live-versions" });
      const control = (words, act) => { const made = make("button", { type: "button", textContent: words }); made.addEventListener("click", act); return made; };
      this.all = control("Run all", () => this.runAll());
      this.stop = control("Stop", () => this.halt());
      this.back = control("Reset", () => this.reset());
      this.bar = make("section", { className: "live-bar", ariaLabel: "Run this chapter" }, this.status, this.progress, make("div", { className: "live-controls" }, this.all, this.stop, this.back), this.versions);
    }
    say(words) { this.status.textContent = words; }
    busy(now) { this.all.disabled = now; this.stop.disabled = !now; this.cells.forEach((cell) => { if (cell.button) cell.button.disabled = now; }); }
    async open() {
      document.querySelector(".bd-article").append(this.bar);
      this.cells = [];
      const lacks = lacking();
      if (lacks) return this.say(`This browser cannot run the chapter: it has no ${lacks}. A current Firefox or Chromium can; or take the notebook.`);
      this.say("Loading …");
      try {
        const [cells, outputs] = await Promise.all([fetch(near(`cells-${this.name}.json`)).then((said) => said.json()), printed()]);
        const places = [...document.querySelectorAll("article .cell")];
        let place = 0;
        root.dataset.live = "";
        this.cells = cells.map((cell, number) => {
          const there = cell.shown ? place++ : -1;
          return new Cell(cell, number + 1, places[there], outputs[there] || [], (one) => this.runOne(one));
        });
        await this.runAll();
      } catch (error) { this.broken(error); }
    }
    // The interpreter, loaded on the first use and after a stop.
    async interpreter() {
      if (!this.python || this.python.ended) {
        Object.assign(this.progress, { hidden: false, value: 0 });
        this.python = new Interpreter(this.layer, (told) => this.told(told));
        const { versions } = await this.python.ready;
        this.progress.hidden = true;
        this.compare(versions);
        this.fresh = true;
      }
      return this.python;
    }
    told({ kind, done, all }) {
      if (kind === "starting") return this.say("Starting Python …");
      this.progress.value = done / all;
      this.say(`Loading Python: ${(done / 1e6).toFixed(0)} of ${(all / 1e6).toFixed(0)} MB; the browser keeps it …`);
    }
    compare(here) {
      const built = this.layer.built_with, titles = { python: "Python", lxml: "lxml", pillow: "Pillow" };
      const other = Object.keys(built).filter((each) => here[each] !== built[each]).map((each) => `${titles[each] || each} ${here[each] || "missing"} (the book: ${built[each]})`);
      this.versions.textContent = `${other.length ? `Versions that differ from the book’s: ${other.join(", ")}. ` : "All versions are the book’s. "}All runs in this browser; nothing is sent anywhere.`;
    }
    async runAll() {
      this.busy(true);
      try {
        const python = await this.interpreter();
        let others = 0, failed = null;
        for (const cell of this.cells) {
          this.say(`Running cell ${cell.number} of ${this.cells.length} …`);
          const said = await this.run(python, cell, cell.number === 1);
          if (said.failed) { failed = cell; break; }
          if (cell.place && !cell.same) others += 1;
        }
        if (failed) this.say(`Cell ${failed.number} failed${failed.place ? "" : `: ${this.last}`}; the cells after it have not run.`);
        else this.say(others ? `All cells have run: ${others} of ${this.cells.length} show other than printed.` : "All cells have run; every output is as printed.");
        this.busy(false);
      } catch (error) { this.broken(error); }
    }
    async runOne(cell) {
      if (this.stop.disabled === false) return;
      this.busy(true);
      try {
        const python = await this.interpreter();
        this.say(`Running cell ${cell.number} …`);
        const said = await this.run(python, cell, this.fresh);
        this.say(said.failed ? `Cell ${cell.number} failed.` : `Cell ${cell.number} has run; those after it show what they showed. Run all brings them up to date.`);
        this.busy(false);
      } catch (error) { this.broken(error); }
    }
    async run(python, cell, first) {
      cell.say("Running …", "at-work");
      const said = await python.ask({ number: cell.number, source: cell.now, first });
      this.fresh = false;
      cell.show(said);
      if (said.failed) this.last = said.outputs[said.outputs.length - 1].text.trim().split("\n").pop();
      Object.entries(said.values).forEach(([id, html]) => this.value(id, html));
      return said;
    }
    // A number in the text follows the cell that computes it.
    value(id, html) {
      const words = make("span");
      words.innerHTML = html;
      const fresh = words.querySelector("a.value") || words;
      document.querySelectorAll(`.bd-article a.value[href$="#${CSS.escape(id.toLowerCase())}"]`).forEach((link) => {
        if (!this.values.has(link)) this.values.set(link, link.innerHTML);
        link.innerHTML = fresh.innerHTML;
        link.classList.toggle("live-other", link.innerHTML !== this.values.get(link));
      });
    }
    halt() {
      this.python.end();
      this.cells.forEach((cell) => { if (cell.said && cell.said.textContent === "Running …") cell.say("Stopped", "failed"); });
      this.progress.hidden = true;
      this.say("Stopped. What the cells had computed is gone; Run all begins anew.");
      this.busy(false);
    }
    broken(error) {
      if (this.python) this.python.end();
      this.progress.hidden = true;
      const unable = error.name === "CompileError" || /CompileError|WebAssembly/.test(error.message);
      this.say(unable ? `This browser cannot run the interpreter (${error.message}). A current Firefox or Chromium can; or take the notebook.` : `It did not work: ${error.message}`);
      this.busy(false);
    }
    reset() {
      if (this.python) this.python.end();
      this.cells.forEach((cell) => cell.reset());
      this.values.forEach((words, link) => { link.innerHTML = words; link.classList.remove("live-other"); });
      this.bar.remove();
      delete root.dataset.live;
      this.button.hidden = false;
      this.button.focus();
    }
  }

  window.editionLive = (layer, name, button) => {
    button.hidden = true;
    if (!document.querySelector("link[href$='live/live.css']")) document.head.append(make("link", { rel: "stylesheet", href: near("live.css") }));
    const chapter = new Chapter(layer, name, button);
    chapter.open();
    return chapter;
  };
})();
