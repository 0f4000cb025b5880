// What tests/slow/test_chapters_in_the_page.py does in a page; each step is a function that returns what it saw.
const make = URL.createObjectURL, files = [];
URL.createObjectURL = (blob) => { files.push(blob); return make(blob); };
const until = async (test) => { while (!test()) await new Promise((done) => setTimeout(done, 50)); };
const button = (words) => [...document.querySelectorAll("button")].find((each) => each.textContent === words);
const status = () => document.querySelector(".live-status").textContent;
const atRest = () => until(() => !button("Run all").disabled);

// The outputs of a page as tags, attributes and words. Left out: what scripts add (the line that folds a verdict; a tabindex on boxes that scroll; on what opens a box aria-expanded, and its title kept as data-hint), and the links to files, which lead to files made here.
function outputs(page) {
  const one = (node) => {
    if (node.nodeType === Node.TEXT_NODE) return node.data.trim();
    if (node.matches("a[download], details[data-table], details.chart-data, button.fold")) return "";
    const attributes = [...node.attributes].filter(({ name }) => !["tabindex", "aria-expanded"].includes(name));
    const named = attributes.map(({ name, value }) => `${name === "data-hint" ? "title" : name}=${value}`).sort();
    return [node.tagName, ...named, ...[...node.childNodes].map(one)].filter(Boolean).join(" ");
  };
  return [...page.querySelectorAll("article .cell_output .output")].map(one);
}
const values = (page) => [...page.querySelectorAll("article a.value")].map((each) => each.textContent);
const data = (page) => [...page.querySelectorAll("article details.chart-data:not([data-table]) .scroll")].map((each) => each.textContent);

async function run() {
  await until(() => button("Run this chapter"));
  const begun = performance.now();
  button("Run this chapter").click();
  await until(() => document.querySelector(".live-same, .live-other, .live-failed"));
  const first = (performance.now() - begun) / 1000;
  await atRest();
  return first;
}
function write(words, place) {
  const code = document.querySelectorAll("textarea.live-code")[place];
  code.value = words;
  code.dispatchEvent(new Event("input"));
  return code;
}

const asPrinted = async () => new DOMParser().parseFromString(await (await fetch(location.href)).text(), "text/html");

async function unchanged() {
  const file = await asPrinted();
  const first = await run(), pictures = [];
  for (const blob of files.filter((each) => each.type === "image/png")) {
    const raw = new Uint8Array(await blob.arrayBuffer());
    pictures.push(btoa(raw.reduce((all, byte) => all + String.fromCharCode(byte), "")));
  }
  return {
    first, status: status(), pictures,
    names: [...document.querySelectorAll("article .chart-files a[download$='.png']")].map((each) => each.download),
    printed: outputs(file), now: outputs(document),
    values: [values(file), values(document)],
    foldable: [...document.querySelectorAll("article table.verdict-box:has(.behind)")].every((box) => box.nextElementSibling.matches("button.fold")),
    versions: document.querySelector(".live-versions").textContent,
    hosts: [...new Set(performance.getEntriesByType("resource").map((one) => new URL(one.name).host))],
  };
}

async function changed() {
  const before = outputs(await asPrinted()), said = [];
  await run();
  const alone = async (words) => {
    const cell = write(words, 0).closest(".cell");
    cell.querySelector(".live-run").click();
    await atRest();
    said.push([cell.querySelector(".live-said").textContent, cell.querySelector(".cell_output").textContent]);
  };
  await alone("print('as a reader wrote'); 6 * 7");
  await alone("import matplotlib.pyplot as plt\nplt.plot([1, 2])");
  const drawn = document.querySelectorAll("article .cell_output img[src^='data:image/png']").length;
  await alone("1 / 0");
  button("Run all").click();
  await atRest();
  const failed = status();
  button("Reset").click();
  return {
    said, drawn, failed, same: JSON.stringify(outputs(document)) === JSON.stringify(before),
    left: document.querySelectorAll(".live-code, .live-bar, .live-cell, .live-fold").length,
    offered: !button("Run this chapter").hidden,
  };
}

async function followed() {
  await run();
  const codes = [...document.querySelectorAll("textarea.live-code")];
  const place = codes.findIndex((code) => code.value.includes('records.number("B41"'));
  const link = document.querySelector('.bd-article a.value[href$="#b41"]'), found = [link.textContent];
  const code = write(codes[place].value.replace('"B41", printed', '"B41", printed + 1'), place);
  code.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", shiftKey: true }));
  await atRest();
  found.push(link.textContent);
  button("Reset").click();
  return [...found, link.textContent];
}

async function stopped() {
  await run();
  write("while True:\n    pass", 0).closest(".cell").querySelector(".live-run").click();
  await until(() => !button("Stop").disabled);
  await new Promise((done) => setTimeout(done, 300));
  button("Stop").click();
  const said = status();
  write("6 * 7", 0).closest(".cell").querySelector(".live-run").click();
  await atRest();
  return [said, document.querySelector("article .cell .cell_output").textContent.trim()];
}
