// The choices behind a verdict, for a reader to set; edition.js asks for this file, and for the table of a test, when a reader first unfolds them.
(function () {
  "use strict";
  const known = new Map(), SVG = "http://www.w3.org/2000/svg";
  const WORDS = { s: "supports", c: "contradicts", i: "inconclusive" }; // as in src/edition/outputs/specifications.py
  const ENOUGH = 2 / 3, FEW = 20; // of the specifications, as in src/edition/judgement/verdicts.py
  const BINS = 60, TALL = 54, EDGE = 6; // of the drawing, in pixels

  // A script of the test hands over its table: choices, four columns of numbers, the verdicts by their first letters; rows in the order of the choices.
  window.editionChoices = (name, table) => known.set(name, table);

  window.editionChoices.start = (fold) => {
    const name = fold.dataset.choices, table = known.get(name);
    if (!table || fold.querySelector("form")) return;
    const letters = Object.keys(WORDS), words = Object.fromEntries(letters.map((letter, place) => [letter, table.words?.[place] ?? WORDS[letter]])); // an expectation has its own
    const [estimate, low, high, margin] = table.measured, sizes = table.choices.map(([, options]) => options.length);
    const rows = [...table.verdicts].keys(), total = table.verdicts.length;
    const places = [...rows].map((row) => placesOf(row, sizes));
    const form = document.createElement("form"), axes = make("div", "choices-axes"), found = make("p", "choices-found");
    const said = make("p"), picture = document.createElementNS(SVG, "svg"), turns = make("p", "choices-turns"), others = make("p");
    form.className = "choices-form";
    form.setAttribute("aria-label", `The choices of ${name}`);
    found.setAttribute("role", "status");
    picture.setAttribute("aria-hidden", "true"); // the words say it
    const selects = table.choices.map(([axis, options], place) => {
      const label = make("label"), select = make("select", "choices-select"), why = make("p", "choices-why");
      options.forEach(([option], number) => select.add(new Option(number ? option : `${option} (headline)`, number)));
      if (options.length > 1) select.add(new Option(`any of the ${options.length}`, -1));
      select.disabled = options.length < 2;
      why.id = `${name}-why-${place}`;
      select.setAttribute("aria-describedby", why.id);
      label.append(make("span", "choices-axis", axis), select);
      const part = make("div");
      part.append(label, why);
      axes.append(part);
      return select;
    });
    const again = make("button", "", "Back to the headline");
    again.type = "button";
    again.addEventListener("click", () => { selects.forEach((select) => { select.value = 0; }); show(true); });
    form.append(axes, found, picture, said, turns, again);
    form.addEventListener("change", () => show(true));
    form.addEventListener("submit", (event) => event.preventDefault());
    fold.querySelector("summary").after(form);

    const number = (value, sign) => {
      const size = Math.abs(value).toLocaleString("en-GB", { minimumFractionDigits: table.places, maximumFractionDigits: table.places });
      return (value < 0 && /[1-9]/.test(size) ? "−" : sign && /[1-9]/.test(size) ? "+" : "") + size;
    };
    const whole = (value) => table.unit.replace("{}", number(value));
    const percent = (part, all) => {
      const rounded = Math.round(100 * part / all);
      if (part && part < all && rounded % 100 === 0) return rounded ? "more than 99 %" : "less than 1 %";
      return `${rounded} %`;
    };
    const share = (part, all) => (all < FEW ? `${part}` : percent(part, all));
    const counted = (mine) => letters.map((letter) => [words[letter], mine.filter((row) => table.verdicts[row] === letter).length]);
    const listed = (mine) => counted(mine).map(([word, many]) => `${word} ${share(many, mine.length)}`).join(", ");

    function show(moved) {
      const picked = selects.map((select) => Number(select.value));
      const mine = places.flatMap((place, row) => (place.every((option, axis) => picked[axis] < 0 || picked[axis] === option) ? [row] : []));
      table.choices.forEach(([, options], axis) => {
        const why = document.getElementById(`${name}-why-${axis}`);
        why.textContent = picked[axis] < 0 ? "every option" : options[picked[axis]][1];
      });
      const one = mine.length === 1 ? mine[0] : -1;
      if (one < 0) tellMany(mine); else tellOne(one);
      said.textContent = `${table.side[0].toUpperCase()}${table.side.slice(1)}. Of all ${total.toLocaleString("en-GB")} specifications: ${listed([...places.keys()])}. A share is no probability.`;
      turn(picked, one);
      draw(mine, one);
      if (moved) remember(picked);
    }
    function tellOne(row) {
      const same = [...table.verdicts].filter((letter) => letter === table.verdicts[row]).length;
      found.replaceChildren(row ? "With these choices: " : "The headline: ");
      if (estimate[row] === null) return found.append("too few data for an estimate, ", make("strong", "", words.i), ".");
      const sign = estimate[row] < 0 ? "" : number(estimate[row], true)[0] === "+" ? "+" : "";
      found.append(make("strong", "", sign + table.unit.replace("{}", number(estimate[row]))), `, interval ${number(low[row], true)} to ${number(high[row], true)}, margin ${whole(margin[row])}: `,
        make("strong", `verdict-${WORDS[table.verdicts[row]]}`, words[table.verdicts[row]]), `. ${same.toLocaleString("en-GB")} of ${total.toLocaleString("en-GB")} specifications ${total < FEW ? "" : `(${percent(same, total)}) `}say the same.`);
      if (table.verdicts[row] !== "i" && same / total < ENOUGH) found.append(` That is less than two thirds, and the edition then calls a test ${words.i}.`);
    }
    function tellMany(mine) {
      const sizes = mine.map((row) => estimate[row]).filter((value) => value !== null);
      const range = sizes.length ? `; estimates from ${number(Math.min(...sizes), true)} to ${number(Math.max(...sizes), true)}` : "";
      found.replaceChildren(`${mine.length.toLocaleString("en-GB")} specifications: `, make("strong", "", listed(mine)), `${range}.`);
    }
    // Which single other choice ends in another verdict; each is a button that makes it.
    function turn(picked, one) {
      turns.replaceChildren();
      if (one < 0) return;
      const weights = sizes.map((_, axis) => sizes.slice(axis + 1).reduce((product, size) => product * size, 1));
      table.choices.forEach(([axis, options], place) => options.forEach(([option], other) => {
        const letter = table.verdicts[one + (other - picked[place]) * weights[place]];
        if (letter === table.verdicts[one]) return;
        const button = make("button", "", `${axis}: ${option} (${words[letter]})`);
        button.type = "button";
        button.addEventListener("click", () => { selects[place].value = other; show(true); selects[place].focus(); });
        turns.append(" ", button);
      }));
      turns.prepend(turns.childElementCount ? "One other choice turns it: " : "No single other choice turns it.");
    }
    // All estimates as bars, those that are chosen in ink; the margin shaded, the interval of one specification above.
    function draw(mine, one) {
      const wide = picture.clientWidth || 600;
      picture.setAttribute("viewBox", `0 0 ${wide} ${TALL + 44}`);
      const chosen = new Set(mine), marks = [];
      const scale = scaleOf(estimate, [low, high, margin].map((each) => each[Math.max(0, one)]));
      const bars = [...Array(BINS)].map(() => [0, 0]), x = (value) => scale.x(value, wide);
      estimate.forEach((value, row) => { if (value !== null) bars[scale.bin(value, BINS)][one < 0 && chosen.has(row) ? 0 : 1] += 1; });
      const most = Math.max(...bars.map(([ink, pale]) => ink + pale));
      const band = margin[Math.max(0, one)], foot = TALL + 20, bar = wide / BINS;
      marks.push(["rect", { class: "choices-margin", x: x(-band), width: x(band) - x(-band), y: 0, height: foot }]);
      bars.forEach(([ink, pale], place) => {
        const tall = (count) => count / most * TALL;
        marks.push(["rect", { class: "choices-rest", x: place * bar, width: bar - 1, y: foot - tall(ink + pale), height: tall(pale) }]);
        if (ink) marks.push(["rect", { class: "choices-chosen", x: place * bar, width: bar - 1, y: foot - tall(ink), height: tall(ink) }]);
      });
      marks.push(["path", { class: "choices-zero", d: `M${x(0)} 0V${foot}` }], ["path", { class: "choices-line", d: `M0 ${foot}H${wide}` }]);
      if (one >= 0 && estimate[one] !== null) {
        const word = `choices-${WORDS[table.verdicts[one]]}`;
        marks.push(["path", { class: `choices-interval ${word}`, d: `M${x(low[one])} 10H${x(high[one])}M${x(low[one])} 5V15M${x(high[one])} 5V15` }], ["circle", { class: word, cx: x(estimate[one]), cy: 10, r: EDGE }]);
      }
      [[scale.from, "start"], [0, "middle"], [scale.to, "end"]].forEach(([value, anchor]) => {
        const near = value === 0 && (x(0) < 90 || x(0) > wide - 90);
        if (!near) marks.push(["text", { x: x(value), y: foot + 18, "text-anchor": anchor }, number(value, true)]);
      });
      picture.replaceChildren(...marks.map(([kind, looks, words]) => {
        const mark = document.createElementNS(SVG, kind);
        Object.entries(looks).forEach(([look, value]) => mark.setAttribute(look, value));
        mark.textContent = words || "";
        return mark;
      }));
    }
    // The choices stand in the address, so that they can be handed on.
    function remember(picked) {
      const address = new URL(window.location.href);
      if (picked.some(Boolean)) address.searchParams.set("choices", [name, ...picked].join("."));
      else address.searchParams.delete("choices");
      address.hash = fold.closest("[id]")?.id || "";
      try { window.history.replaceState(null, "", address); } catch { /* from a disk a browser may forbid it */ }
    }
    const [whose, ...handed] = (new URLSearchParams(window.location.search).get("choices") || "").split(".");
    if (whose === name) selects.forEach((select, axis) => { if ([...select.options].some((option) => option.value === handed[axis])) select.value = handed[axis]; });
    show(false);
  };

  function make(kind, name, words) {
    const node = document.createElement(kind);
    if (name) node.className = name;
    if (words) node.textContent = words;
    return node;
  }
  // The option of each choice, by its place, that made a row.
  function placesOf(row, sizes) {
    const found = [];
    for (let axis = sizes.length - 1; axis >= 0; axis -= 1) { found.unshift(row % sizes[axis]); row = Math.floor(row / sizes[axis]); }
    return found;
  }
  // From left to right: all estimates, nought, and the interval and the margin that are shown.
  function scaleOf(estimate, [low, high, margin]) {
    const all = [...estimate, low, high, margin, -margin, 0].filter((value) => value !== null);
    const from = Math.min(...all), to = Math.max(...all), far = to - from || 1, part = (value) => Math.min(1, Math.max(0, (value - from) / far));
    return { from, to, x: (value, width) => part(value) * width, bin: (value, bins) => Math.min(bins - 1, Math.floor(part(value) * bins)) };
  }
})();
