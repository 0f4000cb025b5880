(function () {  // before the text is drawn, and before the script that comes late; storage may be forbidden
  const box = document.getElementById("depth"), root = document.documentElement;
  const stores = ["sessionStorage", "localStorage"];  // an address that was handed on counts for this visit only
  const keep = (store, value) => { try { window[store].setItem("depth", value); } catch { /* not kept, still shown */ } };
  const kept = (store) => { try { return window[store].getItem("depth"); } catch { return null; } };
  const show = (value) => {
    const address = new URL(location.href);
    root.dataset.depth = value;
    if (value === "evidence") address.searchParams.delete("show"); else address.searchParams.set("show", value);
    try { if (address.href !== location.href) history.replaceState(history.state, "", address); } catch { /* from a disk a browser may forbid it */ }
  };
  box.hidden = false;
  box.addEventListener("change", (event) => {
    show(event.target.value);
    stores.forEach((store) => keep(store, event.target.value));
  });
  const handed = new URLSearchParams(location.search).get("show"), inputs = [...box.elements];
  const input = [handed, ...stores.map(kept)].map((value) => inputs.find((each) => each.value && each.value === value)).find(Boolean) || box.querySelector(":checked");
  if (input.value === handed) keep("sessionStorage", handed);
  input.checked = true;
  show(input.value);
})();
