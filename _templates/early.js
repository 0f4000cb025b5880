// Light or dark as the reader has chosen, before the page is drawn; storage may be forbidden.
try {
  for (const name of ["mode", "theme"]) document.documentElement.dataset[name] = localStorage.getItem(name) || "auto";
} catch { /* as the reader’s system has it */ }
// The face of the text is asked for before the style sheet is read; more would only hold it up, and from a disk it would be read twice.
if (location.protocol.startsWith("http")) document.head.append(Object.assign(document.createElement("link"), { rel: "preload", as: "font", type: "font/woff2", crossOrigin: "", href: "{{ pathto("_static/fonts/serif.woff2", 1) }}" }));
