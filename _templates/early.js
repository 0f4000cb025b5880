// Light or dark as the reader has chosen, before the page is drawn; storage may be forbidden.
try {
  for (const name of ["mode", "theme"]) document.documentElement.dataset[name] = localStorage.getItem(name) || "auto";
} catch { /* as the reader’s system has it */ }
