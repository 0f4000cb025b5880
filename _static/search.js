// The search of the book, and the words that it marks on the page to which it leads. It needs no server: the words come as a script.
// edition.js asks for this file on a page that a search has led to.
(function () {
  "use strict";
  const TOKEN = /\p{N}+(?:[.,/]\p{N}+)*|[\p{L}\p{M}\p{N}]+(?:['’][\p{L}\p{M}]+)?/gu;
  const MOST = 6, AROUND = 110; // results of a kind that are shown at once; letters on either side of the first word that was found
  const KINDS = { statement: "Statements", note: "Notes", figure: "Figures", test: "Tests", source: "Sources", remark: "Editors’ notes", text: "Text of the edition", row: "Rows of tables" };
  const LONG = ["remark", "text", "row"]; // of these a short one says more; the others keep the order of the book
  // Letters that are one sign in Unicode, with what is typed for them.
  const LETTERS = { ł: "l", ø: "o", đ: "d", ß: "ss", æ: "ae", œ: "oe", ı: "i", "’": "'" };
  // Two spellings of one word, or of one name, become the same letters; what these are matters to nobody.
  const SPELLINGS = [
    [/^(lukashenk|lukasenk|lukaszenk|loukachenk)[ao]$/, "lukashenk"], [/^(alyaksandr|aliaksandr|aleksandr|alexandr|alexander)$/, "alexander"],
    [/^kiev$/, "kyiv"], [/^makey$/, "makei"], [/^(solovyev|solovyov|solovev)$/, "soloviev"], [/^yanukovich$/, "yanukovych"], [/^sergey$/, "sergei"],
    [/^(byelo|belo)russia/, "belarus"], [/^belarussian/, "belarusian"], [/^belarusan/, "belarusian"], [/^donbass$/, "donba"], [/^(gutseri|gutseriy|gutserie|hutseri|hutseryi|guzeri)e[vu]$/, "gutseriyev"], [/^figure$/, "fig"], [/^shoygu$/, "shoigu"],
    [/^zapadnoru(zism|sizm|ssizm|sism|ssism)$/, "zapadnoruzism"], [/^tonn?es?$/, "ton"], [/oeuvre?|euver?/, "euvr"], [/is(e[ds]?|ing|ers?|ations?)$/, "iz$1"],
    [/(..[bdgilmnv])our/, "$1or"], [/(def|off|lic|pret)ence/, "$1ense"], [/([cthb])re$/, "$1er"], [/ogramme/, "ogram"], [/^grey/, "gray"], [/ll(ed|ing|er)/, "l$1"],
  ];

  // A word as all its spellings: without accents, capitals, plural.
  function plain(word) {
    let found = word.toLowerCase().normalize("NFD").replace(/\p{M}/gu, (sign, place, all) => (/[\u0400-\u04ff]/.test(all[place - 1]) ? sign : "")).replace(/[łøđßæœı’]/g, (letter) => LETTERS[letter]);
    if (/^\d/.test(found)) return found.replace(/,(?=\d{3})/g, "");
    found = found.replace(/'s?$/, "");
    if (/[^s'iu]s$/.test(found) && found.length > 3) found = found.replace(/(ss|sh|ch|x|z)es$/, "$1").replace(/ies$/, "y").replace(/s$/, "");
    return SPELLINGS.reduce((letters, [from, to]) => letters.replace(from, to), found);
  }
  // Whether a word of a text is the one that is looked for: a number as it is, a word from its beginning.
  function same(wanted, word) {
    if (/^\d/.test(wanted)) return word === wanted || (word.includes("/") && word.split("/").includes(wanted));
    return wanted.length > 3 ? word.startsWith(wanted) : word === wanted;
  }
  // What a reader types, as the book writes it: “10.9 percent” is a number, “1 000” is one.
  function wantedIn(asked) {
    const written = asked.replace(/(\d)\s*per\s?cent\b/giu, "$1 %").replace(/(^|\s)\d{1,3}(?:\s\d{3})+(?=\s|$)/g, (number, before) => before + number.replace(/\s/g, ""));
    return [...new Set(wordsOf(written))];
  }
  function wordsOf(text) {
    return [...text.matchAll(TOKEN)].map((found) => plain(found[0]));
  }
  function placesIn(text, wanted) {
    return [...text.matchAll(TOKEN)].filter((found) => wanted.some((each) => same(each, plain(found[0])))).map((found) => [found.index, found.index + found[0].length]);
  }
  const has = (words, wanted) => wanted.every((each) => words.some((word) => same(each, word)));

  // Entries that have all words, best first: with the words side by side, in the heading, and whole.
  function rank(entries, wanted) {
    const phrase = ` ${wanted.join(" ")}`;
    return entries.filter(({ words }) => has(words, wanted)).map((entry) => {
      const near = wanted.length > 1 && ` ${entry.words.join(" ")}`.includes(phrase), whole = wanted.filter((each) => entry.words.includes(each)).length;
      const short = LONG.includes(entry.entry[0]) ? 20 / (20 + entry.words.length) : 0;
      return [4 * near + 3 * has(entry.headed, wanted) + whole / wanted.length + short, entry];
    }).sort((one, other) => other[0] - one[0]).map(([, entry]) => entry);
  }

  function make(kind, name, ...inside) {
    const node = document.createElement(kind);
    if (name) node.className = name;
    node.append(...inside);
    return node;
  }
  // A text with its found words marked, from a little before the first of them to a little after.
  function snippet(text, wanted, all) {
    const places = placesIn(text, wanted), first = places.length ? places[0][0] : 0, part = make("span", "");
    const start = all ? 0 : Math.max(0, text.lastIndexOf(" ", Math.max(0, first - AROUND)) + 1), after = text.indexOf(" ", first + 2 * AROUND), end = all || after < 0 ? text.length : after;
    let at = start;
    if (start) part.append("… ");
    places.filter(([from, to]) => from >= start && to <= end).forEach(([from, to]) => {
      part.append(text.slice(at, from), make("mark", "search-mark", text.slice(from, to)));
      at = to;
    });
    part.append(text.slice(at, end), end < text.length ? " …" : "");
    return part;
  }
  function result([, address, head, text], asked, wanted) {
    const [page, place] = address.split("#"), link = make("a", "", snippet(head, wanted, true));
    link.href = `${page}?find=${encodeURIComponent(asked)}#${place}`;
    return make("li", "", link, make("p", "context", snippet(text, wanted, false)));
  }
  function group(kind, found, asked, wanted) {
    const list = make("ul", "search-list"), part = make("section", "search-kind", make("h2", "", `${KINDS[kind]} (${found.length})`), list);
    const add = (entries) => list.append(...entries.map((entry) => result(entry.entry, asked, wanted)));
    add(found.slice(0, MOST));
    if (found.length > MOST) {
      const more = make("button", "search-more", `Show ${found.length - MOST} more`);
      more.type = "button";
      more.addEventListener("click", () => { const first = list.childElementCount; add(found.slice(MOST)); more.remove(); list.children[first].querySelector("a").focus(); });
      part.append(more);
    }
    return part;
  }
  function startSearch(place) {
    const asked = (new URLSearchParams(window.location.search).get("q") || "").trim(), wanted = wantedIn(asked), said = make("p", "search-said");
    said.setAttribute("role", "status");
    place.before(said);
    document.querySelectorAll("form.bd-search input[name=q]").forEach((input) => { input.value = asked; });
    if (!wanted.length) { said.textContent = "Words, names, numbers (10.9, 57/2020) or the code of a statement (T16); accents and spellings do not matter."; place.parentElement.querySelector("input").focus(); return; }
    document.title = `${asked} – ${document.title}`;
    const entries = window.SEARCH_TEXT.map((entry) => ({ entry, words: wordsOf(`${entry[2]} ${entry[3]}`), headed: wordsOf(entry[2]) }));
    let found = rank(entries, wanted), how = "";
    if (!found.length && wanted.length > 1) { // no place has all the words: those that have most of them
      const most = entries.map((each) => wanted.filter((word) => has(each.words, [word])).length), best = Math.max(...most);
      found = best ? entries.filter((_, place) => most[place] === best) : [];
      how = `; none has all the words, these have ${best} of ${wanted.length}`;
    }
    said.textContent = found.length ? `${found.length === 1 ? "1 place" : `${found.length} places`} for “${asked}”${how}.` : `Nothing was found for “${asked}”.`;
    Object.keys(KINDS).forEach((kind) => {
      const mine = found.filter(({ entry }) => entry[0] === kind);
      if (mine.length) place.append(group(kind, mine, asked, wanted));
    });
  }

  // On the page: the smallest part of the place that has all the words is shown at any depth, the words are marked, and the first of them comes into view.
  const BLOCKS = "p, li, dt, dd, tr, h1, h2, h3, h4, figcaption, .claim, figure";
  const ASIDE = "script, style, desc, title, .cell_input, details.hide, details.choices, .boxed"; // no words of what is read; outputs/search.py leaves out the same, and more
  function texts(part) {
    const walk = document.createTreeWalker(part, NodeFilter.SHOW_TEXT), found = [];
    while (walk.nextNode()) if (!walk.currentNode.parentElement.closest(ASIDE)) found.push(walk.currentNode);
    return found;
  }
  function startFound(asked) {
    const wanted = wantedIn(asked), article = document.querySelector(".bd-article"), root = document.getElementById(decodeURIComponent(window.location.hash.slice(1))) || article;
    if (!root || !wanted.length) return;
    const inside = [...root.querySelectorAll(BLOCKS)].filter((block) => has(wordsOf(texts(block).map((text) => text.data).join(" ")), wanted)); // cell by cell
    const block = root.matches(".claim, tr, li") ? root : inside.find((each) => !inside.some((other) => other !== each && each.contains(other))) || root.querySelector("table.verdict-box") || root; // a test that was asked for by its number
    block.dataset.found = "";
    for (let fold = block.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
    const found = ranges(block, wanted);
    if (window.CSS && CSS.highlights) CSS.highlights.set("found", new Highlight(...found));
    bring(found.find((range) => range.getClientRects().length), block);
  }
  // Bring a range into the middle of the screen, also sideways and within a table that is read in a box.
  function bring(range, block) {
    const part = range ? range.startContainer.parentElement : block, place = () => range.getBoundingClientRect();
    part.scrollIntoView({ block: "center", inline: "nearest", behavior: "instant" });
    if (!range) return;
    for (let box = part.closest(".scroll"); box; box = box.parentElement.closest(".scroll")) {
      const seen = box.getBoundingClientRect();
      if (place().left < seen.left || place().right > seen.right) box.scrollLeft += (place().left + place().right - seen.left - seen.right) / 2;
      if (place().top < seen.top + 48 || place().bottom > seen.bottom) box.scrollTop += (place().top + place().bottom - seen.top - seen.bottom) / 2;
    }
    if (place().top < 96 || place().bottom > window.innerHeight - 48) window.scrollBy({ top: (place().top + place().bottom - window.innerHeight) / 2, behavior: "instant" });
  }
  function ranges(block, wanted) {
    return texts(block).flatMap((text) => placesIn(text.data, wanted).map(([from, to]) => {
      const range = new Range();
      range.setStart(text, from);
      range.setEnd(text, to);
      return range;
    }));
  }
  window.editionWords = { wantedIn, wordsOf };

  function start() {
    const place = document.getElementById("search-results"), asked = new URLSearchParams(window.location.search).get("find");
    if (place) startSearch(place); else if (asked) startFound(asked);
  }
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start); else start();
})();
