// The interpreter, in a thread of its own. It has files in memory and nothing else: no network, no page, no disk.
import { WASI, File, OpenFile, ConsoleStdout, PreopenDirectory, Directory } from "./shim/index.js";

const STORE = "edition-live", ZIPS = ["matplotlib.zip", "packages.zip", "edition.zip"];
const say = (kind, more) => postMessage({ kind, ...more });
const folder = (members = []) => new Directory(new Map(members));
const text = (file) => new TextDecoder().decode(file.data), bytes = (words) => new TextEncoder().encode(words);
let guest, live, printed = [];

// A file of the layer: kept by the browser under its digest, fetched where it is not kept yet.
async function fetched(name, about, count) {
  const address = new URL(`${name}?${about.sha256.slice(0, 16)}`, import.meta.url).href;
  let store, response;
  try { store = await caches.open(STORE); response = await store.match(address); } catch { /* no store in this window, or on plain http */ }
  if (!response) {
    response = await fetch(address);
    if (!response.ok) throw new Error(`${name}: ${response.status} ${response.statusText}`);
    if (store) try { await store.put(address, response.clone()); } catch { /* no room to keep it */ }
  }
  const counter = new TransformStream({ transform(part, out) { count(part.length); out.enqueue(part); } });
  return response.body.pipeThrough(counter);
}
// What an older layer has left is let go.
async function tidy(files) {
  try {
    const store = await caches.open(STORE), wanted = Object.values(files).map((each) => each.sha256.slice(0, 16));
    for (const each of await store.keys()) if (!wanted.includes(new URL(each.url).search.slice(1))) await store.delete(each);
  } catch { /* nothing is kept */ }
}

const START = `
import os, sys, zipfile
for name, place in (("matplotlib", "packages"), ("packages", "packages"), ("edition", "edition")):
    zipfile.ZipFile(f"/{name}.zip").extractall(f"/fs/{place}")
sys.path[:0] = ["/fs/edition/src", "/fs/packages"]
os.chdir("/fs/edition/chapters")
from edition.outputs.live import session
session.begin()
import pandas, matplotlib.figure
`;

async function start(files) {
  const all = Object.values(files).reduce((sum, each) => sum + each.bytes, 0);
  let done = 0;
  const count = (more) => { done += more; say("fetched", { done, all }); };
  const whole = async (name) => new Uint8Array(await new Response(await fetched(name, files[name], count)).arrayBuffer());
  const unpacked = async (name, type) => new Response((await fetched(name, files[name], count)).pipeThrough(new DecompressionStream("gzip")), { headers: { "content-type": type } });
  const [program, library, ...zips] = await Promise.all([
    unpacked("python.pack", "application/wasm").then((each) => WebAssembly.compileStreaming(each)),
    unpacked("library.pack", "application/zip").then(async (each) => new Uint8Array(await each.arrayBuffer())),
    ...ZIPS.map(whole),
  ]);
  tidy(files);
  say("starting");
  live = folder();
  const top = new Map([
    ["usr", folder([["local", folder([["lib", folder([["python315.zip", new File(library)]])], ["bin", folder()]])]])],
    ["tmp", folder([["home", folder()]])],
    ["fs", folder([["packages", folder()], ["edition", folder()]])],
    ...ZIPS.map((name, place) => [name, new File(zips[place])]), ["live", live],
  ]);
  const lines = () => ConsoleStdout.lineBuffered((line) => printed.push(line));
  const settings = ["TMPDIR=/tmp", "HOME=/tmp/home", "PYTHONTZPATH=", "PYTHONHASHSEED=0", "MPLBACKEND=agg", "EDITION_PAGES=.html", "EDITION_BUILDING=1"];
  const wasi = new WASI(["/usr/local/bin/python.wasm"], settings, [new OpenFile(new File([])), lines(), lines(), new PreopenDirectory("/", top)], { debug: false });
  const instance = await WebAssembly.instantiate(program, { wasi_snapshot_preview1: wasi.wasiImport, host: { call: () => -1 } });
  wasi.inst = instance;
  guest = instance.exports;
  guest._initialize();
  turn(START);
}

// Run Python in the one interpreter; what it raises is an error here.
function turn(source) {
  const words = bytes(source), place = guest.host_alloc(words.length);
  printed = [];
  new Uint8Array(guest.memory.buffer).set(words, place >>> 0);
  if (guest.turn(place, words.length)) throw new Error(printed.join("\n") || "The interpreter has stopped.");
}
function ask(question) {
  live.contents.set("asked.json", new File(bytes(JSON.stringify(question))));
  turn("session.answer()");
  return JSON.parse(text(live.contents.get("said.json")));
}

onmessage = async ({ data }) => {
  try {
    if (data.files) {
      await start(data.files);
      say("ready", ask({ versions: data.versions }));
    } else say("said", { asked: data.number, ...ask(data) });
  } catch (error) {
    say("broken", { words: String((error && error.message) || error) });
  }
};
