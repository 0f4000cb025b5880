// The script comes once the page is there: reading does not wait for it.
addEventListener("load", () => document.head.append(Object.assign(document.createElement("script"), { src: "{{ pathto("_static/book.js", 1) }}", onerror: () => { document.documentElement.dataset.alone = ""; } })));
